"""What readers yield: objects of the plan, made of located texts, and what is wrong where there is no such object."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, cast, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cidrbook.plan.entry import Entry
from cidrbook.text.finding import Problem
from cidrbook.text.located import Located, Spot
from cidrbook.text.source import ORIGIN, Origin, Path, Place, Source

E = TypeVar("E", bound=Entry)

Part = Literal[
    "network",
    "host",
    "vlan",
    "occupant",
    "router",
    "speaker",
    "session",
    "node",
    "virtual",
    "balancer",
    "service",
    "cni",
    "pods",
    "services",
    "nodes",
    "cluster",
    "default",
    "ignored",
    "peering",
    "vpn",
    "group",
    "listed",
    "routed",
    "pointer",
    "setting",
    "gateway",
]
"""What an object is a part of.

Of a cluster: `node`, `virtual`, `balancer`, `service`, `cni`; the networks that it uses for `pods`, `services` and
`nodes`; `cluster` for facts of the cluster itself; `default` for a range that its distribution takes where a whole
configuration says none; `ignored` for one that has no effect in the mode that is set; `peering` for a session of the
node that is its `local`, or of all nodes. A `vpn` is an interface with its peers, a `group` one of VRRP. `listed` is
what a router's rules name, `routed` what it has routes for. An `occupant` has an address now, by a lease or in a scan,
and no right to it. A `pointer` only leads to an address by a name. A `setting`, and the `gateway` of one
machine, are only compared with others.
"""

RuleSlug = Literal[
    "address-without-network",
    "advertised-otherwise",
    "announcement-not-accepted",
    "copies-disagree",
    "duplicate-address",
    "duplicate-vlan-id",
    "gateway-outside-network",
    "gateway-stands-out",
    "gateway-taken",
    "host-bits-set",
    "host-outside-network",
    "incomplete-bgp",
    "invalid-asn",
    "name-leads-elsewhere",
    "one-name-two-addresses",
    "overlapping-networks",
    "overlapping-pools",
    "two-default-gateways",
    "unreadable-file",
    "unresolved-reference",
    "unresolved-variable",
    "wrong-mask",
    "wrong-type",
    "yaml-syntax",
]
"""The rules that report what readers find wrong: each hands on the observation's `problems_of` its slug."""

_SLUGS = frozenset(get_args(RuleSlug))


class Reported(NamedTuple):
    """A problem that a reader found, and the rule that reports it. `scope` is as that of a sighting."""

    rule: RuleSlug
    problem: Problem
    scope: str = ""

    @property
    def file(self) -> str:
        """The file that the problem is in."""
        return self.problem.at.file


class Sighting(NamedTuple):
    """An object that a file holds, what it is a part of, and what is wrong with its values.

    `scope` names the cluster where the file itself does; else its path decides. A `weak` one counts only where nothing
    else is known: an example in a text, a name in DNS.
    """

    part: Part
    entry: Entry
    scope: str = ""
    problems: tuple[Reported, ...] = ()
    weak: bool = False
    reader: str = ""
    """The module that read it."""
    guessed: bool = False
    """Whether only a name or a copy told what it is."""
    register: str = ""
    """The register that it is entered in, which is complete in itself: an IPAM, a registry."""

    @property
    def file(self) -> str:
        """The file that the object is in."""
        return self.entry.origin.source.file


class Failure(NamedTuple):
    """A reader that raised an error on a file: what it reads there is not known."""

    reader: str
    source: Source
    error: Exception
    scope: str = ""

    @property
    def file(self) -> str:
        """The file that could not be read."""
        return self.source.file


Seen: TypeAlias = Sighting | Reported
"""What a reader yields."""


def make(kind: type[E], at: Place, **values: object) -> tuple[E, tuple[Reported, ...]]:
    """An object of the plan, at its place, of values by the keys of the data; what does not fit is left out.

    Values that are still open (variables) are left out without a word, others with the problem that a rule reports.
    """
    if unknown := values.keys() - _part_keys(kind):
        message = f"{kind.__name__} has no key {', '.join(sorted(unknown))}"
        raise TypeError(message)
    kept = {key: closed for key, value in values.items() if (closed := _closed(value)) not in (None, "", [])}
    places = {path: place for key, value in kept.items() for path, place in _value_places((key,), value)}
    origin = Origin(Spot(at.source, places, at), ())
    problems: list[Reported] = []
    while True:
        try:
            return kind.model_validate({**kept, ORIGIN: origin}, by_alias=True, by_name=False), tuple(problems)
        except ValidationError as error:
            wrong = {str(detail["loc"][0]): detail for detail in error.errors(include_url=False, include_input=False)}
        wrong = {key: detail for key, detail in wrong.items() if key in kept}
        if not wrong:
            return cast("E", kind.model_construct(origin=origin)), tuple(problems)
        for key, detail in wrong.items():
            problems.extend(_problems(origin, key, detail))
            del kept[key]


def sighting(part: Part, kind: type[Entry], at: Place, *, scope: str = "", **values: object) -> Sighting:
    """An object of this kind, seen at a place. A key that the kind does not have is a mistake of the reader's."""
    entry, problems = make(kind, at, **values)
    return Sighting(part, entry, scope, problems)


@cache
def _part_keys(kind: type[Entry]) -> frozenset[str]:
    """The keys of the data that an object of this kind has."""
    return frozenset(field.alias or name for name, field in kind.model_fields.items())


def _closed(value: object) -> object:
    """The value without what is still open."""
    if isinstance(value, Located):
        return None if value.open else value
    if isinstance(value, list | tuple):
        return [item for item in map(_closed, value) if item not in (None, "")]
    return value


def _value_places(path: Path, value: object) -> Iterable[tuple[Path, Place]]:
    if isinstance(value, Located):
        yield path, value.place
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _value_places((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _value_places((*path, key), item)


def _problems(origin: Origin, key: str, detail: ErrorDetails) -> Iterable[Reported]:
    """What is wrong with a value, where a rule has a name for it; a text that is no address at all is no claim."""
    context: dict[str, Any] = detail.get("ctx", {})
    backwards = key in ("dhcp", "reserved") and "runs backwards" in detail["msg"]
    told = detail["type"] in _SLUGS and "hint" in context
    if told and (backwards or detail["type"] != "wrong-type"):
        place = origin.at(key, *(number for number in detail["loc"][1:] if isinstance(number, int)))
        problem = Problem(at=place, message=f"{key}: {detail['msg']}", hint=context["hint"])
        yield Reported(cast("RuleSlug", detail["type"]), problem)
