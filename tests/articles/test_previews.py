"""Preview links: the whole draft to who has the link, for a week; kept, indexed and told by nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, PreviewLink, StaleArticle
from articles.models.preview_link import LASTS
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.articles.desk import Browse
from tests.articles.pages import queries, text_of
from tests.factories import SECRET, WALLED_BODY


def desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/previews/"


@pytest.fixture
def draft(draft_article: Article) -> Article:
    """A draft with a wall in it."""
    Article.objects.update(body=WALLED_BODY, access="subscribers")
    return Article.objects.select_related("section").get(pk=draft_article.pk)


@pytest.fixture
def token(draft: Article, edith: User) -> str:
    """The token of a link that Édith made."""
    return PreviewLink.objects.give(draft, by=edith)[1]


def address(token: str) -> str:
    return f"/previews/{token}/"


# The link


@pytest.mark.parametrize("reader", ["", "chloe", "alice", "renee"])
def test_the_link_shows_the_whole_draft_to_who_follows_it(
    request: pytest.FixtureRequest, client: Client, browse: Browse, draft: Article, token: str, reader: str
) -> None:
    if reader:
        browse(request.getfixturevalue(reader))

    answer = client.get(address(token))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert SECRET in page
    assert "les lecteurs ne voient pas cet article" in page
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    # Who signs in comes back to it; nothing else on the page tells it.
    assert re.findall(rf'"([^"]*){token}', page) == ["/accounts/login/?next=/previews/"]
    # Nothing to send, and nobody's name: the page is the same for all.
    assert 'method="post"' not in page
    # The link stands for itself: the draft's own address tells a reader nothing.
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("how", ["expired", "revoked", "withdrawn", "expired draft under embargo"])
def test_a_link_that_is_over_says_so_and_shows_nothing(
    client: Client, draft: Article, token: str, edith: User, how: str
) -> None:
    link = PreviewLink.objects.get()
    if how == "revoked":
        link.revoke(by=edith)
    elif how == "withdrawn":
        draft.publish(by=edith)
        draft.withdraw(by=edith)
    else:
        PreviewLink.objects.update(expires_at=timezone.now())

    answer = client.get(address(token))

    assert answer.status_code == 410
    assert SECRET not in answer.content.decode()
    assert draft.headline not in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("word", ["A" * 32, "x", "A" * 31 + "é", "%00", "A" * 500])
def test_what_is_no_link_is_not_there(client: Client, token: str, word: str) -> None:
    assert client.get(address(word)).status_code == 404


def test_a_published_article_is_read_at_its_own_address_where_its_wall_stands(
    client: Client, draft: Article, token: str
) -> None:
    draft.publish(by=None)

    answer = client.get(address(token))

    assert (answer.status_code, answer.headers["Location"]) == (302, draft.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert SECRET not in text_of(client, draft.get_absolute_url())


def test_a_scheduled_article_is_shown_until_its_time(client: Client, draft: Article, token: str) -> None:
    draft.publish(by=None, at=timezone.now() + timedelta(hours=1))

    assert SECRET in text_of(client, address(token))


def test_the_link_lasts_a_week_and_its_token_is_kept_by_nobody(draft: Article, token: str, edith: User) -> None:
    link = PreviewLink.objects.get()

    assert link.expires_at - link.created_at == LASTS == timedelta(days=7)
    assert token not in str(PreviewLink.objects.values().get())
    entry = Entry.objects.get(action="preview.given")
    assert (entry.actor, token in str(entry.detail)) == (edith, False)


@pytest.mark.parametrize(
    ("method", "headers", "counted"),
    [
        ("get", {}, 1),
        ("head", {}, 0),
        ("get", {"User-Agent": "Slackbot 1.0"}, 0),
        ("get", {"Sec-Purpose": "prefetch"}, 0),
    ],
)
def test_who_opens_it_is_counted(
    client: Client, token: str, method: str, headers: dict[str, str], counted: int
) -> None:
    getattr(client, method)(address(token), headers=headers)

    assert PreviewLink.objects.get().opened == counted


def test_the_page_costs_the_same_whoever_follows(client: Client, browse: Browse, token: str, alice: User) -> None:
    assert queries(client, address(token)) == queries(browse(alice), address(token)) <= 12


# The desk


def test_a_new_link_is_shown_once_and_opens_the_draft(browse: Browse, renee: User, draft: Article) -> None:
    client = browse(renee)

    page = client.post(desk(draft), follow=True).content.decode()

    shown = re.search(r'value="[^"]*(/previews/[\w-]{32}/)"', page)
    assert shown
    assert SECRET in text_of(Client(), shown[1])
    assert "/previews/" not in text_of(client, desk(draft)).replace(desk(draft), "")


def test_links_are_listed_with_their_openings_and_taken_back(
    client: Client, browse: Browse, draft: Article, token: str, edith: User
) -> None:
    client.get(address(token))
    editing = browse(edith)
    assert "ouvert 1 fois" in text_of(editing, desk(draft))
    link = PreviewLink.objects.get()

    assert editing.post(f"{desk(draft)}{link.pk}/revocation/").status_code == 302

    assert client.get(address(token)).status_code == 410
    assert Entry.objects.get(action="preview.revoked").actor == edith
    editing.post(f"{desk(draft)}{link.pk}/revocation/")
    assert Entry.objects.filter(action="preview.revoked").count() == 1


def test_what_readers_see_needs_no_link(browse: Browse, edith: User, free_article: Article) -> None:
    client = browse(edith)
    assert (
        "<button" not in text_of(client, desk(free_article)).partition('id="content-main"')[2].partition("</main>")[0]
    )

    assert client.post(desk(free_article)).status_code == 409
    with pytest.raises(StaleArticle):
        PreviewLink.objects.give(free_article, by=edith)
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("maud", 403), ("alice", 302)])
def test_links_are_the_desk_s(
    request: pytest.FixtureRequest, browse: Browse, draft: Article, token: str, who: str, status: int
) -> None:
    client = browse(request.getfixturevalue(who))
    link = PreviewLink.objects.get()

    assert client.get(desk(draft)).status_code == status
    assert client.post(desk(draft)).status_code == status
    assert client.post(f"{desk(draft)}{link.pk}/revocation/").status_code == status
    link.refresh_from_db()
    assert link.revoked_at is None
