"""A plan beside what an IPAM exports."""

from __future__ import annotations

import pytest
from lab import messages, planned, spots, tree

from cidrbook.drift.comparison import Comparison

PLAN = """\
networks:
  - name: Servers
    cidr: 10.0.10.0/24
    vlan: 10
    gateway: 10.0.10.1
    dhcp: 10.0.10.100-10.0.10.150
    hosts:
      - {name: nas, address: 10.0.10.5, mac: "02:00:00:00:00:05"}
      - {name: web, address: 10.0.10.6}
  - {name: Guests, cidr: 10.0.20.0/24, vlan: 20}
"""
PREFIXES = """\
prefix,status,vrf,vlan,description
10.0.0.0/16,container,,,All
10.0.10.0/24,active,,10,Servers
10.0.20.0/24,active,,20,Guests
"""
ADDRESSES = """\
address,status,vrf,dns_name,description
10.0.10.5/24,active,,nas.lan,
10.0.10.6/24,active,,web,
"""
RANGES = "start_address,end_address,status,description\n10.0.10.100/24,10.0.10.150/24,active,DHCP\n"
EXPORT = {"prefixes.csv": PREFIXES, "addresses.csv": ADDRESSES, "ranges.csv": RANGES}


def found(files: dict[str, str]) -> Comparison:
    return Comparison(planned(PLAN), (tree(EXPORT | files),))


def test_nothing_is_said_where_both_agree() -> None:
    assert spots(found({}), ("R9",)) == []


@pytest.mark.parametrize(
    ("files", "expected", "words"),
    [
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("10,Ser", "11,Ser")}, ["R905 data/plan.yaml:4:11"], "VLAN 11", id="VLAN"
        ),
        pytest.param(
            {"ranges.csv": RANGES.replace("150", "199")}, ["R905 data/plan.yaml:6:11"], "10.0.10.199", id="DHCP"
        ),
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("10.0.20", "10.0.21")},
            ["R905 data/plan.yaml:10:26"],
            "10.0.21.0/24",
            id="prefix-of-a-name",
        ),
        pytest.param(
            {"addresses.csv": ADDRESSES.replace("10.5/24", "10.50/24")},
            ["R905 data/plan.yaml:8:30"],
            "10.0.10.50",
            id="address-of-a-name",
        ),
        pytest.param(
            {"addresses.csv": ADDRESSES.replace(",web", ",printer")},
            ["R905 data/plan.yaml:9:30"],
            "printer",
            id="name-of-an-address",
        ),
        pytest.param({"addresses.csv": ADDRESSES.replace(",web", ",")}, [], "", id="an-address-without-a-name"),
        pytest.param({"addresses.csv": ADDRESSES.replace(",web,", ",,printer")}, [], "", id="a-description-is-no-name"),
        pytest.param(
            {"prefixes.csv": f"{PREFIXES}10.0.30.0/24,active,,30,IoT\n10.0.31.0/24,active,,31,TV\n"},
            ["R906 prefixes.csv:5:1"],
            "and 1 more",
            id="prefixes-that-the-plan-lacks",
        ),
        pytest.param(
            {"prefixes.csv": PREFIXES.replace("active,,10", "active,lab,11")},
            ["R906 prefixes.csv:3:1"],
            "",
            id="another-VRF",
        ),
    ],
)
def test_differences(files: dict[str, str], expected: list[str], words: str) -> None:
    assert spots(found(files), ("R9",)) == expected
    assert all(words in message for message in messages(found(files), ("R9",)))
