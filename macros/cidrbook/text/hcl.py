"""The language of Terraform, OpenTofu and Terragrunt: blocks, and expressions as trees that know where they stand."""

from __future__ import annotations

from collections.abc import Callable

from cidrbook.text.hcl_syntax import (
    Body,
    Each,
    Expression,
    HclBlock,
    Many,
    Name,
    OddError,
    Operation,
    Pairs,
    Step,
    Text,
)
from cidrbook.text.hcl_tokens import Token, tokens

_OPENING = {"{": "}", "[": "]", "(": ")"}
_BINDING = {
    mark: strength
    for strength, marks in enumerate(("||", "&&", "== !=", "< > <= >=", "+ -", "* / %"), 1)
    for mark in marks.split()
}
MAX_DEPTH = 32


def parsed(text: str) -> Body:
    """The blocks and attributes of a file; what does not read as such is left out."""
    return _Parser(text, 0, len(text)).body(0)


class _Parser:
    """Reads tokens from the left to the right; lines end an expression, but not inside of brackets."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._whole = text
        self._tokens = [*tokens(text, start, end), Token("end", "", end)]
        self._at = 0
        self._inside = False

    def body(self, depth: int) -> Body:
        found = Body()
        while (token := self._token()).kind != "end":
            if token.text == "}" and depth:
                break
            start = self._at
            try:
                self._entry(found, depth)
            except OddError:
                self._at = start
                self._leave()
                self._at += self._at == start
        return found

    def _entry(self, found: Body, depth: int) -> None:
        first = self._next()
        if first.kind == "line":
            return
        if first.kind not in ("name", "string"):
            raise OddError
        labels: list[Text] = []
        while self._token().kind in ("name", "string"):
            labels.append(self._literal(self._next(), depth))
        if self._token().text == "{" and depth < MAX_DEPTH:
            self._next()
            found.blocks.append(HclBlock(first.text.strip('"'), tuple(labels), self.body(depth + 1)))
            self._take("}")
        else:
            self._take("=")
            found.attributes[first.text.strip('"')] = self.expression(depth)

    def _leave(self) -> None:
        """Go behind the line, with all brackets that begin in it."""
        open_ = 0
        while (token := self._tokens[self._at]).kind != "end":
            if open_ <= 0 and (token.kind == "line" or token.text == "}"):
                self._at += token.kind == "line"
                return
            open_ += (token.text in _OPENING) - (token.text in _OPENING.values())
            self._at += 1

    def expression(self, depth: int, least: int = 0) -> Expression:
        """An expression of operators that bind at least so much; a choice binds least."""
        if depth > MAX_DEPTH:
            raise OddError
        left = self._operand(depth)
        while (mark := self._token().text) in _BINDING and _BINDING[mark] > least:
            self._next()
            right = self.expression(depth + 1, _BINDING[mark])
            left = Operation(mark, (left, right), left.start, right.end)
        if mark == "?" and not least:
            self._next()
            yes = self.expression(depth + 1)
            self._take(":")
            no = self.expression(depth + 1)
            left = Operation("?", (left, yes, no), left.start, no.end)
        return left

    def _operand(self, depth: int) -> Expression:
        token = self._next()
        if token.text in ("-", "!"):
            inner = self._operand(depth + 1) if depth < MAX_DEPTH else None
            if inner is None:
                raise OddError
            return Operation(token.text, (inner,), token.start, inner.end)
        if token.text in _OPENING:
            found = self._within(lambda: _INSIDE[token.text](self, token.start, depth + 1), token.text)
        elif token.kind == "name" and self._token().text == "(":
            self._next()
            found = self._within(lambda: self._list(token.text, token.start, depth + 1), "(")
        elif token.kind == "name" and token.text not in ("true", "false", "null"):
            found = Name(token.text, token.start, token.end)
        else:
            found = self._literal(token, depth)
        return self._steps(found, depth)

    def _steps(self, found: Expression, depth: int) -> Expression:
        while self._token().text in (".", "["):
            if self._next().text == ".":
                key: Expression = self._literal(self._next(), depth)
            else:
                key = self._within(lambda: self.expression(depth + 1), "[")
            last = self._tokens[self._at - 1]
            found = Step(found, key, found.start, last.end)
        return found

    def _within(self, read: Callable[[], Expression], opening: str) -> Expression:
        """What stands inside of brackets, where lines say nothing, but in mappings."""
        before, self._inside = self._inside, opening != "{"
        try:
            found = read()
            self._take(_OPENING[opening])
        finally:
            self._inside = before
        return found

    def _list(self, function: str, start: int, depth: int) -> Expression:
        if not function and self._token().text == "for":
            return self._each(start, depth, named=False)
        found: list[Expression] = []
        while self._token().text not in ("]", ")"):
            found.append(self.expression(depth))
            if self._token().text in (",", "..."):
                self._next()
        return Many(function, tuple(found), start, self._token().start + 1)

    def _mapping(self, start: int, depth: int) -> Expression:
        self._lines()
        if self._token().text == "for":
            self._inside = True
            return self._each(start, depth, named=True)
        found: list[tuple[Expression, Expression]] = []
        while self._token().text != "}":
            key = self._operand(depth)
            if self._next().text not in ("=", ":"):
                raise OddError
            self._lines()
            value = self.expression(depth)
            found.append((_literal_name(key), value))
            if self._token().text == ",":
                self._next()
            self._lines()
        return Pairs(tuple(found), start, self._token().start + 1)

    def _each(self, start: int, depth: int, *, named: bool) -> Expression:
        self._next()
        names = [self._next().text]
        if self._token().text == ",":
            self._next()
            names.append(self._next().text)
        if self._next().text != "in":
            raise OddError
        over = self.expression(depth)
        self._take(":")
        value = self.expression(depth)
        key, grouped = None, False
        if named:
            self._take("=>")
            key, value = value, self.expression(depth)
            if self._token().text == "...":
                self._next()
                grouped = True
        condition = None
        if self._token().text == "if":
            self._next()
            condition = self.expression(depth)
        return Each(tuple(names), over, key, value, condition, start, self._token().start + 1, grouped)

    def _paren(self, start: int, depth: int) -> Expression:  # noqa: ARG002 (one shape for all brackets)
        return self.expression(depth)

    def _literal(self, token: Token, depth: int) -> Text:
        """A word, a number, or a text with the expressions in it."""
        if token.kind not in ("name", "number", "string", "heredoc") and token.text != "*":
            raise OddError
        if token.kind != "string" and not token.expressions:
            return Text((token.text,) if token.text != "null" else (), token.start, token.end)
        start, end = token.start, token.end
        if token.kind == "string":
            start, end = start + 1, start + 1 + len(token.text[1:].removesuffix('"'))
        parts: list[str | Expression] = []
        done = start
        for begin, after in token.expressions:
            before = self._whole[done : begin - 2]  # without `${`
            parts += [before] if before else []
            parts.append(self._inner(begin, after, depth + 1))
            done = after + 1
        parts += [self._whole[done:end]] if done < end or not parts else []
        return Text(tuple(parts), start, end)

    def _inner(self, start: int, end: int, depth: int) -> str | Expression:
        """The expression in a text; as written, where it cannot be read."""
        try:
            return _Parser(self._whole, start, end).expression(depth)
        except OddError:
            return self._whole[start - 2 : end + 1]

    def _token(self) -> Token:
        if self._inside:
            self._lines()
        return self._tokens[self._at]

    def _next(self) -> Token:
        found = self._token()
        self._at += found.kind != "end"
        return found

    def _lines(self) -> None:
        while self._tokens[self._at].kind == "line":
            self._at += 1

    def _take(self, mark: str) -> None:
        if mark == "}":
            self._lines()
        if self._next().text != mark:
            raise OddError


_INSIDE: dict[str, Callable[[_Parser, int, int], Expression]] = {
    "{": lambda parser, start, depth: parser._mapping(start, depth),  # noqa: SLF001
    "[": lambda parser, start, depth: parser._list("", start, depth),  # noqa: SLF001
    "(": lambda parser, start, depth: parser._paren(start, depth),  # noqa: SLF001
}


def _literal_name(key: Expression) -> Expression:
    """A name that is a key stands for itself."""
    return Text((key.name,), key.start, key.end) if isinstance(key, Name) else key
