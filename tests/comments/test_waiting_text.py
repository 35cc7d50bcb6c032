"""A text sent signed out waits while its author signs in, and comes back."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from articles.models import Article
from comments import drafts
from comments.models import Comment
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back, send
from tests.conftest import PASSWORD


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
