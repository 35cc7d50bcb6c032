"""A news item of ninjs 2.x or 3.x, read into the article it brings.

IPTC ninjs 3.1, https://iptc.org/standards/ninjs/; our own use of it is told in newsroom/demo/README.md.
"""

import re
from dataclasses import replace
from datetime import datetime

from django.utils.text import slugify

from articles.models import Article
from articles.models.article import default_slug
from articles.ninjs import names, own, picture, words
from articles.ninjs.incoming import BadItem, Canceled, Incoming, NotAnArticle, Version
from articles.ninjs.lengths import longest, shortened
from articles.ninjs.properties import Properties

# A text, or a package of several things whose text is one of them. The type may be left out.
TEXTS = {"text", "composite", ""}
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
ACCESS_VOCABULARY = "urn:newsroom:access"
VERSION_MAX_LENGTH = 100
# A column of the database holds no more for certain.
SAVED_MAX_DIGITS = 9


def read(item: object) -> Incoming | Canceled | NotAnArticle:
    """Return what one item of a file says; raise BadItem for one that is wrong."""
    properties = Properties.of(item, "")
    uri = properties.line("uri", longest(Article, "uri"))
    if not uri:
        raise BadItem("uri", "missing; it names the item for ever")
    status = _status(properties)
    if status == "canceled":
        return Canceled(uri, _version(properties))
    kind = properties.word("type")
    if not kind and properties.has("eventdetails", "plannedcoverage"):
        kind = "event"
    if kind not in TEXTS:
        return NotAnArticle(uri, kind)
    if access := _access(properties):
        return _ours(properties, uri, access)
    headline = words.headline(properties)
    standfirst, body = words.standfirst_and_body(properties)
    if kind == "composite" and not (headline and body):
        return NotAnArticle(uri, "composite without text")
    if not headline:
        raise BadItem("headlines", _no_headline(properties))
    if not body:
        return NotAnArticle(uri, "headline without text")
    return _incoming(properties, uri, headline, words.kicker(properties), standfirst, body)


def _ours(properties: Properties, uri: str, access: str) -> Incoming | NotAnArticle:
    """Return the article of an item that this site, or one like it, wrote: its words as they are stored."""
    if properties.word("representationtype") == "partial":
        return NotAnArticle(uri, "the beginning of an article, for who does not read the whole")
    headline = words.headline(properties)
    if not headline:
        raise BadItem("headlines", _no_headline(properties))
    body, pictures, notes = own.illustrated_body(properties)
    standfirst = own.standfirst(properties)
    # A draft may have no text yet; else somebody else wrote the item, who knows our words for access.
    if not body and (properties.has("bodies") or _status(properties) != "withheld"):
        standfirst, body = words.standfirst_and_body(properties)
        if not body:
            return NotAnArticle(uri, "headline without text")
    incoming = _incoming(properties, uri, headline, words.kicker(properties), standfirst, body)
    return replace(
        incoming,
        access=access,
        slug=_own_slug(properties) or incoming.slug,
        notes=tuple(dict.fromkeys([*incoming.notes, *notes])),
        created_at=properties.moment("contentcreated"),
        withdrawn_at=properties.moment("expires") if incoming.withheld else None,
        saved=_saved(incoming.version),
        pictures=pictures,
        presentations=own.presentations(properties),
        corrections=own.corrections(properties),
    )


def _incoming(properties: Properties, uri: str, headline: str, kicker: str, standfirst: str, body: str) -> Incoming:
    lead, notes = picture.lead_picture(properties, headline)
    return Incoming(
        uri=uri,
        version=_version(properties),
        headline=_fitting(headline, "headlines", "headline"),
        kicker=_fitting(kicker, "headlines", "kicker"),
        standfirst=standfirst,
        body=body,
        dateline=shortened(properties.line("located"), longest(Article, "dateline")),
        language=_language(properties),
        slug=_slug(properties, headline),
        contributors=names.contributors(properties),
        tags=names.tags(properties),
        section=names.section(properties),
        access="",
        picture=lead,
        first_created=properties.moment("firstcreated"),
        embargo_until=_embargo(properties),
        withheld=_status(properties) == "withheld",
        notes=notes,
    )


def _version(properties: Properties) -> Version:
    return Version(properties.line("version", VERSION_MAX_LENGTH), properties.moment("versioncreated"))


def _saved(version: Version) -> int | None:
    return int(version.number) if version.number.isdecimal() and len(version.number) <= SAVED_MAX_DIGITS else None


def _status(properties: Properties) -> str:
    status = properties.word("pubstatus") or "usable"
    if status not in {"usable", "withheld", "canceled"}:
        raise BadItem("pubStatus", f"“{status[:40]}” is not usable, withheld or canceled")
    return status


def _no_headline(properties: Properties) -> str:
    if properties.has("headline"):
        return "missing; `headline` is ninjs 1.x, which keeps one where 2.x and 3.x keep a list"
    return "missing; an article needs one with the role main"


def _fitting(text: str, place: str, field: str) -> str:
    if len(text) > longest(Article, field):
        raise BadItem(place, f"the {field} has {len(text)} characters; at most {longest(Article, field)} fit")
    return text


def _language(properties: Properties) -> str:
    language = properties.line("language", longest(Article, "language")).replace("_", "-")
    if language and not LANGUAGE.fullmatch(language):
        raise BadItem("language", f"“{language}” is not a tag like fr or nb-NO")
    return language


def _slug(properties: Properties, headline: str) -> str:
    """Return the slugline if it is a slug, or the headline's: most agencies keep codes of their own in the first."""
    slugline = properties.line("slugline")
    if slugline and slugify(slugline) == slugline and len(slugline) <= longest(Article, "slug"):
        return slugline
    return default_slug(headline)


def _own_slug(properties: Properties) -> str:
    """Return the slugline, which is the slug of an article as it stands."""
    slugline = properties.line("slugline")
    return slugline if names.SLUG.fullmatch(slugline) and len(slugline) <= longest(Article, "slug") else ""


def _access(properties: Properties) -> str:
    """Return the access that the item names in our vocabulary, or nothing; other rights are left to people."""
    if not properties.has("rightsinfo"):
        return ""
    rights = Properties.of(properties.values["rightsinfo"], "rightsInfo")
    access = rights.word("encodedrights")
    if rights.word("langid") != ACCESS_VOCABULARY:
        return ""
    if access not in Article.Access.values:
        raise BadItem("rightsInfo.encodedRights", f"write {' or '.join(Article.Access.values)}")
    return access


def _embargo(properties: Properties) -> datetime | None:
    return properties.moment("embargoeduntil") or properties.moment("embargoed")
