"""The field that holds the body of an article: clean HTML, whoever writes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib import markup


class BodyField(models.TextField[str, str]):
    """Cleans its HTML in validation and again when it is stored, so that no road around a form exists."""

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        return str(super().clean(cleaned(value or ""), model_instance))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        # Django asks twice when it inserts; what is clean passes as it is.
        value = markup.clean_body(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return str(value)


def cleaned(html: str) -> str:
    """Return the HTML as it is stored; raise ValidationError for what no body can be."""
    try:
        return markup.clean_body(html)
    except markup.MarkupError as error:
        raise ValidationError(
            _("This text cannot be an article's: %(reason)s."), "markup", {"reason": str(error)}
        ) from error
