"""The word rules: what becomes of a text that holds a listed phrase, and what the allow list spares."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.checks import words
from comments.models import Charter, Comment, Decision, MoveNotAllowed, Revision, Rule, Status, Verdict, WordRule
from comments.models.word_rule import Stale
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import edited, hits_of
from tests.comments.pages import text_of
from tests.comments.sending import send

LIST = [("cul", "refuse"), ("cul-de-sac", "allow"), ("grumeau", "hold"), ("sale con", "refuse"), ("mazout", "flag")]
# The text -> the verdict, and what the marked places say.
TEXTS: list[tuple[str, str, list[str]]] = [
    ("Rien à dire.", "pass", []),
    ("Quel cul !", "refuse", ["cul"]),
    ("Cette rue est un cul-de-sac.", "pass", []),
    ("Cette rue est un cul de sac.", "pass", []),
    ("Un cul-de-sac, et quel cul !", "refuse", ["cul"]),
    ("La culture, le calcul.", "pass", []),
    ("Un grumeau dans le mazout.", "hold", ["grumeau", "mazout"]),
    ("Du MAZOUT, du mazout.", "flag", ["MAZOUT", "mazout"]),
    ("Il est sale. Con !", "refuse", ["sale. Con"]),
    ("Sale, mais pas con.", "pass", []),
]
# How « grumeau » comes dressed up.
DRESSED_UP = [
    "GRUMEAU", "grûmeau", "grume\u0430u", "grum3au", "g r u m e a u", "g.r.u.m.e.a.u", "grumeau!", "l’grumeau",
    "ⓖⓡⓤⓜⓔⓐⓤ", "gru\u00admeau", "gruuumeau", "#grumeau", "grume@u",
]  # fmt: skip


@pytest.fixture
def listed(carole: User) -> dict[str, WordRule]:
    """The paper's word rules, by their phrase."""
    return {
        phrase: WordRule.objects.add(
            by=carole, phrase=phrase, action=action, rule_number=1 if action == "refuse" else None
        )
        for phrase, action in LIST
    }


def of_words(comment: Comment) -> list[dict[str, Any]]:
    """Return what the word rules found in the text as it stands."""
    return [hit for hit in hits_of(comment) if hit["check"] == "words"]


@pytest.mark.parametrize(("body", "verdict", "places"), TEXTS)
def test_a_text_is_judged_by_the_list(
    listed: dict[str, WordRule], free_article: Article, alice: User, body: str, verdict: str, places: list[str]
) -> None:
    made = factories.comment(free_article, alice, body)

    assert Revision.objects.get().verdict == verdict
    assert sorted(body[start:end] for hit in of_words(made) for start, end in hit["spans"]) == sorted(places)
    assert {hit["word_rule"] for hit in of_words(made)} <= {rule.pk for rule in listed.values()}


@pytest.mark.parametrize("dressed", DRESSED_UP)
def test_a_disguise_sent_by_the_form_is_seen_through(
    listed: dict[str, WordRule], browse: Callable[[User], Client], free_article: Article, alice: User, dressed: str
) -> None:
    assert send(browse(alice), free_article, f"Voilà un {dressed} de plus.").status_code == 303

    made = Comment.objects.get()
    assert made.status == Status.PENDING
    assert of_words(made)[0]["word_rule"] == listed["grumeau"].pk


def test_a_refusal_is_told_as_a_machines_and_teaches_no_evasion(
    listed: dict[str, WordRule], browse: Callable[[User], Client], free_article: Article, alice: User, rule: Rule
) -> None:
    member = browse(alice)

    answer = send(member, free_article, "Un sale con, quel cul.")

    assert answer.headers["Location"] == "/account/contributions/"
    decision = Decision.objects.get()
    assert (decision.charter_rule, decision.explanation) == (rule, rule.explanation_fr)
    assert (decision.automated_detection, decision.automated_decision) == (True, "fully")
    assert decision.facts == "La liste des mots du journal a relevé ce texte."
    page = text_of(member.get(decision.get_absolute_url()))
    assert decision.facts in page
    assert page.count("sale con") == 1

    again = send(member, free_article, "Un homme peu aimable.", key="une-autre-clef")
    assert again.status_code == 303
    assert Comment.objects.filter(status=Status.PUBLISHED).count() == 1


def test_an_edit_goes_through_the_list_too(listed: dict[str, WordRule], comment: Comment) -> None:
    assert edited(comment, "Quel cul !").status == Status.REFUSED


def test_a_refusal_without_its_rule_in_the_charter_in_force_only_holds(
    listed: dict[str, WordRule], free_article: Article, alice: User, carole: User, charter: Charter
) -> None:
    draft = charter.draft_next(by=carole)
    draft.rules.filter(number=1).delete()
    draft.publish(by=carole)
    alice.acceptances.create(charter=draft)

    made = factories.comment(free_article, alice, "Quel cul !")

    assert (made.status, Revision.objects.get().verdict) == (Status.PENDING, Verdict.HOLD)


def test_a_rule_switched_off_catches_nothing(
    listed: dict[str, WordRule], free_article: Article, alice: User, carole: User
) -> None:
    listed["grumeau"].deactivate(by=carole)
    listed["cul-de-sac"].deactivate(by=carole)

    assert factories.comment(free_article, alice, "Un grumeau.").status == Status.PUBLISHED
    assert factories.comment(free_article, alice, "Un cul-de-sac.").status == Status.REFUSED


def test_a_phrase_that_cannot_be_looked_for_holds_every_text(
    listed: dict[str, WordRule], free_article: Article, alice: User
) -> None:
    WordRule.objects.filter(pk=listed["mazout"].pk).update(phrase="…")

    made = factories.comment(free_article, alice, "Bonjour.")

    assert made.status == Status.PENDING
    assert of_words(made) == [
        {"check": "words", "verdict": "hold", "failed": True, "word_rule": listed["mazout"].pk}
    ]  # fmt: skip


def test_an_erased_comment_leaves_no_word_in_its_hits(
    listed: dict[str, WordRule], free_article: Article, alice: User
) -> None:
    made = factories.comment(free_article, alice, "Un gruuumeau dans le mazout.")

    made.erase(by=alice)

    assert len(of_words(made)) == 2
    assert "meau" not in str(hits_of(made))
    assert "mazout" not in str(hits_of(made))


def test_the_list_costs_one_query(
    listed: dict[str, WordRule], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = words.WordList(WordRule.objects.active()).caught("Un grumeau dans le mazout, quel cul !")
    assert len(found) == 3


def test_every_change_is_recorded_with_who_from_and_to(carole: User) -> None:
    rule = WordRule.objects.add(by=carole, phrase=" Grumeau ", action="hold")
    assert (rule.phrase, rule.key, rule.active) == ("Grumeau", "grumeau", True)
    rule.revise(by=carole, phrase="Grumeaux", action="refuse", rule_number=2)
    rule.deactivate(by=carole)
    rule.deactivate(by=carole)

    rule.refresh_from_db()
    assert (rule.key, rule.rule_number, rule.active, rule.changes) == ("grumeaux", 2, False, 2)
    entries = list(Entry.objects.filter(subject=f"comments.wordrule:{rule.pk}").order_by("id"))
    assert [entry.action for entry in entries] == ["word-rule.add", "word-rule.revise", "word-rule.revise"]
    assert {entry.actor for entry in entries} == {carole}
    assert entries[1].detail["was"] == {"phrase": "Grumeau", "action": "hold", "rule_number": None, "active": True}
    assert entries[1].detail["now"] == {"phrase": "Grumeaux", "action": "refuse", "rule_number": 2, "active": True}
    assert entries[2].detail["now"]["active"] is False


def test_of_two_who_change_a_rule_the_second_is_told(carole: User) -> None:
    rule = WordRule.objects.add(by=carole, phrase="grumeau", action="hold")
    as_read = WordRule.objects.get()
    rule.revise(by=carole, phrase="grumeau", action="flag")

    with pytest.raises(Stale):
        as_read.deactivate(by=carole)
    assert WordRule.objects.get().active


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"phrase": "…"}, "phrase"),
        ({"phrase": ""}, "phrase"),
        ({"phrase": "x" * 101}, "phrase"),
        ({"phrase": "\ufdfa" * 100}, "phrase"),
        ({"phrase": "GRUMEAU"}, "phrase"),
        ({"action": "refuse"}, "rule_number"),
        ({"action": "shadow"}, "action"),
    ],
    ids=str,
)
def test_what_cannot_stand_is_named_at_its_field(carole: User, said: dict[str, Any], field: str) -> None:
    WordRule.objects.add(by=carole, phrase="grumeau", action="hold")

    with pytest.raises(ValidationError) as refusal:
        WordRule.objects.add(by=carole, **{"phrase": "autre", "action": "hold"} | said)

    assert set(refusal.value.message_dict) == {field}
    assert WordRule.objects.count() == 1


def test_the_database_knows_no_refusal_without_a_rule_and_no_phrase_twice(carole: User) -> None:
    row = {"phrase": "grumeau", "key": "grumeau", "created_by": carole}
    with pytest.raises(IntegrityError), transaction.atomic():
        WordRule.objects.create(**row, action="refuse")
    WordRule.objects.create(**row, action="hold")
    with pytest.raises(IntegrityError), transaction.atomic():
        WordRule.objects.create(**row, action="hold")


def test_a_moderator_changes_no_rule(carole: User, maud: User) -> None:
    rule = WordRule.objects.add(by=carole, phrase="grumeau", action="hold")

    with pytest.raises(MoveNotAllowed):
        WordRule.objects.add(by=maud, phrase="autre", action="hold")
    with pytest.raises(MoveNotAllowed):
        rule.deactivate(by=maud)
    assert WordRule.objects.get().active


def test_a_list_that_is_remembered_is_another_at_once(
    transactional_db: None, free_article: Article, carole: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    members = [factories.subscriber(f"Membre {number}") for number in range(4)]

    def verdict() -> str:
        made = factories.comment(free_article, members.pop(), f"Un grumeau, dit le membre {len(members)}.")
        return str(Revision.objects.get(comment=made).verdict)

    assert verdict() == "pass"
    rule = WordRule.objects.add(by=carole, phrase="grumeau", action="hold")
    assert verdict() == "hold"
    rule.revise(by=carole, phrase="grumeau", action="flag")
    assert verdict() == "flag"
    words.check(judged("Un grumeau."))
    with django_assert_num_queries(0):
        [found] = words.check(judged("Un grumeau."))
    assert found["word_rule"] == rule.pk
    rule.deactivate(by=carole)
    assert verdict() == "pass"


def judged(body: str) -> Any:
    """Return a text, as far as the word rules look at it."""
    return SimpleNamespace(body=body)
