"""Names that files give different addresses to: where one leads past what is called so, and where two files differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.inventory import cached_view
from cidrbook.repository.named_address import LEADS, NamedAddress
from cidrbook.repository.observation import Observation

_PROXY = re.compile(
    r"ingress|gateway|traefik|nginx|envoy|istio|proxy|haproxy|contour|kong|caddy|npm|swag|zoraxy|pangolin|router|firewall"
)
_VIRTUAL = re.compile(
    r"vip|virtual|float|shared|api|(?:^|-)(?:lb|ha|haproxy|keepalived|cluster|vrrp|carp|endpoint)(?:-|$)"
)
"""Names that stand for a virtual address themselves."""

_CLASSES = {"machine": "machine", "lease": "machine", "router": "machine"}
_LOOSE = frozenset({"entry", "endpoint", "exporter", "published port"})
"""What may run on another machine than the one that it is called after."""

_FEW = 2
_SEVERAL = 3
"""So many names lead to what takes requests for others."""


class Stray(NamedTuple):
    """What leads a name elsewhere, one address of what is called so, and what has the address instead, if anything."""

    lead: NamedAddress
    owner: NamedAddress
    holder: NamedAddress | None


class Twice(NamedTuple):
    """One machine with another address in a second file, on the same network."""

    first: NamedAddress
    again: NamedAddress


class _Names:
    """What is told, by names and by addresses."""

    def __init__(self, plan: Observation) -> None:
        self.owners: dict[str, list[NamedAddress]] = defaultdict(list)
        self.holders: dict[IPAddress, list[NamedAddress]] = defaultdict(list)
        self.leads: dict[IPAddress, set[str]] = defaultdict(set)
        self.links: set[tuple[int, int]] = set()
        for address in plan.named_addresses:
            if address.kind in LEADS:
                self.leads[address.address] |= {address.id} if address.noun != "published port" else set()
            else:
                self.owners[address.id].append(address)
                self.holders[address.address].append(address)
                self.links.add(address.link)


@cached_view
def strays(plan: Observation) -> tuple[Stray, ...]:
    """The names that lead to an address which what is called so does not have."""
    names = _Names(plan)
    found = (stray for lead in plan.named_addresses if lead.kind in LEADS for stray in _stray(plan, lead, names))
    return (*found, *_apart(plan, names))


def _stray(plan: Observation, lead: NamedAddress, names: _Names) -> Iterator[Stray]:
    own = [named for named in names.owners.get(lead.id, ()) if named.address.version == lead.address.version]
    classes = {_CLASSES.get(named.kind, named.kind) for named in own}
    if len(classes) != 1 or any(named.address == lead.address for named in own) or _elsewhere(lead, own):
        return
    (kind,) = classes
    near = {named.address: named for named in own if named.link == lead.link}
    holder = next((named for named in names.holders.get(lead.address, ()) if named.id != lead.id), None)
    if len(near) > 1 or _takes_all(lead, names):
        return
    owner = next(iter(near.values()), own[0])
    if _is_past(lead, kind, holder, near=bool(near)) if holder else _is_gone(plan, lead, kind, names, near=bool(near)):
        yield Stray(lead, owner, holder)


def _elsewhere(lead: NamedAddress, own: list[NamedAddress]) -> bool:
    """Whether all that is called so is of other clusters."""
    return bool(lead.cluster) and all(named.cluster not in ("", lead.cluster) for named in own)


def _takes_all(lead: NamedAddress, names: _Names) -> bool:
    """Whether an address is of what takes requests for others: a proxy, a router, a service."""
    held = names.holders.get(lead.address, ())
    through = any(named.kind in ("service", "virtual", "router") or _PROXY.search(named.id) for named in held)
    return (
        through
        or "*" in names.leads[lead.address]
        or len(names.leads[lead.address] - {named.id for named in held}) >= _SEVERAL
    )


def _is_past(lead: NamedAddress, kind: str, holder: NamedAddress, *, near: bool) -> bool:
    """Whether a name leads to another thing of its kind, which none of that name can be."""
    alike = _CLASSES.get(holder.kind, holder.kind) == kind
    return alike and kind != "service" and lead.noun not in _LOOSE and (near or kind == "machine")


def _is_gone(plan: Observation, lead: NamedAddress, kind: str, names: _Names, *, near: bool) -> bool:
    """Whether a name leads to what nothing has, beside its own address, or to a network that nothing is in."""
    if near:
        return not _given(plan, lead)
    return kind == "machine" and lead.noun == "target" and lead.link not in names.links and not _given(plan, lead)


def _given(plan: Observation, lead: NamedAddress) -> bool:
    """Whether an address may be anything's that gets it from a pool, or is a gateway's or an API's."""
    version, number = lead.address.version, int(lead.address)
    pooled = any(span.first <= number <= span.last for span in plan.pools if span.domain[1] == version)
    reached = any(lead.address in network.gateways for network in plan.networks)
    return pooled or reached or any(cluster.api and lead.address in cluster.api.addresses for cluster in plan.clusters)


def _apart(plan: Observation, names: _Names) -> Iterator[Stray]:
    """Names of nothing known that two files lead to different addresses of one network."""
    first: dict[tuple[str, tuple[int, int]], NamedAddress] = {}
    for address in plan.named_addresses:
        if (
            address.kind == "target"
            and address.noun not in _LOOSE
            and address.id not in names.owners
            and "." not in address.name
        ):
            before = first.setdefault((address.id, address.link), address)
            if before.address != address.address and before.place.file != address.place.file:
                yield Stray(address, before, None)


def taken(plan: Observation) -> Iterator[tuple[NamedAddress, NamedAddress]]:
    """Virtual addresses that a machine has for itself, as well as the machine: each once, of one cluster."""
    known = {address.address: address for address in reversed(plan.named_addresses) if address.kind == "virtual"}
    own = (
        address
        for address in plan.named_addresses
        if address.kind == "machine" and address.address in known and not _VIRTUAL.search(address.id)
    )
    found = {
        (named.id, named.address): (known[named.address], named)
        for named in own
        if _one_lab(known[named.address], named)
    }
    return iter(found.values())


@cached_view
def twice(plan: Observation) -> tuple[Twice, ...]:
    """Machines that have one address on a network by one file, and another one there by another."""
    known = [address for address in plan.named_addresses if _CLASSES.get(address.kind) == "machine"]
    virtual = {address.address for address in plan.named_addresses if address.kind == "virtual"}
    found = {
        other_twice.again.place: other_twice
        for key in (_by_name, _by_card)
        for other_twice in _differing(key(known), virtual)
    }
    found |= {each_twice.again.place: each_twice for each_twice in _by_interface(known)}
    return tuple(found.values())


def _by_interface(known: list[NamedAddress]) -> Iterator[Twice]:
    """Leases called after a machine and its network, `nas-mgmt`, where those of others have the address of theirs."""
    own: dict[tuple[str, tuple[int, int]], dict[IPAddress, NamedAddress]] = defaultdict(dict)
    for named in known:
        own[named.id, named.link].setdefault(named.address, named)
    suffixes: dict[str, list[tuple[NamedAddress, NamedAddress]]] = defaultdict(list)
    for named in known:
        name, _, suffix = named.id.rpartition("-")
        machine = own.get((name, named.link), {}) if named.kind == "lease" and suffix else {}
        if len(machine) == 1:
            suffixes[suffix].append((next(iter(machine.values())), named))
    for pairs in suffixes.values():
        differing = [Twice(*pair) for pair in pairs if pair[0].address != pair[1].address]
        if len(pairs) - len(differing) >= _FEW and len(differing) == 1 and _one_lab(*differing[0]):
            yield differing[0]


def _by_name(known: Iterable[NamedAddress]) -> dict[object, list[NamedAddress]]:
    groups: dict[object, list[NamedAddress]] = defaultdict(list)
    for named in known:
        groups[named.id, named.link].append(named)
    return groups


def _by_card(known: Iterable[NamedAddress]) -> dict[object, list[NamedAddress]]:
    groups: dict[object, list[NamedAddress]] = defaultdict(list)
    for named in known:
        if named.mac:
            groups[named.mac, named.link].append(named)
    return groups


def _differing(groups: dict[object, list[NamedAddress]], virtual: set[IPAddress]) -> Iterator[Twice]:
    for group in groups.values():
        files: dict[str, dict[IPAddress, NamedAddress]] = defaultdict(dict)
        for named in group:
            if named.address not in virtual:
                files[named.place.file].setdefault(named.address, named)
        if len({address for found in files.values() for address in found}) != 2:
            continue
        single = [next(iter(found.values())) for found in files.values() if len(found) == 1]
        if len(single) == len(files):
            first = single[0]
            again = next(
                (
                    other_named
                    for other_named in single
                    if other_named.address != first.address and _one_lab(first, other_named)
                ),
                None,
            )
            if again:
                yield Twice(first, again)


def _one_lab(first: NamedAddress, again: NamedAddress) -> bool:
    """Whether two files are about one cluster, as far as they say; two of one name are of two environments."""
    names = {named.place.file.rpartition("/")[2] for named in (first, again) if named.kind == "machine"}
    alike = first.kind == again.kind == "machine" and len(names) == 1 and first.place.file != again.place.file
    return not alike and (not first.cluster or not again.cluster or first.cluster == again.cluster)
