"""Junos, in both of its forms: networks, VLANs, DHCP, ways and the router itself."""

from __future__ import annotations

import pytest
from lab import network, short, tree

SET = """\
    set system host-name srx
    set interfaces irb unit 10 family inet address 10.72.10.1/24
    set interfaces irb unit 20 family inet address 10.72.20.2/24 vrrp-group 1 virtual-address 10.72.20.1
    set interfaces ge-0/0/1 unit 30 vlan-id 30
    set interfaces ge-0/0/1 unit 30 description cameras
    set interfaces ge-0/0/1 unit 30 family inet address 10.72.30.1/24
    set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.2/24
    set vlans servers vlan-id 10
    set vlans servers l3-interface irb.10
    set vlans things vlan-id 20
    set vlans things l3-interface irb.20
    set access address-assignment pool P family inet network 10.72.10.0/24
    set access address-assignment pool P family inet range R low 10.72.10.100
    set access address-assignment pool P family inet range R high 10.72.10.199
    set access address-assignment pool P family inet dhcp-attributes router 10.72.10.1
    set access address-assignment pool P family inet host nas hardware-address 02:00:00:00:00:09
    set access address-assignment pool P family inet host nas ip-address 10.72.10.9
    set routing-options static route 0.0.0.0/0 next-hop 192.0.2.1
    set routing-options static route 10.9.0.0/16 next-hop 10.72.10.7
    """
BRACES = """\
    system {
        host-name srx;
    }
    interfaces {
        irb {
            unit 10 {
                family inet {
                    address 10.72.10.1/24;
                }
            }
            unit 20 {
                family inet {
                    address 10.72.20.2/24 {
                        vrrp-group 1 {
                            virtual-address 10.72.20.1;
                        }
                    }
                }
            }
            inactive: unit 50 {
                family inet {
                    address 10.72.50.2/24;
                }
            }
        }
        ge-0/0/1 {
            unit 30 {
                description "cameras";
                vlan-id 30;
                family inet {
                    address 10.72.30.1/24;
                }
            }
        }
        ge-0/0/0 {
            unit 0 {
                family inet {
                    address 192.0.2.2/24;
                }
            }
        }
    }
    vlans {
        servers { vlan-id 10; l3-interface irb.10; }
        things { vlan-id 20; l3-interface irb.20; }
    }
    access {
        address-assignment {
            pool P {
                family inet {
                    network 10.72.10.0/24;
                    range R {
                        low 10.72.10.100;
                        high 10.72.10.199;
                    }
                    dhcp-attributes {
                        router {
                            10.72.10.1;
                        }
                    }
                    host nas {
                        hardware-address 02:00:00:00:00:09;
                        ip-address 10.72.10.9;
                    }
                }
            }
        }
    }
    routing-options {
        static {
            route 0.0.0.0/0 next-hop 192.0.2.1;
            route 10.9.0.0/16 { next-hop 10.72.10.7; }
        }
    }
    """


@pytest.mark.parametrize("text", [SET, BRACES], ids=["set", "braces"])
def test_networks_of_a_router(text: str) -> None:
    seen = tree({"srx.txt": text})
    found = [(one.name, str(one.cidr), one.vlan, [*map(str, one.gateways)]) for one in seen.networks if one.cidr]
    assert found == [
        ("servers", "10.72.10.0/24", 10, ["10.72.10.1"]),
        ("things", "10.72.20.0/24", 20, ["10.72.20.1"]),
        ("cameras", "10.72.30.0/24", 30, ["10.72.30.1"]),
        ("ge-0/0/0.0", "192.0.2.0/24", None, ["192.0.2.1"]),
    ]
    assert [*map(str, network(seen, "10.72.10.0/24").dhcp)] == ["10.72.10.100-10.72.10.199"]
    assert [(host.id, str(host.mac)) for host in seen.hosts] == [("nas", "02:00:00:00:00:09")]
    assert [(router.name, len(router.addresses)) for router in seen.routers] == [("srx", 4)]
    assert [str(one.cidr) for one in seen.routed] == ["10.9.0.0/16"]
    assert short({"srx.txt": text}) == []


@pytest.mark.parametrize("text", [SET, BRACES], ids=["set", "braces"])
@pytest.mark.parametrize(
    ("old", "new", "others", "expected"),
    [
        ("10.72.10.1/24", "10.72.10.1/25", {}, ["H306"]),
        ("10.72.10.9", "10.72.11.9", {}, ["H301"]),
        ("10.72.20.2/24", "10.72.20.299/24", {}, ["F104"]),
        ("", "", {"README.md": "| Network | VLAN |\n| --- | --- |\n| 10.72.10.0/24 | 11 |\n"}, ["R901"]),
    ],
    ids=["mask", "reservation", "no address", "documented VLAN"],
)
def test_what_contradicts_a_router(text: str, old: str, new: str, others: dict[str, str], expected: list[str]) -> None:
    found = short({"srx.txt": text.replace(old, new), **others})
    assert [line.partition(" ")[0] for line in found] == expected
