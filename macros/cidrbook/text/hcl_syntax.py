"""What HCL is made of: blocks, attributes, and expressions that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class OddError(ValueError):
    """What does not read as an expression, or is nested too deep."""


class Text(NamedTuple):
    """A text, a number or a word, where it stands; expressions in it stand between its parts."""

    parts: tuple[str | Expression, ...]
    start: int
    end: int


class Name(NamedTuple):
    """What a name stands for."""

    name: str
    start: int
    end: int


class Step(NamedTuple):
    """A part of something: `a.b`, `a[0]`."""

    of: Expression
    key: Expression
    start: int
    end: int


class Many(NamedTuple):
    """A list of expressions, or a call of a function with them."""

    function: str
    items: tuple[Expression, ...]
    start: int
    end: int


class Pairs(NamedTuple):
    """A mapping of expressions."""

    items: tuple[tuple[Expression, Expression], ...]
    start: int
    end: int


class Each(NamedTuple):
    """A list, or a mapping where there is a `key`, of what is made of the parts of something.

    `grouped` says that a key has all of its values (`=> x...`).
    """

    names: tuple[str, ...]
    over: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None
    start: int
    end: int
    grouped: bool = False


class Operation(NamedTuple):
    """Two or three expressions with an operator: `+`, `==`, `?`."""

    mark: str
    items: tuple[Expression, ...]
    start: int
    end: int


Expression: TypeAlias = Text | Name | Step | Many | Pairs | Each | Operation
"""An expression, and where it begins and ends."""


@dataclass
class Body:
    """What is between braces: attributes by their names, and blocks with their labels."""

    attributes: dict[str, Expression] = field(default_factory=dict)
    blocks: list[HclBlock] = field(default_factory=list)


class HclBlock(NamedTuple):
    """A block: `resource "type" "name" { … }`."""

    type: str
    labels: tuple[Text, ...]
    body: Body
