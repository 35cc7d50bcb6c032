"""A listed phrase is found however it is dressed up, and nowhere else."""

import contextlib
from collections.abc import Iterable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from newsroom.lib.wording import Phrase, find, key

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="conCNaàéœß013!@$€|+ \n.-_'’ʼ\u200b\u0301\u00ad\ufe0fⓒ🅾🇨🇴𝐧осΝ\u3164\ud800"
)
INSULTS = ("con", "cul", "merde", "connard", "enculé", "nègre", "fils de pute", "sac à merde")
OTHER_WORDS = st.lists(st.sampled_from(["bonjour", "Paris", "1er", "10 %", "l’été", "c’est-à-dire", "…", "35h !"]))


def found(text: str, *phrases: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find(text, [Phrase.of(phrase) for phrase in phrases])]


@pytest.mark.parametrize(
    ("phrase", "text", "match", "how"),
    [
        ("con", "Quel con !", "con", "as it is"),
        ("con", "con", "con", "alone"),
        ("con", "10 con…", "con", "after a number"),
        ("con", "Sale CON.", "CON", "capitals"),
        ("CON", "Sale con.", "con", "listed in capitals"),
        ("enculé", "Espèce d’encule", "encule", "an accent left out"),
        ("encule", "Espèce d’enculé", "enculé", "an accent"),
        ("nègre", "un ne\u0301gre", "ne\u0301gre", "an accent of its own, and another one"),
        ("sœur", "ta soeur", "soeur", "oe"),
        ("soeur", "ta SŒUR", "SŒUR", "œ"),
        ("lætitia", "Laetitia !", "Laetitia", "ae"),
        ("strauß", "STRAUSS", "STRAUSS", "ß"),
        ("fils", "ﬁls", "ﬁls", "a ligature"),
        ("con", "sale ｃｏｎ", "ｃｏｎ", "full width"),
        ("con", "sale ⓒⓞⓝ", "ⓒⓞⓝ", "letters in circles"),
        ("con", "sale 🅒🅞🅝 !", "🅒🅞🅝", "letters on disks"),
        ("con", "sale 🄲🄾🄽", "🄲🄾🄽", "letters in squares"),
        ("con", "sale ⒞⒪⒩", "⒞⒪⒩", "letters in parentheses"),
        ("con", "sale 𝐜𝐨𝐧", "𝐜𝐨𝐧", "mathematical letters"),
        ("con", "sale ᴄᴏɴ", "ᴄᴏɴ", "small capitals"),
        ("con", "sale 🇨🇴🇳", "🇨🇴🇳", "the letters of flags"),
        ("con", "con🇫🇷", "con", "a flag that touches it"),
        ("con", "sale соn", "соn", "Cyrillic с and о"),
        ("con", "sale CΟΝ", "CΟΝ", "Greek capitals"),
        ("caca", "саса", "саса", "Cyrillic alone, which looks the same"),
        ("con", "sale c0n", "c0n", "zero for o"),
        ("salope", "5alope", "5alope", "five for s"),
        ("salope", "$alope", "$alope", "dollar for s"),
        ("salope", "sa1ope", "sa1ope", "one for l"),
        ("idiot", "1d1ot", "1d1ot", "one for i"),
        ("imbécile", "1mb3c11e", "1mb3c11e", "one for i, and for l beside it"),
        ("merde", "m€rde", "m€rde", "euro for e"),
        ("connard", "c0nn@rd!", "c0nn@rd", "at for a, and a mark that is no letter"),
        ("connard", "c0nn4rd", "c0nn4rd", "four for a"),
        ("pute", "put€!", "put€", "a sign at the end"),
        ("pine", "p!ne", "p!ne", "a mark inside"),
        ("cul", "cu|", "cu|", "a bar for l"),
        ("con", "sale ©on", "©on", "the copyright sign"),
        ("connard", "@connard93", "connard93", "a pseudonym: a sign before, a number after"),
        ("con", "toi+con", "con", "a sign between words"),
        ("con", "con|nul", "con", "a bar between words"),
        ("con", "lulu@con.fr", "con", "an e-mail address"),
        ("con", "https://exemple.fr/un-con-temporaire", "con", "an address"),
        ("merde", "merde!", "merde", "a mark without a space"),
        ("merde", "merde!!!nul", "merde", "marks without a space"),
        ("merde", "m\u200be\u200dr\u2060d\ufeffe", "m\u200be\u200dr\u2060d\ufeffe", "zero width"),
        ("merde", "mer\u00adde", "mer\u00adde", "a soft hyphen"),
        ("merde", "m\ufe0fe\U000e0101rde", "m\ufe0fe\U000e0101rde", "variation selectors"),
        ("merde", "mer\u3164de", "mer\u3164de", "a Hangul filler"),
        ("merde", "sale\u3164merde", "merde", "a Hangul filler for a space"),
        ("merde", "m̷̡̛e̷r̶d̴e̵", "m̷̡̛e̷r̶d̴e̵", "signs heaped on the letters"),
        ("enculé", "l’enculé", "enculé", "elision"),
        ("enculé", "l'enculé", "enculé", "elision, typed"),
        ("enculé", "lʼenculé", "enculé", "elision, with a letter that looks like an apostrophe"),
        ("enculé", "l`enculé", "enculé", "elision, with an accent"),
        ("un", "d'un", "un", "elision before the word"),
        ("aujourd’hui", "dès aujourd'hui", "aujourd'hui", "an apostrophe within, typed"),
        ("aujourd'hui", "dès aujourdʼhui", "aujourdʼhui", "an apostrophe within, a letter"),
        ("merde", "une sous-merde", "merde", "part of a hyphenated word"),
        ("cul", "un cul-de-sac", "cul", "part of one that an allow list is for"),
        ("sous-merde", "une sous merde", "sous merde", "a hyphen left out"),
        ("fils de pute", "fils-de-pute", "fils-de-pute", "hyphens"),
        ("fils de pute", "Fils  de\n\npute.", "Fils  de\n\npute", "spaces and line breaks"),
        ("fils de pute", "fils, de... pute", "fils, de... pute", "punctuation"),
        ("fils de pute", "f1ls de put€", "f1ls de put€", "signs in its words"),
        ("fils de pute", "f i l s  d e  p u t e", "f i l s  d e  p u t e", "letters apart, all of it"),
        ("con", "c o n", "c o n", "spaces"),
        ("con", "C  O  N", "C  O  N", "wider spaces"),
        ("con", "c.o.n.", "c.o.n", "points"),
        ("con", "c-o-n", "c-o-n", "hyphens between letters"),
        ("con", "c_o_n", "c_o_n", "underscores"),
        ("con", "c 0 n", "c 0 n", "letters apart, and a digit"),
        ("con", "il y a c o n", "c o n", "letters apart, after others"),
        ("con", "b o c o n a", "c o n", "letters apart, among others"),
        ("con", "🇨 🇴 🇳", "🇨 🇴 🇳", "letters of flags, apart"),
        ("merde", "meeeerde", "meeeerde", "a letter drawn out"),
        ("connard", "connnnard", "connnnard", "a double letter drawn out"),
        ("connard", "cooonnnaaard", "cooonnnaaard", "several letters drawn out"),
        ("merde", "MeEéErde", "MeEéErde", "drawn out with capitals and accents"),
        ("con", "c000n", "c000n", "a digit drawn out"),
        ("covid", "la covid19", "covid19", "a number after"),
        ("G20", "le g20", "g20", "a listed number"),
        ("88", "le 88", "88", "a number alone"),
        ("сука", "сука", "сука", "another alphabet"),
        ("أحمق", "يا أحمق", "أحمق", "another script"),
    ],
)
def test_a_dressed_up_phrase_is_found(phrase: str, text: str, match: str, how: str) -> None:
    assert found(text, phrase) == [match], how


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("cul", "La culture, le recul, l’acculturation, les cultes"),
        ("cul", "cui-cui, CUI et cuï font les oiseaux"),
        ("cul", "cu i"),
        ("con", "Conseil contemporain, second flacon, acon"),
        ("con", "co n, c on"),
        ("con", "coon conn"),
        ("cunt", "Scunthorpe"),
        ("pédo", "Pédro, pédologue"),
        ("pd", "p. 12, PDF, le PDG, R. P. D."),
        ("nègre", "Nègrepelisse"),
        ("nègre", "négresse"),
        ("putain", "Putine, Poutine, puritain"),
        ("pute", "dispute, réputé, députée, impute"),
        ("conard", "cooonnard"),
        ("connard", "conard, canard, connardise"),
        ("merdel", "merde! merde !"),
        ("lol", "10l, 101, 1o1"),
        ("ioh", "rendez-vous à 10h"),
        ("ass", "l’autoroute A55"),
        ("ss", "un iPhone 5s, le PS5, 5 s"),
        ("ps", "le PS5"),
        ("oie", "10€"),
        ("ke", "20 k€"),
        ("ya", "il y a"),
        ("lab", "à la b"),
        ("alabase", "à la base"),
        ("snc", "la SNCF"),
        ("fils de pute", "fils de la pute"),
        ("fils de pute", "fils depute, filsdepute"),
        ("fils de pute", "pute de fils"),
        ("sale con", "sale bon con"),
        ("kai", "Νίκος"),
        ("net", "Он сказал «нет»"),
        ("con", ""),
        ("con", "…!?"),
    ],
)
def test_what_only_resembles_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert found(text, phrase) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Œuf", "oeuf"),
        ("Œuf", "ŒUF"),
        ("Fils de  pute", "fils-de-pute"),
        ("d’un", "D'UN"),
        ("ⓒon", "соn"),
        ("m€rde", "merde!"),
        ("νίκος", "ΝΙΚΟΣ"),
    ],
)
def test_phrases_that_find_the_same_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert Phrase.of(one) == Phrase.of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("con", "cons"), ("cul", "cui"), ("G20", "G7"), ("sale con", "salecon"), ("c0n", "con")]
)
def test_phrases_that_find_something_else_have_other_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("nothing", ["", " ", "!", "…", "€", "\u200b", "\u0301", "❤️", "’", "\ud800", "---"])
def test_a_phrase_holds_a_word(nothing: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        Phrase.of(nothing)


def test_hits_come_in_the_order_of_the_text_each_with_its_phrase() -> None:
    con, whole, nul = phrases = [Phrase.of(text) for text in ("con", "sale con", "nul")]

    assert [(hit.phrase, hit.start, hit.end) for hit in find("Nul, sale con, CON !", phrases)] == [
        (nul, 0, 3),
        (whole, 5, 13),
        (con, 10, 13),
        (con, 15, 18),
    ]


def test_hits_of_one_phrase_do_not_overlap() -> None:
    assert found("bla bla bla bla bla", "bla bla") == ["bla bla", "bla bla"]


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=5))
@example("c o n", ["c o n", "con"])
def test_hits_lie_in_the_text_in_order_whatever_it_holds(text: str, listed: list[str]) -> None:
    hits = find(text, compiled([*listed, *INSULTS]))

    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)


@given(ANY_TEXT)
def test_a_phrase_is_found_in_itself(text: str) -> None:
    phrases = compiled([text])
    assume(phrases)

    assert find(text, phrases)
    assert find(f"Oui, {text} !", phrases)


@given(ANY_TEXT)
def test_a_key_is_its_own_key(text: str) -> None:
    for phrase in compiled([text]):
        assert key(phrase.key) == phrase.key


@given(st.data(), st.sampled_from(INSULTS), OTHER_WORDS, OTHER_WORDS)
def test_noise_inside_a_listed_phrase_does_not_hide_it(
    data: st.DataObject, listed: str, before: list[str], after: list[str]
) -> None:
    noise = st.text(alphabet="\u200b\u200d\u00ad\ufe0f\u0301\u0327\u0336", max_size=3)
    noisy = "".join(data.draw(st.sampled_from([c.lower(), c.upper()])) + data.draw(noise) for c in listed)
    text = " ".join([*before, noisy, *after])

    assert [key(match) for match in found(text, listed)] == [key(listed)]


@given(ANY_TEXT, st.sampled_from(INSULTS), OTHER_WORDS, OTHER_WORDS)
def test_other_words_around_a_text_take_no_hit_away(
    text: str, listed: str, before: list[str], after: list[str]
) -> None:
    start = " ".join([*before, ""])
    phrases = compiled([listed])
    moved = [(start_ + len(start), end + len(start)) for _phrase, start_, end in find(f"{text} {listed}", phrases)]
    longer = " ".join([f"{start}{text} {listed}", *after])

    assert set(moved) <= {(hit.start, hit.end) for hit in find(longer, phrases)}


@given(st.from_regex("[a-z]{2,6}", fullmatch=True), st.from_regex("[a-z]{2,6}", fullmatch=True))
@example("cui", "cul")
@example("conn", "con")
def test_a_plain_word_is_no_other_word(word: str, listed: str) -> None:
    assume(not any(letter * 3 in word for letter in word))

    assert bool(found(word, listed)) == (word == listed)


def compiled(listed: Iterable[str]) -> list[Phrase]:
    """Return the phrases of the texts that hold a word."""
    phrases = []
    for text in listed:
        with contextlib.suppress(ValueError):
            phrases.append(Phrase.of(text))
    return phrases
