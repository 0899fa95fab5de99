"""Junos, as `set` commands or with braces: networks of interfaces, VLANs, DHCP and ways.

Read: `interfaces … unit N family inet address A/p` with `description`, `vlan-id` and the virtual address of a
`vrrp-group` ([Junos](https://www.juniper.net/documentation/us/en/software/junos/interfaces-fundamentals/topics/ref/statement/family-edit-interfaces-ni.html));
`vlans NAME` with `vlan-id` and `l3-interface`; `access address-assignment pool` with its `network`, ranges, hosts and
`router`; static routes; `system host-name` with the addresses of the router. What is `inactive:` is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cidrbook.plan.model import Router
from cidrbook.repository.parts.address_groups import routed
from cidrbook.repository.parts.default_routes import is_everywhere
from cidrbook.repository.parts.router_networks import Lans, bare, network_of, span
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Seen, sighting
from cidrbook.text.lines import Block, statements
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(
    r"\bfamily[ \t]+inet6?[ \t]+(?:address[ \t]|\{)|^[ \t]*set[ \t]+vlans[ \t]+\S+[ \t]+(?:vlan-id|l3-interface)[ \t]"
    r"|^[ \t]*(?:set[ \t]+access[ \t]+)?address-assignment[ \t]",
    re.MULTILINE,
)
_MAX_DEPTH = 24
"""Blocks in blocks: Junos needs about twelve. The limit ends a text that only opens braces."""
_HOPS = 8
"""Default routes that are looked at: a router has one, or two with another metric."""

_Path = list[Located]


@reads_blocks(words=("family inet", "address-assignment", "vlan-id"), looks=_LOOKS)
def read(block: Block) -> Iterator[Seen]:
    """The router that the lines configure."""
    if block.example:
        return
    lans = Lans()
    paths = [*_junos_paths(block)]
    own = _add_units(lans, paths)
    _add_assignments(lans, paths)
    routes = [path for path in paths if path[:3] == ["routing-options", "static", "route"] and len(path) > 5]
    hops = [path[5] for path in routes if path[4] == "next-hop" and is_everywhere(path[3])]
    for hop in hops[:_HOPS]:
        lans.leave_by(hop)
    yield from lans.sightings()
    for path in routes:
        yield from routed(path[3])
    name = next((path[2] for path in paths if path[:2] == ["system", "host-name"] and len(path) > 2), None)
    if name is not None and own:
        yield sighting("router", Router, name.place, name=name, addresses=[*map(bare, own)])


def _junos_paths(block: Block) -> Iterator[_Path]:
    """The words that lead to each value, in either form."""
    if any(line.text.lstrip().startswith("set ") for line in block.lines):
        for line in block.lines:
            words = line.words()
            if words[:1] == ["set"]:
                yield words[1:]
        return
    above: list[_Path] = []
    for words, change in statements(block.lines):
        path = [word for part in (*above, words) for word in part]
        if change > 0:
            above.append(words)
        elif words and not any(word == "inactive:" for word in path):
            yield path
        if change < 0 and above:
            above.pop()
        if len(above) > _MAX_DEPTH:
            return


def _add_units(lans: Lans, paths: Sequence[_Path]) -> list[Located]:
    """Adds the networks of interfaces, and returns their addresses."""
    said = {tuple(map(str, path[1:5])): path[5] for path in paths if path[:1] == ["interfaces"] and len(path) > 5}
    vlans = _junos_vlans(paths)
    own: dict[tuple[str, str], Located] = {}
    for path in paths:
        if _is_unit_address(path):
            unit, address = f"{path[1]}.{path[3]}", path[7]
            name, number = vlans.get(unit, ("", None))
            if (unit, str(address)) not in own:
                own[unit, str(address)] = address
                settings = (str(path[1]), "unit", str(path[3]))
                called = str(said.get((*settings, "description"), "")) or name or unit
                lans.interface(address, called, number or said.get((*settings, "vlan-id")), link=unit)
            if path[8:9] == ["vrrp-group"] and path[10:11] == ["virtual-address"] and len(path) > 11:
                for lan in lans.with_address(address):
                    lan.gateways.append(path[11])
    return [*own.values()]


def _is_unit_address(path: _Path) -> bool:
    """Whether it is `interfaces NAME unit N family inet address A`, or begins so."""
    return path[:1] == ["interfaces"] and len(path) > 7 and [path[2], path[4], path[6]] == ["unit", "family", "address"]


def _junos_vlans(paths: Sequence[_Path]) -> dict[str, tuple[str, Located | None]]:
    """The names and the numbers of VLANs by the interface that they have an address on."""
    vlans = {(str(path[1]), str(path[2])): path[3] for path in paths if path[:1] == ["vlans"] and len(path) > 3}
    return {
        str(unit): (name, vlans.get((name, "vlan-id"))) for (name, key), unit in vlans.items() if key == "l3-interface"
    }


def _add_assignments(lans: Lans, paths: Sequence[_Path]) -> None:
    """Adds the networks of pools, with their ranges, gateways and reservations."""
    pools: dict[str, list[_Path]] = defaultdict(list)
    for path in paths:
        if path[:3] == ["access", "address-assignment", "pool"] and path[4:5] == ["family"] and len(path) > 7:
            pools[str(path[3])].append(path[6:])
    for name, settings in pools.items():
        cidr = next((network_of(path[1]) for path in settings if path[0] == "network"), None)
        if cidr is not None:
            lan = lans.of(cidr)
            lan.name = lan.name or name
            lan.gateways += [
                path[2] for path in settings if path[:2] == ["dhcp-attributes", "router"] and len(path) > 2
            ]
            for ends in _by_name(settings, "range").values():
                lan.dhcp += span(ends.get("low"), ends.get("high"))
            for host, known in _by_name(settings, "host").items():
                lans.reserve(host, known.get("ip-address"), known.get("hardware-address"), cidr)


def _by_name(settings: Sequence[_Path], what: str) -> dict[str, dict[str, Located]]:
    """The settings of each range, or of each host, of a pool."""
    found: dict[str, dict[str, Located]] = defaultdict(dict)
    for path in settings:
        if path[0] == what and len(path) > 3:
            found[str(path[1])][str(path[2])] = path[3]
    return found
