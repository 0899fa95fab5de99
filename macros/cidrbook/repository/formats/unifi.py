"""UniFi Network: what its API says of networks and clients, saved as JSON.

Read, of the controller's own API (`rest/networkconf`, `rest/user`, `stat/sta`;
[its endpoints](https://ubntwiki.com/products/software/unifi-controller/api)): `ip_subnet`, `vlan`, `name`,
`dhcpd_start` and `dhcpd_stop` of networks; `fixed_ip` of clients that have one, and `ip` of those that are there. Of
the [official API](https://developer.ui.com/): `vlanId` and `ipv4Configuration` of networks, `ipAddress` and
`macAddress` of clients. A client need not have its address by DHCP, so none counts as a lease.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.occupants import SCAN, occupant
from cidrbook.repository.parts.router_networks import Lans, masked, span
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, at, mappings, parsed, text

_WORDS = ('"ip_subnet"', '"fixed_ip"', '"is_wired"', '"ipv4Configuration"', '"macAddress"')
_OFF = ("false", "0", "no")

_Mapping = dict[str, Value]


@reads_files(words=_WORDS, looks=re.compile(r"\A\s*[\[{]"))
def read(source: Source) -> Iterator[Seen]:
    """The networks and reservations, and who has an address."""
    lans = Lans()
    for _, mapping in mappings(parsed(source, source.text.replace("\t", " "))):
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
    subnet = text(mapping, "ip_subnet")
    if subnet is None or not _is_on(mapping, "enabled", usual=True):
        return
    vlan = _vlan(mapping, "vlan") if _is_on(mapping, "vlan_enabled", usual=True) else None
    pools = span(text(mapping, "dhcpd_start"), text(mapping, "dhcpd_stop"))
    _add(
        lans,
        subnet,
        str(text(mapping, "name") or ""),
        vlan,
        pools if _is_on(mapping, "dhcpd_enabled", usual=False) else [],
    )


def _add_official_network(lans: Lans, mapping: _Mapping) -> None:
    inner = at(mapping, "ipv4Configuration")
    subnet = masked(text(inner, "hostIpAddress"), text(inner, "prefixLength"))
    if subnet is not None:
        pools = span(
            text(inner, "dhcpConfiguration", "ipAddressRange", "start"),
            text(inner, "dhcpConfiguration", "ipAddressRange", "stop"),
        )
        _add(lans, subnet, str(text(mapping, "name") or ""), _vlan(mapping, "vlanId"), pools)


def _add(lans: Lans, subnet: Located, name: str, vlan: Located | None, pools: list[Located]) -> None:
    """Adds a network by the address that the gateway has in it."""
    lans.interface(subnet, name, vlan)
    for lan in lans.with_address(subnet):
        lan.dhcp += pools


def _client(lans: Lans, mapping: _Mapping) -> Iterator[Seen]:
    """A client: its reservation, or who it is that has an address."""
    name, mac = text(mapping, "name") or text(mapping, "hostname"), text(mapping, "mac")
    if _is_on(mapping, "use_fixedip", usual=False):
        lans.reserve(str(name or ""), text(mapping, "fixed_ip"), mac)
    yield from occupant(text(mapping, "ip"), name, mac, how=SCAN)
