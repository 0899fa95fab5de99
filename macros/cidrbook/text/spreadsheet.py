"""Spreadsheets of Excel (`.xls`, BIFF) as text: a line of comma-separated values for each row of each sheet.

xlrd reads them, which comes with `pip install 'cidrbook[xls]'`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from cidrbook.text.source import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of Excel 97 to 2003 begins: as a compound document."""

_ZIP = b"PK\x03\x04"
_MAX_CELLS = 500_000
"""Cells of all sheets. An IPAM with 10,000 addresses has a fifth of them."""


@dataclass(frozen=True, eq=False)
class UnreadableSource(Source):
    """A file that says nothing, and why."""

    reason: str = ""
    hint: str = ""


def as_table(name: str, data: bytes) -> Source:
    """A spreadsheet as a table, or a table that is only called so; nothing but the reason where it is neither."""
    if data.startswith(_OLE):
        return _converted(name, data)
    if data.startswith(_ZIP):
        return UnreadableSource(name, "", "this is a file of a newer Excel (XLSX)", "save it as CSV")
    if b"\0" in data[:4096]:
        return UnreadableSource(name, "", "this is no spreadsheet of Excel", "export it again, or save it as CSV")
    return Source(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))


def _converted(name: str, data: bytes) -> Source:
    try:
        import xlrd  # noqa: PLC0415 (an extra that few need)
    except ImportError:
        reason = "reading a spreadsheet of Excel (XLS) needs xlrd"
        return UnreadableSource(name, "", reason, "run `pip install 'cidrbook[xls]'`, or save it as CSV")
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(_sheet_rows(book))
    except Exception as error:  # noqa: BLE001 (a broken file makes xlrd raise whatever)
        reason = f"this spreadsheet of Excel cannot be read ({type(error).__name__})"
        return UnreadableSource(name, "", reason, "export it again, or save it as CSV")
    return Source(name, text.getvalue())


def _sheet_rows(book: object) -> Iterator[list[str]]:
    """The rows of all sheets, each a line: what breaks a line is a blank."""
    left = _MAX_CELLS
    for sheet in book.sheets():  # type: ignore[attr-defined] # xlrd has no types
        for number in range(sheet.nrows):
            values = sheet.row_values(number)
            left -= len(values)
            if left < 0:
                raise OverflowError
            yield [_cell(value) for value in values]
        yield []


def _cell(value: object) -> str:
    """A cell as it is shown: Excel has no numbers but floats."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return " ".join(text.split())
