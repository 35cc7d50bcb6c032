"""One file that holds many, and what each of them must be: a tar archive that ends with their sums.

Any program opens it, and `sha256sum --check SHA256SUMS` checks what it holds. An archive whose end is missing is none.
"""

import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from itertools import zip_longest
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any, cast

SUMS = "SHA256SUMS"
# What is smaller is copied in memory.
SPOOLED_BYTES = 16 * 1024 * 1024
A_PIECE = 1024 * 1024


class Damaged(Exception):
    """The archive is not what was written; the message says where."""


class Writer:
    """Adds to an archive, member by member."""

    def __init__(self, tar: tarfile.TarFile, sums: IO[bytes], folder: Path) -> None:
        self.members = 0
        self._tar, self._sums, self._folder = tar, sums, folder

    def add(self, name: str, source: IO[bytes]) -> None:
        """Add what is left to read of a file, which others may write to meanwhile; a name has no line break."""
        if "\n" in name or "\\" in name:
            raise ValueError(name)
        with SpooledTemporaryFile(SPOOLED_BYTES, dir=str(self._folder)) as copy:
            digest = sha256()
            while piece := source.read(A_PIECE):
                digest.update(piece)
                copy.write(piece)
            self._put(name, copy, copy.tell())
        self._sums.write(f"{digest.hexdigest()}  {name}\n".encode())
        self.members += 1

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that nobody writes to."""
        with path.open("rb") as file:
            self._sums.write(f"{file_digest(file, 'sha256').hexdigest()}  {name}\n".encode())
            self._put(name, file, file.tell())
        self.members += 1

    def add_sums(self) -> None:
        """Add what each member must be."""
        self._put(SUMS, self._sums, self._sums.tell())

    def _put(self, name: str, file: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        file.seek(0)
        self._tar.addfile(member, file)
        _let_go(self._tar)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Give who adds to a new archive, for this account alone; left without an error, it has its end and is on disk."""
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file, TemporaryFile(dir=path.parent) as sums:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            writer = Writer(tar, sums, path.parent)
            yield writer
            writer.add_sums()
        file.flush()
        os.fsync(file.fileno())


def check(path: Path) -> None:
    """Read all of an archive; raise Damaged where it is not what was written."""
    with TemporaryFile() as found, _readable():
        for name, file in members(path):
            if name == SUMS:
                _compare(found, file)
                return
            found.write(f"{file_digest(file, 'sha256').hexdigest()}  {name}\n".encode())  # type: ignore[arg-type]
    raise Damaged("its end is missing")


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield what the archive holds by name, in the order in which it was written, each to be read before the next."""
    with _readable(), tarfile.open(path, mode="r:") as tar:
        for member in tar:
            _let_go(tar)
            file = tar.extractfile(member)
            if file is None:
                raise Damaged(f"{member.name} is no file")
            yield member.name, file


def _let_go(tar: tarfile.TarFile) -> None:
    """Forget the members that are over: the list of all of them would fill the memory."""
    cast(Any, tar).members = []


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(f"it cannot be read to its end: {error}") from error


def _compare(found: IO[bytes], written: IO[bytes]) -> None:
    found.seek(0)
    for line, said in zip_longest(found, written, fillvalue=b""):
        if line != said:
            name = (said or line).decode(errors="replace").partition("  ")[2].strip()
            raise Damaged(f"{name} is not what was written")
