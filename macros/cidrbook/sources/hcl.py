"""Resources of Terraform and OpenTofu, as far as their values are literals; locals that are literals are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cidrbook.plan.source import Source
from cidrbook.sources.located import Located

_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\[^\n])*+"?|#[^\n]*|//[^\n]*|/\*(?:.*?\*/|.*\Z)'
    r"|<<[~-]?([A-Za-z_]+)\n(?:.*?\n[ \t]*\1\b|.*\Z)|[\w.-]+|=>|==|[^\s]",
    re.DOTALL,
)
_SKIPPED = ("#", "//", "/*")
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_ONE = re.compile(r"\$\{\s*((?:local)\.[\w-]+)\s*\}\Z")
MAX_DEPTH = 32


class Resource(NamedTuple):
    """A resource: its type, its name, its literal values by their names, those of inner blocks behind a dot."""

    type: str
    name: Located
    values: dict[str, list[Located]]

    def one(self, *names: str) -> Located | None:
        """The value of the first of these names that has one value."""
        return next((self.values[name][0] for name in names if len(self.values.get(name, ())) == 1), None)


class _Token(NamedTuple):
    text: str
    start: int


def resources(source: Source) -> list[Resource]:
    """The resources of a file."""
    tokens = [
        _Token(found[0], found.start()) for found in _TOKEN.finditer(source.text) if not found[0].startswith(_SKIPPED)
    ]
    found: list[Resource] = []
    known: dict[str, Located] = {}
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        head = [it.text for it in tokens[at : at + 3]]
        if head[:2] == ["locals", "{"]:
            values = dict(_values(source, tokens[at + 2 : end - 1], "", 0))
            known |= {f"local.{name}": them[0] for name, them in values.items() if len(them) == 1}
        elif head[0] == "resource" and len(head) == 3 and at + 3 < end and tokens[at + 3].text == "{":
            name = _text(source, tokens[at + 2])
            values = dict(_values(source, tokens[at + 4 : end - 1], "", 0))
            found.append(Resource(head[1].strip('"'), name, values))
        at = end
    return [
        it._replace(values={key: [_filled(v, known) for v in them] for key, them in it.values.items()}) for it in found
    ]


def _end(tokens: list[_Token], at: int) -> int:
    """The end of what begins here: behind its closing brace, or the next token where it has none."""
    while at < len(tokens) and tokens[at].text not in _CLOSING:
        at += 1
    return _behind(tokens, at) if at < len(tokens) else at + 1


def _behind(tokens: list[_Token], at: int) -> int:
    """The index behind the bracket that closes the one at an index."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].text in _CLOSING) - (tokens[index].text in _CLOSING.values())
        if depth <= 0:
            return index + 1
    return len(tokens)


def _values(source: Source, tokens: list[_Token], prefix: str, depth: int) -> Iterator[tuple[str, list[Located]]]:
    """`name = literal`, `name = [literals]`, and the same in `name { … }` and `name = { … }`."""
    at = 0
    while at + 1 < len(tokens) and depth < MAX_DEPTH:
        name = prefix + tokens[at].text.strip('"')
        value = at + 2 if tokens[at + 1].text in ("=", ":") else at + 1
        if value >= len(tokens):
            return
        opening = tokens[value].text
        end = _behind(tokens, value) if opening in _CLOSING else value + 1
        alone = end >= len(tokens) or _begins(source, tokens, end)
        if opening == "{":
            yield from _values(source, tokens[value + 1 : end - 1], f"{name}.", depth + 1)
        elif value == at + 2 and alone:
            inside = tokens[value + 1 : end - 1] if opening == "[" else tokens[value:end]
            yield name, [_text(source, it) for it in inside if it.text != ","]
        at = end if opening == "{" or alone else _next(source, tokens, end)


def _begins(source: Source, tokens: list[_Token], at: int) -> bool:
    """Whether a token is the first of a line, or stands behind a comma; what follows a value there is another one."""
    between = source.text[tokens[at - 1].start + len(tokens[at - 1].text) : tokens[at].start]
    return "\n" in between or tokens[at].text == ","


def _next(source: Source, tokens: list[_Token], at: int) -> int:
    """Where the next line begins that is not inside of brackets: the rest of an expression is left out."""
    while at < len(tokens) and not _begins(source, tokens, at):
        at = _behind(tokens, at) if tokens[at].text in _CLOSING else at + 1
    return at


def _text(source: Source, token: _Token) -> Located:
    quote = token.text.startswith('"')
    text = token.text[quote : len(token.text) - quote]
    return Located(text, source.at(token.start + quote, len(text)))


def _filled(value: Located, known: dict[str, Located]) -> Located:
    """The value that a local stands for; another expression stays open."""
    found = _ONE.match(value)
    name = found[1] if found else str(value)
    if name in known:
        return Located(known[name], value.place, value)
    return Located(f"${{{value}}}", value.place) if value.startswith(("local.", "var.", "module.", "data.")) else value
