"""The ranges of a network: gateways, virtual addresses, DHCP, pools, networks inside, and the largest free one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from netaddr import IPAddress

from cidrbook.net.spans import Span
from cidrbook.pages.grid import KINDS
from cidrbook.pages.markup import escape
from cidrbook.pages.notation import amount, dashed
from cidrbook.pages.rows import NetworkRow, by_network
from cidrbook.pages.table import Column, Table
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import cached_view
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.allocation import WIDTH
from cidrbook.plan.views.product_names import product_name
from cidrbook.plan.views.usage import State, inside, runs

_LETTER = Markup('<i data-s="{}" aria-hidden="true"></i> {}')


@dataclass(frozen=True, eq=False)
class RangeRow(NetworkRow):
    """Addresses of a network from `first` to `last`, which are for one thing."""

    state: State
    version: int
    first: int
    last: int
    used_by: str = ""
    note: str = ""
    """What its kind is called, where it is not that of its state."""

    @property
    def kind(self) -> Markup:
        """The letter that its cells have, and the word for it."""
        letter, word = KINDS[self.state]
        return _LETTER.format(letter, escape(self.note or word))

    @property
    def text(self) -> str:
        """Its addresses, as they are written."""
        first, last = (str(IPAddress(number, self.version)) for number in (self.first, self.last))
        size = self.last - self.first + 1
        if self.state in ("pool", "subnet") and size & (size - 1) == 0 and self.first % size == 0:
            return f"{first}/{WIDTH[self.version] - size.bit_length() + 1}"
        return first if first == last else dashed(first, last)


def ranges(plan: Plan, network: Network) -> list[RangeRow]:
    """The ranges by address, and the largest free one of IPv4 last."""
    found = sorted(_range_rows(plan, network), key=lambda row: (row.version, row.first, row.last))
    return [*found, *_largest_free(plan, network)]


def _range_rows(plan: Plan, network: Network) -> Iterator[RangeRow]:
    for address in network.gateways:
        names = plan_names(plan).get((network.scope, address.version, int(address)), {})
        yield RangeRow(plan, network, "gateway", address.version, int(address), int(address), ", ".join(names))
    for holder in by_network(plan).get(id(network), ()):
        if isinstance(holder.owner, VirtualAddress):
            for address in holder.addresses:
                number = int(address)
                yield RangeRow(plan, network, "virtual", address.version, number, number, holder.owner.name)
    servers = ", ".join(host.name for server in network.dhcp_servers if (host := plan.host(server)))
    for part in network.dhcp:
        yield RangeRow(plan, network, "dhcp", part.first.version, int(part.first), int(part.last), servers)
    for kept in network.reserved:
        words = ": ".join(filter(None, (kept.name or ", ".join(kept.for_), kept.purpose)))
        yield RangeRow(plan, network, "reserved", kept.first.version, int(kept.first), int(kept.last), words)
    for span in pools_of(plan).get(id(network), []):
        balancer = product_name(span.owner.balancer.product)
        by = f"{balancer} of {span.owner.cluster.name}"
        yield RangeRow(plan, network, "pool", span.domain[1], span.first, span.last, by)
    for within in inside(plan, network):
        name = getattr(within.owner, "name", "")
        yield RangeRow(plan, network, "subnet", within.domain[1], within.first, within.last, name)


def _largest_free(plan: Plan, network: Network) -> Iterator[RangeRow]:
    free = [
        run for cidr in network.cidrs if cidr.version == 4 for run in runs(plan, network, cidr) if run.state == "free"
    ]
    if free:
        largest = max(free, key=lambda run: run.size)
        yield RangeRow(plan, network, "free", 4, largest.first, largest.last, note="largest free range")


@cached_view
def plan_names(plan: Plan) -> dict[tuple[tuple[str, str], int, int], dict[str, None]]:
    """The names of what has each address, by scope, IP version and number."""
    found: dict[tuple[tuple[str, str], int, int], dict[str, None]] = defaultdict(dict)
    for scope, address, owner, _ in plan.claims:
        found[scope, address.version, int(address)][owner.name] = None
    return found


@cached_view
def pools_of(plan: Plan) -> dict[int, list[Span[Pool]]]:
    """The pools of each network: those that are it, and those that begin in it."""
    found: dict[int, list[Span[Pool]]] = defaultdict(list)
    for span in plan.pools:
        network = span.owner.network or plan.space.covering(span.domain[0], IPAddress(span.first, span.domain[1]))
        found[id(network)].append(span)
    return found


RANGES: Table[RangeRow] = Table(
    macro="network_page",
    label="Ranges",
    columns={
        "kind": Column("Type", lambda row: [row.kind], plain=True),
        "addresses": Column("Addresses", lambda row: [row.text], code=True, plain=True),
        "used_by": Column("Used by", lambda row: [row.used_by], plain=True),
        "size": Column("Count", lambda row: [amount(row.last - row.first + 1)], number=True, side=True, plain=True),
    },
    usual=("kind", "addresses", "used_by", "size"),
    always=("kind", "addresses", "size"),
    sorts={},
    anchor=lambda _: "",
)
