"""The page of a member at the desk: their record, and the sanctions imposed and lifted there."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article
from comments.models import Decision, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories

Browse = Callable[[User], Client]
WHY = "Trois textes retirés :\nla charte n’est pas respectée & <b>c’est</b> assez."


def page_of(client: Client, member: User) -> str:
    """Return the member's page."""
    answer = client.get(reverse("admin:comments_sanction_member", args=[member.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, member: User, **fields: object) -> tuple[int, str]:
    """Send the form of the member's page; return the status and the page that answers."""
    fields = {"gravity": "serious", "override_reason": "Des menaces."} | fields
    answer = client.post(reverse("admin:comments_sanction_member", args=[member.pk]), fields)
    return answer.status_code, answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    """Return the fields that a page of confirmation sends again."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def impose(client: Client, member: User, **fields: object) -> tuple[int, str]:
    """Fill in the form, look at what it does, and confirm."""
    status, page = send(client, member, **fields)
    if 'name="confirmed"' not in page:
        return status, page
    return send(client, member, **hidden(page), confirmed="1")


def test_a_member_s_record_decisions_and_comments_are_on_their_page(
    free_article: Article, alice: User, maud: User, rule: Rule, browse: Browse
) -> None:
    kept, taken = (factories.comment(free_article, alice, words) for words in ("Bonjour", "Insulte"))
    taken.remove(by=maud, rule=rule, explanation="Une insulte.")

    page = page_of(browse(maud), alice)

    assert re.findall(r"<dd>(\d+)</dd>", page) == ["2", "1", "0", "0", "0", "1"]
    # In 30, 90, 180 and 365 days.
    assert re.findall(r"<td>(\d+)</td>", page) == ["1"] * 4
    for words in ("Alice", "Bonjour", "Insulte", "Une insulte.", "Maud"):
        assert words in page
    assert f"/admin/comments/comment/{kept.pk}/change/" in page
    assert re.findall(r'name="level" value="(\w+)"', page) == ["warning", "premoderation", "suspension"]


@pytest.mark.parametrize("level", list(Sanction.Level))
def test_a_sanction_is_shown_first_and_imposed_when_confirmed(
    level: str, alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    client = browse(carole)
    until = timezone.localdate() + timedelta(days=7) if level == "suspension" else ""

    status, page = send(client, alice, level=level, until=until, rule=rule.pk, explanation=WHY)

    assert status == 200
    assert escape(Sanction(level=level).effect).lower() in page.lower()
    assert escape(str(rule)) in page
    assert not Sanction.objects.exists()

    assert send(client, alice, **hidden(page), confirmed="1")[0] == 302
    sanction = Sanction.objects.get()
    assert (sanction.level, sanction.member, sanction.decision.decided_by) == (level, alice, carole)
    assert (sanction.decision.charter_rule, sanction.decision.explanation) == (rule, WHY)


def test_a_warning_says_when_it_was_read_and_never_an_end(alice: User, maud: User, rule: Rule, browse: Browse) -> None:
    warning = factories.sanction(alice, level="warning", by=maud, rule=rule)
    client = browse(maud)
    assert "non lu" in page_of(client, alice)

    warning.acknowledge(by=alice)

    page = page_of(client, alice)
    assert "lu par le membre le" in page
    assert "sans date de fin" not in page


def test_the_last_day_of_a_suspension_is_whole(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    last = timezone.localdate() + timedelta(days=3)

    impose(browse(carole), alice, level="suspension", until=last, rule=rule.pk, explanation=WHY)

    ends_at = Sanction.objects.get().ends_at
    assert ends_at is not None
    assert timezone.localtime(ends_at).replace(tzinfo=None) == datetime.combine(
        last + timedelta(days=1), datetime.min.time()
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "suspension"},
        {"level": "suspension", "until": timezone.now().date() - timedelta(days=2)},
        {"level": "suspension", "until": "hier"},
        {"level": "ban", "until": timezone.now().date() + timedelta(days=7)},
        {"level": "exile"},
        {"level": "ban", "rule": ""},
        {"level": "ban", "explanation": " "},
        {"level": "ban", "explanation": "…"},
        {"level": "ban", "override_reason": " "},
        {"level": "warning", "until": timezone.now().date() + timedelta(days=7)},
        {"level": "warning", "gravity": ""},
        {},
    ],
)
def test_a_form_that_makes_no_sense_says_so_and_imposes_nothing(
    wrong: dict[str, object], alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    status, page = impose(browse(carole), alice, **{"rule": rule.pk, "explanation": WHY} | wrong)

    assert status == 200
    assert 'class="errorlist' in page
    assert not Sanction.objects.exists()


def test_who_is_banned_already_is_not_banned_again(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    client = browse(carole)
    assert impose(client, alice, level="ban", rule=rule.pk, explanation=WHY)[0] == 302

    status, page = impose(client, alice, level="ban", rule=rule.pk, explanation=WHY)

    assert status == 200
    assert 'class="errorlist nonfield"' in page
    assert Sanction.objects.count() == Decision.objects.count() == 1


def test_two_chiefs_who_looked_at_the_same_page_impose_one_ban(
    alice: User, carole: User, rule: Rule, browse: Browse
) -> None:
    client = browse(carole)
    _status, page = send(client, alice, level="ban", rule=rule.pk, explanation=WHY)
    other = factories.staff("Claude", "Chief moderator")
    factories.sanction(alice, level="ban", by=other, rule=rule, explanation="Trop.")

    status, page = send(client, alice, **hidden(page), confirmed="1")

    assert status == 200
    assert 'class="errorlist nonfield"' in page
    assert Sanction.objects.get().decision.decided_by == other


def test_a_sanction_is_lifted_with_its_reason(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    client = browse(carole)
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    lift = reverse("admin:comments_sanction_lift", args=[ban.pk])
    assert f'action="{lift}"' in page_of(client, alice)

    client.post(lift, {"explanation": "  "})
    assert Sanction.objects.in_force().exists()

    client.post(lift, {"explanation": "Entendu <par> téléphone."})
    assert not Sanction.objects.in_force().exists()
    page = page_of(client, alice)
    assert escape("Entendu <par> téléphone.") in page
    assert f'action="{lift}"' not in page

    client.post(lift, {"explanation": "Encore."})
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "whom", "levels"),
    [
        ("maud", "alice", ["warning", "premoderation", "suspension"]),
        ("maud", "edith", []),
        ("maud", "maud", []),
        ("carole", "maud", ["warning", "premoderation", "suspension", "ban"]),
    ],
)
def test_the_page_offers_what_its_reader_may_impose(
    who: str, whom: str, levels: list[str], rule: Rule, browse: Browse, request: pytest.FixtureRequest
) -> None:
    person, member = request.getfixturevalue(who), request.getfixturevalue(whom)
    client = browse(person)

    assert re.findall(r'name="level" value="(\w+)"', page_of(client, member)) == levels
    if not levels:
        assert send(client, member, level="warning", rule=rule.pk, explanation=WHY, confirmed="1")[0] == 403


def test_a_moderator_who_forges_a_ban_imposes_none(alice: User, maud: User, rule: Rule, browse: Browse) -> None:
    status, page = send(browse(maud), alice, level="ban", rule=rule.pk, explanation=WHY, confirmed="1")

    assert status == 200
    assert 'class="errorlist' in page
    assert not Sanction.objects.exists()


def test_a_chief_does_not_sanction_themselves(carole: User, rule: Rule, browse: Browse) -> None:
    client = browse(carole)

    assert 'name="level"' not in page_of(client, carole)
    assert send(client, carole, level="ban", rule=rule.pk, explanation=WHY, confirmed="1")[0] == 403


def test_a_sanction_of_the_list_leads_to_its_member(alice: User, carole: User, rule: Rule, browse: Browse) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    client = browse(carole)
    member = reverse("admin:comments_sanction_member", args=[alice.pk])

    assert f'href="{member}"' in client.get("/admin/comments/sanction/").content.decode()
    assert client.get(f"/admin/comments/sanction/{ban.pk}/change/").headers["Location"] == member
