"""Routers, DHCP servers and DNS as their own configuration tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab import codes, network, tree
from shared import shared

from cidrbook import rules
from cidrbook.plan.bgp import Session
from cidrbook.plan.network import Host
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files, observe_folder
from cidrbook.repository.terraform.modules import modules
from cidrbook.text.source import Source

FRR = """\
frr version 10.2
hostname edge
!
interface lo
 ip address 10.77.0.1/32
!
router bgp 64900
 bgp router-id 10.77.1.1
 no bgp ebgp-requires-policy
 neighbor NODES peer-group
 neighbor NODES remote-as 64901
 neighbor NODES password correct-horse
 neighbor NODES timers 5 15
 neighbor 10.77.1.21 peer-group NODES
 neighbor 10.77.1.22 peer-group NODES
 neighbor 10.77.1.22 ebgp-multihop 3
 neighbor 10.77.1.22 bfd
 ! neighbor 10.77.1.23 peer-group NODES
 # neighbor 10.77.1.24 peer-group NODES
 neighbor 10.77.1.9 remote-as internal
 neighbor 10.77.1.8 remote-as external
 neighbor 10.77.1.7 remote-as 64907
 neighbor 10.77.1.7 shutdown
 maximum-paths 4
 maximum-paths ibgp 2
 address-family ipv4 unicast
  neighbor NODES prefix-list SERVICES in
  no neighbor 10.77.1.9 activate
 exit-address-family
 address-family ipv6 unicast
  neighbor 10.77.1.9 activate
 exit-address-family
exit
!
router bgp 64900 vrf guests
 bgp router-id 10.78.0.1
 neighbor 10.78.0.2 remote-as 64910
exit
ip prefix-list SERVICES seq 5 permit 10.77.9.0/24 le 32
ip prefix-list SERVICES seq 6 deny 10.0.0.0/8
"""


def plan(**files: str) -> Observation:
    return observe_files([Source(name.replace("__", "/").replace("_dot_", "."), text) for name, text in files.items()])


def hosts(seen: Observation) -> dict[str, Host]:
    return {host.name: host for host in seen.hosts}


def read(file: str, text: str) -> Observation:
    return tree({file: text})


def sessions(seen: Observation) -> dict[str, Session]:
    return {session.peer: session for session in seen.sessions}


def brief(seen: Observation) -> list[tuple[str, str, int | None, int | None]]:
    return [
        (session.local, session.peer, session.local_asn, session.peer_asn) for session in seen.sessions if session.peer
    ]


def indented(text: str, margin: int) -> str:
    return "".join(" " * margin + line for line in text.splitlines(keepends=True))


def test_frr_tells_of_a_router_its_processes_and_its_sessions() -> None:
    seen = read("unifi/bgp.conf", FRR)
    (router,) = seen.routers
    assert (router.id, router.name, router.asn, router.product) == ("10.77.1.1", "edge", 64900, "unifi-gateway")
    assert [str(address) for address in router.addresses] == ["10.77.1.1", "10.77.0.1"]
    main, guests = seen.speakers
    assert (main.runs_on, main.maximum_paths, main.maximum_paths_ibgp) == (router.id, 4, 2)
    assert main.options == {"ebgp_requires_policy": "false"}
    assert (str(guests.router_id), guests.id) == ("10.78.0.1", "10.77.1.1-guests")
    assert brief(seen) == [
        ("10.77.1.1", "10.77.1.21", 64900, 64901),
        ("10.77.1.1", "10.77.1.22", 64900, 64901),
        ("10.77.1.1", "10.77.1.9", 64900, 64900),
        ("10.77.1.1", "10.77.1.8", 64900, None),
        ("10.77.1.1-guests", "10.78.0.2", 64900, 64910),
    ]


def test_what_a_group_says_counts_for_its_members() -> None:
    first, second = (sessions(read("frr.conf", FRR))[peer] for peer in ("10.77.1.21", "10.77.1.22"))
    assert (first.password, first.keepalive, first.hold_time, first.multihop, first.bfd) == (True, 5, 15, None, None)
    assert (second.multihop, second.bfd) == (3, True)
    assert [(str(accept.prefix), accept.max_length) for accept in first.accepts] == [("10.77.9.0/24", 32)]
    assert first.families == ("ipv4",)


def test_a_family_is_carried_where_it_is_activated() -> None:
    seen = sessions(read("frr.conf", FRR))
    assert seen["10.77.1.9"].families == ("ipv6",)
    assert (
        sessions(read("frr.conf", FRR.replace(" no bgp ebgp", " no bgp default ipv4-unicast\n no bgp ebgp")))[
            "10.77.1.8"
        ].families
        == ()
    )


def test_a_password_is_never_repeated() -> None:
    assert "correct-horse" not in repr(read("frr.conf", FRR))


def test_each_value_has_its_place() -> None:
    session = sessions(read("frr.conf", FRR))["10.77.1.22"]
    at, asn = session.at("peer"), session.at("peer_asn")
    assert (at.line, at.column, at.width) == (15, 11, 10)
    assert (asn.line, asn.column, asn.width) == (11, 27, 5)


@pytest.mark.parametrize(
    ("file", "before", "margin", "after"),
    [
        ("notes/README.md", "# BGP\n\n- The router:\n\n  ```sh\n", 2, "  ```\n"),
        ("apps/router.yaml", "kind: ConfigMap\nmetadata:\n  name: router\ndata:\n  frr.conf: |\n", 4, ""),
        ("apps/helm.yaml", "kind: HelmRelease\nspec:\n  values:\n    config:\n      text: |-\n", 8, ""),
    ],
)
def test_frr_is_read_wherever_it_stands(file: str, before: str, margin: int, after: str) -> None:
    seen = read(file, before + indented(FRR, margin) + after)
    session = sessions(seen)["10.77.1.22"]
    assert (session.peer_asn, session.password) == (64901, True)
    assert (session.at("peer").line, session.at("peer").column) == (15 + before.count("\n"), 11 + margin)


def test_an_example_in_a_text_counts_only_where_no_router_is_known() -> None:
    example = "```\nrouter bgp 1\n bgp router-id 10.99.0.1\n neighbor 10.99.0.2 remote-as 2\n```\n"
    assert brief(read("README.md", example)) == [("10.99.0.1", "10.99.0.2", 1, 2)]
    both = plan(README_dot_md=example, frr_dot_conf=FRR)
    assert [router.id for router in both.routers] == ["10.77.1.1"]
    assert "10.99.0.2" not in sessions(both)


def test_an_example_that_does_not_say_whose_it_is_says_nothing() -> None:
    assert not read("README.md", "```\nrouter bgp 1\n neighbor 10.99.0.2 remote-as 2\n```\n").sessions


def test_the_same_configuration_twice_is_one_router() -> None:
    seen = plan(a__frr_dot_conf=FRR, b__frr_dot_conf=FRR)
    assert len(seen.routers) == 1
    assert len(brief(seen)) == 5
    assert "H302" not in codes(seen)


@pytest.mark.parametrize(
    "line",
    [
        "neighbor {{ item }} remote-as 64901",
        "neighbor ${NODE} remote-as 64901",
        "neighbor eth0 interface remote-as external",
        "neighbor",
        "neighbor 10.77.1.5",
        "bgp listen range",
        "timers bgp",
        "maximum-paths",
    ],
)
def test_what_is_open_or_cut_off_claims_nothing(line: str) -> None:
    seen = read("frr.conf.j2", f"router bgp 64900\n bgp router-id 10.77.1.1\n {line}\n")
    assert [session.peer for session in seen.sessions] in ([], [""])


def test_a_range_of_peers_is_a_session_with_each_node_in_it() -> None:
    frr = (
        "router bgp 64900\n bgp router-id 10.77.1.1\n neighbor K peer-group\n neighbor K remote-as 64901\n"
        " bgp listen range 10.77.1.0/26 peer-group K\n"
    )
    cilium = (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: c}\nspec:\n  bgpInstances:\n"
        "    - {name: i, localASN: 64999, peers: [{name: p, peerASN: 64900, peerAddress: 10.77.1.1}]}\n"
    )
    talos = "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.77.1.11, controlPlane: true}\n"
    assert read("frr.conf", frr).sessions == ()
    with_nodes = plan(frr_dot_conf=frr, talconfig_dot_yaml=talos)
    assert [session.peer for session in with_nodes.sessions] == ["10.77.1.11"]
    assert codes(plan(frr_dot_conf=frr, cilium_dot_yaml=cilium)) == ["B607"]


@pytest.mark.parametrize(("asn", "expected"), [(64900, []), (64999, ["B607"])])
def test_a_router_without_an_address_is_the_one_that_its_neighbours_call(asn: int, expected: list[str]) -> None:
    cilium = (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: c}\nspec:\n  bgpInstances:\n"
        f"    - {{name: i, localASN: 64901, peers: [{{name: p, peerASN: {asn}, peerAddress: 10.77.1.1}}]}}\n"
    )
    talos = "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.77.1.11, controlPlane: true}\n"
    frr = "router bgp 64900\n neighbor 10.77.1.11 remote-as 64901\n"
    seen = plan(frr_dot_conf=frr, cilium_dot_yaml=cilium, talconfig_dot_yaml=talos)
    assert codes(seen) == expected
    assert [str(address) for address in seen.routers[0].addresses] == ["10.77.1.1"]


VYOS = """\
#!/bin/vbash
set system host-name 'rt'
set interfaces ethernet eth1 address '10.61.0.1/24'
set interfaces ethernet eth1 vif 40 address '10.61.40.1/24'
set interfaces ethernet eth1 vif 40 description 'LAB'
# set interfaces ethernet eth1 vif 41 address '10.61.41.1/24'
set interfaces wireguard wg0 peer other address 10.61.9.9
set interfaces ethernet eth2 address dhcp
set service dhcp-server shared-network-name LAB subnet 10.61.40.0/24 range 0 start '10.61.40.100'
set service dhcp-server shared-network-name LAB subnet 10.61.40.0/24 range 0 stop '10.61.40.199'
set service dhcp-server shared-network-name LAB subnet 10.61.40.0/24 option default-router '10.61.40.1'
set service dhcp-server shared-network-name LAB subnet 10.61.40.0/24 static-mapping nas ip-address '10.61.40.5'
set service dhcp-server shared-network-name LAB subnet 10.61.40.0/24 static-mapping nas mac '02:00:5e:00:00:05'
"""
VYOS_BGP = """\
set protocols bgp system-as '64950'
set protocols bgp parameters router-id '10.61.0.1'
set protocols bgp neighbor 10.61.40.21 peer-group 'K8S'
set protocols bgp peer-group K8S remote-as '64951'
set protocols bgp peer-group K8S address-family ipv4-unicast prefix-list import 'IN'
set policy prefix-list IN rule 10 action permit
set policy prefix-list IN rule 10 prefix 10.61.80.0/24
set policy prefix-list IN rule 10 le 32
set vrf name iot protocols bgp system-as 64960
set vrf name iot protocols bgp neighbor 10.61.70.2 remote-as 64961
"""


def test_the_files_of_a_folder_are_one_router_of_vyos() -> None:
    seen_plan = observe_files([Source("rt/config-parts/a.sh", VYOS), Source("rt/config-parts/b.sh", VYOS_BGP)])
    (router,) = seen_plan.routers
    assert (router.id, router.asn, router.product) == ("rt", 64950, "vyos")
    assert sorted(str(address).partition("/")[0] for address in router.addresses) == ["10.61.0.1", "10.61.40.1"]
    assert brief(seen_plan) == [("rt", "10.61.40.21", 64950, 64951), ("rt-iot", "10.61.70.2", 64960, 64961)]
    assert [str(accept.prefix) for accept in seen_plan.sessions[0].accepts] == ["10.61.80.0/24"]


def test_vyos_tells_of_networks_and_leases() -> None:
    seen = read("vyos.sh", VYOS)
    lab = network(seen, "10.61.40.0/24")
    assert (lab.name, lab.vlan, lab.gateway, [str(span) for span in lab.dhcp]) == (
        "LAB",
        40,
        "10.61.40.1",
        ["10.61.40.100-10.61.40.199"],
    )
    assert network(seen, "10.61.0.0/24").gateway == ""
    nas = hosts(seen)["nas"]
    assert (str(nas.addresses[0]), str(nas.mac), nas.assigned) == ("10.61.40.5", "02:00:5e:00:00:05", "reservation")


BRACES = """\
interfaces {
    ethernet eth1 {
        vif 7 {
            address 10.62.7.1/24
            description "two words"
        }
    }
    wireguard wg0 {
        peer there {
            address 10.62.0.99
        }
    }
}
/* neighbor 10.62.7.9 { remote-as 1 } */
protocols {
    bgp {
        local-as 64970
        neighbor 10.62.7.21 {
            remote-as 64971
            password hush
        }
    }
}
system {
    host-name braces
}
"""


def test_vyos_in_braces_is_told_by_its_looks() -> None:
    seen = read("static/gateway", BRACES)
    assert (seen.routers[0].id, seen.routers[0].name) == ("gateway", "braces")
    assert [str(address).partition("/")[0] for address in seen.routers[0].addresses] == ["10.62.7.1"]
    assert brief(seen) == [("gateway", "10.62.7.21", 64970, 64971)]
    lan = network(seen, "10.62.7.0/24")
    assert (lan.vlan, lan.name, seen.sessions[0].password) == (7, "two words", True)
    assert (lan.at("cidr").line, lan.at("cidr").column) == (4, 21)


def test_commands_of_edgeos_in_a_task() -> None:
    text = (
        "- edgeos_config:\n    lines:\n      - set protocols bgp 64980 parameters router-id 10.63.0.1\n"
        '      - "set protocols bgp 64980 neighbor 10.63.0.21 remote-as 64981"\n'
        "      # - set protocols bgp 64980 neighbor 10.63.0.22 remote-as 64981\n"
        "      - set protocols bgp 64980 neighbor {{ it }} remote-as 64981\n"
    )
    assert brief(read("roles/edge/tasks/bgp.yml", text)) == [("edge", "10.63.0.21", 64980, 64981)]


def test_bird() -> None:
    text = (
        "router id 10.64.0.1;\ndefine own = 64990; # neighbor 10.64.0.9 as 1;\n"
        "template bgp nodes { local as own; multihop 2; ipv4 { import all; export none; }; }\n"
        'protocol bgp n1 from nodes { neighbor 10.64.0.21 as 64991; password "hush"; }\n'
        "protocol bgp n2 from nodes {\n  neighbor 10.64.0.22 port 179 as 64992;\n  hold time 30;\n}\n"
        "protocol bgp n3 from nodes { neighbor 10.64.0.23 as 64993; disabled; }\n"
        "protocol bgp n4 from nodes { neighbor ${NODE} as 64994; }\n"
    )
    seen = read("bird/bird.conf", text)
    assert brief(seen) == [("10.64.0.1", "10.64.0.21", 64990, 64991), ("10.64.0.1", "10.64.0.22", 64990, 64992)]
    first, second = sessions(seen)["10.64.0.21"], sessions(seen)["10.64.0.22"]
    assert (first.password, first.multihop, first.families, second.hold_time) == (True, 2, ("ipv4",), 30)


def test_dnsmasq() -> None:
    text = (
        "# dhcp-range=10.65.9.100,10.65.9.199,12h\ndhcp-range=set:lan,10.65.0.100,10.65.0.199,255.255.255.0,12h\n"
        "dhcp-option=tag:lan,3,10.65.0.1\ndhcp-range=10.65.2.0,proxy\ndhcp-range=::1000,::2000,constructor:lan,64\n"
        "dhcp-range=10.65.3.100,10.65.3.199\ndhcp-host=02:00:5e:00:00:07,set:x,nas,10.65.0.7,infinite\n"
        "address=/box.home/10.65.0.8\naddress=/ads.example/0.0.0.0\nhost-record=box.home,10.65.0.8\n"
    )
    seen = read("dnsmasq.d/lan.conf", text)
    lan = network(seen, "10.65.0.0/24")
    assert (lan.gateway, [str(span) for span in lan.dhcp]) == ("10.65.0.1", ["10.65.0.100-10.65.0.199"])
    assert sorted(str(span) for known in seen.networks for span in known.dhcp)[1:] == ["10.65.3.100-10.65.3.199"]
    assert {name: str(host.addresses[0]) for name, host in hosts(seen).items()} == {
        "nas": "10.65.0.7",
        "box.home": "10.65.0.8",
    }
    assert str(hosts(seen)["nas"].mac) == "02:00:5e:00:00:07"


def test_dhcpd() -> None:
    text = (
        '# subnet 10.66.9.0 netmask 255.255.255.0 { }\noption domain-name "home";\n'
        "subnet 10.66.0.0 netmask 255.255.255.0 {\n  pool { range 10.66.0.100 10.66.0.149; }\n"
        "  range dynamic-bootp 10.66.0.150 10.66.0.199;\n  option routers 10.66.0.1;\n}\n"
        "host nas {\n  hardware ethernet 02:00:5e:00:00:08;\n  fixed-address 10.66.0.8;\n}\n"
    )
    seen = read("dhcp/dhcpd.conf", text)
    lan = network(seen, "10.66.0.0/24")
    assert lan.gateway == "10.66.0.1"
    assert [str(span) for span in lan.dhcp] == ["10.66.0.100-10.66.0.149", "10.66.0.150-10.66.0.199"]
    assert str(hosts(seen)["nas"].mac) == "02:00:5e:00:00:08"


KEA = """\
{
  // the lab's own
  "Dhcp4": {
    # "subnet4": [{"subnet": "10.67.9.0/24"}],
    /* nor this: "subnet": "10.67.8.0/24" */
    "shared-networks": [{"subnet4": [{
      "subnet": "10.67.0.0/24", "pools": [{"pool": "10.67.0.100 - 10.67.0.199"}],
      "option-data": [{"name": "routers", "data": "10.67.0.1"}],
      "reservations": [{"hw-address": "02:00:5e:00:00:09", "ip-address": "10.67.0.9", "hostname": "nas"}]
    }]}],
\t"interfaces-config": {"interfaces": ["eth0"]}
  }
}
"""


@pytest.mark.parametrize(
    ("file", "before", "margin"),
    [("kea-dhcp4.conf", "", 0), ("kea.yaml", "kind: ConfigMap\nmetadata: {name: kea}\ndata:\n  kea.json: |\n", 4)],
)
def test_kea(file: str, before: str, margin: int) -> None:
    seen = read(file, before + indented(KEA, margin))
    lan = network(seen, "10.67.0.0/24")
    assert (lan.gateway, [str(span) for span in lan.dhcp]) == ("10.67.0.1", ["10.67.0.100-10.67.0.199"])
    assert (lan.at("cidr").line, lan.at("cidr").column) == (7 + before.count("\n"), 17 + margin)
    assert list(hosts(seen)) == ["nas"]


def test_kea_calls_the_gateway_by_its_code_too() -> None:
    seen = read("kea-dhcp4.conf", KEA.replace('"name": "routers"', '"code": 3'))
    assert network(seen, "10.67.0.0/24").gateway == "10.67.0.1"


OPNSENSE = """\
<?xml version="1.0"?>
<opnsense>
  <system><hostname>wall</hostname></system>
  <interfaces>
    <lan><enable>1</enable><if>igb0</if><descr>LAN</descr><ipaddr>10.68.0.1</ipaddr><subnet>24</subnet></lan>
    <opt1><enable>1</enable><if>vlan0.20</if><descr>IOT</descr><ipaddr>10.68.20.2</ipaddr><subnet>24</subnet></opt1>
    <opt2><if>igb2</if><ipaddr>10.68.30.1</ipaddr><subnet>24</subnet></opt2>
    <wan><enable>1</enable><if>igb1</if><ipaddr>dhcp</ipaddr></wan>
  </interfaces>
  <vlans><vlan uuid="1"><if>igb0</if><tag>20</tag><vlanif>vlan0.20</vlanif></vlan></vlans>
  <virtualip><vip><mode>carp</mode><interface>opt1</interface><subnet>10.68.20.1</subnet></vip></virtualip>
  <dhcpd>
    <lan><enable>1</enable><range><from>10.68.0.100</from><to>10.68.0.199</to></range>
      <staticmap><mac>02:00:5e:00:00:0a</mac><ipaddr>10.68.0.10</ipaddr><hostname>nas</hostname></staticmap></lan>
    <opt1><range><from>10.68.20.100</from><to>10.68.20.199</to></range></opt1>
  </dhcpd>
  <dnsmasq><enable>0</enable><dhcp_ranges><interface>lan</interface><start_addr>10.68.0.50</start_addr>
    <end_addr>10.68.0.60</end_addr></dhcp_ranges></dnsmasq>
  <OPNsense>
    <Kea><dhcp4><general><enabled>1</enabled></general>
      <subnets><subnet4 uuid="2"><subnet>10.68.20.0/24</subnet>
        <pools>10.68.20.50-10.68.20.99</pools></subnet4></subnets>
      <reservations><reservation><subnet>2</subnet><ip_address>10.68.20.9</ip_address>
        <hw_address>02:00:5e:00:00:0b</hw_address><hostname>cam</hostname></reservation></reservations></dhcp4></Kea>
    <quagga><general><enabled>1</enabled></general>
      <bgp><enabled>1</enabled><asnumber>64800</asnumber><routerid>10.68.0.1</routerid><neighbors>
        <neighbor uuid="3"><enabled>1</enabled><address>10.68.0.21</address><remoteas>64801</remoteas>
          <password>hush</password><bfd>1</bfd><multihop>0</multihop></neighbor>
        <neighbor uuid="4"><enabled>0</enabled><address>10.68.0.22</address><remoteas>64801</remoteas></neighbor>
      </neighbors></bgp></quagga>
  </OPNsense>
</opnsense>
"""


def test_a_backup_of_opnsense() -> None:
    seen = read("backup/config.xml", OPNSENSE)
    (router,) = seen.routers
    assert (router.id, router.asn, router.product) == ("wall", 64800, "opnsense")
    assert [str(address).partition("/")[0] for address in router.addresses] == ["10.68.0.1", "10.68.20.2"]
    lan, iot = network(seen, "10.68.0.0/24"), network(seen, "10.68.20.0/24")
    assert [str(span) for span in lan.dhcp] == ["10.68.0.100-10.68.0.199"]
    assert (iot.vlan, iot.name, iot.gateway, [str(span) for span in iot.dhcp]) == (
        20,
        "IOT",
        "10.68.20.1",
        ["10.68.20.50-10.68.20.99"],
    )
    assert sorted(hosts(seen)) == ["cam", "nas"]
    assert brief(seen) == [("wall", "10.68.0.21", 64800, 64801)]
    (session,) = seen.sessions
    assert (session.password, session.bfd, session.multihop) == (True, True, None)
    assert "hush" not in repr(seen)
    at = hosts(seen)["nas"].at("address")
    assert (at.line, at.column, at.width) == (14, 54, 10)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opnsense><system>&c;</system></opnsense>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><opnsense/>',
        "<opnsense>" + "<a>" * 5000,
        "<opnsense><interfaces><lan>",
        "<opnsense/>",
    ],
)
def test_a_backup_that_wants_more_than_to_be_read_says_nothing(text: str) -> None:
    assert read("config.xml", text).routers == ()


RSC = """\
# 2026-01-02 by RouterOS 7.18
/interface vlan
add interface=bridge name=lab vlan-id=30
/interface vrrp
add interface=lab name=vrrp1 vrid=3
/ip pool
add name=pool1 ranges=10.69.30.100-10.69.30.149,10.69.30.150-10.69.30.199
/ip dhcp-server
add address-pool=pool1 interface=lab name=server1
/ip address
add address=10.69.30.2/24 interface=lab network=10.69.30.0
add address=10.69.30.1/24 interface=vrrp1
add address=10.69.31.1/24 disabled=yes interface=ether9
/ip dhcp-server lease
add address=10.69.30.9 comment="the nas" mac-address=\\
    02:00:5E:00:00:0C server=server1
/ip dhcp-server network
add address=10.69.30.0/24 dns-server=10.69.30.1 gateway=10.69.30.1
/routing bgp connection
add as=64700 local.role=ebgp name=n1 remote.address=10.69.30.21/32 .as=\\
    64701 router-id=10.69.30.2 tcp-md5-key=hush
add as=64700 disabled=yes local.role=ebgp name=n2 remote.address=10.69.30.22 .as=64701
/system identity
set name=Board
"""


@pytest.mark.parametrize("text", [RSC, RSC.replace("/ip dhcp-server lease\nadd", "/ip/dhcp-server/lease add")])
def test_an_export_of_routeros(text: str) -> None:
    seen = read("router/board.rsc", text)
    (router,) = seen.routers
    assert (router.id, router.name, router.asn, router.product) == ("board", "Board", 64700, "routeros")
    assert [str(address).partition("/")[0] for address in router.addresses] == ["10.69.30.2"]
    lab = network(seen, "10.69.30.0/24")
    assert (lab.vlan, lab.gateway) == (30, "10.69.30.1")
    assert [str(span) for span in lab.dhcp] == ["10.69.30.100-10.69.30.149", "10.69.30.150-10.69.30.199"]
    assert str(hosts(seen)["the nas"].mac) == "02:00:5e:00:00:0c"
    assert brief(seen) == [("board", "10.69.30.21", 64700, 64701)]
    assert seen.sessions[0].password is True
    assert "hush" not in repr(seen)


UNIFI = """\
locals {
  box = "10.70.5.9"
}
# resource "unifi_network" "old" { subnet = "10.70.9.0/24" }
resource "unifi_network" "lab" {
  name         = "Lab"
  purpose      = "corporate"
  vlan_id      = 5
  subnet       = "10.70.5.1/24"
  dhcp_enabled = true
  dhcp_start   = "10.70.5.100"
  dhcp_stop    = "10.70.5.199"
}
resource "unifi_network" "iot" {
  name = "IoT"
  vlan_id = var.iot
  subnet = "10.70.6.0/24"
  dhcp_enabled = false
  dhcp_start = "10.70.6.100"
  dhcp_stop = "10.70.6.199"
}
resource "unifi_network" "computed" {
  subnet = cidrsubnet(local.all, 8, 7)
}
resource "unifi_user" "nas" {
  mac      = "02:00:5e:00:00:0d"
  name     = "nas"
  fixed_ip = local.box
}
resource "cloudflare_record" "a" {
  name    = "files"
  type    = "A"
  content = "10.70.5.9"
}
resource "cloudflare_record" "b" {
  name    = "other"
  type    = "A"
  content = "10.70.5.11"
}
resource "cloudflare_record" "c" {
  for_each = { x = "10.70.5.12" }
  name     = each.key
  type     = "A"
  content  = each.value
}
"""


def test_terraform_for_unifi_and_dns() -> None:
    seen = read("terraform/lan.tf", UNIFI)
    (router,) = seen.routers
    assert (router.product, [str(address).partition("/")[0] for address in router.addresses]) == (
        "unifi-gateway",
        ["10.70.5.1"],
    )
    lab, iot = network(seen, "10.70.5.0/24"), network(seen, "10.70.6.0/24")
    assert (lab.vlan, lab.gateway, [str(span) for span in lab.dhcp]) == (5, "10.70.5.1", ["10.70.5.100-10.70.5.199"])
    assert (iot.vlan, iot.gateway, iot.dhcp) == (None, "", ())
    assert {name: str(host.addresses[0]) for name, host in hosts(seen).items()} == {
        "nas": "10.70.5.9",
        "other": "10.70.5.11",
        "x": "10.70.5.12",
    }
    assert "F108" not in codes(seen)


def test_terraform_for_routeros() -> None:
    text = (
        'resource "routeros_ip_address" "a" {\n  address = "10.71.0.1/24"\n  interface = "lab"\n}\n'
        'resource "routeros_interface_vlan" "v" {\n  name = "lab"\n  vlan_id = 9\n}\n'
        'resource "routeros_ip_pool" "p" {\n  name = "p"\n  ranges = ["10.71.0.100-10.71.0.199"]\n}\n'
        'resource "routeros_ip_dhcp_server" "d" {\n  interface = "lab"\n  address_pool = "p"\n}\n'
        'resource "routeros_routing_bgp_connection" "c" {\n  name = "n"\n  as = 64600\n'
        '  local { role = "ebgp" }\n  remote {\n    address = "10.71.0.21"\n    as = 64601\n  }\n}\n'
    )
    seen = read("terraform/mikrotik/main.tf", text)
    lab = network(seen, "10.71.0.0/24")
    assert (lab.vlan, [str(span) for span in lab.dhcp]) == (9, ["10.71.0.100-10.71.0.199"])
    assert brief(seen) == [("mikrotik", "10.71.0.21", 64600, 64601)]


def test_the_files_of_a_module_refer_to_each_others_resources() -> None:
    seen = tree(
        {
            "net/locals.tf": 'locals {\n  lans = {\n    lab = { id = 9, cidr = "10.71.9.0/24" }\n'
            '    iot = { id = 10, cidr = "10.71.10.0/24" }\n  }\n}\n',
            "net/vlans.tf": 'resource "routeros_interface_vlan" "v" {\n  for_each = local.lans\n  name = each.key\n'
            "  vlan_id = each.value.id\n}\n",
            "net/addresses.tf": 'resource "routeros_ip_address" "a" {\n  for_each = local.lans\n'
            '  address = "${cidrhost(each.value.cidr, 1)}/24"\n'
            "  interface = routeros_interface_vlan.v[each.key].name\n}\n",
            "net/dns.tf": 'resource "routeros_ip_dns_record" "api" {\n  name = "api.${var.zone}"\n'
            "  address = cidrhost(local.lans.lab.cidr, 5)\n}\n",
        }
    )
    assert [(network.name, network.vlan) for network in seen.networks] == [("lab", 9), ("iot", 10)]
    assert (len(seen.routers), [host.name for host in seen.hosts]) == (1, [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('count = 2\n  name = "ox-${count.index}"', "ox-1"),
        ('count = 0\n  name = "ox"', "${routeros_interface_vlan.v[1].name}"),
        ("name = routeros_interface_vlan.v[1].name", "${routeros_interface_vlan.v[1].name}"),
    ],
    ids=["of several", "of none", "of itself"],
)
def test_a_reference_to_a_resource(values: str, expected: str) -> None:
    text = 'resource "routeros_interface_vlan" "v" {\n  %s\n}\nlocals {\n  own = routeros_interface_vlan.v[1].name\n}\n'
    (module,) = modules((Source("a.tf", text % values),))
    assert [str(tree["own"]) for _, tree in module.settings] == [expected]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("blocky.yaml", "customDNS:\n  mapping:\n    box.home: 10.72.0.5,10.72.0.6\n", ["10.72.0.5", "10.72.0.6"]),
        ("adguard.yaml", "filtering:\n  rewrites:\n    - {domain: box.home, answer: 10.72.0.5}\n", ["10.72.0.5"]),
        ("adguard.yaml", "filtering:\n  rewrites:\n    - {domain: '*.home', answer: 10.72.0.5}\n", []),
        (
            "coredns.yaml",
            "data:\n  Corefile: |\n    .:53 {\n      hosts {\n        10.72.0.5 box\n      }\n    }\n",
            ["10.72.0.5"],
        ),
        ("pihole/custom.list", "10.72.0.5 box.home\n# 10.72.0.6 old\n", ["10.72.0.5"]),
        ("zones/db.home", "box IN A 10.72.0.5\nbig 3600 IN A 8.8.8.8\n", ["10.72.0.5"]),
        (
            "dns.yaml",
            "kind: DNSEndpoint\nmetadata: {name: d}\nspec: {endpoints: [{dnsName: box.home, targets: [10.72.0.5]}]}\n",
            ["10.72.0.5"],
        ),
    ],
)
def test_names_in_dns(file: str, text: str, expected: list[str]) -> None:
    assert [str(address) for host in read(file, text).hosts for address in host.addresses] == expected


SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    lbipam.cilium.io/ips: 10.72.0.5\n"


def test_a_name_for_what_is_known_is_no_second_thing() -> None:
    names = "customDNS:\n  mapping: {web.home: 10.72.0.5, www.home: 10.72.0.5, box: 10.72.0.9, tin: 10.72.0.9}\n"
    seen = plan(blocky_dot_yaml=names, web_dot_yaml=SERVICE)
    assert [host.name for host in seen.hosts] == ["box"]
    assert codes(seen) == []


def test_a_lease_of_an_address_that_a_service_has_is_found() -> None:
    seen = plan(dnsmasq_dot_conf="dhcp-host=02:00:5e:00:00:0e,tv,10.72.0.5\n", web_dot_yaml=SERVICE)
    assert codes(seen) == ["H302"]


def test_a_node_with_a_lease_of_its_own_is_one_machine() -> None:
    talos = (
        "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.70.5.120, controlPlane: true}\n"
        "  - {hostname: n2, ipAddress: 10.70.5.121, controlPlane: true}\n"
    )
    lease = 'resource "unifi_user" "a" {\n  name = "kube one"\n  fixed_ip = "10.70.5.120"\n}\n'
    seen = plan(lan_dot_tf=UNIFI + lease, talconfig_dot_yaml=talos)
    assert [(finding.code, finding.problem.at.line) for finding in rules.check_observation(seen)] == [("D402", 4)]


def test_two_leases_of_one_address_in_one_file_are_found() -> None:
    text = "dhcp-host=02:00:5e:00:00:0e,tv,10.72.0.5\ndhcp-host=02:00:5e:00:00:0f,pc,10.72.0.5\n"
    assert codes(read("dnsmasq.conf", text)) == ["H302"]


HOSTILE = [
    ("frr.conf", "router bgp 1\n" + "neighbor " * 100_000),
    ("frr.conf", "router bgp 1\n" + "neighbor 10.0.0.1 remote-as 1\n" * 20_000),
    (
        "frr.conf",
        "router bgp 1\n" + "".join(f"bgp listen range 10.0.0.0/{n % 40} peer-group g{n}\n" for n in range(20_000)),
    ),
    ("a.md", "```\n" * 50_000 + "router bgp 1\n"),
    ("gate", "interfaces {\n  ethernet e {\n" + "a " * 5 + "{\n" * 1 + ("x {\n" * 50_000)),
    ("gate", "interfaces {\n  ethernet e {\n  " + "w " * 20_000 + "{\n" + "  address 10.0.0.1/24\n" * 20_000),
    ("v.sh", "".join(f"set vrf name v{n} protocols bgp neighbor 10.0.0.1 remote-as 1\n" for n in range(10_000))),
    ("bird.conf", "protocol bgp x {" * 30_000),
    ("bird.conf", 'protocol bgp x { neighbor "' * 30_000),
    ("dhcpd.conf", "subnet 10.0.0.0 netmask 255.255.255.0 {\n" * 30_000),
    ("kea.conf", '"subnet4": ' + "/*" * 200_000),
    ("kea.conf", '"subnet4": ' + "[" * 50_000),
    ("kea.conf", '"subnet4": "' + '\\"' * 200_000),
    ("x.rsc", "/ip address" + " " * 300_000 + "x\nadd address=1\n" + "add address=\\\n" * 30_000),
    ("x.tf", 'resource "' * 50_000),
    ("x.tf", 'resource "unifi_network" "x" {\n' + "a = {\n" * 50_000),
    ("x.tf", 'resource "unifi_network" "x" {\n' + "<<A\n" * 50_000),
    ("x.tf", 'resource "unifi_network" "x" {\n' + "/*" * 200_000),
    ("dnsmasq.conf", "dhcp-range=" + "," * 200_000 + "\ndhcp-host=" + "a," * 100_000),
    ("a.yaml", "customDNS: {mapping: [1, {a: 2}]}\nrewrites: 7\nhosts: {\n"),
    ("a.yaml", "customDNS: 5\nfiltering: {rewrites: [[], {domain: [], answer: {}}]}\n"),
    (
        "config.xml",
        "<opnsense><interfaces>text<lan/></interfaces><vlans/><OPNsense><Kea/><quagga/></OPNsense></opnsense>",
    ),
]


@pytest.mark.parametrize(("file", "text"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_read(file: str, text: str) -> None:
    assert len(read(file, text).entries) <= len(text)


def test_a_cluster_in_an_as_that_the_router_expects_of_nobody() -> None:
    root = shared("cases/C01")
    for version, expected in (("at", True), ("fixed", False)):
        seen = observe_folder(Path(root, version))
        asns = [finding for finding in rules.check_observation(seen) if finding.code in ("B607", "B628")]
        assert bool(asns) == expected
        assert all("64514" in asn.problem.message and "65000" in asn.problem.message for asn in asns)


@pytest.mark.parametrize(("asn", "expected"), [(64901, []), (64999, ["B628"])])
def test_a_cluster_without_nodes_is_compared_with_the_router_that_it_calls(asn: int, expected: list[str]) -> None:
    cilium = (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: c}\nspec:\n  bgpInstances:\n"
        f"    - {{name: i, localASN: {asn}, peers: [{{name: p, peerASN: 64900, peerAddress: 10.77.1.1}}]}}\n"
    )
    frr = "router bgp 64900\n bgp router-id 10.77.1.1\n neighbor 10.77.1.21 remote-as 64901\n"
    assert codes(plan(frr_dot_conf=frr, cilium_dot_yaml=cilium)) == expected


def test_the_routers_of_labs() -> None:
    seen = observe_folder(shared("labs/bjw-s"))
    assert {router.id: router.asn for router in seen.routers} == {"10.1.1.12": 64515, "10.1.0.1": 64513}
    braces = observe_folder(shared("labs/bigpug"))
    assert all(session.peer_asn for session in braces.sessions)


def test_code_with_interfaces_and_deep_indents_is_passed_over() -> None:
    """TypeScript may begin as a router does. Its blanks could be split in 8**20 ways where no address follows."""
    code = "interface Flow {\n" + f"{' ' * 8}name: string\n" * 40 + "}\n\nconst router = '10.77.0.1'\n"
    assert not codes(tree({"flow.conf": code}))
