"""The editors' desk in the admin: articles, pictures, and the names they carry."""

from articles.admin.article import ArticleAdmin
from articles.admin.listening import NarrationAdmin, PronunciationAdmin
from articles.admin.names import ContributorAdmin, SectionAdmin, TagAdmin
from articles.admin.picture import PictureAdmin

__all__ = [
    "ArticleAdmin",
    "ContributorAdmin",
    "NarrationAdmin",
    "PictureAdmin",
    "PronunciationAdmin",
    "SectionAdmin",
    "TagAdmin",
]
