"""IPTC ninjs: one news item, read into what an article needs, or into words on why it is none. Pure."""

from articles.ninjs.incoming import BadItem, Canceled, Incoming, IncomingPicture, Named, NotAnArticle, Version
from articles.ninjs.item import read

__all__ = ["BadItem", "Canceled", "Incoming", "IncomingPicture", "Named", "NotAnArticle", "Version", "read"]
