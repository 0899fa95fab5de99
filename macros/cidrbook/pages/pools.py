"""The pools that load balancers take addresses from, as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from netaddr import IPAddress

from cidrbook.drift.comparison import Comparison
from cidrbook.drift.objects import declared_and_observed
from cidrbook.drift.objects.declared_and_observed import Observed
from cidrbook.net.spans import Span
from cidrbook.pages.book import Book
from cidrbook.pages.choices import Choice
from cidrbook.pages.notation import address_key, amount, anchor, number_key
from cidrbook.pages.repository import HEADING, ONLY, link, wider
from cidrbook.pages.rows import Row
from cidrbook.pages.table import Column, Table
from cidrbook.plan.cluster import Cluster, Service
from cidrbook.plan.inventory import Inventory, cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.pools import Pool, withheld
from cidrbook.plan.views.allocation import AVOIDED
from cidrbook.plan.views.product_names import product_name


@dataclass(frozen=True, eq=False)
class PoolRow(Row):
    """A pool, as the runs of addresses that it has; `sights` are the same pool, or this one itself, in trees."""

    comparison: Comparison
    pool: Pool
    spans: tuple[Span[Pool], ...]
    sights: tuple[Observed[Pool], ...]

    @property
    def networks(self) -> tuple[Network, ...]:
        """The network that it is."""
        return (self.pool.network,) if self.pool.network else ()

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The cluster that it is of."""
        return (self.pool.cluster,)

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        """The VRF and site that its addresses are in."""
        return tuple(dict.fromkeys(span.domain[0] for span in self.spans))

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return sum(span.size for span in self.spans)

    @property
    def first(self) -> IPAddress:
        """Its first address."""
        return IPAddress(self.spans[0].first, self.spans[0].domain[1])

    @property
    def written(self) -> list[object]:
        """Its addresses, as prefixes or ranges."""
        return list(self.pool.network.cidrs) if self.pool.network else [self.pool.balancer.pools[self.pool.which]]

    @property
    def next_free(self) -> IPAddress | None:
        """Its lowest address that no service has and that the pool hands out."""
        pinned = _pinned(self.comparison)
        for span in self.spans:
            for number in range(span.first, span.last + 1):
                address = IPAddress(number, span.version)
                usual = span.version == 6 or number & 255 not in AVOIDED
                if usual and address not in pinned and not withheld(span, address):
                    return address
        return None

    @property
    def pinned(self) -> int:
        """How many addresses of it services are pinned to, in the plan or in a tree."""
        return sum(any(span.holds(address) for span in self.spans) for address in _pinned(self.comparison))


@cached_view
def _pinned(comparison: Comparison) -> frozenset[IPAddress]:
    claims = (claim for one in (comparison.plan, *comparison.observations) for claim in one.claims)
    return frozenset(claim.address for claim in claims if isinstance(claim.owner, Service))


@cached_view
def pool_rows(comparison: Comparison) -> tuple[PoolRow, ...]:
    """The pools of the plan, then those that only trees hold."""
    seen = declared_and_observed.pools(comparison)
    plan = comparison.plan
    spans = _spans_by_balancer(plan)
    alone = [(sight, _spans_by_balancer(sight.observation).get(id(sight.thing), ())) for sight in seen.undeclared]
    return (
        *(PoolRow(plan, comparison, its[0].owner, its, seen.declared.get(key, ())) for key, its in spans.items()),
        *(PoolRow(plan, comparison, sight.thing, its, (sight,)) for sight, its in alone if its),
    )


@cached_view
def _spans_by_balancer(plan: Inventory) -> dict[int, tuple[Span[Pool], ...]]:
    found: dict[int, list[Span[Pool]]] = defaultdict(list)
    for span in plan.pools:
        found[id(span.owner)].append(span)
    return {key: tuple(spans) for key, spans in found.items()}


_MODES = {"bgp": "BGP", "l2": "L2 (ARP, NDP)"}


def _product(row: PoolRow) -> list[str]:
    balancer = row.pool.balancer
    return [product_name(balancer.product, balancer.version)]


POOLS: Table[PoolRow] = Table(
    macro="pools_table",
    label="Pools",
    columns={
        "addresses": Column("Addresses", lambda row: row.written, code=True, key=lambda row: address_key(row.first)),
        "network": Column("Network", lambda row: (network.name for network in row.networks)),
        "cluster": Column("Cluster", lambda row: [row.pool.cluster.name]),
        "product": Column("Allocated by", _product),
        "mode": Column("Announced by", lambda row: [_MODES.get(row.pool.balancer.mode)]),
        "size": Column("Size", lambda row: [amount(row.size)], key=lambda row: number_key(row.size), number=True),
        "pinned": Column("Used", lambda row: [amount(row.pinned)], key=lambda row: number_key(row.pinned), number=True),
        "next": Column("Next free", lambda row: [row.next_free], code=True),
        "site": Column("Site", lambda row: dict.fromkeys(site for _, site in row.scopes)),
        "vrf": Column("VRF", lambda row: dict.fromkeys(vrf for vrf, _ in row.scopes)),
        "purpose": Column("Used for", lambda row: (network.purpose for network in row.networks)),
        "tags": Column("Tags", lambda row: row.tags),
    },
    usual=("addresses", "network", "cluster", "product", "mode", "size", "pinned", "next", "purpose"),
    always=("addresses",),
    sorts={
        "address": lambda row: (row.first.version, int(row.first)),
        "cluster": lambda row: (row.pool.cluster.name.lower(), row.first.version, int(row.first)),
        "size": lambda row: -row.size,
        "data": lambda _: 0,
    },
    anchor=lambda row: anchor("pool", f"{row.pool.cluster.id} {row.written[0]}"),
)


def pools_table(
    book: Book, columns: Choice = None, *, sort: str | None = None, observed: bool = True, **choices: Choice
) -> str:
    """The pools of load balancers as a table, in numeric order; `sort` may be `cluster` or `size`, too.

    What the plan's trees hold stands beside them, unless `observed` is false.
    """
    known = _spans_by_balancer(book.plan)
    rows = [row for row in pool_rows(book.comparison) if observed or id(row.pool) in known]
    column = Column[PoolRow](
        HEADING, lambda row: _pool_places(book, row, only=bool(known) and id(row.pool) not in known)
    )
    return wider(POOLS, column).shown(book.comparison, rows, columns, sort, choices)


def _pool_places(book: Book, row: PoolRow, *, only: bool) -> Iterator[object]:
    for sight in row.sights:
        yield link(book, sight.observation, sight.thing.place)
    if only:
        yield ONLY
