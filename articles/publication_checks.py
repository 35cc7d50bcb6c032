"""What is looked at before an article is published: what may never be, and what an editor may want to mend."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body, paywall
from articles.models import Article
from newsroom.lib import markup

KICKER_ADVISED = 40
# What search engines and readers on a phone see of a headline (Google's advice on NewsArticle).
HEADLINE_ADVISED = 110
STANDFIRST_ADVISED = 350

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ADDRESS = re.compile(r'\shref="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and how it is mended."""

    what: str
    mend: str
    # Where it is mended: a field of the form.
    field: str
    blocks: bool = False


def check(article: Article) -> list[Finding]:
    """Return what is to be mended, what may never be published first: one query, three with pictures in the text."""
    found = [finding for look in LOOKS for finding in look(article)]
    return sorted(found, key=lambda one: not one.blocks)


def blocking(article: Article) -> list[Finding]:
    """Return only what may never be published."""
    return [one for one in check(article) if one.blocks]


def is_well_formed(address: str) -> bool:
    """Return whether a link's address can lead somewhere: a page of ours, another site's, a mailbox."""
    if any(sign.isspace() for sign in address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path.strip("@")
    if parts.scheme in {"http", "https"}:
        return "." in host.strip(".") or ":" in host
    return not parts.scheme and not parts.netloc and markup.LOCAL_ADDRESS.fullmatch(address) is not None


def _headline(article: Article) -> Iterator[Finding]:
    if (length := len(article.headline)) > HEADLINE_ADVISED:
        what = _("The headline has %(length)s characters.") % {"length": length}
        mend = _("Search engines and phones cut it after about %(number)s.") % {"number": HEADLINE_ADVISED}
        yield Finding(what, mend, "headline")


def _kicker(article: Article) -> Iterator[Finding]:
    if (length := len(article.kicker)) > KICKER_ADVISED:
        what = _("The kicker has %(length)s characters.") % {"length": length}
        yield Finding(what, _("A few words are enough: up to %(number)s.") % {"number": KICKER_ADVISED}, "kicker")


def _standfirst(article: Article) -> Iterator[Finding]:
    length = len(article.standfirst)
    if not length:
        yield Finding(
            _("There is no standfirst."),
            _("It stands under the headline, on the front page and in search results."),
            "standfirst",
        )
    elif length > STANDFIRST_ADVISED:
        what = _("The standfirst has %(length)s characters.") % {"length": length}
        yield Finding(
            what, _("Two or three sentences: up to %(number)s.") % {"number": STANDFIRST_ADVISED}, "standfirst"
        )


def _byline(article: Article) -> Iterator[Finding]:
    if not article.bylines.exists():
        yield Finding(
            _("Nobody signs."), _("Add a contributor, or the agency, under the text."), "bylines-0-contributor"
        )


def _body(article: Article) -> Iterator[Finding]:
    if not markup.word_count(article.body):
        yield Finding(_("There is no text."), _("An article without a word is not published."), "body", blocks=True)


def _lead_picture(article: Article) -> Iterator[Finding]:
    picture = article.lead_picture
    if picture is None:
        yield Finding(_("There is no lead picture."), _("Cards and shared links show one."), "lead_picture")
        return
    if not picture.credit:
        yield Finding(
            _("The lead picture has no credit."),
            _("Its author has a right to their name: write it on the picture’s page."),
            "lead_picture",
            blocks=True,
        )
    if not picture.decorative and not picture.alt_text:
        yield Finding(
            _("The lead picture has no alt text."),
            _("Say what it shows, on the picture’s page."),
            "lead_picture",
            blocks=True,
        )
    if not picture.caption:
        yield Finding(_("The lead picture has no caption."), _("Say who and what, where and when."), "lead_picture")


def _pictures(article: Article) -> Iterator[Finding]:
    without = body.without_alt_text(article.body)
    if without:
        what = ngettext(
            "%(number)s picture in the text has no alt text.",
            "%(number)s pictures in the text have no alt text.",
            without,
        )
        mend = _("Say what it shows, or leave the alt text empty for one that only decorates.")
        yield Finding(what % {"number": without}, mend, "body", blocks=True)


def _links(article: Article) -> Iterator[Finding]:
    for attributes, words in LINK.findall(article.body):
        given = ADDRESS.search(attributes)
        address = unescape(given[1]).strip() if given else ""
        if not is_well_formed(address):
            what = _("The link “%(words)s” leads nowhere: “%(address)s”.")
            said = {"words": markup.to_text(words)[:60] or "…", "address": address[:80]}
            yield Finding(what % said, _("Write the whole address, with https://."), "body", blocks=True)


def _wall(article: Article) -> Iterator[Finding]:
    blocks, marks = markup.blocks(article.body), article.body.count(markup.WALL_MARK)
    walled = article.access in paywall.WALLED
    if marks > 1:
        yield Finding(
            _("The wall mark stands %(number)s times in the text.") % {"number": marks},
            _("Keep one: what stands above it is everybody’s."),
            "body",
            blocks=True,
        )
    elif marks and not walled:
        yield Finding(
            _("The text has a wall mark, and everybody reads it whole."), _("Take it out, or choose who reads."), "body"
        )
    elif marks and not _words(blocks[blocks.index(markup.WALL_MARK) :]):
        mend = _("Move it up, or let everybody read the article.")
        yield Finding(_("Nothing stands behind the wall mark."), mend, "body", blocks=True)
    elif walled and not markup.word_count(paywall.teaser(article.body)):
        mend = _("Put the wall mark where the part for everybody ends.")
        yield Finding(_("Who has no subscription reads nothing of the text."), mend, "body")
    elif walled and not marks:
        what = _("There is no wall mark: the first %(number)s words are everybody’s.")
        number = markup.word_count(paywall.teaser(article.body))
        yield Finding(what % {"number": number}, _("Put it where you want the wall to stand."), "body")


def _access(article: Article) -> Iterator[Finding]:
    if not article.access_is_chosen:
        yield Finding(
            _("Nobody chose who reads the whole article."),
            _("Left as it is, it is for subscribers."),
            "access_0",
        )


def _words(blocks: list[str]) -> int:
    return sum(markup.word_count(block) for block in blocks)


LOOKS: tuple[Callable[[Article], Iterator[Finding]], ...] = (
    _headline, _kicker, _standfirst, _byline, _body, _pictures, _links, _lead_picture, _wall, _access,
)  # fmt: skip
