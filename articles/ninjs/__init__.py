"""IPTC ninjs: one news item, read into what an article needs, or into words on why it is none; and written again."""

from articles.ninjs.incoming import BadItem, Canceled, Incoming, IncomingPicture, Named, NotAnArticle, Version
from articles.ninjs.item import read
from articles.ninjs.outgoing import write

__all__ = ["BadItem", "Canceled", "Incoming", "IncomingPicture", "Named", "NotAnArticle", "Version", "read", "write"]
