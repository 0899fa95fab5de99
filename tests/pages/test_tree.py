"""The tree of networks and the table of free space: what stands in them, in which order, and how much."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from plan.views.test_allocation import plans
from strict import Html

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.free import free_space
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


def test_networks_stand_below_those_that_hold_them_with_free_blocks_between() -> None:
    assert tree(LAB)[:-1] == [
        ["Network", "Name", "VLAN", "In use", "Allocated", "Assigned", "Free", "Next free"],
        ["10.0.0.0/16", "Lab", "", "1 %", "512", "0", "65,024", "10.0.1.0/24"],
        ["10.0.0.0/24", "LAN", "10", "46 %", "16", "103", "137", "10.0.0.16/28/ 10.0.0.2"],
        ["10.0.0.8/29", "free", "8", ""],
        ["10.0.0.16/28", "free", "16", ""],
        ["10.0.0.32/27", "free", "32", ""],
        ["10.0.0.64/27", "free", "32", ""],
        ["10.0.0.200/29", "free", "8", ""],
        ["10.0.0.208/28", "free", "16", ""],
        ["10.0.0.224/28", "Pool", "", "25 %", "4", "0", "12", "10.0.0.228/30"],
        ["1 network in 10.0.0.224/28"],
        ["10.0.0.224/30", "Web", "", "50 %", "0", "2", "2", "10.0.0.225"],
        ["10.0.0.228/30", "free", "4", ""],
        ["10.0.0.232/29", "free", "8", ""],
        ["and 7 more free blocks, from /32 to /29"],
        ["10.0.16.0/20", "free", "4,096", ""],
        ["10.0.32.0/19", "free", "8,192", ""],
        ["10.0.64.0/18", "free", "16,384", ""],
        ["10.0.128.0/24", "IoT", "20", "1 %", "0", "2", "254", "10.0.128.1"],
        ["10.0.144.0/20", "free", "4,096", ""],
        ["10.0.160.0/19", "free", "8,192", ""],
        ["10.0.192.0/18", "free", "16,384", ""],
        ["and 8 more free blocks, from /24 to /21"],
    ]


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
    [(0, 8, "0 %"), (8, 8, "100 %"), (1, 4, "25 %"), (1, 1 << 64, "<1 %"), ((1 << 64) - 1, 1 << 64, ">99 %")],
)
def test_a_share_is_nothing_or_everything_only_if_it_is(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


def test_a_deep_branch_is_folded() -> None:
    html = Html(network_tree(book(LAB)))
    assert [tag for tag, _ in html.tags if tag in ("details", "summary")] == ["details", "summary"]
    index = [tag for tag, _ in html.tags].index("details")
    assert ["1 network in 10.0.0.224/28"] in html.texts
    assert [tag for tag, _ in html.tags[:index]].count("table") == 1
    assert [tag for tag, _ in html.tags[index:]].count("table") == 1


def test_many_free_blocks_are_the_largest_ones_and_a_number() -> None:
    lines = tree("networks: [{name: a, cidr: 10.0.0.0/16, role: container}, {name: b, cidr: 10.0.7.0/30, parent: a}]")
    free = [line[0] for line in lines if line[1:2] == ["free"]]
    assert free == ["10.0.0.0/22", "10.0.8.0/21", "10.0.16.0/20", "10.0.32.0/19", "10.0.64.0/18", "10.0.128.0/17"]
    assert lines[-2] == ["and 8 more free blocks, from /30 to /23"]


def test_each_scope_and_ip_version_is_a_tree_with_a_heading() -> None:
    text = """\
networks:
  - {name: a, cidr: [10.0.0.0/24, "fd00::/64"]}
  - {name: b, cidr: 10.0.0.0/24, site: cabin, vrf: blue}
"""
    assert [line[0] for line in tree(text) if len(line) == 1][:-1] == [
        "No site or VRF, IPv4",
        "No site or VRF, IPv6",
        "Site cabin, VRF blue, IPv4",
    ]
    assert [line[1] for line in tree(text, site="cabin") if len(line) > 2] == ["Name", "b"]
    assert [line[1] for line in tree(text, vrf="") if len(line) > 2] == ["Name", "a", "Name", "a"]
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
    shown = sum(len(line) == 8 for line in lines) - 1
    [note] = [line[0] for line in lines if line[0].endswith("more networks inside")]
    assert shown + int(note.split()[1].replace(",", "")) == len(networks)


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
    headings = sum(line[:1] == ["Network"] for line in html.texts)
    assert sum(len(line) == 8 for line in html.texts) - headings == prefixes
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
        ["10.0.32.0/19", "10.0.32.0 to/ 10.0.63.255", "8,192", "Lab/ 10.0.0.0/16"],
        ["10.0.64.0/18", "10.0.64.0 to/ 10.0.127.255", "16,384", "Lab/ 10.0.0.0/16"],
        ["10.0.160.0/19", "10.0.160.0 to/ 10.0.191.255", "8,192", "Lab/ 10.0.0.0/16"],
        ["10.0.192.0/18", "10.0.192.0 to/ 10.0.255.255", "16,384", "Lab/ 10.0.0.0/16"],
    ]
    assert {line[3] for line in free(LAB)} == {"Lab/ 10.0.0.0/16", "LAN/ 10.0.0.0/24", "Pool/ 10.0.0.224/28"}


def test_free_space_of_one_network() -> None:
    assert [line[0] for line in free(LAB, "iot")] == [
        *(f"10.0.128.{1 << bit}/{32 - bit}" for bit in range(7)),
        *(f"10.0.128.{256 - (2 << bit)}/{32 - bit}" for bit in range(6, -1, -1)),
    ]
    assert free(LAB, "iot", 26) == [
        ["10.0.128.64/26", "10.0.128.64 to/ 10.0.128.127", "64", "IoT/ 10.0.128.0/24"],
        ["10.0.128.128/26", "10.0.128.128 to/ 10.0.128.191", "64", "IoT/ 10.0.128.0/24"],
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
    assert sum(len(line) == 4 for line in html.texts) == 401
    assert html.texts[-1][-1].endswith("none of them larger than these, are left out.")
