"""What is written of a row: its facts by name, as data for a program and as words for a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model, QuerySet
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from newsroom.lib.addresses import absolute

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a row: what it is called, and how it is read there."""

    name: str
    label: Words
    read: Callable[[Any], Any]
    # What a person reads in place of the value.
    say: Callable[[Any], Any] | None = None
    # Where `read` gives rows: the facts of each.
    within: "tuple[Fact, ...]" = ()


# Where a row's own page is.
ADDRESS = Fact("address", pgettext_lazy("web", "address"), lambda row: absolute(row.get_absolute_url()))


@dataclass(frozen=True, slots=True)
class Said:
    """One fact in words, or the rows that it is."""

    label: Words
    text: str
    rows: "list[list[Said]]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is held of somebody: the rows of a table that are theirs, and what is written of each."""

    name: str
    title: Words
    # The fields that lead from the table to them, as "app.Model.field".
    holds: tuple[str, ...]
    rows: Callable[[Any], QuerySet[Any]]
    facts: tuple[Fact, ...]


def facts(model: type[Model], *asked: str | Fact) -> tuple[Fact, ...]:
    """Return the facts of a model's rows: its fields by their names, `plan__name` for one across a foreign key."""
    return tuple(one if isinstance(one, Fact) else _of_field(model, one) for one in asked)


def data(asked: tuple[Fact, ...], row: Any) -> dict[str, Any]:
    """Return the facts of the row by name, as JSON takes them."""
    return {
        one.name: [data(one.within, inner) for inner in one.read(row)] if one.within else one.read(row) for one in asked
    }


def words(asked: tuple[Fact, ...], row: Any) -> list[Said]:
    """Return the facts of the row in words, in the language of now; what is empty is left out."""
    said = []
    for one in asked:
        if one.within:
            rows = [words(one.within, inner) for inner in one.read(row)]
            said.append(Said(one.label, "", rows))
        else:
            said.append(Said(one.label, _told((one.say or one.read)(row))))
    return [one for one in said if one.text or one.rows]


def _of_field(model: type[Model], path: str) -> Fact:
    *way, last = path.split("__")
    held: Any = model
    for step in way:
        held = held._meta.get_field(step).related_model
    found: Field[Any, Any] = held._meta.get_field(last)
    say = _reader([*way, f"get_{last}_display"]) if found.choices else None
    return Fact("_".join([*way, last]), found.verbose_name, _reader([*way, found.attname]), say)


def _reader(way: list[str]) -> Callable[[Any], Any]:
    def read(row: Any) -> Any:
        for step in way:
            row = getattr(row, step) if row is not None else None
        return row() if callable(row) else row

    return read


def _told(value: Any) -> str:
    """Return the value as a person writes it; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value)
    return str(value)
