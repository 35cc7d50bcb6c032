"""A comment that cannot be taken: the answer says why, and its text is never lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, Discussion, Rule, Sanction, Status
from comments.models.reach import MAX_DEPTH
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back, send
from tests.comments.trees import planted

pytestmark = pytest.mark.once


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PUBLISHED}))
def test_what_no_reader_reaches_is_not_answered(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, status: str
) -> None:
    parent = planted(free_article, alice, status)

    answer = send(browse(basile), free_article, TYPED, parent=str(parent.pk))

    assert answer.status_code == 422
    assert given_back(answer) == TYPED
    assert not Comment.objects.filter(author=basile).exists()


def test_nobody_answers_a_comment_of_another_article_nor_one_too_deep(
    browse: Callable[[User], Client], free_article: Article, walled_article: Article, alice: User
) -> None:
    elsewhere = planted(walled_article, alice)
    deepest = planted(free_article, alice)
    for _level in range(MAX_DEPTH):
        deepest = planted(free_article, alice, parent=deepest)
    member = browse(alice)
    before = Comment.objects.count()

    for parent in (elsewhere, deepest):
        assert send(member, free_article, TYPED, parent=str(parent.pk)).status_code == 422
    assert Comment.objects.count() == before


@pytest.mark.parametrize("parent", ["abc", "0", "-1", "9" * 40, "1\x00", "\u0661", "1.5"])
def test_a_parent_that_is_no_number_is_refused_in_words(
    browse: Callable[[User], Client], free_article: Article, alice: User, parent: str
) -> None:
    answer = send(browse(alice), free_article, TYPED, parent=parent)

    assert answer.status_code == 422
    assert given_back(answer) == TYPED
    assert "errorlist" in text_of(answer)


@pytest.mark.parametrize(
    "body",
    [
        "x" * 2001,
        "\U0001f600" * 2001,
        "ligne\r\n" * 500,
        "",
        "   \r\n\u00a0",
        "\u200b\u200d\ufeff",
        "avant\x00après",
        "avant\x1baprès",
        "é" * 500_000,
    ],
    ids=["2001", "2001 emoji", "too many lines", "nothing", "blank", "invisible", "NUL", "control", "1 MB"],
)
def test_what_is_no_comment_is_refused_and_given_back_whole(
    browse: Callable[[User], Client], free_article: Article, alice: User, body: str
) -> None:
    answer = send(browse(alice), free_article, body)

    assert answer.status_code == 422
    assert "errorlist" in text_of(answer)
    assert given_back(answer) == body
    assert not Comment.objects.exists()


def test_two_thousand_characters_pass(browse: Callable[[User], Client], free_article: Article, alice: User) -> None:
    body = ("\U0001f600" * 39 + "\r\n") * 50

    assert send(browse(alice), free_article, body).status_code == 303
    assert len(Comment.objects.get().body) == 1999


@pytest.mark.parametrize("key", ["", "x" * 65, "clé", "a\nb"])
def test_a_form_without_its_key_is_given_back(
    browse: Callable[[User], Client], free_article: Article, alice: User, key: str
) -> None:
    answer = send(browse(alice), free_article, TYPED, key=key)

    assert answer.status_code == 422
    assert given_back(answer) == TYPED
    assert not Comment.objects.exists()


def barred(kind: str, article: Article, alice: User, chloe: User, david: User, carole: User, rule: Rule) -> User:
    """Return a member who may not react, of the kind the test names."""
    if kind == "banned":
        factories.sanction(alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")
    if kind == "closed":
        Discussion.objects.begun(article.pk).govern(by=carole, state=Discussion.State.CLOSED)
    return {"banned": alice, "closed": alice, "no-subscription": chloe, "lapsed": david}[kind]


@pytest.mark.parametrize("kind", ["banned", "closed", "no-subscription", "lapsed"])
def test_who_may_not_react_is_told_why_with_the_text_to_copy(
    browse: Callable[[User], Client],
    walled_article: Article,
    alice: User,
    chloe: User,
    david: User,
    carole: User,
    rule: Rule,
    kind: str,
) -> None:
    member = barred(kind, walled_article, alice, chloe, david, carole, rule)

    answer = send(browse(member), walled_article, TYPED)

    assert answer.status_code == 403
    assert given_back(answer) == TYPED
    assert Shown(text_of(answer)).panel == {"lapsed": "no-subscription"}.get(kind, kind)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("state", "status"), [("withdrawn", 410), ("draft", 404), ("ahead", 404), ("none", 404)])
def test_an_article_that_is_not_there_gives_the_text_back(
    browse: Callable[[User], Client], free_article: Article, draft_article: Article, alice: User, edith: User,
    state: str, status: int,
) -> None:  # fmt: skip
    if state == "withdrawn":
        free_article.withdraw(by=edith)
    if state == "ahead":
        Article.objects.update(published_at="2999-01-01T00:00Z")
    number = {"draft": draft_article.pk, "none": 10**30}.get(state, free_article.pk)

    answer = browse(alice).post(f"/discussions/{number}/", {"body": TYPED, "key": "k"})

    assert answer.status_code == status
    assert given_back(answer) == TYPED
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ('{"body": "\\ud83d"}', "application/json", 415),
        ("body=bonjour", "text/plain", 415),
        ("other=1", "application/x-www-form-urlencoded", 422),
        ("body=%FF%FE%ED%A0%BD&key=k", "application/x-www-form-urlencoded", 303),
        ("body=bonjour&key=k", "application/x-www-form-urlencoded; charset=utf-16", 400),
        ("&".join(f"f{number}=1" for number in range(1001)), "application/x-www-form-urlencoded", 400),
        ("--x\r\nrubbish", "multipart/form-data; boundary=x", 422),
        ("rubbish", "multipart/form-data", 400),
        ('--x\r\nContent-Disposition: form-data; name="body"; filename="a.txt"\r\n\r\nbonjour\r\n--x--\r\n',
         "multipart/form-data; boundary=x", 422),
        ("body=" + "x" * 2_700_000, "application/x-www-form-urlencoded", 413),
    ],
    ids=["JSON", "plain", "no field", "bad bytes", "UTF-16", "fields", "broken", "no boundary", "file", "2.7 MB"],
)  # fmt: skip
def test_what_is_not_the_form_gets_a_clear_answer(
    browse: Callable[[User], Client], free_article: Article, alice: User, content: str, kind: str, status: int
) -> None:
    answer = browse(alice).generic("POST", f"/discussions/{free_article.pk}/", content, kind)

    assert answer.status_code == status
    assert Comment.objects.count() == (status == 303)
    assert status == 303 or "<h1" in text_of(answer)


def test_rights_are_read_at_the_moment_of_the_writing(
    browse: Callable[[User], Client], free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    member = browse(alice)
    assert Shown(text_of(member.get(free_article.get_absolute_url()))).has_form
    factories.sanction(alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")

    assert send(member, free_article, TYPED).status_code == 403


def test_no_answer_to_a_writing_is_kept_by_a_cache(
    client: Client, browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    answers = [send(client, free_article, "x" * 30_000), send(browse(alice), free_article, "")]

    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert "public" not in answer.headers["Cache-Control"]
