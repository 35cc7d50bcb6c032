"""The readers: accounts, plans and subscriptions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscribersConfig(AppConfig):
    """Registers the readers' app."""

    name = "newsroom.subscribers"
    verbose_name = _("Readers")
