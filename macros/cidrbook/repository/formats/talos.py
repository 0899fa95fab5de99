"""Talos Linux: machine configuration, patches of it, its documents of many kinds, and talhelper's `talconfig.yaml`.

Read: `cluster.network.podSubnets | serviceSubnets`, `cluster.controlPlane.endpoint`, `cluster.etcd.advertisedSubnets`,
`machine.kubelet.clusterDNS | nodeIP.validSubnets`, `machine.network.hostname | interfaces` with `addresses`, `vip.ip`,
`vlans` and `routes`; the kinds `KubeNetworkConfig`, `LinkConfig`, `BondConfig`, `VLANConfig`, `BridgeConfig`,
`Layer2VIPConfig` and `HostnameConfig` ([Talos](https://www.talos.dev/latest/reference/configuration/)); of
[talhelper](https://budimanjojo.github.io/talhelper/latest/reference/configuration/) `clusterPodNets`, `clusterSvcNets`,
`endpoint`, `nodes` and the patches that stand in the file. Names in certificates claim no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath

from netaddr import IPAddress, IPNetwork

from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import (
    addresses,
    attached,
    default_range,
    dns_service,
    endpoint,
    fact,
    node,
    parse_address,
    ranges,
    unreached,
    virtual,
)
from cidrbook.repository.parts.default_routes import default_routes, rival_routes
from cidrbook.repository.parts.router_networks import network_of
from cidrbook.repository.parts.variable_purpose import RangePart
from cidrbook.repository.reader import reads_documents, reads_files
from cidrbook.repository.sighting import Reported, Seen, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.lines import scalars
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source
from cidrbook.text.yaml import Document, Value, at, documents, items, mappings, text

_RENDERED = regex(r"(^|/)clusterconfig/")
"""The folder of talhelper's output. It lies beside its sources, and may be outdated."""

_SUBNETS: dict[str, RangePart] = {
    "podSubnets": "pods",
    "serviceSubnets": "services",
    "validSubnets": "nodes",
    "advertisedSubnets": "nodes",
}
_HELPER: dict[str, RangePart] = {"clusterPodNets": "pods", "clusterSvcNets": "services"}
_LINKS = frozenset({"LinkConfig", "BondConfig", "VLANConfig", "BridgeConfig", "EthernetConfig"})
_HOSTNAME = regex(r"^[ \t]*hostname:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9.-]{0,252})[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_DOCUMENT_MARK = regex(r"^---", re.MULTILINE)
_OF_MACHINE = regex(r"^(?:kind:[ \t]*[\"']?HostnameConfig\b|machine:)", re.MULTILINE)
"""The documents of a configuration that name its machine."""
_COMMON = regex(
    r"(?:^|[-_.])(?:control-?planes?|controllers?|workers?|machine|cluster|global|patch(?:es)?|config|common|base|talos|"
    r"network|kubelet|etcd|node|nodes|all|default|vip|interfaces?|links?|bonds?|vlans?|main|general|dual-?stack)(?:[-_.]|$)"
)
"""Words in the names of files for several machines."""

_ENDINGS = regex(r"(?:\.(?:sops|enc|ya?ml|j2|json|tftpl|tpl))+$")
_OF_ONE = regex(r"(?:^|/)node/([^/]+)/[^/]+$")
"""The folder of topf's patches for one machine, with the machine's name."""

_IN_TEXT = regex(
    r"^(?![ \t]*[#/])[^\n#]{0,200}?\b(podSubnets|serviceSubnets|validSubnets|advertisedSubnets)\b\"?[ \t]*[:=][ \t]*\[?"
    r"((?:\s{0,200}(?:-[ \t]*)?[\"']?[0-9a-fA-F.:]{2,45}/[0-9]{1,3}[\"']?[ \t]*,?){1,8})",
    re.MULTILINE,
)
_PREFIX = regex(r"[0-9a-fA-F.:]{2,45}/[0-9]{1,3}")
_NO_YAML = ("*.j2", "*.tftpl", "*.tpl", "*.tmpl", "*.tf", "*.sh", "*.jinja", "*.jinja2", "*.gotmpl")


@reads_documents(
    keys=("machine", "cluster", "nodes"),
    kinds=("KubeNetworkConfig", "Layer2VIPConfig", "KubeletConfig", "EtcdConfig", *_LINKS),
    examples=True,
)
def read(document: Document) -> Iterator[Seen]:
    """A document of a machine's configuration, or a `talconfig.yaml`."""
    if _RENDERED.search(document.source.file):
        return
    if _is_helper(document):
        yield from _helper(document)
    elif not document.kind and ("machine" in document.tree or "cluster" in document.tree):
        yield from _machine_configuration(document)
    elif document.api == "v1alpha1" and document.kind:
        yield from _typed_document(document)


@reads_files(globs=_NO_YAML, words=("ubnets",), examples=True)
def read_templates(source: Source) -> Iterator[Sighting]:
    """The subnets in templates and scripts, whose lines may be no YAML."""
    for found in _IN_TEXT.finditer(source.text):
        for prefix in _PREFIX.finditer(found[2]):
            place = source.at(found.start(2) + prefix.start(), len(prefix[0]))
            yield from ranges(_SUBNETS[found[1]], Located(prefix[0], place))


def _machine_configuration(document: Document) -> Iterator[Seen]:
    tree = document.tree
    if _is_talos_configuration(tree):
        dns = addresses(at(tree, "machine", "kubelet", "clusterDNS"))
        yield fact(document.place, distribution="talos")
        yield from dns_service("clusterDNS", dns)
    yield from _named_subnets(tree)
    yield from endpoint(at(tree, "cluster", "controlPlane", "endpoint"))
    if text(tree, "machine", "type") and text(tree, "cluster", "controlPlane", "endpoint"):  # whole, and no patch
        for key in ("podSubnets", "serviceSubnets"):
            yield from default_range(_SUBNETS[key], "talos", document.place, at(tree, "cluster", "network", key))
    links = [mapping for mapping in items(tree, "machine", "network", "interfaces") if isinstance(mapping, dict)]
    yield from _link_networks(links)
    name, own = _machine_name(document)
    if isinstance(at(tree, "machine"), dict):
        yield from node(name, [*own, *_addresses_of_links(links)], roles=_roles_of_kind(text(tree, "machine", "type")))


def _is_talos_configuration(tree: Value) -> bool:
    """Whether this is Talos' configuration, not just a file with the key `cluster`."""
    known = ("kubelet", "network", "install", "type", "sysctls", "features", "certSANs", "files", "time")
    machine = at(tree, "machine")
    return isinstance(machine, dict) and any(key in machine for key in known)


def _named_subnets(tree: Value) -> Iterator[Sighting]:
    """The subnets of the configuration itself, not those below equal keys elsewhere."""
    network = at(tree, "cluster", "network")
    for key in ("podSubnets", "serviceSubnets"):
        yield from ranges(_SUBNETS[key], at(network, key))
    yield from ranges("nodes", at(tree, "machine", "kubelet", "nodeIP", "validSubnets"))
    yield from ranges("nodes", at(tree, "cluster", "etcd", "advertisedSubnets"))


def _link_networks(links: list[dict[str, Value]]) -> Iterator[Seen]:
    """The virtual addresses of interfaces and their VLANs, and the networks with their gateways."""
    known = [*links, *(vlan for link in links for vlan in _link_vlans(link))]
    routes_of_links = (route for link in known for route in items(link, "routes"))
    yield from rival_routes(default_routes(routes_of_links, "network", "gateway"))
    for link in chain(links, *(_link_vlans(link) for link in links)):
        yield from virtual(at(link, "vip", "ip"), "talos", "arp")
        routes = items(link, "routes")
        gateways = [value for route in routes if (value := text(route, "gateway"))]
        yield from attached(addresses(_link_addresses(link)), gateways)
        if str(at(link, "dhcp")) != "true" and all(text(route, "gateway") for route in routes):
            yield from unreached(addresses(_link_addresses(link)), gateways)
        yield from _vlan_network(link)


def _vlan_network(link: Value) -> Iterator[Sighting]:
    """The network of a machine's VLAN. Others know its real name, so it counts less."""
    vlan = text(link, "vlanId") or text(link, "vlanID")
    for own in addresses(_link_addresses(link)) if vlan is not None and vlan.isdecimal() else ():
        cidr = network_of(own)
        if cidr is not None:
            seen = sighting("network", Network, own.place, name=f"VLAN {vlan}", cidr=cidr, vlan=vlan)
            yield seen._replace(weak=True)


def _link_vlans(link: dict[str, Value]) -> list[dict[str, Value]]:
    return [mapping for mapping in items(link, "vlans") if isinstance(mapping, dict)]


def _link_addresses(link: Value) -> Value:
    """The addresses of an interface: a list, mappings, or the single one of older releases."""
    written = [
        text(mapping, "address") if isinstance(mapping, dict) else mapping for mapping in items(link, "addresses")
    ]
    return [*written, at(link, "cidr")]


def _addresses_of_links(links: list[dict[str, Value]]) -> list[Located]:
    return [
        own for link in chain(links, *(_link_vlans(link) for link in links)) for own in addresses(_link_addresses(link))
    ]


def _machine_name(document: Document) -> tuple[Located | str, list[Located]]:
    """The machine of a document, by host name or by file name; and an address if that is the name."""
    stem = _stem(document.source.file)
    own = addresses(Located(stem, Place(document.source, 1, 1)))
    return text(document.tree, "machine", "network", "hostname") or _hostname_in_text(document.source) or stem, own


@lru_cache(maxsize=4)
def _hostname_in_text(source: Source) -> str:
    """The host name of the machine that a file configures. Documents of other kinds name other things."""
    own = (part for part in _DOCUMENT_MARK.split(source.text) if _OF_MACHINE.search(part))
    return next((found[1] for part in own if (found := _HOSTNAME.search(part))), "")


def _stem(file: str) -> str:
    """The name of a file without its ending; "" if the file is for several machines."""
    folder = _OF_ONE.search(file)
    name = folder[1] if folder else _ENDINGS.sub("", PurePosixPath(file).name)
    return "" if not parse_address(name) and _COMMON.search(name.lower()) else name


def _roles_of_kind(kind: Located | None) -> list[str]:
    known = {"controlplane": "control-plane", "init": "control-plane", "worker": "worker", "join": "worker"}
    return [known[kind]] if kind in known else []


def _typed_document(document: Document) -> Iterator[Seen]:
    tree = document.tree
    if document.kind == "KubeNetworkConfig":
        for key in ("podSubnets", "serviceSubnets"):
            yield from ranges(_SUBNETS[key], at(tree, key))
    elif document.kind == "Layer2VIPConfig":
        yield from virtual(text(tree, "name"), "talos", "arp")
    elif document.kind in _LINKS:
        yield from _link_networks([tree])
        name, own = _machine_name(document)
        if name:  # else it is a link of machines that other files name
            yield from node(name, [*own, *_addresses_of_links([tree])])
    for _, mapping in mappings(tree) if document.kind in ("KubeletConfig", "EtcdConfig") else ():
        for key in ("validSubnets", "advertisedSubnets"):
            yield from ranges("nodes", at(mapping, key))


def _is_helper(document: Document) -> bool:
    """Whether it is a `talconfig.yaml`: it has nodes with addresses, and the release or a cluster's name."""
    tree = document.tree
    listed = any(text(entry, "ipAddress") or text(entry, "hostname") for entry in items(tree, "nodes"))
    return listed and any(key in tree for key in ("talosVersion", "clusterName", "endpoint", "clusterPodNets"))


def _helper(document: Document) -> Iterator[Seen]:
    tree = document.tree
    version = text(tree, "kubernetesVersion")
    yield fact(document.place, distribution="talos", version=version)
    for key, part in _HELPER.items():
        yield from ranges(part, at(tree, key))
        yield from default_range(part, "talos", document.place, at(tree, key))
    yield from endpoint(at(tree, "endpoint"))
    for value in items(tree, "nodes"):
        yield from _helper_node(value)
    for group in ("controlPlane", "worker"):
        yield from _link_networks(_helper_interfaces(at(tree, group)))
    for patch in (
        at(entry, "inlinePatch") for entry in (tree.get("controlPlane"), tree.get("worker"), *items(tree, "nodes"))
    ):
        yield from machine_patch(patch)
    for block in scalars(document):
        if any(key in block.text for key in _SUBNETS) or "interfaces" in block.text:
            yield from _patch_in_text(
                block.source, block.lines[0].number, [" " * line.margin + line.text for line in block.lines]
            )


def _helper_node(value: Value) -> Iterator[Seen]:
    links = _helper_interfaces(value)
    yield from _link_networks(links)
    yield from _differing_node_address(value, links)
    name = _without_domain(text(value, "hostname")) or ""
    role = "control-plane" if text(value, "controlPlane") == "true" else "worker"
    yield from node(
        name, [*addresses(at(value, "ipAddress")), *_addresses_of_links(links)], hostname=name, roles=[role]
    )


def _differing_node_address(value: Value, links: list[dict[str, Value]]) -> Iterator[Reported]:
    """A problem if a machine is reached at another address than it has in that network."""
    own = [address for address in _addresses_of_links(links) if "/" in address]
    for address in addresses(at(value, "ipAddress")):
        number = IPAddress(address.partition("/")[0])
        near = [cidr for cidr in own if number in IPNetwork(cidr).cidr]
        has = any(number == IPNetwork(cidr).ip for cidr in own)
        if near and not has and not any(str(at(link, "dhcp")) == "true" for link in links):
            problem = Problem(
                at=address.place,
                message=f"{text(value, 'hostname') or 'the node'} is reached at {address} here, and has"
                f" {near[0]} there",
                related=(Related(at=near[0].place, message=f"{near[0]} is written here"),),
                hint="write one address in both",
            )
            yield Reported("one-name-two-addresses", problem)


def _without_domain(name: Located | None) -> Located | None:
    """The name of a machine, without a domain that is a variable."""
    first = name.part(0, name.find(".")) if name is not None and "." in name else None
    return first if name is not None and first is not None and name.open and not first.open else name


def _helper_interfaces(value: Value) -> list[dict[str, Value]]:
    return [mapping for mapping in items(value, "networkInterfaces") if isinstance(mapping, dict)]


def _patch_in_text(source: Source, line: int, lines: list[str]) -> Iterator[Seen]:
    """A patch in a text of another document, with its places there."""
    for document in documents(Source(source.file, "\n" * (line - 1) + "\n".join(lines))):
        yield from machine_patch(document.tree)


def named_machine(tree: Value) -> Iterator[Sighting]:
    """The machine of a piece of configuration that says its name and its addresses."""
    name = _without_domain(text(tree, "machine", "network", "hostname"))
    links = [mapping for mapping in items(tree, "machine", "network", "interfaces") if isinstance(mapping, dict)]
    if name is not None:
        yield from node(name, _addresses_of_links(links), hostname=name)


def machine_patch(tree: Value) -> Iterator[Seen]:
    """The subnets, networks and virtual addresses in a piece of a machine's configuration."""
    yield from _named_subnets(tree)
    yield from _link_networks(
        [mapping for mapping in items(tree, "machine", "network", "interfaces") if isinstance(mapping, dict)]
    )
