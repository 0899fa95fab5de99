"""Two origins announce the same prefix.

A router uses the better of two routes, or spreads traffic over both, and half of it arrives at the
wrong place. The nodes of a cluster are one origin, a router that passes on routes is none, and
machines that share an address have `shared: true`. Two clusters with one pool, or one range for
pods or services, are reported by other rules.

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
  - {name: core, asn: 64514, addresses: 10.3.42.2/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: calico, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1, announces: pool}
    - {local: core, peer: edge, peer_address: 10.3.42.1, announces: pool} # B625: 69
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 10.3.42.0/24}
  - {name: pool, cidr: 10.3.69.0/24, role: load-balancer}
routers:
  - {name: edge, asn: 64512, addresses: 10.3.42.1/24}
  - {name: core, asn: 64514, addresses: 10.3.42.2/24}
clusters:
  - name: home
    nodes: {name: k8s-0, address: 10.3.42.10}
    load_balancers:
      - {product: calico, mode: bgp, asn: 64513, pools: pool}
bgp:
  sessions:
    - {local: home, peer: edge, peer_address: 10.3.42.1, announces: pool}
    - {local: core, peer: edge, peer_address: 10.3.42.1, announces: servers}
```

Source: [RFC 1930](https://www.rfc-editor.org/rfc/rfc1930#section-7), section 7: a prefix comes from one AS.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Cluster
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.announcements import Announcement, Part, announcements, is_own, meets, once
from cidrbook.plan.views.peering import SessionEnd, peerings
from cidrbook.text.finding import Problem, Related, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes that a cluster and something else announce, each pair once; not those of two routers."""
    origins = _Origins(plan)
    announced: dict[Hashable, dict[Hashable, Announcement]] = defaultdict(dict)
    for announcement in once(announcements(plan)):
        for part in announcement.parts:
            announced[part[:3]].setdefault(_origin(announcement.sender), announcement)
    seen: set[tuple[tuple[int, bool, int], ...]] = set()
    for by_origin in announced.values():
        for first, again in origins.meeting(list(by_origin.values()) if len(by_origin) > 1 else []):
            if (first.key, again.key) not in seen:
                seen.add((first.key, again.key))
                yield _problem(first, again)


def _origin(side: SessionEnd) -> Hashable:
    """The sender's cluster, or its machine."""
    instance = side.instance
    return (
        instance.cluster.id
        if instance and instance.cluster
        else instance.machine.id
        if instance and instance.machine
        else side.name
    )


class _Origins:
    """The routes that each speaker gets from its neighbours, and may pass on."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        told: dict[str, list[Span[Part]]] = defaultdict(list)
        for announcement in announcements(plan):
            told[_origin_key(announcement.receiver)].extend(announcement.parts)
        self._told = {key: Spans(parts) for key, parts in told.items()}
        self._silent: dict[str, set[str]] = defaultdict(set)
        for peering in peerings(plan):
            for side, other in peering.sides:
                if other.instance and not other.said("announces"):
                    self._silent[_origin_key(side)].add(_origin_key(other))

    def meeting(self, found: list[Announcement]) -> Iterator[tuple[Announcement, Announcement]]:
        """The first cluster, and each true origin beside it."""
        first = next((announcement for announcement in found if _announcing_cluster(announcement)), None)
        for announcement in found if first and not self._is_shared(first) else ():
            if first and announcement is not first and self._is_another(first, announcement):
                yield first, announcement

    def _is_another(self, first: Announcement, announcement: Announcement) -> bool:
        """Whether the second is an origin, and no other rule says so already."""
        if _announcing_cluster(announcement):
            both = is_own(self._plan, first), is_own(self._plan, announcement)
            return False not in both and both != (True, True)
        return (
            announcement.sender.instance is not None
            and not self._passes_on(announcement)
            and is_own(self._plan, announcement) is not False
        )

    def _passes_on(self, announcement: Announcement) -> bool:
        """Whether it was told, or may have been by a neighbour of which the plan does not say what it announces."""
        sender = _origin_key(announcement.sender)
        others = any(neighbour != _origin_key(announcement.receiver) for neighbour in self._silent[sender])
        return others or meets(announcement.parts, self._told.get(sender, Spans(())))

    def _is_shared(self, announcement: Announcement) -> bool:
        claims = (self._plan.held.meeting(*part[:3]) for part in announcement.parts if part.size == 1)
        return any(claim is not None and claim.owner.owner.shared for claim in claims)


def _origin_key(side: SessionEnd) -> str:
    return side.instance.key if side.instance else side.name


def _announcing_cluster(announcement: Announcement) -> Cluster | None:
    return announcement.sender.instance.cluster if announcement.sender.instance else None


def _problem(first: Announcement, again: Announcement) -> Problem:
    return Problem(
        at=again.place,
        message=f"{again.origin} announces {again.shown}, and so does {first.origin}",
        related=(Related(at=first.place, message=f"{first.origin} announces it here"),),
        hint=f"announce it at one of them only: {first.origin} or {again.origin}",
        parties=tuple(dict.fromkeys((*again.parties, *first.parties))),
    )
