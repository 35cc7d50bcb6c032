"""The discussion: what subscribers say under an article, and how it is moderated."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Registers the comments' app."""

    name = "comments"
    verbose_name = _("Discussion")
