"""The block structure of Markdown, as CommonMark has it: what each line is, and in which quotes and list items.

Admonitions and tabs of MkDocs are containers as list items are. HTML is text here, as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cidrbook.text.regex import regex

Role = Literal["front", "blank", "text", "heading", "underline", "break", "indented", "fence", "code", "fence end"]

_MAX_CONTAINERS = 32  # deeper markers are text: each blank line is compared with all containers around it
_MAX_FRONT = 60  # lines of front matter; a longer one is a document that begins with a break
_CODE = 4  # columns that make a line indented code, and that a container of MkDocs indents its lines by
_HEADING = regex(r"(#{1,6})(?=[ ]|$)")
_UNDERLINE = regex(r"(?:=+|-+)[ ]*$")
_BREAK = regex(r"(?:\*[ ]*){3,}$|(?:-[ ]*){3,}$|(?:_[ ]*){3,}$")
_FENCE = regex(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_MARKER = regex(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ ]|$)")
_MKDOCS = regex(r"(?:!!!|\?\?\?\+?)[ ]+[\w\"]|===[+!]{0,2}[ ]+\"")
_PIPE = regex(r"(?<!\\)\|")


class LineBlock(NamedTuple):
    """What a line is. Its own text begins at `offset`, behind the marks of `quotes` quotes.

    A heading has a level, and its words; the first line of a fence has its words, too.
    """

    role: Role
    offset: int = 0
    quotes: int = 0
    level: int = 0
    words: str = ""


def line_blocks(lines: Iterable[str]) -> list[LineBlock]:
    """What each line of a document is."""
    lines = list(lines)
    front = _front_matter(lines)
    parser = _BlockParser([LineBlock("front")] * front)
    for line in lines[front:]:
        parser.add(line)
    return parser.found


def fences(lines: Iterable[str]) -> Iterator[list[tuple[int, int]]]:
    """The lines inside each fence that is not empty: their numbers, counted from 0, and where their own text begins."""
    inside: list[tuple[int, int]] = []
    for number, block in enumerate((*line_blocks(lines), LineBlock("blank"))):
        if block.role == "code":
            inside.append((number, block.offset))
        elif inside:
            yield inside
            inside = []


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines are front matter."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines[1:_MAX_FRONT], 1) if line.strip() == "---"), 0)


class _Container(NamedTuple):
    """A quote, or a list item whose lines are indented by so many columns."""

    width: int
    begins_blank: bool = False

    @property
    def is_quote(self) -> bool:
        """Whether it is a quote."""
        return not self.width


_QUOTE = _Container(0)


@dataclass
class _BlockParser:
    """The lines so far, the open containers, and the block that is open in the last of them."""

    found: list[LineBlock]
    open: list[_Container] = field(default_factory=list)
    leaf: Literal["", "paragraph", "indented", "fence"] = ""
    fence: str = ""
    paragraph: list[str] = field(default_factory=list)
    _at: int = 0
    _offset: int = 0

    def add(self, raw: str) -> None:
        """Add a line."""
        line = raw.expandtabs(4) if "\t" in raw else raw
        line = line.rstrip("\r")
        matched = self._match_containers(line)
        block = self._fence_line(line, matched) if self.leaf == "fence" else None
        block = block or self._other_line(line, matched)
        offset = _raw_offset(raw, self._offset)
        self.found.append(block._replace(offset=offset, quotes=sum(container.is_quote for container in self.open)))

    def _match_containers(self, line: str) -> int:
        """How many of the open containers go on in a line; then `_at` is behind their marks."""
        self._at = self._offset = 0
        for number, container in enumerate(self.open):
            indent = _indent(line, self._at)
            if container.is_quote:
                if indent >= _CODE or line[self._at + indent : self._at + indent + 1] != ">":
                    return number
                self._pass_quote(line, indent)
            elif self._at + indent == len(line):  # blank lines belong to any item but an empty one
                if container.begins_blank:
                    return number
            elif indent < container.width:
                return number
            else:
                self._at += container.width
        return len(self.open)

    def _pass_quote(self, line: str, indent: int) -> None:
        self._at += indent + 1
        self._at += line[self._at : self._at + 1] == " "
        self._offset = self._at

    def _fence_line(self, line: str, matched: int) -> LineBlock | None:
        """A line of the open fence; None where the end of a container ends it."""
        if matched < len(self.open):
            self.leaf = ""
            return None
        rest = line[self._at :]
        mark = rest.strip(" ")
        closing = len(mark) >= len(self.fence) and not mark.strip(self.fence[0]) and _indent(rest, 0) < _CODE
        if closing:
            self.leaf = ""
        return LineBlock("fence end" if closing else "code")

    def _other_line(self, line: str, matched: int) -> LineBlock:
        before = len(self.open)
        if self.leaf == "paragraph" and matched == before and self._is_underline(line):
            return self._underline(line)
        at, offset = self._at, self._offset
        begun = list(self._begin_containers(line, interrupting=self.leaf == "paragraph" and matched == before))
        rest = line[self._at :].lstrip(" ")
        is_code = _indent(line, self._at) >= _CODE
        if self.leaf == "paragraph" and not begun and rest and (is_code or not _begins_block(rest)):
            if matched < before:  # a lazy line: the paragraph goes on without the marks of its containers
                self._at, self._offset = at, offset
            self.paragraph.append(rest)
            return LineBlock("text")
        if begun or matched < before:
            self.open[matched:] = begun
            self.leaf = ""
        return self._begin_leaf(rest, is_code=is_code)

    def _begin_containers(self, line: str, *, interrupting: bool) -> Iterator[_Container]:
        """The containers that begin in a line, from the outer to the inner one."""
        for _ in range(_MAX_CONTAINERS - len(self.open)):
            indent = _indent(line, self._at)
            rest = line[self._at + indent :]
            if indent >= _CODE or not rest:
                return
            if rest[0] == ">":
                self._pass_quote(line, indent)
                yield _QUOTE
            elif _MKDOCS.match(rest):
                self._at = len(line)
                yield _Container(indent + _CODE)
            elif container := _item(rest, indent, interrupting=interrupting):
                self._at = min(self._at + container.width, len(line))
                yield container
            else:
                return
            interrupting = False

    def _begin_leaf(self, rest: str, *, is_code: bool) -> LineBlock:
        """The block that begins in the rest of a line, which is in no paragraph."""
        if not rest:
            self.leaf = "" if self.leaf == "paragraph" else self.leaf
            return LineBlock("blank")
        if self.open and self.open[-1].begins_blank:
            self.open[-1] = self.open[-1]._replace(begins_blank=False)
        if is_code:
            self.leaf = "indented"
            return LineBlock("indented")
        self.leaf = ""
        if heading := _HEADING.match(rest):
            return LineBlock("heading", level=len(heading[1]), words=_heading_words(rest[heading.end() :]))
        if _BREAK.match(rest):
            return LineBlock("break")
        if fence := _FENCE.match(rest):
            self.leaf, self.fence = "fence", fence[1] or fence[3]
            return LineBlock("fence", words=(fence[2] or fence[4] or "").strip())
        self.leaf, self.paragraph = "paragraph", [rest]
        return LineBlock("text")

    def _is_underline(self, line: str) -> bool:
        """Whether a line makes the paragraph above a heading; a row of a table is none."""
        rest = line[self._at :]
        indent = _indent(rest, 0)
        return indent < _CODE and bool(_UNDERLINE.match(rest, indent)) and not _PIPE.search(self.paragraph[-1])

    def _underline(self, line: str) -> LineBlock:
        """Turn the paragraph above into a heading."""
        first = len(self.found) - len(self.paragraph)
        level = 1 if "=" in line[self._at :] else 2
        words = " ".join(text.strip() for text in self.paragraph)
        self.found[first] = self.found[first]._replace(role="heading", level=level, words=words)
        self.leaf = ""
        return LineBlock("underline")


def _item(rest: str, indent: int, *, interrupting: bool) -> _Container | None:
    """The list item that begins; a paragraph is only interrupted by one with words, and by the number 1."""
    marker = _MARKER.match(rest)
    if not marker or _BREAK.match(rest):
        return None
    after = rest[marker.end() :]
    padding = _indent(after, 0)
    is_blank = padding == len(after)
    if interrupting and (is_blank or (marker[1] and int(marker[1]) != 1)):
        return None
    return _Container(indent + marker.end() + (1 if is_blank or padding > _CODE else padding), begins_blank=is_blank)


def _heading_words(rest: str) -> str:
    """The words of a heading, without the number signs that close it."""
    words = rest.strip(" ")
    unclosed = words.rstrip("#")
    return words if unclosed and not unclosed.endswith(" ") else unclosed.rstrip(" ")


def _begins_block(rest: str) -> bool:
    """Whether text ends the paragraph before it."""
    return bool(_HEADING.match(rest) or _BREAK.match(rest) or _FENCE.match(rest))


def _indent(line: str, at: int) -> int:
    """The blanks from an index on."""
    return len(line) - at - len(line[at:].lstrip(" "))


def _raw_offset(raw: str, column: int) -> int:
    """The index of a line's character that is in a column."""
    if "\t" not in raw[:column]:
        return column
    return next(at for at in range(column + 1) if len(raw[: at + 1].expandtabs(4)) > column or at == len(raw))
