"""What every address is for, against a slow and obvious answer: every address asked of everything that is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lab import some
from netaddr import IPAddress, IPNetwork

from cidrbook.plan.inventory import Claim, Lease
from cidrbook.plan.load import parse
from cidrbook.plan.network import Network
from cidrbook.plan.plan import Plan
from cidrbook.plan.pools import Pool
from cidrbook.plan.views.cluster_ranges import Use
from cidrbook.plan.views.usage import Run, inside, runs

BASE = int(IPAddress("10.0.0.0"))
CIDR = IPNetwork("10.0.0.32/27")
ORDER = (
    *("gateway", "virtual", "service", "reservation", "host"),
    *("network", "broadcast", "reserved", "dhcp", "pool", "subnet", "free"),
)

numbers = st.integers(20, 75)
few = st.lists(numbers, max_size=4)
ranges = st.lists(st.lists(numbers, min_size=2, max_size=2).map(sorted), max_size=3)
sites = st.sampled_from(["", "", "", "cabin"])


def at(number: int) -> str:
    return str(IPAddress(BASE + number))


@st.composite
def networks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The network that is asked about, and others around and inside of it."""
    cidrs = ["10.0.0.32/27", *draw(st.lists(st.sampled_from(PREFIXES), max_size=4))]
    return [
        {
            "name": f"n{index}",
            "cidr": cidr,
            "site": draw(sites) if index else "",
            "role": draw(st.sampled_from(["", "", "container"])),
            "gateway": [at(number) for number in draw(st.lists(numbers, max_size=1))],
            "dhcp": [f"{at(first)}-{at(last)}" for first, last in draw(ranges)],
            "reserved": [f"{at(first)}-{at(last)}" for first, last in draw(ranges)],
            "hosts": [
                {"name": f"h{index}-{at_}-{which}", "address": at(at_), "assigned": draw(st.sampled_from(ASSIGNED))}
                for which, at_ in enumerate(draw(few))
            ],
        }
        for index, cidr in enumerate(cidrs)
    ]


PREFIXES = ["10.0.0.0/24", "10.0.0.32/27", "10.0.0.32/28", "10.0.0.40/29", "10.0.0.56/30", "10.0.0.63/32"]
ASSIGNED = ["static", "reservation"]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    cluster = {
        "name": "k",
        "site": draw(sites),
        "api": {"address": [at(number) for number in draw(st.lists(numbers, max_size=1))]},
        "nodes": [{"name": f"k{number}", "address": at(number)} for number in draw(few)],
        "pinned_services": [{"name": f"s{number}", "address": at(number)} for number in draw(few)],
        "virtual_addresses": [{"name": f"v{number}", "address": at(number)} for number in draw(few)],
        "services": draw(st.lists(st.sampled_from(["n0", "n1", "n2"]), max_size=1)),
        "load_balancers": [
            {"product": "metallb", "pools": [f"{at(first)}-{at(last)}" for first, last in draw(ranges)]}
        ],
    }
    return parse({"plan.yaml": repr({"networks": draw(networks()), "clusters": [cluster]})})


def oracle(plan: Plan, number: int) -> str:
    """What the address is for, in the first network, which is in the scope of no site."""
    return min((state for state in said(plan, number)), key=ORDER.index, default="free")


def said(plan: Plan, number: int) -> Iterator[str]:
    """Everything that the plan says of the address."""
    asked, cluster = plan.networks[0], plan.clusters[0]
    for network in (other_network for other_network in plan.networks if not other_network.site):
        yield from ("gateway" for gateway in network.gateways if int(gateway) == number)
        yield from ("dhcp" for span in network.dhcp if int(span.first) <= number <= int(span.last))
        yield from ("reserved" for span in network.reserved if int(span.first) <= number <= int(span.last))
        for host in network.hosts:
            if number in map(int, host.addresses):
                yield "reservation" if host.assigned == "reservation" else "host"
        if network.id in cluster.services and network.cidrs[0].first <= number <= network.cidrs[0].last:
            yield "pool"
        if network is not asked and is_inside(network.cidrs[0]) and IPAddress(number) in network.cidrs[0]:
            yield "subnet"
    if not cluster.site:
        yield from ("virtual" for address in cluster.virtual_addresses if number in map(int, address.addresses))
        yield from ("service" for service in cluster.pinned_services if number in map(int, service.addresses))
        yield from ("host" for node in cluster.nodes if number in map(int, node.addresses))
        pools = cluster.load_balancers[0].pools
        yield from (
            "pool" for pool in pools if not isinstance(pool, str) and int(pool.first) <= number <= int(pool.last)
        )
    if asked.id not in plan.virtual:
        yield from ("network",) if number == CIDR.first else ()
        yield from ("broadcast",) if number == CIDR.last else ()


def is_inside(cidr: IPNetwork) -> bool:
    return bool(cidr in CIDR)


def cell_by_cell(found: list[Run]) -> dict[int, Run]:
    return {number: run for run in found for number in range(run.first, run.last + 1)}


@given(plans())
def test_the_runs_follow_one_another_over_the_whole_prefix(plan: Plan) -> None:
    found = runs(plan, plan.networks[0], CIDR)
    assert (found[0].first, found[-1].last) == (CIDR.first, CIDR.last)
    assert all(before.last + 1 == after.first for before, after in pairwise(found))
    assert sum(run.size for run in found) == CIDR.size


@given(plans())
def test_runs_beside_each_other_are_not_for_the_same(plan: Plan) -> None:
    pairs = list(pairwise(runs(plan, plan.networks[0], CIDR)))
    assume(pairs)
    for before, after in pairs:
        assert (before.state, [*map(id, before.owners)]) != (after.state, [*map(id, after.owners)])


@given(plans())
def test_every_address_is_for_what_comes_first_of_what_the_plan_says(plan: Plan) -> None:
    for number, run in some(cell_by_cell(runs(plan, plan.networks[0], CIDR)).items()):
        expected = oracle(plan, number)
        api = plan.clusters[0].api
        if api and not plan.clusters[0].site and number in map(int, api.addresses):
            expected = min(expected, "virtual", key=ORDER.index) if expected not in POINTS else expected
        assert run.state == expected, at(number - BASE)


POINTS = ORDER[:5]


@given(plans())
def test_an_address_has_exactly_the_owners_that_claim_it(plan: Plan) -> None:
    for number, run in some(cell_by_cell(runs(plan, plan.networks[0], CIDR)).items()):
        claims = {id(claim) for claim in plan.claims if claim.scope == ("", "") and int(claim.address) == number}
        assert {id(owner) for owner in run.owners if isinstance(owner, Claim)} == claims
        if run.state not in ("network", "broadcast", "free"):
            assert run.owners


@given(plans())
def test_a_range_has_an_owner_that_holds_all_of_it(plan: Plan) -> None:
    owned = [(run, owner) for run in runs(plan, plan.networks[0], CIDR) for owner in run.owners]
    assume(owned)
    for run, owner in owned:
        match run.state, owner:
            case "dhcp", Lease(network, which):
                assert int(network.dhcp[which].first) <= run.first <= run.last <= int(network.dhcp[which].last)
            case "pool", Pool() | Use():
                pass
            case "subnet", network:
                assert network in [span.owner for span in inside(plan, plan.networks[0])]
            case "reserved", Network() as network:
                held = {n for span in network.reserved for n in range(int(span.first), int(span.last) + 1)}
                assert held >= set(range(run.first, run.last + 1))
            case _:
                assert run.state in POINTS


@given(plans())
def test_nothing_is_free_that_the_plan_calls_taken(plan: Plan) -> None:
    for run in some(runs(plan, plan.networks[0], CIDR)):
        if run.state == "free":
            assert plan.taken.meeting((("", ""), 4), run.first, run.last) is None


def states(plan: str, cidr: str, name: str = "lan") -> list[tuple[str, str]]:
    parsed = parse({"plan.yaml": plan})
    network = parsed.network(name)
    assert network is not None
    prefix = IPNetwork(cidr)
    return [(str(IPAddress(run.last, prefix.version)), run.state) for run in runs(parsed, network, prefix)]


@pytest.mark.parametrize(
    ("cidr", "expected"),
    [
        ("10.0.0.0/30", [("10.0.0.0", "network"), ("10.0.0.2", "free"), ("10.0.0.3", "broadcast")]),
        ("10.0.0.0/31", [("10.0.0.1", "free")]),
        ("10.0.0.1/32", [("10.0.0.1", "free")]),
        ("fd42::/126", [("fd42::", "network"), ("fd42::3", "free")]),
        ("fd42::/127", [("fd42::1", "free")]),
        ("fd42::/64", [("fd42::", "network"), ("fd42::ffff:ffff:ffff:ffff", "free")]),
    ],
)
def test_only_a_prefix_on_a_wire_that_is_long_enough_keeps_addresses_for_itself(
    cidr: str, expected: list[tuple[str, str]]
) -> None:
    assert states(f'networks: [{{name: lan, cidr: "{cidr}"}}]', cidr) == expected
    last = str(IPAddress(IPNetwork(cidr).last))
    assert states(f'networks: [{{name: lan, cidr: "{cidr}", role: container}}]', cidr) == [(last, "free")]


def test_what_clusters_give_their_pods_is_not_free() -> None:
    plan = "{networks: [{name: pods, cidr: 10.69.0.0/16}], clusters: [{name: home, pods: pods}]}"
    assert states(plan, "10.69.0.0/16", "pods") == [("10.69.255.255", "pool")]


def test_ranges_partly_outside_count_as_far_as_they_are_inside() -> None:
    plan = "networks: [{name: lan, cidr: 10.0.1.0/30, role: container, dhcp: 10.0.0.7-10.0.1.1}]"
    assert states(plan, "10.0.1.0/30") == [("10.0.1.1", "dhcp"), ("10.0.1.3", "free")]


def test_an_api_address_is_virtual_where_nothing_else_has_it() -> None:
    network = "networks: [{name: lan, cidr: 10.0.1.0/30, role: container, hosts: [{name: a, address: 10.0.1.0}]}]"
    plan = f"{network}\nclusters: [{{name: home, api: {{address: [10.0.1.0, 10.0.1.1]}}}}]"
    assert states(plan, "10.0.1.0/30") == [("10.0.1.0", "host"), ("10.0.1.1", "virtual"), ("10.0.1.3", "free")]
