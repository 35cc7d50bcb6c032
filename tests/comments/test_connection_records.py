"""Whence each contribution was sent: kept with it, believed from our own proxies alone, shown to few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import Article
from comments import intake
from comments.models import Comment, ConnectionRecord, WordRule
from newsroom.audit.models import Entry
from newsroom.lib import connection as whence
from newsroom.lib.connection import Connection
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import submission
from tests.comments.sending import send

Browse = Callable[[User], Client]

READER = "198.51.100.4"
PROXY = "10.0.0.1"
FORGED = "203.0.113.66"
LIST = "/admin/comments/connectionrecord/"


def rows() -> list[tuple[Any, ...]]:
    """Return what is kept, the first first."""
    return list(ConnectionRecord.objects.order_by("pk").values_list("comment", "act", "address", "port"))


def looks() -> QuerySet[Entry]:
    """Return what is noted of who looked at them."""
    return Entry.objects.filter(action__startswith="connection-record.")


def from_reader(client: Client) -> Client:
    """Return the client, coming from where the reader is."""
    client.defaults |= {"REMOTE_ADDR": READER, "REMOTE_PORT": "50123"}
    return client


@pytest.fixture
def reader(alice: User, browse: Browse) -> Client:
    """Alice's browser."""
    return from_reader(browse(alice))


@pytest.fixture
def record(comment: Comment) -> ConnectionRecord:
    """Whence Alice's comment came."""
    return ConnectionRecord.objects.create(comment=comment, act="posted", address=READER, port=50123)


def test_a_comment_its_edit_and_its_withdrawal_are_kept_with_whence_they_came(
    reader: Client, free_article: Article
) -> None:
    send(reader, free_article, "Enfin !")
    comment = Comment.objects.get()
    sent = {"body": "Enfin, oui !", "key": "un-autre", "revision": "1"}
    assert reader.post(f"/comments/{comment.pk}/edit/", sent).status_code == 303
    assert reader.post(f"/comments/{comment.pk}/withdrawal/").status_code == 302

    assert rows() == [(comment.pk, act, READER, 50123) for act in ("posted", "edited", "withdrawn")]


def test_what_stores_nothing_leaves_no_record(reader: Client, free_article: Article) -> None:
    send(reader, free_article, "Enfin !")
    comment = Comment.objects.get()

    send(reader, free_article, "Enfin !")
    send(reader, free_article, "x" * 2001, key="trop-long")
    reader.post(f"/comments/{comment.pk}/edit/", {"body": "Enfin !", "key": "sans-changement", "revision": "1"})
    reader.post(f"/comments/{comment.pk}/recommendation/")

    assert [act for _comment, act, *_whence in rows()] == ["posted"]


def test_what_a_check_refuses_was_sent_all_the_same(reader: Client, free_article: Article, carole: User) -> None:
    WordRule.objects.add(by=carole, phrase="grumeau", action="refuse", rule_number=1)

    send(reader, free_article, "Un grumeau.")

    assert Comment.objects.get().status == "refused"
    assert len(rows()) == 1


def test_what_rolls_back_leaves_no_record(free_article: Article, alice: User) -> None:
    sent = submission(free_article, alice, "Enfin !", connection=Connection(READER, 50123))

    with transaction.atomic():
        intake.submit(sent)
        transaction.set_rollback(True)

    assert rows() == []


def test_what_no_reader_sent_has_no_record(comment: Comment) -> None:
    assert rows() == []


def test_a_record_costs_a_comment_one_query(free_article: Article, alice: User) -> None:
    costs = []
    # The first of all makes what the others find.
    for number, sent_from in enumerate((None, None, Connection(READER))):
        with CaptureQueriesContext(connection) as queries:
            intake.submit(submission(free_article, alice, f"Un texte, le {number}.", connection=sent_from))
        costs.append(len(queries))

    assert costs[2] == costs[1] + 1


@pytest.mark.parametrize(
    ("proxies", "sent", "address", "port"),
    [
        # Nothing stands in front: what the server saw, whatever the headers say.
        (0, {}, PROXY, 50123),
        (0, {"X-Forwarded-For": FORGED}, PROXY, 50123),
        (0, {"X-Forwarded-For": FORGED, "X-Client-Port": "1"}, PROXY, 50123),
        # One proxy: what it added to the header, last, and not what came with it.
        (1, {"X-Forwarded-For": READER}, READER, None),
        (1, {"X-Forwarded-For": f"{FORGED}, {READER}"}, READER, None),
        (1, {"X-Forwarded-For": f"{FORGED}, {READER}", "X-Client-Port": "40999"}, READER, 40999),
        (2, {"X-Forwarded-For": f"{FORGED}, {READER}, 10.0.0.2"}, READER, None),
        # The whole address, not its network, and not what came with it.
        (1, {"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7", None),
        (1, {"X-Forwarded-For": f"{READER}:40999"}, READER, None),
        # Nobody knows.
        (1, {"X-Forwarded-For": "unknown"}, None, None),
        (1, {"X-Forwarded-For": READER, "X-Client-Port": "70000"}, READER, None),
        (1, {"X-Forwarded-For": READER, "X-Client-Port": "0"}, READER, None),
        (1, {"X-Forwarded-For": READER, "X-Client-Port": "-5"}, READER, None),
        (1, {"X-Forwarded-For": READER, "X-Client-Port": "٣"}, READER, None),
    ],
)
def test_only_our_own_proxies_tell_whence_a_request_came(
    proxies: int, sent: dict[str, str], address: str | None, port: int | None, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.CLIENT_PORT_HEADER = "X-Client-Port"

    asked = RequestFactory().post("/", headers=sent, REMOTE_ADDR=PROXY, REMOTE_PORT="50123")

    assert whence.of(asked) == Connection(address, port)


def test_no_header_says_the_port_unless_the_operator_named_it(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    asked = RequestFactory().post("/", headers={"X-Forwarded-For": READER, "X-Client-Port": "40999"})

    assert whence.of(asked) == Connection(READER, None)


def test_a_server_that_tells_no_port_leaves_it_empty() -> None:
    assert whence.of(RequestFactory().post("/", REMOTE_ADDR=READER)) == Connection(READER, None)


def test_an_address_nobody_knows_keeps_no_text_from_coming_in(
    reader: Client, free_article: Article, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    answer = reader.post(
        f"/discussions/{free_article.pk}/",
        {"body": "Enfin !", "key": "une-clef"},
        headers={"X-Forwarded-For": "unknown"},
    )

    assert answer.status_code == 303
    assert rows() == [(Comment.objects.get().pk, "posted", None, None)]


@pytest.mark.parametrize("group", ["Reporter", "Editor", "Moderator", "Chief moderator"])
def test_nobody_else_reads_them(browse: Browse, record: ConnectionRecord, group: str) -> None:
    client = browse(factories.staff("Quelqu’un", group))

    assert client.get(LIST).status_code == 403
    for door in ("change/", "history/"):
        assert client.get(f"{LIST}{record.pk}/{door}", follow=True).status_code == 403
    assert not looks().exists()


@pytest.mark.parametrize("who", ["maud", "carole"])
def test_no_moderator_sees_an_address_where_they_read_comments(
    who: str, browse: Browse, record: ConnectionRecord, request: pytest.FixtureRequest
) -> None:
    client, comment = browse(request.getfixturevalue(who)), record.comment
    pages = ("", "comments/comment/", f"comments/comment/{comment.pk}/change/", "comments/queuedcomment/",
             f"comments/sanction/member/{comment.author_id}/")  # fmt: skip

    for page in pages:
        answer = client.get(f"/admin/{page}")
        assert answer.status_code == 200
        assert READER not in answer.content.decode()


def test_the_publisher_reads_the_list_and_it_is_noted(browse: Browse, record: ConnectionRecord, paul: User) -> None:
    page = browse(paul).get(LIST)

    assert READER in page.content.decode()
    entry = looks().get()
    assert (entry.actor, entry.action, entry.subject) == (
        paul, "connection-record.listed", "comments.connectionrecord",
    )  # fmt: skip
    assert entry.detail == {"sought": "", "records": [record.pk]}


def test_the_publisher_reads_one_record_and_it_is_noted(browse: Browse, record: ConnectionRecord, paul: User) -> None:
    page = browse(paul).get(f"{LIST}{record.pk}/change/")

    assert READER in page.content.decode()
    entry = looks().get()
    assert (entry.actor, entry.action) == (paul, "connection-record.seen")
    assert entry.subject == f"comments.connectionrecord:{record.pk}"
    assert entry.detail == {"comment": record.comment_id}


def test_a_record_that_is_not_there_is_seen_by_nobody(browse: Browse, record: ConnectionRecord, paul: User) -> None:
    assert browse(paul).get(f"{LIST}{record.pk + 1}/change/").status_code == 302
    assert not looks().exists()


@pytest.mark.parametrize(
    ("sought", "found"), [("{comment}", 1), ("#{comment}", 1), ("ALICE", 1), ("Basile", 0), ("999999", 0)]
)
def test_they_are_found_by_comment_or_by_member(
    sought: str, found: int, browse: Browse, record: ConnectionRecord, basile: User, paul: User
) -> None:
    sought = sought.format(comment=record.comment_id)

    page = browse(paul).get(LIST, {"q": sought})

    assert len(page.context["cl"].result_list) == found
    assert looks().get().detail == {"sought": sought, "records": [record.pk] * found}


def test_no_address_filters_by_what_the_page_does_not_offer(
    browse: Browse, record: ConnectionRecord, paul: User
) -> None:
    assert browse(paul).get(LIST, {"address": READER}).status_code == 400
    assert not looks().exists()


def test_the_list_costs_the_same_with_more_rows(browse: Browse, record: ConnectionRecord, paul: User) -> None:
    client, costs = browse(paul), []
    for _more in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        costs.append(len(queries))
        record.comment.connection_records.bulk_create(
            ConnectionRecord(comment=record.comment, act="edited", address=READER) for _one in range(5)
        )

    assert costs[0] == costs[1]


def test_not_even_a_superuser_writes_one(browse: Browse, record: ConnectionRecord) -> None:
    client = browse(User.objects.create_superuser("root@exemple.test", "Racine"))

    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{record.pk}/change/", {"address": FORGED}).status_code == 403
    assert client.post(f"{LIST}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(LIST).content.decode()
