"""The plan as pages see it: read-only, every text escaped, every attribute that is not there a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from netaddr import EUI, IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.pages.book import WrongCallError
from cidrbook.pages.markup import escape
from cidrbook.plan.entry import Entry
from cidrbook.plan.plan import Plan

_PLAIN = (IPNetwork, IPAddress, EUI, AddressRange, date)
_HIDDEN = frozenset(
    {"origin", "sources", "problems", "severities", "allowances", "space", "clashes", "claims", "entries"}
    | {"located", "held", "leases", "pools", "taken", "virtual", "scope", "kept"}
)


class View:
    """An object of the plan, for free use in Jinja."""

    __slots__ = ("_thing", "_wrong")

    def __init__(self, thing: Entry | Plan, wrong: Callable[[WrongCallError], str]) -> None:
        self._thing = thing
        self._wrong = wrong

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        known = _attributes(type(self._thing))
        if name not in known:
            what = self._thing.kind if isinstance(self._thing, Entry) else "plan"
            return self._wrong(WrongCallError("wrong-argument", f"a {what} has no `{name}`", known, name))
        return show(getattr(self._thing, name), self._wrong)

    @property
    def raw(self) -> str:
        """What a macro takes that is given the object instead of its name."""
        return str(getattr(self._thing, "id", ""))

    def __str__(self) -> str:
        return escape(getattr(self._thing, "name", "") or getattr(self._thing, "product", ""))

    __repr__ = __str__  # an address in memory would differ with every build

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self._thing is other._thing

    def __hash__(self) -> int:
        return id(self._thing)


class Several(list[Any]):
    """Values of the plan; as text, with commas between."""

    def __str__(self) -> str:
        return ", ".join(map(str, self))


def show(value: object, wrong: Callable[[WrongCallError], str]) -> Any:
    """A value as pages may use it: texts escaped, addresses as text, objects as views."""
    match value:
        case Entry():
            return View(value, wrong)
        case str():
            return escape(value)
        case tuple() if not isinstance(value, AddressRange):
            return Several(show(item, wrong) for item in value)
        case Mapping():
            return {escape(key): show(item, wrong) for key, item in value.items()}
        case bool() | int():
            return value
        case _:
            return escape(value) if isinstance(value, _PLAIN) else ""


def _attributes(kind: type[Entry | Plan]) -> list[str]:
    """The fields and properties of a class that pages may read."""
    own = list(kind.model_fields) if issubclass(kind, Entry) else [field.name for field in fields(kind)]
    properties = [
        name for parent in kind.__mro__ for name, value in vars(parent).items() if _is_property(parent, value)
    ]
    return [
        name
        for name in dict.fromkeys([*own, *properties])
        if not name.startswith(("_", "model_")) and name not in _HIDDEN
    ]


def _is_property(parent: type, value: object) -> bool:
    return parent.__module__.startswith("cidrbook.") and (
        isinstance(value, property) or type(value).__name__ == "cached_property"
    )
