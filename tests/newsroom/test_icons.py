"""The icon of the paper: in every size that is asked for, and a manifest that names them."""

import re
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from pytest_django import Settings

from articles.models import Article
from newsroom.stylesheets import TOKENS

ACCENT = (0xB3, 0x12, 0x2D)


def static_file(address: str) -> bytes:
    """Return the static file at an address."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str)
    return Path(found).read_bytes()


def test_the_icon_is_where_browsers_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")

    icon = Image.open(BytesIO(answer.content))
    assert answer.headers["Content-Type"] == "image/x-icon"
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert client.get("/favicon.ico", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_manifest_names_the_paper_and_icons_that_are_there(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "Le Journal d’« Ici »"
    answer = client.get("/manifest.webmanifest")

    said = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert said["name"] == "Le Journal d’« Ici »"
    assert said["start_url"] == said["scope"] == "/"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    for icon in said["icons"]:
        image = Image.open(BytesIO(static_file(icon["src"]))).convert("RGB")
        assert icon["sizes"] == f"{image.width}x{image.height}"
        assert image.getpixel((0, 0)) == ACCENT


def test_pages_name_the_icons(client: Client, free_article: Article) -> None:
    page = client.get("/").content.decode()

    for rel in ("icon", "apple-touch-icon", "manifest"):
        for address in re.findall(rf'<link rel="{rel}" href="([^"]+)"', page):
            assert client.get(address).status_code == 200 if rel == "manifest" else static_file(address)
    assert page.count('rel="icon"') == 2
    assert Image.open(BytesIO(static_file("/static/img/apple-touch-icon.png"))).size == (180, 180)


def test_the_colour_around_a_page_is_the_paper_s(client: Client, db: None) -> None:
    light, dark = re.findall(r"--paper: (#\w+);", TOKENS.read_text(encoding="utf-8"))
    page = client.get("/").content.decode()

    assert f'(prefers-color-scheme: light)" content="{light}"' in page
    assert f'(prefers-color-scheme: dark)" content="{dark}"' in page
    assert client.get("/manifest.webmanifest").json()["theme_color"] == light
