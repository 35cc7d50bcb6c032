"""A paper of any size, written straight into its tables: what its own verbs would have left there.

A million comments take minutes rather than days. It is the same for the same numbers and seed, but for the hour.
"""

from django.db import connection, transaction

from articles.models import Article
from comments.models import Charter
from newsroom import page_changes, search_indexes
from newsroom.lib import fulltext
from newsroom.subscribers.models import User
from tests import factories
from tests.benchmarks import archive, discussions, people
from tests.benchmarks.bulk import continue_ids
from tests.benchmarks.discussions import Shape

MODERATOR, EDITOR = "Maud", "Édith"


class HasReaders(Exception):
    """The paper has articles or accounts: what is made up has no place there."""


@transaction.atomic
def fill(comments: int, *, articles: int = 0, members: int = 0, seed: int = 1) -> None:
    """Fill a migrated, empty database, all of it or nothing; without a number, there is what the comments call for.

    Raises HasReaders for any other database.
    """
    if User.objects.exists() or Article.objects.exists():
        raise HasReaders
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # A million rows take longer than any page may.
            cursor.execute("SET LOCAL statement_timeout = 0")
    # Made from all rows at once, the index of words takes a tenth of the time that following each would.
    fulltext.remove(connection, search_indexes.INDEXES)
    # Nobody has kept a page of what is not there yet.
    page_changes.remove(connection)
    moderators = [factories.staff(name, "Moderator").pk for name in (MODERATOR, "Marius", "Mona")]
    editor = factories.staff(EDITOR, "Editor")
    # The members are made in bulk, behind the staff.
    behind = editor.pk + 1
    shape = Shape(
        comments=comments, articles=articles or max(16, comments // 200),
        members=range(behind, behind + (members or max(50, comments // 20))),
    )  # fmt: skip
    charter = Charter.objects.current()
    assert charter is not None
    rules = [rule.pk for rule in charter.rules.order_by("number")]
    people.fill(shape.members)
    continue_ids(User)
    archive.fill(shape.articles, editor=editor, seed=seed)
    discussions.fill(shape, moderators=moderators, rules=rules, seed=seed)
    search_indexes.install(connection)
    page_changes.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
