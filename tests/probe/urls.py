"""Pages that tell how they are served, and the site's own."""

import os
import time

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from tests.probe import tasks

# The slow requests that this process has in hand.
in_hand: list[HttpRequest] = []


def about(request: HttpRequest) -> JsonResponse:
    """Tell which process answers, on what, and what else it has in hand."""
    return JsonResponse({"pid": os.getpid(), "sqlite_is_mended": tasks.sqlite_is_mended(), "in_hand": len(in_hand)})


def slow(request: HttpRequest) -> JsonResponse:
    """Answer after two seconds."""
    in_hand.append(request)
    time.sleep(2)
    in_hand.remove(request)
    return JsonResponse({"done": True})


def patience(request: HttpRequest) -> JsonResponse:
    """Tell how long the database lets a page take over a statement, after half a second in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    return JsonResponse(tasks.patience())


urlpatterns = [
    path("probe/patience", patience),
    path("probe/about", about),
    path("probe/slow", slow),
    path("", include("newsroom.urls")),
]
