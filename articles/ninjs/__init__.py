"""IPTC ninjs: one news item, read into what an article needs, or into words on why it is none; and written again."""

from articles.ninjs.incoming import (
    STAND_IN,
    BadItem,
    Canceled,
    Incoming,
    IncomingCorrection,
    IncomingPicture,
    Named,
    NotAnArticle,
    Presentation,
    Version,
)
from articles.ninjs.item import read
from articles.ninjs.outgoing import write

__all__ = [
    "STAND_IN",
    "BadItem",
    "Canceled",
    "Incoming",
    "IncomingCorrection",
    "IncomingPicture",
    "Named",
    "NotAnArticle",
    "Presentation",
    "Version",
    "read",
    "write",
]
