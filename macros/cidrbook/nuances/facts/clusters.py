"""Facts of the cluster and its network plugin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from netaddr import IPNetwork

from cidrbook.net.spans import overlap
from cidrbook.nuances.setting import NOTHING, TRUTH, Fact, FactReader, Setting, number, one, truth, with_plan
from cidrbook.plan.cluster import Cluster, Cni
from cidrbook.plan.entry import Machine
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.cluster_ranges import (
    PURPOSES,
    Shared,
    Use,
    families,
    own_ipam,
    prefixes,
    room,
    shares,
    too_large,
    uses,
)
from cidrbook.plan.views.product_defaults import PODS, SERVICES, met
from cidrbook.text.names import slug

_FAMILIES = ("ipv4", "ipv6", "dual")
_HOST_BITS = {4: 32, 6: 128}


def _of_cni(read: Callable[[Cni], Fact]) -> Callable[[Setting], Fact]:
    """A fact of the network plugin. A cluster has one, also where the plan does not name it."""

    def ask(setting: Setting) -> Fact:
        if setting.cluster is None:
            return NOTHING
        return read(setting.cluster.cni) if setting.cluster.cni else None

    return ask


def _gates(setting: Setting) -> Fact:
    cluster = setting.cluster
    return sorted(name.lower() for name, on in cluster.feature_gates.items() if on) if cluster else NOTHING


def _node_count(plan: Inventory, cluster: Cluster) -> Fact:
    return None if plan.lacks(cluster, "nodes") else number(len(cluster.nodes) or None)


def _load_balancers(plan: Inventory, cluster: Cluster) -> Fact:
    products = {balancer.product.lower() for balancer in cluster.load_balancers if balancer.product}
    return None if plan.lacks(cluster, "load_balancers") else number(len(products))


def _runs(plan: Inventory, cluster: Cluster) -> Fact:
    """What runs on its nodes; on hosts that are its nodes, too, by their names."""
    hosts = (host for node in cluster.nodes if isinstance(host := plan.host(node.id), Machine))
    return sorted({slug(program) for machine in (*cluster.nodes, *hosts) for program in machine.runs}) or None


def _pods(plan: Inventory, cluster: Cluster) -> tuple[IPNetwork, ...]:
    """The prefixes for pods as the cluster names them, or else as its network plugin does."""
    if cluster.pods or plan.lacks(cluster, "pods") or cluster.cni is None:
        return prefixes(plan, cluster, "pods")
    return () if plan.lacks(cluster.cni, "pods") else cluster.cni.pods


def _pods_named(plan: Inventory, cluster: Cluster) -> Fact:
    cni = cluster.cni
    lost = plan.lacks(cluster, "pods") or (cni is not None and plan.lacks(cni, "pods"))
    return None if lost else truth(bool(cluster.pods or (cni and cni.pods)))


def _range_families(cidrs: tuple[IPNetwork, ...]) -> Fact:
    found = [f"ipv{version}" for version in families(cidrs)]
    return None if not found else [*found, "dual"] if len(found) > 1 else found


def _service_bits(plan: Inventory, cluster: Cluster) -> Fact:
    bits = {_HOST_BITS[cidr.version] - cidr.prefixlen for cidr in prefixes(plan, cluster, "services")}
    return [str(bit) for bit in sorted(bits)] or None


def _services_too_large(plan: Inventory, cluster: Cluster) -> Fact:
    cidrs = prefixes(plan, cluster, "services")
    return truth(any(too_large(cluster, cidr) for cidr in cidrs)) if cidrs else None


def _nodes_without_pods(plan: Inventory, cluster: Cluster) -> Fact:
    if own_ipam(cluster):
        return number(0)
    pods = prefixes(plan, cluster, "pods") if cluster.nodes and not plan.lacks(cluster, "nodes") else ()
    known = shares(plan, cluster, families(pods))
    rooms = [room(share, [pod for pod in pods if pod.version == version]) for version, share in known.items()]
    fitting = [other_room for other_room in rooms if other_room is not None]
    return number(max(0, len(cluster.nodes) - min(fitting))) if fitting else None


@cached_view
def _shared(plan: Inventory) -> Shared:
    return Shared(plan)


@cached_view
def _users(plan: Inventory) -> Mapping[str, Sequence[Use]]:
    """Which clusters name each network, by its id."""
    found: dict[str, list[Use]] = defaultdict(list)
    for cluster in plan.clusters:
        for use in uses(plan, cluster, *PURPOSES):
            found[use.network.id].append(use)
    return MappingProxyType(found)


@cached_view
def _overlaps(plan: Inventory) -> Mapping[int, frozenset[str]]:
    """What of each cluster overlaps another network, by the identity of the cluster."""
    found: dict[int, set[str]] = defaultdict(set)
    for outer, inner in plan.clashes if plan.clusters else ():
        if plan.serves_cluster(outer, inner) and not _shared(plan).apart(outer, inner):
            for block, other in ((outer, inner), (inner, outer)):
                for use in _users(plan).get(block.network.id, ()):
                    found[id(use.cluster)] |= {use.purpose, *_met_by_nodes(plan, use.cluster, other)}
    for use in (use for pair in _shared(plan).mixed() for use in pair):
        found[id(use.cluster)].add(use.purpose)
    return MappingProxyType({key: frozenset(words) for key, words in found.items()})


def _met_by_nodes(plan: Inventory, cluster: Cluster, block: NetworkBlock) -> Iterator[str]:
    if id(block.network) in _node_networks(plan)[id(cluster)]:
        yield "nodes"


@cached_view
def _node_networks(plan: Inventory) -> Mapping[int, frozenset[int]]:
    """The networks that the nodes of each cluster are on, by identities."""
    return MappingProxyType({id(cluster): frozenset(_on(plan, cluster)) for cluster in plan.clusters})


def _on(plan: Inventory, cluster: Cluster) -> Iterator[int]:
    yield from (id(plan.network(name)) for name in cluster.node_networks)
    yield from (id(plan.space.covering(cluster.scope, address)) for node in cluster.nodes for address in node.addresses)


def _overlapping(plan: Inventory, cluster: Cluster) -> Fact:
    found = _overlaps(plan).get(id(cluster))
    return sorted(found) if found else NOTHING if prefixes(plan, cluster, "pods") else None


@cached_view
def _sharing(plan: Inventory) -> Mapping[int, frozenset[str]]:
    """How each cluster has pods of another's addresses, by the identity of the cluster."""
    found: dict[int, set[str]] = defaultdict(set)
    overlapping = (_shared(plan).between(outer, inner) for outer, inner in plan.clashes)
    for users in (*overlapping, *_shared(plan).again()):
        word = "routed" if users and _shared(plan).routed(*users) else "inside"
        for use in (user for user in users if user.purpose == "pods"):
            found[id(use.cluster)].add(word)
    return MappingProxyType({key: frozenset(words) for key, words in found.items()})


def _shared_pods(plan: Inventory, cluster: Cluster) -> Fact:
    found = _sharing(plan).get(id(cluster)) if len(plan.clusters) > 1 else frozenset()
    return sorted(found) if found is not None else NOTHING if prefixes(plan, cluster, "pods") else None


@cached_view
def _met_distributions(plan: Inventory) -> frozenset[tuple[tuple[str, str], str]]:
    """The distributions whose default ranges a network has addresses of, with the scope of the cluster."""
    return frozenset(
        (default.domain[0], default.product) for _, _, default in met(plan) if default.owner.kind == "cluster"
    )


@cached_view
def _meets_a_default(plan: Inventory) -> bool:
    """Whether a network that no cluster has meets the default range of any distribution."""
    ranges = [IPNetwork(text) for text in {*PODS.values(), *SERVICES.values()}]
    networks = (
        network for network in plan.networks if network.role != "container" and network.id not in plan.cluster_networks
    )
    cidrs = (cidr for network in networks for cidr in network.family(4))
    return any(overlap(cidr, pods) for cidr in cidrs for pods in ranges)


def _default_overlaps(plan: Inventory, cluster: Cluster) -> Fact:
    if not cluster.distribution:
        return None if _meets_a_default(plan) and not (cluster.pods and cluster.services) else truth(value=False)
    unsaid = not (cluster.pods and cluster.services)
    return truth(unsaid and (cluster.scope, cluster.distribution.lower()) in _met_distributions(plan))


FACTS = {
    "cluster.distribution": FactReader(
        "`k3s`, `talos`, `kubeadm`…", lambda setting: one(setting.cluster.distribution) if setting.cluster else NOTHING
    ),
    "cluster.version": FactReader(
        "The Kubernetes version.",
        lambda setting: one(setting.cluster.version) if setting.cluster else NOTHING,
        measured=True,
    ),
    "cluster.kube_proxy": FactReader(
        "The mode of kube-proxy.",
        lambda setting: one(setting.cluster.kube_proxy) if setting.cluster else NOTHING,
        ("iptables", "ipvs", "nftables", "none"),
    ),
    "cluster.feature_gates": FactReader("The feature gates that are on.", _gates),
    "cluster.nodes": FactReader("How many nodes it has.", with_plan(_node_count), measured=True),
    "cluster.runs": FactReader(
        "The programs that run on its nodes: `docker`, `libvirt`, `tailscale`…", with_plan(_runs)
    ),
    "cluster.load_balancers": FactReader(
        "How many different products give its services addresses.", with_plan(_load_balancers), measured=True
    ),
    "cluster.pods_named": FactReader(
        "Whether the plan says where pods get addresses from.", with_plan(_pods_named), TRUTH
    ),
    "cluster.pod_families": FactReader(
        "The families of its pods' ranges: `ipv4`, `ipv6`, and `dual` for both.",
        with_plan(lambda plan, cluster: _range_families(_pods(plan, cluster))),
        _FAMILIES,
    ),
    "cluster.service_families": FactReader(
        "The families of its services' ranges: `ipv4`, `ipv6`, and `dual` for both.",
        with_plan(lambda plan, cluster: _range_families(prefixes(plan, cluster, "services"))),
        _FAMILIES,
    ),
    "cluster.service_bits": FactReader(
        "How many bits its services' ranges leave for addresses: 12 for a `/20` of IPv4.",
        with_plan(_service_bits),
        measured=True,
    ),
    "cluster.services_too_large": FactReader(
        "Whether the API server refuses a range for services, because it keeps book of every address.",
        with_plan(_services_too_large),
        TRUTH,
    ),
    "cluster.nodes_without_pods": FactReader(
        "For how many nodes its pods' range has no share left.", with_plan(_nodes_without_pods), measured=True
    ),
    "cluster.overlaps": FactReader(
        "What of it overlaps another network: `pods`, `services`; `nodes` where that is a network its nodes are on.",
        with_plan(_overlapping),
        (*PURPOSES, "nodes"),
    ),
    "cluster.shared_pods": FactReader(
        "Whether its pods have addresses of another cluster's pods: `routed` where a router learns of them, `inside`"
        " where the clusters keep them to themselves.",
        with_plan(_shared_pods),
        ("routed", "inside"),
    ),
    "cluster.default_overlaps": FactReader(
        "Whether a network overlaps what its distribution takes for pods or services where nothing else is said.",
        with_plan(_default_overlaps),
        TRUTH,
    ),
    "cni.product": FactReader("The network plugin.", _of_cni(lambda cni: one(cni.product))),
    "cni.version": FactReader("Its release.", _of_cni(lambda cni: one(cni.version)), measured=True),
    "cni.bgp": FactReader("Whether it speaks BGP.", _of_cni(lambda cni: truth(cni.bgp)), TRUTH),
    "cni.encapsulation": FactReader("`none`, `ipip`, `vxlan`…", _of_cni(lambda cni: one(cni.encapsulation))),
}
