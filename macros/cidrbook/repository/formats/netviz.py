"""netviz: its documents of devices.

Read ([netviz](https://pypi.org/project/netviz/)): of each device with `spec.interfaces` their addresses (`ipv4`,
`ipv6`), and of routers and firewalls the networks that these are in, with the VLAN of the interface.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.model import Router
from cidrbook.plan.network import Host
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_networks import Lans
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Seen, sighting
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, items, text

_API = "netviz.dev/"
_ROUTING = ("router", "firewall")


@reads_documents(keys=("interfaces",), words=(_API,))
def read(document: Document) -> Iterator[Seen]:
    """The device, and its networks if it routes."""
    if not document.api.startswith(_API) or document.name is None:
        return
    routes, lans = document.kind in _ROUTING, Lans()
    addresses: list[Located] = []
    for interface in items(document.tree, "spec", "interfaces"):
        for address in _addresses(interface):
            addresses.append(address)
            if routes:
                vlan = text(interface, "vlan", "vid") or text(interface, "vlan", "access_vlan")
                lans.interface(address, str(text(interface, "description") or text(interface, "name") or ""), vlan)
    if addresses:
        part, kind = ("router", Router) if routes else ("host", Host)
        key = "addresses" if routes else "address"
        yield sighting(part, kind, document.name.place, name=document.name, **{key: addresses})  # type: ignore[arg-type]
    yield from lans.sightings()


def _addresses(interface: Value) -> Iterator[Located]:
    """The addresses of an interface: texts, or mappings with an `address`."""
    for family in ("ipv4", "ipv6"):
        for item in items(interface, family):
            address = item if isinstance(item, Located) else text(item, "address")
            if address is not None and as_address(address.partition("/")[0]):
                yield address
