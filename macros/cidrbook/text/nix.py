"""Nix, as far as it is data: attribute sets, lists and texts, with their places. What is computed is left out.

Functions, conditions and applications are looked through: `lib.mkIf wanted { … }` is the set that it holds, and so is
what stands in `let`. The reader never evaluates anything.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value

MAX_DEPTH = 48
"""Sets in sets, lists and brackets. Configurations have about ten; deeper ones are not read."""

_TOKEN = regex(
    r"(?P<blank>\s+|\#[^\n]*|/\*(?:.*?\*/|.*))"
    r"|\"(?P<text>(?:[^\"\\$]|\\(?:.|\Z)|\$(?!\{)|\$\{[^{}]*\})*)(?:\"|\Z)"
    r"|(?P<long>''(?:[^']|'(?!')|''['$\\])*'')"
    r"|(?P<mark>[{}\[\]():;,@=.]|//|\+\+)"
    r"|(?P<word>[^\s\"{}\[\]():;,@=.#]+)",
    re.DOTALL,
)
_PLAIN = regex(r"(?:lib|mk(?:Default|Force|Override|Before|After)|[0-9]+)\Z")
"""Words before a value that leave it as it is."""

_NUMBER = regex(r"[0-9]+\Z")
_ENDS = (";", ",", "}", "]", ")", "")


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def parsed_nix(source: Source) -> dict[str, Value]:
    """The attributes of a file; empty where it holds none."""
    parser = _NixParser(source)
    found = parser.expression(0)
    return found if isinstance(found, dict) else {}


class _NixParser:
    """Reads the tokens of a file from the first to the last. Each is looked at a bounded number of times."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0
        self._tokens = [
            _Token(found.lastgroup or "", found[found.lastgroup or 0], found.start(found.lastgroup or 0))
            for found in _TOKEN.finditer(source.text)
            if found.lastgroup != "blank"
        ]
        self._closing = _matching(self._tokens)

    def expression(self, depth: int) -> Value:
        """The value up to a mark that ends it: the sets in it as one, or the lists, or the one text."""
        terms: list[Value] = []
        words: list[str] = []
        while not self._is_end():
            token = self._tokens[self._at]
            if token.text == "let" and token.kind == "word":
                self._at += 1
                terms.append(self._bindings(depth))
            elif self._begins_term(token):
                terms.append(self._term(depth))
            else:
                words.append(token.text if token.kind == "word" else "")
                self._at += 1
        return _joined(terms, [word for word in words if word])

    def _is_end(self) -> bool:
        token = self._tokens[self._at] if self._at < len(self._tokens) else _Token("mark", "", 0)
        return (token.kind == "mark" and token.text in _ENDS) or (token.kind == "word" and token.text == "in")

    def _begins_term(self, token: _Token) -> bool:
        number = token.kind == "word" and _NUMBER.match(token.text)
        return token.kind == "text" or bool(number) or (token.kind == "mark" and token.text in ("{", "[", "("))

    def _term(self, depth: int) -> Value:
        """One set, list, bracket or text; nothing for the arguments of a function, and for what is too deep."""
        token, end = self._tokens[self._at], self._closing.get(self._at, self._at)
        self._at += 1
        if token.kind != "mark":
            return Located(token.text, self._source.at(token.start, len(token.text)))
        if depth > MAX_DEPTH or (token.text == "{" and self._is_function(end)):
            self._at = end + 1
            return None
        found = self._inside(token.text, end, depth + 1)
        self._at = end + 1
        return found

    def _inside(self, opening: str, end: int, depth: int) -> Value:
        if opening == "{":
            return self._bindings(depth)
        if opening == "(":
            return self.expression(depth)
        items: list[Value] = []
        while self._at < end:
            if self._begins_term(self._tokens[self._at]):
                items.append(self._term(depth))
            else:
                self._at += 1
        return items

    def _is_function(self, end: int) -> bool:
        after = self._tokens[end + 1].text if end + 1 < len(self._tokens) else ""
        return after in (":", "@")

    def _bindings(self, depth: int) -> dict[str, Value]:
        """The attributes up to the closing brace, or to `in`."""
        found: dict[str, Value] = {}
        while self._at < len(self._tokens) and self._tokens[self._at].text not in ("}", "in"):
            path = self._path()
            if self._at < len(self._tokens) and self._tokens[self._at].text == "=" and path:
                self._at += 1
                _put(found, path, self.expression(depth))
            self._skip_to_next()
        if self._at < len(self._tokens) and self._tokens[self._at].text == "in":
            self._at += 1
        return found

    def _path(self) -> list[str]:
        path: list[str] = []
        while self._at < len(self._tokens) and self._tokens[self._at].kind in ("word", "text"):
            if self._tokens[self._at].text == "in":
                break
            path.append(self._tokens[self._at].text)
            self._at += 1
            if self._at < len(self._tokens) and self._tokens[self._at].text == ".":
                self._at += 1
            else:
                break
        return path

    def _skip_to_next(self) -> None:
        """To behind the next semicolon, or to the end of the set."""
        while self._at < len(self._tokens) and self._tokens[self._at].text not in (";", "}", "in"):
            self._at = self._closing.get(self._at, self._at) + 1
        if self._at < len(self._tokens) and self._tokens[self._at].text == ";":
            self._at += 1


def _matching(tokens: list[_Token]) -> dict[int, int]:
    """The closing mark of each opening one; the last token for what is never closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.kind == "mark" and token.text in "{[(":
            opened.append(number)
        elif token.kind == "mark" and token.text in "}])" and opened:
            found[opened.pop()] = number
    return found | dict.fromkeys(opened, len(tokens))


def _joined(terms: list[Value], words: list[str]) -> Value:
    sets = [term for term in terms if isinstance(term, dict)]
    lists = [term for term in terms if isinstance(term, list)]
    if not sets and "mkMerge" in words:
        sets = [inner for term in lists for inner in term if isinstance(inner, dict)]
    if sets:
        found: dict[str, Value] = {}
        for inner in sets:
            _merge(found, inner)
        return found
    if lists:
        return [inner for term in lists for inner in term]
    plain = all(map(_PLAIN.match, words))
    return terms[0] if len(terms) == 1 and plain else None


def _merge(found: dict[str, Value], other: dict[str, Value]) -> None:
    for key, value in other.items():
        _put(found, [key], value)


def _put(found: dict[str, Value], path: list[str], value: Value) -> None:
    for key in path[:-1]:
        below = found.setdefault(key, {})
        if not isinstance(below, dict):
            return
        found = below
    before = found.get(path[-1])
    if isinstance(before, dict) and isinstance(value, dict):
        _merge(before, value)
    else:
        found.setdefault(path[-1], value)
