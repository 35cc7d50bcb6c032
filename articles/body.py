"""The body of an article as a page shows it: its pictures come from the library, in the sizes there are.

A body names a picture by the address of the file that is kept (`/media/pictures/…`), as clean HTML may. What its
figure leaves out, the library says: alt text, caption, credit. An alt text that is there and empty says that the
picture decorates. In a figcaption, what stands behind the last line break is the credit.
"""

import re
from collections.abc import Mapping
from html import unescape

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Picture
from newsroom.lib import markup

# nh3 has written these: in lower case, attributes in double quotes, signs as entities.
FIGURE_OR_IMG = re.compile(r"<figure>.*?</figure>|<img\b[^>]*>", re.DOTALL)
IMG = re.compile(r"<img\b[^>]*>")
SRC = re.compile(r' src="([^"]*)"')
ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')
FIGCAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
LINE_BREAK = "<br>"
# How wide the measure is.
SIZES = "(min-width: 62rem) 38rem, 100vw"


def reference(picture: Picture) -> str:
    """Return how a body names a picture."""
    return f"{settings.MEDIA_URL}{picture.image}"


def said(picture: Picture) -> dict[str, str | int]:
    """Return what an editor of bodies needs to know of a picture: how it is named, where it is shown, its words."""
    return {
        "src": reference(picture),
        "shown": picture.src,
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt_text,
        "caption": picture.caption,
        "credit": picture.credit,
    }


def pictures(html: str) -> dict[str, Picture]:
    """Return the pictures of the library that a body names, by the way it does; no query for a body without any."""
    named = {_attributes(img)["src"] for img in IMG.findall(html)}
    names = {one.removeprefix(settings.MEDIA_URL) for one in named if one.startswith(settings.MEDIA_URL)}
    if not names:
        return {}
    found = Picture.objects.filter(image__in=names).prefetch_related("renditions").fetch_mode(models.FETCH_RAISE)
    return {reference(picture): picture for picture in found}


def renamed(html: str, addresses: Mapping[str, str]) -> str:
    """Return a body with other addresses for the pictures that it names by those of the mapping."""

    def address(src: re.Match[str]) -> str:
        other = addresses.get(unescape(src[1]))
        return f' src="{escape(other)}"' if other else src[0]

    return IMG.sub(lambda img: SRC.sub(address, img[0]), html)


def without_alt_text(html: str) -> int:
    """Return how many pictures of a body neither it nor the library says anything of; `alt=""` says it decorates."""
    silent = [img for img in IMG.findall(html) if ' alt="' not in img]
    known = pictures("".join(silent))
    return sum(_attributes(img)["src"] not in known for img in silent)


def illustrated(html: str) -> SafeString:
    """Return a clean body, its pictures as a page shows them; one that the library does not know stays as it is."""
    clean = markup.trusted(html)
    known = pictures(clean)
    if not known:
        return clean
    shown = FIGURE_OR_IMG.sub(lambda found: _shown(found[0], known), clean)
    return mark_safe(shown)  # noqa: S308 - cleaned above, and templates escape what they put in


def _shown(written: str, known: dict[str, Picture]) -> str:
    """Return a figure, or a picture that stands alone in a text, as a page shows it."""
    imgs = IMG.findall(written)
    own = _attributes(imgs[0]) if len(imgs) == 1 else {"src": ""}
    picture = known.get(own["src"])
    if picture is None:
        return written
    alt = own.get("alt", picture.alt_text)
    if written == imgs[0]:
        return render_to_string("components/img.html", {"picture": picture, "alt": alt, "sizes": SIZES}).strip()
    caption = "".join(FIGCAPTION.findall(written)).strip()
    words, _parted, credit = caption.rpartition(LINE_BREAK) if LINE_BREAK in caption else (caption, "", "")
    context = {
        "picture": picture,
        "alt": alt,
        "sizes": SIZES,
        "caption": markup.trusted(words.strip()) or picture.caption,
        "credit": markup.trusted(credit.strip()) or picture.credit,
    }
    return render_to_string("articles/figure.html", context).strip()


def _attributes(img: str) -> dict[str, str]:
    """Return the address of a picture, and its alt text if it has one, as they were meant."""
    return {"src": ""} | {name: unescape(value) for name, value in ATTRIBUTE.findall(img)}
