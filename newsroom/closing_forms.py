"""The form by which a member closes their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models import ClosedAccount

CHOICES = (
    (ClosedAccount.Wish.KEEP, _("Keep them, signed “Former subscriber”: what others answered keeps its sense")),
    (ClosedAccount.Wish.ERASE, _("Erase their text: where others answered, a line says that a comment stood there")),
)


class ClosingForm(forms.Form):
    """What becomes of the comments, and that it is meant."""

    wish = forms.ChoiceField(label=_("My comments"), choices=CHOICES, widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("I want to close my account for good"))
