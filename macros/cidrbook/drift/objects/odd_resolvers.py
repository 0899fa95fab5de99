"""Resolvers that nothing here is, beside the one that most settings name: copies that were forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.objects.range_conflicts import has_uncertain_ranges
from cidrbook.drift.objects.stale_copy import StaleCopy
from cidrbook.net.ip import link_of
from cidrbook.net.typos import one_octet_apart
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.views.claimed_addresses import claimed_addresses
from cidrbook.plan.views.cluster_ranges import prefixes
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.clues.resolvers import FORWARD, RESOLVER
from cidrbook.repository.observation import Observation, nameless
from cidrbook.repository.parts.written_addresses import times_written
from cidrbook.repository.setting_copy import SettingCopy
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.regex import regex

_AGREEING = 2
"""So many settings name another resolver: then one that no other line knows is a copy of before."""
_ANYWHERE = ("", "")

_NAME_PART = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_OF_ANY_RESOLVER = word_set(
    f"dns name server servers nameserver nameservers resolver resolvers ip ips addr addrs address addresses {FORWARD}"
)
"""Words of settings that any resolver may be written in."""


@cached_view
def odd_resolvers(observation: Observation) -> tuple[StaleCopy, ...]:
    """The resolvers that differ in one octet from one that is known, and that nothing else here knows.

    Several of one file that differ from one and the same resolver are no copies of it: the lab has several.
    """
    settings = observation.settings_for(RESOLVER)
    times = Counter(setting.prefixes[0] for setting in settings)
    held = set(_known_routers(observation)) if settings else set()
    usual = {cidr for cidr, number in times.items() if number >= _AGREEING or cidr in held}
    examples = [setting for setting in settings if setting.prefixes[0] in usual]
    found = [odd for setting in settings for odd in _differing(observation, setting, examples, times)]
    alike = Counter((odd.at.file, odd.shown) for odd in found)
    return tuple(odd for odd in found if alike[odd.at.file, odd.shown] == 1)


def _known_routers(observation: Observation) -> Iterator[IPNetwork]:
    """The addresses of gateways, and of what clusters speak BGP with."""
    yield from (IPNetwork(address) for network in observation.networks for address in network.gateways)
    ends = (as_address(session.peer) for session in observation.sessions)
    yield from (IPNetwork(end) for end in ends if end is not None)


def _differing(
    observation: Observation, setting: SettingCopy, usual: list[SettingCopy], times: Counter[IPNetwork]
) -> Iterator[StaleCopy]:
    cidr = setting.prefixes[0]
    near = [
        other
        for other in usual
        if one_octet_apart(cidr, other.prefixes[0]) and _own_words(setting.name) <= _own_words(other.name)
    ]
    apart = setting.name == FORWARD or not any(other.file == setting.file for other in usual)
    if times[cidr] == 1 and near and apart and _is_stranger(observation, cidr.network, near[0].prefixes[0].network):
        usual_one = str(near[0].prefixes[0].network)
        message = (
            f"{setting.name} is {cidr.network}, which nothing else here knows; the resolver is {usual_one} elsewhere"
        )
        yield StaleCopy(None, setting.place(), message, near[0].place(), usual_one)


def _own_words(name: str) -> set[str]:
    """The words of a setting's name that say whose resolver is meant, or which one: `IOT_DNS`, `secondary_dns`."""
    return {word.lower() for word in _NAME_PART.findall(name)} - _OF_ANY_RESOLVER


def _is_stranger(observation: Observation, address: IPAddress, usual: IPAddress) -> bool:
    """Whether no other line has an address. Another network that is in use may have a resolver of its own."""
    if times_written(observation.sources, address) > 1:
        return False
    link = link_of(address)
    known = observation.space.covering(_ANYWHERE, address) is not None
    in_use = known or any(link_of(claimed) == link for claimed in claimed_addresses(observation))
    return link == link_of(usual) or not in_use


@cached_view
def resolvers_among_pods(observation: Observation) -> tuple[StaleCopy, ...]:
    """Resolvers in the pods' range of their cluster. A pod gets another address each time; DNS has a service's."""
    clusters = {cluster.id: cluster for cluster in observation.clusters if not nameless(observation, cluster)}
    found: list[StaleCopy] = []
    for setting in observation.settings_for(RESOLVER):
        cluster = clusters.get(setting.cluster)
        if cluster is not None and cluster.dns and not has_uncertain_ranges(observation, cluster):
            cidr = setting.prefixes[0]
            if any(cidr in pods for pods in prefixes(observation, cluster, "pods")):
                shown = str(cluster.dns[0])
                message = f"{setting.name} is {cidr.network}, an address of pods; the DNS of {cluster.name} is {shown}"
                found.append(StaleCopy(cluster, setting.place(), message, cluster.at("dns", 0), shown))
    return tuple(found)
