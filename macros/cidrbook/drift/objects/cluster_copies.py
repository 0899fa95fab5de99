"""Copies of a cluster's values (API address, pools, ranges, DNS) that contradict each other.

A cluster may well have two addresses for its API: a virtual one, a node's, a load balancer's in front. So an address
is stale only beside another one of the same network, and only if nothing else is known to have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.node_networks import empty_node_networks
from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.drift.objects.stale_app_ranges import DEFAULT_RANGES
from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.net.spans import PlainRun, overlap
from cidrbook.net.typos import are_numbered, one_digit_apart, one_octet_apart
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.plan.views.cluster_ranges import prefixes
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.text.source import Place

_ENOUGH_NODES = 2
"""From so many nodes on the network on, an address that none of them has is not just an unlisted node."""

_AGGREGATE_LENGTH = 9
"""Shorter prefixes are aggregates, as 10.0.0.0/8: they hold whatever the pods' range is."""

_SUBNET_KEYS = ("validSubnets", "advertisedSubnets")
"""The keys of Talos for the networks of a node's addresses: kubelet's and etcd's."""

_DNS_BY_CUSTOM = 10
"""kubeadm, k3s and Talos give the DNS service the tenth address of the range, and tell the nodes so."""

_KEY_DISTANCE = 4
"""A network stands at most so many lines below its key: in a list of a few items and comments."""


class _CopiedPrefix(NamedTuple):
    """One address, or prefix, of a setting."""

    setting: SettingCopy
    which: int

    @property
    def address(self) -> IPAddress:
        return self.setting.addresses[self.which]

    @property
    def prefix(self) -> IPNetwork:
        return self.setting.prefixes[self.which]

    @property
    def place(self) -> Place:
        return self.setting.place(self.which)


_Addresses = list[tuple[IPAddress, Place]]


@cached_view
def stale_api_addresses(plan: Observation) -> tuple[StaleCopy, ...]:
    """The addresses of an API that differ from those that other files give on the same network."""
    return tuple(stale for cluster in _named_clusters(plan) for stale in _stale_api_addresses_of(plan, cluster))


@cached_view
def stale_copies(plan: Observation) -> tuple[StaleCopy, ...]:
    """Cilium's native routes, variables for pools and DNS, and Talos' node networks that differ from other files."""
    found: list[StaleCopy] = []
    for cluster in plan.clusters if plan.settings else ():
        found += _routed_services(plan, cluster)
    for cluster in _named_clusters(plan):
        found += _stale_native_routes(plan, cluster)
        found += _stale_pool_variables(plan, cluster)
        found += _stale_dns_variables(plan, cluster)
        found += _differing_dns(plan, cluster)
        found += _stale_subnets(plan, cluster)
    return tuple(copy for copy in found if not are_apart(plan.installations, copy.at.file, copy.known.file))


def _named_clusters(plan: Observation) -> list[Cluster]:
    """The clusters that a path names, where any settings are known."""
    return [cluster for cluster in plan.clusters if plan.settings and not nameless(plan, cluster)]


def _settings(plan: Observation, cluster: Cluster, kind: str) -> list[SettingCopy]:
    return [setting for setting in plan.settings_for(kind) if setting.cluster == cluster.id]


def _copied_prefixes(plan: Observation, cluster: Cluster, kind: str) -> list[_CopiedPrefix]:
    settings = _settings(plan, cluster, kind)
    return [_CopiedPrefix(setting, which) for setting in settings for which in range(len(setting.prefixes))]


def _stale_api_addresses_of(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    copies = {kind: _copied_prefixes(plan, cluster, kind) for kind in ("api", "names", "master")}
    if not any(copies.values()):
        return
    taken = claimed_addresses(plan)
    known = _virtual_addresses(cluster) or _balancer_addresses(cluster, copies["api"], taken)
    for copy in copies["api"] if cluster.nodes else ():  # without known nodes, it may be one's
        yield from _stale_api_address(cluster, copy, known, taken)
    for setting in _settings(plan, cluster, "names"):
        own = [copy for copy in copies["names"] if copy.setting is setting]
        yield from _stale_certificate_name(cluster, own, known, taken)
    for copy in copies["master"]:
        yield from _unknown_master(cluster, copy, taken | {address for address, _ in known})


def _virtual_addresses(cluster: Cluster) -> _Addresses:
    """The virtual addresses of a cluster's own."""
    own = [vip for vip in cluster.virtual_addresses if not vip.shared]
    return [(address, vip.place_of_address(which)) for vip in own for which, address in enumerate(vip.addresses)]


def _balancer_addresses(cluster: Cluster, copies: list[_CopiedPrefix], taken: Collection[IPAddress]) -> _Addresses:
    """The first address given for the API, if it is no machine's and nodes are on its network."""
    links = {link_of(address) for node in cluster.nodes for address in node.addresses}
    first = [copy for copy in copies[:1] if copy.address not in taken and link_of(copy.address) in links]
    return [(copy.address, copy.place) for copy in first]


def _stale_api_address(
    cluster: Cluster, copy: _CopiedPrefix, known: _Addresses, taken: Collection[IPAddress]
) -> Iterator[StaleCopy]:
    """The copy, if nothing has its address and the API has another one on that network."""
    near = [(address, at) for address, at in known if link_of(address) == link_of(copy.address)]
    if near and copy.address not in taken and all(copy.address != address for address, _ in known):
        address, at = near[0]
        here = f"{copy.address} here ({copy.setting.name})"
        message = f"the API of {cluster.name} is at {here}, and at {address} elsewhere"
        yield StaleCopy(cluster, copy.place, message, at, str(address))


def _stale_certificate_name(
    cluster: Cluster, copies: list[_CopiedPrefix], known: _Addresses, taken: Collection[IPAddress]
) -> Iterator[StaleCopy]:
    """The address in a certificate's names, if it is stale. Several addresses there may be the nodes'."""
    if len(copies) == 1 and copies[0].address not in {address for address, _ in known}:
        for stale in _stale_api_address(cluster, copies[0], known, taken):
            names = f"{copies[0].setting.name} of the API of {cluster.name} has {copies[0].address}"
            yield stale._replace(message=f"{names}; the API is at {stale.shown}")


def _unknown_master(cluster: Cluster, copy: _CopiedPrefix, taken: Collection[IPAddress]) -> Iterator[StaleCopy]:
    """The address of a node in a variable, where none of the nodes on that network has it."""
    link = link_of(copy.address)
    near = [node for node in cluster.nodes if any(link_of(address) == link for address in node.addresses)]
    if len(near) >= _ENOUGH_NODES and copy.address not in taken:
        node = near[0]
        shown = f"{node.name} has {node.addresses[0]}"
        message = f"{copy.setting.name} of {cluster.name} is {copy.address}, which no machine here has: {shown}"
        yield StaleCopy(cluster, copy.place, message, node.place_of_address(0), str(node.addresses[0]))


def _stale_native_routes(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """Native routes of Cilium apart from the pods' ranges, or from those of the first file that has any.

    Where the pods' ranges are uncertain, only routes to the nodes' network are known to be wrong.
    """
    copies = _native_routes(plan, cluster)
    if not copies:
        return
    own = [(prefix, cluster.at("pods", 0)) for prefix in prefixes(plan, cluster, "pods") if prefix.version == 4]
    first = copies[0]
    others = own or ([(first.prefix, first.place)] if not cluster.pods else [])
    plugin = {*cluster.cni.native_routing, *cluster.cni.pods} if cluster.cni else set()
    for copy in copies:
        cidr = copy.prefix
        is_compared = own and cidr in plugin and not has_uncertain_ranges(plan, cluster)  # by the rule on plugins
        if cidr.version != 4 or cidr.prefixlen < _AGGREGATE_LENGTH or is_compared or not others:
            continue
        if not any(overlap(cidr, other) for other, _ in others):
            message = f"{copy.setting.name} is {cidr} here; the pods of {cluster.name} are {others[0][0]}"
            yield StaleCopy(cluster, copy.place, message, others[0][1], str(others[0][0]))


def _native_routes(plan: Observation, cluster: Cluster) -> list[_CopiedPrefix]:
    """The copies of Cilium's native routes; where the pods' ranges are uncertain, those that hold nodes."""
    copies = _copied_prefixes(plan, cluster, "native")
    if not copies or not has_uncertain_ranges(plan, cluster):
        return copies
    nodes = [address for node in cluster.nodes for address in node.addresses]
    return [copy for copy in copies if any(address in copy.prefix for address in nodes)]


def _routed_services(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """Native routes of Cilium that are the services' range, where the ranges of a cluster are uncertain otherwise."""
    services = prefixes(plan, cluster, "services") if has_uncertain_ranges(plan, cluster) else ()
    pods = [prefix for other in plan.clusters for prefix in prefixes(plan, other, "pods")]
    for copy in _copied_prefixes(plan, cluster, "native") if services else ():
        cidr = copy.prefix
        around = next((prefix for prefix in services if cidr in prefix), None)
        if around is not None and pods and not any(overlap(cidr, prefix) for prefix in pods):
            message = f"{copy.setting.name} is {cidr} here, of the services of {cluster.name} ({around}), not of pods"
            yield StaleCopy(cluster, copy.place, message, cluster.at("services", 0), str(around))


def _stale_pool_variables(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """Variables for a pool that overlap no pool, and are near one: on the same network, or one digit apart."""
    settings = _settings(plan, cluster, "pool")
    spans = [span for span in plan.pools if span.version == 4] if settings else []
    own = [span for span in spans if span.owner.cluster is cluster]
    for setting in settings if own else ():
        runs = _runs_of(setting)
        if any(overlap(span, run) for run in runs for span in spans):
            continue
        near = [span for span in own if any(_are_near(run, PlainRun(4, span.first, span.last)) for run in runs)]
        for span in near[:1]:
            shown = str(span.owner.balancer.pools[span.owner.which])
            message = (
                f"{setting.name} is {setting.shown} here; the pool of the load balancers of {cluster.name} is {shown}"
            )
            yield StaleCopy(cluster, setting.place(), message, span.owner.place, shown)


def _runs_of(setting: SettingCopy) -> list[PlainRun]:
    """The prefixes and ranges of a setting."""
    prefixes = [PlainRun(4, cidr.first, cidr.last) for cidr in setting.prefixes]
    return [*prefixes, *(PlainRun(4, int(span.first), int(span.last)) for span in setting.ranges)]


def _are_near(one: PlainRun, other: PlainRun) -> bool:
    """Whether two runs of addresses are on one network, or are prefixes one digit apart."""
    if link_of(IPAddress(one.first, 4)) == link_of(IPAddress(other.first, 4)):
        return True
    first, second = (
        IPNetwork((run.first, 32 - (run.last - run.first).bit_length()), version=4) for run in (one, other)
    )
    return one_digit_apart(first, second) and not are_numbered(first, second)


def _stale_dns_variables(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """DNS addresses in a default range for services, where the cluster's services have another range."""
    own = [prefix for prefix in prefixes(plan, cluster, "services") if prefix.version == 4]
    if not own or has_uncertain_ranges(plan, cluster):
        return
    for copy in _copied_prefixes(plan, cluster, "dns"):
        usual = any(copy.address in cidr for cidr in DEFAULT_RANGES["services"])
        if usual and not any(copy.address in cidr for network in plan.networks for cidr in network.family(4)):
            message = f"{copy.setting.name} is {copy.address}; the services of {cluster.name} are {own[0]}"
            yield StaleCopy(cluster, copy.place, message, cluster.at("services", 0), str(own[0]))


def _differing_dns(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """The address of the cluster's DNS, where another setting has another one of the services' range."""
    services = [prefix for prefix in prefixes(plan, cluster, "services") if prefix.version == 4]
    asked = _services_among(_settings(plan, cluster, "dns service"), services)
    copies = asked + _services_among(_settings(plan, cluster, "dns"), services)
    for setting, own in copies[1:] if asked else ():
        first, known = copies[0]
        if not set(own) & set(known) and not are_apart(plan.installations, setting.file, first.file):
            message = f"the DNS of {cluster.name} is {own[0]} here ({setting.name}), and {known[0]} by {first.name}"
            yield StaleCopy(cluster, setting.place(), message, first.place(), str(known[0]))
    if len(copies) == 1 and services and not has_uncertain_ranges(plan, cluster):
        yield from _unusual_dns(cluster, *copies[0], services)


def _services_among(
    settings: list[SettingCopy], services: list[IPNetwork]
) -> list[tuple[SettingCopy, list[IPAddress]]]:
    """Settings with the addresses that they have of the services' ranges, as far as those are known."""
    found = [(setting, [address for address in setting.addresses if address.version == 4]) for setting in settings]
    inside = [
        (setting, [address for address in own if not services or any(address in prefix for prefix in services)])
        for setting, own in found
    ]
    return [(setting, own) for setting, own in inside if own]


def _unusual_dns(
    cluster: Cluster, setting: SettingCopy, own: list[IPAddress], services: list[IPNetwork]
) -> Iterator[StaleCopy]:
    """The one setting of the DNS's address, which no kubelet of another setting asks: by custom it is the tenth."""
    usual = [IPAddress(prefix.first + _DNS_BY_CUSTOM, 4) for prefix in services]
    if setting.name == "clusterIP" and not set(own) & set(usual):
        message = f"the DNS of {cluster.name} is {own[0]}, and no file tells the nodes so: they ask {usual[0]}"
        yield StaleCopy(cluster, setting.place(), message, cluster.at("services", 0), str(usual[0]))


def _stale_subnets(plan: Observation, cluster: Cluster) -> Iterator[StaleCopy]:
    """The network below one of Talos' two keys, where nothing is in it and that of the other key is in use."""
    networks = map(plan.network, cluster.node_networks)
    keyed = [(network, key) for network in networks if network is not None and (key := _subnet_key(network))]
    files = {network.at("cidr").file for network, _ in keyed}
    if len(keyed) != len(_SUBNET_KEYS) or len({key for _, key in keyed}) != len(_SUBNET_KEYS) or len(files) != 1:
        return
    held = [network for network, _ in keyed if _is_in_use(plan, network)]
    reported = {empty.network.id for empty in empty_node_networks(plan)}
    for empty, key in keyed if len(held) == 1 else ():
        if empty is not held[0] and empty.id not in reported and one_octet_apart(empty.cidrs[0], held[0].cidrs[0]):
            here = f"{empty.cidr} here ({key})"
            message = f"the nodes of {cluster.name} are on {here}, and on {held[0].cidr} elsewhere"
            yield StaleCopy(cluster, empty.at("cidr"), message, held[0].at("cidr"), held[0].cidr)


def _subnet_key(network: Network) -> str:
    """The key of Talos that a network stands below, or an empty text."""
    place = network.at("cidr")
    lines = place.source.lines[max(place.line - _KEY_DISTANCE, 0) : place.line]
    return next((key for line in reversed(lines) for key in _SUBNET_KEYS if key in line), "")


def _is_in_use(plan: Observation, network: Network) -> bool:
    """Whether a network holds anything known: a machine, a service, an end of a session."""
    ends = (as_address(text) for session in plan.sessions for text in (session.peer, session.local))
    inside = any(network.holds(claim.address) for claim in plan.claims)
    return inside or any(network.holds(end) for end in ends if end is not None)
