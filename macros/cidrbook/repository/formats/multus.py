"""Multus: the additional networks of pods, and the pods' addresses in them.

Read: the pod annotation `k8s.v1.cni.cncf.io/networks`, a JSON list with `ips` and `mac`, at any depth; and
NetworkAttachmentDefinition, whose `spec.config` is the JSON of a CNI configuration: `ipam` of the kinds `static`
(`addresses`), `host-local` and `whereabouts` (`subnet`, `range`, `gateway`, `rangeStart`, `rangeEnd`), and the VLAN
in `vlan` or in the name of `master`
([Multus](https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md)). Nothing checks these
addresses at run time, nor whether the gateway of a network is in that of the pods that are attached to it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.plan.network import Host, Network
from cidrbook.repository.parts.manifests import is_address
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Reported, Seen, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place
from cidrbook.text.yaml import Document, text

_DEFINITION = "NetworkAttachmentDefinition"
_KEY = "k8s.v1.cni.cncf.io/networks"
_QUOTED = regex(r'"([^"]{1,200})"')
_VLAN = regex(r"\.(\d{1,4})$")
_MAX_TEXT = 100_000
"""Characters of a text. Longer ones are no CNI configuration."""


class _Json:
    """JSON in a text of a document: the tree, and the places of its texts, asked for in order."""

    def __init__(self, written: Located) -> None:
        self._written = written
        self._places: dict[str, deque[Place]] = defaultdict(deque)
        self.tree = _parsed(written)
        if self.tree is not None:
            self._look(written.place)

    def at(self, value: object) -> Located | None:
        """The text at its position; at the document's if it cannot be located."""
        if not isinstance(value, str) or not value:
            return None
        places = self._places.get(value)
        return Located(value, places.popleft() if places else self._written.place, self._written.raw)

    def _look(self, at: Place) -> None:
        """Finds a quoted text, from the start of the JSON to a little behind its end."""
        for number, line in enumerate(at.source.lines[at.line - 1 : at.line + 2 * self._written.count("\n") + 20]):
            for found in _QUOTED.finditer(line):
                place = Place(at.source, at.line + number, found.start(1) + 1, len(found[1]))
                self._places[found[1]].append(place)


def _parsed(written: Located) -> Any:
    try:
        return json.loads(written) if len(written) < _MAX_TEXT else None
    except (ValueError, RecursionError):
        return None


class _Attachment(NamedTuple):
    """A pod's address in a network, by the network's name."""

    network: str
    pod: str
    address: Located


@reads_repository(kinds=(_DEFINITION,))
def read_gateways(files: Files) -> Iterator[Seen]:
    """Gateways of networks that pods cannot reach from their address there; and the network of those that do."""
    defined = [document for document in files.documents if document.kind == _DEFINITION and document.name]
    joined: dict[tuple[str, str], list[_Attachment]] = defaultdict(list)
    for document in files.documents if defined else ():
        for member in _attachments(document):
            joined[document.cluster, member.network].append(member)
    times = Counter((document.cluster, str(document.name)) for document in defined)
    for document in defined:
        key = (document.cluster, str(document.name))
        if times[key] == 1:  # of two of one name, nothing tells which a pod is attached to
            yield from _unreached_gateways(document, joined[key])
            yield from _networks_by_members(document, joined[key])


def _attachments(document: Document) -> Iterator[_Attachment]:
    """The pods' addresses with a prefix length, which tells what they can reach."""
    for mapping in document.having(_KEY):
        written = mapping.get(_KEY)
        if isinstance(written, Located) and document.name and written.lstrip().startswith("["):
            read = _Json(written)
            for entry in read.tree if isinstance(read.tree, list) else ():
                named = entry.get("name") if isinstance(entry, dict) else None
                found = _json_addresses(read, entry.get("ips")) if isinstance(named, str) else []
                yield from (_Attachment(str(named), str(document.name), written) for written in found if "/" in written)


def _networks_by_members(document: Document, joined: list[_Attachment]) -> Iterator[Sighting]:
    """The network of pods that bring their own addresses, with the gateway of the attachment."""
    written = text(document.tree, "spec", "config")
    gateways = [*_static_gateways(_Json(written))] if written is not None and joined else []
    for gateway in gateways if len({str(gateway) for gateway in gateways}) == 1 else ():
        near = {str(IPNetwork(member.address).cidr): member for member in joined if _is_beside(gateway, member.address)}
        for cidr, member in near.items() if len(near) == 1 else ():
            at = Located(cidr, member.address.place)
            seen = sighting("network", Network, at.place, name=document.name, cidr=at, gateway=gateway)
            yield seen._replace(weak=True, scope=document.cluster)


def _is_beside(gateway: str, address: str) -> bool:
    """Whether a gateway is on the link of an address; one with the whole mask has none."""
    network = IPNetwork(address)
    return network.size > 1 and IPAddress(gateway) in network


def _unreached_gateways(document: Document, joined: list[_Attachment]) -> Iterator[Reported]:
    """A problem of the gateway if no pod reaches it; else of each pod that does not."""
    written = text(document.tree, "spec", "config")
    read = _Json(written) if written is not None and joined else None
    for gateway in _static_gateways(read) if read else ():
        own = [member for member in joined if (":" in member.address) == (":" in gateway)]
        for member in own:
            if IPNetwork(member.address).ip == IPAddress(gateway):
                yield _gateway_taken(document, gateway, member)
        far = [member for member in own if IPAddress(gateway) not in IPNetwork(member.address)]
        if far and len(far) == len(own):
            yield _gateway_outside(document, gateway, far[0], gateway.place, far[0].address.place)
        else:
            for member in far:
                yield _gateway_outside(document, gateway, member, member.address.place, gateway.place)


def _static_gateways(read: _Json) -> Iterator[Located]:
    """The gateways of routes and of the network, where pods bring their own addresses."""
    for plugin in _plugins(read.tree):
        ipam = plugin.get("ipam")
        if isinstance(ipam, dict) and ipam.get("type") == "static":
            routes = ipam.get("routes")
            for entry in routes if isinstance(routes, list) else ():
                found = read.at(entry.get("gw")) if isinstance(entry, dict) else None
                if found is not None and is_address(found) and not IPAddress(found).is_link_local():
                    yield found


def _gateway_taken(document: Document, gateway: Located, joined: _Attachment) -> Reported:
    problem = Problem(
        at=joined.address.place,
        message=f"{joined.pod} has {joined.address} in {document.name}, which is the address of its gateway",
        related=(Related(at=gateway.place, message="the gateway is written here"),),
        hint=f"give {joined.pod} another address",
    )
    return Reported("gateway-taken", problem, document.cluster)


def _gateway_outside(document: Document, gateway: Located, joined: _Attachment, place: Place, other: Place) -> Reported:
    problem = Problem(
        at=place,
        message=f"{joined.pod} has {joined.address} in {document.name}, and cannot reach its gateway {gateway}"
        f" from there",
        related=(Related(at=other, message="the other one is written here"),),
        hint="write an address of one network in both",
    )
    return Reported("gateway-outside-network", problem, document.cluster)


@reads_documents(kinds=(_DEFINITION,), keys=(_KEY,), examples=True)
def read(document: Document) -> Iterator[Sighting]:
    """The networks of a document, and the pods with addresses in such networks."""
    if document.kind == _DEFINITION:
        yield from _definition(document)
    for mapping in document.having(_KEY):
        written = mapping.get(_KEY)
        if isinstance(written, Located) and document.name and written.lstrip().startswith("["):
            yield from _attached_addresses(document.name, _Json(written))


def _attached_addresses(name: Located, read: _Json) -> Iterator[Sighting]:
    """A pod's addresses in each of its networks."""
    for entry in read.tree if isinstance(read.tree, list) else ():
        found = _json_addresses(read, entry.get("ips") if isinstance(entry, dict) else None)
        if found:
            mac = read.at(entry.get("mac"))
            yield sighting("host", Host, found[0].place, name=name, address=found, mac=mac)


def _json_addresses(read: _Json, value: object) -> list[Located]:
    """The addresses in a list or a text. JSON may hold anything in their place."""
    found = (read.at(written) for written in (value if isinstance(value, list) else [value]))
    return [written for written in found if written is not None and is_address(written.partition("/")[0])]


def _definition(document: Document) -> Iterator[Sighting]:
    written = text(document.tree, "spec", "config")
    if written is None or document.name is None:
        return
    read = _Json(written)
    for plugin in _plugins(read.tree):
        ipam = plugin.get("ipam")
        if isinstance(ipam, dict):
            yield from _attached_network(document.name, read, plugin, ipam)
            yield from _static(document.name, read, ipam)


def _plugins(tree: object) -> list[dict[str, Any]]:
    if not isinstance(tree, dict):
        return []
    listed = tree.get("plugins")
    return [mapping for mapping in (listed if isinstance(listed, list) else [tree]) if isinstance(mapping, dict)]


def _static(name: Located, read: _Json, ipam: dict[str, Any]) -> Iterator[Sighting]:
    """The static addresses of attached pods."""
    listed = ipam.get("addresses")
    for entry in listed if isinstance(listed, list) else ():
        for found in _json_addresses(read, entry.get("address") if isinstance(entry, dict) else None):
            yield sighting("host", Host, found.place, name=name, address=[found])


def _attached_network(name: Located, read: _Json, plugin: dict[str, Any], ipam: dict[str, Any]) -> Iterator[Sighting]:
    """The network of an attachment with a prefix. Others know its real name, so it counts less."""
    for entry in _ipam_ranges(ipam):
        cidr = read.at(entry.get("subnet") or entry.get("range"))
        if cidr is not None and _is_network(cidr):
            gateway = read.at(entry.get("gateway"))
            first, last = entry.get("rangeStart"), entry.get("rangeEnd")
            both = isinstance(first, str) and isinstance(last, str) and is_address(first) and is_address(last)
            yield sighting(
                "network",
                Network,
                cidr.place,
                name=name,
                cidr=cidr,
                gateway=gateway,
                vlan=_attachment_vlan(plugin),
                reserved=[f"{first}-{last}"] if both else None,
            )._replace(weak=True)


def _ipam_ranges(ipam: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield ipam
    listed = ipam.get("ranges")
    for group in listed if isinstance(listed, list) else ():
        yield from (mapping for mapping in (group if isinstance(group, list) else [group]) if isinstance(mapping, dict))


def _is_network(cidr: str) -> bool:
    """Whether a text is a prefix without host bits. A range of whereabouts may begin anywhere in a network."""
    address, _, length = cidr.partition("/")
    number, bits = to_int(address, 6 if ":" in address else 4), 128 if ":" in address else 32
    if number is None or not length.isdecimal() or int(length) > bits:
        return False
    return int(IPNetwork(cidr).first) == number


def _attachment_vlan(plugin: dict[str, Any]) -> str | None:
    """The VLAN of an attachment: a setting, or the end of its interface's name."""
    vlan, master = plugin.get("vlan"), plugin.get("master")
    found = _VLAN.search(master) if isinstance(master, str) else None
    return str(vlan) if isinstance(vlan, int) and vlan > 0 else found[1] if found else None
