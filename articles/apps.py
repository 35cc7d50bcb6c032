"""The articles: what the paper publishes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Registers the articles' app."""

    name = "articles"
    verbose_name = _("Articles")
