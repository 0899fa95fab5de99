"""The names, DHCP ranges and reservations as configuration of dnsmasq."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.exports.dhcp import Reservation, Subnet, lease_seconds, options, subnets
from cidrbook.exports.domain_names import label
from cidrbook.exports.extract import Extract
from cidrbook.exports.host_names import HostName, host_names

_OPTIONS = {
    4: {"router": "router", "dns": "dns-server", "ntp": "ntp-server", "tftp": "tftp-server"},
    6: {"dns": "dns-server", "ntp": "sntp-server"},
}
_MINUTE = 120
"""The shortest lease, in seconds: dnsmasq makes any shorter one as long."""


def as_dnsmasq(extract: Extract) -> str:
    """A file for `/etc/dnsmasq.d`: `host-record` and `address` for names, then the DHCP of each network."""
    names = (line for host in host_names(extract) for line in _record_lines(host))
    dhcp = (line for subnet in subnets(extract) for line in _dhcp_lines(extract, subnet))
    return "\n".join(("# written by `cidrbook export dnsmasq`", *dict.fromkeys((*names, *dhcp))))


def _record_lines(host: HostName) -> Iterator[str]:
    """A line for each address with all names, and one for each name with a wildcard."""
    names = ",".join(name for name in host.names if not name.startswith("*"))
    wide = [name.removeprefix("*.") for name in host.names if name.startswith("*.")]
    for address in host.addresses:
        yield f"host-record={names},{address}"
        yield from (f"address=/{name}/{address}" for name in wide)


def _dhcp_lines(extract: Extract, subnet: Subnet) -> Iterator[str]:
    network, prefix, ranges, reservations = subnet
    version = int(prefix.version)
    tag = f"{label(network.id) or 'network'}{'-v6' if version == 6 else ''}"
    seconds = lease_seconds(network)
    lease = "" if seconds is None else f",{max(seconds, _MINUTE)}"
    mask = prefix.netmask if version == 4 else prefix.prefixlen
    for part in ranges:
        yield f"dhcp-range=set:{tag},{part.first},{part.last},{mask}{lease}"
    if not ranges:
        yield f"dhcp-range=set:{tag},{prefix.network},static,{mask}{lease}"
    for name, addresses in options(extract.plan, network, version).items():
        if name in _OPTIONS[version]:
            written = ",".join(f"[{address}]" if version == 6 else str(address) for address in addresses)
            option = f"option{'6' if version == 6 else ''}:{_OPTIONS[version][name]}"
            yield f"dhcp-option=tag:{tag},{option},{written}"
    yield from map(_reservation_line, reservations)


def _reservation_line(reservation: Reservation) -> str:
    mac, address, name = reservation
    written = f"[{address}]" if address.version == 6 else str(address)
    return f"dhcp-host={mac},{written},{name}"
