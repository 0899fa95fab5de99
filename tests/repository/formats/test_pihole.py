"""Pi-hole's own files: `pihole.toml`, and `setupVars.conf` of older releases."""

from __future__ import annotations

import pytest
from lab import codes, hosts, network, places, tree

from cidrbook.repository.observation import Observation

SERVER = """\
[dns]
  hosts = ["10.71.3.8 oak.lan oak", '10.71.3.9 elm.lan', "10.71.3.10"] ### CHANGED, default = []
  hostRecord = "ash,ash.lan,10.71.3.11,fd71::11,300"
  cnameRecords = [
    "cloud.lan,oak.lan",
    "files.lan,cloud2.lan,elm.lan,60",
    "other.lan,elsewhere.example",
  ]
  revServers = ["true,10.71.3.0/24,10.71.3.1#53,lan"]
[dhcp]
  active = true ### CHANGED, default = false
  start = "10.71.3.100"
  end = "10.71.3.200"
  router = "10.71.3.1"
  netmask = "255.255.255.0"
  # Example: [ "00:20:e0:3b:13:af,10.71.9.123,laptop,24h" ]
  hosts = [
    "02:00:00:00:00:07,10.71.3.7,printer",
    "02:00:00:00:00:06,set:tv,10.71.3.6,tv,24h"
  ]
"""
SETUP = """\
IPV4_ADDRESS=10.71.3.5/24
DHCP_ACTIVE=true
DHCP_START=10.71.3.100
DHCP_END=10.71.3.200
DHCP_ROUTER=10.71.3.1
REV_SERVER=true
REV_SERVER_CIDR=10.71.3.0/24
REV_SERVER_TARGET=10.71.3.1
"""


def server(text: str = SERVER) -> dict[str, str]:
    return {"pihole/pihole.toml": text}


def lan(seen: Observation) -> tuple[list[str], list[str]]:
    one = network(seen, "10.71.3.0/24")
    return [*map(str, one.gateways)], [*map(str, one.dhcp)]


def test_the_range_and_the_leases_of_a_server() -> None:
    seen = tree(server())
    assert lan(seen) == (["10.71.3.1"], ["10.71.3.100-10.71.3.200"])
    assert hosts(seen) == {"printer": ["10.71.3.7"], "tv": ["10.71.3.6"]}
    assert codes(server()) == []


def test_names_where_they_stand() -> None:
    named = [(one.name, str(one.address), one.place.line, one.place.column) for one in tree(server()).named_addresses]
    assert [found for found in named if found[2] < 10] == [
        ("oak.lan", "10.71.3.8", 2, 13),
        ("oak", "10.71.3.8", 2, 13),
        ("elm.lan", "10.71.3.9", 2, 38),
        ("ash", "10.71.3.11", 3, 29),
        ("ash.lan", "10.71.3.11", 3, 29),
        ("cloud.lan", "10.71.3.8", 5, 6),
        ("files.lan", "10.71.3.9", 6, 6),
        ("cloud2.lan", "10.71.3.9", 6, 16),
    ]


def test_a_line_with_one_name_is_read_once() -> None:
    seen = tree(server('[dns]\n  hosts = [\n    "10.71.3.8 oak.lan",\n    "10.71.3.9 elm.lan elm"\n  ]\n'))
    assert [one.name for one in seen.named_addresses] == ["oak.lan", "elm.lan", "elm"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("active = true", "active = false"), [], id="switched off"),
        pytest.param(("10.71.3.7,", "10.71.4.7,"), ["H301 :18"], id="a lease of another network"),
        pytest.param(("10.71.3.7,", "10.71.3.256,"), ["F104 :18"], id="a lease of no address"),
        pytest.param(("10.71.3.8 ", "10.71.3.888 "), ["F104 :2"], id="a name of no address"),
        pytest.param(('router = "10.71.3.1', 'router = "10.71.4.1'), ["A204 :14"], id="a gateway outside"),
        pytest.param(('router = "10.71.3.1', 'router = "10.71.3.150'), ["D404 :14"], id="a gateway in the range"),
        pytest.param(("3.200", "4.200"), ["D401 :12"], id="a range that reaches beyond"),
        pytest.param(("3.200", "3.99"), ["F104 :12"], id="a range that runs backwards"),
        pytest.param(("3.200", "3.2OO"), ["F104 :13"], id="no address"),
        pytest.param(("10.71.3.0/24", "10.71.3.0/42"), ["F104 :9"], id="no prefix"),
        pytest.param(('"true,10.71.3.0/24', '"false,10.71.3.0/42'), [], id="a server that is off"),
        pytest.param(('"10.71.3.100"', '""'), [], id="not set"),
        pytest.param(("[dhcp]", "[dhcp"), [], id="no TOML"),
    ],
)
def test_what_contradicts_itself(change: tuple[str, str], expected: list[str]) -> None:
    assert change[0] in SERVER
    found = places(server(SERVER.replace(*change)))
    assert [text.replace("pihole/pihole.toml", "") for text in found] == expected


def test_a_range_without_a_mask_is_of_no_known_network() -> None:
    seen = tree(server(SERVER.replace('netmask = "255.255.255.0"', 'netmask = ""')))
    assert [[*map(str, one.dhcp)] for one in seen.networks if one.dhcp] == [["10.71.3.100-10.71.3.200"]]


def test_a_release_before_6() -> None:
    seen = tree({"oak/setupVars.conf": SETUP})
    assert lan(seen) == (["10.71.3.1"], ["10.71.3.100-10.71.3.200"])
    assert hosts(seen) == {"oak": ["10.71.3.5"]}
    assert codes({"oak/setupVars.conf": SETUP}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("DHCP_ROUTER=10.71.3.1", "DHCP_ROUTER=10.71.4.1"), ["A204 oak/setupVars.conf:5"]),
        (("DHCP_END=10.71.3.200", "DHCP_END=10.71.3.2000"), ["F104 oak/setupVars.conf:4"]),
        (("10.71.3.0/24", "10.71.3.0/33"), ["F104 oak/setupVars.conf:7"]),
        (("DHCP_ROUTER=10.71.3.1", "DHCP_ROUTER={{ router }}"), []),
    ],
    ids=["a gateway outside", "no address", "no prefix", "a template"],
)
def test_an_older_release_that_contradicts_itself(change: tuple[str, str], expected: list[str]) -> None:
    assert places({"oak/setupVars.conf": SETUP.replace(*change)}) == expected


def test_a_document_beside_a_server() -> None:
    row = "# Lab\n\n| Host | IP |\n|---|---|\n| printer | 10.71.3.{} |\n"
    assert codes({**server(), "README.md": row.format(7)}) == []
    assert codes({**server(), "README.md": row.format(17)}) == ["R904"]
