"""Words find the rows that hold them, and nothing a person types is an error, alike on both databases."""

import pytest

from articles.models import Contributor
from newsroom.lib import fulltext
from newsroom.lib.fulltext.phrases import MAX_LENGTH, MAX_WORDS, Phrase, parse
from tests.words import found, write


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("", []),
        ("  … ! 😀 -- _ ", []),
        ("pont", [Phrase(("pont",), is_open=True)]),
        ("le pont", [Phrase(("le",)), Phrase(("pont",), is_open=True)]),
        ("le pont du", [Phrase(("le",)), Phrase(("pont",)), Phrase(("du",))]),
        ("l’élève", [Phrase(("l", "élève"), is_open=True)]),
        ('"le pont" neuf', [Phrase(("le", "pont"), is_quoted=True), Phrase(("neuf",), is_open=True)]),
        ('neuf "le pont"', [Phrase(("neuf",)), Phrase(("le", "pont"), is_quoted=True)]),
        ("« le pont »", [Phrase(("le", "pont"), is_quoted=True)]),
        ("“le pont”", [Phrase(("le", "pont"), is_quoted=True)]),
        ('"le pont', [Phrase(("le",)), Phrase(("pont",), is_open=True)]),
        ("Sœur", [Phrase(("Soeur",), is_open=True)]),
        ("e\u0301te\u0301s", [Phrase(("étés",), is_open=True)]),
        ("he\"llo OR -- '; DROP", [Phrase(("he", "llo")), Phrase(("OR",)), Phrase(("DROP",), is_open=True)]),
    ],
)
def test_a_query_is_taken_apart_into_words(query: str, phrases: list[Phrase]) -> None:
    assert parse(query) == phrases


def test_of_a_long_query_the_beginning_counts() -> None:
    assert sum(len(phrase.words) for phrase in parse("mot " * 100)) == MAX_WORDS
    assert sum(len(phrase.words) for phrase in parse('"' + "mot " * 100 + '"')) == MAX_WORDS
    assert parse("e\u0301" * MAX_LENGTH) == [Phrase(("é" * (MAX_LENGTH // 2),), is_open=True)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Le pont rouvre.", "pont"),
        ("Le pont rouvre.", "PONT"),
        ("Le pont rouvre.", "rouvre pont"),
        ("Le pont rouvre.", "pont rouv"),
        ("Le pont rouvre.", '"pont rouvre"'),
        ("Le pont rouvre.", "« le pont »"),
        ("L’élève d'Œdipe", "eleve"),
        ("L’élève d'Œdipe", "ÉLÈVE"),
        ("L’élève d'Œdipe", "e\u0301le\u0300ve"),
        ("L’élève d'Œdipe", "l'élève"),
        ("L’élève d'Œdipe", "oedipe"),
        ("L’élève d'Œdipe", "ŒDI"),
        ("Le coeur, la soeur", "cœur sœur"),
        ("Leve\u0301e du corps", "levée"),
        ("Peut-être", "peut être"),
        ("Peut-être", "peut-etre"),
        ("Voir https://www.exemple.fr/pont/neuf?a=1", "exemple"),
        ("Voir https://www.exemple.fr/pont/neuf?a=1", "neuf"),
        ("Écrire à zoe@exemple.fr", "zoe@exemple.fr"),
        ("Écrire à zoe@exemple.fr", "exemple"),
        ("De 1914-1918 à 3,14", "1918"),
        ("De 1914-1918 à 3,14", "14"),
        ("bravo😀merci", "merci"),
        ("«bravo»—merci…non", "bravo merci non"),
        ("un_deux", "deux"),
        ("<b>gras</b>", "gras"),
        ("Тема ДНЯ", "дня"),
        ("tom & jerry", "jerry"),
        ("c'est 100% vrai", "100"),
    ],
)
def test_a_text_is_found_by_its_words(text: str, query: str, searched: None) -> None:
    write(text)
    write("autre chose")

    assert found(query) == [text]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Le pont rouvre.", "pont ferme"),
        ("Le pont rouvre.", '"rouvre pont"'),
        ("Le pont rouvre.", "rouvre-pont"),
        ("Le pont rouvre.", "ouvre"),
        ("Le pont rouvre.", "rouv pont"),  # only the last word may go on
        ("Le pont rouvre.", '"le pont rouv"'),
        ("Le pont rouvre.", "pon"),  # a short word is meant as it stands
        ("Les élèves", "les eleve x"),
        ("Le pont rouvre.", "pont OR ferme"),
        ("Le pont rouvre.", "pont*vre"),
    ],
)
def test_a_text_is_not_found_by_what_it_does_not_hold(text: str, query: str, searched: None) -> None:
    write(text)

    assert found(query) == []


@pytest.mark.parametrize(
    "query",
    [
        *(
            "",
            " ",
            '"',
            '""',
            "'",
            "%",
            "_",
            "*",
            "-",
            "()",
            ":",
            "^",
            "\\",
            "& | !",
            "<->",
            "…",
            "😀",
            "\x00",
            "\ud800",
        ),
        *("he\"llo OR -- '; DROP", "NEAR(a b)", 'NEAR("a b", 5)', "a AND", "OR", "NOT a", "biography:a", "{name} : a"),
        *('"pont', 'pont"', '"""pont', "«pont", "pont*", "*pont", "^pont", "pont:*", "pont & !", "a <-> b", "$$pont$$"),
        *("pont\x00neuf", "पुल", "橋", "ﬁn", "m²", "1e5abc", "12abc", "𞥐", "ß", "İ", "%s", "%(a)s", "{0}"),
        *("x" * 10_000, "mot " * 2_500, '"a" ' * 2_500, '"' * 10_000, "«" * 10_000, "a\u0301" * 5_000, "ж" * 3_000),
    ],
)
def test_no_query_is_an_error(query: str, searched: None) -> None:
    write("pont neuf")

    assert len(found(query)) <= 1


def test_the_words_of_all_columns_count(searched: None) -> None:
    ada = write("Née à Londres", name="Ada Lovelace")
    write("Né à Calais", name="Jean")

    assert fulltext.matching(Contributor.objects.all(), "lovelace londres").get() == ada


def test_a_word_that_stands_in_most_of_the_newest_rows_finds_the_oldest_too(searched: None) -> None:
    # A common word is looked for in another way, and its newest rows apart from the others.
    rows = [
        Contributor(pk=pk, name="Ada", slug=f"ada-{pk}", biography=f"Partout {'impair' if pk % 2 else 'pair'}")
        for pk in (*range(1, 81), *range(1_000_001, 1_000_081))
    ]
    Contributor.objects.bulk_create(rows)
    Contributor.objects.filter(pk__in=(2, 1_000_002)).update(biography="nulle part")

    matched = fulltext.matching(Contributor.objects.order_by("-id"), "partout")
    assert list(matched.values_list("pk", flat=True)) == [row.pk for row in rows[::-1] if row.pk % 1_000_000 != 2]
    assert fulltext.matching(Contributor.objects.filter(pk__lt=1_000_000), "partout impair").count() == 40
    assert Contributor.objects.exclude(pk__in=matched).count() == 2
    assert Contributor.objects.filter(pk__in=fulltext.matching(Contributor.objects.all(), "nulle")).count() == 2
