"""The tree of networks and the table of free space: what stands in them, in which order, and how much."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from plan.views.test_allocation import plans
from strict import Html

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.free import free_space
from cidrbook.pages.pools import pools_table
from cidrbook.pages.tree import many, network_tree, percent
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan

LABS = sorted((Path(__file__).parents[1] / "labs").glob("*.yaml"))
LAB = """\
networks:
  - {name: Lab, cidr: 10.0.0.0/16, role: container}
  - {name: LAN, cidr: 10.0.0.0/24, vlan: 10, gateway: 10.0.0.1, dhcp: 10.0.0.100-10.0.0.199}
  - {name: Pool, cidr: 10.0.0.224/28, role: load-balancer, parent: lan}
  - {name: Web, cidr: 10.0.0.224/30, parent: pool}
  - {name: IoT, cidr: 10.0.128.0/24, vlan: 20}
"""


def book(text: str) -> Book:
    return Book(parse({"plan.yaml": text}))


def of(networks: list[dict[str, object]]) -> Book:
    return book(json.dumps({"networks": networks}))


def tree(text: str, **arguments: str) -> list[list[str]]:
    return Html(network_tree(book(text), **arguments)).texts


def test_networks_stand_below_those_that_hold_them_and_free_blocks_behind() -> None:
    lines = [line for line in tree(LAB)[:-1] if len(line) > 1 or "free block" in line[0]]
    assert [line[:6] if len(line) > 1 else [line[0].partition(" largest")[0]] for line in lines] == [
        ["Name", "VLAN", "CIDR", "In use", "Free", "Next free"],
        ["Lab", "", "10.0.0.0/16", "1 %", "65,024", "10.0.1.0/24"],
        ["LAN", "10", "10.0.0.0/24", "46 %", "137", "10.0.0.16/28"],
        ["Pool", "", "10.0.0.224/28", "25 %", "12", "10.0.0.228/30"],
        ["Web", "", "10.0.0.224/30", "50 %", "2", "10.0.0.225"],
        ["2 free blocks · 12 addresses ·"],
        ["13 free blocks · 137 addresses ·"],
        ["IoT", "20", "10.0.128.0/24", "1 %", "254", "10.0.128.1"],
        ["14 free blocks · 65,024 addresses ·"],
    ]


def test_the_bar_tells_dhcp_from_what_is_fixed() -> None:
    html = network_tree(book(LAB))
    row = html[html.index(">LAN<") : html.index(">Pool<")]
    assert re.findall(r"width:([\d.]+)%", row) == ["7.42", "39.06"]


def test_the_next_free_address_of_a_pool_is_the_same_in_its_table() -> None:
    text = """
networks: [{name: pool, cidr: 10.0.0.64/27, role: load-balancer}, {name: low, cidr: 10.0.1.0/26, role: load-balancer}]
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: [pool, low]}]
    pinned_services: [{name: a, address: 10.0.0.65}]
"""
    rows = {line[0]: line[-1] for line in tree(text)}
    assert (rows["pool"], rows["low"]) == ("10.0.0.64", "10.0.1.1")
    shown = Html(pools_table(book(text), ["addresses", "next"])).texts[1:]
    assert shown == [["10.0.0.64/27", "10.0.0.64"], ["10.0.1.0/26", "10.0.1.1"]]


def test_a_pool_offers_no_address_that_its_product_withholds() -> None:
    text = """
networks: [{name: lan, cidr: 10.0.0.0/24}]
clusters:
  - name: home
    load_balancers: [{product: cilium, pools: 10.0.0.64/27, options: {allowFirstLastIPs: "No"}}]
    pinned_services: [{name: a, address: 10.0.0.65}]
"""
    assert Html(pools_table(book(text), ["addresses", "next"])).texts[1:] == [["10.0.0.64/27", "10.0.0.66"]]


def test_a_pool_shows_what_services_have_and_its_next_free_address() -> None:
    text = """\
networks:
  - {name: Pool, cidr: 10.0.69.0/24, role: load-balancer}
  - {name: Pods, cidr: 10.1.0.0/16, role: pods}
clusters:
  - name: home
    pods: pods
    load_balancers: {product: cilium, pools: pool}
    pinned_services: [{name: a, address: 10.0.69.1}, {name: b, address: 10.0.69.2}]
"""
    assert tree(text)[1:3] == [
        ["Pool", "10.0.69.0/24", "1 %", "254", "10.0.69.3"],
        ["Pods", "10.1.0.0/16", "allocated by home"],
    ]


def test_ipv6_counts_hosts_and_not_shares_of_what_nobody_fills() -> None:
    text = 'networks: [{name: a, cidr: "fd00::/64", hosts: [{name: x, address: "fd00::1"}]}]'
    assert tree(text)[:2] == [["Name", "CIDR", "Hosts", "Next free"], ["a", "fd00::/64", "1", "fd00::2"]]


@pytest.mark.parametrize(
    ("number", "version", "text"),
    [
        (0, 4, "0"),
        (65536, 4, "65,536"),
        (3, 6, "3"),
        (1 << 64, 6, "1 /64"),
        (1 << 80, 6, "65,536 /64"),
        (1 << 104, 6, "2⁴⁰ /64"),
        ((1 << 64) - 13, 6, "1 /64 less 13"),
        ((3 << 64) + 5, 6, "3 /64 and 5"),
        (1 << 63, 6, "2⁶³"),
        ((1 << 63) + 1, 6, "about 2⁶³"),
        ((1 << 65) + (1 << 63), 6, "about 2⁶⁵"),
    ],
)
def test_a_number_of_addresses_in_words(number: int, version: int, text: str) -> None:
    assert many(number, version) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 8, "0 %"), (8, 8, "full"), (1, 4, "25 %"), (1, 1 << 64, "<1 %"), ((1 << 64) - 1, 1 << 64, ">99 %")],
)
def test_a_share_is_nothing_or_everything_only_if_it_is(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


def test_free_blocks_are_folded_and_listed_up_to_a_number() -> None:
    text = "networks: [{name: a, cidr: 10.0.0.0/16, role: container}, {name: b, cidr: 10.0.7.0/30, parent: a}]"
    html = network_tree(book(text))
    assert [tag for tag, _ in Html(html).tags if tag in ("details", "summary")] == ["details", "summary"]
    assert "14 free blocks" in html
    assert html.count("<li>") == 14
    hosts = [fan(number, f"10.0.{number // 128}.{number % 128 * 2}/32") for number in range(100)]
    html = network_tree(of([fan(200, "10.0.0.0/16"), *hosts]))
    assert html.count("<li>") == 41
    assert "and 71 more blocks" in html


def test_each_scope_and_ip_version_is_a_tree_with_a_heading() -> None:
    text = """\
networks:
  - {name: a, cidr: [10.0.0.0/24, "fd00::/64"]}
  - {name: b, cidr: 10.0.0.0/24, site: cabin, vrf: blue}
"""
    assert [line[0] for line in tree(text) if len(line) == 1][:-2] == [
        "No site or VRF, IPv4",
        "No site or VRF, IPv6",
        "Site cabin, VRF blue, IPv4",
    ]
    assert [line[0] for line in tree(text, site="cabin") if len(line) > 2] == ["Name", "b"]
    assert [line[0] for line in tree(text, vrf="") if len(line) > 2] == ["Name", "a", "Name", "a"]
    with pytest.raises(WrongCallError, match="`cabn`"):
        tree(text, site="cabn")
    with pytest.raises(WrongCallError, match="word"):
        network_tree(book(text), vrf=5)  # type: ignore[arg-type] # what a page may write


def test_without_networks_it_says_so() -> None:
    assert tree("networks: []") == [["The plan has no networks."]]
    assert Html(free_space(book("networks: []"))).texts == [["No network holds others."]]


HOSTILE = ["a | b `c`", "<script>alert(1)</script>", "]]>", "\u202eab", "x" * 300, "<&" * 150, "🐧" * 300, "a\n\nb", ""]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text_in_one_line(name: str) -> None:
    networks: list[dict[str, object]] = [
        {"name": name, "id": "a", "cidr": "10.0.0.0/8", "role": "container", "site": name},
        {"name": name, "id": "b", "cidr": "10.0.0.0/24", "parent": "a", "site": name},
        {"name": "c", "cidr": "10.0.0.0/24"},
    ]
    for html in (network_tree(of(networks)), free_space(of(networks))):
        assert "\n" not in html
        assert "\u202e" not in html
        Html(html)


def fan(count: int, cidr: str) -> dict[str, object]:
    return {"name": f"n{count}", "cidr": cidr}


@pytest.mark.parametrize(
    ("networks", "left_out"),
    [
        ([fan(number, f"10.{number >> 8}.{number & 255}.0/24") for number in range(2000)], "<p>Left out: "),
        (
            [fan(0, "10.0.0.0/8")] + [fan(n + 1, f"10.{n >> 7}.{n & 127}.0/24") for n in range(2000)],
            "more networks inside",
        ),
        ([fan(number, "10.0.0.0/24") for number in range(2000)], "more networks inside"),
        ([fan(number, f"fd00::/{number}") for number in range(8, 128)], ""),
        (
            [{**fan(number, "10.0.0.0/24"), "site": f"{number}{'<' * 300}"} for number in range(2000)],
            "<p>Left out: ",
        ),
    ],
)
def test_a_large_plan_is_cut_and_says_so(networks: list[dict[str, object]], left_out: str) -> None:
    for network in networks:
        network["name"] = f"{network['name']} {'<' * 300}"
    made = of(networks)
    html = network_tree(made)
    assert len(html.encode()) <= 300_000
    assert left_out in html
    Html(html)


def test_all_networks_are_shown_or_counted() -> None:
    networks = [fan(0, "10.0.0.0/8")] + [fan(n + 1, f"10.{n >> 7}.{n & 127}.0/24") for n in range(2000)]
    lines = Html(network_tree(of(networks))).texts
    shown = sum(len(line) > 4 for line in lines) - 1
    [note] = [line[0] for line in lines if line[0].endswith("more networks inside")]
    assert shown + int(note.split()[-4].replace(",", "")) == len(networks)


def test_hosts_all_over_a_large_prefix_are_shown() -> None:
    chance = random.Random(1)  # noqa: S311 (no secret)
    hosts = [{"name": f"h{n}", "address": f"fd00::{chance.getrandbits(16):x}:{n:x}"} for n in range(5000)]
    networks: list[dict[str, object]] = [
        {"name": "lan", "cidr": "fd00::/64", "hosts": hosts},
        {"name": "pool", "cidr": "fd00::f:0:0:0/112", "parent": "lan"},
    ]
    made = of(networks)
    assert len(network_tree(made)) + len(free_space(made, "lan")) < 300_000


@pytest.mark.parametrize("file", LABS, ids=lambda file: file.stem)
def test_real_labs(file: Path) -> None:
    made = book(file.read_text(encoding="utf-8"))
    html = Html(network_tree(made))
    prefixes = sum(len(network.cidrs) for network in made.plan.networks)
    rows = [line for line in html.texts if len(line) > 2]
    assert sum(line[0] != "Name" for line in rows) == prefixes
    Html(free_space(made))


@given(plans())
@settings(max_examples=60)
def test_any_plan_is_well_formed_and_the_same_again(plan: Plan) -> None:
    again = Plan(networks=plan.networks, clusters=plan.clusters)
    for macro in (network_tree, free_space):
        html = macro(Book(plan))
        Html(html)
        assert html == macro(Book(again))


def free(text: str, *arguments: object) -> list[list[str]]:
    return Html(free_space(book(text), *arguments)).texts[1:]  # type: ignore[arg-type] # what a page may write


def test_free_space_is_that_of_what_holds_networks() -> None:
    assert free(LAB, None, 19) == [
        ["10.0.32.0/19", "8,192", "Lab 10.0.0.0/16"],
        ["10.0.64.0/18", "16,384", "Lab 10.0.0.0/16"],
        ["10.0.160.0/19", "8,192", "Lab 10.0.0.0/16"],
        ["10.0.192.0/18", "16,384", "Lab 10.0.0.0/16"],
    ]
    assert {line[2] for line in free(LAB)} == {"Lab 10.0.0.0/16", "LAN 10.0.0.0/24", "Pool 10.0.0.224/28"}


def test_free_space_of_one_network() -> None:
    assert [line[0] for line in free(LAB, "iot")] == [
        *(f"10.0.128.{1 << bit}/{32 - bit}" for bit in range(7)),
        *(f"10.0.128.{256 - (2 << bit)}/{32 - bit}" for bit in range(6, -1, -1)),
    ]
    assert free(LAB, "iot", 26) == [
        ["10.0.128.64/26", "64", "IoT 10.0.128.0/24"],
        ["10.0.128.128/26", "64", "IoT 10.0.128.0/24"],
    ]


def test_the_least_size_is_of_one_ip_version() -> None:
    text = 'networks: [{name: a, cidr: [10.0.0.0/30, "fd00::/62"], vlan: 5}, {name: b, cidr: "fd00::/64", parent: a}]'
    sizes = [([31, 63], {"fd00:0:0:2::/63"}), (31, {"fd00:0:0:1::/64", "fd00:0:0:2::/63"})]
    for asked, blocks in sizes:
        assert {line[0] for line in free(text, "a", asked)} == blocks
    assert len(free(text, "a", [32, 128])) == 4


@pytest.mark.parametrize("wrong", ["24", 129, -1, True, [24, "x"], 24.0])
def test_a_wrong_least_size_is_said(wrong: object) -> None:
    with pytest.raises(WrongCallError, match="min_prefix"):
        free(LAB, None, wrong)


def test_no_free_block_is_said() -> None:
    assert Html(free_space(book(LAB), "iot", 24)).texts == [["No free block is as large as that."]]
    full = "networks: [{name: a, cidr: 10.0.0.0/31, reserved: 10.0.0.0-10.0.0.1}]"
    assert Html(free_space(book(full), "a")).texts == [["Nothing is free."]]
    with pytest.raises(WrongCallError, match="there is no network"):
        free(LAB, "nobody")


def test_more_free_blocks_than_fit_are_the_largest_and_a_number() -> None:
    hosts = [{"name": f"h{n}", "address": f"10.0.{n >> 6}.{4 * (n & 63) + 1}"} for n in range(1024)]
    html = Html(free_space(of([{"name": "lan", "cidr": "10.0.0.0/16", "hosts": hosts}]), "lan"))
    assert sum(len(line) == 3 for line in html.texts) == 401
    assert html.texts[-1][-1].endswith("none of them larger than these, are left out.")
