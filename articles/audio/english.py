"""How English is read aloud: what stands for words is written out as words. One table, done from top to bottom."""

import re
from functools import partial

from articles.audio.numbers import english_ordinal, roman
from articles.audio.rules import CAPITALS, INITIAL, MAIL, SPACE, URL, Rules, host, joined, spelled

SAID_AS_WORDS = frozenset({"AIDS", "COP", "FIFA", "NASA", "NATO", "OPEC", "RAF", "UEFA", "VAR"})
CURRENCIES = {"€": "euros", "$": "dollars", "£": "pounds"}
SCALES = {"bn": "billion ", "m": "million ", "k": "thousand ", "billion": "billion ", "million": "million "}
TITLES = {"Mr": "mister", "Mrs": "missis", "Ms": "miz", "Dr": "doctor", "Prof": "professor", "St": "Saint"}
UNITS = {
    "km/h": "kilometres an hour", "mph": "miles an hour", "km": "kilometres", "cm": "centimetres", "kg": "kilograms",
    "°C": "degrees", "m²": "square metres", "min": "minutes",
}  # fmt: skip
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _money(found: re.Match[str]) -> str:
    currency, scale = CURRENCIES[found["sign"]], found["scale"]
    number, cents = found["number"].replace(",", ""), found["cents"]
    if scale:
        return f"{number}{f'.{cents}' if cents else ''} {SCALES[scale]}{currency}"
    if number == "1" and not cents:
        return f"1 {currency[:-1]}"
    return f"{number} {currency}{f' {cents}' if cents and cents != '00' else ''}"


def _hour(found: re.Match[str]) -> str:
    minutes = "" if found[2] in (None, "00") else re.sub("^0", "oh ", found[2])
    half = " ".join(found[3].replace(".", "").upper())
    return " ".join(filter(None, (str(int(found[1])), minutes, half)))


def _telephone(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    return ", ".join(" ".join(DIGITS[int(digit)] for digit in group) for group in groups)


def _roman(found: re.Match[str]) -> str:
    number = roman(found[2])
    return f"{found[1]}the {english_ordinal(number)}" if number else found[0]


def _site(found: re.Match[str]) -> str:
    return host(found[0]).replace(".", " dot ").replace("-", " dash ")


def _mail(found: re.Match[str]) -> str:
    return found[0].replace("@", " at ").replace(".", " dot ").replace("-", " dash ")


RULES: Rules = (
    (MAIL, _mail),
    (URL, _site),
    (re.compile(r"(?<![\d+])\+?\d{2,5}(?:[ -]\d{2,4}){2,4}(?!\d)"), _telephone),
    (re.compile(r"\b(Mrs?|Ms|Dr|Prof|St)\b\.? (?=[A-ZÀ-Ý])"), lambda found: f"{TITLES[found[1]]} "),
    (re.compile(r"\be\.g\.,?"), "for example,"),
    (re.compile(r"\bi\.e\.,?"), "that is,"),
    (re.compile(r"\betc\."), "et cetera."),
    (re.compile(r"\bvs?\.(?= )"), "versus"),
    (re.compile(r"\bNo\. (?=\d)"), "number "),
    (
        re.compile(
            rf"(?P<sign>[€$£])(?P<number>\d+(?:,\d{{3}})*)(?:\.(?P<cents>\d+))?"
            rf"(?:{SPACE}?(?P<scale>bn|m|k|billion|million)\b)?"
        ),
        _money,
    ),
    (re.compile(r"\b\d{1,3}(?:,\d{3})+\b"), joined),
    (re.compile(r"(?<=\d)\s?%"), " per cent"),
    (re.compile(r"\b(\d{1,2})(?:[.:]([0-5]\d))?\s?([ap]\.?m\b\.?)", re.IGNORECASE), _hour),
    (re.compile(r"\b(\d{1,2}):([0-5]\d)\b()"), _hour),
    (
        re.compile(rf"(?<=\d) ?({'|'.join(map(re.escape, UNITS))})(?!\w)"),
        lambda found: f" {UNITS[found[1]]}",
    ),
    (re.compile(r"\b([A-Z][a-z]+ )([IVX]{2,}|(?<=Elizabeth )I|(?<=Charles )I)\b"), _roman),
    (re.compile(r"\b([A-Z]{2,5})s\b"), lambda found: f"{' '.join(found[1])}s"),
    (CAPITALS, partial(spelled, said=SAID_AS_WORDS)),
    (INITIAL, r"\1"),
    (re.compile(r"\s&\s"), " and "),
)
