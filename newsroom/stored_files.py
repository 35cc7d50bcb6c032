"""Media out of a bucket, handed on under the site's own address: no page of the paper leads a reader to another host.

The bucket stays closed to everybody, and the web server in front keeps what was asked for lately.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import get_path_info

from newsroom import files
from newsroom.lib.bucket import Fetched, NotModified, Unreachable


class Media:
    """The files of the storage under one prefix, in front of an application, which answers all else."""

    def __init__(self, application: WSGIApplication, prefix: str) -> None:
        self.application = application
        self.beginning = f"/{prefix.strip('/')}/"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = get_path_info(environ)
        if not path.startswith(self.beginning) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        name = path.removeprefix(self.beginning)
        bucket: Any = default_storage
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        asked = {"IfNoneMatch": known} if known else {}
        try:
            return self._give(name, bucket.fetch(name, **asked), environ, start_response)
        except NotModified:
            return _say(start_response, HTTPStatus.NOT_MODIFIED)
        except Unreachable:
            return _say(start_response, HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "10"))
        except (FileNotFoundError, SuspiciousOperation, UnicodeError):
            # As for a picture of a folder that is not there: the site's own page says so.
            return self.application(environ, start_response)

    def _give(
        self, name: str, fetched: Fetched, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        headers = Headers([*fetched.headers.items(), ("Content-Length", str(fetched.size))])
        headers["Cache-Control"] = f"max-age={files.MEDIA_MAX_AGE}, public"
        files.harmless(headers, name)
        body: Iterable[bytes] = FileWrapper(fetched.body)
        if environ["REQUEST_METHOD"] == "HEAD":
            fetched.body.close()
            body = []
        elif fetched.size <= files.WHOLE_MAX_BYTES:
            body = [fetched.body.read()]
        start_response("200 OK", headers.items())
        return body


def over(application: WSGIApplication, prefix: str) -> WSGIApplication:
    """Return the application behind the media of the bucket."""
    return Media(application, prefix)


def _say(start_response: StartResponse, status: HTTPStatus, *headers: tuple[str, str]) -> list[bytes]:
    empty = [] if status is HTTPStatus.NOT_MODIFIED else [("Content-Length", "0")]
    start_response(f"{status.value} {status.phrase}", [*empty, *headers])
    return []
