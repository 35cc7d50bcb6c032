"""The body as the form takes it: one wall, the same teaser by whatever road it came, and Word's page cleaned."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

import tests.browser
from articles import paywall
from articles.models import Article, Section
from newsroom.lib import markup
from newsroom.subscribers.models import User
from tests.articles.desk import ADD, typed
from tests.articles.items import Import, item, text

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]

# As the body editor sends it.
WRITTEN = (
    "<p>Un <strong>début</strong>.</p><h2>Un intertitre</h2><ul><li>Un</li><li>Deux</li></ul>"
    '<blockquote><p>« Cité. »</p></blockquote><p><a href="https://a.example/">Un lien</a></p><hr>'
    '<figure><img src="/media/pictures/abc.jpg" width="40" height="30"><figcaption>La halle.<br>© Maud</figcaption>'
    '</figure><hr class="wall"><p>La suite.</p>'
)
COPIED = Path(tests.browser.__file__).with_name("copied_from_word.htm").read_text(encoding="utf-8")


def test_what_the_editor_sends_is_stored_as_it_is(browse: Browse, edith: User, politics: Section) -> None:
    answer = browse(edith).post(ADD, typed(politics, body=WRITTEN))

    assert answer.status_code == 302
    assert Article.objects.get().body == WRITTEN


def test_two_walls_are_refused(browse: Browse, edith: User, politics: Section) -> None:
    answer = browse(edith).post(ADD, typed(politics, body=f'{WRITTEN}<hr class="wall"><p>Encore.</p>'))

    assert "body" in answer.context["adminform"].form.errors
    assert not Article.objects.exists()


def test_the_editors_body_and_the_imported_one_give_the_same_teaser(
    browse: Browse, edith: User, politics: Section, bring_in: Import
) -> None:
    browse(edith).post(ADD, typed(politics, body=WRITTEN))
    bring_in(item(bodies=[text(WRITTEN, "html", "text/html")]))

    by_hand, imported = (markup.blocks(paywall.teaser(one.body)) for one in Article.objects.order_by("pk"))
    before_the_wall = markup.blocks(WRITTEN)[:-2]
    assert by_hand == before_the_wall
    # The picture of an item stands beside its text: a figure in it shows a file of its sender's.
    assert imported == before_the_wall[:-1]


def test_words_own_page_typed_into_the_plain_field_is_cleaned(browse: Browse, edith: User, politics: Section) -> None:
    browse(edith).post(ADD, typed(politics, body=COPIED))

    body = Article.objects.get().body
    assert not re.search(r"mso|<o:|style|class=|script|onclick|panose|pixel", body)
    assert '<a href="https://halles.example/charpente" title="Le chantier">la mairie</a>' in re.sub(r"\s+", " ", body)
    assert "Quarante étals" in body


def test_the_form_knows_the_pictures_of_its_body(browse: Browse, edith: User, free_article: Article) -> None:
    answer = browse(edith).get(f"/admin/articles/article/{free_article.pk}/change/")

    assert answer.context["body_pictures"] == {}


@pytest.mark.parametrize(("person", "status"), [("edith", 200), ("maud", 403)])
def test_the_library_is_open_to_who_sees_pictures(
    db: None, browse: Browse, request: pytest.FixtureRequest, person: str, status: int
) -> None:
    client = browse(request.getfixturevalue(person))

    assert client.get("/admin/articles/picture/library/?q=pont").status_code == status
