"""Who decides at the desk, and who was faster: conflicts, a moderator's own comment, the second person."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, Decision, Report, Rule, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.desk import QUEUE, buttons, decide, examination, seen
from tests.comments.trees import planted

Browse = Callable[[User], Client]
Put = Callable[[Status], Comment]
WHY = "Votre texte vise une personne."


@pytest.fixture
def put(comment: Comment) -> Put:
    """Return the comment as it would stand in a status."""

    def standing(status: Status) -> Comment:
        Comment.objects.filter(pk=comment.pk).update(status=status)
        return Comment.objects.get(pk=comment.pk)

    return standing


def page_of(client: Client, comment: Comment) -> str:
    """Return the comment's page at the desk."""
    answer = client.get(examination(comment))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_comes_second_is_told_what_happened_and_who_did_it(
    put: Put, rule: Rule, maud: User, marius: User, browse: Browse
) -> None:
    comment = put(Status.PENDING)
    client = browse(maud)
    as_seen = seen(page_of(client, comment))
    comment.refuse(by=marius, rule=rule, explanation=WHY)

    answer = decide(client, comment, "publish", as_seen=as_seen)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Marius" in page
    assert str(Status.REFUSED.label) in page
    assert f'href="{examination(comment)}"' in page
    assert Comment.objects.get(pk=comment.pk).status == Status.REFUSED
    assert Decision.objects.count() == 1


def test_who_comes_second_is_told_so_whatever_else_was_wrong_with_the_form(
    put: Put, rule: Rule, maud: User, marius: User, browse: Browse
) -> None:
    comment = put(Status.PENDING)
    client = browse(maud)
    as_seen = seen(page_of(client, comment))
    comment.publish(by=marius)

    assert decide(client, comment, "refuse", as_seen=as_seen).status_code == 409


def test_a_text_that_its_author_rewrote_is_not_judged(put: Put, maud: User, browse: Browse) -> None:
    comment = put(Status.PENDING)
    client = browse(maud)
    as_seen = seen(page_of(client, comment))
    Comment.objects.filter(pk=comment.pk).update(body="Autre chose", revision=2)

    assert decide(client, comment, "publish", as_seen=as_seen).status_code == 409
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides_and_one_gets_409(
    comment: Comment, rule: Rule, maud: User, marius: User
) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=Status.PENDING)
    clients = [Client(), Client()]
    for client, person in zip(clients, (maud, marius), strict=True):
        factories.let_in(client, person)
    as_seen = seen(page_of(clients[0], comment))
    start = threading.Barrier(2)
    answers: list[int] = []

    def press(client: Client, verb: str) -> None:
        start.wait()
        answers.append(decide(client, comment, verb, as_seen=as_seen, rule=rule.pk, explanation=WHY).status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in zip(clients, ("publish", "refuse"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 409]
    assert Decision.objects.count() == 1


def test_a_moderator_s_own_comment_is_shown_and_not_decided(
    comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=maud)
    client = browse(maud)
    page = page_of(client, comment)

    assert buttons(page) == set()
    assert 'class="desk-verdict"' in page
    answer = decide(client, comment, "remove", as_seen="published 1 0 0 0", rule=rule.pk, explanation=WHY)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_second_person_puts_a_comment_back_with_a_reason(
    comment: Comment, rule: Rule, maud: User, carole: User, browse: Browse
) -> None:
    comment.remove(by=maud, rule=rule, explanation=WHY)
    client = browse(carole)

    assert decide(client, comment, "restore").status_code == 200
    assert decide(client, comment, "restore", explanation="Relu : c’est une critique.").status_code == 302
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED


def test_the_chief_who_removed_a_comment_does_not_put_it_back(
    comment: Comment, rule: Rule, carole: User, browse: Browse
) -> None:
    comment.remove(by=carole, rule=rule, explanation=WHY)

    answer = decide(browse(carole), comment, "restore", explanation="J’ai changé d’avis.")

    assert answer.status_code == 403
    assert Comment.objects.get(pk=comment.pk).status == Status.REMOVED


@pytest.mark.parametrize("key", ["999999999", "x", "9" * 40, "-1"])
def test_a_comment_that_is_not_there_is_not_found(key: str, maud: User, browse: Browse) -> None:
    assert browse(maud).get(f"{QUEUE}{key}/change/").status_code == 404


def test_the_page_asks_as_much_of_the_database_however_much_there_is_to_show(
    free_article: Article, comment: Comment, rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(client, comment)
        return len(asked)

    def more(number: int) -> None:
        member = factories.subscriber(f"Membre {number}")
        factories.comment(free_article, member, "Réponse", parent=comment)
        Report.objects.create(comment=comment, revision=1, reporter=member, rule=rule)
        said = planted(free_article, comment.author)
        said.remove(by=maud, rule=rule, explanation=WHY)

    more(0)
    queries()
    few = queries()
    for number in range(1, 16):
        more(number)

    # One less where another comment waits: the look for the next one then ends at the first try.
    assert queries() <= few <= 23
