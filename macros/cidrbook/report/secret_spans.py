"""Where the secrets of a line are: by its own words, and by the lines around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cidrbook.report.secret_lines import HIDDEN_KEY, Part, surroundings
from cidrbook.report.words import LOGIN
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_OPEN = r"(?:true|false|yes|no|on|off|null|~)(?:\s{0,9}(?:[,}\]]|$)|\s{1,9}#)"
"""What such a key may say without telling the secret: whether there is one."""

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"?|'[^']*'?"
_WORD = rf"(?P<value>{_QUOTED}|[^\s,}}\]\"'`*](?:[^\s,}}\]`]|,(?=[^\s,]))*)"
"""A value in the middle of a line; a comma with no blank behind it is a part of it."""

_KEY_FIRST = regex(
    rf"(?i)[\s>#*+\"'`-]*(?<![\w.-])(?:export\s)?(?:{HIDDEN_KEY}|key)[\"'`*]{{0,5}}"
    rf"\s{{0,20}}(?::\s|=)\s*(?!{_OPEN})(?![#\s])"
)
"""The key of a line that is one key and its value, to its end."""

_AFTER = regex(r"\s#")
_INSIDE = regex(
    rf"(?i)(?<![\w.-])[\"']?{HIDDEN_KEY}[\"'`*]{{0,5}}"
    rf"(?:\s{{0,20}}(?:[:=](?!:)>?|->|\u2192|\b(?:is|was)\b)|\s+(?:for|of|on|to|at|in)\b[^=]{{1,80}}?(?::\s|\s=\s|\sis\s))"
    rf"(?:\s{{1,9}}(?:now|still|just|set|to)\b){{0,2}}:?\s*[`*]{{0,5}}(?!{_OPEN}){_WORD}"
)
"""A key and its value in the middle of a line: a mapping in braces, an argument, a sentence."""

_WORDS = regex(
    rf"(?i)(?<![\w.-]){HIDDEN_KEY}\s+(?![=:]|{_OPEN})"
    rf"(?:(?:[0-9]{{1,3}}|md5|sha[0-9-]{{0,8}}|hmac-\w{{1,20}}|encrypted|cleartext)\s+){{0,3}}(?P<value>{_QUOTED}|[^\s\"'`]+)"
)
"""The same as routers write it, with a space between: `neighbor 10.0.0.1 password hunter2`."""

_ALWAYS = tuple(
    map(
        regex,
        (
            rf"(?i)<{HIDDEN_KEY}(?:\s[^<>]*)?>(?P<value>[^<]+)",
            r"ENC\[(?P<value>[^\]]*)",
            r"://(?P<value>[^\s:/@]{20,200})@",
            rf"(?i)(?<![\w.-])--?{HIDDEN_KEY}[\"']?,?\s+(?!-)(?P<value>{_QUOTED}|[^\s\"'`]+)",
            (
                r"(?<!\S)(?:-\w{0,4}u|--user|--proxy-user)[ =]?[\"']?(?![0-9]+:[0-9]+\b)"
                r"[^\s:\"']{1,100}:(?P<value>[^\s\"'`]+)"
            ),
            r"\b(?:sshpass|mysql\w{0,8}|mariadb\w{0,8})\s(?:[^|;\s]{1,60}\s){0,9}?-p\s?(?P<value>[^\s-][^\s`]*)",
            r"(?i)\bauthorization[\"']?\s{0,9}[:=]?\s{0,9}[\"']?(?:bearer|basic|token)\s+(?P<value>[^\s\"'`]+)",
            r"(?i)\b(?:login|credentials?)\b:?\s{1,9}[\w.@`-]{1,60}\s{0,9}/\s{0,9}(?P<value>[^\s,;|]+)",
            rf"(?i)(?:name|key)[\"']?\s{{0,9}}[:=]\s{{0,9}}[\"']?{HIDDEN_KEY}[\"']?\s{{0,9}},\s{{0,9}}[\"']?value[\"']?\s{{0,9}}[:=]\s{{0,9}}{_WORD}",
        ),
    )
)
"""Elements, what SOPS sealed, URLs with a token, options of commands, headers, and names with a value beside them."""

_PROSE = (".md", ".markdown", ".mdx", ".rst", ".txt", ".yaml", ".yml", ".json", ".toml", ".tf", ".hcl")
"""Files in which a word behind a word is no value: `the password manager`."""

_COMMAND = regex(r"`[^`]+`")
_ANY_VALUE = regex(rf"(?<![\w.\"'-])[\w.\"'-]+\s{{0,20}}:\s+(?P<value>{_QUOTED}|[^\s,{{}}\[\]#&]+)")
_BRACKET = regex(rf"{_QUOTED}|[\[{{(]|[\]}})]")

LONGEST = 100_000
"""Characters of a line that are looked at; what is behind them is hidden."""


def secrets(source: Source, number: int, line: str) -> tuple[Part, ...]:
    """The secrets of a line of a source, in order; none is empty, and none touches another."""
    return tuple(_joined_spans(_secrets(source, number, line)))


def _secrets(source: Source, number: int, line: str) -> Iterator[Part]:
    """Where the secrets of a line are, by its own words and by the lines around it."""
    around = surroundings(source)
    if number in around.whole:
        yield len(line) - len(line.lstrip()), len(line)
        return
    read = line[:LONGEST]
    yield from _secret_spans(read)
    yield from (_trimmed(line, part) for part in around.parts.get(number, ()))
    if number in around.values:
        yield from _secret_values(_ANY_VALUE, read)
    if number in around.code or not source.file.lower().endswith(_PROSE):
        yield from _secret_values(_WORDS, read)
    else:
        commands = (command.span() for command in _COMMAND.finditer(read))
        yield from (part for start, end in commands for part in _secret_values(_WORDS, read, start, end))
    yield LONGEST, max(len(line), LONGEST)


def _joined_spans(spans: Iterable[Part]) -> Iterator[Part]:
    """The spans in order, those that touch or overlap as one, and none that is empty."""
    before: Part | None = None
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if before and start <= before[1]:
            before = (before[0], max(before[1], end))
            continue
        if before:
            yield before
        before = (start, end)
    if before:
        yield before


def _secret_spans(line: str) -> Iterator[Part]:
    """Where the secrets of a line are, by its own words."""
    first = _KEY_FIRST.match(line)
    if first and line[first.end() : first.end() + 1] not in ("", "[", "{", '"', "'"):
        comment = _AFTER.search(line, first.end())
        yield _trimmed(line, (first.end(), comment.start() if comment else len(line)))
    for pattern in (_INSIDE, LOGIN, *_ALWAYS):
        yield from _secret_values(pattern, line)


def _secret_values(pattern: re.Pattern[str], line: str, start: int = 0, end: int | None = None) -> Iterator[Part]:
    """What the pattern finds as a value, without the quotes around it, and with all that is in its brackets."""
    stop = len(line) if end is None else end
    while found := pattern.search(line, start, stop):
        begin, start = found.span("value")
        if line[begin : begin + 1] in ("[", "{", "("):
            start = max(start, _closing(line, begin, stop))
        yield _trimmed(line, (begin, start))


def _trimmed(line: str, part: Part) -> Part:
    """A part without the blanks and the quotes around it."""
    start, end = part
    text = line[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    quoted = end - start > 1 and line[start] in "\"'" and line[end - 1] == line[start]
    return (start + 1, end - 1) if quoted else (start, end)


def _closing(line: str, start: int, stop: int) -> int:
    """Where the bracket that opens at an index is closed; the end, where it is not."""
    depth = 0
    for found in _BRACKET.finditer(line, start, stop):
        depth += {"[": 1, "{": 1, "(": 1, "]": -1, "}": -1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return stop
