"""The DHCP server of AdGuard Home: its network, its range and its static leases.

Read: of `dhcp`, unless `enabled` is false, `dhcpv4.gateway_ip` with `subnet_mask`, `range_start` and `range_end`, and
`static_leases`; of `leases.json` the leases that are `static`
([AdGuard Home](https://github.com/AdguardTeam/AdGuardHome/wiki/Configuration#configuration-file)).
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.manifests import is_off
from cidrbook.repository.parts.router_networks import Lans, masked, network_of, span
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.json_tree import json_tree
from cidrbook.text.located import Located
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, items, text

_MACS = ("hw_addr", "mac")


@reads_documents(kinds=("",), keys=("dhcpv4",), words=("gateway_ip",))
def read(document: Document) -> Iterator[Seen]:
    """The network of a server, and its reservations."""
    for mapping in document.having("dhcpv4"):
        if not is_off(mapping.get("enabled")):
            lans = Lans()
            within = _add_leased_network(lans, mapping["dhcpv4"])
            _reserve_leases(lans, items(mapping, "static_leases"), within)
            yield from lans.sightings()


@reads_files(globs=("*leases.json",), words=('"static"',))
def read_leases(source: Source) -> Iterator[Seen]:
    """The reservations in the server's own file; other leases end."""
    lans = Lans()
    _reserve_leases(
        lans, [lease for lease in items(json_tree(source), "leases") if str(text(lease, "static")) == "true"]
    )
    yield from lans.sightings()


def _add_leased_network(lans: Lans, settings: Value) -> Located | None:
    """Adds the network that a server leases addresses of, and returns its prefix."""
    gateway = text(settings, "gateway_ip")
    cidr = network_of(masked(gateway, text(settings, "subnet_mask")))
    pools = span(text(settings, "range_start"), text(settings, "range_end"))
    if cidr is not None and gateway is not None:
        lan = lans.of(cidr)
        lan.gateways.append(gateway)
        lan.dhcp += pools
    elif pools:
        lans.without_prefix("DHCP", pools[0].place).dhcp += pools
    return cidr


def _reserve_leases(lans: Lans, leases: list[Value], within: Located | None = None) -> None:
    for lease in leases:
        mac = next((value for key in _MACS if (value := text(lease, key))), None)
        lans.reserve(str(text(lease, "hostname") or ""), text(lease, "ip"), mac, within)
