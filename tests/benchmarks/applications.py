"""What stands beside the paper's own server: the applications themselves, which a server of their own loads."""

import os
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

SIZE = "NEWSROOM_BENCH_BYTES"


def fixed() -> Callable[..., list[bytes]]:
    """Return the application that answers the same bytes each time, as many as the environment says."""
    body = b"x" * int(os.environ[SIZE])
    head = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]

    def application(environ: Any, start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", head)
        return [body]

    return application


def barest() -> Any:
    """Return Django with no middleware: an article and its comments in two queries, and a comment in a transaction."""
    django.setup()
    settings.MIDDLEWARE, settings.ROOT_URLCONF = [], "tests.benchmarks.barest"
    return WSGIHandler()
