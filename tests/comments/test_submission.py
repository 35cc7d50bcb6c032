"""A new comment, sent by the form: what becomes of it, and that its text is never lost."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from articles.models import Article
from comments import drafts, threads
from comments.models import Comment, Discussion, Rule, Sanction, Status
from comments.models.comment import MAX_DEPTH
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of
from tests.comments.trees import planted
from tests.conftest import PASSWORD

TEXTAREA = re.compile(r"<textarea[^>]*>\n?(.*?)</textarea>", re.DOTALL)
KEY = re.compile(r'name="key" value="(\w+)"')
# Line ends, signs that HTML minds, an emoji: what must come back as it was typed.
TYPED = "Bonjour <b>à tous</b> & « merci » \U0001f600"


def send(client: Client, article: Article, body: str, **more: str) -> HttpResponseBase:
    """Post the form under an article."""
    return client.post(f"/discussions/{article.pk}/", {"body": body, "key": "une-clef", **more})


def given_back(answer: HttpResponseBase) -> str:
    """Return the text that the page holds for its author."""
    found = TEXTAREA.search(text_of(answer))
    assert found is not None
    return unescape(found[1])


def test_a_comment_is_published_and_its_author_brought_to_it(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)

    answer = send(member, free_article, TYPED)

    made = Comment.objects.get()
    assert (made.author, made.body, made.status) == (alice, TYPED, Status.PUBLISHED)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{free_article.get_absolute_url()}#comment-{made.pk}"
    page = text_of(member.get(free_article.get_absolute_url()))
    assert "data-received" in page
    assert escape(TYPED) in page
    assert "data-received" not in text_of(member.get(free_article.get_absolute_url()))


def test_the_text_is_stored_normalised_with_its_revision(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    send(browse(alice), free_article, "\r\n  Un e\u0301te\u0301 \r\n\r\n\r\n\r\nencore\u00a0\r\n")

    made = Comment.objects.get()
    assert made.body == "  Un été\n\nencore"
    assert [revision.body for revision in made.revisions.all()] == [made.body]


def test_each_comment_moves_the_discussions_version(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    versions = []
    for key in ("a", "b"):
        send(member, free_article, "Encore.", key=key)
        versions.append(Discussion.objects.get(article=free_article).version)

    assert versions == sorted(set(versions))


def test_a_premoderated_comment_waits_and_its_author_alone_sees_it(
    browse: Callable[[User], Client], client: Client, free_article: Article, alice: User, basile: User, edith: User
) -> None:
    Discussion.objects.begun(free_article.pk).govern(by=edith, state=Discussion.State.PREMODERATED)
    send(browse(alice), free_article, TYPED)
    made = Comment.objects.get()
    assert made.status == Status.PENDING

    own = text_of(client.get(free_article.get_absolute_url()))
    assert 'data-status="pending"' in own
    assert "data-received" in own
    others = [
        free_article.get_absolute_url(),
        f"/discussions/{free_article.pk}/",
        f"/discussions/{free_article.pk}/?comment={made.pk}",
    ]
    for reader in (None, basile):
        client.logout()
        if reader:
            browse(reader)
        for address in [*others, "/account/contributions/"][: None if reader else 3]:
            page = text_of(client.get(address))
            assert f'id="comment-{made.pk}"' not in page
            assert escape(TYPED) not in page
    assert threads.count(free_article) == 0


def test_a_reply_stands_under_what_it_answers(
    browse: Callable[[User], Client], free_article: Article, basile: User, comment: Comment
) -> None:
    answer = send(browse(basile), free_article, "Oui.", parent=str(comment.pk))

    reply = Comment.objects.get(author=basile)
    assert (reply.parent, reply.root, reply.depth) == (comment, comment, 1)
    assert answer.headers["Location"].endswith(f"#comment-{reply.pk}")


def test_a_reply_to_an_old_thread_leads_to_the_page_that_holds_it(
    browse: Callable[[User], Client], free_article: Article, alice: User, comment: Comment
) -> None:
    for _number in range(threads.THREADS_A_PAGE):
        planted(free_article, alice)
    member = browse(alice)

    address = send(member, free_article, "Oui.", parent=str(comment.pk)).headers["Location"]

    reply = Comment.objects.latest("id")
    assert address == f"/discussions/{free_article.pk}/?comment={reply.pk}#comment-{reply.pk}"
    assert reply.pk in Shown(text_of(member.get(address))).shown


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


def test_the_same_submission_again_leads_to_the_same_comment(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)

    addresses = {send(member, free_article, TYPED).headers["Location"] for _time in range(3)}

    assert Comment.objects.count() == 1
    assert addresses == {f"{free_article.get_absolute_url()}#comment-{Comment.objects.get().pk}"}


def test_an_old_form_with_a_new_text_loses_neither(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    send(member, free_article, "Le premier.")

    answer = send(member, free_article, "Le second.")

    assert answer.status_code == 422
    assert given_back(answer) == "Le second."
    fresh = KEY.search(text_of(answer))
    assert fresh is not None
    assert send(member, free_article, "Le second.", key=fresh[1]).status_code == 303
    assert Comment.objects.count() == 2


def test_two_members_may_send_the_same_key(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User
) -> None:
    for member in (alice, basile):
        assert send(browse(member), free_article, TYPED).status_code == 303
    assert Comment.objects.count() == 2


def barred(kind: str, article: Article, alice: User, chloe: User, david: User, carole: User, rule: Rule) -> User:
    """Return a member who may not react, of the kind the test names."""
    if kind == "banned":
        Sanction.objects.impose(alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")
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


def test_a_signed_out_text_waits_for_its_author_to_sign_in(
    client: Client, browse: Callable[[User], Client], free_article: Article, alice: User, comment: Comment
) -> None:
    answer = send(client, free_article, TYPED, parent=str(comment.pk))

    assert answer.status_code == 303
    back = f"{free_article.get_absolute_url()}#comment-form".replace("#", "%23").replace("/", "%2F")
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={back}"
    page = client.get(free_article.get_absolute_url())
    assert escape(TYPED) not in text_of(page)
    member = browse(alice)
    page = member.get(free_article.get_absolute_url())
    assert given_back(page) == TYPED
    assert f'name="parent" value="{comment.pk}"' in text_of(page)
    send(member, free_article, TYPED, parent=str(comment.pk))
    assert given_back(member.get(free_article.get_absolute_url())) == ""


def test_a_draft_of_who_may_not_react_is_given_back_beside_the_panel(
    client: Client, browse: Callable[[User], Client], free_article: Article, chloe: User
) -> None:
    send(client, free_article, TYPED)

    page = browse(chloe).get(free_article.get_absolute_url())

    assert given_back(page) == TYPED


def test_a_signed_out_text_too_long_to_keep_is_given_back_at_once(client: Client, free_article: Article) -> None:
    body = "x" * (drafts.DRAFT_MAX_LENGTH + 1)

    answer = send(client, free_article, body)

    assert answer.status_code == 403
    assert given_back(answer) == body
    assert Shown(text_of(answer)).panel == "signed-out"
    assert drafts.SESSION_KEY not in client.session


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
    Sanction.objects.impose(alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")

    assert send(member, free_article, TYPED).status_code == 403


def test_no_answer_to_a_writing_is_kept_by_a_cache(
    client: Client, browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    answers = [send(client, free_article, "x" * 30_000), send(browse(alice), free_article, "")]

    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert "public" not in answer.headers["Cache-Control"]


def test_the_factory_uses_the_same_door(free_article: Article, alice: User) -> None:
    assert factories.comment(free_article, alice, "e\u0301").body == "é"


def test_the_text_is_in_the_form_after_a_real_sign_in(client: Client, free_article: Article) -> None:
    member = factories.subscriber("Zoé")
    member.set_password(PASSWORD)
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    sign_in = send(client, free_article, TYPED).headers["Location"]
    back = parse_qs(urlsplit(sign_in).query)["next"][0]

    answer = client.post(sign_in, {"login": member.email, "password": PASSWORD, "next": back})

    assert answer.headers["Location"] == f"{free_article.get_absolute_url()}#comment-form"
    assert given_back(client.get(free_article.get_absolute_url())) == TYPED
