"""Names that lead to another address than their owner has: DNS records, targets, virtual addresses of a machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.drift.objects.two_addresses import CLASSES, may_be_one_lab
from cidrbook.net.ip import link_of
from cidrbook.net.spans import PlainRun, has_address
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.repository.named_address import (
    BACKEND,
    COMMENT,
    HOSTS_LINE,
    LEADS,
    LIST,
    MAPPED,
    RECORD,
    SERVER,
    SSH,
    NamedAddress,
)
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.vocabulary import PROXY_NAMES
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_PROXY = regex(rf"{PROXY_NAMES}|npm|swag|zoraxy|pangolin|router|firewall")
"""Names of what takes requests for others, also of whole programs and machines."""
_VIRTUAL = regex(r"vip|virtual|float|shared|api|(?:^|-)(?:lb|ha|haproxy|keepalived|cluster|vrrp|carp|endpoint)(?:-|$)")
"""Names of virtual addresses: a machine of such a name is the virtual address, written as a host."""

_LOOSE = frozenset({"entry", "endpoint", "exporter", "published port"})
"""Kinds of records that may run on another machine than the one of their name."""

_ANY_NAME = _LOOSE | {BACKEND, COMMENT, LIST}
"""Kinds of records whose names may be those of many things: two of them tell nothing of one another."""

_ENDPOINTS = frozenset({"Endpoints", "EndpointSlice"})
"""The kinds of objects that name the endpoints of one service twice."""

_TWO = 2
"""Addresses of a name: with a third one, it is no single thing's."""

_ENOUGH_SERVERS = 2
"""Backends that agree on so many servers are of the same machines: names like `srv1` may be others in each."""

_PROXY_NAMES = 3
"""An address with so many other names is a proxy's: names that lead there are right."""

_OVERLAY = PlainRun(4, 0x64400000, 0x647FFFFF)


class WrongTarget(NamedTuple):
    """A record with the wrong address, the right address of that name, and the owner of the wrong one, if any."""

    lead: NamedAddress
    owner: NamedAddress
    holder: NamedAddress | None


class NamesByAddress:
    """The named addresses of a repository: owners by name and by address, and the names that lead to each address."""

    def __init__(self, plan: Observation) -> None:
        self.owners: dict[str, list[NamedAddress]] = defaultdict(list)
        self.holders: dict[IPAddress, list[NamedAddress]] = defaultdict(list)
        self.leads: dict[IPAddress, set[str]] = defaultdict(set)
        self.links: set[tuple[int, int]] = set()
        backends: set[Place] = set()
        for address in plan.named_addresses:
            if address.kind in LEADS:
                again = address.noun == BACKEND and address.place in backends  # another name of one program
                self.leads[address.address] |= {address.id} if address.noun != "published port" and not again else set()
                backends |= {address.place} if address.noun == BACKEND else set()
            else:
                self.owners[address.id].append(address)
                self.holders[address.address].append(address)
                self.links.add(address.link)


# Records with a wrong address


@cached_view
def wrong_targets(plan: Observation) -> tuple[WrongTarget, ...]:
    """The records whose address is not the one of their name, and targets that two files give different addresses."""
    names = NamesByAddress(plan)
    leads = (lead for lead in plan.named_addresses if lead.kind in LEADS)
    found = [target for lead in leads if (target := _wrong_target(plan, lead, names))]
    apart = (_differing_targets(plan, names), _differing_leads(plan, names), _hosts_entries_apart(plan))
    others = dict.fromkeys(target for targets in (*apart, _differing_servers(plan)) for target in targets)
    return (*found, *{target.lead.place: target for target in reversed(others)}.values())


def _wrong_target(plan: Observation, lead: NamedAddress, names: NamesByAddress) -> WrongTarget | None:
    version, overlay = lead.address.version, _is_of_overlay(lead.address)
    alike = [
        named
        for named in names.owners.get(lead.id, ())
        if named.address.version == version and _is_of_overlay(named.address) is overlay
    ]
    own = _of_whole_name(lead, alike)
    classes = {CLASSES.get(named.kind, named.kind) for named in own}
    if len(classes) != 1 or any(named.address == lead.address for named in own) or _is_elsewhere(lead, own):
        return None
    (kind,) = classes
    near = {named.address: named for named in own if named.link == lead.link}
    if len(near) > 1 or _leads_to_proxy(lead, names):
        return None
    holder = next((named for named in names.holders.get(lead.address, ()) if named not in own), None)
    whole = len(own) < len(alike) and all("." in named.name for named in own)
    if holder:
        is_wrong = _points_to_another_machine(lead, kind, holder, near=bool(near))
    else:
        is_wrong = _points_to_nothing(plan, lead, kind, names, near=bool(near) or whole)
    return WrongTarget(lead, next(iter(near.values()), own[0]), holder) if is_wrong else None


def _is_of_overlay(address: IPAddress) -> bool:
    """Whether an address is one that Tailscale and the like give a machine beside that of its LAN (RFC 6598)."""
    return has_address(_OVERLAY, address)


def _are_equal_but_for_a_number(one: str, other: str) -> bool:
    """Whether one name is the other one with a number behind it: `oak` and `oak-01`."""
    short, long = sorted((name.lower().partition(".")[0] for name in (one, other)), key=len)
    return short != long and long.rstrip("0123456789").rstrip("-_") == short


def _of_whole_name(lead: NamedAddress, owners: list[NamedAddress]) -> list[NamedAddress]:
    """The owners of the record's name. Where the first label is that of several names, the whole name decides."""
    if len({named.name.lower() for named in owners}) < 2:
        return owners
    dotted = [named for named in owners if "." in named.name]
    exact = [named for named in dotted if _begins_with(lead.name, named.name) or _is_relative(lead.name, named.name)]
    return exact or [named for named in owners if named not in dotted]


def _begins_with(name: str, other: str) -> bool:
    return f"{name}.".lower().startswith(f"{other}.".lower())


def _is_relative(name: str, whole: str) -> bool:
    """Whether a zone has a name without the zone's own; one label alone may be that of several."""
    return "." in name.rstrip(".") and _begins_with(whole, name)


def _is_elsewhere(lead: NamedAddress, own: list[NamedAddress]) -> bool:
    """Whether everything of a record's name is in other clusters."""
    return bool(lead.cluster) and all(named.cluster not in ("", lead.cluster) for named in own)


def _leads_to_proxy(lead: NamedAddress, names: NamesByAddress) -> bool:
    """Whether an address is a proxy's, a router's or a service's, which many names rightly lead to."""
    held = names.holders.get(lead.address, ())
    if any(named.kind in ("service", "virtual", "router") or _PROXY.search(named.id) for named in held):
        return True
    others = names.leads[lead.address] - {named.id for named in held}
    return "*" in names.leads[lead.address] or len(others) >= _PROXY_NAMES


def _points_to_another_machine(lead: NamedAddress, kind: str, holder: NamedAddress, *, near: bool) -> bool:
    """Whether the record points to a different machine of the same kind."""
    if _are_equal_but_for_a_number(holder.name, lead.name):
        return False
    alike = CLASSES.get(holder.kind, holder.kind) == kind
    return alike and kind != "service" and lead.noun not in _LOOSE and (near or kind == "machine")


def _points_to_nothing(plan: Observation, lead: NamedAddress, kind: str, names: NamesByAddress, *, near: bool) -> bool:
    """Whether nothing has the record's address, on its own network or on one without any machine."""
    if near and kind == "service" and names.leads[lead.address] == {lead.id}:
        # what nothing pins and no other name leads to is no other service
        return not is_gateway_or_api(plan, lead.address)
    if near:
        return not may_be_assigned(plan, lead.address)
    is_target = kind == "machine" and lead.noun in ("target", MAPPED)
    return is_target and lead.link not in names.links and not may_be_assigned(plan, lead.address)


def may_be_assigned(plan: Observation, address: IPAddress) -> bool:
    """Whether an address is in a pool, is a gateway, or is an API's."""
    return any(has_address(span, address) for span in plan.pools) or is_gateway_or_api(plan, address)


def is_gateway_or_api(plan: Observation, address: IPAddress) -> bool:
    """Whether an address is a gateway, or an API's."""
    reached = any(address in network.gateways for network in plan.networks)
    return reached or any(cluster.api and address in cluster.api.addresses for cluster in plan.clusters)


def _differing_targets(plan: Observation, names: NamesByAddress) -> Iterator[WrongTarget]:
    """Targets of one unknown name that two files give different addresses of one network."""
    first: dict[tuple[str, tuple[int, int]], NamedAddress] = {}
    others = _ANY_NAME | {MAPPED}  # mappings of two files may be of two clusters
    targets = (named for named in plan.named_addresses if named.kind == "target" and named.noun not in others)
    for target in targets:
        of_ssh = target.noun == SSH
        if target.id not in names.owners and (of_ssh or "." not in target.name):
            before = first.setdefault((target.id, target.link), target)
            apart = before.place.file != target.place.file or of_ssh
            if before.address != target.address and apart and of_ssh == (before.noun == SSH):
                yield WrongTarget(target, before, None)


def _differing_leads(plan: Observation, names: NamesByAddress) -> Iterator[WrongTarget]:
    """A record or target that differs from the other ones of its name, if only they write its address.

    What many names lead to is a proxy: beside its address, that of the program itself is right, too.
    """
    groups: dict[tuple[str, tuple[int, int]], dict[IPAddress, list[NamedAddress]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for lead in plan.named_addresses:
        if lead.kind in LEADS and lead.noun not in _ANY_NAME and lead.id not in names.owners:
            groups[lead.id, lead.link][lead.address].append(lead)
    for found in groups.values():
        if len(found) == _TWO and _are_apart(*found.values()):
            yield from _lead_known_to_nobody(plan, names, *found.values())


def _are_apart(one: list[NamedAddress], other: list[NamedAddress]) -> bool:
    """Whether two files say two addresses; or one file by objects that are written in pairs, as endpoints are.

    Two zones may have two views, and files of one name may be of two environments.
    """
    files = [{lead.place.file for lead in leads} for leads in (one, other)]
    nouns = [{lead.noun for lead in leads} for leads in (one, other)]
    if set().union(*nouns) == _ENDPOINTS:
        return nouns[0].isdisjoint(nouns[1])
    stems = [{basename(file) for file in found} for found in files]
    return stems[0].isdisjoint(stems[1]) and set().union(*nouns) != {RECORD}


def _lead_known_to_nobody(
    plan: Observation, names: NamesByAddress, one: list[NamedAddress], other: list[NamedAddress]
) -> Iterator[WrongTarget]:
    times = {id(leads): times_written(plan.sources, leads[0].address) for leads in (one, other)}
    usual, odd = sorted((one, other), key=lambda leads: (-len(leads), -times[id(leads)]))
    if times[id(odd)] == len(odd) and not any(_leads_to_proxy(lead, names) for lead in (odd[0], usual[0])):
        yield WrongTarget(odd[0], usual[0], None)


def _hosts_entries_apart(plan: Observation) -> Iterator[WrongTarget]:
    """Of two addresses that one hosts file gives a name, the one on a network where nothing else is."""
    entries: dict[tuple[str, str], list[NamedAddress]] = defaultdict(list)
    for named in plan.named_addresses:
        if named.noun == HOSTS_LINE and named.address.version == 4:
            entries[named.place.file, named.name.lower()].append(named)
    links = {link_of(address) for address in claimed_addresses(plan)} if entries else set()
    for found in entries.values():
        unknown = [named for named in found if named.link not in links]
        known = [named for named in found if named.link in links]
        if len(unknown) == len(known) == 1:
            yield WrongTarget(unknown[0], known[0], None)


def _differing_servers(plan: Observation) -> Iterator[WrongTarget]:
    """The one server of HAProxy that two backends of a file give different addresses, where they agree on others."""
    files: dict[str, dict[str, list[NamedAddress]]] = defaultdict(lambda: defaultdict(list))
    for named in plan.named_addresses:
        if named.noun == SERVER:
            files[named.place.file][named.id].append(named)
    for servers in files.values():
        again = [named for named in servers.values() if len(named) > 1]
        odd = [named for named in again if len({(one.link, one.address) for one in named}) > 1]
        if len(odd) == 1 and len(again) - len(odd) >= _ENOUGH_SERVERS and len({one.link for one in odd[0]}) == 1:
            first = odd[0][0]
            yield WrongTarget(next(one for one in odd[0] if one.address != first.address), first, None)


# Virtual addresses


@cached_view
def open_ended_addresses(plan: Observation) -> frozenset[IPAddress]:
    """The virtual addresses of which only a name tells that they are: no file says which product moves them."""
    every = (vip for cluster in plan.clusters for vip in cluster.virtual_addresses)
    return frozenset(address for vip in every if not vip.product for address in vip.addresses)


def static_virtual_addresses(plan: Observation) -> Iterator[tuple[NamedAddress, NamedAddress]]:
    """Virtual addresses that a machine also claims as its own, with that machine; each once.

    Where nothing says what holds the API's address, a host that is no node may balance for it.
    """
    virtual = {named.address: named for named in reversed(plan.named_addresses) if named.kind == "virtual"}
    open_ended = open_ended_addresses(plan)
    found: dict[tuple[str, IPAddress], tuple[NamedAddress, NamedAddress]] = {}
    for named in plan.named_addresses:
        if (
            (named.kind == "machine" or (named.kind == "lease" and named.mac))
            and named.address in virtual
            and not _VIRTUAL.search(named.id)
        ):
            if named.address in open_ended and named.noun == "host":
                continue
            vip = virtual[named.address]
            if may_be_one_lab(vip, named):
                found[named.id, named.address] = vip, named
    return iter(found.values())
