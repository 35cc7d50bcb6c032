"""The models of the articles' app."""

from articles.models.article import Article
from articles.models.contributor import Byline, Contributor
from articles.models.correction import Correction
from articles.models.front_order import FrontOrder
from articles.models.gift_link import GiftLink
from articles.models.meter_reading import MeterReading
from articles.models.narration import Narration
from articles.models.narration_part import NarrationPart
from articles.models.picture import Picture
from articles.models.podcast_key import PodcastKey
from articles.models.presence import Presence
from articles.models.preview_link import PreviewLink
from articles.models.pronunciation import Pronunciation
from articles.models.rendition import Rendition
from articles.models.revision import Revision
from articles.models.searched import PublicText, WholeText
from articles.models.section import RESERVED_WORDS, Section
from articles.models.source import Source
from articles.models.stale import StaleArticle
from articles.models.tag import Tag

__all__ = [
    "RESERVED_WORDS",
    "Article",
    "Byline",
    "Contributor",
    "Correction",
    "FrontOrder",
    "GiftLink",
    "MeterReading",
    "Narration",
    "NarrationPart",
    "Picture",
    "PodcastKey",
    "Presence",
    "PreviewLink",
    "Pronunciation",
    "PublicText",
    "Rendition",
    "Revision",
    "Section",
    "Source",
    "StaleArticle",
    "Tag",
    "WholeText",
]
