"""Objects of a routing registry in RPSL, as DN42's and the RIRs' have them: one in a file, or many in a dump.

Read: `inetnum` and `inet6num` with `cidr`, `netname`, `policy`
([RIPE](https://docs.db.ripe.net/RPSL-Object-Types/), [DN42](https://dn42.dev/howto/Getting-Started)), `route` and
`route6` with their `origin`, `aut-num`, maintainers; and the lengths that a filter permits, as DN42 publishes them:
`1100 permit 172.20.0.0/14 21 29`. A registry's prefixes nest by design. Its root, a prefix of length 0, holds
everything, and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork, iprange_to_cidrs

from cidrbook.net.ip import as_prefix, parse_route
from cidrbook.net.spans import contains
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.registers import entered, network
from cidrbook.repository.reader import Files, reads_repository
from cidrbook.repository.sighting import Reported, Seen
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_CLASSES = ("inetnum", "inet6num", "route", "route6", "aut-num")
_WORDS = tuple(f"{name}:" for name in _CLASSES)
_FIRST = regex(rf"^(?:{'|'.join(_CLASSES)}):[ \t]", re.MULTILINE)
_ATTRIBUTE = regex(r"([A-Za-z][A-Za-z0-9-]{0,40}):[ \t]*(.*?)[ \t]*(?:#.*)?\Z")
_MAINTAINERS = ("mnt-by", "mnt-lower", "mnt-routes")
_NAMES = regex(r"[^\s,]+")
_ENDS = regex(r"\s*-\s*")
_PERMITTED = regex(r"[0-9]+[ \t]+(permit|deny)[ \t]+([0-9a-fA-F.:]+/[0-9]{1,3})[ \t]+([0-9]{1,3})[ \t]+([0-9]{1,3})\b")
_FILTER = regex(rf"^{_PERMITTED.pattern}", re.MULTILINE)
_REGISTER = "registry"

_Object = dict[str, Located]
_Key = tuple[int, int, int]
"""A prefix: its IP version, its length, and the bits of that length."""


class _FilterLine(NamedTuple):
    """A line of a filter: the first around a route decides."""

    permits: bool
    prefix: IPNetwork
    shortest: int
    longest: int
    written: Located


def _has_objects(text: str) -> bool:
    return any(word in text for word in _WORDS) and bool(_FIRST.search(text))


@reads_repository(words=_WORDS)
def read(whole: Files) -> Iterator[Seen]:
    """The prefixes of a registry, and what is wrong with its objects."""
    found = [one for source in whole.sources if _has_objects(source.text) for one in _rpsl_objects(source)]
    numbers = _of_classes(found, "inetnum", "inet6num")
    holding = _holding(numbers)
    for one in numbers:
        yield from _block_sighting(one, "container" if holding.intersection(_keys(one)) else "")
    routes = _of_classes(found, "route", "route6")
    if routes:
        yield from _routes(routes, _filter(whole.sources), numbers, _of_classes(found, "aut-num"))


def _of_classes(found: Sequence[_Object], *names: str) -> list[_Object]:
    return [one for one in found if any(name in one for name in names)]


def _routes(
    routes: Sequence[_Object], lines: Sequence[_FilterLine], numbers: Sequence[_Object], systems: Sequence[_Object]
) -> Iterator[Reported]:
    """What is wrong with routes, beside what is registered."""
    known = frozenset(one["aut-num"].upper() for one in systems)
    blocks = {key: one for one in numbers for key in _keys(one)}
    for route in routes:
        yield from _refused(route, lines)
        yield from _without_origin(route, known) if known else ()
        yield from _unregistered(route, blocks) if blocks else ()


def _keys(number: _Object) -> list[_Key]:
    """The prefix of a block, as a key."""
    return _keys_around(number)[:1]


def _keys_around(number: _Object) -> list[_Key]:
    """The prefix of a block and those around it, the smallest first."""
    prefix = as_prefix(number["cidr"] if number.get("cidr") else _block(number))
    return [] if prefix is None else list(_around(prefix))


def _rpsl_objects(source: Source) -> Iterator[_Object]:
    """The objects of these classes: blank lines part them. The first of several values counts, and all maintainers."""
    one: _Object = {}
    for number, line in enumerate([*source.lines, ""], 1):
        found = _ATTRIBUTE.match(line)
        if not line.strip():
            if next(iter(one), "") in _CLASSES:
                yield one
            one = {}
        elif found:
            name, value = found[1].lower(), Line(line, source, number).part(*found.span(2))
            known = one.setdefault(name, value)
            if name in _MAINTAINERS and known is not value:
                one[name] = Located(f"{known} {value}", known.place)


def _holding(numbers: Sequence[_Object]) -> frozenset[_Key]:
    """The blocks that hold others: in a registry, that is what they are for."""
    known = {key for one in numbers for key in _keys(one)}
    outer = (next((key for key in keys[1:] if key in known), None) for keys in map(_keys_around, numbers))
    return frozenset(key for key in outer if key is not None)


def _block_sighting(one: _Object, role: str) -> Iterator[Seen]:
    """A block of addresses: its prefix, or those that its range has; and a range that is not that of its prefix."""
    written = _block(one)
    ranged, cidr = _range_bounds(written), one.get("cidr")
    prefix = as_prefix(cidr if cidr is not None else written)
    if cidr is not None and prefix is not None and "-" in written:
        whole = (IPAddress(prefix.first, prefix.version), IPAddress(prefix.last, prefix.version))
        if ranged != whole:
            yield _other_range(written, cidr, whole)
    if prefix is not None and prefix.prefixlen:
        yield network(entered(_REGISTER), cidr if cidr is not None else written, name=one.get("netname"), role=role)
    elif cidr is None and ranged is not None and ranged[0] <= ranged[1] and ranged[0].version == ranged[1].version:
        for part in iprange_to_cidrs(*ranged):
            yield network(entered(_REGISTER), Located(str(part), written.place), name=one.get("netname"), role=role)


def _range_bounds(written: Located) -> tuple[IPAddress, IPAddress] | None:
    ends = [as_address(end) for end in _ENDS.split(written)]
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None


def _other_range(written: Located, cidr: Located, whole: tuple[IPAddress, IPAddress]) -> Reported:
    return Reported(
        "copies-disagree",
        Problem(
            at=written.place,
            message=f"the range {written} is not that of {cidr}, which runs from {whole[0]} to {whole[1]}",
            related=(Related(at=cidr.place, message="the prefix is written here"),),
            hint=f"write `{whole[0]} - {whole[1]}`, or correct the prefix",
        ),
    )


def _filter(sources: Iterable[Source]) -> list[_FilterLine]:
    """The lines of filters, in the order in which they are tried."""
    found: list[_FilterLine] = []
    for source in sources:
        for number, text in enumerate(source.lines if _FILTER.search(source.text) else (), 1):
            line = _PERMITTED.match(text)
            prefix = _any_prefix(line[2]) if line else None
            if line and prefix is not None:
                written = Line(text, source, number).part(*line.span(2))
                found.append(_FilterLine(line[1] == "permit", prefix, int(line[3]), int(line[4]), written))
    return found


def _any_prefix(text: str) -> IPNetwork | None:
    """The prefix of a filter, which may be everything."""
    try:
        return parse_route(text)
    except ValueError:
        return None


def _refused(route: _Object, lines: Sequence[_FilterLine]) -> Iterator[Reported]:
    """A problem for a route that the filter does not let through: by the first of its lines around it."""
    written = _route_prefix(route)
    prefix = as_prefix(written)
    line = None if prefix is None else next((line for line in lines if contains(line.prefix, prefix)), None)
    if line is None or prefix is None or (line.permits and line.shortest <= prefix.prefixlen <= line.longest):
        return
    rule = f"only lengths from {line.shortest} to {line.longest}" if line.permits else "nothing"
    yield Reported(
        "announcement-not-accepted",
        Problem(
            at=written.place,
            message=f"the filter lets {rule} in {line.written} through, and not the route {written}{_by(route)}",
            related=(Related(at=line.written.place, message="the filter is written here"),),
            hint="announce a prefix that the filter permits",
        ),
    )


def _without_origin(route: _Object, known: frozenset[str]) -> Iterator[Reported]:
    """A problem for a route whose AS has no `aut-num`."""
    origin = route.get("origin")
    if origin is not None and origin.upper() not in known:
        message = f"{origin}, the origin of the route {_route_prefix(route)}, has no `aut-num`"
        hint = "register the AS, or correct the origin"
        yield Reported("unresolved-reference", Problem(at=origin.place, message=message, hint=hint))


def _unregistered(route: _Object, blocks: Mapping[_Key, _Object]) -> Iterator[Reported]:
    """A problem for a route in no block; or in one that prefixes are handed out of, by other maintainers (RFC 2725)."""
    written = _route_prefix(route)
    prefix = as_prefix(written)
    block = None if prefix is None else next((blocks[key] for key in _around(prefix) if key in blocks), None)
    if prefix is not None and (block is None or _is_handed_out(block, route, prefix)):
        said = (
            "" if block is None else f": it lies in {block.get('netname', 'a block')}, which prefixes are handed out of"
        )
        yield Reported(
            "address-without-network",
            Problem(
                at=written.place,
                message=f"nothing registers the addresses of the route {written}{_by(route)}{said}",
                related=()
                if block is None
                else (Related(at=_block(block).place, message="the block is written here"),),
                hint="register the prefix, or remove the route",
            ),
        )


def _is_handed_out(block: _Object, route: _Object, prefix: IPNetwork) -> bool:
    """Whether prefixes of a block are handed out, and this one is not said to be."""
    own = as_prefix(block["cidr"] if block.get("cidr") else _block(block))
    return "policy" in block and own != prefix and _maintainers(block).isdisjoint(_maintainers(route))


def _maintainers(one: _Object) -> set[str]:
    return {name.upper() for key in _MAINTAINERS for name in _NAMES.findall(one.get(key, ""))}


def _route_prefix(route: _Object) -> Located:
    return route["route"] if "route" in route else route["route6"]


def _block(number: _Object) -> Located:
    return number["inetnum"] if "inetnum" in number else number["inet6num"]


def _by(route: _Object) -> str:
    return f" of {route['origin']}" if "origin" in route else ""


def _around(prefix: IPNetwork) -> Iterator[_Key]:
    """The prefixes around one, the smallest first, and without the root."""
    width = 32 if prefix.version == 4 else 128
    for length in range(prefix.prefixlen, 0, -1):
        yield int(prefix.version), length, int(prefix.first) >> (width - length)
