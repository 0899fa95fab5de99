"""The map of the address space: which cells a network has, its letter, and what is left out."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from plan.views.test_allocation import plans
from strict import Html

from cidrbook.pages.address_map import address_map
from cidrbook.pages.book import Book
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan


def drawn(*networks: dict[str, object]) -> str:
    return address_map(Book(parse({"plan.yaml": json.dumps({"networks": networks})})))


def network(name: str, cidr: str, **rest: object) -> dict[str, object]:
    return {"name": name, "cidr": cidr, **rest}


def cells(html: str) -> list[str]:
    """The letters of the cells of the first map, a dot where one is free."""
    picture = html[html.index('<div aria-hidden="true">') : html.index('<ul class="cidrbook-map-key"')]
    return [re.sub(r'.*data-s="([^"]*)".*|.*', r"\1", cell) or "." for cell in re.findall(r"<i[^>]*>", picture)]


SITE = network("Site", "10.20.0.0/16", role="container")


def test_a_network_has_the_cells_that_it_has_of_the_block() -> None:
    html = drawn(SITE, network("LAN", "10.20.20.0/24"), network("Big", "10.20.128.0/22"))
    found = cells(html)
    assert len(found) == 256
    assert {index: letter for index, letter in enumerate(found) if letter != "."} == {
        20: "L", 128: "B", 129: "B", 130: "B", 131: "B",
    }  # fmt: skip
    assert "One cell is a /24" in html
    assert 'aria-label="Map of Site, 10.20.0.0/16.' in html


@pytest.mark.parametrize(
    ("block", "inner", "cell", "part"),
    [
        ("10.0.0.0/8", "10.20.3.0/24", "/24", "10.20.0.0/16"),
        ("10.0.0.0/24", "10.0.0.64/26", "/32", ""),
        ("172.16.0.0/12", "172.16.3.0/24", "/24", "172.16.0.0/16"),
        ("fd00::/48", "fd00:0:0:42::/64", "/64", "fd00::/56"),
        ("fd00::/64", "fd00::/80", "/80", "fd00::/72"),
    ],
)
def test_only_the_part_that_networks_are_in_is_drawn(block: str, inner: str, cell: str, part: str) -> None:
    html = drawn(network("Block", block, role="container"), network("In", inner, parent="block"))
    assert f"One cell is a {cell};" in html
    assert (f"Only {part} is drawn" in html) is bool(part)
    assert len(cells(html)) == 256


def test_letters_are_the_initial_or_another_one_or_a_number_and_never_twice() -> None:
    names = ["Servers", "Storage", "SS", "Guest"]
    html = drawn(SITE, *(network(name, f"10.20.{number}.0/24") for number, name in enumerate(names)))
    assert cells(html)[:4] == ["S", "T", "1", "G"]


def test_several_networks_in_a_cell_are_a_plus_and_all_in_the_key() -> None:
    inside = [
        network(name, cidr) for name, cidr in (("a", "10.1.1.0/24"), ("b", "10.200.0.0/24"), ("c", "10.1.2.0/24"))
    ]
    html = drawn(network("All", "10.0.0.0/8", role="container"), *inside)
    assert [cell for cell in cells(html) if cell != "."] == ["A+", "B"]
    assert all(f">{name}</a>" in html for name in "abc")


def test_what_lies_in_no_block_is_listed() -> None:
    html = drawn(SITE, network("In", "10.20.1.0/24"), network("Pods", "10.244.0.0/16"))
    assert "Elsewhere" in html
    assert "10.244.0.0/16" in html[html.index("Elsewhere") :]
    assert "map-cells" not in drawn(network("Pods", "10.244.0.0/16"))
    assert "no networks" in drawn()


@pytest.mark.parametrize("name", ["<script>", "a | b `c`", "", "x" * 300, "🐧" * 50])
def test_hostile_names_stay_text(name: str) -> None:
    html = drawn({**SITE, "name": name, "id": "s"}, network(name, "10.20.1.0/24", id="n"))
    assert "\n" not in html
    Html(html)


def test_a_large_plan_is_cut_and_says_so() -> None:
    html = drawn(
        *(network(f"b{n}", f"10.{n}.0.0/16", role="container") for n in range(200)),
        *(network(f"n{n} {'<' * 100}", f"10.{n % 200}.{n // 200}.0/24") for n in range(2000)),
        *(network(f"e{n}", f"172.16.{n}.0/24") for n in range(250)),
    )
    assert len(html.encode()) <= 300_000
    assert "Left out: 188 blocks and 50 networks." in html


@given(plans())
@settings(max_examples=60)
def test_any_plan_is_well_formed_and_the_same_again(plan: Plan) -> None:
    again = Plan(networks=plan.networks, clusters=plan.clusters)
    html = address_map(Book(plan))
    Html(html)
    assert html == address_map(Book(again))
