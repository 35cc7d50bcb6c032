"""The queue of the moderators' desk: what waits, the oldest first, and what one button publishes."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article
from comments.admin.comment import CommentAdmin
from comments.admin.queue import QueueAdmin
from comments.models import Comment, Decision, Discussion, Report, Rule, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import ARCHIVE, QUEUE, examination, listed

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."


@pytest.fixture
def pending(free_article: Article, alice: User, basile: User) -> list[Comment]:
    """Three comments that wait, the oldest first."""
    Discussion.objects.begun(free_article.pk).govern(by=None, state=Discussion.State.PREMODERATED)
    waiting = [factories.comment(free_article, author, f"Texte de {author}") for author in (alice, basile, alice)]
    for hours, comment in enumerate(reversed(waiting), start=1):
        Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return waiting


@pytest.fixture
def shown(walled_article: Article, alice: User) -> Comment:
    """A published comment that nobody reports."""
    return factories.comment(walled_article, alice, "Rien à redire")


def queue(client: Client, query: str = "") -> str:
    """Return the page of the queue."""
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def ticked(client: Client, comments: list[Comment], page: str | None = None, **fields: str) -> list[str]:
    """Tick the comments on the page, publish the selected, and return what was said."""
    page = queue(client) if page is None else page
    hidden = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', page))
    keys = [comment.pk for comment in comments]
    answer = client.post(QUEUE, {"action": "publish", "index": "0", "_selected_action": keys, **hidden, **fields})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_what_waits_is_listed_oldest_first(
    pending: list[Comment], shown: Comment, basile: User, rule: Rule, maud: User, browse: Browse
) -> None:
    for verb in ("hide", "remove"):
        said = factories.comment(shown.article, basile, f"À juger : {verb}")
        getattr(said, verb)(by=maud, rule=rule, explanation=WHY)
    reported = factories.comment(shown.article, basile, "À lire")
    Report.objects.create(comment=reported, revision=1, reporter=basile, rule=rule)
    Comment.objects.filter(pk=reported.pk).update(created_at=timezone.now() - timedelta(days=1))

    found = listed(queue(browse(maud)))

    assert found == [reported.pk, *(comment.pk for comment in pending), Comment.objects.get(status="hidden").pk]


def test_a_row_tells_what_there_is_to_judge(
    free_article: Article, alice: User, basile: User, chloe: User, carole: User, maud: User, rule: Rule, browse: Browse
) -> None:
    long = "Un mot de plus. " * 100
    said = factories.comment(free_article, alice, long)
    for reporter in (basile, chloe):
        Report.objects.create(comment=said, revision=1, reporter=reporter, rule=rule)
    Discussion.objects.begun(free_article.pk).govern(by=None, state=Discussion.State.PREMODERATED)
    ban = factories.sanction(alice, level="premoderation", by=carole, rule=rule, explanation=WHY)

    page = queue(browse(maud))

    for words in (long.strip(), free_article.headline, "Alice", str(rule), str(Status.PUBLISHED.label)):
        assert escape(words).lower() in page.lower()
    assert 'class="desk-reports"' in page
    assert page.count('class="desk-mark"') == 2
    assert escape(ban.get_level_display()) in page
    assert "basile" not in page.lower()


@pytest.mark.parametrize(
    ("kind", "statuses"), [("pending", {"pending"}), ("hidden", {"hidden"}), ("reported", {"published"})]
)
def test_a_tab_keeps_one_kind(
    kind: str,
    statuses: set[str],
    pending: list[Comment],
    shown: Comment,
    basile: User,
    rule: Rule,
    maud: User,
    browse: Browse,
) -> None:
    Report.objects.create(comment=shown, revision=1, reporter=basile, rule=rule)
    factories.comment(shown.article, basile, "À vérifier").hide(by=maud, rule=rule, explanation=WHY)

    found = Comment.objects.filter(pk__in=listed(queue(browse(maud), f"?kind={kind}")))

    assert {comment.status for comment in found} == statuses


def test_a_member_s_comments_are_found_by_their_pseudonym(pending: list[Comment], maud: User, browse: Browse) -> None:
    client = browse(maud)

    assert set(listed(queue(client, "?member=BASILE"))) == {pending[1].pk}
    assert set(listed(queue(client, "?member=ali"))) == set()


def test_an_empty_queue_says_so(maud: User, browse: Browse) -> None:
    page = queue(browse(maud))

    assert listed(page) == []
    assert 'class="desk-empty"' in page


def test_one_button_publishes_one_comment(pending: list[Comment], maud: User, browse: Browse) -> None:
    client = browse(maud)
    hidden = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', queue(client)))

    client.post(QUEUE, {"publish": pending[0].pk, "_selected_action": [pending[1].pk], "action": "publish", **hidden})

    assert Comment.objects.filter(status=Status.PUBLISHED).get() == pending[0]
    assert Decision.objects.get().decided_by == maud


def test_the_ticked_comments_are_published_each_by_the_same_verb(
    pending: list[Comment], maud: User, browse: Browse
) -> None:
    ticked(browse(maud), pending[:2])

    assert {decision.comment for decision in Decision.objects.all()} == set(pending[:2])
    assert Comment.objects.get(pk=pending[2].pk).status == Status.PENDING


def test_a_comment_that_somebody_decided_meanwhile_is_named_and_the_others_are_published(
    pending: list[Comment], rule: Rule, maud: User, marius: User, browse: Browse
) -> None:
    client = browse(maud)
    page = queue(client)
    Comment.objects.get(pk=pending[0].pk).refuse(by=marius, rule=rule, explanation=WHY)

    said = ticked(client, pending, page)

    assert [Comment.objects.get(pk=comment.pk).status for comment in pending] == ["refused", "published", "published"]
    conflict = next(message for message in said if str(pending[0].pk) in message)
    assert "Marius" in conflict
    assert str(Status.REFUSED.label) in conflict


def test_a_comment_that_was_rewritten_meanwhile_is_not_published_unread(
    pending: list[Comment], maud: User, browse: Browse
) -> None:
    client = browse(maud)
    page = queue(client)
    Comment.objects.filter(pk=pending[0].pk).update(body="Tout autre chose", revision=2)

    ticked(client, pending[:1], page)

    assert Comment.objects.get(pk=pending[0].pk).status == Status.PENDING
    assert not Decision.objects.exists()


def test_what_nobody_ticked_is_not_published(pending: list[Comment], maud: User, browse: Browse) -> None:
    ticked(browse(maud), pending[:1], select_across="1")

    assert Comment.objects.filter(status=Status.PUBLISHED).count() == 1


@pytest.mark.parametrize("key", ["0", "999999999", "x", "-1", "9" * 40, ""])
def test_a_comment_that_is_not_there_is_not_published(
    key: str, pending: list[Comment], maud: User, browse: Browse
) -> None:
    client = browse(maud)

    assert client.post(QUEUE, {"publish": key}).status_code == 302
    assert client.post(QUEUE, {"publish": pending[0].pk, f"seen-{pending[0].pk}": "pending x"}).status_code == 302
    assert client.post(QUEUE, {"publish": pending[0].pk}).status_code == 302
    assert not Decision.objects.exists()


def test_a_moderator_s_own_comment_waits_for_somebody_else(pending: list[Comment], maud: User, browse: Browse) -> None:
    Comment.objects.filter(pk=pending[0].pk).update(author=maud)
    client = browse(maud)
    page = queue(client)

    assert f'name="publish" value="{pending[0].pk}"' not in page
    assert f'name="publish" value="{pending[1].pk}"' in page
    ticked(client, pending[:1], page)
    assert not Decision.objects.exists()


def test_a_moderator_is_led_from_comment_to_comment(pending: list[Comment], maud: User, browse: Browse) -> None:
    client = browse(maud)
    first, second, third = pending
    Comment.objects.filter(pk=second.pk).update(author=maud)

    page = client.get(examination(first)).content.decode()
    # Their own is passed over; after the last one comes the first again.
    assert examination(third) in page
    assert examination(first) in client.get(examination(third)).content.decode()

    Comment.objects.exclude(pk=first.pk).update(status=Status.REFUSED)
    assert f'href="{QUEUE}"' in client.get(examination(first)).content.decode()


def test_the_archive_lists_all_the_latest_first(
    pending: list[Comment], shown: Comment, maud: User, browse: Browse
) -> None:
    page = browse(maud).get(ARCHIVE).content.decode()

    assert listed(page) == sorted((one.pk for one in [*pending, shown]), reverse=True)
    assert 'name="publish"' not in page


def pages(client: Client, address: str) -> list[list[int]]:
    """Return what each page of a list shows, from the first to the last."""
    found, query = [], ""
    while True:
        page = client.get(address + query).content.decode()
        found.append(listed(page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            return found
        query = unescape(following[1])


@pytest.mark.parametrize(("address", "desk"), [(ARCHIVE, CommentAdmin), (QUEUE, QueueAdmin)])
def test_a_list_goes_on_from_comment_to_comment(
    address: str,
    desk: type[CommentAdmin],
    pending: list[Comment],
    maud: User,
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "list_per_page", 2)
    # Two of the same moment: their numbers tell them apart.
    Comment.objects.filter(pk__in=[pending[0].pk, pending[1].pk]).update(created_at=pending[0].created_at)
    order = ("-id",) if address == ARCHIVE else ("created_at", "id")
    expected = list(Comment.objects.order_by(*order).values_list("pk", flat=True))

    assert pages(browse(maud), address) == [expected[:2], expected[2:]]


@pytest.mark.parametrize("after", ["0", "x", "999999999", "9" * 40])
def test_a_page_after_nothing_is_a_page(after: str, pending: list[Comment], maud: User, browse: Browse) -> None:
    assert browse(maud).get(f"{QUEUE}?after={after}").status_code == 200


def test_the_queue_asks_as_much_of_the_database_for_sixty_comments_as_for_three(
    pending: list[Comment], basile: User, rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queue(client)
        return len(asked)

    queries()
    few = queries()
    for number in range(57):
        said = factories.comment(pending[0].article, factories.subscriber(f"Membre {number}"), "Encore")
        Report.objects.create(comment=said, revision=1, reporter=basile, rule=rule)

    assert len(listed(queue(client))) == 50
    assert queries() == few <= 13
