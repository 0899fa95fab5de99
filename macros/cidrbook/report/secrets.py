"""What of a source is secret, so that no excerpt shows it: values of keys known to hold secrets, and all of a `Secret`.

A job's log of a public repository is public, and so is a page. Each secret becomes the same number of asterisks, so
that not even its length is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cidrbook.text.source import Source

_KEY = (
    r"(?:[\w.-]*?(?:pass(?:word|wd|phrase)?|pwd|secret|token|psk|community|credentials?"
    r"|(?:api|private|preshared|pre-shared|pre_shared|access|auth|encryption|secret|shared-secret)[ _.-]?key))"
)
"""A key whose last word names a secret: `password`, `wifi_psk`, `apiKey`, but not `secretName` or `sharing_key`."""

_OPEN = r"(?:true|false|yes|no|on|off|null|~)\s*(?:[,}#].*)?$"
"""What such a key may say without telling the secret: whether there is one."""

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"?|'[^']*'?"
_BLOCK = re.compile(
    rf"(?i)^\s*(?:- )?[\"']?(?:{_KEY}|key)[\"']?\s*[:=]\s+?(?!{_OPEN})"
    rf"(?P<value>(?:{_QUOTED}|[^\s#{{\[\"'].*?))\s*(?:\s#.*)?$"
)
"""A line that is one key and its value, to its end."""

_INSIDE = re.compile(
    rf"(?i)(?<![\w.-])[\"']?{_KEY}[\"'`*]*\s*(?:[:=]|\bis\b)\s*[`*]*(?!{_OPEN})(?P<value>{_QUOTED}|[^\s,}}\]\"'`*]+)"
)
"""A key and its value in the middle of a line: a mapping in braces, an argument, a sentence."""

_WORDS = re.compile(rf"(?i)(?<![\w.-]){_KEY}\s+(?!{_OPEN})(?:[0-9] )?(?P<value>{_QUOTED}|[^\s\"']+)")
"""The same as routers write it, with a space between: `neighbor 10.0.0.1 password hunter2`."""

_TAG = re.compile(rf"(?i)<{_KEY}[^<>]*>(?P<value>[^<]+)<")
_SEALED = re.compile(r"ENC\[(?P<value>[^\]]*)\]?")
_TITLE = re.compile(rf"(?i)(?<![\w.-]){_KEY}s?$")

_PROSE = (".md", ".markdown", ".rst", ".txt", ".yaml", ".yml", ".json", ".toml", ".tf", ".hcl")
"""Files in which a word behind a word is no value: `the password manager`."""

_KIND = re.compile(r"^[\"' {]*kind[\"']?\s*:\s*[\"']?(?:Sealed)?Secret\b")
_PUBLIC = re.compile(r"^\s*(?:[-{]\s*)?[\"']?(?:apiVersion|kind|metadata|name|namespace|type)[\"']?\s*:")
_ANY_VALUE = re.compile(rf"(?<![\w.\"'-])[\w.\"'-]+\s*:\s+(?P<value>{_QUOTED}|[^\s,{{}}\[\]#&]+)")
_HOLDS_LINES = re.compile(rf"(?i)^(?P<indent>\s*)(?:- )?(?:[\"']?{_KEY}[\"']?\s*:\s*[|>]|.*:\s*!vault\b)")
_BEGIN, _END = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
_BAR = re.compile(r"(?<!\\)\|")
_LOGIN = re.compile(r"://[^\s:/@]{1,200}:(?P<value>[^\s@/]{1,200})@")
_LONGEST = 5_000
"""Characters of a line that are looked at for keys; what is behind them is hidden in such a line."""


class _Context(NamedTuple):
    """What the lines around say: the numbers of lines that are secret as a whole, or all of whose values are.

    `headings` are the numbers of the headings of the tables that rows are in.
    """

    whole: frozenset[int]
    values: frozenset[int]
    headings: Mapping[int, int]


_STARS = "*" * 8
"""What stands for a secret, however long it is."""


class MaskedLine(NamedTuple):
    """A line without its secrets; `secrets` is where these were in the line as it is written."""

    text: str
    secrets: tuple[tuple[int, int], ...]

    def start(self, index: int) -> int:
        """Where a part of the written line that starts at an index starts here; inside a secret, where that starts."""
        inside = next((start for start, end in self.secrets if start <= index < end), index)
        return inside + self._longer(inside)

    def end(self, index: int) -> int:
        """Where a part of the written line that ends before an index ends here; inside a secret, where that ends."""
        inside = next((end for start, end in self.secrets if start < index <= end), index)
        return inside + self._longer(inside)

    def _longer(self, index: int) -> int:
        return sum(len(_STARS) - (end - start) for start, end in self.secrets if end <= index)


def masked(source: Source, number: int) -> MaskedLine:
    """A line of a source, by its number, with asterisks for each secret in it."""
    line = source.lines[number - 1]
    secrets = tuple(_joined(_secrets(source, number, line)))
    text = line
    for start, end in reversed(secrets):
        text = f"{text[:start]}{_STARS}{text[end:]}"
    return MaskedLine(text, secrets)


def _secrets(source: Source, number: int, line: str) -> list[tuple[int, int]]:
    """Where the secrets of a line are, by its own words and by the lines around it."""
    context = _context(source)
    if number in context.whole:
        return [(len(line) - len(line.lstrip()), len(line))]
    spans = list(_values(_ANY_VALUE, line[:_LONGEST])) if number in context.values else []
    spans += _spans(source.file, line[:_LONGEST])
    if len(line) > _LONGEST and spans:
        spans.append((_LONGEST, len(line)))
    if number in context.headings:
        spans += _cells(source.lines[context.headings[number] - 1], line)
    return spans


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order, those that touch or overlap as one, and none that is empty."""
    before: tuple[int, int] | None = None
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if before and start <= before[1]:
            before = (before[0], max(before[1], end))
            continue
        if before:
            yield before
        before = (start, end)
    if before:
        yield before


def _spans(file: str, line: str) -> Iterator[tuple[int, int]]:
    """Where the secrets of a line are, by its own words."""
    patterns = [_BLOCK, _INSIDE, _TAG, _SEALED, _LOGIN]
    if not file.lower().endswith(_PROSE):
        patterns.append(_WORDS)
    for pattern in patterns:
        yield from _values(pattern, line)


def _values(pattern: re.Pattern[str], line: str) -> Iterator[tuple[int, int]]:
    """What the pattern finds as a value, without the quotes around it."""
    for found in pattern.finditer(line):
        start, end = found.span("value")
        quoted = end - start > 1 and line[start] in "\"'" and line[end - 1] == line[start]
        yield (start + 1, end - 1) if quoted else (start, end)


def _cells(heading: str, line: str) -> Iterator[tuple[int, int]]:
    """The cells of a table's row that stand below a word for a secret, or behind one in the row's first cell."""
    titles = [_is_title(heading, cell) for cell in _split(heading)]
    cells = _split(line)
    is_secret = bool(cells) and _is_title(line, cells[0])
    for index, cell in enumerate(cells):
        below = index < len(titles) and titles[index]
        if below or (is_secret and index):
            yield cell


def _split(line: str) -> list[tuple[int, int]]:
    """Where the cells of a row are."""
    bars = [found.start() for found in _BAR.finditer(line)]
    return [(start + 1, end) for start, end in pairwise(bars)]


def _is_title(line: str, cell: tuple[int, int]) -> bool:
    return bool(_TITLE.search(line[slice(*cell)].strip(" *_`:")))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_rule(line: str) -> bool:
    """Whether it is the line between a table's heading and its rows."""
    return "-" in line and set(line) <= set(" \t|:-")


@lru_cache(maxsize=64)
def _context(source: Source) -> _Context:
    """What each line's surroundings say, in one go through the source."""
    whole: set[int] = set()
    values: set[int] = set()
    headings: dict[int, int] = {}
    document: list[int] = []
    is_secret, depth, in_key, heading = False, None, False, 0
    for number, line in enumerate(source.lines, start=1):
        indent = len(line) - len(line.lstrip())
        if depth is not None and line.strip() and indent <= depth:
            depth = None
        in_key = in_key or bool(_BEGIN.search(line))
        if depth is not None or in_key:
            whole.add(number)
        in_key = in_key and not _END.search(line)
        if depth is None and (found := _HOLDS_LINES.match(line)):
            depth = len(found["indent"])
        if line.startswith("---"):
            values.update(document if is_secret else ())
            document, is_secret = [], False
        is_secret = is_secret or bool(_KIND.match(line))
        if not _PUBLIC.match(line):
            document.append(number)
        if not _is_row(line):
            heading = 0
        elif _is_rule(line):
            heading = number - 1
        elif heading:
            headings[number] = heading
    values.update(document if is_secret else ())
    return _Context(frozenset(whole), frozenset(values), headings)
