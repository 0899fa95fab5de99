"""Markdown as far as addresses need it: rows, lines and code, each with the headings above it.

Tables are read however they are written: without a delimiter row, with one that has no pipes, without outer pipes.
What is struck through or in a comment is not there; `<!-- cidrbook: ignore -->` leaves out its line or, alone on a
line, everything up to the next heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from cidrbook.text.html_tables import html_rows, html_table_end
from cidrbook.text.markdown_blocks import LineBlock, line_blocks
from cidrbook.text.regex import regex

Kind = Literal["row", "item", "prose", "code", "mermaid"]


class Cell(NamedTuple):
    """A part of a passage: its text, and where that begins in the document."""

    text: str
    start: int


class Passage(NamedTuple):
    """A line, or a row of a table, and what stands around it.

    `title` is a table's header, or the key above a value. `above` is the item that an item is below, the line that
    leads to its list, or that of a drawn tree that it branches off; of a sentence, the line that it goes on from; of
    code, and of a lone value in a fence, the paragraph before that.
    """

    kind: Kind
    cells: tuple[Cell, ...]
    headings: tuple[str, ...]
    title: tuple[str, ...] = ()
    above: str = ""


class _MarkdownLine(NamedTuple):
    """A line without the marks of quotes around it, where that begins in the document, and what it is."""

    text: str
    start: int
    block: LineBlock

    @property
    def is_fence(self) -> bool:
        """Whether a fence begins here."""
        return self.block.role == "fence"


_BOLD = regex(r"\s{0,3}(?:\*\*|__)([^*_|]{1,80})(?:\*\*|__)(?:\s*(\([^()|]{1,60}\)))?:?\s*$")
_DELIMITER = regex(r"[\s|:+-]*-{2,}[\s|:+-]*$|\s*\|[\s|:-]*-[\s|:-]*$")
_NO_LANGUAGE = regex(r"[^\w-]")
_ITEM = regex(r"\s*(?:[-*+•]|[0-9]{1,3}[.)])\s+|[\s│|]*[├└]")
_STRUCK = regex(r"(?<!~)~~(?=[^~\s])[^~\n]{1,400}~~(?!~)|<(?:del|s)>[^<\n]{1,400}</(?:del|s)>")
_IGNORE = regex(r"<!--\s*cidrbook:\s*ignore\b[^>\n]*-->")
_KEY = regex(r"\s*(?:-\s+)?[\"']?([\w.-]{1,60})[\"']?\s*(?::(?:\s*\|?-?\s*)|=\s*\{\s*)$")
_PROPERTY = regex(r"\b(?:setting|property|properties|item|key|parameter|field|attribute|option)s?$", re.IGNORECASE)
_NAME = regex(r"(?:host ?|network |node |server )?name|fqdn|host", re.IGNORECASE)
_LETTER = regex(r"[A-Za-z]")
_PAIR = 2
_BOLD_LEVEL = 7  # below the six levels that Markdown has
_LONGEST_LEAD = 1000
"""Characters of a paragraph that are kept for the fence below it."""
_TALLEST_BOX = 50
"""Lines of a drawn box that its title is looked for in: a taller one was generated."""
_TREE = regex(r"[\s│┃║|├└─-]*")
"""What a line of a drawn tree begins with."""
_BAR, _BRANCH, _DIGITS = regex(r"[│┃║]"), regex(r"[├└]"), regex(r"[0-9]\.[0-9]|:[0-9a-f]*:")
_PIPE = regex(r"(?<!\\)\|")


def passages(text: str) -> Iterator[Passage]:
    """The passages of a document, in their order."""
    lines = _markdown_lines(text, _blanked(text))
    headings: list[_Heading] = []
    leading = _Leading()
    number, ignoring = 0, False
    while number < len(lines):
        line = lines[number]
        if line.block.role == "front":
            number += 1
            continue
        headings = _headings(headings, line)
        ignoring = (ignoring and not _is_heading(line)) or bool(_IGNORE.fullmatch(_raw(text, line.start).strip()))
        end, found = _passages_from(lines, number, tuple(heading.words for heading in headings), leading.paragraph)
        found = [passage._replace(above=leading.to(passage)) if end == number + 1 else passage for passage in found]
        leading.after(line, found, alone=end == number + 1)
        yield from (passage for passage in found if not ignoring and not _IGNORE.search(_raw(text, _start_of(passage))))
        number = end


def table_rows(text: str) -> Iterator[Passage]:
    """The rows of all tables, also of those that readers do not see."""
    lines = _markdown_lines(text, text)
    number = 0
    while number < len(lines):
        end = _table_end(lines, number)
        yield from _table_passages(lines[number:end], ()) if end else ()
        number = end or number + 1


class _Heading(NamedTuple):
    """A heading above a line, and in how many quotes it is: the end of its quote is the end of its section."""

    level: int
    words: str
    quotes: int


def _headings(above: list[_Heading], line: _MarkdownLine) -> list[_Heading]:
    """The headings above a line, and the line itself, if it is one."""
    above = [heading for heading in above if heading.quotes <= line.block.quotes]
    level, words = _heading(line)
    if not level:
        return above
    return [*(heading for heading in above if heading.level < level), _Heading(level, words, line.block.quotes)]


def _is_heading(line: _MarkdownLine) -> bool:
    return bool(_heading(line)[0])


def _heading(line: _MarkdownLine) -> tuple[int, str]:
    """The level and the words of a heading; a line in bold is the least of them."""
    if line.block.words and line.block.level:
        return line.block.level, line.block.words
    bold = _BOLD.match(line.text) if line.block.role == "text" else None
    return (_BOLD_LEVEL, " ".join(filter(None, bold.groups()))) if bold else (0, "")


class _Leading:
    """The items and lines that lead to the next line, and the paragraph that leads to a fence."""

    def __init__(self) -> None:
        self.items: list[tuple[int, str]] = []
        self.lead = self.before = self.paragraph = ""

    def to(self, passage: Passage) -> str:
        """The item that a line is below, or the line that leads to its list, or that it goes on from."""
        if passage.kind != "item":
            return self.before
        depth = _depth(passage.cells[0].text)
        return next((text for at, text in reversed(self.items) if at < depth), self.lead)

    def after(self, whole: _MarkdownLine, found: list[Passage], *, alone: bool) -> None:
        """Go on to what is after a line."""
        line = whole.text
        if line.strip():
            goes_on = alone and bool(self.before) and whole.block.role != "heading"
            self.paragraph = f"{self.paragraph} {line}"[-_LONGEST_LEAD:] if goes_on else line if alone else ""
        if not alone or whole.block.role == "heading":
            self.items, self.lead, self.before = [], "", ""
        elif not found:
            self.before = ""
        elif found[0].kind == "item":
            self.items = [*(pair for pair in self.items if pair[0] < _depth(line)), (_depth(line), line)]
            self.before = ""
        elif not (self.items and line[:1].isspace()):
            self.items, self.before = [], line
            self.lead = line if line.rstrip().rstrip("*_").endswith(":") or _BOLD.match(line) else ""


def _depth(line: str) -> int:
    """How far a line stands in."""
    return len(line) - len(line.lstrip())


def _passages_from(
    lines: list[_MarkdownLine], number: int, path: tuple[str, ...], lead: str
) -> tuple[int, list[Passage]]:
    """What begins at a line: a fence, a table or the line alone; and the line after it."""
    if lines[number].is_fence:
        return _fenced(lines, number, path, lead)
    end = html_table_end(lines, number)
    if end:
        return end, _html_passages(lines[number:end], path)
    end = _table_end(lines, number)
    if end:
        return end, _table_passages(lines[number:end], path)
    text, start, _ = lines[number]
    kind: Kind = "item" if _ITEM.match(text) else "prose"
    return number + 1, [Passage(kind, (Cell(text, start),), path)] if text.strip() else []


def _markdown_lines(text: str, said: str) -> list[_MarkdownLine]:
    """The lines of what is said to readers, which is as long as the text."""
    found = [line.rstrip("\r") for line in said.split("\n")]
    starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    blocks = line_blocks(found)
    return [
        _MarkdownLine(line[block.offset :], start + block.offset, block)
        for line, start, block in zip(found, starts, blocks, strict=False)
    ]


def _blanked(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return _STRUCK.sub(lambda found: " " * len(found[0]), "".join(parts) + text[at:])


def _raw(text: str, start: int) -> str:
    """The whole line that a character is in, as written, comments and all."""
    end = text.find("\n", start)
    return text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)]


def _start_of(passage: Passage) -> int:
    return passage.cells[0].start if passage.cells else 0


def _fenced(lines: list[_MarkdownLine], number: int, path: tuple[str, ...], lead: str) -> tuple[int, list[Passage]]:
    """The passages of a fence, and the line after it."""
    inside = range(number + 1, len(lines))
    end = next((at for at in inside if lines[at].block.role != "code"), len(lines))
    language = _NO_LANGUAGE.split(lines[number].block.words.lower().lstrip("{."), maxsplit=1)[0]
    kind: Kind = "mermaid" if language == "mermaid" else "item" if language in ("", "text", "txt") else "code"
    found, key, whole = [], "", ""
    branches: list[tuple[int, str]] = []
    for at in range(number + 1, end):
        text, start, _ = lines[at]
        boxes = list(_boxes(lines, range(max(number + 1, at - _TALLEST_BOX), at), lines[at])) if kind == "item" else []
        if boxes:
            found += [Passage("item", (cell,), path, above=above) for cell, above in boxes]
            continue
        above = _KEY.match(text)
        key = above[1] if above else key
        whole = text.partition("kind:")[2].strip() or whole
        trunk = _trunk(branches, text) if kind == "item" else ""
        leads = kind == "code" or (lead.rstrip(" *_").endswith(":") and not _LETTER.search(text))
        found.append(Passage(kind, (Cell(text, start),), path, (key, whole), trunk or (lead if leads else "")))
    closed = end < len(lines) and lines[end].block.role == "fence end"
    return end + closed, found


def _trunk(branches: list[tuple[int, str]], text: str) -> str:
    """The line of a drawn tree that a line of it branches off; `branches` are those above with their depth."""
    found = _TREE.match(text)
    depth = len(found[0]) if found else 0
    branches[:] = [(at, line) for at, line in branches if at < depth]
    above = branches[-1][1] if branches and _BRANCH.search(found[0] if found else "") else ""
    if text.strip():
        branches.append((depth, text))
    return above


def _boxes(lines: list[_MarkdownLine], above: range, line: _MarkdownLine) -> Iterator[tuple[Cell, str]]:
    """The parts of a line that are in boxes side by side, each with the nearest words above it in its box."""
    text = line.text
    bars = [found.start() for found in _BAR.finditer(text)]
    if len(bars) < _PAIR or _BRANCH.search(text):
        return
    for begin, end in pairwise(bars):
        if text[begin + 1 : end].strip():
            yield Cell(text[begin + 1 : end], line.start + begin + 1), _words_above(lines, above, begin, end)


def _words_above(lines: list[_MarkdownLine], above: range, begin: int, end: int) -> str:
    """The nearest words above a part of a box that are no address."""
    for number in reversed(above):
        text = lines[number].text
        if len(text) <= end or not _BAR.match(text, begin) or not _BAR.match(text, end):
            return ""
        inside = text[begin + 1 : end].strip()
        if inside and inside[0] not in "(-" and not _DIGITS.search(inside):
            return inside
    return ""


def _table_end(lines: list[_MarkdownLine], number: int) -> int:
    """The line after the table that begins here; 0 where none does."""
    end = number
    while end < len(lines) and (_is_row(lines[end]) or (end > number and _is_rule(lines, end))):
        end += 1
    return end if end - number > 1 else 0


def _is_row(line: _MarkdownLine) -> bool:
    return bool(_PIPE.search(line.text)) and not line.is_fence


def _is_rule(lines: list[_MarkdownLine], at: int) -> bool:
    """Whether it is a delimiter row, with pipes or without, between two rows."""
    around = at + 1 < len(lines) and _is_row(lines[at + 1]) and _is_row(lines[at - 1])
    return around and bool(_DELIMITER.match(lines[at].text))


def _html_passages(lines: list[_MarkdownLine], path: tuple[str, ...]) -> list[Passage]:
    """The rows of a table in HTML. The first one is its header if all of its cells are."""
    rows = list(html_rows([(line.text, line.start) for line in lines]))
    header = rows[0] if rows and all(cell.is_header for cell in rows[0]) else []
    title = tuple(cell.text.strip() for cell in header)
    cells = [tuple(Cell(cell.text, cell.start) for cell in row) for row in rows[1 if header else 0 :]]
    return [Passage("row", row, path, title) for row in cells]


def _table_passages(lines: list[_MarkdownLine], path: tuple[str, ...]) -> list[Passage]:
    rows = [line for line in lines if not _DELIMITER.match(line.text)]
    if not rows:
        return []
    first = tuple(cell.text.strip() for cell in _table_cells(rows[0]))
    ruled = len(lines) > 1 and bool(_DELIMITER.match(lines[1].text))
    header = first if ruled or not any(re.search(r"[0-9]\.[0-9]|:[0-9a-f]*:", text) for text in first) else ()
    found = [tuple(_table_cells(row)) for row in rows[1 if header else 0 :]]
    above = _subject(found) if header and _PROPERTY.search(header[0]) else ""
    return [Passage("row", cells, path, header, above) for cells in found]


def _subject(rows: list[tuple[Cell, ...]]) -> str:
    """What a table of properties is about: the value of its one row for a name."""
    names = [row[1].text.strip() for row in rows if len(row) == _PAIR and _NAME.fullmatch(row[0].text.strip(" `*"))]
    return names[0] if len(names) == 1 else ""


def _table_cells(line: _MarkdownLine) -> Iterator[Cell]:
    text = line.text.rstrip()
    begin = len(text) - len(text.lstrip())
    begin += text[begin : begin + 1] == "|"
    end = len(text) - (text.endswith("|") and len(text) > begin)
    for found in _PIPE.finditer(text, begin, end):
        yield Cell(text[begin : found.start()], line.start + begin)
        begin = found.end()
    yield Cell(text[begin:end], line.start + begin)
