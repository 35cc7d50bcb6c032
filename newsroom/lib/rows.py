"""Tables as CSV (RFC 4180, UTF-8), which a spreadsheet opens without running anything in them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

type Cell = str | int | float | None


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the table as CSV: a blank for None, and no text that is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_safe(cell) for cell in header])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


class BadTable(ValueError):
    """A text that is not the table asked for; the message says on which line, and what is wrong."""


def from_csv(text: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row by the names of its columns, with the number of the line on which it begins.

    The first line names columns, in any order, and those it leaves out are blank; cells are parted as the first line
    is, by commas or semicolons. Raises BadTable.
    """
    header, _end, _rest = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if not names or set(names) - set(columns) or len(set(names)) < len(names):
            raise BadTable(f"line 1: write the names of the columns, each once, among {', '.join(columns)}")
        line = reader.line_num + 1
        for row in reader:
            if len(row) > len(names):
                raise BadTable(f"line {line}: {len(row)} cells under {len(names)} columns")
            if any(cell.strip() for cell in row):
                yield line, dict.fromkeys(columns, "") | dict(zip(names, (cell.strip() for cell in row), strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadTable(f"line {reader.line_num}: {error}") from error


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell
