"""The map of the plan: bars stand where their addresses are, and everything that is drawn is in the list."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.views.test_allocation import plans
from strict import Html

from cidrbook.pages.book import Book
from cidrbook.pages.strip import address_map
from cidrbook.pages.strip_columns import Bar, Strip, strip
from cidrbook.pages.whole_page import finished
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan

LABS = sorted((Path(__file__).parents[1] / "labs").glob("*.yaml"))


@st.composite
def bars(draw: st.DrawFn) -> list[Bar]:
    """Bars that lie in each other or apart, each in the row below the one that it lies in."""
    found: list[Bar] = []

    def fill(first: int, last: int, row: int) -> None:
        while first <= last:
            first += draw(st.integers(0, 5))
            end = first + draw(st.sampled_from([0, 1, 15, 1 << 20, 1 << 70]))
            if end > last or len(found) > 25:
                return
            found.append(Bar(first, end, row, draw(st.integers(0, 300))))
            if draw(st.booleans()):
                fill(first, end, row + 1)
            first = end + 1

    fill(0, 1 << 72, 0)
    return found


def boxes(placed: Strip) -> list[tuple[int, int]]:
    return [placed.box(index) for index in range(len(placed.places))]


@given(bars())
@settings(max_examples=300)
def test_bars_stand_apart_in_order_inside_of_what_holds_them_and_inside_of_the_frame(drawn: list[Bar]) -> None:
    placed = strip(drawn)
    found = list(zip(drawn, boxes(placed), strict=True))
    for bar, (x, w) in found:
        assert w >= max(bar.least, 1)
        assert 0 <= x <= x + w <= sum(placed.widths)
    for (one, (x, w)), (other, (left, wide)) in combinations(found, 2):
        if one.last < other.first:
            assert x + w <= left
        elif other.last < one.first:
            assert left + wide <= x
        elif one.row < other.row:
            assert x <= left <= left + wide <= x + w
        else:
            assert left <= x <= x + w <= left + wide


@given(bars())
@settings(max_examples=100)
def test_a_bar_that_holds_no_other_has_just_what_it_needs(drawn: list[Bar]) -> None:
    for bar, (_, w) in zip(drawn, boxes(strip(drawn)), strict=True):
        around = [
            other_bar
            for other_bar in drawn
            if other_bar is not bar and other_bar.first <= bar.first and bar.last <= other_bar.last
        ]
        if not around and not any(bar.first <= each_bar.first <= bar.last for each_bar in drawn if each_bar is not bar):
            assert w == max(bar.least, 12)


def test_no_bars_make_no_strip() -> None:
    assert strip([]) == Strip([], [])


def book(*networks: object, **more: object) -> Book:
    return Book(parse({"plan.yaml": json.dumps({"networks": networks, **more})}))


def lines(made: Book) -> list[list[str]]:
    """The rows of the lists, and the headings."""
    return [line for line in Html(address_map(made)).texts if line[0] != "Network"]


LAB = (
    {"name": "Lab", "cidr": "10.0.0.0/8", "role": "container"},
    {"name": "LAN", "cidr": "10.0.0.0/24", "vlan": 5},
    {"name": "Pool", "cidr": "10.0.0.128/28", "role": "load-balancer", "parent": "lan"},
    {"name": "Pods", "cidr": "10.69.0.0/16"},
    {"name": "DMZ", "cidr": "192.168.0.0/28"},
)


def test_space_between_networks_is_named() -> None:
    assert lines(book(*LAB))[:-1] == [
        ["10.0.0.0/8", "Lab", "10.0.0.0 to/ 10.255.255.255", "16,777,216"],
        ["10.0.0.0/24", "LAN", "10.0.0.0 to/ 10.0.0.255", "256"],
        ["10.0.0.128/28", "Pool", "10.0.0.128 to/ 10.0.0.143", "16"],
        ["", "free", "10.0.1.0 to/ 10.68.255.255", "4,521,728"],
        ["10.69.0.0/16", "Pods", "10.69.0.0 to/ 10.69.255.255", "65,536"],
        ["", "free", "10.70.0.0 to/ 10.255.255.255", "12,189,696"],
        ["", "not in the plan", "11.0.0.0 to/ 192.167.255.255", "3,047,686,144"],
        ["192.168.0.0/28", "DMZ", "192.168.0.0 to/ 192.168.0.15", "16"],
    ]
    html = address_map(book(*LAB))
    assert "<i>10.68.255.255:</i> <i>free</i>" in html


def targets(html: str) -> tuple[list[str], list[str]]:
    read = Html(html)
    return [text.removeprefix("#") for text in read.having("href")], read.having("id")


def test_every_bar_leads_to_a_row_of_its_own_even_if_the_map_stands_twice() -> None:
    made = book(*LAB, {"name": "six", "cidr": "fd00::/64"})
    links, ids = targets(finished(address_map(made) + address_map(made)))
    assert links == ids
    assert len(set(ids)) == len(ids) == 18


def test_each_scope_and_ip_version_is_a_strip_with_a_heading() -> None:
    made = book(
        {"name": "a", "cidr": ["10.0.0.0/24", "fd00::/64"]}, {"name": "b", "cidr": "10.0.0.0/24", "site": "cabin"}
    )
    headings = ["No site or VRF, IPv4", "No site or VRF, IPv6", "Site cabin, IPv4"]
    assert [heading for heading in headings if f"<strong>{heading}</strong>" in address_map(made)] == headings
    assert "<strong>" not in address_map(book(LAB[0]))
    assert [len(line) for line in lines(book(LAB[0]))] == [4, 1]
    assert lines(book()) == [["The plan has no networks."]]


def test_next_to_networks_that_are_left_out_nothing_is_called_free() -> None:
    flat = [{"name": f"n{n}", "cidr": f"10.{n}.0.0/24"} for n in range(200)]
    for networks in (flat, [LAB[0], *flat]):
        found = lines(book(*networks))
        assert not [line for line in found if line[1:2] in (["free"], ["not in the plan"])]
        assert f"Left out: {len(networks) - 150} networks." in found[-1][0]


@pytest.mark.parametrize(
    "networks",
    [
        [{"name": "<&" * 150, "id": f"n{n}", "cidr": f"10.{n >> 8}.{n & 255}.0/25"} for n in range(2000)],
        [{"name": "<&" * 150, "id": f"n{n}", "cidr": "10.0.0.0/24"} for n in range(2000)],
        [{"name": "<&" * 150, "id": f"n{n}", "cidr": "10.0.0.0/24", "site": f"{n}{'<' * 300}"} for n in range(2000)],
        [{"name": "<&" * 150, "id": f"n{n}", "cidr": f"fd00:{2 * n:x}:f::f:1:1:f/128"} for n in range(140)],
        [{"name": "🐧" * 300, "id": f"n{n}", "cidr": f"fd00::/{n}"} for n in range(8, 129)],
    ],
    ids=["flat", "equal", "scopes", "gaps", "deep"],
)
def test_a_large_plan_is_cut(networks: list[dict[str, object]]) -> None:
    made = book(*networks)
    html = address_map(made)
    assert len(html.encode()) <= 300_000
    Html(html)


@pytest.mark.parametrize("name", ["a | b `c`", "<script>alert(1)</script>", "]]>", "\u202eab", "a\n\nb", ""])
def test_hostile_names_stay_text_in_one_line(name: str) -> None:
    html = address_map(book({"name": name, "id": "a", "cidr": "10.0.0.0/24", "site": name}, LAB[1]))
    assert "\n" not in html
    assert "\u202e" not in html
    Html(html)


@pytest.mark.parametrize("file", LABS, ids=lambda file: file.stem)
def test_real_labs(file: Path) -> None:
    plan = parse({"plan.yaml": file.read_text(encoding="utf-8")})
    found = lines(Book(plan))
    assert sum("/" in line[0] and len(line) == 4 for line in found) == sum(
        len(network.cidrs) for network in plan.networks
    )


@given(plans())
@settings(max_examples=60)
def test_any_plan_is_well_formed_the_same_again_and_every_link_has_its_row(plan: Plan) -> None:
    html = address_map(Book(plan))
    links, ids = targets(html)
    assert links == ids
    assert html == address_map(Book(Plan(networks=plan.networks, clusters=plan.clusters)))
