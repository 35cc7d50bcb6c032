"""How long a text may be: as long as the model's field."""

from django.db.models import CharField, Model


def longest(model: type[Model], name: str) -> int:
    """Return how many characters fit in the field."""
    field = model._meta.get_field(name)
    if not isinstance(field, CharField) or field.max_length is None:
        raise TypeError(f"{field} has no length")
    return field.max_length


def shortened(text: str, limit: int) -> str:
    """Return the text, or what fits of it with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
