"""The address space, against a slow and obvious answer: every prefix compared with every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from netaddr import IPAddress, IPNetwork

from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock, Space

Prefix = tuple[int, int]
"""A network by its place in the plan, and one of its prefixes by its place in the network."""


def prefixes(plan: Plan) -> list[Prefix]:
    return [(number, which) for number, network in enumerate(plan.networks) for which in range(len(network.cidrs))]


def addresses(plan: Plan, prefix: Prefix) -> tuple[object, int, int, int]:
    """Where a prefix counts (scope and family), and its first and last address."""
    network = plan.networks[prefix[0]]
    cidr = ip_network(str(network.cidrs[prefix[1]]), strict=False)
    return (network.vrf, network.site), cidr.version, int(cidr.network_address), int(cidr.broadcast_address)


def holds(plan: Plan, outer: Prefix, inner: Prefix) -> bool:
    """Whether all addresses of one prefix are addresses of the other, in one scope."""
    scope, version, first, last = addresses(plan, outer)
    return addresses(plan, inner)[:2] == (scope, version) and (
        first <= addresses(plan, inner)[2] and addresses(plan, inner)[3] <= last
    )


def size(plan: Plan, prefix: Prefix) -> int:
    *_, first, last = addresses(plan, prefix)
    return last - first


def pairs(plan: Plan) -> dict[Prefix, set[Prefix]]:
    """For each prefix inside another, all that could be called the nearest around it."""
    everything = prefixes(plan)
    nearest: dict[Prefix, set[Prefix]] = {}
    for inner in everything:
        same = [pair for pair in everything if pair != inner and holds(plan, pair, inner) and holds(plan, inner, pair)]
        wider = [pair for pair in everything if holds(plan, pair, inner) and not holds(plan, inner, pair)]
        before = {pair for pair in same if pair < inner}
        smallest = min((size(plan, pair) for pair in wider), default=-1)
        around = before or {pair for pair in wider if size(plan, pair) == smallest}
        if around:
            nearest[inner] = around
    return nearest


def pairs_found(
    plan: Plan, of: Callable[[Plan], list[tuple[NetworkBlock, NetworkBlock]]]
) -> list[tuple[Prefix, Prefix]]:
    """The pairs that the plan finds, outer and inner, by their places in the plan."""
    number = {id(network): index for index, network in enumerate(plan.networks)}
    return [
        ((number[id(outer.network)], outer.which), (number[id(inner.network)], inner.which))
        for outer, inner in of(plan)
    ]


def nested(plan: Plan) -> list[tuple[NetworkBlock, NetworkBlock]]:
    return list(plan.space.nested())


def clashes(plan: Plan) -> list[tuple[NetworkBlock, NetworkBlock]]:
    return list(plan.clashes)


def meant(plan: Plan, outer: Network, inner: Network) -> bool:
    """Whether the plan says that one network lies in the other: by a chain of parents, or because it is a container."""
    by_id = {network.id: network for network in reversed(plan.networks)}
    above: list[Network] = []
    current = inner
    while current.parent in by_id and not any(each_network is by_id[current.parent] for each_network in above):
        current = by_id[current.parent]
        above.append(current)
    return outer.role == "container" or any(other_network is outer for other_network in above)


def cidr(version: int, number: int, length: int) -> str:
    """A prefix near the start of 10.0.0.0/8 or fd00::/8: near enough that many of them meet."""
    kind: type[IPv4Network | IPv6Network] = IPv4Network if version == 4 else IPv6Network
    base, bits = (10 << 24, 32) if version == 4 else (0xFD << 120, 128)
    wide = base + (number << (24 if version == 4 else 120) - 6)
    return str(kind((wide >> (bits - length) << (bits - length), length)))


CIDRS = st.builds(cidr, st.sampled_from([4, 6]), st.integers(0, 63), st.integers(8, 16)) | st.sampled_from(
    ["10.0.0.0/7", "fc00::/7", "10.0.0.0/32", "10.0.0.0/31", "10.0.0.7/13", "fd00::/128", "fd00::5/12"]
)
NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"]


def network(name: str, cidrs: list[str], parent: str, role: str, scope: tuple[str, str]) -> Network:
    return Network.model_validate(
        {"name": name, "cidr": cidrs, "parent": parent, "role": role, "vrf": scope[0], "site": scope[1]}, by_alias=True
    )


NETWORKS = st.builds(
    network,
    st.sampled_from(NAMES),
    st.lists(CIDRS, max_size=3),
    st.sampled_from(["", "", "", *NAMES, "nobody"]),
    st.sampled_from(["", "", "lan", "container"]),
    st.sampled_from([("", ""), ("", ""), ("", "cabin"), ("guests", "")]),
)
PLANS = st.lists(NETWORKS, max_size=12).map(lambda networks: Plan(networks=tuple(networks)))


def plan_of(*networks: tuple[str, str, str, str]) -> Plan:
    """A plan of networks, each a name, a prefix, a parent and a role."""
    return Plan(
        networks=tuple(network(name, cidrs.split(), parent, role, ("", "")) for name, cidrs, parent, role in networks)
    )


EQUAL = plan_of(("a", "10.0.0.0/8", "", ""), ("b", "10.0.0.0/8", "", ""), ("c", "10.1.0.0/16", "b", ""))
CIRCLE = plan_of(("a", "10.0.0.0/8", "b", ""), ("b", "10.0.0.0/9", "c", ""), ("c", "10.0.0.0/10", "a", ""))
NAMESAKES = plan_of(("a", "10.0.0.0/8", "", ""), ("a", "10.0.0.0/9", "a", ""), ("b", "10.0.0.0/10", "a", ""))
TWICE = plan_of(("a", "10.0.0.0/8 10.0.0.0/8 10.1.0.0/16", "", ""), ("b", "10.1.0.0/24 fd00::/64", "a", ""))


@given(PLANS)
@example(EQUAL)
@example(TWICE)
@settings(max_examples=100)
def test_every_prefix_inside_another_is_found_once_with_the_nearest_around_it(plan: Plan) -> None:
    expected = pairs(plan)
    inside = pairs_found(plan, nested)
    assert Counter(inner for _, inner in inside) == dict.fromkeys(expected, 1)
    for outer, inner in inside:
        assert outer in expected[inner]


@given(PLANS)
@example(EQUAL)
@example(CIRCLE)
@example(NAMESAKES)
@example(TWICE)
@settings(max_examples=100)
def test_a_clash_is_a_prefix_that_equals_another_or_lies_in_one_that_was_not_meant_to_hold_it(plan: Plan) -> None:
    unmeant = [
        (outer, inner)
        for outer, inner in pairs_found(plan, nested)
        if holds(plan, inner, outer) or not meant(plan, plan.networks[outer[0]], plan.networks[inner[0]])
    ]
    assert pairs_found(plan, clashes) == unmeant


@given(PLANS)
@settings(max_examples=100)
def test_a_clash_is_there_exactly_when_some_pair_of_prefixes_overlaps_without_being_meant(plan: Plan) -> None:
    flat = Plan(networks=tuple(network.model_copy(update={"parent": "", "role": ""}) for network in plan.networks))
    everything = prefixes(flat)
    overlapping = {
        inner for inner in everything for outer in everything if outer != inner and holds(flat, outer, inner)
    }
    touched = {prefix for pair in pairs_found(flat, clashes) for prefix in pair}
    assert bool(touched) == bool(overlapping)
    assert {inner for _, inner in pairs_found(flat, clashes)} <= overlapping <= touched


@given(PLANS, st.data())
@settings(max_examples=100)
def test_the_network_covering_an_address_is_the_smallest_of_the_scope_that_holds_it(
    plan: Plan, data: st.DataObject
) -> None:
    everything = prefixes(plan)
    edges = [edge for prefix in everything for edge in addresses(plan, prefix)[2:]]
    near = st.sampled_from(edges or [0]).flatmap(lambda edge: st.sampled_from([edge - 1, edge, edge + 1]))
    number, version = data.draw(near | st.integers(0, 1 << 128)), data.draw(st.sampled_from([4, 6]))
    number = max(0, min(number, (1 << (32 if version == 4 else 128)) - 1))
    scope = data.draw(st.sampled_from([("", ""), ("", "cabin"), ("guests", ""), ("nobody", "there")]))
    holding = [
        prefix
        for prefix in everything
        if addresses(plan, prefix)[:2] == (scope, version)
        and addresses(plan, prefix)[2] <= number <= addresses(plan, prefix)[3]
    ]
    covering = plan.space.covering(scope, IPAddress(number, version))
    if not holding:
        assert covering is None
    else:
        smallest = min(size(plan, prefix) for prefix in holding)
        candidates = [plan.networks[prefix[0]] for prefix in holding if size(plan, prefix) == smallest]
        assert any(covering is candidate for candidate in candidates)


@given(PLANS, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_of_networks_changes_neither_what_nests_nor_how_often(plan: Plan, random: object) -> None:
    shuffled = list(plan.networks)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    other = Plan(networks=tuple(shuffled))

    def ranges(some: Plan) -> Counter[object]:
        return Counter((addresses(some, outer), addresses(some, inner)) for outer, inner in pairs_found(some, nested))

    assert ranges(plan) == ranges(other)


@given(PLANS)
@settings(max_examples=100)
def test_a_block_knows_its_prefix_without_host_bits_and_what_was_written(plan: Plan) -> None:
    nested = list(plan.space.nested())
    assume(nested)
    for outer, inner in nested:
        for block in (outer, inner):
            written = block.network.cidrs[block.which]
            assert (block.first, block.last) == (block.prefix.first, block.prefix.last) == (written.first, written.last)
            assert block.prefix.value == block.first
            assert block.shown == f"{block.network.name} ({written})"
        assert outer.same_range(inner) == (outer.prefix == inner.prefix)


def names(plan: Plan) -> list[tuple[str, str]]:
    return [(outer.network.name, inner.network.name) for outer, inner in plan.clashes]


@pytest.mark.parametrize(
    ("networks", "pairs_of_names"),
    [
        ([("a", "10.0.0.0/8", "", ""), ("b", "11.0.0.0/8", "", "")], []),
        ([("a", "10.0.0.0/8", "", ""), ("b", "10.1.0.0/16", "", "")], [("a", "b")]),
        ([("b", "10.1.0.0/16", "", ""), ("a", "10.0.0.0/8", "", "")], [("a", "b")]),
        ([("a", "10.0.0.0/8", "", ""), ("b", "10.1.0.0/16", "a", "")], []),
        ([("a", "10.0.0.0/8", "", "container"), ("b", "10.1.0.0/16", "", "")], []),
        ([("a", "10.0.0.0/8", "", "container"), ("b", "10.0.0.0/8", "", "")], [("a", "b")]),
        ([("a", "10.0.0.0/8", "", ""), ("b", "10.0.0.0/8", "a", "")], [("a", "b")]),
        ([("a", "10.0.0.0/8", "b", ""), ("b", "10.1.0.0/16", "", "")], [("a", "b")]),
        ([("a", "10.0.0.0/8", "", ""), ("b", "10.1.0.0/16", "a", ""), ("c", "10.1.1.0/24", "b", "")], []),
        ([("a", "10.0.0.0/8", "", ""), ("b", "10.1.0.0/16", "a", ""), ("c", "10.1.1.0/24", "a", "")], [("b", "c")]),
        ([("a", "10.0.0.0/8", "", ""), ("b", "172.16.0.0/12", "a", ""), ("c", "10.1.1.0/24", "b", "")], []),
        ([("a", "10.0.0.0/8", "a", ""), ("b", "10.1.0.0/16", "b", "")], [("a", "b")]),
        ([("a", "10.0.0.0/24", "", ""), ("b", "64:ff9b::10.0.0.0/120", "", "")], []),
        ([("a", "10.0.0.0/8 fd00::/8", "", ""), ("b", "fd00::/64 10.0.0.0/24", "", "")], [("a", "b"), ("a", "b")]),
        ([("a", "", "", ""), ("b", "10.0.0.0/8", "a", "")], []),
    ],
)
def test_networks_clash_unless_the_plan_says_that_one_lies_in_the_other(
    networks: list[tuple[str, str, str, str]], pairs_of_names: list[tuple[str, str]]
) -> None:
    assert names(plan_of(*networks)) == pairs_of_names


@pytest.mark.parametrize(("vrf", "site"), [("guests", ""), ("", "cabin"), ("guests", "cabin")])
def test_networks_of_different_vrfs_or_sites_never_meet(vrf: str, site: str) -> None:
    plan = Plan(
        networks=(
            network("a", ["10.0.0.0/8"], "", "", ("", "")),
            network("b", ["10.0.0.0/8", "10.1.0.0/16"], "b", "", (vrf, site)),
        )
    )
    assert names(plan) == []
    covering = plan.space.covering((vrf, site), IPAddress("10.0.0.1"))
    assert covering is plan.networks[1]


def test_an_empty_plan_holds_nothing() -> None:
    assert list(Space(()).nested()) == []
    assert Space(()).covering(("", ""), IPAddress("10.0.0.1")) is None
    assert Plan().clashes == ()


def test_host_bits_do_not_move_a_prefix() -> None:
    plan = plan_of(("a", "10.0.0.200/24", "", ""), ("b", "10.0.0.1/25", "", ""))
    [(outer, inner)] = plan.clashes
    assert (outer.network.name, inner.network.name) == ("a", "b")
    assert (outer.prefix, inner.prefix) == (IPNetwork("10.0.0.0/24"), IPNetwork("10.0.0.0/25"))
    assert outer.shown == "a (10.0.0.200/24)"
