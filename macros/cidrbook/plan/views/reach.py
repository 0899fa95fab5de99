"""Whether the addresses of BGP sessions are those of their ends, and on which links those are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import mask_of
from cidrbook.net.spans import has_address
from cidrbook.plan.bgp import Session
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.nearby_addresses import link_local
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance


class Foreign(NamedTuple):
    """An address that a description gives to an end that has others. `sides` are the machines of that end."""

    session: Session
    key: str
    address: IPAddress
    sides: tuple[SessionEnd, ...]
    holder: Claim | None


@cached_view
def foreign(plan: Inventory) -> dict[tuple[int, str], Foreign]:
    """The addresses that are of no machine of their end, by the identity of the session and the key.

    Shared and virtual addresses, unlisted gateways, loopback and link-local ones may be anybody's.
    """
    if plan.unread or plan.lost:
        return {}
    written: dict[tuple[int, str], list[tuple[Session, SessionEnd]]] = defaultdict(list)
    for peering in peerings(plan):
        for side, _ in peering.sides:
            for description in side.descriptions:
                key = "peer_address" if description.mirrored else "local_address"
                written[id(description.session), key].append((description.session, side))
    found = {}
    for (identity, key), uses in written.items():
        address = getattr(uses[0][0], key)
        if address is not None and all(side.instance and _is_foreign(plan, side.instance, address) for _, side in uses):
            holder = next(iter(_claims(plan).get(address, ())), None)
            found[identity, key] = Foreign(uses[0][0], key, address, tuple(side for _, side in uses), holder)
    return found


def _is_foreign(plan: Inventory, instance: SpeakerInstance, address: IPAddress) -> bool:
    of_family = [other_address for other_address in instance.addresses if other_address.version == address.version]
    if not of_family or address in of_family or link_local(address) or address.is_loopback():
        return False
    owners = [claim.owner for claim in _claims(plan).get(address, ()) if claim.scope == instance.scope]
    moves = any(owner.shared or isinstance(owner, VirtualAddress | Service) for owner in owners)
    return not moves and bool(owners or address not in _reached_addresses(plan))


@cached_view
def _claims(plan: Inventory) -> dict[IPAddress, list[Claim]]:
    found: dict[IPAddress, list[Claim]] = defaultdict(list)
    for claim in plan.claims:
        found[claim.address].append(claim)
    return found


@cached_view
def _reached_addresses(plan: Inventory) -> frozenset[IPAddress]:
    """Where something is reached, though the plan does not say what has the address: gateways, and APIs."""
    gateways = {address for network in plan.networks for address in network.gateways}
    return frozenset(
        gateways | {address for cluster in plan.clusters if cluster.api for address in cluster.api.addresses}
    )


class OnLinkPrefix(NamedTuple):
    """A prefix that an end is on, and the network that says so, where it is not the mask of its address."""

    cidr: IPNetwork
    network: Network | None


def links(plan: Inventory, instance: SpeakerInstance, version: int) -> tuple[OnLinkPrefix, ...]:
    """The prefixes of one family that an end is on; none where one of its addresses is in no network."""
    found = [
        tuple(_on_link_around(plan, instance, address)) for address in instance.addresses if address.version == version
    ]
    return tuple(link for links_ in found for link in links_) if all(found) else ()


def _on_link_around(plan: Inventory, instance: SpeakerInstance, address: IPAddress) -> Iterator[OnLinkPrefix]:
    network = plan.space.covering(instance.scope, address)
    length = mask_of(address)
    if length is not None:
        yield OnLinkPrefix(IPNetwork((int(address), length), version=address.version).cidr, network)
    elif network and network.role != "container":
        yield from (OnLinkPrefix(cidr, network) for cidr in network.family(address.version))


def meet(plan: Inventory, one: SpeakerInstance, other: SpeakerInstance, version: int) -> bool | None:
    """Whether one of two ends has an address on a link of the other; None where a link is not known."""
    ours, theirs = links(plan, one, version), links(plan, other, version)
    if not ours or not theirs or one.scope != other.scope:
        return None
    return _instance_holds(ours, other, version) or _instance_holds(theirs, one, version)


def _instance_holds(found: tuple[OnLinkPrefix, ...], instance: SpeakerInstance, version: int) -> bool:
    addresses = [address for address in instance.addresses if address.version == version]
    return any(has_address(link.cidr, address) for link in found for address in addresses)


def leaves_by_another(plan: Inventory, instance: SpeakerInstance, version: int) -> bool:
    """Whether each of its networks has a gateway, and the plan says whose that is."""
    networks = [link.network for link in links(plan, instance, version)]
    gateways = [
        [gateway for gateway in network.gateways if gateway.version == version] if network else []
        for network in networks
    ]
    return all(gateways) and all(gateway in _claims(plan) for found in gateways for gateway in found)
