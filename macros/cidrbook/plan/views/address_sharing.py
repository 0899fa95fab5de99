"""Who may share one address with a service: by the conditions of what hands the address out, and of where it ends."""

from __future__ import annotations

from cidrbook.plan.cluster import Cluster, Node, Service
from cidrbook.plan.entry import Addressed, Machine, VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory, cached_view
from cidrbook.plan.network import Host

_BY_PORT = frozenset({"kube-vip", "klipper", "klipper-lb", "servicelb"})
"""Load balancers that ask for no key: services share an address as long as their ports differ."""

_ANY_NAMESPACE = "*"

API_PORT = "6443"
"""The port of the Kubernetes API, which kubeadm, K3s and Talos all take."""

_API_SERVER = "kube-apiserver"
"""The label, `component` or `k8s-app`, of the API server's pods."""


def ports(service: Service) -> frozenset[str]:
    """The ports in one spelling, `53/udp`; TCP is what a port without a protocol means."""
    pairs = (port.lower().partition("/") for port in service.ports)
    return frozenset(f"{number.strip()}/{protocol.strip() or 'tcp'}" for number, _, protocol in pairs)


def refusal(plan: Inventory, first: Claim, second: Claim) -> str:
    """Why two owners cannot share their address, as the end of a hint; nothing where they can."""
    one, other = first.owner, second.owner
    if not (isinstance(one, Service) and isinstance(other, Service)):
        pairs = ((one, other), (other, one))
        ends = any(isinstance(service, Service) and _ends_at(plan, service, end) for service, end in pairs)
        return "" if ends else "an address is shared between services only"
    if "external-ips" in (one.via, other.via):
        return _port_refusal(one, other)
    if "cluster-ip" in (one.via, other.via):
        return "each service has a cluster address of its own"
    reasons = [_refusal_by(product, one, other) for product in sorted(_balancer_products(plan, second))]
    return "" if "" in reasons else reasons[0]


def _ends_at(plan: Inventory, service: Service, end: Addressed) -> bool:
    """Whether what a service is reached at ends there anyway: external addresses at a node, the API at its address."""
    if isinstance(end, VirtualAddress):
        return is_of_api(service)
    if service.via != "external-ips" or not isinstance(end, Node | Host):
        return False
    cluster = _cluster_by_service(plan).get(id(service))
    return cluster is None or _may_be_node(cluster, end)


def _may_be_node(cluster: Cluster, machine: Machine) -> bool:
    """Whether a machine is a node of a cluster, or may be, as nothing says what its nodes are."""
    return not cluster.nodes or any(node is machine or node.id == machine.id for node in cluster.nodes)


def is_of_api(service: Service) -> bool:
    """Whether a service leads to the Kubernetes API itself: by the pods that it chooses, or by its only port."""
    return _API_SERVER in service.selector.values() or ports(service) == {f"{API_PORT}/tcp"}


def _refusal_by(product: str, one: Service, other: Service) -> str:
    """The first condition of a load balancer that two services do not meet."""
    if product in _BY_PORT:
        return _port_refusal(one, other)
    if not one.sharing_key or one.sharing_key != other.sharing_key:
        return "to share it, both need one `sharing_key`"
    if ports(one) & ports(other):
        return f"to share it, they need different ports: both have {min(ports(one) & ports(other))}"
    if product == "cilium" and not (_admits(one, other) and _admits(other, one)):
        return "to share it across namespaces, each must name the other one's in `sharing_namespaces`"
    return _policy_refusal(one, other)


def _port_refusal(one: Service, other: Service) -> str:
    if not (one.ports and other.ports):
        return "to share it, both must say their `ports`"
    both = ports(one) & ports(other)
    return f"to share it, they need different ports: both have {min(both)}" if both else ""


def _admits(service: Service, other: Service) -> bool:
    """Whether Cilium lets a service share with one of the other's namespace; unknown ones count as its own."""
    alike = not (service.namespace and other.namespace) or service.namespace == other.namespace
    return alike or bool({_ANY_NAMESPACE, other.namespace} & set(service.sharing_namespaces))


def _policy_refusal(one: Service, other: Service) -> str:
    """With the policy `Local` the nodes that answer are those of the pods, so both need the same pods."""
    policies = (one.external_traffic_policy, other.external_traffic_policy)
    if "" not in policies and policies[0] != policies[1]:
        return "to share it, both need one `external_traffic_policy`"
    known = bool(one.selector and other.selector)
    if "Local" in policies and known and one.selector != other.selector:
        return "to share it with the policy `Local`, both need one `selector`"
    return ""


def _balancer_products(plan: Inventory, claim: Claim) -> set[str]:
    """What may hand the address out: the balancers whose pools have it, or else all of the service's cluster."""
    number = int(claim.address)
    pool = plan.pools.meeting((claim.scope, claim.address.version), number, number)
    if pool:
        return {pool.owner.balancer.product.lower()}
    cluster = _cluster_by_service(plan).get(id(claim.owner))
    found = {balancer.product.lower() for balancer in cluster.load_balancers} if cluster else set()
    return found or {""}


@cached_view
def _cluster_by_service(plan: Inventory) -> dict[int, Cluster]:
    """The cluster of each pinned service, by the identity of the service."""
    return {id(service): cluster for cluster in plan.clusters for service in cluster.pinned_services}
