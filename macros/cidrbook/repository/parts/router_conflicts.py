"""Networks of one router that are not apart: two of one VLAN, or of the same addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located

Found = tuple[str, Problem]
"""The slug of a rule, and what is wrong."""


class Link(NamedTuple):
    """A network that a router has an interface in; `among` says with which others it has to be apart."""

    name: str
    cidr: Located | None
    vlan: Located | None = None
    among: str = ""

    @property
    def prefix(self) -> IPNetwork | None:
        """Its prefix."""
        return IPNetwork(str(self.cidr)).cidr if self.cidr is not None else None


def one_vlan(links: Iterable[Link]) -> Iterator[Found]:
    """The networks that have the VLAN of one before them."""
    first: dict[tuple[str, str], Link] = {}
    for it in links:
        if it.vlan is not None and not it.vlan.open:
            before = first.setdefault((it.among, str(it.vlan)), it)
            if before is not it and before.vlan is not None:
                yield (
                    "duplicate-vlan-id",
                    Problem(
                        at=it.vlan.place,
                        message=f"VLAN {it.vlan} is {before.name} and {it.name}",
                        label="again",
                        related=(Related(at=before.vlan.place, message="the first one is written here"),),
                        hint="give one of them another id",
                    ),
                )


def one_range(links: Iterable[Link]) -> Iterator[Found]:
    """The networks that hold, or are in, one that is wider or before them."""
    known = [(it, prefix) for it in links if (prefix := it.prefix) is not None]
    known.sort(key=lambda it: int(it[1].prefixlen))
    for which, (inner, prefix) in enumerate(known):
        outer = next((it for it, wider in known[:which] if it.among == inner.among and prefix in wider), None)
        if outer is not None and outer.cidr is not None and inner.cidr is not None:
            yield (
                "overlapping-networks",
                Problem(
                    at=inner.cidr.place,
                    message=f"{inner.name} ({inner.cidr}) lies inside {outer.name} ({outer.cidr}) on the same router",
                    label="overlaps",
                    related=(Related(at=outer.cidr.place, message=f"{outer.name} is written here"),),
                    hint="give one of them addresses of its own",
                ),
            )
