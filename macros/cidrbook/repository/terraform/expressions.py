"""The values of Terraform expressions that are made of literals. All other expressions stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from netaddr import IPAddress, IPNetwork
from netaddr.core import AddrFormatError

from cidrbook.text.hcl_syntax import Each, Expression, Many, Name, Operation, Pairs, Step, Text
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, items

Known: TypeAlias = Mapping[str, Callable[[], Value]]
"""The values of the names `local`, `var`, `each`, `include`…, computed on demand."""

_MAX_STEPS = 200_000
"""Expressions computed for one file. Labs need a few thousand; nested `for` expressions could run for hours."""
_MAX_PARTS = 4_096
"""Items of a list that an expression makes. No lab's list is longer, and nested `range` calls grow fast."""
_MAX_TEXT = 100_000
"""Characters of a text that an expression makes: repeated `replace` and `format` calls could fill the memory."""
_MAX_DEPTH = 48
"""Expressions in expressions. Deeper ones are not written by people, and would exhaust Python's stack."""
_MAX_NUMBER = 1 << 130
"""A little more than the largest IPv6 address: larger numbers are in no network, and cost time."""
_WIDTH = {4: 32, 6: 128}
"""The bits of an address of each IP version."""


class Computer:
    """Computes the expressions of one file."""

    def __init__(self, source: Source, known: Known) -> None:
        self._source = source
        self._known = known
        self._left = _MAX_STEPS
        self._depth = 0

    def value(self, expression: Expression, own: Mapping[str, Value] | None = None) -> Value:
        """The value of an expression. `own` gives values for names that only this expression knows."""
        self._left -= 1
        if self._left < 0 or self._depth > _MAX_DEPTH:
            return None
        self._depth += 1
        try:
            return _KINDS[type(expression)](self, expression, own or {})
        except (ValueError, LookupError, ArithmeticError, AddrFormatError):
            return None
        finally:
            self._depth -= 1

    def made(self, text: str, expression: Expression) -> Located:
        """A computed text, at the place of its expression."""
        if len(text) > _MAX_TEXT:
            raise ValueError
        start, end = expression.start, expression.end
        return Located(text, self._source.at(start, max(end - start, 1)), self._source.text[start:end])

    def _text(self, text: Text, own: Mapping[str, Value]) -> Value:
        if not text.parts:
            return None
        if len(text.parts) == 1:
            part = text.parts[0]
            if not isinstance(part, str):
                return self.value(part, own)
            return Located(part, self._source.at(text.start, max(text.end - text.start, 1)))
        found = [part if isinstance(part, str) else self.value(part, own) for part in text.parts]
        open_ = [str(part) if isinstance(part, str) else "${}" for part in found]
        return self.made("".join(open_), text)

    def _name(self, name: Name, own: Mapping[str, Value]) -> Value:
        if name.name in own:
            return own[name.name]
        return self._known[name.name]() if name.name in self._known else self._open(name)

    def _open(self, expression: Expression) -> Located:
        return self.made(f"${{{self._source.text[expression.start : expression.end]}}}", expression)

    def _step(self, step: Step, own: Mapping[str, Value]) -> Value:
        of, key = self.value(step.of, own), self.value(step.key, own)
        if not isinstance(key, Located) or isinstance(of, Located):
            return self._open(step)
        found = of.get(str(key)) if isinstance(of, dict) else None
        if isinstance(of, list) and key.isdecimal() and int(key) < len(of):
            found = of[int(key)]
        if found is None:
            return self._open(step)
        return self.made(found, step) if isinstance(found, Located) and _root(step) in ("local", "var") else found

    def _many(self, many: Many, own: Mapping[str, Value]) -> Value:
        if many.function in ("try", "coalesce"):
            found = (self.value(item, own) for item in many.items)
            return next(
                (value for value in found if value is not None and not (isinstance(value, Located) and value.open)),
                None,
            )
        values = [self.value(item, own) for item in many.items]
        if not many.function:
            return values
        made = _FUNCTIONS[many.function](values) if many.function in _FUNCTIONS else None
        if made is None:
            return self._open(many)
        return self.made(made, many) if isinstance(made, str) and not isinstance(made, Located) else made

    def _pairs(self, pairs: Pairs, own: Mapping[str, Value]) -> Value:
        found: dict[str, Value] = {}
        for key, value in pairs.items:
            name = self.value(key, own)
            if isinstance(name, Located):
                found[str(name)] = self.value(value, own)
        return found

    def _each(self, each: Each, own: Mapping[str, Value]) -> Value:
        over = self.value(each.over, own)
        pairs: list[tuple[str, Value]] = []
        if isinstance(over, list):
            pairs = [(str(number), item) for number, item in enumerate(over)]
        elif isinstance(over, dict):
            pairs = list(over.items())
        made = list(self._made_of(each, pairs[:_MAX_PARTS], own))
        if each.key is None:
            return [value for _, value in made]
        named = [(str(key), value) for key, value in made if isinstance(key, Located)]
        if each.grouped:
            groups: dict[str, list[Value]] = {}
            for key, value in named:
                groups.setdefault(key, []).append(value)
            return dict(groups)
        return dict(named)

    def _made_of(
        self, each: Each, pairs: Sequence[tuple[str, Value]], own: Mapping[str, Value]
    ) -> Iterator[tuple[Value, Value]]:
        for key, value in pairs:
            here = [self.made(key, each.over), value][-len(each.names) :]
            names = {**own, **dict(zip(each.names, here, strict=False))}
            if each.condition is None or str(self.value(each.condition, names)) == "true":
                yield (self.value(each.key, names) if each.key is not None else None), self.value(each.value, names)

    def _operation(self, operation: Operation, own: Mapping[str, Value]) -> Value:
        first = self.value(operation.items[0], own)
        if operation.mark == "?":
            chosen = {"true": 1, "false": 2}.get(str(first))
            return self.value(operation.items[chosen], own) if chosen else self._open(operation)
        values = [first, *(self.value(operand, own) for operand in operation.items[1:])]
        if any(not isinstance(value, Located) or value.open for value in values):
            return self._open(operation)
        return self.made(_operation_result(operation.mark, [str(value) for value in values]), operation)


_KINDS: dict[type, Callable[..., Value]] = {
    Text: Computer._text,  # noqa: SLF001 (one computer, a method for each kind)
    Name: Computer._name,  # noqa: SLF001
    Step: Computer._step,  # noqa: SLF001
    Many: Computer._many,  # noqa: SLF001
    Pairs: Computer._pairs,  # noqa: SLF001
    Each: Computer._each,  # noqa: SLF001
    Operation: Computer._operation,  # noqa: SLF001
}


def _root(expression: Expression) -> str:
    while isinstance(expression, Step):
        expression = expression.of
    return expression.name if isinstance(expression, Name) else ""


def _operation_result(mark: str, words: Sequence[str]) -> str:
    """The result of an operator with two operands, or with one."""
    if mark in ("==", "!="):
        return str((words[0] == words[1]) == (mark == "==")).lower()
    if mark in ("&&", "||", "!"):
        truths = [{"true": True, "false": False}[word] for word in words]
        return str({"&&": all(truths), "||": any(truths), "!": not truths[0]}[mark]).lower()
    numbers = [int(word) for word in words]
    if any(abs(number) > _MAX_NUMBER for number in numbers):
        raise ValueError
    first, last = numbers[0], numbers[-1]
    if mark in ("<", ">", "<=", ">="):
        return str({"<": first < last, ">": first > last, "<=": first <= last, ">=": first >= last}[mark]).lower()
    if mark == "-" and len(numbers) == 1:
        return str(-first)
    if mark in ("/", "%") and (last == 0 or (mark == "/" and first % last)):
        raise ValueError
    return str({"+": lambda: first + last, "-": lambda: first - last, "*": lambda: first * last,
                "/": lambda: first // last, "%": lambda: first % last}[mark]())  # fmt: skip


def _known_texts(values: Sequence[Value]) -> list[str]:
    """The texts. Raises an error if any is unknown."""
    if any(not isinstance(text, Located) or text.open for text in values):
        raise ValueError
    return [str(value) for value in values]


def host(values: Sequence[Value]) -> str:
    """Terraform's `cidrhost`: the address with this number in a network. A negative number counts from its end."""
    prefix, number = _known_texts(values)
    network = IPNetwork(prefix).cidr
    which = int(number)
    if not -network.size <= which < network.size:
        raise ValueError
    return str(IPAddress(network.first + which % network.size, network.version))


def subnet(values: Sequence[Value]) -> str:
    """Terraform's `cidrsubnet`: the part of a network that is longer by some bits, by its number."""
    prefix, more, number = _known_texts(values)
    network = IPNetwork(prefix).cidr
    length = network.prefixlen + int(more)
    if not (network.prefixlen <= length <= _WIDTH[network.version] and 0 <= int(number) < 1 << int(more)):
        raise ValueError
    first = network.first + (int(number) << (_WIDTH[network.version] - length))
    return f"{IPAddress(first, network.version)}/{length}"


def _netmask(values: Sequence[Value]) -> str:
    return str(IPNetwork(_known_texts(values)[0]).netmask)


def _consecutive_subnets(values: Sequence[Value]) -> Value:
    """Terraform's `cidrsubnets`: consecutive parts of a network."""
    prefix, *more = _known_texts(values)
    network = IPNetwork(prefix).cidr
    found, at = [], network.first
    near = values[0]
    for bits in more[:64]:
        length = network.prefixlen + int(bits)
        size = 1 << (_WIDTH[network.version] - length)
        at = -(-at // size) * size
        found.append(Located(f"{IPAddress(at, network.version)}/{length}", near.place, ""))  # type: ignore[union-attr]
        at += size
    return list(found)


def _merged_mappings(values: Sequence[Value]) -> Value:
    """The mappings merged. An unknown mapping may change every key, so the mappings before it are dropped."""
    found: dict[str, Value] = {}
    for mapping in values:
        found = found | mapping if isinstance(mapping, dict) else {}
    return found


def _undecoded_text(values: Sequence[Value]) -> Value:
    """The text itself: who reads the objects in it parses it, and knows the places."""
    return values[0] if len(values) == 1 and isinstance(values[0], Located) else None


def _flat_list(values: Sequence[Value]) -> Value:
    found = [part for value in values for part in items(value)]
    while any(isinstance(value, list) for value in found) and len(found) < _MAX_PARTS:
        found = [part for group in found for part in (group if isinstance(group, list) else [group])]
    return found


def _mapping_values(values: Sequence[Value]) -> Value:
    return list(values[0].values()) if isinstance(values[0], dict) else values[0]


def _looked_up(values: Sequence[Value]) -> Value:
    of, key, *other = values
    found = of.get(str(key)) if isinstance(of, dict) else None
    return found if found is not None else other[0] if other and isinstance(of, dict) else None


def _element(values: Sequence[Value]) -> Value:
    of, which = values
    return of[int(str(which)) % len(of)] if isinstance(of, list) else None


def _formatted(values: Sequence[Value]) -> str:
    template, *rest = _known_texts(values)
    if template.count("%") != len(rest) or len(template) > _MAX_TEXT:
        raise ValueError
    parts = template.split("%")
    found = [parts[0]]
    for part, word in zip(parts[1:], rest, strict=True):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        kind = part[len(digits) : len(digits) + 1]
        if kind not in ("s", "d", "v") or len(digits) > 2:
            raise ValueError
        found.append((word.zfill(int(digits)) if digits else word) + part[len(digits) + 1 :])
    return "".join(found)


def _joined_texts(values: Sequence[Value]) -> str:
    (parting,) = _known_texts(values[:1])
    return parting.join(_known_texts(items(values[1])))


def _split_text(values: Sequence[Value]) -> Value:
    parting, text = _known_texts(values)
    whole = values[1]
    if not isinstance(whole, Located) or not parting:
        raise ValueError
    found: list[Value] = []
    start = 0
    for part in text.split(parting)[:_MAX_PARTS]:
        found.append(whole.part(start, start + len(part)))
        start += len(part) + len(parting)
    return found


def _replaced_text(values: Sequence[Value]) -> str:
    text, old, new = _known_texts(values)
    if old.startswith("/") or len(text) * max(len(new), 1) > _MAX_TEXT:
        raise ValueError
    return text.replace(old, new)


def _unchanged(values: Sequence[Value]) -> Value:
    return values[0] if len(values) == 1 else None


_FUNCTIONS: dict[str, Callable[[Sequence[Value]], Value | str]] = {
    "cidrhost": host,
    "cidrsubnet": subnet,
    "cidrsubnets": _consecutive_subnets,
    "cidrnetmask": _netmask,
    "merge": _merged_mappings,
    "yamldecode": _undecoded_text,
    "concat": _flat_list,
    "flatten": _flat_list,
    "values": _mapping_values,
    "lookup": _looked_up,
    "element": _element,
    "format": _formatted,
    "join": _joined_texts,
    "split": _split_text,
    "replace": _replaced_text,
    "trimspace": lambda values: _known_texts(values)[0].strip(),
    "lower": lambda values: _known_texts(values)[0].lower(),
    "upper": lambda values: _known_texts(values)[0].upper(),
    **dict.fromkeys(
        ("toset", "tolist", "tomap", "tostring", "tonumber", "nonsensitive", "yamlencode", "jsonencode"), _unchanged
    ),
}
"""Functions whose results depend on their arguments alone."""
