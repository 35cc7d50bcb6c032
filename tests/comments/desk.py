"""Sit at the moderators' desk as a person does: read what a page shows, and press its buttons."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from comments.models import Comment

QUEUE = "/admin/comments/queuedcomment/"
ARCHIVE = "/admin/comments/comment/"


def examination(comment: Comment, *, archive: bool = False) -> str:
    """Return the address of a comment's page at the desk."""
    return reverse(f"admin:comments_{'comment' if archive else 'queuedcomment'}_change", args=[comment.pk])


def listed(page: str) -> list[int]:
    """Return the comments of a list, in order."""
    return [int(pk) for pk in re.findall(r'<tr data-comment="(\d+)"', page)]


def buttons(page: str) -> set[str]:
    """Return what the page of a comment lets its reader do."""
    return set(re.findall(r'name="verb" value="(\w+)"', page))


def seen(page: str) -> str:
    """Return what the form of the page says was seen."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def decide(client: Client, comment: Comment, verb: str, *, as_seen: str | None = None, **fields: Any) -> Any:
    """Open the comment's page, unless `as_seen` says what an earlier look found, and press a button."""
    address = examination(comment)
    if as_seen is None:
        as_seen = seen(client.get(address).content.decode())
    return client.post(address, {"seen": as_seen, "verb": verb, **fields})
