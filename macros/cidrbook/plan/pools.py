"""Where load balancers take addresses from: each pool, however it is written, as runs of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from netaddr import IPNetwork

from cidrbook.net.ip import AddressRange
from cidrbook.net.spans import Span
from cidrbook.plan.cluster import Cluster, LoadBalancer
from cidrbook.plan.network import Network
from cidrbook.text.finding import Related
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
        name = f"{self.network.name} ({self.network.cidr})" if self.network else str(written)
        return f"the pool {name} of {self.cluster.name}"

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


_WHOLE = 250
"""So many addresses are those of a whole network, or more: what pins all its services may have such a pool."""


def is_chosen(span: Span[Pool]) -> bool:
    """Whether a pool was chosen address by address, and is not simply a whole network."""
    return span.last - span.first + 1 < _WHOLE


def pool_spans(clusters: Iterable[Cluster], network: Callable[[str], Network | None]) -> Iterator[Span[Pool]]:
    """The addresses of every pool. A pool that is a network lies in that network's scope, others in the cluster's."""
    for cluster in clusters:
        for balancer in cluster.load_balancers:
            for which, written in enumerate(balancer.pools):
                named = network(written) if isinstance(written, str) else None
                pool = Pool(cluster, balancer, which, named)
                scope = named.scope if named else cluster.scope
                for part in named.cidrs if named else () if isinstance(written, str) else (written,):
                    yield Span((scope, _version(part)), *_ends(part), pool)


def _version(part: IPNetwork | AddressRange) -> int:
    return int(part.first.version if isinstance(part, AddressRange) else part.version)


def _ends(part: IPNetwork | AddressRange) -> tuple[int, int]:
    return int(part.first), int(part.last)
