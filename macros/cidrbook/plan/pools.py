"""Where load balancers take addresses from: each pool, however it is written, as runs of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from netaddr import IPAddress, IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Span
from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.network import Network
from cidrbook.text.finding import Related
from cidrbook.text.regex import regex
from cidrbook.text.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """One of the pools of a load balancer. `network` is the network whose id it is, if it is one."""

    cluster: Cluster
    balancer: LoadBalancer
    which: int
    network: Network | None

    @property
    def shown(self) -> str:
        """The pool as messages name it."""
        written = self.balancer.pools[self.which]
        prefix = str(self.network.cidr) if self.network else str(written)
        name = self.balancer.name or (self.network.name if self.network else "")
        return f"the pool {f'{name} ({prefix})' if name else prefix} of {self.cluster.name}"

    @property
    def is_prefix(self) -> bool:
        """Whether it is written as a prefix, or is a network."""
        return not isinstance(self.balancer.pools[self.which], AddressRange)

    @property
    def place(self) -> Place:
        """Where the pool was written."""
        return self.balancer.at("pools", self.which)

    @property
    def related(self) -> Related:
        """Its place, for a problem that it is a party to."""
        return Related(at=self.place, message=f"{self.shown} is written here")

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of its cluster and, if it is one, of its network."""
        return (self.cluster.id, self.network.id) if self.network else (self.cluster.id,)


_RELEASE = regex(r"v?([0-9]{1,4})\.([0-9]{1,4})(?![0-9])")
_ASSIGNING = (3, 29)
"""From 3.29 on, Calico assigns addresses to services; before, it announced what others assigned."""

_WITH_EDGES = (1, 16)
"""From 1.16 on, Cilium hands out the first and the last address of a prefix where `allowFirstLastIPs` is not set."""

_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
_FEW = 2
"""A prefix of one or two addresses has no first and last one to leave out."""

_WHOLE = 250
"""So many addresses are those of a whole network, or more: what pins all its services may have such a pool."""


def is_chosen(span: Span[Pool]) -> bool:
    """Whether a pool was chosen address by address, and is not simply a whole network."""
    return span.last - span.first + 1 < _WHOLE


def only_announces(balancer: LoadBalancer) -> bool:
    """Whether a balancer is known to announce its pools only, and to assign nothing: Calico before 3.29."""
    return _is_before(balancer, "calico", _ASSIGNING)


def may_only_announce(balancer: LoadBalancer) -> bool:
    """Whether a balancer may be one that only announces: Calico's ranges for BGP where nothing says its release."""
    announces = balancer.product.lower() == "calico" and balancer.mode == "bgp" and not balancer.version
    return announces or only_announces(balancer)


def is_disabled(balancer: LoadBalancer) -> bool:
    """Whether the pools hand out nothing: Cilium's `disabled`."""
    return _option(balancer, "disabled") in _YES


def withheld(span: Span[Pool], address: IPAddress) -> str:
    """Why a pool does not hand out one of its addresses; nothing where it does."""
    balancer, number = span.owner.balancer, int(address)
    if is_disabled(balancer):
        return "the pool is disabled"
    if address.version == 4 and _option(balancer, "avoidbuggyips") in _YES and number & 0xFF in (0, 0xFF):
        return "`avoidBuggyIPs` leaves out addresses that end in .0 and .255"
    is_edge = number in (span.first, span.last) and span.size > _FEW and span.owner.is_prefix
    return _without_edges(balancer) if is_edge else ""


def _without_edges(balancer: LoadBalancer) -> str:
    """Why the first and the last address of a prefix are not handed out; nothing where they are."""
    allowed = _option(balancer, "allowfirstlastips")
    if allowed in _NO:
        return "`allowFirstLastIPs` leaves out the first and the last address of a prefix"
    if not allowed and _is_before(balancer, "cilium", _WITH_EDGES):
        return "Cilium before 1.16 leaves out the first and the last address of a prefix"
    return ""


def _is_before(balancer: LoadBalancer, product: str, first: tuple[int, int]) -> bool:
    """Whether a balancer is known to be a release of a product before another."""
    release = _RELEASE.match(balancer.version)
    written = (int(release[1]), int(release[2])) if release else first
    return balancer.product.lower() == product and written < first


def _option(balancer: LoadBalancer, name: str) -> str:
    """A setting by the product's name, in lower case; nothing where it is not set."""
    return next((value.lower() for key, value in balancer.options.items() if key.lower() == name), "")


def pool_spans(
    clusters: Iterable[Cluster], network: Callable[[str], Network | None], *, disabled: bool = False
) -> Iterator[Span[Pool]]:
    """The addresses of every pool. A pool that is a network lies in that network's scope, others in the cluster's.

    Either those that hand out addresses, or those that are `disabled`.
    """
    for cluster in clusters:
        for balancer in (balancer for balancer in cluster.load_balancers if is_disabled(balancer) is disabled):
            for which, written in enumerate(balancer.pools):
                named = network(written) if isinstance(written, str) else None
                pool = Pool(cluster, balancer, which, named)
                scope = named.scope if named else cluster.scope
                for part in named.cidrs if named else () if isinstance(written, str) else (written,):
                    yield Span((scope, _version(part)), *_pool_ends(part), pool)


def _version(part: IPNetwork | AddressRange) -> int:
    return int(part.first.version if isinstance(part, AddressRange) else part.version)


def _pool_ends(part: IPNetwork | AddressRange) -> tuple[int, int]:
    return int(part.first), int(part.last)
