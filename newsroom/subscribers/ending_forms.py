"""The forms by which a contract ends: what the decree asks for, and nothing more (code de la consommation, D215-2)."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models import Order, User
from newsroom.subscribers.models.display_name import validate_visible
from newsroom.subscribers.models.ending_request import NAME_MAX_LENGTH, REFERENCE_MAX_LENGTH


class ContractField(forms.ModelChoiceField[Order]):
    """A choice among contracts, by plan and reference."""

    def label_from_instance(self, obj: Order) -> str:
        return f"{obj.plan_name}, {obj.reference}"


class EndingForm(forms.Form):
    """Who ends which contract: signed out by name, address and reference; signed in by choice among one's own."""

    use_required_attribute = False

    contract = ContractField(
        Order.objects.none(), label=_("Which contract?"), to_field_name="reference", empty_label=None
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_MAX_LENGTH,
        validators=[validate_visible],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The one of your account. The receipt goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    reference = forms.CharField(
        label=_("Reference of the contract"),
        max_length=REFERENCE_MAX_LENGTH,
        required=False,
        help_text=_("As C-7F3K-9QXM. It stands in your receipts."),
    )

    def __init__(self, *args: Any, orders: list[Order], **options: Any) -> None:
        super().__init__(*args, **options)
        self.orders = orders
        if orders:
            del self.fields["name"], self.fields["email"], self.fields["reference"]
            field = cast(ContractField, self.fields["contract"])
            field.queryset = Order.objects.filter(pk__in=[order.pk for order in orders])
            field.initial = orders[0].reference
        else:
            del self.fields["contract"]

    def summary(self) -> list[tuple[str, Any]]:
        """Return what was filled in, each after its label, to be read once more."""
        return [(str(self.fields[name].label), value) for name, value in self.cleaned_data.items() if value]


class CancellationForm(EndingForm):
    """Also: from when."""

    wanted_on = forms.DateField(
        label=_("Last day wished for"),
        required=False,
        help_text=_("Without one, it ends as soon as what you paid is over."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_wanted_on(self) -> Any:
        """Refuse a day that is past."""
        day = self.cleaned_data["wanted_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."))
        return day


class RenunciationForm(EndingForm):
    """The reference is needed: what it does is done at once."""

    def __init__(self, *args: Any, orders: list[Order], **options: Any) -> None:
        super().__init__(*args, orders=orders, **options)
        if not orders:
            self.fields["reference"].required = True


def own_orders(user: User | None, *, renounceable: bool) -> list[Order]:
    """Return the contracts that the reader can renounce, or cancel, the latest first."""
    if user is None:
        return []
    orders = list(Order.objects.in_force().filter(user=user).select_related("user"))
    if renounceable:
        return [order for order in orders if order.may_be_renounced()]
    return [order for order in orders if order.cancelled_at is None]
