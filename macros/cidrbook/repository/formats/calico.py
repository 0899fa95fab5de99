"""Calico: the pods' pools, BGP and its peers, and the ranges that it announces for services.

Read: Installation, and the same below `calicoNetwork` in the operator's Helm values (`ipPools`,
`nodeAddressAutodetectionV4`), IPPool, BGPConfiguration and BGPPeer, and the AS numbers of single nodes (Node, or the
annotation `projectcalico.org/ASNumber`)
([Calico](https://docs.tigera.io/calico/latest/reference/resources/)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.plan.bgp import Session, Speaker
from cidrbook.plan.cluster import Cni, LoadBalancer
from cidrbook.plan.network import Network
from cidrbook.repository.parts.cluster_parts import machine_name, parse_address
from cidrbook.repository.parts.manifests import addresses, bare, helm_values, is_on, pool
from cidrbook.repository.parts.variable_purpose import RangePart
from cidrbook.repository.reader import Files, reads_documents, reads_repository
from cidrbook.repository.sighting import Reported, Sighting, sighting
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.yaml import Document, Value, at, items, mappings, text

_ENCAPSULATIONS = ("encapsulation", "ipipMode", "vxlanMode")


@reads_documents(
    kinds=("Node", "IPPool", "BGPConfiguration", "BGPPeer", "HelmChart", "HelmChartConfig", "Application", "ConfigMap"),
    keys=("calicoNetwork",),
    examples=True,
)
def read(document: Document) -> Iterator[Sighting]:
    """The network plugin, the sessions and the Service addresses of a document."""
    if document.kind != "CustomResourceDefinition":
        for mapping in (*document.having("calicoNetwork"), *_calico_values(document)):
            if isinstance(mapping.get("calicoNetwork"), dict):
                yield from _installation(document, mapping["calicoNetwork"])
    if document.kind == "Node":
        yield from _node_speaker(document)
    if "projectcalico" in document.api and document.kind in _KINDS:
        yield from _KINDS[document.kind](document, at(document.tree, "spec"))


def _calico_values(document: Document) -> Iterator[dict[str, Value]]:
    if document.kind in ("HelmChart", "HelmChartConfig", "Application", "ConfigMap"):
        yield from (mapping for values in helm_values(document) for _, mapping in mappings(values.tree))


@reads_repository(kinds=("IPPool", "Installation"))
def read_pools(files: Files) -> Iterator[Reported]:
    """The pods' pools of one cluster, or of one Installation, that overlap another one: Calico refuses the later."""
    groups: dict[tuple[str, int], list[_PodPool]] = defaultdict(list)
    for number, document in enumerate(files.documents):
        if document.kind == "IPPool" and "projectcalico" in document.api and not _is_for_services(document):
            groups[document.cluster, -1] += _pod_pool(text(document.tree, "spec", "cidr"), str(document.name))
        if document.kind == "Installation":
            for entry in items(document.tree, "spec", "calicoNetwork", "ipPools"):
                cidr = text(entry, "cidr")
                groups[document.cluster, number] += _pod_pool(cidr, str(text(entry, "name") or cidr))
    for found in groups.values():
        yield from _overlapping_pools(sorted(found, key=_PodPool.order))


def _pod_pool(cidr: Located | None, name: str) -> list[_PodPool]:
    """The pool of this prefix, if it is one."""
    known = parse_address(cidr) if cidr is not None and not cidr.open else None
    return [_PodPool(IPNetwork(cidr).cidr, cidr, name)] if cidr is not None and known and known[1] is not None else []


class _PodPool(NamedTuple):
    """A pool of pods: its prefix, where that is written, and the name of its object."""

    prefix: IPNetwork
    cidr: Located
    name: str

    def order(self) -> tuple[int, int, int]:
        """A key that puts each pool behind those that hold it."""
        return self.prefix.version, self.prefix.first, -self.prefix.last

    @property
    def shown(self) -> str:
        """The pool as messages name it."""
        return f"the pool {self.name} ({self.cidr})"


def _is_for_services(document: Document) -> bool:
    return [str(entry) for entry in items(at(document.tree, "spec"), "allowedUses")] == ["LoadBalancer"]


def _overlapping_pools(ordered: list[_PodPool]) -> Iterator[Reported]:
    """Each pool that lies in the widest one before it, unless both are one object."""
    widest: _PodPool | None = None
    for found in ordered:
        if widest is None or found.prefix not in widest.prefix:
            widest = found
        elif found.name != widest.name:
            problem = Problem(
                at=found.cidr.place,
                message=f"{found.shown} overlaps {widest.shown}",
                label="overlaps",
                related=(Related(at=widest.cidr.place, message=f"{widest.shown} is written here"),),
                hint="Calico refuses the later of them: remove it, or give it addresses of its own",
            )
            yield Reported("overlapping-pools", problem)


def _installation(document: Document, network: Value) -> Iterator[Sighting]:
    pools = items(network, "ipPools")
    pods = [value for entry in pools if (value := text(entry, "cidr")) is not None]
    bgp = text(network, "bgp")
    yield sighting(
        "cni",
        Cni,
        document.place,
        product="calico",
        pods=pods,
        encapsulation=_encapsulation(pools[0] if pools else None),
        bgp={"Enabled": "true", "Disabled": "false"}.get(str(bgp)),
    )
    nodes = items(network, "nodeAddressAutodetectionV4", "cidrs") + items(
        network, "nodeAddressAutodetectionV6", "cidrs"
    )
    yield from (_network_of_part("nodes", node) for node in nodes if isinstance(node, Located))


def _encapsulation(entry: Value) -> str | None:
    """The encapsulation of pods' packets, in lower case. Any mode but `Never` means its protocol."""
    for key in _ENCAPSULATIONS:
        written = text(entry, key)
        if written and written != "Never":
            return written.lower() if key == "encapsulation" else key.removesuffix("Mode")
    return "none" if any(text(entry, key) for key in _ENCAPSULATIONS) else None


def _network_of_part(part: RangePart, cidr: Located) -> Sighting:
    return sighting(part, Network, cidr.place, name=part, cidr=cidr)


def _ip_pool(document: Document, spec: Value) -> Iterator[Sighting]:
    """The pods' pool, unless the pool is for something else."""
    cidr, uses = text(spec, "cidr"), items(spec, "allowedUses")
    if cidr is None or is_on(at(spec, "disabled")):
        return
    if _is_for_services(document):
        yield from _announced_ranges([cidr], mode="", name=document.name)
    elif not uses or "Workload" in uses:
        yield sighting("cni", Cni, document.place, product="calico", pods=[cidr], encapsulation=_encapsulation(spec))


def _bgp_configuration(document: Document, spec: Value) -> Iterator[Sighting]:
    yield sighting("cni", Cni, document.place, product="calico", bgp="true", asn=at(spec, "asNumber"))
    yield from (_network_of_part("services", cidr) for cidr in _cidrs(spec, "serviceClusterIPs"))
    yield from _announced_ranges([*_cidrs(spec, "serviceLoadBalancerIPs"), *_cidrs(spec, "serviceExternalIPs")])


def _cidrs(spec: Value, key: str) -> list[Located]:
    return [value for entry in items(spec, key) if (value := text(entry, "cidr")) is not None]


def _announced_ranges(cidrs: list[Located], mode: str = "bgp", name: Located | None = None) -> Iterator[Sighting]:
    """The announced ranges. With the mode `bgp` something else hands them out; without a mode, Calico does."""
    pools = [value for cidr in cidrs if (value := pool(cidr)) is not None]
    if pools:
        yield sighting("balancer", LoadBalancer, pools[0].place, product="calico", name=name, mode=mode, pools=pools)


def _bgp_peers(_: Document, spec: Value) -> Iterator[Sighting]:
    """A peer of all nodes, or of one. Its address may have a port."""
    written = text(spec, "peerIP")
    if written is None or written.open:
        return
    end = written.rfind(":") if written.count(":") == 1 else len(written)
    peer = written.part(0, end) if not written.startswith("[") else written.part(1, max(written.find("]"), 1))
    if next(addresses(peer), None) is None:
        return
    yield sighting(
        "peering",
        Session,
        peer.place,
        local=text(spec, "node") or _selected(spec),
        peer=bare(peer),
        peer_asn=at(spec, "asNumber"),
        local_asn=at(spec, "localASNumber"),
        password="true" if at(spec, "password") else None,
    )


def _selected(spec: Value) -> Located | None:
    """The selector of the peer's nodes, if not all nodes have it."""
    selector = text(spec, "nodeSelector")
    return None if selector == "all()" else selector


def _node_speaker(document: Document) -> Iterator[Sighting]:
    """The AS number of one node, if it differs from the others'."""
    annotated = text(document.tree, "metadata", "annotations", "projectcalico.org/ASNumber")
    asn = text(document.tree, "spec", "bgp", "asNumber") if "projectcalico" in document.api else annotated
    if asn is not None and document.name:
        node = machine_name(document.name)
        yield sighting("speaker", Speaker, asn.place, name=f"{node}-calico", runs_on=node, product="calico", asn=asn)


_KINDS = {"IPPool": _ip_pool, "BGPConfiguration": _bgp_configuration, "BGPPeer": _bgp_peers}
