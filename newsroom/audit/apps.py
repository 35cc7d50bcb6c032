"""The audit trail: the ground every app writes to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Registers the audit trail."""

    name = "newsroom.audit"
    verbose_name = _("Audit trail")
