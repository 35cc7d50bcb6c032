"""A text that was refused or taken down, mended and sent again: a new comment, through the ordinary door."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Rule, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion, own_page, text_of
from tests.comments.sending import given_back, send
from tests.comments.trees import planted

Browse = Callable[[User], Client]
CONTRIBUTIONS = "/account/contributions/"


def link(comment: Comment) -> str:
    """Return the address that brings the text back into the form."""
    return f"{own_page(comment.article)}?again={comment.pk}"


@pytest.mark.parametrize("status", ["refused", "removed", "withdrawn"])
def test_the_page_of_contributions_leads_to_the_form_with_the_text(
    status: str, browse: Browse, free_article: Article, alice: User
) -> None:
    comment = planted(free_article, alice, status)
    member = browse(alice)

    assert f'href="{link(comment)}#comment-form"' in text_of(member.get(CONTRIBUTIONS))
    assert given_back(member.get(link(comment))) == comment.body


@pytest.mark.parametrize("status", ["published", "pending", "hidden", "erased"])
def test_what_stands_or_is_gone_is_not_sent_again(
    status: str, browse: Browse, free_article: Article, alice: User
) -> None:
    comment = planted(free_article, alice, status)
    member = browse(alice)

    assert "?again=" not in text_of(member.get(CONTRIBUTIONS))
    assert member.get(link(comment)).status_code == 404


def test_nobody_sends_the_text_of_somebody_else(
    browse: Browse, free_article: Article, alice: User, basile: User
) -> None:
    comment = planted(free_article, alice, Status.REFUSED)

    answer = browse(basile).get(link(comment))

    assert answer.status_code == 404
    assert comment.body not in text_of(answer)


def test_a_text_goes_under_its_own_article_alone(
    browse: Browse, free_article: Article, walled_article: Article, alice: User
) -> None:
    comment = planted(free_article, alice, Status.REFUSED)

    assert browse(alice).get(f"{own_page(walled_article)}?again={comment.pk}").status_code == 404


def test_a_stranger_signs_in_first(client: Client, free_article: Article, alice: User) -> None:
    refused = planted(free_article, alice, Status.REFUSED)

    answer = client.get(link(refused))

    assert answer.status_code == 302
    # And is led back to the form, where the text is.
    back = urlencode({"next": f"{link(refused)}#comment-form"})
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == parse_qs(back)


def test_it_answers_what_it_answered_if_that_can_still_be_answered(
    browse: Browse, free_article: Article, alice: User, basile: User, maud: User, rule: Rule
) -> None:
    parent = factories.comment(free_article, basile, "Qui a payé ?")
    reply = planted(free_article, alice, Status.REFUSED, parent=parent)
    member = browse(alice)
    assert f'name="parent" value="{parent.pk}"' in text_of(member.get(link(reply)))

    parent.remove(by=maud, rule=rule, explanation="Une insulte.")

    assert 'name="parent" value=""' in text_of(member.get(link(reply)))
    assert given_back(member.get(link(reply))) == reply.body


def test_who_may_not_react_finds_the_panel_and_their_text(
    browse: Browse, free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    comment = planted(free_article, alice, Status.REFUSED)
    until = timezone.now() + timedelta(days=7)
    factories.sanction(alice, level="suspension", by=carole, rule=rule, explanation="Deux.", ends_at=until)
    member = browse(alice)

    page = text_of(member.get(link(comment)))

    assert Discussion(page).panel == "suspended"
    assert not Discussion(page).has_form
    assert comment.body in page
    assert "?again=" not in text_of(member.get(CONTRIBUTIONS))


def test_nothing_is_sent_again_under_a_withdrawn_article(
    browse: Browse, free_article: Article, alice: User, edith: User
) -> None:
    comment = planted(free_article, alice, Status.REFUSED)
    free_article.withdraw(by=edith)
    member = browse(alice)

    assert "?again=" not in text_of(member.get(CONTRIBUTIONS))
    assert member.get(link(comment)).status_code == 410


def test_it_becomes_a_new_comment_and_the_old_one_stays(browse: Browse, free_article: Article, alice: User) -> None:
    comment = planted(free_article, alice, Status.REFUSED)

    assert send(browse(alice), free_article, "Le même, poli.").status_code == 303

    assert Comment.objects.get(pk=comment.pk).status == Status.REFUSED
    assert Comment.objects.exclude(pk=comment.pk).get().body == "Le même, poli."
