"""Networks of one router that conflict: two on one VLAN, or two with the same addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located


class ConnectedNetwork(NamedTuple):
    """A network that a router is connected to. Networks with the same `among` must not conflict."""

    name: str
    cidr: Located | None
    vlan: Located | None = None
    among: str = ""

    @property
    def prefix(self) -> IPNetwork | None:
        """Its prefix."""
        return IPNetwork(str(self.cidr)).cidr if self.cidr is not None else None


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


def one_range(links: Iterable[ConnectedNetwork]) -> Iterator[Reported]:
    """A problem for each network inside of a wider or an earlier one."""
    known = [(link, prefix) for link in links if (prefix := link.prefix) is not None]
    known.sort(key=lambda pair: int(pair[1].prefixlen))
    for which, (inner, prefix) in enumerate(known):
        outer = next((link for link, wider in known[:which] if link.among == inner.among and prefix in wider), None)
        if outer is not None and outer.cidr is not None and inner.cidr is not None:
            yield Reported(
                "overlapping-networks",
                Problem(
                    at=inner.cidr.place,
                    message=f"{inner.name} ({inner.cidr}) lies inside {outer.name} ({outer.cidr}) on the same router",
                    label="overlaps",
                    related=(Related(at=outer.cidr.place, message=f"{outer.name} is written here"),),
                    hint="give one of them addresses of its own",
                ),
            )
