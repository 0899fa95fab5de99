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
        for it in plan.named_addresses:
            if it.kind in LEADS:
                self.leads[it.address] |= {it.id} if it.noun != "published port" else set()
            else:
                self.owners[it.id].append(it)
                self.holders[it.address].append(it)
                self.links.add(it.link)


@cached_view
def strays(plan: Observation) -> tuple[Stray, ...]:
    """The names that lead to an address which what is called so does not have."""
    names = _Names(plan)
    found = (it for lead in plan.named_addresses if lead.kind in LEADS for it in _stray(plan, lead, names))
    return (*found, *_apart(plan, names))


def _stray(plan: Observation, lead: NamedAddress, names: _Names) -> Iterator[Stray]:
    own = [it for it in names.owners.get(lead.id, ()) if it.address.version == lead.address.version]
    classes = {_CLASSES.get(it.kind, it.kind) for it in own}
    if len(classes) != 1 or any(it.address == lead.address for it in own) or _elsewhere(lead, own):
        return
    (kind,) = classes
    near = {it.address: it for it in own if it.link == lead.link}
    holder = next((it for it in names.holders.get(lead.address, ()) if it.id != lead.id), None)
    if len(near) > 1 or _takes_all(lead, names):
        return
    owner = next(iter(near.values()), own[0])
    if _is_past(lead, kind, holder, near=bool(near)) if holder else _is_gone(plan, lead, kind, names, near=bool(near)):
        yield Stray(lead, owner, holder)


def _elsewhere(lead: NamedAddress, own: list[NamedAddress]) -> bool:
    """Whether all that is called so is of other clusters."""
    return bool(lead.cluster) and all(it.cluster not in ("", lead.cluster) for it in own)


def _takes_all(lead: NamedAddress, names: _Names) -> bool:
    """Whether an address is of what takes requests for others: a proxy, a router, a service."""
    held = names.holders.get(lead.address, ())
    through = any(it.kind in ("service", "virtual", "router") or _PROXY.search(it.id) for it in held)
    return (
        through
        or "*" in names.leads[lead.address]
        or len(names.leads[lead.address] - {it.id for it in held}) >= _SEVERAL
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
    return pooled or reached or any(it.api and lead.address in it.api.addresses for it in plan.clusters)


def _apart(plan: Observation, names: _Names) -> Iterator[Stray]:
    """Names of nothing known that two files lead to different addresses of one network."""
    first: dict[tuple[str, tuple[int, int]], NamedAddress] = {}
    for it in plan.named_addresses:
        if it.kind == "target" and it.noun not in _LOOSE and it.id not in names.owners and "." not in it.name:
            before = first.setdefault((it.id, it.link), it)
            if before.address != it.address and before.place.file != it.place.file:
                yield Stray(it, before, None)


def taken(plan: Observation) -> Iterator[tuple[NamedAddress, NamedAddress]]:
    """Virtual addresses that a machine has for itself, as well as the machine: each once, of one cluster."""
    known = {it.address: it for it in reversed(plan.named_addresses) if it.kind == "virtual"}
    own = (
        it for it in plan.named_addresses if it.kind == "machine" and it.address in known and not _VIRTUAL.search(it.id)
    )
    found = {(it.id, it.address): (known[it.address], it) for it in own if _one_lab(known[it.address], it)}
    return iter(found.values())


@cached_view
def twice(plan: Observation) -> tuple[Twice, ...]:
    """Machines that have one address on a network by one file, and another one there by another."""
    known = [it for it in plan.named_addresses if _CLASSES.get(it.kind) == "machine"]
    virtual = {it.address for it in plan.named_addresses if it.kind == "virtual"}
    found = {it.again.place: it for key in (_by_name, _by_card) for it in _differing(key(known), virtual)}
    found |= {it.again.place: it for it in _by_interface(known)}
    return tuple(found.values())


def _by_interface(known: list[NamedAddress]) -> Iterator[Twice]:
    """Leases called after a machine and its network, `nas-mgmt`, where those of others have the address of theirs."""
    own: dict[tuple[str, tuple[int, int]], dict[IPAddress, NamedAddress]] = defaultdict(dict)
    for it in known:
        own[it.id, it.link].setdefault(it.address, it)
    suffixes: dict[str, list[tuple[NamedAddress, NamedAddress]]] = defaultdict(list)
    for it in known:
        name, _, suffix = it.id.rpartition("-")
        machine = own.get((name, it.link), {}) if it.kind == "lease" and suffix else {}
        if len(machine) == 1:
            suffixes[suffix].append((next(iter(machine.values())), it))
    for pairs in suffixes.values():
        differing = [Twice(*pair) for pair in pairs if pair[0].address != pair[1].address]
        if len(pairs) - len(differing) >= _FEW and len(differing) == 1 and _one_lab(*differing[0]):
            yield differing[0]


def _by_name(known: Iterable[NamedAddress]) -> dict[object, list[NamedAddress]]:
    groups: dict[object, list[NamedAddress]] = defaultdict(list)
    for it in known:
        groups[it.id, it.link].append(it)
    return groups


def _by_card(known: Iterable[NamedAddress]) -> dict[object, list[NamedAddress]]:
    groups: dict[object, list[NamedAddress]] = defaultdict(list)
    for it in known:
        if it.mac:
            groups[it.mac, it.link].append(it)
    return groups


def _differing(groups: dict[object, list[NamedAddress]], virtual: set[IPAddress]) -> Iterator[Twice]:
    for group in groups.values():
        files: dict[str, dict[IPAddress, NamedAddress]] = defaultdict(dict)
        for it in group:
            if it.address not in virtual:
                files[it.place.file].setdefault(it.address, it)
        if len({address for found in files.values() for address in found}) != 2:
            continue
        single = [next(iter(found.values())) for found in files.values() if len(found) == 1]
        if len(single) == len(files):
            first = single[0]
            again = next((it for it in single if it.address != first.address and _one_lab(first, it)), None)
            if again:
                yield Twice(first, again)


def _one_lab(first: NamedAddress, again: NamedAddress) -> bool:
    """Whether two files are about one cluster, as far as they say; two of one name are of two environments."""
    names = {it.place.file.rpartition("/")[2] for it in (first, again) if it.kind == "machine"}
    alike = first.kind == again.kind == "machine" and len(names) == 1 and first.place.file != again.place.file
    return not alike and (not first.cluster or not again.cluster or first.cluster == again.cluster)
