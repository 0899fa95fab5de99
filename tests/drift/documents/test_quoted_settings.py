"""Settings of routers in documents, beside the router's own configuration."""

from __future__ import annotations

import pytest
from lab import places

BRACES = """\
interfaces {
    ethernet eth0 {
        address 10.95.0.2/24
        vif 8 {
            address 10.95.8.1/24
        }
    }
}
service {
    dhcp-server {
        shared-network-name ATTIC {
            subnet 10.95.8.0/24 {
                range 0 {
                    start 10.95.8.50
                    stop 10.95.8.99
                }
            }
        }
    }
}
protocols {
    bgp 64950 {
        neighbor 10.95.0.21 {
            remote-as 64951
        }
    }
}
system {
    host-name ox
}
"""
SETS = """\
set system host-name ox
set interfaces ethernet eth0 address 10.95.0.2/24
set interfaces ethernet eth0 vif 8 address '10.95.8.1/24'
set service dhcp-server shared-network-name ATTIC subnet 10.95.8.0/24 range 0 start 10.95.8.50
set protocols bgp neighbor 10.95.0.21 remote-as 64951
"""
ROUTEROS = """\
/system identity
set name=ox
/interface/vlan/add name=attic vlan-id=8 interface=bridge
/ip address
add address=10.95.0.2/24 interface=ether1
add address=10.95.8.1/24 interface=attic
/ip pool
add name=attic ranges=10.95.8.50-10.95.8.99
"""
FRR = """\
hostname ox
router bgp 64950
 bgp router-id 10.95.0.2
 neighbor 10.95.0.21 remote-as 64951
 neighbor 10.95.0.22 remote-as 64951
interface eth0
 ip address 10.95.0.2/24
"""
OTHER = SETS.replace("ox", "elk").replace("10.95.", "10.96.")


def page(*lines: str, heading: str = "# ox") -> str:
    """A page with a fence of these lines."""
    return "\n".join((heading, "", "```", *lines, "```", ""))


@pytest.mark.parametrize(
    ("files", "text", "expected"),
    [
        pytest.param(
            {"router/ox": BRACES},
            page("set interfaces ethernet eth0 vif 8 address '10.95.7.1/24'"),
            [4],
            id="commands of an address, beside braces",
        ),
        pytest.param(
            {"router/ox": BRACES},
            page("set interfaces ethernet eth0 vif 8 address '10.95.8.1/24'"),
            [],
            id="the right one",
        ),
        pytest.param(
            {"router/ox.sh": SETS},
            page("interfaces {", "    ethernet eth0 {", "        address 10.95.1.2/24", "    }", "}"),
            [6],
            id="braces, beside commands",
        ),
        pytest.param(
            {"router/ox.sh": SETS},
            page(
                "set service dhcp-server shared-network-name ATTIC subnet 10.95.8.0/24 range 0 start 10.95.8.40",
                "set protocols bgp neighbor 10.95.0.21 remote-as 64952",
            ),
            [4, 5],
            id="a range and an AS number",
        ),
        pytest.param(
            {"router/ox.rsc": ROUTEROS},
            page(
                "/ip/address/add address=10.95.7.1/24 interface=attic",
                "/ip pool add name=attic ranges=10.95.8.50-10.95.8.99",
            ),
            [4],
            id="RouterOS",
        ),
        pytest.param(
            {"router/frr.conf": FRR},
            page("router bgp 64950", " neighbor 10.95.0.21 remote-as 64951", " neighbor 10.95.0.23 remote-as 64951"),
            [6],
            id="FRR",
        ),
        pytest.param(
            {"router/frr.conf": FRR},
            page("router bgp 64950", " neighbor 10.95.0.21 remote-as 64951"),
            [],
            id="one of several",
        ),
        pytest.param(
            {"ox.sh": SETS, "elk.sh": OTHER},
            page("set interfaces ethernet eth0 vif 8 address 10.95.8.1/24", heading="# elk"),
            [4],
            id="of the router that the heading names",
        ),
        pytest.param(
            {"ox.sh": SETS, "elk.sh": OTHER},
            page("set interfaces ethernet eth0 vif 8 address 10.95.7.1/24", heading="# Set up"),
            [],
            id="of one of several routers",
        ),
        pytest.param(
            {"ox.sh": SETS},
            page(
                "set system host-name yak",
                "set interfaces ethernet eth0 vif 8 address 10.95.7.1/24",
                heading="# Set up",
            ),
            [],
            id="of a router that is not there",
        ),
        pytest.param(
            {"ox.sh": SETS},
            page("set interfaces ethernet eth0 address 192.0.2.1/24", heading="# How VyOS works"),
            [],
            id="a sample",
        ),
        pytest.param(
            {"ox.sh": SETS},
            page(
                "set interfaces ethernet eth0 address 10.95.0.2/24",
                "set interfaces ethernet eth0 vif 8 address 10.95.7.1/24",
                heading="# Set up",
            ),
            [5],
            id="of the only router, which has the other value",
        ),
        pytest.param(
            {"ox.sh": SETS},
            page("set interfaces", "set interfaces ethernet", "set interfaces ethernet eth0 address"),
            [],
            id="cut short",
        ),
    ],
)
def test_a_quoted_setting_is_the_routers(files: dict[str, str], text: str, expected: list[int]) -> None:
    assert places({"docs/router.md": text, **files}, ("R904",)) == [f"R904 docs/router.md:{line}" for line in expected]
