"""What import filters do not let in of what is announced."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, TypeAlias

from netaddr import IPNetwork

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.bgp import Accepted
from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.announcements import WIDTH, Announcement, Part, announcements, elsewhere
from cidrbook.plan.views.peering import EndDescription, SessionEnd, peerings
from cidrbook.plan.views.speakers import SpeakerInstance

_SINGLY = ("metallb", "cilium", "kube-vip", "kube-router")
"""Products that announce each service as a route of its own."""

_SCOPE = ("", "")

_DEFAULT_ROUTE = (0,)

Lengths: TypeAlias = tuple[tuple[int, ...], ...]
"""Alternatives: what is announced has all the lengths of one of them. None where nothing is known of it."""


class Refusal(NamedTuple):
    """Something announced of which a part is not let in; `length` is one that is missed, 0 where nothing is let in.

    `longest` is how long its routes get, 0 where that is not known.
    """

    announcement: Announcement
    description: EndDescription
    part: Span[Part]
    length: int
    longest: int


@cached_view
def refusals(plan: Inventory) -> dict[tuple[int, bool, int], list[Refusal]]:
    """What is announced, and not inside what the other end's filter lets in, by the key of the announcement."""
    filters = _Filters()
    refused: dict[tuple[tuple[int, bool, int], int], tuple[Span[Part], int, int] | None] = {}
    found: dict[tuple[int, bool, int], list[Refusal]] = defaultdict(list)
    for announcement in announcements(plan) if not plan.lost else ():
        description = next(
            (description for description in announcement.receiver.descriptions if description.accepts), None
        )
        if description:
            key = announcement.key, id(description.accepts)
            if key not in refused:
                refused[key] = _refused(plan, announcement, description.accepts, filters)
            if refusal := refused[key]:
                found[announcement.key].append(Refusal(announcement, description, *refusal))
    return dict(found)


def _refused(
    plan: Inventory, announcement: Announcement, accepts: tuple[Accepted, ...], filters: _Filters
) -> tuple[Span[Part], int, int] | None:
    """The first part that is not let in, with the length that it should be let in with, and its longest."""
    for part in announcement.parts if all(line.prefix is not None for line in accepts) else ():
        lengths = _lengths(plan, announcement, part)
        length = filters.refused(accepts, part, lengths)
        if length is not None:
            return part, length, max((length, *(lengths[0] if lengths else ())))
    return None


class _Filters:
    """What import filters let in, by length; each worked out once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], Spans[Accepted]] = {}

    def refused(self, accepts: tuple[Accepted, ...], part: Span[Part], lengths: Lengths) -> int | None:
        """A length that is not let in as it should be: 0 where nothing of it is. None where all is well.

        A filter that says nothing of the IP version is for the other one.
        """
        version = part.domain[1]
        if not any(accept.prefix is not None and accept.prefix.version == version for accept in accepts):
            return None
        if not self._of(accepts, 0).meeting((_SCOPE, version), part.first, part.last):
            return 0
        wrong = [
            next((number for number in lengths_ if self._has_gap(accepts, part, number)), None) for lengths_ in lengths
        ]
        return wrong[0] if wrong and None not in wrong else None

    def _has_gap(self, accepts: tuple[Accepted, ...], part: Span[Part], length: int) -> bool:
        gaps = self._of(accepts, length).gaps((_SCOPE, part.domain[1]), part.first, part.last)
        return next(gaps, None) is not None

    def _of(self, accepts: tuple[Accepted, ...], length: int) -> Spans[Accepted]:
        """What is let in of this length; of any for 0."""
        key = id(accepts), length
        if key not in self._found:
            fitting = (accept for accept in accepts if not length or _filter_takes(accept, length))
            self._found[key] = Spans(
                Span((_SCOPE, accepted.prefix.version), accepted.prefix.first, accepted.prefix.last, accepted)
                for accepted in fitting
                if accepted.prefix
            )
        return self._found[key]


def _filter_takes(accepted: Accepted, length: int) -> bool:
    shortest = accepted.prefix.prefixlen if accepted.prefix else 0
    return bool(shortest <= length <= max(shortest, accepted.max_length or 0))


class RefusedPool(NamedTuple):
    """A pool of a cluster that a router does not let in, as it is announced: `length`, or 0 where nothing of it is."""

    pool: Pool
    receiver: SessionEnd
    description: EndDescription
    length: int

    @property
    def written(self) -> object:
        """The pool as it is written."""
        return self.pool.balancer.pools[self.pool.which]


@cached_view
def refused_pools(plan: Inventory) -> tuple[RefusedPool, ...]:
    """The pools of a tree that a cluster announces, and a router lets in in none of its sessions with it."""
    filters = _Filters()
    heard: set[tuple[str, int]] = set()
    found: dict[tuple[str, int], RefusedPool] = {}
    pools = [pool for pool in plan.pools if pool.owner.balancer.mode == "bgp"]
    for peering in peerings(plan) if pools else ():
        for sender, receiver in peering.sides:
            if sender.instance and receiver.own and not (receiver.instance and receiver.instance.cluster):
                for span in (pool for pool in pools if pool.owner.cluster is sender.instance.cluster):
                    length = filters.refused(receiver.own.accepts, span, _of_pool_of(sender.instance, span))
                    key = receiver.where, id(span.owner)
                    refused = RefusedPool(span.owner, receiver, EndDescription(receiver.own), length or 0)
                    found.setdefault(key, refused) if length is not None else heard.add(key)
    return tuple(refused_pool for key, refused_pool in found.items() if key not in heard)


def _of_pool_of(instance: SpeakerInstance, span: Span[Pool]) -> Lengths:
    written = span.owner.balancer.pools[span.owner.which]
    whole = (int(written.prefixlen),) if isinstance(written, IPNetwork) else ()
    return _of_pool(instance, span.owner.balancer, Span(span.domain, span.first, span.last, written), whole)


def _lengths(plan: Inventory, announcement: Announcement, part: Span[Part]) -> Lengths:
    """How long the routes are that an end announces for a prefix or a range."""
    instance = announcement.sender.instance
    whole = (int(part.owner.prefixlen),) if isinstance(part.owner, IPNetwork) else ()
    if whole == _DEFAULT_ROUTE:
        return (whole,)
    if instance and instance.cluster:
        pool = plan.pools.meeting(*part[:3])
        own = pool is not None and pool.owner.cluster is instance.cluster
        return _of_pool(instance, pool.owner.balancer, part, whole) if pool and own else ()
    passed_on = elsewhere(plan).meeting(*part[:3])
    return (whole,) if whole and not passed_on else ()


def _of_pool(instance: SpeakerInstance, balancer: LoadBalancer, part: Span[Part], whole: tuple[int, ...]) -> Lengths:
    """The lengths of the routes for a pool, by what announces it."""
    singly = (WIDTH[part.domain[1]],)
    product = instance.speaker.product.lower()
    if any("aggregation" in name.lower() for name in (*instance.speaker.options, *balancer.options)):
        return ()
    if product in _SINGLY:
        return (singly,)
    if product == "calico":
        return ((*whole, *singly) if instance.cluster and _has_local(instance.cluster, part) else whole,)
    return (whole, singly) if whole else ()


def _has_local(cluster: Cluster, part: Span[Part]) -> bool:
    """Whether a service with the policy `Local` is pinned to an address there."""
    services = (service for service in cluster.pinned_services if service.external_traffic_policy == "Local")
    return any(part.holds(address) for service in services for address in service.addresses)
