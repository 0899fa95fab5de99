"""Ranges of a cluster that settings of its apps repeat, and which of those copies are of another cluster, or of before.

Settings also name other networks, which may be in no file. So only those that hold nothing that is known are looked
at, and only where they are what a cluster is given by default, where they are let out of a VPN for the cluster's sake,
where one digit makes them a range of the cluster that is missing there, or where their name says which range they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.drift.objects.range_copies import unsure
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import PURPOSES, prefixes
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

USUAL = {
    "pods": frozenset(map(IPNetwork, ("10.42.0.0/16", "10.244.0.0/16", "10.69.0.0/16"))),
    "services": frozenset(map(IPNetwork, ("10.43.0.0/16", "10.96.0.0/12", "10.96.0.0/16"))),
}
"""The ranges that distributions and templates of clusters begin with."""

_KINDS = frozenset({"proxies", "trust", "out", "route", "policy", "range"})
"""What settings name networks for, where those are copies of a cluster's own."""

_NUMBER = re.compile(r"_?[0-9]{1,2}$")
_WIDEST, _NARROWEST = 12, 18
_TOO_MANY = 1 << 20
"""A block of so many addresses is all that is private, and makes none of them known."""

_LINK = (20, 28)
"""The lengths of prefixes that nodes are on."""


class Stale(NamedTuple):
    """A network of a setting that none of a cluster's is, and the range that it stands for."""

    setting: Network
    which: int
    cluster: Cluster
    purpose: str
    ranges: tuple[IPNetwork, ...]
    known: Place

    @property
    def cidr(self) -> IPNetwork:
        """The network."""
        return self.setting.cidrs[self.which]


class _Setting(NamedTuple):
    """A setting, all networks that it names together with those numbered like it, and all that anything else has."""

    network: Network
    beside: Sequence[IPNetwork]
    known: Sequence[tuple[int, int, int]]

    def names(self, own: Sequence[IPNetwork]) -> bool:
        """Whether it names something of a range."""
        return any(_meet(cidr, (4, it.first, it.last)) for cidr in self.beside for it in own)

    def strangers(self) -> Iterator[tuple[int, IPNetwork]]:
        """The networks of IPv4 in it that hold nothing that is known."""
        for which, cidr in enumerate(self.network.cidrs):
            if cidr.version == 4 and cidr.value == cidr.first and not any(_meet(cidr, pair) for pair in self.known):
                yield which, cidr


@cached_view
def stale(plan: Observation) -> tuple[Stale, ...]:
    """The copies of a cluster's ranges that are no longer so."""
    settings = [(name, other_network) for name, other_network in plan.trusted if other_network.purpose in _KINDS]
    if not settings:
        return ()
    known = _known(plan)
    beside: dict[tuple[str, str, str], list[IPNetwork]] = defaultdict(list)
    for name, network in settings:
        beside[_group(name, network)] += network.cidrs
    ids = {cluster.id: cluster for cluster in plan.clusters}
    return tuple(
        found
        for name, each_network in settings
        if (cluster := ids.get(name)) and not unsure(plan, cluster)
        for found in _of(plan, cluster, _Setting(each_network, beside[_group(name, each_network)], known))
    )


def _group(cluster: str, setting: Network) -> tuple[str, str, str]:
    """What settings are one that is written in parts: `TRUSTED_PROXY_1` and `TRUSTED_PROXY_2` of a file."""
    return cluster, setting.at("cidr").file, _NUMBER.sub("", setting.name)


def _of(plan: Observation, cluster: Cluster, setting: _Setting) -> Iterator[Stale]:
    for purpose in PURPOSES:
        own, at = _own(plan, cluster, purpose)
        if not own or setting.names(own) or setting.network.role not in ("", purpose):
            continue
        for which, cidr in setting.strangers():
            if setting.network.role or (_is_wide(cidr) and _stands_for(plan, cluster, setting, cidr, purpose)):
                yield Stale(setting.network, which, cluster, purpose, own, at)
                break
    if setting.network.purpose == "proxies":
        yield from _of_nodes(plan, cluster, setting)


def _own(plan: Observation, cluster: Cluster, purpose: str) -> tuple[tuple[IPNetwork, ...], Place]:
    """A range of a cluster, and where it stands; of pods, as the network plugin has it where nothing else says it."""
    own = tuple(prefix for prefix in prefixes(plan, cluster, purpose) if prefix.version == 4)
    if own or purpose != "pods" or cluster.pods or cluster.cni is None:
        return own, cluster.at(purpose, 0)
    routed = tuple(it for it in cluster.cni.native_routing if _is_wide(it))
    return (routed if len(cluster.cni.native_routing) == 1 else ()), cluster.cni.at("native_routing", 0)


def _stands_for(plan: Observation, cluster: Cluster, setting: _Setting, cidr: IPNetwork, purpose: str) -> bool:
    """Whether a network can only be meant as a cluster's range of a purpose."""
    own, _ = _own(plan, cluster, purpose)
    other = "services" if purpose == "pods" else "pods"
    if cidr in USUAL[purpose]:
        return True
    if cidr.prefixlen != own[0].prefixlen or cidr in USUAL[other]:
        return False
    both = bool(_own(plan, cluster, other)[0])
    return setting.network.purpose == "out" or (both and any(slip(cidr, it) for it in own))


def _of_nodes(plan: Observation, cluster: Cluster, setting: _Setting) -> Iterator[Stale]:
    """A network of proxies that one digit makes that of the nodes, where the setting names the cluster's pods, too."""
    links = [network for network in map(plan.network, cluster.node_networks) if network is not None]
    own = tuple(cidr for link in links for cidr in link.family(4) if _LINK[0] <= cidr.prefixlen <= _LINK[1])
    pods, _ = _own(plan, cluster, "pods")
    if own and pods and setting.names(pods) and not setting.names(own):
        for which, cidr in setting.strangers():
            if any(slip(cidr, it) and not is_numbered(cidr, it) for it in own):
                yield Stale(setting.network, which, cluster, "nodes", own, links[0].at("cidr"))
                break


def is_numbered(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two networks are as a plan of networks counts them: 10.0.10, 10.0.20, or 192.168.1, 192.168.2."""
    pairs = [pair for pair in zip(_octets(one), _octets(other), strict=True) if pair[0] != pair[1]]
    return all(len(min(pair, key=len)) < 2 or (pair[0].endswith("0") and pair[1].endswith("0")) for pair in pairs)


def slip(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two prefixes differ by one digit of one octet, or by two digits that changed places."""
    pairs = [pair for pair in zip(_octets(one), _octets(other), strict=True) if pair[0] != pair[1]]
    return one.version == 4 and one.prefixlen == other.prefixlen and len(pairs) == 1 and _slip(*pairs[0])


def _octets(cidr: IPNetwork) -> list[str]:
    return str(cidr.network).split(".") if cidr.version == 4 else []


def _slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        unlike = [place for place in range(len(long)) if short[place] != long[place]]
        return len(unlike) == 1 or short == long[::-1]
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _is_wide(cidr: IPNetwork) -> bool:
    return bool(cidr.version == 4 and _WIDEST <= cidr.prefixlen <= _NARROWEST and cidr.value == cidr.first)


def _meet(cidr: IPNetwork, span: tuple[int, int, int]) -> bool:
    version, first, last = span
    return bool(cidr.version == version and cidr.first <= last and first <= cidr.last)


def _known(plan: Observation) -> list[tuple[int, int, int]]:
    """All addresses that the plan or a document holds: what a setting names of them is meant."""
    networks = [(cidr.version, cidr.first, cidr.last) for network in plan.networks for cidr in network.cidrs]
    claims = [(claim.address.version, int(claim.address), int(claim.address)) for claim in plan.claims]
    pools = [(version, first, last) for (_, version), first, last, _ in plan.pools]
    said = [(statement.version, statement.first, statement.last) for statement in plan.statements]
    return [pair for pair in (*networks, *claims, *pools, *said) if pair[2] - pair[1] < _TOO_MANY]
