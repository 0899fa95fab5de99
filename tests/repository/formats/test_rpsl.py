"""Objects of a routing registry, one in a file or many in a dump."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lab import messages, places, tree

from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observation import Observation

BLOCK = """\
    inetnum:            172.20.0.0 - 172.23.255.255
    cidr:               172.20.0.0/14
    netname:            BLOCK
    policy:             open
    mnt-by:             REGISTRY-MNT
    """
NET = """\
    inetnum:            172.20.1.0 - 172.20.1.255
    cidr:               172.20.1.0/24
    netname:            EXAMPLE-NET
    remarks:            many
    +                   lines
    mnt-by:             EXAMPLE-MNT
    """
NET6 = """\
    inet6num:           fd42:0001:0000:0000:0000:0000:0000:0000 - fd42:0001:0000:ffff:ffff:ffff:ffff:ffff
    cidr:               fd42:1::/48
    netname:            EXAMPLE-NET6
    mnt-by:             EXAMPLE-MNT
    """
ROUTE = """\
    route:              172.20.1.0/24
    origin:             AS4242420001
    mnt-by:             OTHER-MNT
    mnt-by:             EXAMPLE-MNT
    """
AS = "aut-num: AS4242420001\nas-name: EXAMPLE-AS\n"
FILTER = """\
    # Nr   Action  Prefix           MinLen  MaxLen  # Comment
    0001  deny    172.22.166.0/24  24      32      # block
    1100  permit  172.20.0.0/14    21      29      # main net
    9999  deny    0.0.0.0/0        0       32      # the rest
    """
FILES = {
    "data/inetnum/172.20.0.0_14": BLOCK,
    "data/inetnum/172.20.1.0_24": NET,
    "data/inet6num/fd42:1::_48": NET6,
    "data/route/172.20.1.0_24": ROUTE,
    "data/aut-num/AS4242420001": AS,
    "data/filter.txt": FILTER,
}
ROUTE_FILE = "data/route/172.20.1.0_24"


def brief(seen: Observation) -> list[tuple[str, str]]:
    return [(one.name, one.cidr) for one in seen.networks]


def test_a_registry_without_mistakes_has_no_findings() -> None:
    seen = tree(FILES)
    assert places(seen) == []
    assert brief(seen) == [
        ("BLOCK", "172.20.0.0/14"),
        ("EXAMPLE-NET", "172.20.1.0/24"),
        ("EXAMPLE-NET6", "fd42:1::/48"),
    ]
    assert "parent: block" in draft(seen).files["networks.yaml"]


def test_a_dump_says_what_single_files_do() -> None:
    dump = "\n\n".join(dedent(text) for name, text in FILES.items() if "filter" not in name)
    assert brief(tree({"dump.db": f"% a dump\n\n{dump}"})) == brief(tree(FILES))


@pytest.mark.parametrize(
    ("written", "cidrs"),
    [
        pytest.param("inetnum: 193.0.0.0 - 193.0.7.255", "193.0.0.0/21", id="a-prefix-as-a-range"),
        pytest.param("inetnum: 193.0.0.0 - 193.0.2.255", "193.0.0.0/23 193.0.2.0/24", id="a-range-that-is-no-prefix"),
        pytest.param("inet6num: 2001:db8::/32", "2001:db8::/32", id="a-prefix"),
        pytest.param("inetnum: 0.0.0.0 - 255.255.255.255\ncidr: 0.0.0.0/0", "", id="the-root"),
        pytest.param("inetnum: 193.0.7.255 - 193.0.0.0", "", id="backwards"),
        pytest.param("inetnum: 193.0.7.255 - fd00::1", "", id="two-families"),
        pytest.param("inetnum: nothing", "", id="no-address"),
    ],
)
def test_blocks(written: str, cidrs: str) -> None:
    assert " ".join(one.cidr for one in tree({"a.db": f"{written}\nnetname: X\n"}).networks) == cidrs


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"data/inetnum/172.20.1.0_24": NET.replace("172.20.1.255", "172.20.0.255")},
            ["R902 data/inetnum/172.20.1.0_24:1"],
            id="range-and-prefix",
        ),
        pytest.param({"data/inetnum/copy": NET}, ["A202 data/inetnum/copy:2"], id="one-block-twice"),
        pytest.param({ROUTE_FILE: ROUTE.replace("1.0/24", "1.0/30")}, [f"B624 {ROUTE_FILE}:1"], id="too-long"),
        pytest.param(
            {"r": ROUTE.replace("20.1.0/24", "22.166.0/25").replace("EXAMPLE", "REGISTRY")},
            ["B624 r:1"],
            id="denied",
        ),
        pytest.param({ROUTE_FILE: ROUTE.replace("20001", "29999")}, [f"F106 {ROUTE_FILE}:2"], id="no-aut-num"),
        pytest.param({"r": ROUTE.replace("20.1.0/24", "20.9.0/24")}, ["H315 r:1"], id="not-handed-out"),
        pytest.param({"r": ROUTE.replace("172.20", "10.20")}, ["B624 r:1", "H315 r:1"], id="in-no-block"),
        pytest.param({"r": ROUTE.replace("1.0/24", "1.128/25")}, [], id="a-part-of-its-own"),
    ],
)
def test_mistakes(files: dict[str, str], expected: list[str]) -> None:
    assert places(FILES | files) == expected


def test_what_is_said_of_a_route() -> None:
    said = messages(FILES | {ROUTE_FILE: ROUTE.replace("1.0/24", "1.0/30")})
    through = "the filter lets only lengths from 21 to 29 in 172.20.0.0/14 through"
    assert said == [f"{through}, and not the route 172.20.1.0/30 of AS4242420001"]
