"""Pictures in the body of an article: named by their file, shown in the sizes there are, with the library's words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from articles import body
from articles.models import Article, Picture
from tests.articles.pages import queries, text_of
from tests.articles.test_renditions import picture

type RunTasks = Callable[[], None]


@pytest.fixture
def bridge(media: Path, db: None) -> Picture:
    """A picture of the library."""
    made = picture(640, 480)
    made.caption = "Le pont, en mars."
    made.revise(by=None, fields={"caption"})
    return made


def figure(of: Picture, caption: str = "", alt: str | None = None) -> str:
    said = "" if alt is None else f' alt="{alt}"'
    shown = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{body.reference(of)}"{said}>{shown}</figure>'


@pytest.mark.parametrize(
    ("caption", "alt", "expected"),
    [
        ("", None, ('alt="Un pont"', ">Le pont, en mars.<", ">© Agence<")),
        ("Notre pont.", None, ('alt="Un pont"', ">Notre pont.<", ">© Agence<")),
        ("Notre <em>pont</em>.<br>© Maud", None, (">Notre <em>pont</em>.<", ">© Maud<")),
        ("<br>© Maud", None, (">Le pont, en mars.<", ">© Maud<")),
        ("", "L’arche sud", ('alt="L’arche sud"', ">© Agence<")),
        ("", "", ('alt=""', ">Le pont, en mars.<", ">© Agence<")),
    ],
    ids=["the library's", "own caption", "own caption and credit", "own credit", "own alt text", "decorative"],
)
def test_the_library_says_what_the_article_leaves_empty(
    bridge: Picture, caption: str, alt: str | None, expected: tuple[str, ...]
) -> None:
    shown = body.illustrated(f"<p>Un.</p>{figure(bridge, caption, alt)}<p>Deux.</p>")

    for piece in expected:
        assert piece in shown
    assert shown.startswith("<p>Un.</p><figure")
    assert shown.endswith("</figure><p>Deux.</p>")


def test_it_is_shown_in_the_sizes_there_are_and_lazily(bridge: Picture, run_tasks: RunTasks) -> None:
    assert f'src="{bridge.image.url}"' in body.illustrated(figure(bridge))

    run_tasks()

    shown = body.illustrated(figure(bridge))
    assert 'type="image/avif"' in shown
    assert "-480.avif 480w" in shown
    assert 'width="640" height="480"' in shown
    assert 'loading="lazy"' in shown


def test_a_picture_in_a_paragraph_stays_in_it(bridge: Picture) -> None:
    shown = body.illustrated(f'<p>Voir <img src="{body.reference(bridge)}"> ici.</p>')

    assert shown.startswith("<p>Voir <picture>")
    assert "<figure" not in shown


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="/media/pictures/autre.jpg" alt="x"><figcaption>Une légende.</figcaption></figure>',
        '<figure><img src="/static/a.png"></figure>',
        "<figure><figcaption>Sans image.</figcaption></figure>",
        "<p>Sans image.</p>",
    ],
)
def test_what_the_library_does_not_know_stays_as_it_is(db: None, html: str) -> None:
    assert body.illustrated(html) == html


def test_a_hostile_caption_runs_nothing(bridge: Picture) -> None:
    bridge.caption = '"><script>alert(1)</script>'
    bridge.alt_text = '" onerror="alert(1)'
    bridge.revise(by=None, fields={"caption", "alt_text"})

    shown = body.illustrated(figure(bridge))

    assert "<script" not in shown
    assert ' onerror="' not in shown


def test_a_body_costs_two_queries_however_many_pictures_it_shows(
    client: Client, free_article: Article, media: Path, bridge: Picture, run_tasks: RunTasks
) -> None:
    address = free_article.get_absolute_url()
    bare = queries(client, address)
    others = [picture(300, 200) for _ in range(3)]
    run_tasks()

    free_article.body = figure(bridge) + "".join(map(figure, others))
    free_article.save()

    assert queries(client, address) == bare + 2


def test_what_the_library_says_of_a_picture_needs_not_be_said_again(bridge: Picture) -> None:
    unknown = '<img src="/media/pictures/autre.jpg">'

    assert body.without_alt_text(figure(bridge)) == 0
    assert body.without_alt_text(figure(bridge) + unknown + unknown.replace(">", ' alt="">')) == 1


def test_a_picture_behind_the_wall_stays_there(client: Client, walled_article: Article, bridge: Picture) -> None:
    walled_article.body = f'<p>Un.</p><hr class="wall">{figure(bridge, "Une légende secrète")}'
    walled_article.save()

    page = text_of(client, walled_article.get_absolute_url())

    assert "secrète" not in page
    assert str(bridge.image) not in page
