"""The rows that nobody rewrites, whatever door they come through: one table, kept by the database itself."""

from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.lib import append_only
from newsroom.lib.append_only import Guard

GUARDS = (
    # A statement of reasons stays as its reader got it (DSA 17); the dates of its notice come later.
    Guard("comments_decision", free=frozenset({"notified_at", "appeal_deadline"})),
    # The text that was judged; it goes with its author's account.
    Guard("comments_revision", emptied=frozenset({"body"})),
    # Whence a contribution came; it goes after a year.
    Guard("comments_connectionrecord", leaves=True),
    # What must not go before its day: it is placed and lifted, and never rewritten.
    Guard("comments_legalhold", filled=frozenset({"lifted_at"})),
    # What a member agreed to; it goes with the account.
    Guard("comments_acceptance", leaves=True),
    # What a reader reported, as it was sent; it is forgotten in its time, and never rewritten.
    Guard(
        "comments_report",
        free=frozenset({"decision_id", "acknowledged_at", "notified_at"}),
        emptied=frozenset({"words", "law", "reporter_name", "reporter_email", "sender_key"}),
    ),
    # What was asked and what was answered; the words of who asked go with their account.
    Guard(
        "comments_appeal",
        emptied=frozenset({"words"}),
        filled=frozenset({"reviewer_id", "outcome", "reasons", "decided_at", "notified_at", "reversal_id"}),
    ),
    # What the paper wrote about a contract stays as its reader got it, on a durable medium.
    Guard("subscribers_letter", free=frozenset({"sent_at"})),
    # What was paid, and whether it went back.
    Guard("subscribers_payment", filled=frozenset({"refunded_at"})),
    # Who was called what; it goes with the account.
    Guard("subscribers_displaynamechange", free=frozenset({"by_id"}), leaves=True),
    # What readers were told was wrong stays, without the person who wrote it.
    Guard("articles_correction", free=frozenset({"by_id"})),
    # What an editor saved, as it was saved; it goes with a draft that is thrown away.
    Guard("articles_revision", free=frozenset({"by_id"}), leaves=True),
    # The deed of a person who left stays, without the person.
    Guard("audit_entry", free=frozenset({"actor_id"})),
    # What readers agreed to: a change is a new version (DSA 14).
    Guard("comments_charter", when="{row}.published_at IS NOT NULL"),
    Guard(
        "comments_rule",
        when="(SELECT published_at FROM comments_charter WHERE id = {row}.charter_id) IS NOT NULL",
        grows=False,
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards up, safe to run again."""
    append_only.install(connection, GUARDS)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards down, until `install` puts them up again."""
    append_only.remove(connection, GUARDS)
