"""What the ladder proposes, at the desk: the list, the member's page, and the ladder rewritten after a look ahead."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from articles.models import Article
from comments.models import LadderStep, Proposal, Rule, Sanction
from comments.models.ladder import FIRST, fingerprint
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.striking import last_decision, refused

Browse = Callable[[User], Client]
LADDER = "/admin/comments/ladderstep/"
WHY = "Deux textes visaient des personnes."


@pytest.fixture
def proposal(free_article: Article, alice: User, maud: User, rule: Rule) -> Proposal:
    """A warning proposed to Alice."""
    refused(free_article, alice, maud, rule, 2)
    return Proposal.objects.get()


def member_page(member: User) -> str:
    return reverse("admin:comments_sanction_member", args=[member.pk])


def hidden(page: str) -> dict[str, list[str]]:
    """Return what a page of confirmation sends again."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value))
    return found


def rows(*steps: tuple[object, ...], seen: str) -> dict[str, object]:
    """Return the form of the ladder, as a browser sends it."""
    sent: dict[str, object] = {"form-TOTAL_FORMS": len(steps), "form-INITIAL_FORMS": 0, "seen": seen}
    for number, step in enumerate(steps):
        for name, value in zip(LadderStep.WRITTEN, step, strict=True):
            sent[f"form-{number}-{name}"] = "" if value is None else value
    return sent


def test_the_open_ones_are_listed_with_their_figures(
    proposal: Proposal, alice: User, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    page = text_of(client.get("/admin/comments/proposal/"))

    assert f'href="{member_page(alice)}#proposal"' in page
    assert proposal.proposed in page
    proposal.dismiss(by=maud, reason="Sans gravité.")
    assert member_page(alice) not in text_of(client.get("/admin/comments/proposal/"))


def test_a_proposal_of_the_list_leads_to_its_member(
    proposal: Proposal, alice: User, maud: User, browse: Browse
) -> None:
    answer = browse(maud).get(f"/admin/comments/proposal/{proposal.pk}/change/")

    assert answer.headers["Location"] == member_page(alice)


def test_it_is_followed_with_the_form_it_fills_in(
    proposal: Proposal, alice: User, maud: User, rule: Rule, browse: Browse
) -> None:
    client = browse(maud)
    page = text_of(client.get(member_page(alice)))
    assert 'id="proposal"' in page
    assert re.search(r'value="warning"[^>]*checked', page)
    struck = re.findall(r'name="strikes" value="(\d+)"[^>]*checked', page)
    assert len(struck) == 2

    fields = {"level": "warning", "gravity": "light", "rule": rule.pk, "explanation": WHY, "strikes": struck}
    page = text_of(client.post(member_page(alice), fields))
    assert not Sanction.objects.exists()
    assert client.post(member_page(alice), {**hidden(page), "confirmed": "1"}).status_code == 302

    warning = Sanction.objects.get()
    assert (warning.level, warning.gravity, warning.strikes.count()) == ("warning", "light", 2)
    proposal.refresh_from_db()
    assert proposal.sanction == warning


def test_it_is_left_with_a_reason(proposal: Proposal, alice: User, maud: User, browse: Browse) -> None:
    client = browse(maud)
    dismissal = reverse("admin:comments_proposal_dismiss", args=[proposal.pk])
    assert dismissal in text_of(client.get(member_page(alice)))

    client.post(dismissal, {"reason": " "})
    assert Proposal.objects.open().exists()
    client.post(dismissal, {"reason": "Deux mots de trop, sans plus."})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.closed_by) == (Proposal.State.DISMISSED, maud)


def test_a_moderator_sees_that_a_ban_is_for_the_chief(
    free_article: Article, alice: User, maud: User, rule: Rule, browse: Browse
) -> None:
    refused(free_article, alice, maud, rule, 8)
    client = browse(maud)
    proposal = Proposal.objects.open().get()
    dismissal = reverse("admin:comments_proposal_dismiss", args=[proposal.pk])

    assert dismissal not in text_of(client.get(member_page(alice)))
    assert client.post(dismissal, {"reason": "Non."}).status_code == 403


def test_a_strike_that_fell_between_the_look_and_the_confirmation_is_said(
    proposal: Proposal, alice: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    client = browse(maud)
    struck = [strike.pk for strike in proposal.strikes.all()]
    fields = {"level": "warning", "gravity": "light", "rule": rule.pk, "explanation": WHY, "strikes": struck}
    page = text_of(client.post(member_page(alice), fields))
    fallen = proposal.strikes.order_by("id").first()
    assert fallen is not None
    assert fallen.comment is not None
    fallen.comment.restore(by=carole, explanation="Relu.")

    page = text_of(client.post(member_page(alice), {**hidden(page), "confirmed": "1"}))

    assert 'class="errorlist' in page
    assert not Sanction.objects.exists()


def test_a_sanction_is_taken_back_from_the_page(
    proposal: Proposal, alice: User, maud: User, rule: Rule, browse: Browse
) -> None:
    client = browse(maud)
    fields = {"level": "warning", "gravity": "light", "rule": rule.pk, "explanation": WHY, "confirmed": "1"}
    client.post(member_page(alice), fields)
    undo = reverse("admin:comments_sanction_undo", args=[Sanction.objects.get().pk])
    assert undo in text_of(client.get(member_page(alice)))

    assert client.post(undo).status_code == 302

    assert not Sanction.objects.in_force().exists()
    assert undo not in text_of(client.get(member_page(alice)))


def test_moderators_read_the_ladder_and_the_chief_writes_it(maud: User, carole: User, browse: Browse) -> None:
    assert "form-0-level" not in text_of(browse(maud).get(LADDER))
    assert "form-0-level" in text_of(browse(carole).get(LADDER))


@pytest.mark.parametrize("who", ["maud", "edith", "paul"])
def test_what_others_send_changes_nothing(who: str, db: None, browse: Browse, request: pytest.FixtureRequest) -> None:
    seen = fingerprint(LadderStep.objects.all())

    browse(request.getfixturevalue(who)).post(LADDER, {**rows(seen=seen), "confirmed": "1"})

    assert LadderStep.objects.count() == len(FIRST)


def test_a_new_ladder_says_for_how_many_members_it_would_propose_something_before_it_is_kept(
    free_article: Article, alice: User, basile: User, maud: User, carole: User, rule: Rule, browse: Browse
) -> None:
    for member, number in ((alice, 3), (basile, 1)):
        refused(free_article, member, maud, rule, number)
    client = browse(carole)
    sent = rows((1, 30, "warning", None), (3, 30, "suspension", 7), seen=fingerprint(LadderStep.objects.all()))

    page = text_of(client.post(LADDER, sent))

    assert LadderStep.objects.count() == len(FIRST)
    foreseen = [int(number) for number in re.findall(r"→ <strong>(\d+)", page)]
    # Basile would be warned, Alice suspended: beyond the warning that is proposed to her already.
    assert foreseen == [1, 1]
    assert client.post(LADDER, {**sent, "confirmed": "1"}).status_code == 302
    assert list(LadderStep.objects.values_list("contributions", flat=True)) == [1, 3]
    assert Proposal.objects.count() == 1


def test_steps_that_make_no_ladder_are_said(carole: User, browse: Browse) -> None:
    sent = rows((2, 30, "ban", None), (3, 30, "warning", None), seen=fingerprint(LadderStep.objects.all()))

    page = text_of(browse(carole).post(LADDER, {**sent, "confirmed": "1"}))

    assert 'class="errorlist' in page
    assert LadderStep.objects.count() == len(FIRST)


def test_a_ladder_that_somebody_else_changed_is_not_overwritten(carole: User, browse: Browse) -> None:
    sent = rows((2, 30, "warning", None), seen="2 / 30 d: ban")

    page = text_of(browse(carole).post(LADDER, {**sent, "confirmed": "1"}))

    assert 'class="errorlist' in page
    assert LadderStep.objects.count() == len(FIRST)


def test_what_breaks_a_rule_is_shown_as_it_is_written(
    free_article: Article, alice: User, maud: User, rule: Rule, browse: Browse
) -> None:
    [comment] = refused(free_article, alice, maud, rule)

    page = text_of(browse(maud).get(member_page(alice)))

    assert f'data-strike="{last_decision(comment).pk}"' in page
    assert escape(rule.title) in page
