"""A row in every table of a site: those that the demonstration leaves empty are given one, of made-up values.

Run as a program on a site's database, it says which it filled.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

# What the rows are made with is there from now on.
from django.apps import apps  # noqa: E402
from django.db import models, transaction  # noqa: E402

# What a database could lose: half a second, an apostrophe, what is not ASCII, a number that JSON writes in two ways.
MOMENT = datetime(2026, 3, 29, 1, 30, 0, 123_456, tzinfo=UTC)
TEXT = "L’œuvre « été » 🗞 \\N \t; d'O'Brien\n"
JSON = {"b": [1.5, 1e16, None, True], "a": {"é": TEXT, "": []}}
VALUES: dict[type[models.Field[Any, Any]], Any] = {
    models.BinaryField: bytes(range(256)),
    models.BooleanField: True,
    models.DateField: date(2026, 3, 29),
    models.DateTimeField: MOMENT,
    models.GenericIPAddressField: "2001:db8::1",
    models.FloatField: 0.1 + 0.2,
    models.JSONField: JSON,
    models.TextField: TEXT,
    models.UUIDField: UUID(int=(1 << 128) - 2),
    models.PositiveSmallIntegerField: 1,
    models.PositiveIntegerField: 1,
    models.IntegerField: 1,
    models.BigIntegerField: 1,
}
# Where a constraint asks for more than a value of the field's kind.
GIVEN: dict[str, dict[str, Any]] = {
    "articles_rendition": {"file": "pictures/1-480.webp"},
    "comments_appeal": {
        "outcome": "", "reasons": "", "reviewer_id": None, "decided_at": None, "reversal_id": None, "report_id": None
    },
    "comments_proposal": {"state": "open", "closed_at": None, "closed_by_id": None, "sanction_id": None, "reason": ""},
    "comments_report": {"kind": "charter", "category": ""},
    "comments_sanction": {
        "level": "ban", "ends_at": None, "acknowledged_at": None, "prior_warning_id": None, "lifted_at": None,
        "lifting_id": None,
    },
    "comments_wordrule": {"action": "refuse"},
    "subscribers_payment": {"period_starts_at": MOMENT - timedelta(days=30)},
}  # fmt: skip


def fill() -> Iterator[str]:
    """Give each empty table a row; those first whose rows others point to."""
    waiting = [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy]
    while waiting:
        model = next(one for one in waiting if not {*_needed(one)} & {*waiting} - {one})
        waiting.remove(model)
        if not model._base_manager.exists():
            _add(model)
            yield model._meta.db_table


def _needed(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            yield field.remote_field.model


def _add(model: type[models.Model]) -> None:
    given = GIVEN.get(model._meta.db_table, {})
    values = {
        field.attname: given[field.attname] if field.attname in given else _value(field)
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    }
    with transaction.atomic():
        model._base_manager.bulk_create([model(**values)])


def _value(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        others = field.remote_field.model._base_manager.order_by("-pk")
        return others.values_list(field.target_field.attname, flat=True).first()
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.CharField):
        return TEXT.replace("\n", "")[: field.max_length]
    kind = next(kind for kind in type(field).__mro__ if kind in VALUES)
    return VALUES[kind]


if __name__ == "__main__":
    for table in fill():
        sys.stdout.write(f"{table}\n")
