"""The statements about addresses in a repository's documents.

Read: tables, lists, prose, Mermaid's labels, install lines and what else stands in code, of Markdown and plain text.
Left out is text that is struck through, marked `<!-- cidrbook: ignore -->`, or not believed (see `credibility`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cidrbook.repository.documents.code import code_statements, drawing_statements
from cidrbook.repository.documents.context import row_of
from cidrbook.repository.documents.credibility import (
    believed,
    code_doubt,
    document_doubt,
    is_document,
    line_doubt,
    passage_doubt,
    row_doubt,
)
from cidrbook.repository.documents.lines import line_statements
from cidrbook.repository.documents.rows import row_statements
from cidrbook.repository.statement import Statement
from cidrbook.text.markdown import Kind, Passage, passages
from cidrbook.text.source import Source

_READERS: dict[Kind, Callable[[Source, Passage], Iterator[Statement]]] = {
    "row": row_statements,
    "item": line_statements,
    "prose": line_statements,
    "code": code_statements,
    "mermaid": drawing_statements,
}


def statements(source: Source) -> Iterator[Statement]:
    """The statements of a document; none of other files."""
    for passage in believed(source):
        yield from _READERS[passage.kind](source, passage)


def doubts(source: Source) -> Iterator[tuple[Passage, str]]:
    """The passages of a document that nothing is read from, each with the reason; none of other files."""
    whole = document_doubt(source)
    for passage in passages(source.text) if whole or is_document(source.file, source.text) else ():
        reason = whole or passage_doubt(passage) or _kind_doubt(source, passage)
        if reason:
            yield passage, reason


def _kind_doubt(source: Source, passage: Passage) -> str:
    if passage.kind == "row":
        return row_doubt(row_of(source, passage).rests)
    if passage.kind == "mermaid":
        return ""
    return (code_doubt if passage.kind == "code" else line_doubt)(passage.cells[0].text)
