"""Pictures of a network's addresses: what is drawn, what the table says, and that both say the same."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from netaddr import IPAddress, IPNetwork

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.grid import KINDS, address_grid
from cidrbook.pages.notation import amount
from cidrbook.pages.whole_page import finished
from cidrbook.plan.load import parse
from cidrbook.plan.views.usage import runs

LAN = """\
networks:
  - name: LAN
    cidr: [10.0.0.0/24, "fd42::/64"]
    gateway: [10.0.0.1, "fd42::1"]
    dhcp: 10.0.0.100-10.0.1.7
    dhcp_server: edge
    reserved: 10.0.0.32-10.0.0.47
    hosts:
      - {name: nas, address: [10.0.0.60, "fd42::60"]}
      - {name: printer, address: 10.0.0.110, assigned: reservation}
      - {name: a, address: 10.0.0.30}
      - {name: b, address: 10.0.0.30}
  - {name: desk, cidr: 10.0.0.192/28, parent: lan}
routers:
  - {name: edge, addresses: 10.0.0.1}
clusters:
  - name: home
    api: {address: 10.0.0.5}
    virtual_addresses: [{name: vip, address: 10.0.0.6}]
    load_balancers: [{product: metallb, pools: 10.0.0.70-10.0.0.79}]
    pinned_services: [{name: dns, address: 10.0.0.71}]
"""
VOID = {"br", "img", "hr"}


class Page(HTMLParser):
    """The picture's cells and the table's rows, read strictly: every tag is closed in its place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[dict[str, str]] = []
        self.rows: dict[str, list[str]] = {}
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []
        self.rows = {name: _in_order(row) for name, row in self.rows.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs)
        assert not [name for name in values if name.startswith("on")]
        assert tag in {
            "div",
            "p",
            "code",
            "span",
            "b",
            "a",
            "i",
            "ul",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        self.open.append(tag)
        if "data-n" in values and tag == "b":
            self.headings.append(values["data-n"])
        elif "data-n" in values and "cidrbook-many" not in values.get("class", ""):
            self.cells.append(values)
        if "id" in values:
            self.ids.append(values["id"])
            self.rows[values["id"]] = []
        elif tag == "td" or values.get("scope") == "row":
            self.rows[self.ids[-1]].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.rows and {"td", "th"} & set(self.open) and "thead" not in self.open:
            self.rows[self.ids[-1]][-1] += data


def _in_order(cells: list[str]) -> list[str]:
    """A row's first and last address, count, type and name, as the tests say them."""
    kind, addresses, name, size = (cell.strip() for cell in cells)
    first, _, last = addresses.partition(" \u2013 ")
    return [first, last, size, kind, name]


def grid(plan: str, name: str = "lan", family: int | None = None) -> str:
    return address_grid(Book(parse({"plan.yaml": plan})), name, family)


def page(plan: str, name: str = "lan", family: int | None = None) -> Page:
    return Page(grid(plan, name, family))


def network(cidr: str, rest: str = "") -> str:
    return f'networks: [{{name: lan, cidr: "{cidr}", {rest}}}]'


@pytest.mark.parametrize(
    ("number", "letter", "row"),
    [
        (0, "N", ["10.0.0.0", "", "1", "network address", ""]),
        (1, "G", ["10.0.0.1", "", "1", "gateway", "edge"]),
        (5, "V", ["10.0.0.5", "", "1", "virtual address", "API of home"]),
        (6, "V", ["10.0.0.6", "", "1", "virtual address", "vip"]),
        (30, "H+", ["10.0.0.30", "", "1", "host", "a, b"]),
        (40, "K", ["10.0.0.32", "10.0.0.47", "16", "reserved", ""]),
        (60, "H", ["10.0.0.60", "", "1", "host", "nas"]),
        (71, "S", ["10.0.0.71", "", "1", "pinned service", "dns"]),
        (72, "P", ["10.0.0.72", "10.0.0.79", "8", "pool", "MetalLB of home"]),
        (109, "D", ["10.0.0.100", "10.0.0.109", "10", "DHCP range", "edge"]),
        (110, "R", ["10.0.0.110", "", "1", "DHCP reservation", "printer"]),
        (254, "D", ["10.0.0.111", "10.0.0.254", "144", "DHCP range", "edge"]),
        (255, "B", ["10.0.0.255", "", "1", "broadcast address", ""]),
    ],
)
def test_a_cell_says_what_it_is_for_and_leads_to_the_row_that_says_who_has_it(
    number: int, letter: str, row: list[str]
) -> None:
    found = page(LAN, family=4)
    cell = found.cells[number]
    assert (cell["data-n"], cell["data-s"]) == (str(number), letter)
    assert [text.strip() for text in found.rows[cell["href"].removeprefix("#")]] == row


def test_a_free_address_is_a_cell_that_leads_nowhere_and_a_row_with_its_neighbours() -> None:
    found = page(LAN, family=4)
    assert found.cells[3] == {"data-n": "3"}
    assert [row.strip() for row in found.rows["cidrbook-address-lan-10.0.0.2"]] == [
        "10.0.0.2",
        "10.0.0.4",
        "3",
        "free",
        "",
    ]


def test_pointing_at_a_cell_names_what_has_it() -> None:
    assert page(LAN, family=4).cells[60]["title"] == "10.0.0.60: host nas"


def test_the_legend_has_the_states_that_occur_and_no_others() -> None:
    plan = network("10.0.0.0/29", "gateway: 10.0.0.1, dhcp: 10.0.0.3-10.0.0.4")
    text = " ".join(" ".join(page(plan).texts).split())
    assert "gateway 1 network address 1 broadcast address 1 DHCP range 2 free 3 Type" in text
    assert "pool" not in text


def test_letters_and_numbers_are_no_text_that_a_search_could_find() -> None:
    words = {word for text in page(LAN, family=4).texts for word in text.split()}
    assert not words & {"N", "G", "V", "H", "H+", "K", "254"}


def test_no_cell_stops_the_keyboard_and_none_is_read_out() -> None:
    html = grid(LAN, family=4)
    assert all(cell.get("tabindex") == "-1" for cell in page(LAN, family=4).cells if "href" in cell)
    picture = html[html.index('<div aria-hidden="true">') : html.index('<ul class="cidrbook-legend"')]
    assert picture.count("<a ") + picture.count("<i ") + picture.count("cidrbook-many") == html.count("data-n")
    assert '<span role="img" aria-label="Addresses of LAN, 10.0.0.0/24. The table below says the same."></span>' in html


@pytest.mark.parametrize(
    ("cidr", "cells", "headings"),
    [
        ("10.0.0.0/32", 1, []),
        ("10.0.0.0/31", 2, []),
        ("10.0.0.8/30", 4, []),
        ("10.0.0.128/25", 128, []),
        ("10.0.0.0/24", 256, []),
        ("10.0.2.0/23", 512, ["10.0.2.0/24", "10.0.3.0/24"]),
        ("10.0.4.0/22", 1024, ["10.0.4.0/24", "10.0.5.0/24", "10.0.6.0/24", "10.0.7.0/24"]),
        ("10.0.8.0/21", 256, []),
        ("10.0.0.0/16", 256, []),
        ("172.16.0.0/12", 256, []),
        ("10.0.0.0/8", 256, []),
        ("128.0.0.0/1", 256, []),
        ("fd42::/120", 256, []),
        ("fd42::/128", 1, []),
        ("fd42::400/118", 1024, ["fd42::400/120", "fd42::500/120", "fd42::600/120", "fd42::700/120"]),
        ("fd42::/112", 16, ["fd42::/124"]),
        ("fd42::/64", 16, ["fd42::/124"]),
        ("fd00::/8", 16, ["fd00::/124"]),
    ],
)
def test_a_prefix_is_drawn_by_addresses_by_blocks_or_where_it_is_used(
    cidr: str, cells: int, headings: list[str]
) -> None:
    found = page(network(cidr))
    assert (len(found.cells), found.headings) == (cells, headings)


@pytest.mark.parametrize(
    ("cidr", "inner", "cells", "labels"),
    [
        ("10.0.0.0/16", "10.0.3.0/24", 256, ("0", "3", "255")),
        ("172.16.0.0/12", "172.16.48.0/20", 256, ("16.0", "16.48", "31.240")),
        ("10.0.0.0/8", "10.3.0.0/16", 256, ("0", "3", "255")),
        ("10.0.8.0/21", "10.0.8.24/29", 256, ("8.0", "8.24", "15.248")),
        ("fd42::/56", "fd42:0:0:3::/64", 256, ("0", "3", "ff")),
        ("fd42::/60", "fd42:0:0:3::/64", 16, ("0", "3", "f")),
        ("fd42::/48", "fd42:0:0:300::/56", 256, ("0", "300", "ff00")),
    ],
)
def test_a_block_has_the_digits_in_which_it_differs_and_the_letter_of_what_is_in_it(
    cidr: str, inner: str, cells: int, labels: tuple[str, str, str]
) -> None:
    plan = f'networks: [{{name: lan, cidr: "{cidr}", role: container}}, {{name: in, cidr: "{inner}"}}]'
    found = page(plan)
    assert len(found.cells) == cells
    assert (found.cells[0]["data-n"], found.cells[3]["data-n"], found.cells[-1]["data-n"]) == labels
    assert [cell["data-s"] for cell in found.cells if "data-s" in cell] == ["I"]
    assert found.rows[found.cells[3]["href"].removeprefix("#")][4] == "in"


def test_a_block_shows_how_much_of_it_something_has() -> None:
    plan = """\
networks:
  - {name: lan, cidr: 10.0.0.0/16, role: container}
  - {name: a, cidr: 10.0.1.0/24, dhcp: 10.0.1.128-10.0.1.255}
  - {name: b, cidr: 10.0.2.0/23, hosts: [{name: x, address: 10.0.3.7}]}
"""
    styles = [cell.get("style", "") for cell in page(plan).cells[:5]]
    assert styles == ["", "--u:50%", "", "--u:1%", ""]
    assert page(plan).cells[1]["title"] == "10.0.1.0/24: network inside a; 128 of 256 taken"


@pytest.mark.parametrize(
    ("cidr", "text"),
    [
        ("10.0.0.0/29", "6 of 8 addresses are free."),
        ("10.0.0.0/8", "16,777,214 of 16,777,216 addresses are free. Each cell is a /16: "),
        ("fd42::/64", "1 of 2⁶⁴ addresses are used. Only the parts that are used are drawn, 16 addresses in a row."),
    ],
)
def test_the_caption_counts_what_can_be_counted(cidr: str, text: str) -> None:
    assert text in grid(network(cidr))


def test_a_long_range_of_ipv6_is_one_cell() -> None:
    found = page(network("fd42::/64", 'dhcp: "fd42::1000-fd42::1fff"'))
    assert found.headings == ["fd42::/124", "fd42::1000 to fd42::1fff"]
    assert (found.cells[-1]["data-n"], found.cells[-1]["data-s"]) == ("4,096", "D")
    assert found.cells[-1]["class"] == "cidrbook-wide"


def test_each_prefix_of_a_network_has_a_picture() -> None:
    assert len(page(LAN).cells) == 256 + 2 * 16
    assert len(page(LAN, family=6).cells) == 2 * 16


@pytest.mark.parametrize(
    ("name", "family", "complaint"),
    [
        ("lna", None, "there is no network `lna` in the plan"),
        ("desk", 6, "network desk has no IPv6 prefix in the plan"),
        ("lan", 5, "`family` is 4 or 6, not 5"),
    ],
)
def test_what_is_not_there_cannot_be_drawn(name: str, family: int | None, complaint: str) -> None:
    with pytest.raises(WrongCallError, match=complaint):
        grid(LAN, name, family)


numbers = st.integers(0, 1023)
spans = st.lists(st.tuples(numbers, numbers).map(sorted), max_size=4)


@given(
    st.sampled_from(["10.0.0.0/22", "10.0.1.0/24", "10.0.2.16/28", "10.0.0.0/16", "10.0.0.0/14"]),
    st.lists(numbers, max_size=20),
    spans,
    spans,
)
def test_cells_and_rows_say_what_the_plan_says(
    cidr: str, hosts: list[int], dhcp: list[list[int]], reserved: list[list[int]]
) -> None:
    text = partial(_text, IPNetwork("10.0.0.0/22").first)
    machines = ", ".join(f"{{name: h{at}-{number}, address: {text(number)}}}" for at, number in enumerate(hosts))
    leases, kept = ([f"{text(first)}-{text(last)}" for first, last in them] for them in (dhcp, reserved))
    plan = network(cidr, f"hosts: [{machines}], dhcp: {leases}, reserved: {kept}".replace("'", ""))
    parsed, prefix, found = parse({"plan.yaml": plan}), IPNetwork(cidr), page(plan)
    states = {n: run.state for run in runs(parsed, parsed.networks[0], prefix) for n in range(run.first, run.last + 1)}
    ends = [(int(IPAddress(row[0])), int(IPAddress(row[1] or row[0]))) for row in found.rows.values()]
    assert (ends[0][0], ends[-1][1]) == (prefix.first, prefix.last)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(ends))
    for (first, last), row in zip(ends, found.rows.values(), strict=True):
        assert {KINDS[states[n]][1] for n in range(first, last + 1)} == {row[3].strip()}
        assert row[2] == f"{last - first + 1:,}"
    if prefix.prefixlen > 20:
        letters = [cell.get("data-s", "").rstrip("+") for cell in found.cells]
        assert letters == [KINDS[states[n]][0] for n in range(prefix.first, prefix.last + 1)]
    assert {cell["href"].removeprefix("#") for cell in found.cells if "href" in cell} <= set(found.rows)


def _text(base: int, number: int) -> str:
    return str(IPAddress(base + number))


NASTY = '<script>alert(1)</script> | `x` ]]> \\u202e \\" onx=1 &amp; 😀 ' + "`" * 300


def _hosts(count: int, pattern: str) -> str:
    return ", ".join(
        f'{{name: "{NASTY}", id: h{number}, address: "{_address(pattern, number)}"}}' for number in range(count)
    )


def _address(pattern: str, number: int) -> str:
    first, step = pattern.split("+")
    return str(IPAddress(int(IPAddress(first)) + number * int(step)))


@pytest.mark.parametrize(
    ("cidr", "count", "pattern"),
    [
        ("10.0.0.0/24", 0, "10.0.0.1+1"),
        ("10.0.0.0/24", 254, "10.0.0.1+1"),
        ("10.0.0.0/22", 1022, "10.0.0.1+1"),
        ("10.0.0.0/22", 511, "10.0.0.1+2"),
        ("10.0.0.0/16", 3000, "10.0.0.1+7"),
        ("10.0.0.0/24", 3000, "10.0.0.7+0"),
        ("fd42::/64", 3000, "fd42::1+33"),
    ],
)
def test_many_hosts_with_hostile_names_fit_on_a_page(cidr: str, count: int, pattern: str) -> None:
    html = grid(f'networks: [{{name: "{NASTY}", id: lan, cidr: "{cidr}", hosts: [{_hosts(count, pattern)}]}}]')
    assert "\n" not in html
    assert len(html.encode()) <= 300_000
    assert "`" not in html
    Page(html)


def test_what_is_left_out_is_said() -> None:
    hosts = ", ".join(
        f"{{name: h{number}, address: 10.0.{number * 2 // 256}.{number * 2 % 256}}}" for number in range(1, 1000)
    )
    assert "1,601 more ranges are left out of the table." in grid(network("10.0.0.0/16", f"hosts: [{hosts}]"))
    cidrs = ", ".join(f"10.0.{number}.0/24" for number in range(100))
    assert "96 more prefixes of lan are left out." in grid(f"networks: [{{name: lan, cidr: [{cidrs}]}}]")
    hosts = ", ".join(f'{{name: h{number}, address: "fd42::{number:x}0"}}' for number in range(1, 100))
    assert " 68 more are only in the table." in grid(network("fd42::/64", f"hosts: [{hosts}]"))


def test_a_grid_that_stands_twice_has_every_id_once() -> None:
    html = finished(grid(LAN) + grid(LAN))
    ids = [*Page(html).ids]
    assert len(ids) == len(set(ids))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert grid(LAN) == grid(LAN)


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1"), (65_536, "65,536"), (1 << 31, "2,147,483,648"), (1 << 64, "2⁶⁴"), ((1 << 64) - 5, "about 2⁶⁴")],
)
def test_a_number_of_addresses_can_be_read(size: int, text: str) -> None:
    assert amount(size) == text


def test_the_cells_stay_siblings_inside_of_an_element_that_holds_markdown() -> None:
    html = Markdown(extensions=["md_in_html"]).convert(
        f"<div markdown>\n\n{address_grid(Book(parse({'x.yaml': LAN})), 'lan', family=4)}\n\n</div>"
    )
    cells = html.partition('<div class="cidrbook-cells">')[2].partition("</div>")[0]
    assert "<p>" not in cells
    assert 'data-n="255"' in cells
