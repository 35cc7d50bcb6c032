"""The reports at the desk: what presses comes first, and who reports is seen on demand alone, which is recorded."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, Report, Rule, Status
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.reporting import EMAIL
from tests.comments.trees import planted

Browse = Callable[[User], Client]
LIST = "/admin/comments/report/"


def change(report: Report) -> str:
    """Return the page of the report."""
    return f"{LIST}{report.pk}/change/"


def illegal(comment: Comment, category: str = "violence", **fields: object) -> Report:
    """Leave a report of illegal content, by somebody signed out."""
    whole = {
        "comment": comment, "revision": 1, "kind": "illegal", "category": category, "good_faith": True,
        "words": "Voyez.", "reporter_name": "Zoé Martin", "reporter_email": EMAIL,
        "priority": 3 if category == "violence" else 1,
    }  # fmt: skip
    return Report.objects.create(**whole | fields)


@pytest.fixture
def mixed(free_article: Article, alice: User, basile: User, rule: Rule) -> dict[str, Report]:
    """Reports of three comments: the most pressing came neither first nor last."""
    first, second, third = (planted(free_article, alice) for _number in range(3))
    return {
        "illegal": illegal(first, "not_specified_notice"),
        "urgent": illegal(second),
        "charter": Report.objects.create(comment=third, revision=1, reporter=basile, rule=rule),
    }


def listed(page: str) -> list[int]:
    """Return the reports of a list, in order."""
    return [int(pk) for pk in re.findall(r'<a href="/admin/comments/report/(\d+)/change/', page)]


@pytest.mark.parametrize(("query", "names"), [
    ("", ["urgent", "illegal", "charter"]),
    ("?kind__exact=illegal", ["urgent", "illegal"]),
    ("?kind__exact=charter", ["charter"]),
    ("?state=answered", []),
])  # fmt: skip
def test_what_presses_comes_first(
    mixed: dict[str, Report], browse: Browse, maud: User, query: str, names: list[str]
) -> None:
    assert listed(text_of(browse(maud).get(f"{LIST}{query}"))) == [mixed[name].pk for name in names]


def test_what_was_answered_has_a_tab_of_its_own(mixed: dict[str, Report], browse: Browse, maud: User) -> None:
    mixed["illegal"].comment.keep(by=maud)
    moderator = browse(maud)

    assert listed(text_of(moderator.get(f"{LIST}?state=answered"))) == [mixed["illegal"].pk]
    assert mixed["illegal"].pk not in listed(text_of(moderator.get(LIST)))


def test_the_list_costs_the_same_with_one_report_or_thirty(
    free_article: Article, alice: User, browse: Browse, maud: User
) -> None:
    moderator = browse(maud)
    counts = []
    for number in (1, 29):
        for _time in range(number):
            illegal(planted(free_article, alice))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            moderator.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_most_pressing_comments_are_found_with_what_was_withheld(
    mixed: dict[str, Report], maud: User, rule: Rule
) -> None:
    hidden = mixed["illegal"].comment
    Comment.objects.filter(pk=hidden.pk).update(status=Status.HIDDEN)

    assert list(Comment.objects.reported_illegal()) == [mixed["urgent"].comment, hidden]
    assert list(Comment.objects.reported_charter()) == [mixed["charter"].comment]
    assert hidden not in Comment.objects.reported()
    mixed["urgent"].comment.remove(by=maud, rule=rule, explanation="Une menace.")
    assert list(Comment.objects.reported_illegal()) == [hidden]


def test_where_somebody_is_in_danger_the_authorities_are_thought_of(
    mixed: dict[str, Report], browse: Browse, maud: User
) -> None:
    moderator = browse(maud)

    for name, urgent in (("urgent", True), ("illegal", False), ("charter", False)):
        examined = f"/admin/comments/comment/{mixed[name].comment_id}/change/"
        for address in (change(mixed[name]), examined):
            assert ("desk-authorities" in text_of(moderator.get(address))) == urgent


def test_who_reports_is_seen_on_demand_and_who_looked_is_recorded(
    mixed: dict[str, Report], browse: Browse, maud: User
) -> None:
    moderator = browse(maud)

    assert "Zoé" not in text_of(moderator.get(change(mixed["urgent"])))
    assert not Entry.objects.filter(action="report.reporter-seen").exists()
    page = text_of(moderator.post(change(mixed["urgent"])))

    assert "Zoé Martin" in page
    assert EMAIL not in page
    entry = Entry.objects.get(action="report.reporter-seen")
    assert entry.actor == maud
    assert entry.subject == f"comments.report:{mixed['urgent'].pk}"
    assert "Zoé" not in str(entry.detail)


def test_a_member_is_shown_by_their_pseudonym(mixed: dict[str, Report], browse: Browse, maud: User) -> None:
    page = text_of(browse(maud).post(change(mixed["charter"])))

    assert "Basile" in page
    assert "exemple.test" not in page


@pytest.mark.parametrize("who", ["edith", "paul", "alice"])
def test_nobody_else_looks(mixed: dict[str, Report], browse: Browse, who: str, request: pytest.FixtureRequest) -> None:
    answer = browse(request.getfixturevalue(who)).post(change(mixed["urgent"]), follow=True)

    assert answer.status_code == 403
    assert not Entry.objects.filter(action="report.reporter-seen").exists()


@pytest.mark.parametrize("lookup", ["reporter_name", "reporter_email", "sender_key", "reporter_email__startswith"])
def test_no_address_tells_who_reported(mixed: dict[str, Report], browse: Browse, maud: User, lookup: str) -> None:
    assert browse(maud).get(f"{LIST}?{lookup}=z").status_code == 400


def test_the_queue_and_the_page_of_a_comment_say_what_is_reported_and_not_by_whom(
    mixed: dict[str, Report], browse: Browse, maud: User
) -> None:
    moderator = browse(maud)

    for address in ("/admin/comments/queuedcomment/", f"/admin/comments/comment/{mixed['urgent'].comment_id}/change/"):
        page = text_of(moderator.get(address))
        assert mixed["urgent"].reason.lower() in page.lower()
        assert "Zoé" not in page
        assert EMAIL not in page


def test_the_list_quotes_the_beginning_of_a_long_report(
    free_article: Article, alice: User, maud: User, browse: Browse
) -> None:
    illegal(planted(free_article, alice), words="Voyez la suite. " * 50)

    page = text_of(browse(maud).get(LIST))

    assert page.count("Voyez la suite.") == 10
    # Nothing in it is answered yet: no column says so of each.
    assert "field-answer" not in page
    assert "field-said" in page


def test_a_report_says_of_which_kind_it_is(free_article: Article, alice: User, rule: Rule, client: Client) -> None:
    comment = planted(free_article, alice)
    charter = Report.objects.create(comment=comment, revision=1, reporter=alice, rule=rule)

    assert f"contraire à la charte – {rule}" in text_of(client.get(charter.get_absolute_url()))
    assert "contenu illicite – menace ou appel" in text_of(client.get(illegal(comment).get_absolute_url()))
