"""The ground of a decision at the desk: the charter or the law, what an authority ordered, and spam."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.html import escape

from comments.models import Category, Comment, Decision, Rule, Status
from comments.models.transitions import VERBS, Verb
from newsroom.subscribers.models import User
from tests.comments.desk import decide, examination

Browse = Callable[[User], Client]
WHY = "Le texte vise une personne nommée et lui impute un délit."
ARTICLE = "article 29 de la loi du 29 juillet 1881"
LAW: dict[str, Any] = {"ground": "law", "legal_ground": ARTICLE, "category": "illegal_or_harmful_speech"}
TAKING = {verb: was for (was, _to), verb in VERBS.items() if verb in {Verb.REFUSE, Verb.HIDE, Verb.REMOVE}}


def page_of(client: Client, comment: Comment) -> str:
    """Return the comment's page at the desk."""
    return client.get(examination(comment)).content.decode()


@pytest.fixture(params=sorted(TAKING))
def verb(request: pytest.FixtureRequest, comment: Comment) -> str:
    """Each button that takes a text away, with Alice's comment standing where that begins."""
    Comment.objects.filter(pk=comment.pk).update(status=TAKING[request.param])
    return str(request.param)


def test_a_decision_stands_on_the_law(verb: str, comment: Comment, rule: Rule, maud: User, browse: Browse) -> None:
    answer = decide(browse(maud), comment, verb, explanation=WHY, rule=rule.pk, **LAW)

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.ground, decision.legal_ground, decision.charter_rule) == ("law", ARTICLE, None)
    assert (decision.category, decision.explanation) == (Category.ILLEGAL_OR_HARMFUL_SPEECH, WHY)


def test_a_decision_under_the_charter_takes_the_category_of_its_rule(
    verb: str, comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    decide(browse(maud), comment, verb, explanation=WHY, rule=rule.pk, category="violence", legal_ground=ARTICLE)

    decision = Decision.objects.get()
    assert (decision.ground, decision.charter_rule, decision.category) == ("charter", rule, rule.category)
    assert decision.legal_ground == ""


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("legal_ground", "Nommez l’article de la loi."),
        ("category", "Choisissez ce que c’est au regard de la loi."),
        ("explanation", "Dites pourquoi"),
    ],
)
def test_the_law_takes_all_three(missing: str, sentence: str, comment: Comment, maud: User, browse: Browse) -> None:
    fields = {"explanation": WHY, **LAW, missing: ""}

    answer = decide(browse(maud), comment, "remove", **fields)

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {missing}
    assert sentence in answer.content.decode()
    assert all(escape(value) in answer.content.decode() for value in fields.values())
    assert not Decision.objects.exists()


def test_what_is_against_the_charter_alone_is_against_no_law(comment: Comment, maud: User, browse: Browse) -> None:
    alone = LAW | {"category": Category.OTHER_VIOLATION_TC}

    answer = decide(browse(maud), comment, "remove", explanation=WHY, **alone)

    assert answer.context["form"].errors.keys() == {"category"}
    with pytest.raises(ValidationError):
        comment.remove(by=maud, explanation=WHY, **alone)


def test_an_order_of_an_authority_is_told_unless_it_asks_for_silence(
    comment: Comment, maud: User, browse: Browse
) -> None:
    decide(browse(maud), comment, "remove", explanation=WHY, ordered="on", **LAW)

    decision = Decision.objects.get()
    assert (decision.source, decision.none_owed, decision.is_told) == ("order", "", True)


def test_an_order_may_ask_for_silence(comment: Comment, maud: User, browse: Browse) -> None:
    decide(browse(maud), comment, "remove", explanation=WHY, ordered="on", none_owed="order", **LAW)

    decision = Decision.objects.get()
    assert (decision.source, decision.none_owed, decision.is_told) == ("order", "order", False)


def test_nobody_asks_for_silence_without_an_order(comment: Comment, maud: User, browse: Browse) -> None:
    answer = decide(browse(maud), comment, "remove", explanation=WHY, none_owed="order", **LAW)

    assert answer.context["form"].errors.keys() == {"none_owed"}
    assert '<details class="desk-seldom" open>' in answer.content.decode()
    assert not Decision.objects.exists()


def test_spam_is_answered_by_no_mail(comment: Comment, rule: Rule, maud: User, browse: Browse) -> None:
    decide(browse(maud), comment, "remove", explanation=WHY, rule=rule.pk, none_owed="spam")

    decision = Decision.objects.get()
    assert (decision.source, decision.none_owed, decision.is_told) == ("own", "spam", False)


@pytest.mark.parametrize("fields", [{"ground": "whim"}, {"category": "whim"}, {"none_owed": "no-contact"}])
def test_only_what_is_offered_is_taken(
    fields: dict[str, str], comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    answer = decide(browse(maud), comment, "remove", explanation=WHY, rule=rule.pk, **fields)

    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_the_desk_reads_the_law_and_why_no_mail_went_out(comment: Comment, maud: User, browse: Browse) -> None:
    decision = comment.remove(by=maud, explanation=WHY, none_owed="spam", **LAW)

    page = browse(maud).get(examination(comment, archive=True)).content.decode()

    assert ARTICLE in page
    assert escape(decision.get_none_owed_display()) in page


def test_what_is_seldom_said_is_folded_away(comment: Comment, maud: User, browse: Browse) -> None:
    assert '<details class="desk-seldom">' in page_of(browse(maud), comment)


def test_to_put_back_is_said_to_be_publishing_with_knowledge(
    comment: Comment, rule: Rule, maud: User, carole: User, browse: Browse
) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)

    page = page_of(browse(carole), comment)

    assert "93-3" in page
    assert 'name="ground"' not in page
    assert "93-3" not in page_of(browse(maud), comment)


def test_the_database_keeps_no_restriction_without_its_category(comment: Comment, maud: User, rule: Rule) -> None:
    decision = comment.remove(by=maud, rule=rule, explanation=WHY)
    decision.pk, decision.puid, decision.category = None, "6f1b0f1e-9f6c-4f0e-8a51-0c8a4b6f9d11", ""

    with pytest.raises(IntegrityError, match="decision_restriction_has_category"), transaction.atomic():
        decision.save(force_insert=True)


def test_a_ground_is_named(comment: Comment, maud: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        comment.remove(by=maud, explanation=WHY)

    assert "charter_rule" in refusal.value.message_dict
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED
