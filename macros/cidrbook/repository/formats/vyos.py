"""VyOS and EdgeOS: `set` commands, in a file, a script, an Ansible task; and the braces of `config.boot`.

Read ([VyOS](https://docs.vyos.io/en/latest/configuration/)): `system host-name`; `interfaces … [vif V] address A/p`;
`service dhcp-server shared-network-name N subnet C` with its ranges, `default-router` and `static-mapping`; `protocols
bgp` in the spellings of all releases (`bgp N neighbor`, `local-as`, `system-as`), also below `vrf name`; prefix lists,
and route maps that only match such.
A file of braces is told by its looks, since it often has no extension. What stands behind `#`, or in `/* */`, claims
nothing. The files of one folder `config-parts` are of one router, and those of a folder in which one file has the name
and each the settings of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.repository.parts.address_groups import listed, routed
from cidrbook.repository.parts.bgp_config import (
    Configuration,
    Instance,
    Neighbor,
    address,
    asn_of,
    bgp_objects,
    longest,
)
from cidrbook.repository.parts.router_networks import Lans, span
from cidrbook.repository.parts.tunnel_peers import TunnelPeer, tunnel
from cidrbook.repository.parts.vrrp_groups import group
from cidrbook.repository.parts.vyos_lines import (
    LOOKS,
    WORDS,
    Setting,
    host_name,
    routers_of_commands,
    set_commands,
    settings,
)
from cidrbook.repository.reader import Files, reads_blocks, reads_repository
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Block
from cidrbook.text.located import Located

_SHORTEST_ADDRESS = 5
"""Words of an interface's shortest address: `interfaces ethernet eth0 address 10.0.0.1/24`."""


@reads_blocks(words=WORDS, looks=LOOKS, in_documents=False, examples=True)
def read(block: Block) -> Iterator[Seen]:
    """The router that braces configure, or commands in a page."""
    if block.example or not set_commands(block):
        yield from _vyos_router(block.name, settings(block), example=block.example)


@reads_repository(words=("set ", "set\t"))
def read_commands(files: Files) -> Iterator[Seen]:
    """The routers that files of commands configure."""
    for name, commands in routers_of_commands(files.sources):
        yield from _vyos_router(name, commands)


def _vyos_router(name: str, paths: list[Setting], *, example: bool = False) -> Iterator[Seen]:
    if not paths:
        return
    place = paths[0][0].place
    read = Configuration(name, place, "vyos", by_file=True, weak=example)
    lans = Lans(virtual=any(path[0] == "high-availability" for path in paths))
    parts: dict[str, list[Setting]] = defaultdict(list)
    for path in paths:
        parts[" ".join(path[:2] if path[0] in ("protocols", "service", "system", "policy") else path[:1])].append(path)
    read.host = host_name(paths)
    _vyos_interfaces(parts["interfaces"], read, lans)
    _dhcp_networks(parts["service dhcp-server"], lans)
    for path in parts["protocols static"]:
        if path[2:5] == ["route", "0.0.0.0/0", "next-hop"] and len(path) > 5:
            lans.leave_by(path[5])
    _prefix_lists(parts["policy prefix-list"] + parts["policy prefix-list6"], read)
    _route_maps(parts["policy route-map"], read)
    _bgp_of_paths(parts["protocols bgp"], "", read)
    for path in parts["vrf"]:
        if path[1:2] == ["name"] and path[3:5] == ["protocols", "bgp"]:
            _bgp_of_paths([path[3:]], str(path[2]), read)
    yield from bgp_objects(read)
    if not example:
        yield from lans.sightings()
        yield from _wireguard_interfaces(parts["interfaces"])
        yield from _vyos_groups_and_routes(paths)
        yield from _vrrp_groups(parts["high-availability"] + parts["interfaces"])


def _vyos_interfaces(paths: list[Setting], read: Configuration, lans: Lans) -> None:
    """Adds `interfaces <type> <name> [vif V] address A/p`, with names and VRFs of interfaces."""
    said = {tuple(map(str, path[:-1])): path[-1] for path in paths if len(path) > 3}
    for path in paths:
        if not _is_interface_path(path) or address(path[-1]) is None:
            continue
        on = tuple(map(str, path[:-2]))
        vrf = str(said.get((*on, "vrf"), ""))
        vlan = path[4] if path[3] == "vif" and len(path) == 7 else None
        name = str(said.get((*on, "description"), "")) or f"{path[2]}{f'.{vlan}' if vlan else ''}"
        if path[1] != "pseudo-ethernet":  # a second address of the link that it is made on
            lans.interface(path[-1], name, vlan, vrf, " ".join(map(str, on)))
        if not vrf:
            read.addresses.append(path[-1])


def _is_interface_path(path: Setting) -> bool:
    """Whether it is the address of an interface: not that of a peer of a tunnel, or of a group of several routers.

    That is `interfaces TYPE NAME address A`, with `vif N` once or twice before `address`.
    """
    vlans = path[3:-2:2]
    return (
        len(path) >= _SHORTEST_ADDRESS
        and len(path) % 2 == 1
        and path[-2] == "address"
        and all(vlan in ("vif", "vif-s", "vif-c") for vlan in vlans)
    )


def _vyos_groups_and_routes(paths: list[Setting]) -> Iterator[Seen]:
    """`firewall group address-group G address A`, `network-group`; `protocols static route P`."""
    for path in paths:
        if path[:2] == ["firewall", "group"] and len(path) > 5 and path[4] in ("address", "network"):
            yield from listed(str(path[3]), [path[5]])
        elif path[:2] == ["protocols", "static"] and len(path) > 3 and path[2].endswith(("route", "route6")):
            yield from routed(path[3])


def _vrrp_groups(paths: list[Setting]) -> Iterator[Seen]:
    """`high-availability vrrp group G vrid N` and `address A`; below an interface of EdgeOS `vrrp vrrp-group N`."""
    groups: dict[tuple[str, ...], tuple[list[Located], list[Located]]] = defaultdict(lambda: ([], []))
    for path in paths:
        words = list(map(str, path))
        if words[1:3] == ["vrrp", "group"] and len(path) > 5:
            numbers, own = groups[tuple(words[:4])]
            numbers += [path[5]] if words[4] == "vrid" else []
            own += [path[5]] if words[4] in ("address", "virtual-address") else []
        elif "vrrp-group" in words[:-3] and words[-2] == "virtual-address":
            numbers, own = groups[tuple(words[:-2])]
            numbers.append(path[words.index("vrrp-group") + 1])
            own.append(path[-1])
    for key, (numbers, own) in groups.items():
        yield from group(key[3], next(iter(numbers), None), own, "vyos")


def _wireguard_interfaces(paths: list[Setting]) -> Iterator[Seen]:
    """The interfaces `wireguard I` with `peer P allowed-ips C`."""
    tunnels: dict[str, dict[str, TunnelPeer]] = defaultdict(dict)
    off: set[tuple[str, str]] = set()
    own: dict[str, list[Located]] = defaultdict(list)
    for path in paths:
        if len(path) == 5 and path[1] == "wireguard" and path[3] == "address":
            own[str(path[2])].append(path[4])
        if len(path) > 5 and path[1] == "wireguard" and path[3] == "peer":
            peer = tunnels[str(path[2])].setdefault(str(path[4]), TunnelPeer(str(path[4])))
            peer.prefixes += [path[6]] if path[5] == "allowed-ips" and len(path) == 7 else []
            peer.key = str(path[6]) if path[5] in ("public-key", "pubkey") and len(path) == 7 else peer.key
            off.update([(str(path[2]), str(path[4]))] if path[5] == "disable" else [])
    for interface, peers in tunnels.items():
        live = [peer for name, peer in peers.items() if (interface, name) not in off]
        yield from tunnel(interface, live, own[interface])


def _dhcp_networks(paths: list[Setting], lans: Lans) -> None:
    """Adds `shared-network-name N subnet C …`: hosts, and ranges by number or, in EdgeOS, by first address."""
    blocks_: dict[tuple[str, str, str], dict[str, Located]] = defaultdict(dict)
    subnets: dict[str, Located] = {}
    for path in paths:
        if path[2:3] == ["shared-network-name"] and path[4:5] == ["subnet"] and len(path) > 7:
            lan, rest = lans.of(path[5]), path[6:]
            subnets.setdefault(str(path[5]), path[5])
            lan.name = lan.name or str(path[3])
            if len(rest) == 4 and rest[0] in ("range", "static-mapping"):
                blocks_[str(rest[0]), str(path[5]), str(rest[1])][str(rest[2])] = rest[3]
            elif len(rest) == 4 and rest[0] == "start":
                lan.dhcp += span(rest[1], rest[3])
            elif rest[-2] == "default-router":
                lan.gateways.append(rest[-1])
    for (kind, prefix, name), known in blocks_.items():
        if kind == "range":
            at = next(iter(known.values())).place
            lans.of(Located(prefix, at)).dhcp += span(known.get("start"), known.get("stop"))
        else:
            lans.reserve(name, known.get("ip-address"), known.get("mac") or known.get("mac-address"), subnets[prefix])


def _prefix_lists(paths: list[Setting], read: Configuration) -> None:
    """Adds `policy prefix-list P rule N prefix C`, `le`, `action`."""
    rules: dict[tuple[str, str], dict[str, Located]] = defaultdict(dict)
    for path in paths:
        if path[3:4] == ["rule"] and len(path) == 7:
            rules[str(path[2]), str(path[4])][str(path[5])] = path[6]
    for (name, _), known in rules.items():
        lines = read.accepted.setdefault(name, [])
        if known.get("action") == "permit" and "prefix" in known:
            lines.append((known["prefix"], longest(known["prefix"], known)))


def _route_maps(paths: list[Setting], read: Configuration) -> None:
    """Adds `policy route-map M rule N match ip address prefix-list P`, if each permitting rule matches a list."""
    rules: dict[tuple[str, str], list[Setting]] = defaultdict(list)
    for path in paths:
        if path[3:4] == ["rule"] and len(path) > 6:
            rules[str(path[2]), str(path[4])].append(path[5:])
    found: dict[str, list[Located | None]] = defaultdict(list)
    for (name, _), said in rules.items():
        if ["action", "permit"] in said:
            matches = [rest for rest in said if rest[0] == "match"]
            by_list = [rest[-1] if rest[2:-1] == ["address", "prefix-list"] else None for rest in matches]
            found[name] += by_list or [None]
    for name, lists in found.items():
        if name not in read.accepted and all(text is not None and str(text) in read.accepted for text in lists):
            read.accepted[name] = [line for text in lists for line in read.accepted[str(text)]]


def _bgp_of_paths(paths: list[Setting], vrf: str, read: Configuration) -> None:
    for path in paths:
        rest = path[2:]
        numbered = bool(rest) and rest[0].isdecimal()
        instance = read.instance(path[0].place, vrf)
        if numbered:
            instance.asn = instance.asn or rest[0]
        rest = rest[numbered:]
        if len(rest) > 1:
            _bgp_setting(instance, rest)


def _bgp_setting(instance: Instance, rest: Setting) -> None:
    key, value = str(rest[0]), rest[-1]
    if key in ("neighbor", "peer-group") and len(rest) > 2:
        neighbor = instance.neighbor(rest[1])
        neighbor.several |= key == "peer-group"
        _vyos_neighbor_setting(instance, neighbor, rest[2:])
    elif key in ("local-as", "system-as"):
        instance.asn = value
    elif rest[:2] == ["parameters", "router-id"] and len(rest) > 2:
        instance.known["router_id"] = value
    elif key == "timers" and len(rest) == 3:
        instance.timers[_TIMERS.get(str(rest[1]), "")] = value
    elif "maximum-paths" in rest[:-1] and len(rest) > 1:
        instance.known["maximum_paths_ibgp" if rest[-2] == "ibgp" else "maximum_paths"] = value
    elif key == "address-family" and rest[2:3] in (["network"], ["aggregate-address"]) and len(rest) > 3:
        instance.announced.setdefault(_FAMILIES.get(str(rest[1]), str(rest[1])), []).append(rest[3])
    elif rest[0] in ("network", "aggregate-address"):
        instance.announced.setdefault("ipv4", []).append(rest[1])
    elif rest[:2] == ["listen", "range"] and rest[3:4] == ["peer-group"] and len(rest) == 5:
        instance.ranges.append((rest[2], value))


_TIMERS = {"holdtime": "hold_time", "keepalive": "keepalive"}
_FLAGS = ("bfd", "password")
_VALUES = {"ebgp-multihop": "multihop", "local-as": "local_asn"}
_FAMILIES = {"ipv4-unicast": "ipv4", "ipv6-unicast": "ipv6", "l2vpn-evpn": "l2vpn-evpn"}


def _vyos_neighbor_setting(instance: Instance, neighbor: Neighbor, rest: Setting) -> None:
    key, value = str(rest[0]), rest[-1]
    if key in _FLAGS:
        neighbor.known[key] = Located("true", rest[0].place)
    elif key == "shutdown":
        neighbor.off = True
    elif key == "address-family" and len(rest) > 1:
        _address_family(neighbor, rest[1:])
    elif key == "remote-as":
        neighbor.known["peer_asn"] = asn_of(value, instance.asn)
    elif key == "peer-group":
        neighbor.group = value
    elif key == "description":
        neighbor.called = value
    elif len(rest) > 1:
        _neighbor_value(neighbor, key, rest[1], value)


def _neighbor_value(neighbor: Neighbor, key: str, first: Located, last: Located) -> None:
    if key in _VALUES:
        neighbor.known[_VALUES[key]] = first
    elif key == "timers" and str(first) in _TIMERS:
        neighbor.known[_TIMERS[str(first)]] = last
    elif key == "update-source" and address(last):
        neighbor.known["local_address"] = last


def _address_family(neighbor: Neighbor, rest: Setting) -> None:
    """Adds an address family, and its import filter."""
    family = _FAMILIES.get(str(rest[0]), str(rest[0]))
    neighbor.families[family] = True
    neighbor.held_back |= rest[2:3] == ["export"]
    if rest[1:3] in (["prefix-list", "import"], ["route-map", "import"]) and len(rest) == 4:
        neighbor.filters.setdefault(family, []).append(rest[3])
