"""What is looked at before publication: a table of what is said of an article, and whether it blocks."""

from typing import Any

import pytest

from articles.models import Article, Contributor, Picture, Section
from articles.publication_checks import check, is_well_formed
from newsroom.subscribers.models import User
from tests import factories
from tests.factories import PARAGRAPH

pytestmark = pytest.mark.once

WALL = '<hr class="wall">'
TWO = f"{PARAGRAPH}\n<p>La suite.</p>"
# What the article has, and what is said of it: by its field, whether it blocks.
TABLE: list[tuple[str, dict[str, Any], set[tuple[str, bool]]]] = [
    ("all is well", {}, set()),
    ("a long headline", {"headline": "x" * 111}, {("headline", False)}),
    ("a headline that just fits", {"headline": "x" * 110}, set()),
    ("a long kicker", {"kicker": "x" * 41}, {("kicker", False)}),
    ("no standfirst", {"standfirst": ""}, {("standfirst", False)}),
    ("a long standfirst", {"standfirst": "x" * 351}, {("standfirst", False)}),
    ("no text", {"body": ""}, {("body", True)}),
    ("a text of a rule alone", {"body": "<hr>"}, {("body", True)}),
    ("no lead picture", {"lead_picture": None}, {("lead_picture", False)}),
    ("a picture without credit", {"lead_picture": {"credit": ""}}, {("lead_picture", True)}),
    ("a picture without caption", {"lead_picture": {"caption": ""}}, {("lead_picture", False)}),
    ("a picture in the text without alt text", {"body": f'{TWO}<img src="/media/b.jpg">'}, {("body", True)}),
    ("a picture in the text that decorates", {"body": f'{TWO}<img src="/media/a.jpg" alt="">'}, set()),
    ("a link that leads somewhere", {"body": f'{TWO}<p><a href="https://exemple.fr/a?b=1&amp;c=2">x</a></p>'}, set()),
    ("a link that leads nowhere", {"body": f'{TWO}<p><a href="exemple.fr">x</a> <a>y</a></p>'}, {("body", True)}),
    ("a wall mark in a free article", {"body": f"{PARAGRAPH}{WALL}<p>Fin.</p>"}, {("body", False)}),
    ("a walled article with its mark", {"access": "metered", "body": f"{PARAGRAPH}{WALL}<p>Fin.</p>"}, set()),
    ("a walled article without a mark", {"access": "metered", "body": TWO}, {("body", False)}),
    ("a walled article that tells nothing", {"access": "metered", "body": "<p>Un.</p>"}, {("body", False)}),
    ("a mark with nothing behind it", {"access": "metered", "body": f"{PARAGRAPH}{WALL}<hr>"}, {("body", True)}),
    ("two marks", {"access": "metered", "body": f"{PARAGRAPH}{WALL}<p>Un.</p>{WALL}<p>Deux.</p>"}, {("body", True)}),
    (
        "access that nobody chose",
        {"access": "subscribers", "body": f"{PARAGRAPH}{WALL}<p>Fin.</p>"},
        {("access_0", False)},
    ),
]


@pytest.mark.parametrize(("_case", "has", "said"), TABLE, ids=[case for case, _has, _said in TABLE])
def test_what_is_to_be_mended(
    politics: Section, alice_signs: Contributor, _case: str, has: dict[str, Any], said: set[tuple[str, bool]]
) -> None:
    words = {"alt_text": "Un pont.", "caption": "Le pont.", "credit": "Maud"}
    picture = Picture(image="a.jpg", width=1, height=1, **words | (has.get("lead_picture", {}) or {}))
    Picture.objects.bulk_create([picture])
    fields: dict[str, Any] = {"headline": "Le pont", "access": "free", "standfirst": "On passe.", "body": TWO} | has
    fields["lead_picture"] = None if has.get("lead_picture", picture) is None else picture
    article = factories.article(politics, published=False, **fields)
    article.bylines.create(contributor=alice_signs)

    findings = check(article)

    assert {(one.field, one.blocks) for one in findings} == said
    assert all(one.what and one.mend for one in findings)
    assert [one.blocks for one in findings] == sorted((one.blocks for one in findings), reverse=True)


def test_nobody_signs(draft_article: Article) -> None:
    assert "bylines-0-contributor" in {one.field for one in check(draft_article)}


def test_subscribers_chosen_by_somebody_is_a_choice(draft_article: Article, edith: User) -> None:
    draft_article.revise(by=edith, fields={"access"})

    assert "access_0" not in {one.field for one in check(draft_article)}


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://exemple.fr", True),
        ("http://exemple.fr:8000/a?b#c", True),
        ("https://[2001:db8::1]/", True),
        ("mailto:redaction@exemple.fr", True),
        ("/politique/le-pont-1", True),
        ("", False),
        ("exemple.fr", False),
        ("https://", False),
        ("https:///page", False),
        ("https://exemple", False),
        ("http://.", False),
        ("https://[::1", False),
        ("https://exemple.fr/une page", False),
        ("//exemple.fr", False),
        ("mailto:", False),
        ("mailto:@", False),
        ("#haut", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_link_leads_somewhere_or_nowhere(address: str, leads: bool) -> None:
    assert is_well_formed(address) is leads
