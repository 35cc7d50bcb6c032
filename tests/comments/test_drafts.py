"""A draft waits in the session, one an article, and no session grows without end."""

from typing import Any

from comments import drafts
from comments.drafts import Draft


def test_a_draft_is_kept_and_forgotten() -> None:
    session: dict[str, Any] = {}

    assert drafts.keep(session, 1, Draft("Bonjour", 7))
    assert drafts.of(session, 1) == Draft("Bonjour", 7)
    drafts.forget(session, 1)
    assert drafts.of(session, 1) is None


def test_a_later_draft_takes_the_place_of_an_earlier_one() -> None:
    session: dict[str, Any] = {}
    for body in ("un", "deux"):
        drafts.keep(session, 1, Draft(body))

    assert drafts.of(session, 1) == Draft("deux")


def test_the_oldest_draft_goes_when_there_are_many() -> None:
    session: dict[str, Any] = {}
    for article_id in range(drafts.DRAFTS_A_SESSION + 1):
        drafts.keep(session, article_id, Draft("x"))

    assert drafts.of(session, 0) is None
    assert all(drafts.of(session, article_id) for article_id in range(1, drafts.DRAFTS_A_SESSION + 1))


def test_a_huge_text_is_not_kept() -> None:
    session: dict[str, Any] = {}

    assert drafts.keep(session, 1, Draft("x" * drafts.DRAFT_MAX_LENGTH))
    assert not drafts.keep(session, 2, Draft("x" * (drafts.DRAFT_MAX_LENGTH + 1)))
    assert drafts.of(session, 2) is None


def test_forgetting_what_is_not_there_leaves_the_session_alone() -> None:
    session: dict[str, Any] = {}
    drafts.forget(session, 1)

    assert session == {}
