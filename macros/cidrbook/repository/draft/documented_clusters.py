"""What documents say of a draft's only cluster, where no other file does: its nodes, and the pool of its services."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netaddr import IPAddress

from cidrbook.plan.cluster import Cluster, LoadBalancer, Node
from cidrbook.plan.entry import Machine
from cidrbook.plan.network import Host, Network
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.documents.declared_machines import DeclaredMachine
from cidrbook.repository.documents.declared_networks import declared
from cidrbook.repository.observation import UNNAMED, Observation
from cidrbook.repository.sighting import make
from cidrbook.repository.statement import Statement
from cidrbook.text.located import Located
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_PRODUCTS = ("metallb", "cilium", "calico", "kube-vip")
"""Load balancers, as documents name them."""
_NODE = regex(
    r"(?:k[38]s|kube|kubernetes|talos|rke2)-?(?:node|master|worker|server|agent|cp|control-?plane|controller|w)?-?[0-9]+"
)
"""The names of nodes: a cluster's product, and a number."""
_TALOS = regex(r"(?:^|/)talos\b|(?:^|/)nodes/|talconfig", re.IGNORECASE)
_MACHINE = regex(r"^(?:machine:|apiVersion: v1alpha1|nodes:)", re.MULTILINE)
_HOSTNAME = regex(r"^[ -]{0,12}hostname:[ ]*[\"']?([A-Za-z][A-Za-z0-9.-]{0,62})", re.MULTILINE)
"""What the configuration of Talos's machines looks like, and the name of one in it."""
_DISTRIBUTIONS = ("k3s", "talos", "rke2", "k0s", "kubeadm", "microk8s")


def with_documented_clusters(plan: Observation) -> Observation:
    """The observation, with what documents say of its only cluster; with a cluster that only documents have."""
    machines = _of_one_cluster(
        [one for source in plan.sources for one in declared(source) if isinstance(one, DeclaredMachine) and one.node]
    )
    pools = _documented_pools(plan)
    clusters = plan.clusters or _documented_cluster(plan, machines, pools)
    if len(clusters) != 1:
        return plan
    cluster = clusters[0]
    if not cluster.nodes:
        hosts = [*_peering_hosts(plan, cluster), *_configured_hosts(plan)]
        nodes = _nodes(machines, hosts, _addresses_of_others(plan, cluster))
        cluster = cluster.model_copy(update={"nodes": nodes})
    if not any(balancer.pools for balancer in cluster.load_balancers):
        cluster = cluster.model_copy(update={"load_balancers": (*cluster.load_balancers, *pools)})
    found = {address for node in cluster.nodes for address in node.addresses}
    networks = tuple(_without_hosts(network, found) for network in plan.networks)
    return replace(plan, clusters=(cluster,), networks=networks)


def _of_one_cluster(machines: list[DeclaredMachine]) -> list[DeclaredMachine]:
    """The machines that tables call nodes; none where they are of several clusters, whose tables share no machine."""
    tables: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for one in machines:
        tables[one.name.place.file, one.headings].add(slug(one.name))
    if not tables:
        return []
    found, *others = tables.values()
    for _ in others:
        for names in others:
            if names & found:
                found |= names
    return machines if all(names <= found for names in others) else []


def _documented_cluster(
    plan: Observation, machines: list[DeclaredMachine], pools: list[LoadBalancer]
) -> tuple[Cluster, ...]:
    """The cluster that documents describe: one with a pool, with two nodes, or with ranges of pods or services."""
    exact = [one for one in plan.statements if one.certainty == "exact" and one.role in ("pods", "services")]
    places = [*(pool.at() for pool in pools), *(one.place for one in exact), *(one.name.place for one in machines)]
    if not (pools or exact or len(machines) > 1):
        return ()
    words = " ".join((*(one.label for one in exact), *(place.source.lines[place.line - 1] for place in places))).lower()
    product = next((name for name in _DISTRIBUTIONS if name in words), "")
    cluster, _ = make(Cluster, places[0], name=UNNAMED, **({"distribution": product} if product else {}))
    return (cluster,)


def _documented_pools(plan: Observation) -> list[LoadBalancer]:
    """The pools that rows and items of one section of a document say, each range once; none where others differ."""
    found: dict[tuple[int, int], LoadBalancer] = {}
    sections_of: dict[Place, tuple[str, ...]] = {}
    for said in plan.statements:
        plain = said.kind in ("row", "item") and said.role == "load-balancers" and said.certainty == "exact"
        if plain and said.address is None and (said.first, said.last) not in found:
            label = slug(" ".join(said.labels))
            product = next((name for name in _PRODUCTS if name in label), "load balancer")
            balancer, problems = make(LoadBalancer, said.place, product=product, pools=[_pool(said)])
            if not problems and balancer.pools:
                found[said.first, said.last] = balancer
                sections_of[balancer.at()] = said.headings
    sections = {(pool.at().file, sections_of[pool.at()]) for pool in found.values()}
    return list(found.values()) if len(sections) == 1 else []


def _pool(said: Statement) -> Located:
    """A documented range in full."""
    ends = f"{IPAddress(said.first, said.version)}-{IPAddress(said.last, said.version)}"
    return Located(said.text if "/" in said.text else ends, said.place)


def _peering_hosts(plan: Observation, cluster: Cluster) -> Iterator[Host]:
    """The hosts that a router has sessions with in the AS of the cluster's balancer."""
    own = {balancer.asn for balancer in cluster.load_balancers if balancer.asn}
    peers = {as_address(session.peer) for session in plan.sessions if session.peer_asn in own}
    peers |= {as_address(session.local) for session in plan.sessions if session.local_asn in own}
    for host in (host for network in plan.networks for host in network.hosts):
        if any(address in peers for address in host.addresses):
            yield host


def _configured_hosts(plan: Observation) -> Iterator[Host]:
    """The hosts that are named nodes, or that Talos has a configuration of, by its file's name or the one in it."""
    names: set[str] = set()
    for source in plan.sources:
        if _TALOS.search(source.file) and _MACHINE.search(source.text):
            names.add(slug(source.file.rpartition("/")[2].partition(".")[0]))
            names.update(slug(found[1]) for found in _HOSTNAME.finditer(source.text))
    for host in (host for network in plan.networks for host in network.hosts):
        if host.id in names or _NODE.fullmatch(host.id):
            yield host


def _nodes(machines: Iterable[DeclaredMachine], hosts: Iterable[Host], taken: set[IPAddress]) -> tuple[Node, ...]:
    """The nodes that documents say, and those that hosts are; none at another object's address, and none twice."""
    known = [
        node
        for one in machines
        for node, problems in (make(Node, one.name.place, name=one.name, address=list(one.addresses)),)
        if not problems
    ]
    known += [_node_of_host(host) for host in hosts]
    found: dict[str, Node] = {}
    used = set(taken)
    for node in known:
        if node.id not in found and used.isdisjoint(node.addresses):
            found[node.id] = node
            used.update(node.addresses)
    return tuple(found.values())


def _node_of_host(host: Host) -> Node:
    """A host as a node. Where its address comes from is not said of a node."""
    said = {key: getattr(host, key) for key in Machine.model_fields if key != "assigned"}
    return Node.model_construct(**said)


def _addresses_of_others(plan: Observation, cluster: Cluster) -> set[IPAddress]:
    """The addresses of routers, virtual addresses and services: no node has one of them."""
    owners = (*plan.routers, *cluster.virtual_addresses, *cluster.pinned_services)
    return {address for owner in owners for address in owner.addresses}


def _without_hosts(network: Network, nodes: set[IPAddress]) -> Network:
    """A network without the hosts that are nodes."""
    hosts = tuple(host for host in network.hosts if nodes.isdisjoint(host.addresses))
    return network if len(hosts) == len(network.hosts) else network.model_copy(update={"hosts": hosts})
