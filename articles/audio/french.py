"""How French is read aloud: what stands for words is written out as words. One table, done from top to bottom."""

import re
from functools import partial

from articles.audio.numbers import french, french_ordinal, roman
from articles.audio.rules import CAPITALS, INITIAL, MAIL, SPACE, THOUSANDS, URL, Rules, host, joined, spelled

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SAID_AS_WORDS = frozenset(
    {
        "ADEME", "ANSSI", "CAF", "CNIL", "COP", "CROUS", "ENA", "FIFA", "GIEC", "IFOP", "INA", "INSEE", "NASA", "ONU",
        "OPEP", "OTAN", "PACS", "PISA", "RAID", "SACEM", "SAMU", "SIDA", "SMIC", "UEFA", "VAR", "ZAC", "ZAD",
    }
)  # fmt: skip
FEMININE = (
    "année|années|candidates?|communes?|divisions?|écoles?|élues?|entreprises?|femmes|fois|heures|lignes|mesures|"
    "minutes|pages|personnes|places|régions|secondes|semaines|tonnes|victimes|villes|voix"
)
UNITS = {
    "km/h": "kilomètres à l'heure", "km²": "kilomètres carrés", "km2": "kilomètres carrés", "km": "kilomètres",
    "m²": "mètres carrés", "m2": "mètres carrés", "m³": "mètres cubes", "m3": "mètres cubes", "cm": "centimètres",
    "mm": "millimètres", "kg": "kilogrammes", "ha": "hectares", "°C": "degrés", "min": "minutes",
    "kWh": "kilowattheures", "MW": "mégawatts", "GW": "gigawatts", "TWh": "térawattheures", "hab.": "habitants",
}  # fmt: skip
SCALES = {"Md": "milliards d'", "M": "millions d'", "k": "mille "}
CURRENCIES = {"€": "euros", "$": "dollars", "£": "livres"}
TITLES = {"M": "monsieur", "MM": "messieurs", "Dr": "docteur", "Pr": "professeur", "Mr": "monsieur"}
SHORT = {"Mme": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle", "Mlles": "mesdemoiselles", "Me": "maître"}
KINGS = "Charles|François|Henri|Louis|Napoléon|Philippe|Jean|Jean-Paul|Benoît|Pie|Léon|Élisabeth|Elizabeth"


def _money(found: re.Match[str]) -> str:
    number, cents, scale, sign = found["number"], found["cents"], found["scale"], found["sign"]
    currency = CURRENCIES[sign]
    if scale:
        decimals = f",{cents}" if cents else ""
        between = SCALES[scale] if currency[0] in "aeiou" or scale == "k" else SCALES[scale].replace("d'", "de ")
        return f"{number}{decimals} {between}{currency}"
    if not cents or set(cents) == {"0"}:
        return f"{number} {currency if number not in ('0', '1') else currency[:-1]}"
    return f"{number} {currency} {cents.lstrip('0')}" if len(cents) == 2 else f"{number},{cents} {currency}"


def _telephone(found: re.Match[str]) -> str:
    pairs = re.findall(r"\d\d", found[0].replace("+33", "0").replace(" ", "").replace(".", "").replace("\u00a0", ""))
    return ", ".join(french(int(pair)) if pair[0] != "0" else f"zéro {french(int(pair[1]))}" for pair in pairs)


def _hour(found: re.Match[str]) -> str:
    hours, minutes = int(found[1]), found[2]
    said = "une heure" if hours == 1 else f"{hours or 'zéro'} heure{'s' if hours else ''}"
    if not minutes or minutes == "00":
        return said
    return f"{said} {minutes if minutes[0] != '0' else f'zéro {french(int(minutes))}'}"


def _date(found: re.Match[str]) -> str:
    day, month, year = int(found[1]), int(found[2]), found[3]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    return f"{'premier' if day == 1 else day} {MONTHS[month - 1]} {year}"


def _roman_ordinal(found: re.Match[str]) -> str:
    number, end = roman(found[1]), found[2]
    if not number:
        return found[0]
    if number == 1 and end in {"re", "ère"}:
        return "première"
    return french_ordinal(number) + ("s" if end.endswith("s") else "")


def _roman(found: re.Match[str]) -> str:
    number = roman(found[2])
    return f"{found[1]}{number}" if number else found[0]


def _feminine(found: re.Match[str]) -> str:
    return f"{french(int(found[1]))}e"


def _site(found: re.Match[str]) -> str:
    return host(found[0]).replace(".", " point ").replace("-", " tiret ")


def _mail(found: re.Match[str]) -> str:
    return found[0].replace("@", " arobase ").replace(".", " point ").replace("-", " tiret ")


RULES: Rules = (
    (MAIL, _mail),
    (URL, _site),
    (re.compile(r"(?<![\d+])(?:0|\+33\s?)[1-9](?:[ .\u00a0]?\d\d){4}(?!\d)"), _telephone),
    (re.compile(r"\b(MM?|Dr|Pr|Mr)\.? (?=[A-ZÀ-Ý])(?<!M )"), lambda found: f"{TITLES[found[1]]} "),
    (re.compile(r"\b(Mmes?|Mlles?|Me)\b\.?(?= [A-ZÀ-Ý]| les? | la )"), lambda found: SHORT[found[1]]),
    (re.compile(r"\bSt-(?=[A-ZÀ-Ý])"), "Saint-"),
    (re.compile(r"\bSte-(?=[A-ZÀ-Ý])"), "Sainte-"),
    (re.compile(r"\bav\. J\.-C\."), "avant Jésus-Christ"),
    (re.compile(r"\bapr\. J\.-C\."), "après Jésus-Christ"),
    (re.compile(r"\betc\."), "et cetera."),
    (re.compile(r"\b[Nn]°s?\s?(?=\d)"), "numéro "),
    (re.compile(r"\b[Aa]rt\.\s?(?=\d)"), "article "),
    (re.compile(r"\bp\.\s?(?=\d)"), "page "),
    (THOUSANDS, joined),
    (
        re.compile(rf"(?P<number>\d+)(?:,(?P<cents>\d+))?{SPACE}?(?P<scale>Md|M|k)?{SPACE}?(?P<sign>[€$£])"),
        _money,
    ),
    (re.compile(r"(?<=\d)\s?%"), " pour cent"),
    (re.compile(r"(?<=\d)\s?‰"), " pour mille"),
    (re.compile(r"(?<![\d,])(\d{1,2})\s?h(?:\s?([0-5]\d))?(?!\w)"), _hour),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)"), _date),
    (
        re.compile(rf"(?<=\d) ?({'|'.join(map(re.escape, UNITS))})(?!\w)"),
        lambda found: f" {UNITS[found[1]]}",
    ),
    (re.compile(r"\b([IVX]+)(ers?|re|ère|es?|èmes?)\b"), _roman_ordinal),
    (re.compile(r"\b1er\b"), "premier"),
    (re.compile(r"\b1(?:re|ère)\b"), "première"),
    (re.compile(r"\b(\d{1,2})(?:ème|e)\b"), lambda found: french_ordinal(int(found[1]))),
    (re.compile(rf"\b((?:{KINGS}) )([IVX]+)\b"), _roman),
    (
        re.compile(r"\b([A-ZÉ][\w-]+ |(?:chapitre|tome|acte|livre|titre|annexe|niveau|phase|type) )([IVX]{2,})\b"),
        _roman,
    ),
    (re.compile(rf"(?<![\d,])([2-6]1)(?= (?:{FEMININE})\b)"), _feminine),
    (re.compile(rf"(?<![\d,])1(?= (?:{FEMININE})\b)"), "une"),
    (CAPITALS, partial(spelled, said=SAID_AS_WORDS)),
    (INITIAL, r"\1"),
    (re.compile(r"\s&\s"), " et "),
    (re.compile(r"(?<=\s)\+(?=\s?\d)"), "plus "),
    (re.compile(r"\s=\s"), " égale "),
)
