"""The values that a key may have: names of the plan, products, roles, and the next available addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from cidrbook.drift.comparison import Comparison
from cidrbook.editor.words import key_at
from cidrbook.plan.entry import Addressed, Entry
from cidrbook.plan.network import ROLES, Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.availability import available_addresses, taken_elsewhere
from cidrbook.plan.views.product_names import PRODUCTS
from cidrbook.text.source import Source

_ADDRESSES = 3
"""So many free addresses are offered of each family: the lowest, and two more to choose from."""


def completions(comparison: Comparison, source: Source, line: int, column: int) -> list[str]:
    """What may be written at a line and column of a file of the plan, both from 1."""
    key, plan = key_at(source, line, column), comparison.plan
    if key in ("address", "addresses"):
        return [str(address) for address in _free_addresses(comparison, source, line)]
    return sorted(set(_VALUES[key](plan))) if key in _VALUES else []


def _free_addresses(comparison: Comparison, source: Source, line: int) -> Iterator[object]:
    network = network_at(comparison.plan, source, line)
    if network is None:
        return
    elsewhere = taken_elsewhere(comparison.observations)
    for version in sorted({int(prefix.version) for prefix in network.cidrs}):
        yield from islice(available_addresses(comparison.plan, network, version, elsewhere), _ADDRESSES)


def network_at(plan: Plan, source: Source, line: int) -> Network | None:
    """The network that a line of a file belongs to: the last that begins at or above it."""
    begun = [(network.at().line, network) for network in plan.networks if network.origin.source.file == source.file]
    return max((each for each in begun if each[0] <= line), key=lambda each: each[0], default=(0, None))[1]


def _network_ids(plan: Plan) -> Iterable[str]:
    return (network.id for network in plan.networks)


def _machine_ids(plan: Plan) -> Iterable[str]:
    return (entry.id for entry in plan.entries if isinstance(entry, Addressed))


def _router_ids(plan: Plan) -> Iterable[str]:
    return (router.id for router in plan.routers)


def _thing_ids(plan: Plan) -> Iterable[str]:
    yield from _machine_ids(plan)
    yield from (cluster.id for cluster in plan.clusters)


def _policy_ends(plan: Plan) -> Iterable[str]:
    yield from _network_ids(plan)
    yield from _thing_ids(plan)


def _values_of_key(key: str) -> Callable[[Plan], Iterable[str]]:
    """The values that objects of the plan have of a key already."""

    def values(plan: Plan) -> Iterator[str]:
        entries: Iterable[Entry] = plan.entries
        yield from (str(value) for entry in entries if (value := getattr(entry, key, None)))

    return values


_VALUES: Mapping[str, Callable[[Plan], Iterable[str]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("parent", "networks", "announces", "peer_announces", "pools", "node_network", "network"), _network_ids
        ),
        **dict.fromkeys(("on", "dhcp_server"), _machine_ids),
        **dict.fromkeys(("runs_on", "local", "peer", "leads_to"), _thing_ids),
        **dict.fromkeys(("from", "to"), _policy_ends),
        "router": _router_ids,
        "site": lambda plan: (*(site.id for site in plan.sites), *_values_of_key("site")(plan)),
        "product": lambda plan: (*PRODUCTS, *_values_of_key("product")(plan)),
        "role": lambda plan: (*ROLES, *_values_of_key("role")(plan)),
        "vlan": lambda plan: (*(str(vlan.id) for vlan in plan.vlans), *_values_of_key("vlan")(plan)),
    }
)
"""What a value may be, by its key."""
