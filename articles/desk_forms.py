"""Forms of the editors' desk that act on an article: correct it."""

from django import forms

from articles.models import Correction


class CorrectionForm(forms.ModelForm[Correction]):
    """What was wrong, and what is right."""

    class Meta:
        model = Correction
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "cols": 80, "spellcheck": "true"})}
