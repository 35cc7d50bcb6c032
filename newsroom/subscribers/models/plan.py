"""A plan: what a subscription costs and for how long."""

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}


def money(cents: int, currency: str) -> str:
    """Return the amount as the reader's language prints it, without cents where there are none."""
    amount = Decimal(cents) / 100
    digits = number_format(amount, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    # Translators: an amount and its currency, with a no-break space where the language has one.
    return pgettext("price", "%(currency)s%(amount)s") % {"amount": digits, "currency": SIGNS.get(currency, currency)}


class Plan(models.Model):
    """One offer of the paper."""

    class Period(models.TextChoices):
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    price_cents = models.PositiveIntegerField(_("price in cents"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Write the three capital letters of the currency, as EUR."))],
        help_text=_("ISO 4217 code."),
    )
    period = models.CharField(_("period"), max_length=5, choices=Period, default=Period.MONTH)
    offered = models.BooleanField(_("offered"), default=True, help_text=_("Shown on the plans page."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("position", "price_cents", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> str:
        """What a reader agrees to, so that a plan which changed meanwhile is not bought unseen."""
        return f"{self.price_cents} {self.currency} {self.period}"

    @property
    def price(self) -> str:
        """The price as the reader's language prints it: « 9,90 € », and « 9 € » without cents."""
        return money(self.price_cents, self.currency)
