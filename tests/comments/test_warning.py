"""A warning stops its member until they say that they read it, and restricts nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from articles.models import Article
from comments import rights
from comments.models import Comment, Decision, Discussion, MoveNotAllowed, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of

Browse = Callable[[User], Client]
WHY = "Deux textes visaient des personnes."


@pytest.fixture
def warning(alice: User, maud: User, rule: Rule) -> Sanction:
    """What Maud, a moderator, wrote to Alice."""
    return factories.sanction(alice, level="warning", by=maud, rule=rule, explanation=WHY)


def acknowledgement(warning: Sanction) -> str:
    return f"/account/warnings/{warning.pk}/acknowledgement/"


def refusal(article: Article, person: User) -> str:
    return rights.of(person, article, Discussion.objects.of(article)).refusal or ""


def test_it_is_a_decision_that_restricts_nothing(warning: Sanction, alice: User, maud: User, rule: Rule) -> None:
    decision = warning.decision

    assert (decision.member, decision.decided_by, decision.restriction) == (alice, maud, "")
    assert (decision.ground, decision.charter_rule, decision.explanation) == (Decision.Ground.CHARTER, rule, WHY)
    assert (warning.ends_at, warning.acknowledged_at) == (None, None)


def test_the_panel_gives_the_reasons_the_rule_and_a_button(
    warning: Sanction, alice: User, rule: Rule, free_article: Article, browse: Browse
) -> None:
    page = text_of(browse(alice).get(free_article.get_absolute_url()))

    shown = Shown(page)
    assert (shown.panel, shown.has_form) == ("warned", False)
    panel = page[page.index('data-reason="warned"') : page.index("</section>", page.index('data-reason="warned"'))]
    for words in (WHY, rule.title, acknowledgement(warning), warning.decision.get_absolute_url(), "/charter/"):
        assert words in panel


def test_once_read_the_form_is_back_with_the_text_that_was_not_sent(
    comment: Comment, warning: Sanction, alice: User, free_article: Article, browse: Browse
) -> None:
    member = browse(alice)
    fields = {"body": "Ce que j’ai tapé.", "key": "clef", "parent": comment.pk}
    answer = member.post(f"/discussions/{free_article.pk}/", fields)
    assert answer.status_code == 403
    assert "Ce que j’ai tapé." in text_of(answer)

    back = f"{free_article.get_absolute_url()}#comment-form"
    answer = member.post(acknowledgement(warning), {"next": back})

    assert (answer.status_code, answer.headers["Location"]) == (302, back)
    page = text_of(member.get(free_article.get_absolute_url()))
    assert Shown(page).has_form
    assert "Ce que j’ai tapé." in page
    assert f'name="parent" value="{comment.pk}"' in page
    assert member.post(f"/discussions/{free_article.pk}/", fields).status_code == 303


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("", "/account/contributions/"),
        ("/politique/le-pont-1#comment-form", "/politique/le-pont-1#comment-form"),
        ("https://ailleurs.test/", "/account/contributions/"),
        ("//ailleurs.test/", "/account/contributions/"),
        ("javascript:alert(1)", "/account/contributions/"),
    ],
)
def test_it_leads_back_on_this_site_alone(
    asked: str, leads: str, warning: Sanction, alice: User, browse: Browse
) -> None:
    answer = browse(alice).post(acknowledgement(warning), {"next": asked})

    assert answer.headers["Location"] == leads


def test_it_is_read_from_the_page_of_contributions_too(warning: Sanction, alice: User, browse: Browse) -> None:
    member = browse(alice)
    assert acknowledgement(warning) in text_of(member.get("/account/contributions/"))

    member.post(acknowledgement(warning))

    warning.refresh_from_db()
    assert warning.acknowledged_at is not None
    assert acknowledgement(warning) not in text_of(member.get("/account/contributions/"))


def test_a_second_click_changes_nothing(warning: Sanction, alice: User, browse: Browse) -> None:
    member = browse(alice)
    member.post(acknowledgement(warning))
    first = Sanction.objects.get().acknowledged_at

    assert member.post(acknowledgement(warning)).status_code == 302
    assert Sanction.objects.get().acknowledged_at == first


def test_who_signed_in_on_the_way_finds_the_button(warning: Sanction, alice: User, browse: Browse) -> None:
    answer = browse(alice).get(acknowledgement(warning))

    assert answer.headers["Location"] == "/account/contributions/"
    assert Sanction.objects.get().acknowledged_at is None


@pytest.mark.parametrize("who", ["basile", "maud", "carole"])
def test_nobody_else_reads_it_for_them(
    who: str, warning: Sanction, browse: Browse, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(who)

    assert browse(other).post(acknowledgement(warning)).status_code == 404
    with pytest.raises(MoveNotAllowed):
        warning.acknowledge(by=other)
    assert Sanction.objects.get().acknowledged_at is None


def test_another_sanction_is_not_to_be_read(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)

    assert browse(alice).post(acknowledgement(ban)).status_code == 404


def test_who_read_one_may_be_warned_again_and_who_did_not_may_not(
    warning: Sanction, alice: User, maud: User, rule: Rule, free_article: Article
) -> None:
    with pytest.raises(ValidationError):
        factories.sanction(alice, level="warning", by=maud, rule=rule)
    assert warning.acknowledge(by=alice)
    assert not refusal(free_article, alice)

    factories.sanction(alice, level="warning", by=maud, rule=rule)

    assert refusal(free_article, alice) == rights.Reason.WARNED


@pytest.mark.parametrize(
    ("others", "before", "after"),
    [
        # What is in force beside the warning -> what the panel says, and once the warning is read.
        ((), "warned", ""),
        (("premoderation",), "warned", ""),
        (("suspension",), "suspended", "suspended"),
        (("ban",), "banned", "banned"),
        (("premoderation", "suspension", "ban"), "banned", "banned"),
    ],
)
def test_the_panel_shows_the_gravest(
    others: tuple[str, ...],
    before: str,
    after: str,
    warning: Sanction,
    alice: User,
    carole: User,
    rule: Rule,
    free_article: Article,
) -> None:
    for level in others:
        ends_at = warning.starts_at + timedelta(days=7) if level == "suspension" else None
        factories.sanction(alice, level=level, by=carole, rule=rule, ends_at=ends_at)

    assert refusal(free_article, alice) == before
    warning.acknowledge(by=alice)
    assert refusal(free_article, alice) == after
    held = rights.of(alice, free_article, Discussion.objects.of(free_article))
    assert held.premoderated == (others == ("premoderation",))


def test_the_member_still_reads_withdraws_and_reports(
    comment: Comment, warning: Sanction, basile: User, alice: User, free_article: Article, rule: Rule, browse: Browse
) -> None:
    other = factories.comment(free_article, basile, "Une autre voix.")
    member = browse(alice)

    assert "Enfin !" in text_of(member.get(free_article.get_absolute_url()))
    assert member.post(f"/comments/{other.pk}/report/", {"rule": rule.pk, "words": ""}).status_code == 302
    assert member.post(f"/comments/{comment.pk}/withdrawal/").status_code == 302
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_the_member_is_told_by_e_mail_with_the_reasons(
    warning: Sanction, alice: User, rule: Rule, run_tasks: Callable[[], None]
) -> None:
    run_tasks()

    [letter] = mail.outbox
    assert letter.to == [alice.email]
    for words in (WHY, rule.title_fr, "/account/contributions/"):
        assert words in letter.body
    assert str(Sanction.Level.PREMODERATION.label) not in letter.subject
