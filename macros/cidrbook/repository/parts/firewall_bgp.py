"""BGP as the firewalls OPNsense and pfSense keep it: the settings of their packages of FRR.

OPNsense refers to prefix lists, route maps and groups of peers by their `uuid`, pfSense by their names. pfSense also
keeps a whole `frr.conf` as base64, which then counts instead of everything else.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.bgp_config import Configuration, Instance, Neighbor, asn_of, longest
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.xml import Element

_TRUE = "true"
_TIMERS = {"opnsense": ("keepalive", "holddown"), "pfsense": ("timers_keepalive", "timers_holdtime")}
_EVERYTHING = {"IPv4": ("0.0.0.0/0", "32"), "IPv6": ("::/0", "128")}
_MAX_RAW = 1_000_000
"""Characters of base64; a configuration of FRR has some thousands."""


def opnsense(root: Element, read: Configuration) -> None:
    """What the plugin os-frr is set to."""
    quagga = root.first("OPNsense", "quagga")
    bgp = quagga.first("bgp") if quagga else None
    general = quagga.first("general") if quagga else None
    asn = bgp.said("asnumber") if bgp else None
    if bgp is None or general is None or asn is None or not (bgp.on("enabled") and general.on("enabled")):
        return
    one = read.instance(asn.place, asn=asn)
    one.known |= {"router_id": bgp.said("routerid"), "maximum_paths": bgp.said("maximumpaths")}
    for prefix in bgp.each("networks"):
        one.announced.setdefault(_family(prefix), []).append(prefix)
    names = {element.uuid: element.said("name") for kind in _NAMED for element in bgp.all(*kind) if element.uuid}
    read.accepted |= _lists(bgp)
    for element in bgp.all("peergroups", "peergroup"):
        name = element.said("name")
        if name is not None and element.on("enabled"):
            _peer(one, one.neighbor(name), element, names)
            one.ranges += [(prefix, name) for prefix in element.each("listenranges")]
    for element in bgp.all("neighbors", "neighbor"):
        address = element.said("address")
        if address is not None and element.on("enabled"):
            _peer(one, one.neighbor(address), element, names)


_NAMED = (("prefixlists", "prefixlist"), ("routemaps", "routemap"), ("peergroups", "peergroup"))
"""What neighbours refer to."""


def _peer(one: Instance, neighbor: Neighbor, element: Element, names: dict[str, Located | None]) -> None:
    """A neighbour of OPNsense, or a group of them."""
    neighbor.several = as_address(neighbor.name) is None
    remote = element.said("remoteas") or element.said("remote_as_mode")
    if remote is not None:
        neighbor.known["peer_asn"] = asn_of(remote, one.asn)
    neighbor.known |= _timers(element, "opnsense")
    neighbor.known |= {flag: _TRUE for flag in ("bfd", "multihop") if element.sets(flag)}
    neighbor.known |= {"password": _TRUE} if element.said("password") else {}
    neighbor.group = names.get(str(element.said("peergroup")))
    family = str(element.said("family") or "").lower() or _family(neighbor.name)
    families = ("ipv4", "ipv6") if element.sets("multiprotocol") else (family,)
    neighbor.families = dict.fromkeys(families, True)
    for key in ("linkedPrefixlistIn", "linkedRoutemapIn"):
        found = [names.get(str(uuid)) for uuid in element.each(key)]
        neighbor.filters.setdefault(family, []).extend(name for name in found if name)
    neighbor.held_back = any(element.said(key) for key in ("linkedPrefixlistOut", "linkedRoutemapOut"))


def _lists(bgp: Element) -> dict[str, list[tuple[str, str | None]]]:
    """The prefix lists of OPNsense: each line is an entry of its own, `P`, or `P le N`."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for element in bgp.all("prefixlists", "prefixlist"):
        written = element.each("network")
        if element.on("enabled") and element.said("action") == "permit" and written:
            found.setdefault(str(element.said("name")), []).append(_bgp_line(written, str(element.said("version"))))
    return found


def _bgp_line(written: list[Located], version: str) -> tuple[str, str | None]:
    prefix, *rest = written
    said = dict(zip(map(str, rest[::2]), rest[1::2], strict=False))
    return _EVERYTHING.get(version, _EVERYTHING["IPv4"]) if prefix == "any" else (prefix, longest(prefix, said))


def pfsense(root: Element, read: Configuration) -> None:
    """What the package FRR is set to, where no whole configuration is given instead."""
    packages = root.first("installedpackages")
    general = packages.first("frr", "config") if packages else None
    bgp = packages.first("frrbgp", "config") if packages else None
    asn = bgp.said("asnum") if bgp else None
    if packages is None or bgp is None or general is None or asn is None:
        return
    if not (bgp.on() and general.on()):
        return
    one = read.instance(asn.place, asn=asn)
    one.known["router_id"] = bgp.said("routerid") or general.said("routerid")
    one.timers = _timers(bgp, "pfsense")
    routes = (row.said("distributeroutevalue") for row in bgp.all("row"))
    for prefix in filter(None, routes):
        one.announced.setdefault(_family(prefix), []).append(prefix)
    read.accepted |= _prefix_lists(packages)
    for part in packages.all("frrbgpneighbors", "config"):
        name = part.said("peer")
        if name is not None:
            _neighbor(one, one.neighbor(name), part)


def _neighbor(one: Instance, neighbor: Neighbor, element: Element) -> None:
    """A neighbour of pfSense, or a group of them: that is one without an address."""
    neighbor.several = as_address(neighbor.name) is None
    neighbor.off = element.sets("shutdown")
    group, remote, source = element.said("peergroup"), element.said("asnum"), element.said("updatesource")
    neighbor.group = group if group != "none" else None
    if remote is not None:
        neighbor.known["peer_asn"] = asn_of(remote, one.asn)
    neighbor.known |= _timers(element, "pfsense")
    neighbor.known |= {"bfd": _TRUE} if element.sets("bfdenable") else {}
    secret = element.said("password") and str(element.said("password_type")) not in ("None", "none")
    neighbor.known |= {"password": _TRUE} if secret else {}
    hops, local = element.said("ebgpmultihop"), element.said("localas_num")
    neighbor.known |= {"multihop": Located(_TRUE, hops.place) if hops == "0" else hops} if hops else {}
    neighbor.known |= {"local_asn": local} if local else {}
    neighbor.known |= {"local_address": source} if source and as_address(source) else {}
    family = _family(neighbor.name)
    if not neighbor.several:
        neighbor.families = dict.fromkeys(("ipv4", "ipv6") if element.sets("bothaf") else (family,), True)
    for key in ("prefixfilter_in", "routemap_in"):
        name = element.said(key)
        if name is not None and name != "none":
            neighbor.filters.setdefault(family, []).append(name)
    neighbor.held_back = any(str(element.said(key) or "none") != "none" for key in _OUT)


_OUT = ("prefixfilter_out", "routemap_out", "distribute_out", "aspathfilter_out")
"""What filters what goes out."""


def _prefix_lists(packages: Element) -> dict[str, list[tuple[str, str | None]]]:
    """The prefix lists of pfSense."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for element in packages.all("frrglobalprefixes", "config"):
        for row in element.all("row"):
            prefix = row.said("source")
            said = {key: str(value) for key in ("ge", "le") if (value := row.said(key))}
            line = (prefix, longest(prefix, said)) if prefix else _EVERYTHING.get(str(element.said("iptype")))
            if row.said("action") == "permit" and line and (prefix or row.first("any")):
                found.setdefault(str(element.said("name")), []).append(line)
    return found


def raw(root: Element) -> Block | None:
    """The configuration that pfSense gives FRR instead of its own settings: lines that all stand at one place."""
    config = root.first("installedpackages", "frrglobalraw", "config")
    written = (config.said("frr") or config.said("bgpd")) if config else None
    if written is None or len(written) > _MAX_RAW:
        return None
    try:
        text = b64decode("".join(written.split()), validate=True).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError):
        return None
    lines = tuple(_bgp_lines(text, written))
    return Block(lines, "frr") if lines else None


def _bgp_lines(text: str, written: Located) -> Iterator[Line]:
    at = written.place
    yield from (_Line(line, at.source, at.line, at.column - 1) for line in text.splitlines())


class _Line(Line):
    """A line of an encoded text, of which no part has a place of its own."""

    def part(self, start: int, end: int) -> Located:
        """A piece of it, at the place of the whole text."""
        whole = super().part(0, 1)
        return Located(self.text[start:end], whole.place)


def _timers(element: Element, product: str) -> dict[str, Located]:
    """Both timers: neither counts without the other one."""
    keepalive, hold = (element.said(key) for key in _TIMERS[product])
    return {"keepalive": keepalive, "hold_time": hold} if keepalive and hold else {}


def _family(name: str) -> str:
    return "ipv6" if ":" in name else "ipv4"
