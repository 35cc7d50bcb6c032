"""Invariants 1, 2 and 7: what readers reach is what is published, the number is right, and all comes back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core import mail
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from articles.models import Article
from comments import threads
from comments.models import Comment, Discussion, Policy, ReplyNotices, Selection, Status
from comments.models.transitions import BRANCH_STANDS
from tests.comments.cast import Cast
from tests.comments.crowd import word_in
from tests.comments.pages import announced, own_page, text_of, walk
from tests.comments.watch import Watched

ALWAYS = timedelta(days=400)


class Reach(Watched):
    """Works out by hand what a reader sees, one parent at a time."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        # What readers saw under each edition of a discussion: a cache would give it again.
        self.editions: dict[tuple[int, Any], Any] = {}
        self.reached: dict[int, Comment] = {}
        mail.outbox.clear()
        for member in cast.members:
            ReplyNotices.objects.wish(member, ReplyNotices.Often.HOURLY)

    def look(self, deed: str) -> None:
        super().look(deed)
        published = {pk: one for pk, one in self.comments.items() if one.status == Status.PUBLISHED}
        self.reached = {pk: one for pk, one in published.items() if self.stands(one)}
        assert set(Comment.objects.reachable().values_list("pk", flat=True)) == self.reached.keys()
        counts = threads.counts(self.cast.articles)
        assert all(counts.get(article.pk, 0) == len(self.under(article)) for article in self.cast.articles)
        self.nobody_else_moved()
        self.a_cache_would_be_right()

    def stands(self, comment: Comment) -> bool:
        """Return whether no ancestor cuts the branch."""
        parent = self.comments.get(comment.parent_id or 0)
        return parent is None or (parent.status in BRANCH_STANDS and self.stands(parent))

    def under(self, article: Article) -> dict[int, Comment]:
        return {pk: one for pk, one in self.reached.items() if one.article_id == article.pk}

    def nobody_else_moved(self) -> None:
        """What befalls a comment leaves its replies what they were: they go out of reach, and come back, with it."""
        for pk, was in self.before.items():
            now = self.comments[pk]
            assert pk in self.touched or (was.status, was.body) == (now.status, now.body)

    def a_cache_would_be_right(self) -> None:
        policy, chosen = Policy.objects.current(), set(Selection.objects.values_list("comment", flat=True))
        for article in self.cast.articles:
            discussion = Discussion.objects.of(article)
            seen = {
                pk: (one.body, one.edited_at, one.recommended, pk in chosen) for pk, one in self.under(article).items()
            }
            view = (seen, discussion.closed_since(policy))
            kept = self.editions.setdefault((article.pk, discussion.edition(policy)), view)
            assert kept == view, "readers see something else under the same edition"

    # At the end: the pages and the letters themselves.

    def look_at_the_end(self) -> None:
        super().look_at_the_end()
        hidden = self.words.keys() - {word_in(one.body) for one in self.reached.values()}
        # A dozen pages cost as much as all the deeds.
        for page in self.pages() if self.luck.random() < 1 / 3 else ():
            assert not {word for word in hidden if word in page}
        self.deliver()
        for letter in mail.outbox:
            own = {word for word, pk in self.words.items() if self.wrote(letter.to[0], pk)}
            assert not {word for word in hidden - own if word in f"{letter.subject}\n{letter.body}"}

    def pages(self) -> Iterator[str]:
        """Yield what a stranger and another member are shown; the number is what stands there."""
        stranger, member, article = Client(), Client(), self.cast.articles[0]
        member.force_login(self.cast.readers[0], backend="django.contrib.auth.backends.ModelBackend")
        for browser, address in ((stranger, own_page(article)), (member, article.get_absolute_url())):
            shown, _tombstones, pages = walk(browser, address)
            assert shown == self.under(article).keys()
            assert {announced(page) for page in pages} == {len(shown)}
            yield from pages
        for output in self.cast.outputs:
            yield text_of(stranger.get(output))
        kept_back = [one for pk, one in self.comments.items() if pk not in self.reached]
        for one in kept_back[-2:]:
            yield text_of(stranger.get(f"/comments/{one.pk}/report/"))
            yield text_of(member.get(f"/discussions/{one.article_id}/?comment={one.pk}"))

    def deliver(self) -> None:
        """Send all that is queued, and to whoever asked for it what was answered since ever."""
        for queued in DBTaskResult.objects.filter(status=TaskResultStatus.READY):
            import_string(queued.task_path).func(*queued.args_kwargs["args"])
        for wish in ReplyNotices.objects.select_related("member"):
            wish.deliver(self.cast.clock.now - ALWAYS, self.cast.clock.now)

    def wrote(self, address: str, pk: int) -> bool:
        return any(one.pk == self.comments[pk].author_id and one.email == address for one in self.cast.members)
