"""The BGP sessions as a table, as a diagram and as a flowchart."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest
from command import run
from engines import ENGINES, Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages.test_pages import HOSTILE, rows

from cidrbook.pages.bgp import bgp_sessions, bgp_topology
from cidrbook.pages.book import Book
from cidrbook.pages.topology.layout import Drawing, Rect, layout
from cidrbook.pages.topology.narrow import WIDTH, narrow
from cidrbook.pages.topology.text_width import few, shortened, width
from cidrbook.plan.load import parse
from cidrbook.plan.plan import Plan
from cidrbook.report.graph import graph
from cidrbook.report.mermaid import as_mermaid

CIDRBOOK = Path(sys.executable).with_name("cidrbook")


def written(**parts: object) -> Plan:
    """A plan of these parts; JSON is YAML, whatever stands in its strings."""
    return parse({"plan.yaml": json.dumps(parts, ensure_ascii=False)})


def lab(routers: int, nodes: int, *sessions: dict[str, object]) -> Plan:
    """So many routers in one AS, each with a session with each of so many nodes of a cluster in another, and these."""
    return written(
        networks=[{"name": "services", "cidr": ["192.168.69.0/24", "fd69::/64"]}],
        routers=[
            {
                "name": f"edge-{number}",
                "product": "vyos",
                "version": "1.4",
                "asn": 64512,
                "addresses": f"10.0.0.{number}",
            }
            for number in range(1, routers + 1)
        ],
        clusters=[
            {
                "name": "home",
                "nodes": [{"name": f"k8s-{number}", "address": f"10.0.1.{number}"} for number in range(1, nodes + 1)],
                "load_balancers": [{"product": "cilium", "mode": "bgp", "asn": 64513}],
            }
        ],
        bgp={
            "sessions": [
                {"local": "home", "peer": f"edge-{number}", "announces": ["services"], "peer_announces": "10.0.0.0/8"}
                for number in range(1, routers + 1)
            ]
            + list(sessions)
        },
    )


# The layout


def apart(one: Rect, other: Rect) -> bool:
    return (
        one.x + one.w <= other.x or other.x + other.w <= one.x or one.y + one.h <= other.y or other.y + other.h <= one.y
    )


def inside(inner: Rect, outer: Rect) -> bool:
    right, bottom = outer.x + outer.w, outer.y + outer.h
    return inner.x >= outer.x and inner.y >= outer.y and inner.x + inner.w <= right and inner.y + inner.h <= bottom


def check(drawing: Drawing) -> None:
    """Nothing overlaps, all is inside, and every text fits into its rectangle."""
    things = (*drawing.boxes, *drawing.labels, *drawing.titles, *drawing.legend)
    for one, other in combinations(things, 2):
        assert apart(one.rect, other.rect), (one, other)
    for area, other_area in combinations(drawing.areas, 2):
        assert apart(area, other_area)
    for box in drawing.boxes:
        assert sum(not apart(box.rect, area) for area in drawing.areas) == 1
        assert sum(inside(box.rect, area) for area in drawing.areas) == 1
    assert all(inside(title.rect, area) for title, area in zip(drawing.titles, drawing.areas, strict=True))
    everything = Rect(0, 0, drawing.width, drawing.height)
    for thing in things:
        assert inside(thing.rect, everything), thing
        assert max(map(width, thing.lines)) <= thing.rect.w
    assert all(inside(area, everything) for area in drawing.areas)
    for stroke in drawing.strokes:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in stroke.points)


ROUTERS = ["r1", "r2", "r3"]
ENDS = st.sampled_from(
    [*ROUTERS, "home", "lab", "home-1", "lab-1", "nas", "pi", "203.0.113.1", "203.0.113.2", "fd00::1", "nobody"]
)
NAMES = st.sampled_from(["r", "OPNsense", "W" * 60, "路由器" * 9, "\u202eאבג", "<b>&\"'", "x\u0301" * 50, "﷽ 😀"])
ASNS = st.sampled_from([None, 64512, 64513, 4200000000])
SESSION = st.fixed_dictionaries(
    {
        "local": ENDS,
        "peer": ENDS,
        "local_asn": ASNS,
        "peer_asn": ASNS,
        "announces": st.lists(st.sampled_from(["10.0.0.0/8", "fd5b:7c1e:93a2:42::/64", "services", "W" * 90])),
        "peer_announces": st.sampled_from([[], ["0.0.0.0/1"]]),
    }
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan with up to three routers, two clusters of up to twelve nodes, two hosts, and peers without a name."""
    clusters = [
        {
            "name": name,
            "nodes": [{"name": f"{name}-{number}"} for number in range(draw(st.integers(0, 12)))],
            "load_balancers": [{"product": "cilium", "mode": "bgp", "asn": draw(ASNS)}],
        }
        for name in ("home", "lab")
    ]
    return written(
        networks=[{"name": "services", "cidr": "10.9.0.0/16", "hosts": [{"name": "nas"}, {"name": "pi"}]}],
        routers=[{"name": draw(NAMES), "id": text, "asn": draw(ASNS)} for text in ROUTERS],
        clusters=clusters,
        bgp={"sessions": draw(st.lists(SESSION, min_size=1, max_size=12))},
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_nothing_overlaps_and_all_is_inside(plan: Plan) -> None:
    drawn = graph(plan)
    if drawn.vertices:
        check(layout(drawn))
        if small := narrow(drawn):
            check(small)
            assert small.width == WIDTH


@pytest.mark.parametrize("nodes", [1, 2, 6, 12, 13, 40])
@pytest.mark.parametrize("routers", [1, 2, 3])
def test_routers_and_their_nodes_do_not_overlap(routers: int, nodes: int) -> None:
    ring: list[dict[str, object]] = [
        {"local": f"edge-{number}", "peer": f"edge-{number % routers + 1}"} for number in range(1, routers + 1)
    ]
    outside: dict[str, object] = {
        "local": "edge-1",
        "peer": "203.0.113.1",
        "peer_asn": 65000,
        "announces": "198.51.100.0/24",
    }
    check(layout(graph(lab(routers, nodes, *ring, outside, {"local": "home", "peer": "home"}))))


@pytest.mark.parametrize("file", sorted(Path(__file__).parents[1].glob("labs/*.yaml")), ids=lambda file: file.stem)
def test_the_diagrams_of_real_labs_do_not_overlap(file: Path) -> None:
    check(layout(graph(parse({"plan.yaml": file.read_text(encoding="utf-8")}))))


def test_the_same_plan_makes_the_same_bytes() -> None:
    assert bgp_topology(Book(lab(3, 12))) == bgp_topology(Book(lab(3, 12)))


@pytest.mark.parametrize(
    ("text", "most"), [("k8s-0", 150), ("W" * 300, 150), ("路由器" * 100, 150), ("\u202e" * 500, 30), ("", 10)]
)
def test_a_name_is_cut_to_its_width(text: str, most: int) -> None:
    short = shortened(text, most)
    assert width(short) <= most
    assert short == text or short.endswith("…")


def test_a_wide_character_counts_double() -> None:
    assert width("路" * 10) == width("a" * 20)


@pytest.mark.parametrize(
    ("most", "text"), [(1000, "10.0.0.0/8, 10.1.0.0/16, fd00::/8"), (180, "10.0.0.0/8 +2 more"), (1, "… +2 more")]
)
def test_what_is_announced_is_shortened(most: int, text: str) -> None:
    assert few(["10.0.0.0/8", "10.1.0.0/16", "fd00::/8"], most) == text


# The graph


def test_each_as_holds_what_speaks_in_it() -> None:
    systems = graph(lab(2, 3, {"local": "edge-1", "peer": "fd00::1"})).systems
    assert {asn: [spot.name for spot in spots] for asn, spots in systems.items()} == {
        64513: ["k8s-1", "k8s-2", "k8s-3"],
        64512: ["edge-1", "edge-2"],
        None: ["fd00::1"],
    }


def test_sessions_between_the_same_two_are_one_line() -> None:
    plan = lab(
        2,
        0,
        {"local": "edge-1", "peer": "edge-2", "peer_address": "10.0.0.2", "announces": "10.1.0.0/16"},
        {"local": "edge-2", "peer": "edge-1", "peer_address": "fd00::1", "announces": ["10.2.0.0/16"]},
    )
    line = graph(plan).edges[-1]
    assert (line.sessions, line.kind, line.forth, line.back) == (2, "internal", ("10.1.0.0/16",), ("10.2.0.0/16",))


@pytest.mark.parametrize(("nodes", "spots"), [(12, 12), (13, 1), (200, 1)])
@pytest.mark.parametrize("mesh", [[], [{"local": "home", "peer": "home"}]])
def test_more_than_twelve_nodes_alike_are_one_box(nodes: int, spots: int, mesh: list[dict[str, object]]) -> None:
    found = graph(lab(3, nodes, *mesh)).systems[64513]
    assert len(found) == spots
    assert found[0].name == ("k8s-1" if spots > 1 else f"home: {nodes} nodes")


def test_nodes_with_another_peer_stand_for_themselves() -> None:
    names = [system.name for system in graph(lab(1, 20, {"local": "k8s-1", "peer": "203.0.113.1"})).systems[64513]]
    assert names == ["k8s-1", "home: 19 nodes"]


def test_a_thousand_routers_are_quick() -> None:
    plan = written(
        routers=[{"name": f"r{number}", "asn": 64512 + number % 9} for number in range(1000)],
        bgp={"sessions": [{"local": f"r{number}", "peer": f"r{number * 7 % 1000}"} for number in range(1000)]},
    )
    assert len(layout(graph(plan)).boxes) > 900


# The diagram


def test_a_phone_shows_everybody_on_a_rail_and_the_same_labels() -> None:
    drawn = graph(lab(2, 3, {"local": "edge-1", "peer": "edge-2"}))
    small = narrow(drawn)
    assert small
    check(small)
    assert {box.lines for box in small.boxes} == {box.lines for box in layout(drawn).boxes}
    assert {label.lines for label in small.labels} == {label.lines for label in layout(drawn).labels}
    assert narrow(graph(lab(9, 12))) is None


def svg(plan: Plan) -> ET.Element:
    """The drawing, which an XML parser can read."""
    found = re.search("<svg.*?</svg>", bgp_topology(Book(plan)))
    assert found
    return ET.fromstring(found[0])  # noqa: S314 (we have written it)


def texts(drawn: ET.Element) -> list[str]:
    return [element.text or "" for element in drawn.iter("{http://www.w3.org/2000/svg}text")]


def test_the_diagram_says_which_sessions_are_which_without_colour() -> None:
    drawn = svg(lab(2, 3, {"local": "edge-1", "peer": "edge-2"}))
    lines = [element.attrib.get("stroke-dasharray") for element in drawn.iter("{http://www.w3.org/2000/svg}polyline")]
    assert lines == [None] * 6 + ["7 4"] + [None, "7 4"]  # the last two are those of the legend
    assert [text for text in texts(drawn) if "BGP" in text] == [
        "eBGP, 3 sessions",
        "eBGP, 3 sessions",
        "iBGP",
        "eBGP: between two autonomous systems",
        "iBGP: inside one autonomous system",
    ]


def test_the_diagram_shows_who_announces_what() -> None:
    words = texts(svg(lab(1, 2)))
    assert "↑ 192.168.69.0/24, fd69::/64" in words
    assert "↓ 10.0.0.0/8" in words


def test_the_diagram_has_a_title_and_a_description() -> None:
    drawn = svg(lab(1, 2))
    assert drawn.attrib["role"] == "img"
    named = [drawn.find(f".//*[@id='{word}']") for word in drawn.attrib["aria-labelledby"].split()]
    assert [element.text for element in named if element is not None] == [
        "BGP sessions",
        "AS 64513 with k8s-1, k8s-2; AS 64512 with edge-1. Sessions: 2.",
    ]


def test_two_diagrams_on_a_page_have_different_ids() -> None:
    book = Book(lab(1, 2))
    ids = [set(re.findall(r' id="([^"]*)"', bgp_topology(book))) for _ in range(2)]
    assert all(ids)
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("name", [*HOSTILE, "\u202eאבג", "x" * 9000, "路" * 9000, "\x00\x1b[31m", "e\u0301" * 900])
def test_no_name_becomes_markup_or_makes_the_diagram_wide(name: str) -> None:
    plan = written(
        routers=[{"name": name, "id": "a", "product": name, "asn": 1}, {"name": "b", "asn": 2}],
        bgp={"sessions": [{"local": "a", "peer": "b", "announces": [name]}, {"local": "b", "peer": name}]},
    )
    html = bgp_topology(Book(plan))
    assert "\n" not in html
    drawn = svg(plan)
    assert {element.tag.split("}")[1] for element in drawn.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "rect",
        "text",
        "polyline",
    }
    assert not any(key.startswith("on") or "href" in key for element in drawn.iter() for key in element.attrib)
    assert not re.search(r"[`|*\[\]\\{}~\u202e]", html)
    assert int(drawn.attrib["width"]) < 900
    assert not re.search(r"<(script|img|b)\b", bgp_sessions(Book(plan)))


PLACES = """\
# Places

!!! note "In an admonition"

    {{ bgp_sessions() }}

    {{ bgp_topology() }}

1. In a list

    {{ bgp_sessions() }}

    {{ bgp_topology() }}

After the list.

=== "In a tab"

    {{ bgp_sessions() }}

    {{ bgp_topology() }}

After the tab.
"""


TWO = """\
networks: [{name: lan, cidr: 10.0.0.0/24}]
routers: [{name: a, asn: 64512, addresses: 10.0.0.1}, {name: b, asn: 64513, addresses: 10.0.0.2}]
bgp: {sessions: [{local: a, peer: b, announces: lan, accepts: {prefix: 10.1.0.0/16}, peer_announces: 10.1.0.0/16}]}
"""


def test_all_engines_show_them_in_admonitions_lists_and_tabs(tmp_path: Path) -> None:
    articles = []
    for engine in ENGINES:
        site = Site(engine, tmp_path / engine)
        site.configure()
        site.write("data/plan.yaml", TWO)
        site.write("docs/index.md", PLACES)
        run = site.build()
        assert run.status == 0, run.output
        articles.append(site.article())
    for shown in articles:
        for around in (shown.one("div", "admonition"), shown.one("ol").one("li"), shown.one(css="tabbed-block")):
            assert around.one(css="cidrbook-table").rows()[1][:2] == ["a", "b"]
            assert len(around.one(css="cidrbook-topology").all("text")) == 12
        ids = [element.attributes["id"] for element in (*shown.all("title"), *shown.all("desc"))]
        assert len(set(ids)) == 6
        assert "After the" not in shown.one(css="tabbed-block").text
    texts = (re.sub('"data-search-exclude": [^,]*, ', "", json.dumps(shown.facts())) for shown in articles)
    # What others have in a file, Zensical has on the page.
    facts = [[load for load in json.loads(text) if load[0] != "style"] for text in texts]
    assert facts[0] == facts[1] == facts[2]


# The table


def test_the_table_has_a_row_for_each_session_that_is_written() -> None:
    plan = lab(1, 6, {"local": "edge-1", "peer": "203.0.113.1", "hold_time": 90, "keepalive": 30, "bfd": True})
    assert rows(bgp_sessions(Book(plan))) == [
        [
            "Local end",
            "Peer",
            "ASN",
            "Type",
            "Addresses",
            "Timers",
            "BFD",
            "Local end announces",
            "Peer announces",
        ],
        [
            "home: 6 nodes (Cilium)",
            "edge-1",
            "64513 / 64512",
            "external (eBGP)",
            "10.0.1.1 and 5 more / 10.0.0.1",
            "",
            "",
            "192.168.69.0/24 / fd69::/64",
            "10.0.0.0/8",
        ],
        [
            "edge-1",
            "203.0.113.1",
            "64512 / not said",
            "",
            "10.0.0.1 / 203.0.113.1",
            "hold 90 s / keepalive 30 s",
            "yes",
            "",
            "",
        ],
    ]


def test_a_session_that_both_ends_describe_is_one_row() -> None:
    plan = lab(
        2,
        0,
        {"local": "edge-1", "peer": "edge-2", "hold_time": 90, "families": ["ipv4", "ipv6"], "bfd": False},
        {"local": "edge-2", "peer": "edge-1", "hold_time": 30, "families": "ipv4", "announces": "10.2.0.0/16"},
    )
    table = rows(bgp_sessions(Book(plan)))
    last = dict(zip(table[0], table[-1], strict=True))
    assert last["Local end"] == "edge-1"
    assert last["ASN"] == "64512"
    assert last["Type"] == "internal (iBGP)"
    assert last["Families"] == "ipv4 / ipv6"
    assert last["Timers"] == "hold 90 s or 30 s"
    assert last["BFD"] == "no"
    assert last["Peer announces"] == "10.2.0.0/16"


def test_of_a_password_only_is_said_whether_there_is_one() -> None:
    plan = lab(1, 0, {"local": "edge-1", "peer": "203.0.113.1", "password": True})
    table = rows(bgp_sessions(Book(plan)))
    assert table[-1][table[0].index("Password")] == "yes"
    leaked = lab(1, 0, {"local": "edge-1", "peer": "203.0.113.1", "password": "hunter2"})
    assert "hunter2" not in bgp_sessions(Book(leaked)) + bgp_topology(Book(leaked))


def test_the_nodes_of_a_mesh_are_counted_once() -> None:
    table = rows(bgp_sessions(Book(lab(0, 5, {"local": "home", "peer": "home"}))))
    assert table[1][:2] == ["home: 5 nodes (Cilium)", "home: 5 nodes (Cilium)"]


def test_the_table_has_a_caption_and_headings_for_rows_and_columns() -> None:
    html = bgp_sessions(Book(lab(1, 2)))
    assert re.search("<caption[^>]*>BGP sessions</caption>", html)
    assert html.count('scope="col"') == len(rows(html)[0])
    assert html.count('scope="row"') == len(rows(html)) - 1


@pytest.mark.parametrize("macro", [bgp_sessions, bgp_topology])
def test_without_sessions_there_is_a_sentence(macro: object) -> None:
    assert callable(macro)
    assert macro(Book(Plan())) == "<p>The plan describes no BGP sessions.</p>"


# The flowchart


def test_the_flowchart_has_a_subgraph_for_each_as_and_a_link_for_each_line() -> None:
    plan = lab(2, 1, {"local": "edge-1", "peer": "edge-2"}, {"local": "edge-1", "peer": "fd00::1"})
    assert as_mermaid(plan).splitlines() == [
        "flowchart TB",
        '  subgraph as0["AS 64513"]',
        '    n0["k8s-1<br/>Cilium"]',
        "  end",
        '  subgraph as1["AS 64512"]',
        '    n1["edge-1<br/>VyOS 1.4"]',
        '    n2["edge-2<br/>VyOS 1.4"]',
        "  end",
        '  subgraph as2["AS not said"]',
        '    n3["fd00::1<br/>peer"]',
        "  end",
        '  n1 <-->|"eBGP<br/>from edge-1: 10.0.0.0/8<br/>from k8s-1: 192.168.69.0/24, fd69::/64"| n0',
        '  n2 <-->|"eBGP<br/>from edge-2: 10.0.0.0/8<br/>from k8s-1: 192.168.69.0/24, fd69::/64"| n0',
        '  n1 <-.->|"iBGP"| n2',
        '  n1 ---|"BGP"| n3',
    ]


def test_the_flowchart_and_the_diagram_are_of_one_graph() -> None:
    plan = lab(3, 13)
    chart, drawing = as_mermaid(plan), layout(graph(plan))
    assert len(re.findall(r"^    n\d+\[", chart, re.MULTILINE)) == len(drawing.boxes)
    assert chart.count("subgraph") == len(drawing.areas)


@pytest.mark.parametrize(
    "name", [*HOSTILE, '"] --> x["', "%%{init: {}}%%", "style: x#quot;", "classDef a:b#c;", "end", "#35;", "\u202e;"]
)
def test_no_name_means_anything_to_mermaid(name: str) -> None:
    plan = written(
        routers=[{"name": name, "id": "a", "asn": 1}, {"name": "b", "asn": 2}],
        bgp={"sessions": [{"local": "a", "peer": "b", "announces": [name]}]},
    )
    first, *_ = (line for line in as_mermaid(plan).splitlines() if line.startswith("    n"))
    found = re.fullmatch(r'    n0\["((?:[\w .,/:()+…-]|#(?:\d+|quot);)*)<br/>router"\]', first)
    assert found
    assert not re.search("style|classdef", first, re.IGNORECASE)
    shown = unescape(
        re.sub(r"#(\w+);", lambda match: "&" + ("#" if match[1].isdigit() else "") + match[1] + ";", found[1])
    )
    assert shown == " ".join(name.split()).replace("\u202e", "\ufffd")


def test_the_documentation_shows_what_the_command_prints() -> None:
    page = Path(__file__).parents[2].joinpath("docs/exports.md").read_text(encoding="utf-8")
    plan = written(
        routers=[{"name": "edge", "product": "vyos", "version": "1.4", "asn": 64512}],
        clusters=[
            {
                "name": "home",
                "nodes": [{"name": "k8s-0"}],
                "load_balancers": [{"product": "cilium", "mode": "bgp", "asn": 64513}],
            }
        ],
        bgp={"sessions": [{"local": "home", "peer": "edge", "announces": ["192.168.69.0/24"]}]},
    )
    assert f"\n{as_mermaid(plan)}\n" in page


def test_the_command_prints_the_flowchart(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text("bgp: {sessions: [{local: a, peer: b}]}\n", encoding="utf-8")
    result = run("export", "mermaid", folder=tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("flowchart TB\n")
    assert '  n0 ---|"BGP"| n1\n' in result.stdout


def test_without_a_plan_the_command_says_so(tmp_path: Path) -> None:
    result = run("export", "mermaid", "nowhere", folder=tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
