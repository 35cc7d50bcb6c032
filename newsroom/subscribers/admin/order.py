"""Orders, payments, events, letters and requests in the admin: to read. Their readers and the provider move them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.audit.desk import ReadOnlyAdmin
from newsroom.subscribers.models import EndingRequest, Letter, Order, Payment, PaymentEvent

STATES = {
    Order.State.OPEN: _("not paid"),
    Order.State.RENEWS: _("renews itself"),
    Order.State.LATE: _("payment awaited"),
    Order.State.CANCELLED: _("cancelled"),
    Order.State.ENDED: _("ended"),
    Order.State.RENOUNCED: _("renounced"),
}


class PaymentInline(admin.TabularInline[Payment, Order]):
    """The payments of an order, beside it."""

    model = Payment
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin[Order]):
    """The contracts, with what the dates make of them."""

    list_display = ("reference", "user", "plan_name", "state_in_words", "ordered_at", "paid_until", "provider")
    list_filter = ("provider", "period", "plan")
    list_select_related = ("user",)
    search_fields = ("=reference", "user__display_name", "user__email", "=provider_subscription")
    date_hierarchy = "ordered_at"
    exclude = ("provider_renews", "checkout_url", "renewal_set_at")
    inlines = (PaymentInline,)

    @admin.display(description=_("state"))
    def state_in_words(self, order: Order) -> str:
        """What the dates make of it."""
        return str(STATES[order.state()])

    def get_readonly_fields(self, request: HttpRequest, obj: Order | None = None) -> tuple[str, ...]:
        return ("state_in_words",)


@admin.register(PaymentEvent)
class PaymentEventAdmin(ReadOnlyAdmin[PaymentEvent]):
    """What the providers told; one without an order waits, or is about something else."""

    list_display = ("received_at", "kind", "provider", "order", "happened_at")
    list_filter = ("kind", "provider", ("order", admin.EmptyFieldListFilter))
    list_select_related = ("order",)
    search_fields = ("=reference", "=order__reference")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin[Letter]):
    """What readers were sent, word for word."""

    list_display = ("at", "kind", "subject", "order", "sent_at")
    list_filter = ("kind",)
    list_select_related = ("order",)
    search_fields = ("=order__reference", "=to")


@admin.register(EndingRequest)
class EndingRequestAdmin(ReadOnlyAdmin[EndingRequest]):
    """What was asked signed out; one without an order fits no contract that was bought here."""

    list_display = ("requested_at", "kind", "email", "reference", "wanted_on", "order", "fulfilled_at")
    list_filter = ("kind", ("order", admin.EmptyFieldListFilter))
    list_select_related = ("order",)
    search_fields = ("=email", "=reference", "name")
