"""How much of a prefix is allocated, assigned and free, against counting address by address."""

from __future__ import annotations

import json
from collections import Counter
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from itertools import chain

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lab import some
from netaddr import IPNetwork

from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.allocation import WIDTH, Allocation, FreeBlock, allocations, blocks
from cidrbook.plan.views.usage import runs

BASE = {4: 10 << 24, 6: 0xFD << 120}
SPACE = 64
"""Random plans lie in the first addresses of 10.0.0.0/8 and fd00::/8: few enough to count them."""


def text(version: int, number: int) -> str:
    kind: type[IPv4Network | IPv6Network] = IPv4Network if version == 4 else IPv6Network
    return str(kind(BASE[version] + number).network_address)


def prefix(version: int, number: int, bits: int) -> str:
    return f"{text(version, number >> bits << bits)}/{WIDTH[version] - bits}"


VERSIONS = st.sampled_from([4, 6])
NUMBERS = st.integers(0, SPACE - 1)
PREFIXES = st.builds(prefix, VERSIONS, NUMBERS, st.integers(0, 6))
ADDRESSES = st.builds(text, VERSIONS, NUMBERS)
RANGES = st.builds(
    lambda version, ends: f"{text(version, min(ends))}-{text(version, max(ends))}",
    VERSIONS,
    st.tuples(NUMBERS, NUMBERS),
)
SCOPES = st.sampled_from(["", "", "", "cabin"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Networks that overlap at will, with hosts, gateways, DHCP ranges and reservations; a cluster with a pool."""
    networks = [
        {
            "name": f"n{index}",
            "cidr": draw(st.lists(PREFIXES, min_size=1, max_size=2)),
            "role": draw(st.sampled_from(["", "", "container", "pods"])),
            "site": draw(SCOPES),
            "vlan": draw(st.none() | st.just(5)),
            "gateway": draw(st.lists(ADDRESSES, max_size=1)),
            "dhcp": draw(st.lists(RANGES, max_size=1)),
            "reserved": draw(st.lists(RANGES, max_size=1)),
            "hosts": [
                {"name": f"h{index}-{number}", "address": [address]}
                for number, address in enumerate(draw(st.lists(ADDRESSES, max_size=3)))
            ],
        }
        for index in range(draw(st.integers(1, 7)))
    ]
    cluster = {
        "name": "c",
        "pods": draw(st.lists(st.sampled_from(["n0", "n1", "nobody"]), max_size=1)),
        "load_balancers": [{"product": "metallb", "pools": draw(st.lists(RANGES | PREFIXES, max_size=1))}],
    }
    return plan_of({"networks": networks, "clusters": draw(st.sampled_from([[], [cluster]]))})


def plan_of(data: dict[str, object]) -> Plan:
    return parse({"plan.yaml": json.dumps(data)})


def shown(found: Allocation) -> tuple[str, object, int, int, int]:
    return found.block.network.name, found.block.prefix, found.allocated, found.assigned, found.free


def taken(plan: Plan) -> set[tuple[object, int]]:
    """Every address that anything has, by domain, one by one."""
    spans = chain(plan.held, plan.leases, plan.pools)
    have: set[tuple[object, int]] = {
        (span.domain, number) for span in spans for number in range(span.first, span.last + 1)
    }
    for network in plan.networks:
        have |= {((network.scope, gateway.version), int(gateway)) for gateway in network.gateways}
        for part in network.reserved:
            have |= {
                ((network.scope, part.first.version), number) for number in range(int(part.first), int(part.last) + 1)
            }
    for name in (name for cluster in plan.clusters for name in cluster.pods):
        pods = plan.network(name)
        for cidr in pods.cidrs if pods else ():
            have |= (
                {((pods.scope, cidr.version), number) for number in range(cidr.first, cidr.last + 1)} if pods else set()
            )
    return have


def edges(plan: Plan, found: Allocation) -> set[int]:
    """The network and broadcast address, where there are such."""
    network, cidr = found.block.network, ip_network(str(found.block.prefix))
    on_wire = network.vlan or network.gateways or network.dhcp or network.hosts or not found.inside
    if network.id in plan.virtual or not on_wire or cidr.prefixlen >= cidr.max_prefixlen - 1:
        return set()
    return {found.block.first} | ({found.block.last} if cidr.version == 4 else set())


@given(plans())
@settings(max_examples=100)
def test_allocated_assigned_and_free_are_what_counting_the_addresses_gives(plan: Plan) -> None:
    have = taken(plan)
    for found in some(allocations(plan)):
        mine = range(found.block.first, found.block.last + 1)
        inside = {number for block in found.inside for number in range(block.first, block.last + 1)}
        rest = set(mine) - inside
        assigned = {number for number in rest if (found.block.domain, number) in have} | edges(plan, found) & rest
        free = [number for first, last in found.gaps for number in range(first, last + 1)]
        assert (found.allocated, found.assigned, found.free) == (len(inside), len(assigned), len(free))
        assert free == sorted(rest - assigned)
        assert found.allocated + found.assigned + found.free == found.size == len(mine)


@given(plans())
@settings(max_examples=80)
def test_every_prefix_is_there_once_inside_the_nearest_around_it(plan: Plan) -> None:
    found = allocations(plan)
    written = Counter((id(network), which) for network in plan.networks for which in range(len(network.cidrs)))
    assert (
        Counter((id(each_allocation.block.network), each_allocation.block.which) for each_allocation in found)
        == written
    )
    nested = [(outer, inner) for outer, inner in plan.space.nested()]
    assert [
        (found[other_allocation.parent].block, other_allocation.block)
        for other_allocation in found
        if other_allocation.parent >= 0
    ] == nested
    for index, allocation in enumerate(found):
        assert allocation.depth == (found[allocation.parent].depth + 1 if allocation.parent >= 0 else 0)
        assert allocation.parent < index
        assert list(allocation.inside) == [other.block for other in found if other.parent == index]


@given(plans())
@settings(max_examples=80)
def test_free_blocks_are_the_free_addresses_collapsed(plan: Plan) -> None:
    for found in some(allocations(plan)):
        kind: type[IPv4Network | IPv6Network] = IPv4Network if found.version == 4 else IPv6Network
        singles = [kind(number) for first, last in found.gaps for number in range(first, last + 1)]
        expected = [(int(address.network_address), address.prefixlen) for address in collapse_addresses(singles)]  # type: ignore[type-var]
        assert [tuple(block) for block in found.free_blocks] == expected


@given(plans())
@settings(max_examples=80)
def test_the_next_free_block_is_the_lowest_one_as_large_as_most_inside(plan: Plan) -> None:
    for found in some(allocations(plan)):
        lengths = Counter(block.prefix.prefixlen for block in found.inside)
        usual = [length for length in lengths if lengths[length] == max(lengths.values())]
        free = {number for first, last in found.gaps for number in range(first, last + 1)}
        size = 1 << WIDTH[found.version] - max(usual, default=0)
        starts = range(found.block.first, found.block.last + 1) if usual else ()
        fitting = (start for start in starts if start % size == 0 and free.issuperset(range(start, start + size)))
        first = next(fitting, None)
        assert found.next_block == (None if first is None else FreeBlock(first, max(usual)))


@given(plans())
@settings(max_examples=80)
def test_where_nothing_is_inside_the_next_free_address_is_the_plans(plan: Plan) -> None:
    empty = [found for found in allocations(plan) if not found.inside and is_only_prefix(found)]
    assume(empty and not plan.clusters)
    for found in empty:
        free = plan.next_free(found.block.network, found.version)
        assert found.next_address == (None if free is None else int(free))


@given(plans())
@settings(max_examples=100)
def test_where_nothing_is_inside_what_is_free_is_so_in_the_networks_runs(plan: Plan) -> None:
    empty = [found for found in allocations(plan) if not found.inside and is_only_prefix(found)]
    assume(empty)
    for found in empty:
        states = runs(plan, found.block.network, found.block.prefix)
        assert list(found.gaps) == [(run.first, run.last) for run in states if run.state == "free"]


def is_only_prefix(found: Allocation) -> bool:
    """Whether the network has no other prefix of this family."""
    return len(found.block.network.family(found.version)) == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 255, ["0.0.0.0/24"]),
        (1, 255, [f"0.0.0.{1 << number}/{32 - number}" for number in range(8)]),
        (0, (1 << 32) - 1, ["0.0.0.0/0"]),
        (5, 5, ["0.0.0.5/32"]),
        (6, 5, []),
        ((1 << 32) - 2, (1 << 32) - 1, ["255.255.255.254/31"]),
    ],
)
def test_addresses_as_prefixes(first: int, last: int, expected: list[str]) -> None:
    assert [str(IPNetwork(tuple(block), version=4)) for block in blocks(first, last, 32)] == expected


def test_what_a_home_lab_counts() -> None:
    plan = plan_of(
        {
            "networks": [
                {"name": "home", "cidr": ["10.0.0.0/16", "fd00::/48"], "role": "container"},
                {
                    "name": "lan",
                    "cidr": ["10.0.0.0/24", "fd00::/64"],
                    "gateway": "10.0.0.1",
                    "dhcp": "10.0.0.100-10.0.0.199",
                },
                {"name": "vips", "cidr": "10.0.0.224/28", "role": "load-balancer", "parent": "lan"},
                {"name": "iot", "cidr": "10.0.2.0/24"},
            ]
        }
    )
    assert [shown(allocation) for allocation in allocations(plan)] == [
        ("home", IPNetwork("10.0.0.0/16"), 512, 0, 65536 - 512),
        ("lan", IPNetwork("10.0.0.0/24"), 16, 103, 137),
        ("vips", IPNetwork("10.0.0.224/28"), 0, 0, 16),
        ("iot", IPNetwork("10.0.2.0/24"), 0, 2, 254),
        ("home", IPNetwork("fd00::/48"), 1 << 64, 0, (1 << 80) - (1 << 64)),
        ("lan", IPNetwork("fd00::/64"), 0, 1, (1 << 64) - 1),
    ]
    home = allocations(plan)[0]
    assert home.next_block == FreeBlock((10 << 24) + 256, 24)
