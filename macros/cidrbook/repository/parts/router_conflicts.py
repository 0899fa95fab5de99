"""Networks of one router that conflict: two on one VLAN, or two with the same addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.ip import as_prefix
from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.located import Located


class ConnectedNetwork(NamedTuple):
    """A network that a router is connected to. Networks with the same `among` must not conflict."""

    name: str
    cidr: Located | None
    vlan: Located | None = None
    among: str = ""
    own: str = ""
    """The router's address in it."""

    @property
    def prefix(self) -> IPNetwork | None:
        """Its prefix; None where a file writes none."""
        found = None if self.cidr is None else as_prefix(self.cidr)
        return None if found is None else found.cidr


def one_vlan(links: Iterable[ConnectedNetwork]) -> Iterator[Reported]:
    """A problem for each network on the VLAN of an earlier one."""
    first: dict[tuple[str, str], ConnectedNetwork] = {}
    for link in links:
        if link.vlan is not None and not link.vlan.open:
            before = first.setdefault((link.among, str(link.vlan)), link)
            if before is not link and before.vlan is not None:
                yield Reported(
                    "duplicate-vlan-id",
                    Problem(
                        at=link.vlan.place,
                        message=f"VLAN {link.vlan} is {before.name} and {link.name}",
                        label="again",
                        related=(Related(at=before.vlan.place, message="the first one is written here"),),
                        hint="give one of them another id",
                    ),
                )


def one_prefix(links: Iterable[ConnectedNetwork]) -> Iterator[Reported]:
    """A problem for each interface in the prefix of an earlier one: the router has one route for it.

    Two interfaces with one address are a warning: one may be a spare port, which is never plugged in beside the other.
    """
    first: dict[tuple[str, IPNetwork], ConnectedNetwork] = {}
    for link in links:
        before = first.setdefault((link.among, link.prefix), link) if link.prefix is not None else link
        if before is not link:
            found = _overlap(before, link, f"{link.name} and {before.name} are both {link.cidr} on the same router")
            severity = Severity.WARNING if link.own and link.own == before.own else None
            yield found._replace(problem=replace(found.problem, severity=severity))


def one_range(links: Iterable[ConnectedNetwork]) -> Iterator[Reported]:
    """A problem for each network inside of a wider one, with the widest of them."""
    known = [(link, prefix) for link in links if (prefix := link.prefix) is not None]
    known.sort(key=lambda pair: int(pair[1].prefixlen))
    lengths = sorted({int(prefix.prefixlen) for _, prefix in known})
    first: dict[tuple[str, IPNetwork], ConnectedNetwork] = {}
    for inner, prefix in known:
        wider = (IPNetwork((prefix.first, length), prefix.version).cidr for length in _below(lengths, prefix))
        outer = next((first[inner.among, one] for one in wider if (inner.among, one) in first), None)
        if outer is not None:
            said = f"{inner.name} ({inner.cidr}) lies inside {outer.name} ({outer.cidr}) on the same router"
            yield _overlap(outer, inner, said)
        first.setdefault((inner.among, prefix), inner)


def _below(lengths: list[int], prefix: IPNetwork) -> list[int]:
    """The lengths of wider prefixes, in their order."""
    return [length for length in lengths if length < prefix.prefixlen]


def _overlap(outer: ConnectedNetwork, inner: ConnectedNetwork, said: str) -> Reported:
    places = [link.cidr.place for link in (inner, outer) if link.cidr is not None]
    problem = Problem(
        at=places[0],
        message=said,
        label="overlaps",
        related=tuple(Related(at=place, message=f"{outer.name} is written here") for place in places[1:]),
        hint="give one of them addresses of its own",
    )
    return Reported("overlapping-networks", problem)
