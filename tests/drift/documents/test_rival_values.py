"""Values and VLAN ids of one name, of which one document says another one than everything else."""

from __future__ import annotations

import pytest
from documents import table
from lab import places

SEGMENTS = (
    "boxes:\n  anvil:\n    address: 10.31.1.20\n    segment: 10.31.40.0/24\n  bellows:\n    segment: 10.31.50.0/24\n"
)
LABELLED = "- host: 10.31.1.36\n  name: quillpad\n- host: 10.31.1.37\n  name: inkwell\n"
_PAGES = (("anvil", 21), ("bellows", 22))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"README.md": table("Box | Segment", "anvil | 10.31.44.0/24"), "vars.yaml": SEGMENTS},
            ["R904 README.md:3"],
            id="a row and the setting below the key of its name",
        ),
        pytest.param(
            {"README.md": table("Box | Segment", "anvil | 10.31.40.0/25"), "vars.yaml": SEGMENTS},
            ["R904 README.md:3"],
            id="another length",
        ),
        pytest.param(
            {"README.md": table("Box | Segment", "anvil | 10.31.40.0/24"), "vars.yaml": SEGMENTS}, [], id="right"
        ),
        pytest.param(
            {"README.md": table("Box | Segment", "tongs | 10.31.44.0/24"), "vars.yaml": SEGMENTS}, [], id="another name"
        ),
        pytest.param(
            {"README.md": "The notebook runs at quillpad (10.31.1.63).\n", "hosts.yaml": LABELLED},
            ["R904 README.md:1"],
            id="a sentence and an item with this name",
        ),
        pytest.param(
            {"README.md": "The notebook runs at quillpad (10.31.1.36).\n", "hosts.yaml": LABELLED}, [], id="a right one"
        ),
        pytest.param(
            {"README.md": "quillpad was at (10.31.1.63).\n", "hosts.yaml": LABELLED}, [], id="a story of the past"
        ),
        pytest.param(
            {
                "README.md": "Lease of quillpad: 10.31.1.63\n",
                "hosts.yaml": LABELLED + "- host: 10.31.1.38\n  name: quillpad\n",
            },
            [],
            id="a name of two values",
        ),
        pytest.param(
            {"a.md": table("Subnet | Use", "10.31.7.0/24 | Cameras"), "b.md": "- **Cameras**: `10.31.8.0/24`\n"},
            ["R904 a.md:3"],
            id="a network in two documents",
        ),
        pytest.param(
            {
                "a.md": table("Box | IP", "anvil | 10.31.1.21", "bellows | 10.31.1.22"),
                "b.md": "- **Anvil**: 10.31.1.21\n- **Bellows**: 10.31.1.23\n- **Crucible**: 10.31.1.22\n",
                "c.md": "- **Bellows**: 10.31.1.23\n",
            },
            ["R904 a.md:4"],
            id="a row with the address of something else",
        ),
        pytest.param(
            {f"{name}.md": f"# {name}\n\n## System info\n\n- **IP:** 10.31.1.{octet}\n" for name, octet in _PAGES},
            [],
            id="a section that each page has",
        ),
        pytest.param(
            {
                "a.md": "Way in\n\n**Uplink Box:**\n\n" + table("External Port | Internal IP", "80 | 10.31.1.21"),
                "b.md": "- **Uplink Box**: 10.31.1.22\n",
            },
            [],
            id="a port forward",
        ),
        pytest.param(
            {"a.md": "## 4. Bellows\n\n- **IP**: 10.31.1.21\n", "b.md": table("Box | IP", "bellows | 10.31.1.22")},
            ["R904 a.md:3"],
            id="an item below a heading with the name",
        ),
        pytest.param(
            {
                "a.md": "## Anvil\n\n" + table("Property | Value", "Second IP | 10.31.1.21"),
                "b.md": "## Bellows\n\n" + table("Property | Value", "Second IP | 10.31.1.22"),
            },
            [],
            id="a property of two things",
        ),
        pytest.param(
            {
                "a.md": "## Anvil\n\n- On bridge `rproxy`: 10.31.1.21\n",
                "b.md": "## Bellows\n\n- On bridge `rproxy`: 10.31.1.22\n",
            },
            [],
            id="addresses on one bridge",
        ),
        pytest.param(
            {"a.md": table("MAC | IP", "02:00:00:00:5a:01 | 10.31.1.21", "02:00:00:00:5a:01 | 10.31.1.22")},
            [],
            id="rows of one table",
        ),
        pytest.param(
            {
                "a.md": table("Device | MAC | IP", "loom | 02:00:00:00:5a:01 | 10.31.1.21"),
                "b.md": table("Device | MAC | IP", "weaver | 02:00:00:00:5a:01 | 10.31.1.22"),
            },
            ["R904 a.md:3"],
            id="one MAC with two addresses",
        ),
        pytest.param(
            {
                "a.md": "So `10.31.40.0/24` = wool-shed, `10.31.41.0/24` = dye-house, etc.\n",
                "b.md": "- dye-house: 10.31.42.0/24\n",
                "c.md": "- dye-house: 10.31.42.0/24\n",
            },
            ["R904 a.md:1"],
            id="one of several names on a line",
        ),
        pytest.param(
            {
                "a.md": "`wool-shed` \u2192 `10.31.40.0/24` \u00b7 `dye-house` \u2192 `10.31.41.0/24`\n",
                "b.md": "- dye-house: 10.31.42.0/24\n",
                "c.md": "- dye-house: 10.31.42.0/24\n",
            },
            ["R904 a.md:1"],
            id="arrows between names and values",
        ),
        pytest.param(
            {
                "a.md": "- dye-house: 10.31.1.21\n",
                "b.md": "- dye-house: 10.31.1.66\n",
                "c.md": "Colours come of the machine at 10.31.1.66.\n",
            },
            ["R904 a.md:1"],
            id="the value that more lines have is right, whatever they call it",
        ),
        pytest.param(
            {
                "a.md": "## One\n\n- `dye-house` (ClusterIP 10.31.1.21:80)\n\n"
                "## Two\n\n- `dye-house` (ClusterIP 10.31.1.22:80)\n",
                "b.md": "- dye-house: 10.31.1.22\n",
            },
            ["R904 a.md:3"],
            id="words for the value between a name and the value",
        ),
        pytest.param(
            {
                "a.md": table("Subnet | Interface | Use", '10.31.40.0/24 | bond0.2 | VLAN 2 "Weavers" - looms'),
                "b.md": table(
                    "Network | CIDR | Use", "Weavers | 10.31.41.0/24 | looms", "Dyers | 10.31.42.0/24 | weavers"
                ),
                "c.md": "- Weavers: 10.31.41.0/24\n",
            },
            ["R904 a.md:3"],
            id="an interface is no name, and a description names no row",
        ),
        pytest.param(
            {
                "a.md": "The loom-keeper container is pinned to `10.31.1.21` on this host.\n",
                "vars.yaml": "hosts:\n  loom-keeper:\n    ansible_host: 10.31.1.22\n",
            },
            ["R904 a.md:1"],
            id="a sentence says where its subject is",
        ),
        pytest.param(
            {
                "a.md": "`bellows` is the dedicated dyeing host at `10.31.1.21`.\n",
                "vars.yaml": "hosts:\n  bellows:\n    ansible_host: 10.31.1.22\n",
            },
            ["R904 a.md:1"],
            id="a sentence says what its subject is, and where",
        ),
        pytest.param(
            {
                "a.md": "The loom-keeper container talks to its queue at `10.31.1.21`.\n",
                "vars.yaml": "hosts:\n  loom-keeper:\n    ansible_host: 10.31.1.22\n",
            },
            [],
            id="a sentence says what its subject reaches",
        ),
        pytest.param(
            {
                "a.md": "## Loom router\n\n- **Management IP**: 10.31.1.21\n\n"
                "## Dye switch\n\n- **Management IP**: 10.31.1.22\n"
            },
            [],
            id="a property of the things in two headings",
        ),
        pytest.param(
            {
                "a.md": "# Quillpad\n\n- **LXC IP**: 10.31.1.21\n",
                "b.md": "- Quillpad (10.31.1.22:4533)\n",
                "c.md": "- Quillpad: 10.31.1.22\n",
            },
            ["R904 a.md:3"],
            id="a property of the thing in the heading",
        ),
        pytest.param(
            {
                "a.md": "## Boxes\n\n- **Quillpad**:\n  - Reserved IP: `10.31.1.21`\n"
                "- **Inkwell**:\n  - IP: 10.31.1.30\n",
                "b.md": "- Quillpad (10.31.1.22)\n",
                "c.md": "- Quillpad: 10.31.1.22\n",
            },
            ["R904 a.md:4"],
            id="a property of the item above",
        ),
        pytest.param(
            {
                "a.md": table("Device | Model | IP", "Switch | Weft Lite 16 | 10.31.1.21"),
                "b.md": table("Device | Model | IP", "Switch | Weft Lite 16 (45W) | 10.31.1.22"),
                "c.md": "- Weft Lite 16: 10.31.1.22\n",
            },
            ["R904 a.md:3"],
            id="the cell behind one that says a kind of thing",
        ),
        pytest.param(
            {
                "a.md": "dye-house-run-1   0/1   Completed   0   39m   10.31.1.21   loom-1\n",
                "b.md": "dye-house-run-2   0/1   Completed   0   39m   10.31.1.22   loom-1\n",
            },
            [],
            id="what a command printed",
        ),
    ],
)
def test_one_document_against_everything_else(files: dict[str, str], expected: list[str]) -> None:
    assert places(files, ["R904"]) == expected


VLANS = table("VLAN | Name | Subnet", "20 | Things | 10.31.20.0/24", "30 | Guests | 10.31.30.0/24")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("Cameras are on VLAN 21 (Things).\n", ["R904 b.md:1"], id="a name behind an id"),
        pytest.param("- Things (VLAN 21): no way out\n", ["R904 b.md:1"], id="a name before an id"),
        pytest.param("## VLAN 21 - Things\n", ["R904 b.md:1"], id="a heading"),
        pytest.param("Cameras are on VLAN 20 (Things), guests on VLAN 30 (Guests).\n", [], id="right"),
        pytest.param("Never put cameras on VLAN 21 (Things).\n", [], id="a denial"),
        pytest.param("- Workshop (VLAN 21)\n", [], id="another name"),
        pytest.param("- VLAN 21: 10.31.20.0/24\n", ["R904 b.md:1"], id="the prefix on another VLAN"),
        pytest.param("- Things (VLAN 21)\n- Things (VLAN 22)\n", [], id="three ids"),
        pytest.param(table("VLAN | Name", "21 | Things"), ["R904 b.md:3"], id="a row"),
        pytest.param(table("Test | From", "VLAN 21 | 10.31.20.0/24"), ["R904 b.md:3"], id="a row of a test"),
        pytest.param(
            table("Test | From", "VLAN 21 \u2192 printers | 10.31.20.0/24"), [], id="an arrow to other things"
        ),
        pytest.param("- `Guests-VLAN21-Things`\n", [], id="the name of a rule"),
        pytest.param(
            "- VLAN 21 \u2192 VLAN 30 (Things)\n- VLAN 22 \u2192 VLAN 31 (Things)\n", [], id="rules between VLANs"
        ),
        pytest.param(table("Device | VLAN", "cam | Things (21)"), ["R904 b.md:3"], id="an id behind a name"),
        pytest.param(table("Device | Port", "cam | Things (21)"), [], id="a number of something else"),
    ],
)
def test_a_vlan_id_against_everything_else(page: str, expected: list[str]) -> None:
    assert (
        places({"a.md": VLANS, "b.md": page, "c.md": "- Things (VLAN 20)\n- VLAN 20: 10.31.20.0/24\n"}, ["R904"])
        == expected
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Looms", ["R904 b.md:1"]), ("internal looms", ["R904 b.md:1"]), ("default", []), ("Internal", []), ("x", [])],
)
def test_a_word_for_any_vlan_names_none(name: str, expected: list[str]) -> None:
    page = f"- VLAN 20 ({name})\n"
    assert places({"a.md": page, "b.md": page.replace("20", "21"), "c.md": page}, ["R904"]) == expected


ENTRY = "hosts:\n  loom:\n    ansible_host: 10.31.1.40\n"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("- loom: 10.31.1.41\n\nThe old `10.31.1.41` is stale.\n", id="the document calls it old"),
        pytest.param("The mail of loom (10.31.1.41) went\nto loom at 10.31.1.40 last week.\n", id="a right twin"),
        pytest.param("```yaml\nuser: your-name\nloom: 10.31.1.41\n```\n", id="a block to fill in"),
        pytest.param("| IP | Name | OS |\n|-|-|-|\n| 10.31.1.41 | weft | loom |\n", id="a product that is called so"),
    ],
)
def test_what_is_told_of_another_time_or_thing(page: str) -> None:
    assert places({"README.md": page, "ansible/inventory/hosts.yml": ENTRY}, ["R9"]) == []


PREFIXES = {
    "another length": ("VLAN 40 | 10.31.40.0/25 | Looms and dye", True),
    "another prefix of one name": ("VLAN 40 | 10.31.44.0/24 | Looms, dye, wool", True),
    "another prefix of another name": ("VLAN 40 | 10.31.44.0/24 | Guests", False),
    "right": ("VLAN 40 | 10.31.40.0/24 | Looms", False),
    "another id": ("VLAN 41 | 10.31.40.0/25 | Guests", False),
}


@pytest.mark.parametrize(("row", "is_wrong"), PREFIXES.values(), ids=PREFIXES)
def test_the_prefix_of_a_vlan_id_in_two_documents(row: str, *, is_wrong: bool) -> None:
    other = table("ID | Subnet | Zone", "40 | 10.31.40.0/24 | Looms", "50 | 10.31.50.0/24 | Dye")
    files = {"a.md": table("Segment | Subnet | For", row), "b.md": other.replace("ID", "VLAN ID"), "c.md": "- a: b\n"}
    assert places(files, ["R904"]) == (["R904 a.md:3"] if is_wrong else [])


FACTS = {
    "a gateway": ("Subnet | Gateway", "10.31.40.0/24 | 10.31.40.254", "10.31.40.0/24 | 10.31.40.1", True),
    "a right gateway": ("Subnet | Gateway", "10.31.40.0/24 | 10.31.40.1", "10.31.40.0/24 | 10.31.40.1", False),
    "a DHCP range": ("Subnet | DHCP range", "10.31.40.0/24 | .50-.99", "10.31.40.0/24 | .100-.200", True),
    "another network": ("Subnet | DHCP range", "10.31.40.0/24 | .50-.99", "10.31.44.0/24 | .100-.200", False),
}


@pytest.mark.parametrize(("columns", "row", "other", "is_wrong"), FACTS.values(), ids=FACTS)
def test_a_fact_of_a_prefix_in_two_documents(columns: str, row: str, other: str, *, is_wrong: bool) -> None:
    files = {"a.md": table(columns, row), "b.md": table(columns, other), "c.md": table(columns, other)}
    assert places(files, ["R904"]) == (["R904 a.md:3"] if is_wrong else [])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.md": "- Things (VLAN 20)\n", "b.md": "- Things (VLAN 21)\n"}, [], id="a line against another"),
        pytest.param(
            {"a.md": "- Things (VLAN 20)\n", "b.md": "- Things (VLAN 21)\n", "c.md": "- Things (VLAN 21)\n"},
            ["R904 a.md:1"],
            id="a line against two",
        ),
        pytest.param({"a.md": VLANS, "b.md": table("VLAN | Name", "21 | Things")}, ["R904 a.md:3"], id="two tables"),
    ],
)
def test_a_vlan_id_is_wrong_where_more_than_one_line_says_so(files: dict[str, str], expected: list[str]) -> None:
    assert places(files, ["R904"]) == expected
