"""Cluster ranges copied into settings of apps, and which of those copies are stale.

Settings also name other networks, which may be in no file. So a network is a candidate only if it holds nothing that
is known. It counts as a stale copy if it is a default range of clusters, if a VPN routes it for the cluster, if it is
one digit apart from a range of the cluster that is missing in the setting, or if the setting's name says which range
it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.net.spans import PlainRun, overlap
from cidrbook.net.typos import are_numbered, one_digit_apart
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.cluster_ranges import PURPOSES, prefixes
from cidrbook.repository.installation import are_apart
from cidrbook.repository.observation import Observation
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

DEFAULT_RANGES = {
    "pods": frozenset(map(IPNetwork, ("10.42.0.0/16", "10.244.0.0/16", "10.69.0.0/16"))),
    "services": frozenset(map(IPNetwork, ("10.43.0.0/16", "10.96.0.0/12", "10.96.0.0/16"))),
}
"""The ranges of k3s, of kubeadm and Talos, and of the cluster templates that labs begin with."""

_KINDS = frozenset({"proxies", "trust", "out", "route", "policy", "range"})
"""The kinds of settings whose networks are copies of a cluster's ranges."""

_NUMBER = regex(r"_?[0-9]{1,2}$")
_CLUSTER_LENGTHS = range(12, 19)
"""The prefix lengths of cluster ranges: distributions take a /12 to a /16, and small labs go down to a /18."""

_TOO_MANY = 1 << 20
"""A block of so many addresses is an aggregate, as 10.0.0.0/8: it does not make the addresses in it known."""

_LINK_LENGTHS = range(20, 29)
"""The prefix lengths of networks with nodes: a lab's LAN is a /24, give or take four bits."""


class StaleRange(NamedTuple):
    """A network of a setting that is none of the cluster's, and the ranges that it should be."""

    setting: SettingCopy
    which: int
    cluster: Cluster
    purpose: str
    ranges: tuple[IPNetwork, ...]
    known: Place

    @property
    def cidr(self) -> IPNetwork:
        """The stale network."""
        return self.setting.prefixes[self.which]


class _GroupedSetting(NamedTuple):
    """A setting, the networks of all settings numbered like it, and the addresses that anything else has."""

    written: SettingCopy
    group: Sequence[IPNetwork]
    known: Sequence[PlainRun]

    def names(self, ranges: Sequence[IPNetwork]) -> bool:
        """Whether the setting has an address of a range."""
        return any(overlap(cidr, own) for cidr in self.group for own in ranges)

    def unknown_networks(self) -> Iterator[tuple[int, IPNetwork]]:
        """The IPv4 networks of the setting that hold nothing known, with their index."""
        for which, cidr in enumerate(self.written.prefixes):
            if cidr.version == 4 and cidr.value == cidr.first and not any(overlap(cidr, run) for run in self.known):
                yield which, cidr


@cached_view
def stale_ranges(plan: Observation) -> tuple[StaleRange, ...]:
    """The copies of a cluster's ranges that differ from the repository."""
    settings = plan.settings_for(*_KINDS)
    if not settings:
        return ()
    known = _known_runs(plan)
    groups: dict[tuple[str, str, str], list[IPNetwork]] = defaultdict(list)
    for setting in settings:
        groups[_group_of(setting)] += setting.prefixes
    ids = {cluster.id: cluster for cluster in plan.clusters}
    found: list[StaleRange] = []
    for setting in settings:
        cluster = ids.get(setting.cluster)
        if cluster and not has_uncertain_ranges(plan, cluster):
            found += _stale_in_setting(plan, cluster, _GroupedSetting(setting, groups[_group_of(setting)], known))
    return tuple(one for one in found if not are_apart(plan.installations, one.setting.file, one.known.file))


def _group_of(setting: SettingCopy) -> tuple[str, str, str]:
    """What is equal for the parts of one setting: `TRUSTED_PROXY_1` and `TRUSTED_PROXY_2` of a file."""
    return setting.cluster, setting.file, _NUMBER.sub("", setting.name)


def _stale_in_setting(plan: Observation, cluster: Cluster, setting: _GroupedSetting) -> Iterator[StaleRange]:
    """The first stale copy of each of the cluster's ranges."""
    for purpose in PURPOSES:
        ranges, at = _ranges_of(plan, cluster, purpose)
        if not ranges or setting.names(ranges) or setting.written.role not in ("", purpose):
            continue
        for which, cidr in setting.unknown_networks():
            named = setting.written.role or (
                _is_cluster_sized(cidr) and _replaces(plan, cluster, setting, cidr, purpose)
            )
            if named:
                yield StaleRange(setting.written, which, cluster, purpose, ranges, at)
                break
    if setting.written.purpose == "proxies":
        yield from _stale_node_network(plan, cluster, setting)


def _ranges_of(plan: Observation, cluster: Cluster, purpose: str) -> tuple[tuple[IPNetwork, ...], Place]:
    """A cluster's IPv4 ranges and their place. Without pods, the one range that the network plugin routes natively."""
    own = tuple(prefix for prefix in prefixes(plan, cluster, purpose) if prefix.version == 4)
    if own or purpose != "pods" or cluster.pods or cluster.cni is None:
        return own, cluster.at(purpose, 0)
    routed = tuple(cidr for cidr in cluster.cni.native_routing if _is_cluster_sized(cidr))
    return (routed if len(cluster.cni.native_routing) == 1 else ()), cluster.cni.at("native_routing", 0)


def _replaces(plan: Observation, cluster: Cluster, setting: _GroupedSetting, cidr: IPNetwork, purpose: str) -> bool:
    """Whether an unknown network of a setting can only be meant as the cluster's range for a purpose."""
    own, _ = _ranges_of(plan, cluster, purpose)
    other = "services" if purpose == "pods" else "pods"
    if cidr in DEFAULT_RANGES[purpose]:
        return True
    if cidr.prefixlen != own[0].prefixlen or cidr in DEFAULT_RANGES[other]:
        return False
    both = bool(_ranges_of(plan, cluster, other)[0])
    return setting.written.purpose == "out" or (both and any(one_digit_apart(cidr, mine) for mine in own))


def _stale_node_network(plan: Observation, cluster: Cluster, setting: _GroupedSetting) -> Iterator[StaleRange]:
    """A network of trusted proxies one digit apart from that of the nodes, where the setting also names the pods."""
    links = [network for network in map(plan.network, cluster.node_networks) if network is not None]
    own = tuple(cidr for link in links for cidr in link.family(4) if cidr.prefixlen in _LINK_LENGTHS)
    pods, _ = _ranges_of(plan, cluster, "pods")
    if own and pods and setting.names(pods) and not setting.names(own):
        for which, cidr in setting.unknown_networks():
            if any(one_digit_apart(cidr, mine) and not are_numbered(cidr, mine) for mine in own):
                yield StaleRange(setting.written, which, cluster, "nodes", own, links[0].at("cidr"))
                break


def _is_cluster_sized(cidr: IPNetwork) -> bool:
    """Whether a prefix is as long as ranges of clusters are, without host bits."""
    return bool(cidr.version == 4 and cidr.prefixlen in _CLUSTER_LENGTHS and cidr.value == cidr.first)


def _known_runs(plan: Observation) -> list[PlainRun]:
    """The addresses of all objects and documents: a setting that names some of them is right."""
    networks = [PlainRun(cidr.version, cidr.first, cidr.last) for network in plan.networks for cidr in network.cidrs]
    claims = [PlainRun(claim.address.version, int(claim.address), int(claim.address)) for claim in plan.claims]
    pools = [PlainRun(span.version, span.first, span.last) for span in plan.pools]
    stated = [PlainRun(statement.version, statement.first, statement.last) for statement in plan.statements]
    return [run for run in (*networks, *claims, *pools, *stated) if run.last - run.first < _TOO_MANY]
