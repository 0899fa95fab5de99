"""Documented VLANs, gateways and DHCP ranges of networks."""

from __future__ import annotations

from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_networks import KnownNetworks, known_networks, meets, prefixes_beside
from cidrbook.net.spans import contains
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail
from cidrbook.repository.vocabulary import KINDS, words_of


@cached_view
def conclusions(observation: Observation) -> tuple[Conclusion, ...]:
    """The conclusion about each documented VLAN, gateway and DHCP range."""
    details = [detail for detail in observation.details if detail.topic in ("vlan", "gateway", "dhcp")]
    known = known_networks(observation) if details else None
    return tuple(judged for detail in details if known for judged in _fact_conclusions(detail, details, known))


def _fact_conclusions(detail: Detail, details: list[Detail], known: KnownNetworks) -> Iterator[Conclusion]:
    if detail.topic == "vlan":
        yield from _judged_vlan(detail, details, known)
    elif detail.topic == "gateway":
        yield _judged_gateway(detail, known)
    else:
        yield _judged_dhcp(detail, known)


def _judged_vlan(detail: Detail, details: list[Detail], known: KnownNetworks) -> Iterator[Conclusion]:
    """The conclusion about a network's VLAN; for an unknown network, about the prefix of the VLAN."""
    of_prefix = [network for network in known.of_prefixes(detail) if network.vlan]
    found = of_prefix or [network for network in known.of_name(detail) if network.vlan]
    right = next((network for network in found if network.vlan == detail.first), None)
    if not found:
        yield from _judged_prefix(detail, details, known)
    elif right is not None:
        yield agrees(detail, f"the network {right.name} is on that VLAN", _known_vlan(right))
    else:
        yield _vlan_disagreement(detail, of_prefix, found)


def _known_vlan(network: Network) -> KnownValue:
    return KnownValue(f"VLAN {network.vlan}", network.at("vlan"))


def _vlan_disagreement(detail: Detail, of_prefix: list[Network], found: list[Network]) -> Disagreement:
    network, several = found[0], len({network.vlan for network in found}) > 1
    which = next((statement.text for statement in prefixes_beside(detail)), network.name)
    how = "the prefix in its row" if of_prefix else "its name"
    return Disagreement(
        at=detail.place,
        said=detail.text,
        subject=f"`{detail.label or which}`",
        about="VLAN",
        truth=f"{which} is on VLAN {network.vlan}",
        known=tuple(_known_vlan(network) for network in found),
        certain=bool(of_prefix) and detail.plain and not several,
        reasons=(f"the network was found by {how}",),
    )


def _judged_prefix(detail: Detail, details: list[Detail], known: KnownNetworks) -> Iterator[Conclusion]:
    """The conclusion about the prefix of a VLAN, if the repository has one and no document has two."""
    found = known.by_vlan.get(detail.first, [])
    reason = _reason_to_drop_prefix(detail, details, found)
    if reason:
        yield dropped(detail, reason)
        return
    for statement in prefixes_beside(detail):
        cidrs = found[0].family(statement.version)
        if not cidrs:
            continue
        shown = ", ".join(map(str, cidrs))
        value = KnownValue(shown, found[0].at("cidr", found[0].cidrs.index(cidrs[0])))
        if meets(statement, found[0]):
            yield agrees(statement, f"the network on VLAN {detail.text} meets it", value)
        else:
            yield Disagreement(
                at=statement.place,
                said=statement.text,
                subject=f"VLAN {detail.text}",
                about="prefix",
                truth=f"the network on VLAN {detail.text} is {shown}",
                known=(value,),
                reasons=("the repository has one network on that VLAN, and it does not meet the prefix",),
            )


def _reason_to_drop_prefix(detail: Detail, details: list[Detail], found: list[Network]) -> str:
    if len(found) != 1:
        return f"the repository has {'several networks' if found else 'no network'} on VLAN {detail.text}"
    others = [
        other for other in details if other is not detail and (other.topic, other.first) == ("vlan", detail.first)
    ]
    if not all(_is_right_vlan(other, found[0]) for other in others):
        return "documents have several networks on that VLAN"
    if not detail.plain:
        return "it is a sentence, which may be about another network"
    kinds = words_of(*detail.labels, *detail.headings[1:]) & KINDS
    return f"it may be about another cluster: {', '.join(sorted(kinds))}" if kinds else ""


def _is_right_vlan(detail: Detail, network: Network) -> bool:
    """Whether the prefixes beside a VLAN are all of a network: the document says it rightly there."""
    beside = prefixes_beside(detail)
    return bool(beside) and all(meets(one, network) for one in beside)


def _judged_gateway(detail: Detail, known: KnownNetworks) -> Conclusion:
    """The conclusion about a network's gateway. A router's own address may also be a gateway."""
    address = IPAddress(detail.first, detail.version)
    found = [network for network in known.meant(detail) if _family_gateways(network, detail.version)]
    if not found:
        return dropped(detail, "no network with a gateway is meant by the line")
    network, gateway = found[0], _family_gateways(found[0], detail.version)[0]
    value = KnownValue(str(gateway), network.at("gateway", network.gateways.index(gateway)))
    if any(address in _family_gateways(network, detail.version) for network in found):
        return agrees(detail, "it is the gateway of the network", value)
    outside = _is_outside_its_row(detail) or (known.declared and known.of_name(detail) == found)
    if not outside and not any(network.holds(address) for network in found):
        return dropped(detail, "it is not in the network that the line seems to be about", value)
    if detail.bare and known.is_taken(detail):
        return dropped(
            detail, "nothing beside it names a network, and it is no address that routers usually have", value
        )
    which = next(iter(network.family(detail.version)), network.name)
    return Disagreement(
        at=detail.place,
        said=detail.text.partition("/")[0],
        subject=f"the gateway of {which}",
        about="gateway",
        truth=f"it is {gateway}",
        known=(value,),
        reasons=(f"the line is about the network {network.name}",),
    )


def _is_outside_its_row(detail: Detail) -> bool:
    """Whether a gateway is outside the prefixes of its row, so that the row is about another network."""
    beside = prefixes_beside(detail)
    return len(beside) == 1 and detail.version == beside[0].version and not contains(beside[0], detail)


def _family_gateways(network: Network, version: int) -> list[IPAddress]:
    return [gateway for gateway in network.gateways if gateway.version == version]


def _judged_dhcp(detail: Detail, known: KnownNetworks) -> Conclusion:
    """The conclusion about a network's DHCP range. Several documented ranges may together be the one."""
    found = [network for network in known.meant(detail) if network.dhcp]
    pools = [pool for network in found for pool in network.dhcp if pool.first.version == detail.version]
    if not pools:
        return dropped(detail, "no network with a DHCP range is meant by the line")
    shown, network = ", ".join(map(str, pools)), found[0]
    value = KnownValue(shown, network.at("dhcp", network.dhcp.index(pools[0])))
    if any(statement.first == detail.first and statement.last == detail.last for statement in prefixes_beside(detail)):
        return dropped(detail, "it is the whole prefix of its row", value)
    ends = {(int(pool.first), int(pool.last)) for pool in pools}
    ends.add((min(first for first, _ in ends), max(last for _, last in ends)))
    if (detail.first, detail.last) in ends:
        return agrees(detail, "it is the DHCP range of the network", value)
    return Disagreement(
        at=detail.place,
        said=detail.text,
        subject=f"the DHCP range of {network.cidr or network.name}" if network.cidrs else "the DHCP range",
        about="DHCP range",
        truth=f"it is {shown}",
        known=(value,),
        reasons=(f"the line is about the network {network.name}",),
    )
