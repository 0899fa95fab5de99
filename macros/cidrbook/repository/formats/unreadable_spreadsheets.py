"""Spreadsheets that cannot be read: what is needed to read them, or what is wrong with them.

What a readable one holds is read as CSV is ([xlrd](https://xlrd.readthedocs.io/en/latest/)).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem
from cidrbook.text.source import Place, Source
from cidrbook.text.spreadsheet import UnreadableSource


@reads_files(globs=("*.xls",), examples=True)
def read(source: Source) -> Iterator[Reported]:
    """Why a spreadsheet says nothing."""
    if isinstance(source, UnreadableSource):
        yield Reported("unreadable-file", Problem(at=Place(source, 1, 1), message=source.reason, hint=source.hint))
