"""A comment as a line of the desk's lists: drawn once, and again only where it says something else.

What is drawn is made of the words of the line alone, and kept by them: it cannot be another's, nor one of before.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.admin.rows import Row, State

# Ten pages, of those that moderators reload all day.
KEPT = 500


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, and where it leads."""

    language: str
    key: str
    author: str
    headline: str
    body: str
    created_at: datetime
    # For machines, and for people.
    at: str
    age: str
    state: State
    seen: str
    # Whether it can be ticked or published here.
    has_actions: bool
    may_be_published: bool
    page: str
    # Of the author; empty for who may not see it.
    record: str

    @property
    def name(self) -> str:
        """What its buttons are about, for who hears them: « Publish », fifty times, says nothing."""
        return _("the comment by %(author)s") % {"author": self.author}

    @property
    def tick(self) -> str:
        """What ticking it does, for who hears it."""
        return _("Select the comment by %(author)s") % {"author": self.author}


class Lines:
    """Draws the rows of one page."""

    def __init__(self, page: str, *, sees_records: bool, has_actions: bool) -> None:
        self.page = _with_a_place(page)
        self.record = _with_a_place("admin:comments_sanction_member") if sees_records else ""
        self.has_actions = has_actions

    def drawn(self, row: Row) -> str:
        """Return the row as a line of the table."""
        comment, author = row.comment, row.comment.author
        return _drawn(
            Line(
                language=get_language() or "", key=str(comment.pk), author=author.display_name,
                headline=comment.article.headline, body=comment.body, created_at=comment.created_at,
                at=timezone.localtime(comment.created_at).isoformat(timespec="seconds"),
                age=_("%(age)s ago") % {"age": timesince(comment.created_at)}, state=row.state, seen=str(row.seen),
                has_actions=self.has_actions, may_be_published=row.may_be_published,
                page=self.page.format(comment.pk), record=self.record.format(author.pk),
            )
        )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _drawn(line: Line) -> str:
    return render_to_string("admin/comments/comment_row.html", {"line": line})


def _with_a_place(name: str) -> str:
    """Return the address of that name with a place for its number: to look one up takes as long as to draw a cell."""
    return reverse(name, args=[0]).replace("/0/", "/{}/")
