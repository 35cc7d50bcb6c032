"""Which rows the pages of who is signed out are made of: what the page cache has to make anew when one changes.

Two kinds of things change: the paper as a whole (EVERYTHING, of which nothing happens all day but some publications),
and what hangs on one article, by its id: what is said under it, and its sound. So a comment makes its own article's
page anew, and those that show its number, and no other.
"""

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper

from comments.models.word_rule import LISTED
from newsroom.lib import changes
from newsroom.lib.changes import Watch

OF_ARTICLE = "SELECT {row}.article_id AS thing"
WATCHES = (
    # A draft is on no page, however often it is saved.
    Watch("articles_article", when="{row}.status <> 'draft'"),
    Watch("articles_article_tags"),
    Watch("articles_byline"),
    Watch("articles_contributor"),
    Watch("articles_correction"),
    Watch("articles_frontorder"),
    Watch("articles_picture"),
    Watch("articles_rendition"),
    Watch("articles_section"),
    Watch("articles_tag"),
    Watch("articles_narration", things=OF_ARTICLE),
    Watch(
        "comments_comment",
        things=OF_ARTICLE,
        unseen=frozenset({"flagged", "first_known_at", "known_via", "idempotency_key"}),
    ),
    Watch("comments_discussion", things=OF_ARTICLE),
    Watch("comments_selection", things="SELECT article_id AS thing FROM comments_comment WHERE id = {row}.comment_id"),
    Watch("comments_charter"),
    Watch("comments_rule"),
    Watch("comments_policy"),
    Watch("subscribers_plan"),
    # On no page, but remembered: each text is looked through for them.
    Watch("comments_wordrule", things=f"SELECT {LISTED} AS thing"),
    # Who comments is named there, and the staff are told apart.
    Watch(
        "subscribers_user",
        things="SELECT DISTINCT article_id AS thing FROM comments_comment WHERE author_id = {row}.id",
        unseen=frozenset(
            {
                *("password", "last_login", "is_superuser", "email", "display_name_key", "is_active", "date_joined"),
                "closed_at",
            }
        ),
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Watch the tables, safe to run again; what was kept before is made anew."""
    changes.install(connection, WATCHES)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Watch no more, until `install` does again: a migration makes tables anew, which the triggers name."""
    changes.remove(connection, WATCHES)


def forget() -> None:
    """Let go of the notes that nobody asks for any more."""
    changes.forget(default)
