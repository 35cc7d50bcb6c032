"""Ask for pages as each kind of reader."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article


def text_of(client: Client, address: str) -> str:
    """Return what a page holds."""
    return client.get(address).content.decode()


def headlines(page: str, *articles: Article) -> list[str]:
    """Return which of the articles the page links to, in the order of the page."""
    shown = [one for one in articles if f'<a href="{one.get_absolute_url()}"' in page]
    return [one.headline for one in sorted(shown, key=lambda one: page.index(f'<a href="{one.get_absolute_url()}"'))]


def queries(client: Client, address: str, reading: str = "") -> int:
    """Return how many queries a page takes, or how many of them read from that table first of all."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(f' FROM "{reading}"' in one["sql"] for one in captured) if reading else len(captured)
