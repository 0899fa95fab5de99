"""The addresses and prefixes in configurations, with the names on each line, and those that its block is called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cidrbook.repository.documents.credibility import is_for_people, is_history
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.documents.mentions import Sort
from cidrbook.repository.observation import Observation
from cidrbook.repository.vocabulary import ADDRESS_WORDS, OF_NETWORKS, WORD, word_set
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_GENERATED = regex(r"\.(?:json|lock)$", re.IGNORECASE)
"""Files that programs write, not people."""
_TOKEN = regex(r"[A-Za-z](?:[\w.-]*\w)?")
_HUMP = regex(r"(?<=[a-z])(?=[A-Z])")
_NAME = regex(r"\s*(?:- )?\s*\"?(?:hostname|name|host|id|description|comment|label)\"?\s*[:=]")
_COMMENT = regex(r"\s*(?:#|//|;|--)")
_ABOVE, _BELOW = 200, 6
"""Lines above a value in which the keys of its block stand, and lines below it with a name beside it."""
_LONGEST_LINE = 500
"""Characters of a line. A longer one was generated."""
_OF_VALUES = ADDRESS_WORDS | OF_NETWORKS | word_set("host server vip url net")
"""Words in the name of a variable that say that it has an address, and not whose."""


class NamedSetting(NamedTuple):
    """A value of a configuration, with the words of each name on its line and around it."""

    sort: Sort
    text: str
    place: Place
    first: int
    last: int
    names: frozenset[frozenset[str]]

    @property
    def words(self) -> frozenset[str]:
        """All words of its names."""
        return frozenset(word for name in self.names for word in name)

    def is_called(self, words: frozenset[str]) -> bool:
        """Whether one of its names has these words, and no others."""
        return words in self.names


def named_settings(
    observation: Observation, spaces: frozenset[tuple[Sort, int]]
) -> Mapping[tuple[Sort, int], list[NamedSetting]]:
    """The values of configurations in each of these networks: a /24 for addresses, a /16 for prefixes."""
    heads = {_head(sort, space) for sort, space in spaces}
    found: dict[tuple[Sort, int], list[NamedSetting]] = defaultdict(list)
    for source in observation.sources if heads else ():
        if _is_configuration(source) and any(head in source.text for head in heads):
            for one in _settings_of(source, heads):
                found[one.sort, one.first >> (8 if one.sort == "address" else 16)].append(one)
    return found


def _head(sort: Sort, space: int) -> str:
    """What the addresses of a network begin with."""
    octets = (space >> 16, space >> 8 & 255, space & 255) if sort == "address" else (space >> 8, space & 255)
    return ".".join(map(str, octets)) + "."


def _is_configuration(source: Source) -> bool:
    return not (is_for_people(source.file) or is_history(source.file) or _GENERATED.search(source.file))


def _settings_of(source: Source, heads: set[str]) -> Iterator[NamedSetting]:
    lines, start = source.text.split("\n"), 0
    for number, line in enumerate(lines):
        if len(line) < _LONGEST_LINE and any(head in line for head in heads) and not _COMMENT.match(line):
            yield from _settings_on(source, lines, number, start)
        start += len(line) + 1


def _settings_on(source: Source, lines: list[str], number: int, start: int) -> Iterator[NamedSetting]:
    """The IPv4 values of a line."""
    line = lines[number]
    names = frozenset(name for text in (line, *_names_around(lines, number)) for name in _names_on(text))
    for literal in literals(line):
        text = line[literal.start : literal.end]
        if literal.version == 4 and (literal.address is not None or "/" in text):
            sort: Sort = "prefix" if literal.address is None else "address"
            first, last = (literal.first, literal.last) if literal.address is None else (int(literal.address),) * 2
            yield NamedSetting(sort, text, source.at(start + literal.start, len(text)), first, last, names)


def _names_on(line: str) -> Iterator[frozenset[str]]:
    """The words of each name on a line: of a name in DNS, also those of the machine alone."""
    for token in _TOKEN.findall(_HUMP.sub("-", line)):
        yield frozenset(WORD.findall(token.lower()))
        if "-" not in token:
            yield frozenset(WORD.findall(token.lower())) - _OF_VALUES
        if "." in token:
            yield frozenset(WORD.findall(token.lower().partition(".")[0]))


def _names_around(lines: list[str], number: int) -> Iterator[str]:
    """The lines with the keys above a line, and with names beside it in its block."""
    indent, in_item = _indent(lines[number]), not lines[number].lstrip().startswith("-")
    for line in reversed(lines[max(0, number - _ABOVE) : number]):
        level = _indent(line)
        if line.startswith("---"):
            break
        if not line.strip() or _COMMENT.match(line) or level > indent:
            continue
        if level < indent or (in_item and _NAME.match(line)):
            yield line
        in_item = (in_item or level < indent) and not line.lstrip().startswith("-")
        indent = level
    yield from _names_below(lines, number)


def _names_below(lines: list[str], number: int) -> Iterator[str]:
    """The names below a line, in the same item."""
    indent = _indent(lines[number])
    for line in lines[number + 1 : number + 1 + _BELOW]:
        if _indent(line) < indent or (_indent(line) == indent and line.lstrip().startswith("-")):
            return
        if _NAME.match(line):
            yield line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t-"))
