"""Finished files over HTTP: static files and media, served outside Django.

Media are what people uploaded: only pictures are shown as what they are, all else is handed over as bytes to keep.
"""

from collections.abc import Iterable
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

# collectstatic puts the file's digest in its name: another content is another name.
NAMED_BY_CONTENT = r"\.[0-9a-f]{12}\.[\w.]+$"
# A picture's name is drawn once and never used again.
MEDIA_MAX_AGE = 30 * 24 * 60 * 60
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
# A file handed over whole waits in the server's buffer for a slow reader; one sent in pieces keeps a thread busy
# until the reader has it all, and four such readers would stop a worker.
WHOLE_MAX_BYTES = 8 * 1024 * 1024


# WhiteNoise says nothing of its types.
class Files(WhiteNoise):  # type: ignore[misc]
    """Files under one prefix, in front of an application, which answers all else without a look at the folder."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(self.beginning):
            answer: Iterable[bytes] = self.application(environ, start_response)
        else:
            answer = super().__call__(environ, start_response)
        return answer

    def add_files(self, root: str, prefix: str | None = None) -> None:
        super().add_files(root, prefix)
        self.beginning = f"/{(prefix or '').strip('/')}/"

    @staticmethod
    def serve(file: StaticFile, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the file: in one piece, unless it is big."""
        answer = file.get_response(environ["REQUEST_METHOD"], environ)
        start_response(f"{answer.status} {answer.status.phrase}", list(answer.headers))
        if answer.file is None:
            return []
        if int(dict(answer.headers)["Content-Length"]) > WHOLE_MAX_BYTES:
            return FileWrapper(answer.file)
        with answer.file:
            return [answer.file.read()]


def static(application: WSGIApplication, root: Path, prefix: str) -> WSGIApplication:
    """Return the application behind the static files of `root`, looked up once; without the folder, as it is."""
    if not root.is_dir():
        return application
    return Files(
        application,
        root=root,
        prefix=prefix,
        allow_all_origins=False,
        immutable_file_test=NAMED_BY_CONTENT,
        add_headers_function=_told_type_only,
    )


def media(application: WSGIApplication, root: Path, prefix: str) -> WSGIApplication:
    """Return the application behind the media of `root`, which arrive while the server runs."""
    return Files(
        application,
        root=root,
        prefix=prefix,
        autorefresh=True,
        max_age=MEDIA_MAX_AGE,
        allow_all_origins=False,
        add_headers_function=_harmless,
    )


def _told_type_only(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _harmless(headers: Headers, path: str, url: str) -> None:
    harmless(headers, path)


def harmless(headers: Headers, path: str) -> None:
    """Let no uploaded file run a script under the paper's name, whatever it is."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    known = MEDIA_TYPES.get(Path(path).suffix.lower())
    headers["Content-Type"] = known or "application/octet-stream"
    if not known:
        headers["Content-Disposition"] = "attachment"
