"""Private notes on a member: moderators write and read them, nobody else."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from comments.models import Comment, MoveNotAllowed, Note
from comments.models.note import NOTE_MAX_LENGTH
from newsroom.subscribers.models import User
from tests.comments.desk import examination

Browse = Callable[[User], Client]
WORDS = "Rappelé à l’ordre <b>par téléphone</b>."


def address(member: User) -> str:
    """Return where notes on the member are written."""
    return reverse("admin:comments_sanction_note", args=[member.pk])


def test_a_note_stands_beside_the_comment_and_on_the_members_page(
    comment: Comment, alice: User, maud: User, marius: User, browse: Browse
) -> None:
    answer = browse(maud).post(address(alice), {"words": WORDS, "next": examination(comment)})

    assert answer.headers["Location"] == examination(comment)
    client = browse(marius)
    for page in (examination(comment), reverse("admin:comments_sanction_member", args=[alice.pk])):
        text = client.get(page).content.decode()
        assert "Rappelé à l’ordre &lt;b&gt;par téléphone" in text
        assert "Maud" in text


@pytest.mark.parametrize("words", ["", "  ", "x" * (NOTE_MAX_LENGTH + 1)])
def test_an_empty_or_endless_note_is_refused_with_words(words: str, alice: User, maud: User, browse: Browse) -> None:
    answer = browse(maud).post(address(alice), {"words": words}, follow=True)

    assert not Note.objects.exists()
    assert 'class="error"' in answer.content.decode()
    with pytest.raises(ValidationError):
        Note.objects.write(alice, by=maud, words=words)


def test_the_way_back_is_on_this_site(alice: User, maud: User, browse: Browse) -> None:
    answer = browse(maud).post(address(alice), {"words": WORDS, "next": "https://ailleurs.example/"})

    assert answer.headers["Location"].startswith("/admin/")


@pytest.mark.parametrize("who", ["edith", "paul"])
def test_who_does_not_moderate_writes_none(
    who: str, alice: User, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert browse(request.getfixturevalue(who)).post(address(alice), {"words": WORDS}).status_code == 403


def test_nobody_writes_notes_on_themselves(maud: User) -> None:
    with pytest.raises(MoveNotAllowed):
        Note.objects.write(maud, by=maud, words=WORDS)
