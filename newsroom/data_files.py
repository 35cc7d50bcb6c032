"""The two files of a data export: one for a program, one to read; written as the rows come, however many there are."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import batched
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FETCH_RAISE
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from newsroom.lib import records
from newsroom.personal_data import PARTS
from newsroom.stylesheets import TOKENS
from newsroom.subscribers.models import User

A_BATCH = 200


def write_json(file: IO[str], member: User, now: datetime) -> None:
    """Write what the paper holds of the member as one JSON object, its names in English and its dates in ISO 8601."""
    head = {"paper": settings.SITE_NAME, "address": settings.SITE_ADDRESS, "made_at": now}
    file.write(_json(head)[:-1])
    for part in PARTS:
        file.write(f",\n{json.dumps(part.name)}: [")
        for number, row in enumerate(_rows(part, member)):
            file.write(",\n" if number else "\n")
            file.write(_json(records.data(part.facts, row)))
        file.write("]")
    file.write("}\n")


def write_html(file: IO[str], member: User, now: datetime, language: str) -> None:
    """Write the same as a page that needs nothing besides itself, in the member's language."""
    with translation.override(language):
        paper = {"site_name": settings.SITE_NAME, "site_address": settings.SITE_ADDRESS, "language": language}
        context = {"member": member, "now": timezone.localtime(now), "parts": PARTS, "style": _style(), **paper}
        file.write(_piece("top", context))
        for part in PARTS:
            file.write(_piece("part", {"part": part}))
            is_empty = True
            for batch in batched(_rows(part, member), A_BATCH):
                is_empty = False
                file.write(_piece("records", {"records": [records.words(part.facts, row) for row in batch]}))
            file.write(_piece("part_end", {"is_empty": is_empty}))
        file.write(_piece("end", paper))


def _rows(part: records.Part, member: User) -> Iterator[Any]:
    return part.rows(member).fetch_mode(FETCH_RAISE).iterator(chunk_size=A_BATCH)


def _piece(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"documents/personal_data.html#{name}", context)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


@cache
def _style() -> SafeString:
    """Return the element with all that dresses the page: the paper's colours and sizes, then the document's own."""
    rules = TOKENS.read_text(encoding="utf-8") + render_to_string("documents/document.css")
    return mark_safe(f"<style>\n{rules}</style>")  # noqa: S308 - files of ours
