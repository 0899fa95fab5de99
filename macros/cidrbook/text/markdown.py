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

from cidrbook.text.markdown_blocks import FENCE, HEADING, Container, Line, code_lines, goes_on

Kind = Literal["row", "item", "prose", "code", "mermaid"]


class Cell(NamedTuple):
    """A part of a passage: its text, and where that begins in the document."""

    text: str
    start: int


class Passage(NamedTuple):
    """A line, or a row of a table, and what stands around it.

    `title` is a table's header, or the key above a value. `above` is the item that an item is below, or the line that
    leads to its list; of a sentence, the line that it goes on from.
    """

    kind: Kind
    cells: tuple[Cell, ...]
    headings: tuple[str, ...]
    title: tuple[str, ...] = ()
    above: str = ""


_BOLD = re.compile(r"\s{0,3}(?:\*\*|__)([^*_|]{1,80})(?:\*\*|__)(?:\s*(\([^()|]{1,60}\)))?:?\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
_DELIMITER = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*$|\s*\|[\s|:-]*-[\s|:-]*$")
_ITEM = re.compile(r"\s*(?:[-*+•]|[0-9]{1,3}[.)])\s+|[\s│|]*[├└]")
_STRUCK = re.compile(r"(?<!~)~~(?=[^~\s])[^~\n]{1,400}~~(?!~)|<(?:del|s)>[^<\n]{1,400}</(?:del|s)>")
_IGNORE = re.compile(r"<!--\s*cidrbook:\s*ignore\b[^>\n]*-->")
_KEY = re.compile(r"\s*(?:-\s+)?[\"']?([\w.-]{1,60})[\"']?\s*(?::(?:\s*\|?-?\s*)|=\s*\{\s*)$")
_PROPERTY = re.compile(r"\b(?:setting|property|properties|item|key|parameter|field|attribute|option)s?$", re.IGNORECASE)
_NAME = re.compile(r"(?:host ?|network |node |server )?name|fqdn|host", re.IGNORECASE)
_PAIR = 2
_TALLEST_BOX = 50
"""Lines of a drawn box that its title is looked for in: a taller one was generated."""
_BAR, _BRANCH, _DIGITS = re.compile(r"[│┃║]"), re.compile(r"[├└]"), re.compile(r"[0-9]\.[0-9]|:[0-9a-f]*:")
_PIPE = re.compile(r"(?<!\\)\|")


def passages(text: str) -> Iterator[Passage]:
    """The passages of a document, in their order."""
    lines = _lines(text)
    headings: list[tuple[int, str]] = []
    leading = _Leading()
    number, ignoring = _front(lines), False
    container, paragraph = Container(), False
    while number < len(lines):
        container, content = container.after(lines[number].text, paragraph=paragraph)
        level, title = _heading(lines, number)
        if level:
            headings = [*(heading for heading in headings if heading[0] < level), (level, title)]
            ignoring = False
        path = tuple(words for _, words in headings)
        ignoring = ignoring or bool(_IGNORE.fullmatch(_raw(text, lines[number]).strip()))
        fence = FENCE.match(content)
        paragraph = not fence and goes_on(content)
        end, found = _fenced(lines, number, fence, container, path) if fence else _block(lines, number, path)
        found = [passage._replace(above=leading.to(passage)) if end == number + 1 else passage for passage in found]
        leading.after(lines[number].text, found, alone=end == number + 1)
        yield from (
            passage for passage in found if not ignoring and not _IGNORE.search(_raw(text, Cell(*_span(passage))))
        )
        number = end


class _Leading:
    """The items and lines that lead to the next line."""

    def __init__(self) -> None:
        self.items: list[tuple[int, str]] = []
        self.lead = self.before = ""

    def to(self, passage: Passage) -> str:
        """The item that a line is below, or the line that leads to its list, or that it goes on from."""
        if passage.kind != "item":
            return self.before
        depth = _depth(passage.cells[0].text)
        return next((text for at, text in reversed(self.items) if at < depth), self.lead)

    def after(self, line: str, found: list[Passage], *, alone: bool) -> None:
        """Go on to what is after a line."""
        if not alone or HEADING.match(line):
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


def _block(lines: list[Line], number: int, path: tuple[str, ...]) -> tuple[int, list[Passage]]:
    """What begins at a line: a table, or the line alone; and the line after it."""
    end = _table_end(lines, number)
    if end:
        return end, _table(lines[number:end], path)
    text, start = lines[number]
    kind: Kind = "item" if _ITEM.match(text) else "prose"
    return number + 1, [Passage(kind, (Cell(text, start),), path)] if text.strip() else []


def _lines(text: str) -> list[Line]:
    """The lines, with what is not said to readers blanked out."""
    found = _blanked(text).split("\n")
    starts = accumulate((len(line) + 1 for line in found), initial=0)
    return [Line(line.rstrip("\r"), start) for line, start in zip(found, starts, strict=False)]


def _blanked(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return _STRUCK.sub(lambda found: " " * len(found[0]), "".join(parts) + text[at:])


def _raw(text: str, line: Line | Cell) -> str:
    """The whole line as written, comments and all."""
    end = text.find("\n", line.start)
    return text[text.rfind("\n", 0, line.start) + 1 : end if end >= 0 else len(text)]


def _span(passage: Passage) -> tuple[str, int]:
    return passage.cells[0] if passage.cells else ("", 0)


def _front(lines: list[Line]) -> int:
    """The line after the front matter, if there is one."""
    if not lines or lines[0].text.strip() != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines[1:60], 1) if line.text.strip() == "---"), 0)


def _heading(lines: list[Line], number: int) -> tuple[int, str]:
    """The level and the words of a heading, in any of its forms; a line in bold is the least of them."""
    text = lines[number].text
    found = HEADING.match(text)
    if found:
        return len(found[1]), found[2]
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    underline = _UNDERLINE.match(below)
    if underline and text.strip() and "|" not in text and not _ITEM.match(text):
        return (1 if "=" in underline[1] else 2), text.strip()
    bold = _BOLD.match(text)
    return (7, " ".join(filter(None, bold.groups()))) if bold else (0, "")


def _fenced(
    lines: list[Line], number: int, fence: re.Match[str], container: Container, path: tuple[str, ...]
) -> tuple[int, list[Passage]]:
    """The lines of a fence, which ends with its closing line, or with the container that it is in."""
    code, end = code_lines(lines, number + 1, fence["ticks"] or fence["waves"], container)
    language = fence["language"].lower()
    kind: Kind = "mermaid" if language == "mermaid" else "item" if language in ("", "text", "txt") else "code"
    found, key, whole = [], "", ""
    for at, (text, start) in enumerate(code):
        boxes = list(_boxes(code, at)) if kind == "item" else []
        if boxes:
            found += [Passage("item", (cell,), path, above=above) for cell, above in boxes]
            continue
        above = _KEY.match(text)
        key = above[1] if above else key
        whole = text.partition("kind:")[2].strip() or whole
        found.append(Passage(kind, (Cell(text, start),), path, (key, whole)))
    return end, found


def _boxes(lines: list[Line], number: int) -> Iterator[tuple[Cell, str]]:
    """The parts of a line that are in boxes side by side, each with the nearest words above it in its box."""
    text, start = lines[number]
    bars = [found.start() for found in _BAR.finditer(text)]
    if len(bars) < _PAIR or _BRANCH.search(text):
        return
    above = lines[max(0, number - _TALLEST_BOX) : number]
    for begin, end in pairwise(bars):
        if text[begin + 1 : end].strip():
            yield Cell(text[begin + 1 : end], start + begin + 1), _title(above, begin, end)


def _title(lines: list[Line], begin: int, end: int) -> str:
    """The nearest words above a part of a box that are no address."""
    for text, _ in reversed(lines):
        if len(text) <= end or not _BAR.match(text, begin) or not _BAR.match(text, end):
            return ""
        inside = text[begin + 1 : end].strip()
        if inside and inside[0] not in "(-" and not _DIGITS.search(inside):
            return inside
    return ""


def _table_end(lines: list[Line], number: int) -> int:
    """The line after the table that begins here; 0 where none does."""
    end = number
    while end < len(lines) and (_is_row(lines[end].text) or (end > number and _is_rule(lines, end))):
        end += 1
    return end if end - number > 1 else 0


def _is_row(text: str) -> bool:
    return bool(_PIPE.search(text)) and not FENCE.match(text.lstrip())


def _is_rule(lines: list[Line], at: int) -> bool:
    """Whether it is a delimiter row, with pipes or without, between two rows."""
    around = at + 1 < len(lines) and _is_row(lines[at + 1].text) and _is_row(lines[at - 1].text)
    return around and bool(_DELIMITER.match(lines[at].text))


def _table(lines: list[Line], path: tuple[str, ...]) -> list[Passage]:
    rows = [line for line in lines if not _DELIMITER.match(line.text)]
    if not rows:
        return []
    first = tuple(cell.text.strip() for cell in _cells(rows[0]))
    ruled = len(lines) > 1 and bool(_DELIMITER.match(lines[1].text))
    header = first if ruled or not any(re.search(r"[0-9]\.[0-9]|:[0-9a-f]*:", text) for text in first) else ()
    found = [tuple(_cells(row)) for row in rows[1 if header else 0 :]]
    above = _subject(found) if header and _PROPERTY.search(header[0]) else ""
    return [Passage("row", cells, path, header, above) for cells in found]


def _subject(rows: list[tuple[Cell, ...]]) -> str:
    """What a table of properties is about: the value of its one row for a name."""
    names = [row[1].text.strip() for row in rows if len(row) == _PAIR and _NAME.fullmatch(row[0].text.strip(" `*"))]
    return names[0] if len(names) == 1 else ""


def _cells(line: Line) -> Iterator[Cell]:
    text = line.text.rstrip()
    begin = len(text) - len(text.lstrip())
    begin += text[begin : begin + 1] == "|"
    end = len(text) - (text.endswith("|") and len(text) > begin)
    for found in _PIPE.finditer(text, begin, end):
        yield Cell(text[begin : found.start()], line.start + begin)
        begin = found.end()
    yield Cell(text[begin:end], line.start + begin)
