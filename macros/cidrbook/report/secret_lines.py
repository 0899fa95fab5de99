"""What of a source is secret because of the lines around: below a key, beside a name, in a table, in a `Secret`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cidrbook.text.markdown import table_rows
from cidrbook.text.markdown_blocks import fences
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

HIDDEN_KEY = (
    r"(?:[\w.-]*?(?:pass(?:[ _-]?(?:word|wd|phrase|code))?|pwd?|secret|token|psk|md5|community|credentials?|creds"
    r"|(?:api|private|preshared|pre-shared|pre_shared|access|auth|authentication|encryption|secret|shared-secret|digest"
    r"|md5|wpa|wifi|wlan|isakmp|radius|tacacs|ospf|bgp)[ _.-]?key)s?"
    r"(?:[ _.-]?(?:string|value|hash|text|plaintext|base64|b64|default))?)"
)
"""A key whose last word names a secret: `password`, `wifi_psk`, `apiKey`, but not `secretName` or `sharing_key`."""

_ITEM = regex(r"(?:-[ \t]+)*")
_GAP = r"[ \t]{0,20}"
_HOLDER = regex(rf"(?i)[\"']?(?:{HIDDEN_KEY}|secretGenerator)[\"'`*]{{0,5}}{_GAP}[:=](?!:)")
_MAPPING = regex(r"(?i)(?![\"']?(?:string|binary|encrypted)?data\b)[^:=]*[:=]\s*(?:[{\[]\s*)?(?:#.*)?")
"""A key with nothing behind it: what is below may have keys of its own, which are no secrets."""
_SETTING = regex(rf"[\"']?[\w./-]+[\"']?{_GAP}[:=](?:$|\s+(?P<value>.*))")
_OPTION = regex(rf"(?i)[\"']?--?{HIDDEN_KEY}[\"']?,?{_GAP}$")
"""An option of a list of arguments, whose value is the next item."""
_HEREDOC = regex(rf"(?i)[\"']?{HIDDEN_KEY}[\"']?{_GAP}={_GAP}<<[-~]?[\"']?([\w-]{{1,60}})")
_BEGIN, _END = regex(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), regex(r"-----END [A-Z ]*PRIVATE KEY-----")
_KIND = regex(
    rf"(?<![\w.-])[\"']?kind[\"']?{_GAP}[:=]{_GAP}[\"']?(?:Sealed)?Secret(?![\w.-])"
    rf"|^resource{_GAP}\"kubernetes_secret"
)
_DATA = regex(rf"(?i)(?<![\w.-])[\"']?(?:string|binary|encrypted)?data[\"']?{_GAP}[:=](?P<value>.*)")
_PUBLIC = regex(rf"[\"'{{]{{0,2}}(?:apiVersion|kind|metadata|name|namespace|type)[\"']?{_GAP}:")
_NAME = regex(
    rf"(?i)[\"']?(?:name|key|variable|option)[\"']?{_GAP}[:=]{_GAP}[\"']?{HIDDEN_KEY}[\"']?{_GAP},?{_GAP}(?:#.*)?$"
)
_LABEL = regex(rf"(?i)(?:variable|output)\b{_GAP}\"{HIDDEN_KEY}\"")
_VALUE = regex(rf"(?i)[\"']?(?:value|default|contents?)[\"']?{_GAP}[:=](?P<value>.*)")
_TITLE = regex(rf"(?i)(?<![\w.-]){HIDDEN_KEY}(?:\s*[(\[/,&]|\s+(?:for|of|on|and)\b|$)")
_LOGINS = regex(r"(?i)\blog-?ins?[\s*_`]*$")
_HINT = regex(r"(?i)pass|pw|secret|token|psk|md5|community|cred|key|log-?in")
_TITLE_LENGTH = 200
"""Characters of a cell that may be a title: a longer one is a sentence."""
_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt")

Part = tuple[int, int]
"""Where a part of a line begins and ends."""


class Surroundings(NamedTuple):
    """What the lines around say of lines, by their numbers.

    `whole` lines are secret as a whole; of `values` lines each value is; `code` lines are in the fences of documents.
    `parts` are what else is secret.
    """

    whole: frozenset[int]
    values: frozenset[int]
    code: frozenset[int]
    parts: Mapping[int, list[Part]]


class _IndentedLine(NamedTuple):
    """A line that says something: its number, where it begins, and where its text does behind the dashes of items."""

    number: int
    indent: int
    column: int
    text: str

    @property
    def begins_item(self) -> bool:
        """Whether a list item begins here."""
        return self.column > self.indent

    def part(self, found: re.Match[str]) -> Part:
        """Where the value in its text is in the line."""
        start, end = found.span("value") if found["value"] else (0, 0)
        return self.column + start, self.column + end


@lru_cache(maxsize=64)
def surroundings(source: Source) -> Surroundings:
    """What the lines of a source say of one another."""
    lines = list(_indented_lines(source.lines))
    secret = list(_of_secrets(lines))
    parts: dict[int, list[Part]] = defaultdict(list)
    holders = {at for at, line in enumerate(lines) if "!vault" in line.text or _HOLDER.match(line.text)}
    told = [(at, _DATA.search(lines[at].text)) for at in secret] + [
        (at, _VALUE.match(lines[at].text)) for at in _beside_names(lines)
    ]
    for at, found in told:
        if found:
            holders.add(at)
            parts[lines[at].number].append(lines[at].part(found))
    whole = {*_private_keys(source.lines), *_heredocs(lines)}
    whole |= {after.number for before, after in pairwise(lines) if _OPTION.match(before.text)}
    for holder, line in _lines_below(lines, sorted(holders)):
        setting = _SETTING.match(line.text) if _MAPPING.fullmatch(holder.text) else None
        if setting:
            parts[line.number].append(line.part(setting))
        else:
            whole.add(line.number)
    for place, width in _secret_cells(source):
        parts[place.line].append((place.column - 1, place.column - 1 + width))
    return Surroundings(
        frozenset(whole),
        frozenset(lines[at].number for at in secret if not _PUBLIC.match(lines[at].text)),
        frozenset(_code(source)),
        parts,
    )


def _indented_lines(texts: Iterable[str]) -> Iterator[_IndentedLine]:
    """The lines without those that are blank, or a comment from the margin on, which may stand anywhere."""
    for number, text in enumerate(texts, start=1):
        own = text.lstrip()
        if own and not text.startswith("#"):
            indent = len(text) - len(own)
            dashes = _ITEM.match(own)
            column = indent + (dashes.end() if dashes else 0)
            yield _IndentedLine(number, indent, column, text[column:])


def _lines_below(lines: list[_IndentedLine], holders: Iterable[int]) -> Iterator[tuple[_IndentedLine, _IndentedLine]]:
    """Each line that belongs to a key above, behind the key's: indented further, or an item of its list."""
    end = 0
    for at in holders:
        if at < end:
            continue
        holder, end = lines[at], at + 1
        while end < len(lines) and _is_below(lines[end], holder):
            yield holder, lines[end]
            end += 1


def _is_below(line: _IndentedLine, holder: _IndentedLine) -> bool:
    is_item = line.indent == holder.column and line.begins_item and not holder.begins_item
    return line.indent > holder.column or is_item


def _of_secrets(lines: list[_IndentedLine]) -> Iterator[int]:
    """The lines of mappings that are a `Secret`."""
    end = 0
    for at, line in enumerate(lines):
        if at < end or not (found := _KIND.search(line.text)):
            continue
        mapping = _mapping(lines, at, line.column if found.start() == 0 else line.column + 1)
        end = mapping.stop
        if any(_DATA.search(lines[other].text) for other in mapping):  # a reference to one has no data
            yield from mapping


def _beside_names(lines: list[_IndentedLine]) -> Iterator[int]:
    """The lines beside the name of a secret in its mapping, and those in a block of Terraform that is called so."""
    ends: dict[int, int] = {}
    for at, line in enumerate(lines):
        if at < ends.get(line.column, 0):
            continue
        if _NAME.match(line.text):
            mapping = _mapping(lines, at, line.column)
            yield from (other for other in mapping if lines[other].column == line.column)
            ends[line.column] = mapping.stop
        elif _LABEL.match(line.text):
            yield from _mapping(lines, at, line.column + 1)


def _mapping(lines: list[_IndentedLine], at: int, column: int) -> range:
    """The lines of the mapping whose keys begin in a column, around one of them."""
    first = at
    while first > 0 and not _begins(lines[first], column) and _is_in(lines[first - 1], column):
        first -= 1
    end = at + 1
    while end < len(lines) and _is_in(lines[end], column) and not _begins(lines[end], column):
        end += 1
    return range(first, end)


def _is_in(line: _IndentedLine, column: int) -> bool:
    """Whether a line may be one of a mapping: what begins another document is not."""
    return (line.indent >= column or _begins(line, column)) and not line.text.startswith("---")


def _begins(line: _IndentedLine, column: int) -> bool:
    """Whether a mapping begins with a line, as a list's item."""
    return line.begins_item and line.indent < column == line.column


def _private_keys(lines: Iterable[str]) -> Iterator[int]:
    inside = False
    for number, line in enumerate(lines, start=1):
        inside = inside or ("-----BEGIN" in line and bool(_BEGIN.search(line)))
        if inside:
            yield number
            inside = not _END.search(line)


def _heredocs(lines: Iterable[_IndentedLine]) -> Iterator[int]:
    """The lines of texts that go on to a word of their own, behind a key."""
    end = ""
    for line in lines:
        if end and line.text.strip() != end:
            yield line.number
        else:
            found = None if end else _HEREDOC.match(line.text)
            end = found[1] if found else ""


def _secret_cells(source: Source) -> Iterator[tuple[Place, int]]:
    """The cells of tables below a title of secrets, or in a row that begins with one; and how wide they are."""
    if not any("|" in one and "|" in other for one, other in pairwise(source.lines)) or not _HINT.search(source.text):
        return
    for row in table_rows(source.text):
        titles = [_is_title(title) or bool(_LOGINS.search(title)) for title in row.title]
        is_secret = _is_title(row.cells[0].text)
        for index, cell in enumerate(row.cells):
            if titles[index : index + 1] == [True] or (is_secret and index):
                yield source.at(cell.start), len(cell.text)


def _is_title(cell: str) -> bool:
    return bool(_TITLE.search(re.sub("[*`]", "", cell[:_TITLE_LENGTH]).strip(" _:")))


def _code(source: Source) -> Iterator[int]:
    if source.file.lower().endswith(_DOCUMENTS):
        yield from (at + 1 for fence in fences(source.lines) for at, _ in fence)
