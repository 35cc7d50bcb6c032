"""What is spoken for what is written: a table for each language."""

import pytest

from articles.audio import spoken

FRENCH = [
    ("M. Lefèvre et Mme Roy ont vu MM. Blanc.", "monsieur Lefèvre et madame Roy ont vu messieurs Blanc."),
    ("Le Dr Petit et Me Dupond-Moretti", "Le docteur Petit et maître Dupond-Moretti."),
    ("3 345,8 Md€ de dette", "3345,8 milliards d'euros de dette."),
    ("12 M€, 5 k€ et 3 M$", "12 millions d'euros, 5 mille euros et 3 millions de dollars."),
    ("12,50 € ; 1 € ; 2,05 €", "12 euros 50; 1 euro; 2 euros 5."),
    ("2,5 % et 43,8 milliards, 7 millions", "2,5 pour cent et 43,8 milliards, 7 millions."),
    ("1 200 000 habitants", "1200000 habitants."),
    (
        "de 21 h 44 à 1 h, puis 18h05 et 0 h 30",
        "de vingt et une heures 44 à une heure, puis 18 heures zéro cinq et zéro heure 30.",
    ),
    ("né le 1/07/1998, mort le 1er mai", "né le premier juillet 1998, mort le premier mai."),
    ("le 31/13/2026", "le 31/13/2026."),
    ("Au XXIe siècle et au XIVe", "Au vingt et unième siècle et au quatorzième."),
    ("Louis XIV, François Ier, la Ve République", "Louis 14, François premier, la cinquième République."),
    ("Le tome II de Charles X", "Le tome 2 de Charles 10."),
    ("Le 2e tour, la 1re fois, le 21e", "Le deuxième tour, la première fois, le vingt et unième."),
    ("21 femmes et 41 voix contre 21 hommes", "vingt et une femmes et quarante et une voix contre 21 hommes."),
    ("La SNCF, l’INSEE, l'ONU et le C.H.U.", "La S N C F, l'Insee, l'Onu et le C H U."),
    ("LE PONT ROUVRE DEMAIN", "LE PONT ROUVRE DEMAIN."),
    ("J. Dupont et J.-C. Martin", "J Dupont et J-C Martin."),
    ("en 45 av. J.-C.", "en 45 avant Jésus-Christ."),
    ("Appelez le 01 40 04 04 04.", "Appelez le zéro un, quarante, zéro quatre, zéro quatre, zéro quatre."),
    ("https://www.budget.gouv.fr/a/b?x=1.", "budget point gouv point fr."),
    ("courrier@le-confluent.fr", "courrier arobase le tiret confluent point fr."),
    ("« Oui », dit-elle — enfin (presque) !", "Oui, dit-elle, enfin, presque!"),
    ("300 km/h sur 12 km, à 20 °C", "300 kilomètres à l'heure sur 12 kilomètres, à 20 degrés."),
    ("n° 12, art. 49.3, p. 4", "numéro 12, article 49.3, page 4."),
    ("Le week-end is over", "Le week-end is over."),
]
ENGLISH = [
    ("Mr. Smith paid $3.5bn and £12.50.", "mister Smith paid 3.5 billion dollars and 12 pounds 50."),
    ("€1,200,000", "1200000 euros."),
    ("Henry VIII at 9:44 pm, 9.05am", "Henry the eighth at 9 44 P M, 9 oh 5 A M."),
    ("NASA and the FBI’s CEOs, e.g. Dr Who", "Nasa and the F B I's C E Os, for example, doctor Who."),
    ("St. Pancras, No. 10", "Saint Pancras, number 10."),
    ("Call 020 7946 0958", "Call zero two zero, seven nine four six, zero nine five eight."),
    ("www.bbc.co.uk/news & 5%", "bbc dot co dot uk and 5 per cent."),
]
HOSTILE = [
    ("<speed level=3>Vite</speed>", "speed level 3 Vite /speed."),
    ("a" * 400 + " mot", "mot."),
    ("5" * 20, " ".join("5" * 20) + "."),
    ("😀🎉👩🏽‍🚀🇫🇷", ""),
    ("…", ""),
    ("", ""),
    ("Bravo 🎉 !", "Bravo!"),
]


@pytest.mark.parametrize(("written", "said"), FRENCH)
def test_french_is_said_as_it_is_read(written: str, said: str) -> None:
    assert spoken.words(written, "fr", {}) == said


@pytest.mark.parametrize(("written", "said"), FRENCH)
def test_the_kind_of_space_changes_nothing(written: str, said: str) -> None:
    assert spoken.words(written.replace(" ", "\u00a0"), "fr-FR", {}) == said
    assert spoken.words(written.replace(" ", "\u202f"), "fr-FR", {}) == said


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english_is_said_as_it_is_read(written: str, said: str) -> None:
    assert spoken.words(written, "en-GB", {}) == said


@pytest.mark.parametrize(("written", "said"), HOSTILE)
def test_no_voice_is_given_an_order_nor_what_chokes_it(written: str, said: str) -> None:
    assert spoken.words(written, "fr", {}) == said


def test_the_lexicon_comes_before_the_rules_and_takes_whole_words() -> None:
    lexicon = {"Reims": "Rince", "réseau social X": "réseau social ix", "X": "dix", "l’Insee": "l’incé"}

    assert spoken.words("À Reims, l'Insee et les Reimsois.", "fr", lexicon) == "À Rince, l’incé et les Reimsois."
    assert spoken.words("Le réseau social X", "fr", lexicon) == "Le réseau social ix."


def test_a_language_without_rules_is_read_as_it_stands() -> None:
    assert spoken.words("5 % av 12 000", "nb-NO", {}) == "5 % av 12 000."
