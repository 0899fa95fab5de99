"""UniFi Network: what its API says of networks and clients, saved as JSON.

Read, of the controller's own API (`rest/networkconf`, `rest/user`, `stat/sta`;
[its endpoints](https://ubntwiki.com/products/software/unifi-controller/api)): `ip_subnet`, `vlan`, `name`,
`dhcpd_start` and `dhcpd_stop` of networks; `fixed_ip` of clients that have one, and `ip` of those that are there. Of
the [official API](https://developer.ui.com/): `vlanId` and `ipv4Configuration` of networks, `ipAddress` and
`macAddress` of clients. A client need not have its address by DHCP, so none counts as a lease.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.occupants import SCAN, occupant
from cidrbook.repository.parts.router_networks import Lan, Lans, bare, masked, span
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.json_tree import json_tree
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, at, mappings, text

_WORDS = ('"ip_subnet"', '"fixed_ip"', '"is_wired"', '"ipv4Configuration"', '"macAddress"')
_OFF = ("false", "0", "no")

_Mapping = dict[str, Value]


@reads_files(words=_WORDS, looks=regex(r"\A\s*[\[{]"))
def read(source: Source) -> Iterator[Seen]:
    """The networks and reservations, and who has an address."""
    lans = Lans()
    for _, mapping in mappings(json_tree(source)):
        if "ip_subnet" in mapping:
            _add_network(lans, mapping)
        elif "ipv4Configuration" in mapping:
            _add_official_network(lans, mapping)
        elif "mac" in mapping and ("fixed_ip" in mapping or "is_wired" in mapping):
            yield from _client(lans, mapping)
        elif "macAddress" in mapping and "ipAddress" in mapping:
            yield from occupant(
                text(mapping, "ipAddress"), text(mapping, "name"), text(mapping, "macAddress"), how=SCAN
            )
    yield from lans.sightings()


def _is_on(mapping: _Mapping, key: str, *, usual: bool) -> bool:
    value = text(mapping, key)
    return usual if value is None else value.lower() not in _OFF


def _vlan(mapping: _Mapping, key: str) -> Located | None:
    """The VLAN; none for the network without a tag."""
    value = text(mapping, key)
    return value if value is not None and value.isdecimal() and value not in ("0", "1") else None


def _add_network(lans: Lans, mapping: _Mapping) -> None:
    """Adds a network of the controller's API."""
    subnet = text(mapping, "ip_subnet")
    if subnet is None or not _is_on(mapping, "enabled", usual=True):
        return
    vlan = _vlan(mapping, "vlan") if _is_on(mapping, "vlan_enabled", usual=True) else None
    leases = _is_on(mapping, "dhcpd_enabled", usual=False)
    for lan in lans.with_address(subnet):
        _fill(lan, mapping, vlan, span(text(mapping, "dhcpd_start"), text(mapping, "dhcpd_stop")) if leases else [])
        own = bare(subnet) if str(subnet) != str(lan.cidr) else text(mapping, "gateway_ip")
        lan.own += [own] if own is not None and as_address(own) else []


def _add_official_network(lans: Lans, mapping: _Mapping) -> None:
    """Adds a network of the official API."""
    inner = at(mapping, "ipv4Configuration")
    host = text(inner, "hostIpAddress")
    subnet = masked(host, text(inner, "prefixLength"))
    for lan in lans.with_address(subnet) if subnet is not None else ():
        ends = (text(inner, "dhcpConfiguration", "ipAddressRange", end) for end in ("start", "stop"))
        _fill(lan, mapping, _vlan(mapping, "vlanId"), span(*ends))
        lan.own += [host] if host is not None else []


def _fill(lan: Lan, mapping: _Mapping, vlan: Located | None, pools: list[Located]) -> None:
    lan.name, lan.vlan = lan.name or str(text(mapping, "name") or ""), lan.vlan or vlan
    lan.dhcp += pools


def _client(lans: Lans, mapping: _Mapping) -> Iterator[Seen]:
    """A client: its reservation, or who it is that has an address."""
    name, mac = text(mapping, "name") or text(mapping, "hostname"), text(mapping, "mac")
    if _is_on(mapping, "use_fixedip", usual=False):
        lans.reserve(str(name or ""), text(mapping, "fixed_ip"), mac)
    yield from occupant(text(mapping, "ip"), name, mac, how=SCAN)
