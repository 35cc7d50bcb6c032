"""The checks of the intake: what each finds, what becomes of the text, and what a moderator is told."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from articles.models import Article
from articles.models.contributor import Byline, Contributor
from comments import checks, hits
from comments.models import Comment, Decision, Discussion, Policy, Revision, Rule, Status, Verdict
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import broken, hits_of, words
from tests.comments.pages import text_of
from tests.comments.sending import send
from tests.comments.trees import planted

# The text -> the verdict, and the spans of its addresses.
LINKS: list[tuple[str, str, list[str]]] = [
    ("Rien à signaler.", "pass", []),
    ("Voyez journal.example, c’est dit.", "pass", []),
    ("Voyez https://journal.example/page.", "flag", ["https://journal.example/page"]),
    ("(voir https://journal.example)", "flag", ["https://journal.example)"]),
    ('"https://journal.example" \U0001f600 www.b.news !', "flag", ["https://journal.example", "www.b.news"]),
    ("http://a.b http://c.d\nhttp://e.f", "hold", ["http://a.b", "http://c.d", "http://e.f"]),
]


@pytest.mark.parametrize(("body", "verdict", "spans"), LINKS)
def test_links_are_found_where_they_stand(
    free_article: Article, alice: User, body: str, verdict: str, spans: list[str]
) -> None:
    made = factories.comment(free_article, alice, body)

    assert Revision.objects.get().verdict == verdict
    assert made.status == (Status.PENDING if verdict == "hold" else Status.PUBLISHED)
    assert made.flagged == (verdict == "flag")
    found = [hit for hit in hits_of(made) if hit["check"] == "links"]
    assert [made.body[start:end] for hit in found for start, end in hit["spans"]] == spans


def held(made: Comment) -> list[str]:
    """Return why the premoderation held the comment."""
    return [hit["why"] for hit in hits_of(made) if hit["check"] == "premoderation"]


def test_each_reason_to_wait_is_found(free_article: Article, alice: User, carole: User, rule: Rule) -> None:
    Policy.objects.revise(by=carole, first_comments_held=1, premoderated_sections=[free_article.section])
    Discussion.objects.begun(free_article.pk).govern(by=carole, state=Discussion.State.PREMODERATED)
    factories.sanction(alice, level="premoderation", by=carole, rule=rule, explanation="Des insultes.")

    made = factories.comment(free_article, alice, "Enfin !")

    assert made.status == Status.PENDING
    assert held(made) == ["discussion", "section", "member", "first"]


def test_a_hot_discussion_says_that_it_waits_by_itself(free_article: Article, alice: User) -> None:
    Discussion.objects.begun(free_article.pk).heat(reports=9, refusals=0)

    assert held(factories.comment(free_article, alice, "Enfin !")) == ["hot"]


def test_the_section_beside_is_open(free_article: Article, alice: User, carole: User) -> None:
    Policy.objects.revise(by=carole, premoderated_sections=[free_article.section])
    Policy.objects.revise(by=carole, premoderated_sections=[])

    assert factories.comment(free_article, alice, "Enfin !").status == Status.PUBLISHED


def test_the_first_comments_of_a_member_wait_until_enough_were_shown(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    Policy.objects.revise(by=carole, first_comments_held=2)
    first, second, third = (factories.comment(free_article, alice, f"Avis {number}.") for number in "123")
    # What was written does not count, what was shown does.
    assert {first.status, second.status, third.status} == {Status.PENDING}

    first.publish(by=maud)
    second.publish(by=maud)
    second.remove(by=maud, rule=rule, explanation="Une insulte.")
    assert held(factories.comment(free_article, alice, "Avis 4.")) == ["first"]
    third.publish(by=maud)
    assert factories.comment(free_article, alice, "Avis 5.").status == Status.PUBLISHED


def test_the_papers_own_people_are_known(free_article: Article, edith: User, chloe: User, carole: User) -> None:
    Policy.objects.revise(by=carole, first_comments_held=5)
    signs = Contributor.objects.create(name="Chloé", slug="chloe", user=chloe)
    Byline.objects.create(article=free_article, contributor=signs)

    for author in (edith, chloe):
        assert factories.comment(free_article, author, "La rédaction répond.").status == Status.PUBLISHED


# What the member's earlier comments became, how long ago -> whether the next one waits.
HISTORIES: list[tuple[list[str], int, bool]] = [
    ([], 0, False),
    ([Status.REFUSED], 0, False),
    ([Status.REFUSED, Status.REMOVED], 0, True),
    ([Status.REFUSED, Status.REMOVED, *[Status.PUBLISHED] * 4], 0, True),
    ([Status.REFUSED, Status.REMOVED, *[Status.PUBLISHED] * 5], 0, False),
    ([Status.REFUSED, Status.REMOVED], 31, False),
    ([Status.WITHDRAWN, Status.PENDING, Status.HIDDEN], 0, False),
]


@pytest.mark.parametrize(("became", "days", "waits"), HISTORIES)
def test_a_member_refused_too_often_is_read_first(
    free_article: Article, alice: User, became: list[str], days: int, waits: bool
) -> None:
    for status in became:
        one = planted(free_article, alice, status)
        Comment.objects.filter(pk=one.pk).update(created_at=one.created_at - timedelta(days=days))

    made = factories.comment(free_article, alice, "Encore un avis.")

    assert made.status == (Status.PENDING if waits else Status.PUBLISHED)
    assert [hit for hit in hits_of(made) if hit["check"] == "history"] == (
        [{"check": "history", "verdict": "hold", "against": 2, "written": len(became)}] if waits else []
    )


# An earlier text, what became of it, how many hours ago; the new text -> why it waits.
REPEATS: list[tuple[str, str, int, str, str]] = [
    ("Quel scandale !", Status.PUBLISHED, 1, "quel  SCANDALE…", "lately"),
    ("Quel été", Status.PENDING, 1, "QUEL ETE", "lately"),
    ("Quel scandale !", Status.PUBLISHED, 25, "Quel scandale !", ""),
    ("Quel scandale !", Status.WITHDRAWN, 1, "Quel scandale !", ""),
    ("Quel scandale !", Status.REFUSED, 2000, "Quel scand\u0430le !", "refused"),
    ("Quel scandale !", Status.REMOVED, 2000, "Quel scandale", "refused"),
    ("Quel scandale !", Status.PUBLISHED, 1, "Quel autre scandale !", ""),
    ("\U0001f44f", Status.PUBLISHED, 1, "\U0001f44f", "lately"),
    ("\U0001f44f", Status.PUBLISHED, 1, "\U0001f600", ""),
]


@pytest.mark.parametrize(("before", "status", "hours", "body", "why"), REPEATS)
def test_a_repeated_text_waits(
    free_article: Article, walled_article: Article, alice: User, basile: User,
    before: str, status: str, hours: int, body: str, why: str,
) -> None:  # fmt: skip
    for author in (alice, basile):
        one = planted(walled_article, author, status)
        Comment.objects.filter(pk=one.pk).update(body=before, created_at=one.created_at - timedelta(hours=hours))

    made = factories.comment(free_article, basile, body)

    found = [hit for hit in hits_of(made) if hit["check"] == "repeat"]
    assert [(hit["why"], hit["comment"]) for hit in found] == ([(why, one.pk)] if why else [])
    assert made.status == (Status.PENDING if why else Status.PUBLISHED)


def test_the_gravest_verdict_wins_and_all_hits_are_stored(
    monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, ("words", words("hold"))))

    made = factories.comment(free_article, alice, "Un grumeau sur https://a.example")

    assert made.status == Status.PENDING
    assert [(hit["check"], hit["verdict"]) for hit in hits_of(made)] == [("links", "flag"), ("words", "hold")]
    assert Revision.objects.get().verdict == Verdict.HOLD
    assert not made.flagged


@pytest.mark.parametrize("name", [name for name, _check in checks.CHECKS])
def test_a_check_that_fails_holds_the_text_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, free_article: Article, alice: User, name: str
) -> None:
    with_one_broken = tuple((one, broken if one == name else check) for one, check in checks.CHECKS)
    monkeypatch.setattr(checks, "CHECKS", (*with_one_broken, ("words", words("flag"))))

    with caplog.at_level(logging.CRITICAL):
        made = factories.comment(free_article, alice, "Un grumeau.")

    assert made.status == Status.PENDING
    assert {"check": name, "verdict": "hold", "failed": True} in hits_of(made)
    assert hits_of(made)[-1]["check"] == "words"


def test_a_query_that_fails_holds_the_text_too(
    monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    def wrong(matter: object) -> list[dict[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return []

    monkeypatch.setattr(checks, "CHECKS", (("words", wrong), *checks.CHECKS))

    assert factories.comment(free_article, alice, "Enfin !").status == Status.PENDING


def test_what_a_program_refuses_is_told_like_any_refusal(
    monkeypatch: pytest.MonkeyPatch,
    browse: Callable[[User], Client],
    free_article: Article,
    alice: User,
    rule: Rule,
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, ("words", words("refuse"))))

    answer = send(browse(alice), free_article, "Un grumeau.")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/contributions/")
    made = Comment.objects.get()
    decision = Decision.objects.get()
    assert (made.status, made.published_at) == (Status.REFUSED, None)
    assert (decision.was, decision.now, decision.role) == (Status.PENDING, Status.REFUSED, "machine")
    assert (decision.charter_rule, decision.automated_decision, decision.decided_by) == (rule, "fully", None)
    assert decision.explanation
    assert "grumeau" not in decision.explanation + decision.facts
    assert decision.is_told
    assert f'id="decision-{decision.puid}"' in text_of(browse(alice).get("/account/contributions/"))


def test_no_text_is_refused_without_a_rule_of_the_charter(
    monkeypatch: pytest.MonkeyPatch, free_article: Article, alice: User
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, ("words", words("refuse", rule=99))))

    assert factories.comment(free_article, alice, "Un grumeau.").status == Status.PENDING
    assert Revision.objects.get().verdict == Verdict.HOLD


HITS: list[dict[str, Any]] = [
    {"check": "repeat", "verdict": "hold", "why": "lately", "comment": 12},
    {"check": "repeat", "verdict": "hold", "why": "refused", "comment": 12},
    {"check": "links", "verdict": "flag", "spans": [[0, 10]]},
    {"check": "history", "verdict": "hold", "against": 2, "written": 5},
    {"check": "scorer", "verdict": "hold", "score": 0.913},
    {"check": "scorer", "verdict": "hold", "failed": True},
    *({"check": "premoderation", "verdict": "hold", "why": why} for why in hits.WHY_PREMODERATED),
    {"check": "words", "verdict": "hold", "failed": True},
    {"check": "of tomorrow", "verdict": "hold"},
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("hit", HITS, ids=str)
def test_a_hit_is_told_in_a_sentence(hit: dict[str, Any], language: str) -> None:
    with translation.override(language):
        said = hits.told(hit)

    assert said.endswith(".")
    assert "%" not in said
