"""The statements about addresses in a repository's documents.

Read: tables, lists, prose, Mermaid's labels, install lines and what else stands in code, of Markdown and plain text.
Left out is text that is struck through, marked `<!-- cidrbook: ignore -->`, or not believed (see `credibility`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cidrbook.net.spans import PlainRun
from cidrbook.repository.documents.code_statements import code_statements, drawing_statements
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
from cidrbook.repository.documents.line_statements import line_statements
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.documents.row_statements import row_statements
from cidrbook.repository.statement import Statement
from cidrbook.text.markdown import Kind, Passage, passages
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_SETTING = regex(r"\s*(?:-\s+)?[\"']?[A-Za-z][\w.-]*[\"']?\s*[:=]\s*[\[\"']*[0-9a-f]")
"""A key with a value that may be an address."""
_MOST_VALUES = 32
"""Values of a block that are kept beside each: more show nothing more."""
_READERS: dict[Kind, Callable[[Source, Passage], Iterator[Statement]]] = {
    "row": row_statements,
    "item": line_statements,
    "prose": line_statements,
    "code": code_statements,
    "mermaid": drawing_statements,
}


def statements(source: Source) -> Iterator[Statement]:
    """The statements of a document; none of other files."""
    for block in _passage_blocks(source):
        values = [_setting_addresses(passage) for passage in block] if len(block) > 1 else [[]]
        for which, passage in enumerate(block):
            for statement in _READERS[passage.kind](source, passage):
                others = [run for at, runs in enumerate(values) if at != which for run in runs]
                yield statement._replace(block=tuple(others[:_MOST_VALUES]), kind=passage.kind)


def _passage_blocks(source: Source) -> Iterator[list[Passage]]:
    """The passages of a document: the lines of one block of code together, every other one alone."""
    block: list[Passage] = []
    for passage in believed(source):
        if block and _goes_on(source, block[-1], passage):
            block.append(passage)
            continue
        yield block
        block = [passage]
    yield block


def _goes_on(source: Source, before: Passage, after: Passage) -> bool:
    """Whether two lines of code are of one block: only blanks are between them."""
    end = before.cells[0].start + len(before.cells[0].text)
    return before.kind == after.kind == "code" and not source.text[end : after.cells[0].start].strip()


def _setting_addresses(passage: Passage) -> list[PlainRun]:
    """The addresses that a line of settings sets a key to."""
    text = passage.cells[0].text
    found = literals(text) if _SETTING.match(text) else ()
    return [PlainRun(one.version, int(one.address or one.first), one.last) for one in found]


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
