"""Resolvers that nothing here is, beside the one that most settings name: copies that were forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netaddr import IPNetwork

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.drift.objects.stale_copy import StaleCopy, times_written
from cidrbook.net.ip import link_of
from cidrbook.net.typos import one_octet_apart
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.views.cluster_ranges import prefixes
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.clues.resolvers import FORWARD, RESOLVER
from cidrbook.repository.observation import Observation, nameless

_AGREEING = 2
"""So many settings name another resolver: then one that no other line knows is a copy of before."""
_ANYWHERE = ("", "")


@cached_view
def odd_resolvers(observation: Observation) -> tuple[StaleCopy, ...]:
    """The resolvers that differ in one octet from one that is known, and that nothing else here knows.

    Several of one file that differ from one and the same resolver are no copies of it: the lab has several.
    """
    settings = [network for _, network in observation.settings if network.purpose == RESOLVER]
    times = Counter(network.cidrs[0] for network in settings)
    held = set(_known_routers(observation)) if settings else set()
    usual = {cidr for cidr, number in times.items() if number >= _AGREEING or cidr in held}
    examples = [network for network in settings if network.cidrs[0] in usual]
    found = [odd for setting in settings for odd in _differing(observation, setting, examples, times)]
    alike = Counter((odd.at.file, odd.shown) for odd in found)
    return tuple(odd for odd in found if alike[odd.at.file, odd.shown] == 1)


def _known_routers(observation: Observation) -> Iterator[IPNetwork]:
    """The addresses of gateways, and of what clusters speak BGP with."""
    yield from (IPNetwork(address) for network in observation.networks for address in network.gateways)
    ends = (as_address(session.peer) for session in observation.sessions)
    yield from (IPNetwork(end) for end in ends if end is not None)


def _differing(
    observation: Observation, setting: Network, usual: list[Network], times: Counter[IPNetwork]
) -> Iterator[StaleCopy]:
    cidr, file = setting.cidrs[0], setting.at("cidr", 0).file
    near = [other for other in usual if one_octet_apart(cidr, other.cidrs[0])]
    apart = setting.name == FORWARD or not any(other.at("cidr", 0).file == file for other in usual)
    if times[cidr] == 1 and near and apart and times_written(observation, cidr.network) == 1:
        on_link = link_of(cidr.network) == link_of(near[0].cidrs[0].network)
        if on_link or observation.space.covering(_ANYWHERE, cidr.network) is None:
            usual_one = str(near[0].cidrs[0].network)
            here = f"{setting.name} is {cidr.network}, which nothing else here knows"
            message = f"{here}; the resolver is {usual_one} elsewhere"
            yield StaleCopy(None, setting.at("cidr", 0), message, near[0].at("cidr", 0), usual_one)


@cached_view
def resolvers_among_pods(observation: Observation) -> tuple[StaleCopy, ...]:
    """Resolvers in the pods' range of their cluster. A pod gets another address each time; DNS has a service's."""
    clusters = {cluster.id: cluster for cluster in observation.clusters if not nameless(observation, cluster)}
    found: list[StaleCopy] = []
    for name, setting in observation.settings:
        cluster = clusters.get(name) if setting.purpose == RESOLVER else None
        if cluster is not None and cluster.dns and not has_uncertain_ranges(observation, cluster):
            cidr = setting.cidrs[0]
            if any(cidr in pods for pods in prefixes(observation, cluster, "pods")):
                shown = str(cluster.dns[0])
                message = f"{setting.name} is {cidr.network}, an address of pods; the DNS of {cluster.name} is {shown}"
                found.append(StaleCopy(cluster, setting.at("cidr", 0), message, cluster.at("dns", 0), shown))
    return tuple(found)
