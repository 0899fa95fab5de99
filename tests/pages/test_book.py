"""A page about one network, the book of the whole plan, and addresses that become links."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from engines import ENGINES, Site
from fake_engine import FakeEngine, site
from hypothesis import given
from hypothesis import strategies as st
from netaddr import IPAddress
from pages.test_tables import HOSTILE, LIMIT, PLAN, Html, book, hostile, large

from cidrbook import engine
from cidrbook.pages import MACROS
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.whole_page import finished

EXTENSIONS = ["admonition", "attr_list", "tables", "toc", "pymdownx.superfences"]


def block(name: str, *args: Any, text: str = PLAN, **kwargs: Any) -> str:
    return str(MACROS[name](replace(book(text, checked=True), calls=count(1)), *args, **kwargs))


def page(text: str) -> str:
    """A page with this block on it, as HTML that is balanced."""
    html = finished(markdown.markdown(f"# Page\n\n{text}\n\nafter it\n", extensions=EXTENSIONS))
    found = Html(html)
    assert len(found.ids) == len(set(found.ids))
    assert "<p>after it</p>" in html
    return html


def headings(html: str) -> list[tuple[int, str]]:
    return [(int(level), unescape(text)) for level, text in re.findall(r"<h(\d)[^>]*>(.*?)</h", html)]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_networks_page_has_everything_about_it() -> None:
    html = page(block("network_page", "servers"))
    assert headings(html)[1:] == [
        (2, "Servers"),
        (3, "Findings"),
        (3, "Addresses"),
        (3, "Ranges"),
        (3, "Services"),
        (3, "Hosts"),
    ]
    text = words(html)
    for part in (
        "IPv4 10.0.10.0/24",
        "IPv6 fd42::/64",
        "VLAN 42 (srv)",
        "Role servers",
        "Used for nodes and storage",
        "Used by nodes of k3s",
        "DNS blocky (10.0.4.9) 1.1.1.1",
        "In use 78 of 256, 30 %",
        "Next free 10.0.10.2 fd42::1",
        "Source: data/plan.yaml, line 3 · id servers",
        "I604 trivial-ula",
        "pool 10.0.10.200 \u2013 10.0.10.210 MetalLB of k3s 11",
        "DHCP range 10.0.10.100 \u2013 10.0.10.149 edge 50",
        "largest free range 10.0.10.150 \u2013 10.0.10.199 50",
        "nas 10.0.10.60 fd42::60 host 52:54:00:12:34:56",
        "plex 10.0.10.201",
    ):
        assert part in text, part


def test_a_networks_page_says_what_is_around_and_inside_of_it() -> None:
    plan = "networks: [{name: all, cidr: 10.0.0.0/8, role: container}, {name: in, cidr: 10.1.0.0/16, parent: all}]"
    assert "Parent all 10.0.0.0/8" in words(page(block("network_page", "in", text=plan)))
    html = page(block("network_page", "all", text=plan))
    assert (3, "Networks inside") in headings(html)
    assert html.count('id="cidrbook-network-in"') == 0


def test_the_heading_is_at_the_level_asked_for() -> None:
    assert headings(page(block("network_page", "iot", level=4)))[1:3] == [(4, "IoT"), (5, "Addresses")]
    assert headings(page(block("book", level=3)))[1] == (3, "Networks")


@pytest.mark.parametrize("level", [0, 6, "2", None, -1])
@pytest.mark.parametrize("name", ["book", "network_page"])
def test_a_level_that_no_heading_has_is_a_finding(name: str, level: object) -> None:
    with pytest.raises(WrongCallError):
        block(name, *(["servers"] if name == "network_page" else []), level=level)


def test_an_unknown_network_is_a_finding() -> None:
    with pytest.raises(WrongCallError) as found:
        block("network_page", "sevrers")
    assert found.value.rule == "unknown-name"


def test_a_page_with_a_title_of_its_own_needs_no_second_one() -> None:
    assert headings(page(block("network_page", "iot", title=False)))[1:3] == [(2, "Addresses"), (2, "Ranges")]


def test_the_free_addresses_of_a_network_are_counted() -> None:
    plan = "networks: [{name: lan, cidr: 10.0.0.0/28, reserved: 10.0.0.12-10.0.0.13, dhcp: 10.0.0.8-10.0.0.11,"
    plan += " gateway: 10.0.0.1, hosts: [{name: a, address: 10.0.0.2}, {name: b, address: 10.0.0.9}]}]"
    text = words(page(block("network_page", "lan", text=plan)))
    assert "In use 10 of 16, 62 % Next free 10.0.0.3" in text


def test_the_book_shows_the_grid_of_each_network_where_a_page_asks_for_it() -> None:
    html = page(block("book", grids=True))
    assert html.count('class="cidrbook-grid"') > 5
    assert "cidrbook-grid" not in block("book")


def test_what_small_pictures_leave_goes_to_larger_ones() -> None:
    small = ", ".join(f"{{name: n{number}, cidr: 10.0.{number}.0/30}}" for number in range(60))
    plan = f"networks: [{small}, {{name: large, cidr: 10.1.0.0/24, dhcp: 10.1.0.2-10.1.0.254}}]"
    html = block("book", grids=True, text=plan)
    assert html.count('class="cidrbook-grid"') == 61


def test_the_book_has_everything_in_the_order_of_addresses() -> None:
    html = page(block("book"))
    assert [title for level, title in headings(html)[1:] if level == 2] == [
        "Networks",
        "Each network",
        "VLANs",
        "Addresses in no network",
        "Routers",
        "Clusters",
        "VPNs",
        "Findings",
    ]
    assert [title for level, title in headings(html) if level == 3] == [
        *("Home", "Guest", "Pool", "Servers", "IoT", "k3s", "wg0")
    ]
    text = words(html)
    for name in ("nas", "plug", "phone", "k8s-0", "ingress", "blocky", "plex", "spare", "I604 trivial-ula"):
        assert name in text
    assert html.count('class="cidrbook-sheet"') == 7


def test_the_book_of_an_empty_plan_says_that_there_is_nothing() -> None:
    assert headings(page(block("book", text="{}"))) == [(1, "Page"), (2, "Findings")]


@pytest.mark.parametrize("word", HOSTILE)
def test_no_value_becomes_markup(word: str) -> None:
    text = hostile(word)
    network = book(text).plan.networks[0].id
    for shown in (block("book", text=text), block("network_page", network, text=text)):
        html = page(shown)
        tags = set(re.findall(r"<(\w+)", html))
        assert tags <= {
            *("h1", "h2", "h3", "p", "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "code", "br"),
            *("span", "ul", "li", "i", "b", "a", "dl", "dt", "dd", "small", "wbr"),
        }
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", unescape(html))
        titles = [unescape(title) for _, title in headings(html)]
        assert " ".join(re.sub(r"[\u202e\u2066]", "\ufffd", word).split()) in titles


@pytest.mark.parametrize("name", ["# a #", "a ##", "1. a", "- a", "a {: #b }", "_a_", "===", "#"])
def test_a_name_that_looks_like_markdown_is_a_heading(name: str) -> None:
    text = yaml.safe_dump({"networks": [{"name": name, "cidr": "10.0.0.0/24"}]})
    assert (2, name) in headings(page(block("network_page", name, text=text)))


@cache
def large_book(networks: int, hosts: int) -> Book:
    return book(large(networks, hosts), checked=True)


def large_block(name: str, networks: int, hosts: int, *args: Any, **kwargs: Any) -> str:
    return str(MACROS[name](replace(large_book(networks, hosts), calls=count(1)), *args, **kwargs))


@pytest.mark.parametrize(("networks", "hosts"), [(2000, 1), (1, 5000), (128, 40), (1, 0)])
def test_the_book_is_at_most_300_kb_and_says_what_is_left_out(networks: int, hosts: int) -> None:
    shown = large_block("book", networks, hosts)
    assert len(shown.encode()) <= LIMIT
    told = len(re.findall(r"^### ", shown, re.MULTILINE))
    rest = re.search(r"([\d,]+) networks? more (?:is|are) left out", shown)
    assert told + (int(rest[1].replace(",", "")) if rest else 0) == networks
    if hosts * networks > 2000:
        assert re.search(r"and [\d,]+ rows? more, left out here|more are left out", shown)
    assert len(large_block("network_page", networks, hosts, "net 0").encode()) <= LIMIT


def test_the_book_and_its_table_of_contents_are_at_most_300_kb() -> None:
    made = markdown.Markdown(extensions=[*EXTENSIONS[:3], "toc"], extension_configs={"toc": {"permalink": True}})
    html = made.convert(large_block("book", 2000, 1, grids=True))
    assert len(html.encode()) + 2 * len(made.toc.encode()) <= LIMIT  # type: ignore[attr-defined] # the extension's


LAB = """\
networks:
  - {name: Servers, cidr: [192.168.42.0/24, "fd42::/64"], gateway: 192.168.42.1, hosts: [
      {name: nas, address: [192.168.42.60, "fd42::60"]}, {name: "a|b", address: 192.168.42.7}]}
  - {name: Home, cidr: 192.168.0.0/16, role: container}
  - {name: Cabin, cidr: 192.168.42.0/24, site: cabin, hosts: {name: tv, address: 192.168.42.9}}
  - {name: Other, cidr: 10.0.0.0/8, hosts: {name: far, address: 172.16.0.1}}
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the NAS is 192.168.42.60.", "the NAS is [servers|192.168.42.60 (nas, Servers)]."),
        ("fd42::60: yes", "[servers|fd42::60 (nas, Servers)]: yes"),
        ("FD42:0:0:0:0:0:0:60, (192.168.42.60)", "[servers|FD42:0:0:0:0:0:0:60 (nas, Servers)], ([servers|"),
        ("in fd42::/64", "in [servers|fd42::/64 (Servers)]"),
        ("via 192.168.42.1", "via [servers|192.168.42.1 (gateway, Servers)]"),
        ("all of 192.168.0.0/16", "all of [home|192.168.0.0/16 (Home)]"),
        ("192.168.42.7", "[servers|192.168.42.7 (a|b, Servers)]"),
        ("192.168.42.0/24", "192.168.42.0/24 ([servers|Servers]; [cabin|Cabin])"),
        *((text, text) for text in ("192.168.42.61", "192.168.42.600", "1192.168.42.60", "192.168.42.60.1")),
        *((text, text) for text in ("192.168.42.60/24", "192.168.42.60-70", "192.168.42.60:80", "x192.168.42.60")),
        *((text, text) for text in ("192.168.42.0/240", "192.168.42", "192.168.42.0/24/1")),
        *((text, text) for text in ("12:30", "a.b", "::", "10.0.0.0/8/1", "fd42::60-x", "/192.168.42.60", "")),
        *(
            (text, text)
            for text in ("172.16.0.1", "v1.22.4", "https://192.168.42.60/x", "-192.168.42.60", "%192.168.42.60")
        ),
    ],
)
def test_known_addresses_become_links_to_their_network(text: str, shown: str) -> None:
    html = str(MACROS["linked"](book(LAB), text))
    found = re.sub(r'<a href="#cidrbook-network-(\w+)">(.*?)</a>', r"[\1|\2]", html)
    assert unescape(found).startswith(shown)


def test_links_lead_to_another_page_where_one_is_named() -> None:
    html = str(MACROS["linked"](book(LAB), "192.168.42.60", page="../networks/"))
    assert html.startswith('<a href="../networks/#cidrbook-network-servers">')


@pytest.mark.parametrize("address", ["javascript:alert(1)//", " JavaScript:x", "java\tscript:x", 5, None])
def test_a_page_that_a_browser_would_run_is_a_finding(address: object) -> None:
    with pytest.raises(WrongCallError):
        MACROS["linked"](book(LAB), "192.168.42.60", page=address)


@pytest.mark.parametrize("word", HOSTILE)
def test_the_rest_of_a_text_is_escaped(word: str) -> None:
    html = str(MACROS["linked"](book(LAB), f"{word} 192.168.42.60 {word}"))
    assert set(re.findall(r"<(\w+)", html)) == {"a"}
    assert not re.search(r"[`|*\[\]\\{}]", html)


tokens = st.one_of(
    st.sampled_from(["192.168.42.60", "192.168.42.0/24", "fd42::60", "192.168.42.9", "10.0.0.0/8"]),
    st.text(" .,:/-%x1a0é\n", max_size=3),
)


@given(st.lists(tokens, max_size=8).map("".join))
def test_tokens_are_found_as_a_slow_look_at_every_word_finds_them(text: str) -> None:
    html = str(MACROS["linked"](book(LAB), text))
    marked = re.sub(r" \((?:<a[^>]*>[^<]*</a>(?:; )?)+\)|<a[^>]*>| \([^()]*\)</a>", "", html)
    assert unescape(marked).split() == text.split()
    known = {"192.168.42.60", "192.168.42.0/24", "192.168.42.9", "10.0.0.0/8"}
    bare = [word.strip(".,:") for word in re.split(r"[\s,]+", text)]
    sure = {word for word in bare if word in known and f" {word} " in f" {text} "}
    assert all(f"{word} (" in unescape(re.sub("<[^>]*>", "", html)) for word in sure)
    if (
        not any(str(IPAddress(other_text)) in text for other_text in ("192.168.42.60", "192.168.42.9", "fd42::60"))
        and "/" not in text
    ):
        assert "<a" not in html


def test_linked_is_a_filter_and_a_macro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    fake = FakeEngine(site(tmp_path, LAB, "{{ '192.168.42.60' | linked }}{{ linked(plan.networks[0].hosts[1].name) }}"))
    engine.attach(fake)
    html = fake.render(tmp_path / "docs/index.md")
    assert html == '<a href="#cidrbook-network-servers">192.168.42.60 (nas, Servers)</a>a&#124;b'


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_has_the_macros_and_the_filter(name: str, tmp_path: Path) -> None:
    built = Site(name, tmp_path)
    built.configure()
    built.write("data/plan.yaml", f"{PLAN}settings: {{rules: {{V505: 'off', F106: 'off'}}}}\n")
    text = "# Lab\n\n- at {{ '10.0.10.60' | linked }}\n\n{{ network_page('servers') }}\n\n{{ book(level=3) }}\n"
    built.write("docs/index.md", text)
    run = built.build()
    assert run.status == 0, run.output
    html = built.html()
    assert '<a href="#cidrbook-network-servers">10.0.10.60 (nas, Servers)</a>' in html
    assert re.search(r'<h3 id="servers-?_?1?">Servers|<h2 id="servers">Servers', html)
    assert 'class="cidrbook-sheet"' in html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
