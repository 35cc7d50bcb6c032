"""What search engines read of the pages, in the words of schema.org: of an article, the same whoever reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles import paywall
from articles.models import Article, Contributor, Narration, Picture
from newsroom.lib import markup
from newsroom.lib.addresses import absolute
from newsroom.lib.renditions import RATIOS

type Thing = dict[str, Any]

# What search engines show of a headline; a longer one they refused, or cut where they pleased.
HEADLINE_MAX_LENGTH = 110
DESCRIPTION_MAX_LENGTH = 300
# Both variants of an article's page have it: in one it ends where the wall begins.
WALLED_PART = ".article-body"
LOGO, LOGO_SIDE = "img/icon-512.png", 512


def article(article: Article, talk: Mapping[str, Any], narration: Narration | None = None) -> Thing:
    """Return the article's page: it, and the way that leads to it. `talk` is what is said of its discussion."""
    section = article.section
    way = [(settings.SITE_NAME, reverse("front")), (section.name, section.get_absolute_url())]
    said = _article(article) | _filled({**talk, "audio": _audio(article, narration)})
    return _graph(said, _way(*way, (article.headline, article.get_absolute_url())))


def front() -> Thing:
    """Return the paper: the site with its search, and who publishes it."""
    search = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    site = {
        "@type": "WebSite",
        "@id": _name("site"),
        "name": settings.SITE_NAME,
        "url": absolute(reverse("front")),
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": _name("publisher")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(site, _publisher())


def listing(name: str, path: str, contributor: Contributor | None) -> Thing:
    """Return a page that lists articles: a section's, a tag's, or that of somebody who signs."""
    page = {
        "name": name,
        "url": absolute(path),
        "inLanguage": settings.LANGUAGE_CODE,
        "isPartOf": {"@id": _name("site")},
    }
    way = _way((settings.SITE_NAME, reverse("front")), (name, path))
    if contributor is None:
        return _graph({"@type": "CollectionPage", **page}, way)
    about = {"description": contributor.biography} if contributor.biography else {}
    return _graph({"@type": "ProfilePage", **page, "mainEntity": _person(contributor) | about}, way)


def description(article: Article) -> str:
    """Return in one or two sentences what the article says: its standfirst, or what everybody may read of it."""
    words = article.standfirst or markup.to_text(paywall.in_public(article))
    return Truncator(" ".join(words.split())).chars(DESCRIPTION_MAX_LENGTH, truncate="…")


def pictures(picture: Picture) -> list[Thing]:
    """Return the picture in each shape that is asked for, or as it is until they are made."""
    crops = [crop for ratio in RATIOS if (crop := picture.crop(ratio))]
    files = [(one.url, one.width, one.height) for one in crops]
    words = {"caption": picture.caption or picture.alt_text, "creditText": picture.credit}
    said = {name: text for name, text in words.items() if text}
    return [
        {"@type": "ImageObject", "url": absolute(url), "width": width, "height": height} | said
        for url, width, height in files or [(picture.image.url, picture.width, picture.height)]
    ]


def logo() -> Thing:
    """Return the paper's icon."""
    return {"@type": "ImageObject", "url": absolute(static(LOGO)), "width": LOGO_SIDE, "height": LOGO_SIDE}


def _article(article: Article) -> Thing:
    address, is_free = absolute(article.get_absolute_url()), paywall.opens_to_all(article)
    said = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "url": address,
        "identifier": article.uri,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "headline": _short(article.headline),
        "description": description(article),
        "author": [_person(one) for one in article.byline] or [{"@id": _name("publisher")}],
        "publisher": _publisher(),
        "datePublished": _said(article.published_at),
        "dateModified": _said(article.modified_at or article.published_at),
        "image": pictures(article.lead_picture) if article.lead_picture else [],
        "articleSection": article.section.name,
        "keywords": [tag.name for tag in article.tags.all()],
        "dateline": article.dateline,
        "inLanguage": article.language,
        # The page says how long it takes to read, to everybody.
        "wordCount": markup.word_count(article.body),
        "isAccessibleForFree": is_free,
        "hasPart": {} if is_free else _walled_part(),
        "correction": [_correction(one, address, is_free) for one in article.corrections.all()],
    }
    return _filled(said)


def _audio(article: Article, narration: Narration | None) -> Thing:
    """Return what everybody may know of the sound: how long it lasts. Where it lies, the page tells a subscriber."""
    if narration is None or not narration.is_ready:
        return {}
    return {
        "@type": "AudioObject",
        "name": article.headline,
        "duration": narration.iso_duration,
        "encodingFormat": "audio/mpeg",
        "inLanguage": article.language,
        "uploadDate": _said(narration.ready_at),
        "isAccessibleForFree": False,
        "requiresSubscription": True,
    }


def _walled_part() -> Thing:
    return {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": WALLED_PART}


def _correction(one: Any, address: str, is_free: bool) -> Thing:
    """Return a correction; of a walled article that there is one, and where, for its words tell of the rest."""
    said = {"@type": "CorrectionComment", "datePublished": _said(one.corrected_at), "url": f"{address}#corrections"}
    return said | ({"text": one.text} if is_free else {})


def _publisher() -> Thing:
    said = {
        "@type": "NewsMediaOrganization",
        "@id": _name("publisher"),
        "name": settings.SITE_NAME,
        "legalName": settings.PUBLISHER.company,
        "url": absolute(reverse("front")),
        "logo": logo(),
        "correctionsPolicy": absolute(reverse("corrections")),
    }
    return _filled(said)


def _person(contributor: Contributor) -> Thing:
    address = absolute(contributor.get_absolute_url())
    return {"@type": "Person", "@id": address, "name": contributor.name, "url": address}


def _way(*steps: tuple[str, str]) -> Thing:
    """Return how one comes to the page from the front, its own place last."""
    places = [
        {"@type": "ListItem", "position": number, "name": name, "item": {"@id": absolute(path)}}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def _filled(said: Mapping[str, Any]) -> Thing:
    """Return what is said, without what there is nothing to say of."""
    return {name: value for name, value in said.items() if value not in ("", [], {})}


def _short(headline: str) -> str:
    """Return the headline, a long one to the end of a word."""
    if len(headline) <= HEADLINE_MAX_LENGTH:
        return headline
    kept = headline[: HEADLINE_MAX_LENGTH - 1]
    return f"{kept.rpartition(' ')[0].rstrip(' ,;:–-') or kept}…"


def _said(time: datetime | None) -> str:
    return timezone.localtime(time).isoformat(timespec="seconds") if time else ""


def _name(part: str) -> str:
    return f"{absolute(reverse('front'))}#{part}"


def _graph(*things: Thing) -> Thing:
    return {"@context": "https://schema.org", "@graph": list(things)}
