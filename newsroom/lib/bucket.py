"""Files in a bucket of the S3 kind, which nobody but the site reads: each is handed on under the site's own address.

Read only where MEDIA_STORAGE_URL is set: a paper on one machine has no such package.
"""

import io
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# What is read of a file at a time where a little of it is asked for, as one who looks into a picture does.
A_PIECE = 256 * 1024
ASKING = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=2,
    read_timeout=10,
    retries={"max_attempts": 2},
    # Other servers than the first of the kind know nothing of the newer ones.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Unreachable(OSError):
    """The bucket does not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it comes: its bytes are yet to be read, all of them or a few at a time."""

    body: Any
    size: int
    headers: dict[str, str]


# The package says nothing of its types.
class Bucket(S3Storage):  # type: ignore[misc]
    """A folder of a bucket, as a storage of Django's: its files lie under `base_url` of the site."""

    def __init__(self, *, base_url: str, **options: Any) -> None:
        super().__init__(client_config=ASKING, **options)
        self.base_url = base_url

    def url(self, name: str, *_arguments: Any, **_named: Any) -> str:
        """Return where the site hands the file on: no reader is ever sent to another host."""
        return urljoin(self.base_url, filepath_to_uri(name).lstrip("/"))

    def fetch(self, name: str, **asked: str) -> Fetched:
        """Ask for the file, or with Range for a stretch of it; with IfNoneMatch, raise NotModified if it is that one.

        Raises FileNotFoundError, Unreachable, and SuspiciousOperation for a name that leads out of the folder.
        """
        key = self._normalize_name(clean_name(name))
        try:
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key, **asked)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if status == HTTPStatus.NOT_MODIFIED:
                raise NotModified from error
            if status == HTTPStatus.NOT_FOUND:
                raise FileNotFoundError(name) from error
            raise Unreachable(str(error)) from error
        except BotoCoreError as error:
            raise Unreachable(str(error)) from error
        headers = found["ResponseMetadata"]["HTTPHeaders"]
        kept = {known: headers[known.lower()] for known in ("ETag", "Last-Modified") if known.lower() in headers}
        return Fetched(found["Body"], int(found["ContentLength"]), kept)

    def fault(self) -> str:
        """Return why the bucket cannot be used; empty where it can."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except (BotoCoreError, ClientError) as error:
            return str(error)
        finally:
            self.close()
        return ""

    def close(self) -> None:
        """Let go of this thread's connections."""
        self.connection.meta.client.close()

    def _open(self, name: str, mode: str = "rb") -> Any:
        if mode != "rb":
            return super()._open(name, mode)
        return File(io.BufferedReader(Remote(self, name, self.size(name)), A_PIECE), name)


class NotModified(Exception):
    """The reader has the file as it is."""


class Remote(io.RawIOBase):
    """A file of the bucket, of which no more is fetched than is read."""

    def __init__(self, bucket: Bucket, name: str, size: int) -> None:
        self._bucket, self._name, self._size, self._place = bucket, name, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readall(self) -> bytes:
        return self._read(self._size)

    def readinto(self, buffer: Any) -> int:
        content = self._read(self._place + len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def _read(self, end: int) -> bytes:
        """Fetch the bytes from where we are up to this one."""
        end = min(end, self._size)
        if end <= self._place:
            return b""
        content: bytes = self._bucket.fetch(self._name, Range=f"bytes={self._place}-{end - 1}").body.read()
        self._place += len(content)
        return content
