"""A member changes a comment of their own: for a quarter of an hour, while nobody answered, by the same door."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import checks, intake
from comments.models import (
    Acceptance,
    Comment,
    Decision,
    Discussion,
    Policy,
    Revision,
    Rule,
    Status,
    Verdict,
)
from comments.models.comment import COMMENT_EDIT_WINDOW
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import edited, hits_of, submission, words
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back
from tests.comments.trees import planted

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."


def address(comment: Comment) -> str:
    """Return the page that changes the comment."""
    return f"/comments/{comment.pk}/edit/"


def change(client: Client, comment: Comment, body: str, **more: str) -> HttpResponseBase:
    """Send the form as the page of the comment made it."""
    fields = {"body": body, "key": "une-clef", "revision": str(comment.revision), **more}
    return client.post(address(comment), fields)


def test_the_form_holds_the_text_and_the_new_one_is_shown(browse: Browse, comment: Comment, alice: User) -> None:
    member = browse(alice)
    page = text_of(member.get(comment.article.get_absolute_url()))
    assert f'href="{address(comment)}"' in page
    assert "comment-edited" not in page
    form = member.get(address(comment))
    assert given_back(form) == "Enfin !"
    assert '<p class="counter" data-limit="2000">7 / 2000</p>' in text_of(form)
    version = Discussion.objects.get().version

    answer = change(member, comment, TYPED)

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#comment-{comment.pk}")
    comment.refresh_from_db()
    assert (comment.body, comment.revision, comment.status) == (TYPED, 2, Status.PUBLISHED)
    assert comment.edited_at is not None
    assert [one.body for one in comment.revisions.order_by("number")] == ["Enfin !", TYPED]
    assert Discussion.objects.get().version == version + 1
    page = text_of(member.get(comment.article.get_absolute_url()))
    assert "comment-edited" in page
    assert "data-received" in page
    assert not Decision.objects.exists()


def test_a_double_click_makes_one_revision(browse: Browse, comment: Comment, alice: User) -> None:
    member = browse(alice)

    answers = [change(member, comment, "Enfin, oui !") for _time in range(3)]

    assert {answer.status_code for answer in answers} == {303}
    assert Revision.objects.filter(comment=comment).count() == 2


def test_the_same_text_again_changes_nothing(browse: Browse, comment: Comment, alice: User) -> None:
    assert change(browse(alice), comment, "Enfin !\r\n").status_code == 303

    comment.refresh_from_db()
    assert (comment.revision, comment.edited_at) == (1, None)


def test_only_its_author_finds_the_page(browse: Browse, client: Client, comment: Comment, basile: User) -> None:
    assert client.get(address(comment)).headers["Location"].endswith(f"?next={address(comment)}")
    lost = change(client, comment, TYPED)
    assert (lost.status_code, given_back(lost)) == (403, TYPED)
    assert change(browse(basile), comment, TYPED).status_code == 404
    assert address(comment) not in text_of(client.get(comment.article.get_absolute_url()))


@pytest.mark.parametrize("status", sorted(set(Status)))
def test_what_waits_or_is_shown_may_be_changed_and_nothing_else(
    browse: Browse, free_article: Article, alice: User, status: str
) -> None:
    comment = planted(free_article, alice, status)
    client = browse(alice)
    open_to_it = status in {Status.PENDING, Status.PUBLISHED}

    assert client.get(address(comment)).status_code == (200 if open_to_it else 409)
    answer = change(client, comment, "Autrement.")

    assert answer.status_code == (303 if open_to_it else 409)
    stored = Comment.objects.get()
    assert (stored.body, stored.status) == ("Autrement." if open_to_it else comment.body, status)
    assert open_to_it or given_back(answer) == "Autrement."


def test_the_quarter_of_an_hour_is_counted_from_the_writing(browse: Browse, comment: Comment, alice: User) -> None:
    client = browse(alice)
    moment = timedelta(seconds=30)
    Comment.objects.update(created_at=timezone.now() - COMMENT_EDIT_WINDOW + moment)
    assert change(client, comment, "À temps.").status_code == 303

    Comment.objects.update(created_at=timezone.now() - COMMENT_EDIT_WINDOW - moment)

    comment.refresh_from_db()
    answer = change(client, comment, TYPED, key="une-autre")
    assert (answer.status_code, given_back(answer)) == (409, TYPED)
    assert client.get(address(comment)).status_code == 409
    assert f'href="{address(comment)}"' not in text_of(client.get(comment.article.get_absolute_url()))
    assert Comment.objects.get().body == "À temps."


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.PENDING, Status.WITHDRAWN])
def test_what_was_answered_stays_as_it_was(
    browse: Browse, comment: Comment, alice: User, basile: User, status: str
) -> None:
    planted(comment.article, basile, status, parent=comment)

    answer = change(browse(alice), comment, TYPED)

    assert (answer.status_code, given_back(answer)) == (409, TYPED)
    assert Comment.objects.get(pk=comment.pk).body == "Enfin !"


def test_two_pages_do_not_change_it_one_over_the_other(browse: Browse, comment: Comment, alice: User) -> None:
    client = browse(alice)
    change(client, comment, "De la première page.")

    answer = change(client, comment, TYPED, key="une-autre")

    assert (answer.status_code, given_back(answer)) == (409, TYPED)
    assert change(client, comment, TYPED, key="encore", revision="x").status_code == 409


@pytest.mark.parametrize(("body", "key"), [("", "k"), ("x" * 2001, "k"), ("a\x00b", "k"), ("Oui.", ""), ("Oui.", "é")])
def test_what_cannot_be_a_comment_is_given_back(
    browse: Browse, comment: Comment, alice: User, body: str, key: str
) -> None:
    answer = change(browse(alice), comment, body, key=key)

    assert answer.status_code == 422
    assert given_back(answer) == body
    assert "errorlist" in text_of(answer)
    assert re.search(r'name="revision" value="1"', text_of(answer))
    assert Comment.objects.get().revision == 1


@pytest.mark.parametrize("kind", ["ban", "closed", "lapsed"])
def test_who_may_not_post_may_not_edit(
    browse: Browse, comment: Comment, alice: User, carole: User, rule: Rule, kind: str
) -> None:
    if kind == "ban":
        factories.sanction(alice, level="ban", by=carole, rule=rule, explanation=WHY)
    elif kind == "closed":
        Discussion.objects.get().govern(by=carole, state=Discussion.State.CLOSED)
    else:
        alice.subscriptions.update(ends_at=timezone.now())

    answer = change(browse(alice), comment, TYPED)

    assert (answer.status_code, given_back(answer)) == (403, TYPED)
    assert Comment.objects.get().revision == 1


def test_the_charter_is_accepted_to_edit_too(browse: Browse, comment: Comment, alice: User) -> None:
    Acceptance.objects.filter(user=alice).delete()

    answer = change(browse(alice), comment, TYPED)

    assert answer.status_code == 422
    assert 'name="charter"' in text_of(answer)
    assert change(browse(alice), comment, TYPED, charter="1").status_code == 303


# What a check says of the new text, where the comment stood -> where it stands, and by how many decisions.
VERDICTS = [
    ("flag", Status.PUBLISHED, Status.PUBLISHED, 0),
    ("hold", Status.PUBLISHED, Status.PENDING, 1),
    ("refuse", Status.PUBLISHED, Status.REFUSED, 1),
    ("flag", Status.PENDING, Status.PENDING, 0),
    ("hold", Status.PENDING, Status.PENDING, 0),
    ("refuse", Status.PENDING, Status.REFUSED, 1),
]


@pytest.mark.parametrize(("verdict", "was", "now", "moves"), VERDICTS)
def test_an_edit_is_judged_as_a_new_text(
    monkeypatch: pytest.MonkeyPatch,
    browse: Browse,
    free_article: Article,
    alice: User,
    verdict: str,
    was: str,
    now: str,
    moves: int,
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, ("words", words(verdict))))
    comment = planted(free_article, alice, was)

    change(browse(alice), comment, "Un grumeau.")

    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.revision) == (now, "Un grumeau.", 2)
    assert comment.flagged == (verdict == "flag" and was == Status.PUBLISHED)
    assert Revision.objects.get().verdict == verdict
    decisions = Decision.objects.all()
    assert [(one.was, one.now, one.revision, one.role) for one in decisions] == [(was, now, 2, "machine")] * moves
    assert all(one.is_told == (verdict == "refuse") for one in decisions)


def test_what_waits_goes_on_waiting_whatever_the_new_text(free_article: Article, alice: User) -> None:
    made = factories.comment(free_article, alice, "http://a.b http://c.d http://e.f")
    assert made.status == Status.PENDING

    edited(made, "Sans adresse.")

    assert Comment.objects.get().status == Status.PENDING
    assert Revision.objects.get(number=2).verdict == Verdict.PASS


def test_a_first_comment_that_was_let_through_waits_again(
    free_article: Article, alice: User, maud: User, carole: User
) -> None:
    Policy.objects.revise(by=carole, first_comments_held=1)
    made = factories.comment(free_article, alice, "Un mot aimable.")
    made.publish(by=maud)

    made = edited(made, "Un tout autre mot.")

    assert made.status == Status.PENDING
    assert [hit["why"] for hit in hits_of(made)] == ["first"]


def test_who_answers_a_text_that_changed_meanwhile_reads_it_again(comment: Comment, basile: User) -> None:
    edited(comment, "Tout autre chose.")

    with pytest.raises(ValidationError) as refusal:
        intake.submit(submission(comment.article, basile, "Oui.", parent_id=comment.pk, parent_revision=1))
    assert list(refusal.value.message_dict) == ["parent"]
    assert intake.submit(submission(comment.article, basile, "Oui.", parent_id=comment.pk, parent_revision=2)).pk


def test_an_expired_token_gives_the_edit_back(comment: Comment, alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    answer = change(strict, comment, TYPED)

    assert answer.status_code == 403
    assert given_back(answer) == TYPED
    assert f'action="{address(comment)}"' in text_of(answer)
    assert 'name="revision" value="1"' in text_of(answer)
