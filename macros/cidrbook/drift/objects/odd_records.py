"""Records of DNS that differ from what is known by another name: a network's gateway, a lease, another zone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.objects.names_to_addresses import NamesByAddress, WrongTarget, is_gateway_or_api, may_be_assigned
from cidrbook.repository.named_address import LEADS, NamedAddress
from cidrbook.repository.observation import Observation
from cidrbook.text.regex import regex

_GATEWAY_OF = regex(r"(?:(?:gw|gateway|router)[.-]([a-z0-9_]+)|([a-z0-9_]+)-(?:gw|gateway|router))(?:\.|$)")
"""Names of the gateway of a network: `gw.iot`, `iot-gw`."""

_ENOUGH = 2
"""Records that agree with a lease of a longer name: then that is how the lab calls its leases."""


def odd_records(plan: Observation) -> Iterator[WrongTarget]:
    """The records whose address is not that of what they are called after."""
    names = NamesByAddress(plan)
    yield from _wrong_gateways(plan, names)
    yield from _differing_zones(plan, names)
    yield from _by_comment(plan, names)


def _differing_zones(plan: Observation, names: NamesByAddress) -> Iterator[WrongTarget]:
    """Records of one whole name in two files with two addresses of one network, neither of which anything else has."""
    zones: dict[tuple[str, tuple[int, int]], dict[str, NamedAddress]] = defaultdict(dict)
    for named in plan.named_addresses:
        if named.kind == "record" and named.id not in names.owners and "." in named.name.strip("."):
            zones[named.name.lower().rstrip("."), named.link].setdefault(named.place.file, named)
    for found in zones.values():
        first, *others = found.values()
        clusters = {named.cluster for named in found.values()} - {""}
        differ = len(others) == 1 and others[0].address != first.address and len(clusters) < 2
        if differ and all(_leads_alone(plan, names, record) for record in found.values()):
            yield WrongTarget(others[0], first, None)


def _leads_alone(plan: Observation, names: NamesByAddress, record: NamedAddress) -> bool:
    """Whether no other name leads to the address of a record, and nothing has it."""
    alone = names.leads[record.address] == {record.id} and record.address not in names.holders
    return alone and not may_be_assigned(plan, record.address)


def _by_comment(plan: Observation, names: NamesByAddress) -> Iterator[WrongTarget]:
    """The one record that differs from the lease whose longer name ends in it (`NAS - oak`), where others agree."""
    endings: dict[tuple[str, tuple[int, int]], list[NamedAddress]] = defaultdict(list)
    own = {named.id for named in plan.named_addresses if named.kind == "record"}
    for lease in (named for named in plan.named_addresses if named.kind == "lease" and named.id not in own):
        for mark in re.finditer("-", lease.id):
            endings[lease.id[mark.end() :], lease.link].append(lease)
    records = [named for named in plan.named_addresses if named.kind == "record" and named.id not in names.owners]
    pairs = [(lead, near[0]) for lead in records if len(near := endings.get((lead.id, lead.link), [])) == 1]
    odd = [(lead, lease) for lead, lease in pairs if lead.address != lease.address]
    if len(odd) == 1 and len(pairs) - len(odd) >= _ENOUGH and odd[0][0].address not in names.holders:
        yield WrongTarget(*odd[0], None)


def _wrong_gateways(plan: Observation, names: NamesByAddress) -> Iterator[WrongTarget]:
    """Records of the gateway of a network, by its name, that lead to another address, which nothing has."""
    called = {network.id: network for network in plan.networks if len(network.gateways) == 1}
    for lead in plan.named_addresses:
        found = _GATEWAY_OF.match(lead.name.lower()) if lead.kind in LEADS else None
        network = called.get(found[1] or found[2]) if found else None
        gateway = network.gateways[0] if network else None
        if network is None or gateway is None or gateway == lead.address or lead.address in names.holders:
            continue
        if network.holds(lead.address) and not is_gateway_or_api(plan, lead.address):
            at = network.at("gateway", 0)
            yield WrongTarget(
                lead, NamedAddress("router", network.id, network.name, gateway, at, -1, noun="gateway of"), None
            )
