"""What routers say in the spellings of their releases: BGP, DHCP, tunnels; and what they leave open."""

from __future__ import annotations

from base64 import b64encode

import pytest
from lab import network

from cidrbook.plan.bgp import Session
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_files
from cidrbook.text.source import Source


def read(file: str, text: str, **more: str) -> Observation:
    others = [Source(name.replace("__", "/").replace("_dot_", "."), other_text) for name, other_text in more.items()]
    return observe_files([Source(file, text), *others])


def brief(seen: Observation) -> list[tuple[str, int | None, int | None]]:
    return [(session.peer, session.local_asn, session.peer_asn) for session in seen.sessions if session.peer]


def session(seen: Observation, peer: str) -> Session:
    return next(other_session for other_session in seen.sessions if other_session.peer == peer)


def announced(seen: Observation, peer: str) -> list[str]:
    return [str(announce) for announce in session(seen, peer).announces]


FRR = """\
router bgp 64870
 bgp router-id 10.87.0.1
 no bgp default ipv4-unicast
 neighbor UP peer-group
 neighbor UP remote-as 64875
 neighbor 10.87.0.2 peer-group UP
 neighbor 10.87.0.3 remote-as 64873
 neighbor 10.87.0.4 remote-as 64874
 neighbor fd87::5 remote-as 64874
 address-family ipv4 unicast
  network 10.87.0.0/24
  network 10.87.8.0 mask 255.255.248.0
  aggregate-address 10.87.128.0/17 summary-only
  redistribute connected
  neighbor UP activate
  neighbor 10.87.0.3 activate
  neighbor 10.87.0.3 prefix-list SOME out
 exit-address-family
 address-family ipv6 unicast
  network fd87::/48
  neighbor fd87::5 activate
 exit-address-family
"""


def test_frr_announces_what_its_families_carry() -> None:
    seen = read("frr.conf", FRR)
    assert announced(seen, "10.87.0.2") == ["10.87.0.0/24", "10.87.8.0/21", "10.87.128.0/17"]
    assert announced(seen, "fd87::5") == ["fd87::/48"]
    assert announced(seen, "10.87.0.4") == []  # it is activated in no family
    assert announced(seen, "10.87.0.3") == []  # a filter says which of it


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("permit 10.87.0.0/16 le 24", [("10.87.0.0/16", 24)]),
        ("permit 10.87.0.0/16 ge 20", [("10.87.0.0/16", 32)]),
        ("permit 10.87.0.0/16 ge 20 le 28", [("10.87.0.0/16", 28)]),
        ("permit 10.87.0.0/16 le 28 ge 20", [("10.87.0.0/16", 28)]),
        ("permit 10.87.0.0/16", [("10.87.0.0/16", None)]),
        ("permit any", [("0.0.0.0/0", 32)]),
        ("deny any", []),
        ("permit {{ pool }} le 32", []),
    ],
)
def test_lines_of_a_prefix_list(line: str, expected: list[tuple[str, int | None]]) -> None:
    text = (
        "router bgp 64870\n bgp router-id 10.87.0.1\n neighbor 10.87.0.2 remote-as 64872\n"
        " address-family ipv4 unicast\n"
        f"  neighbor 10.87.0.2 prefix-list L in\n exit-address-family\nexit\nip prefix-list L seq 5 {line}\n"
    )
    accepts = session(read("frr.conf", text), "10.87.0.2").accepts
    assert [(str(accept.prefix), accept.max_length) for accept in accepts] == expected


TEMPLATE = """\
router bgp {{ bgp_asn }}
 bgp router-id {{ router_ip }}
 neighbor NODES peer-group
 neighbor NODES remote-as {{ nodes_asn | int }}
{% for node in groups['k3s'] %}
 neighbor {{ hostvars[node].ansible_host }} peer-group NODES
{% endfor %}
 neighbor 10.87.1.9 remote-as {{ twice }}
 neighbor 10.87.1.8 remote-as {{ nowhere }}
"""


def test_variables_of_ansible_in_a_template() -> None:
    seen = read(
        "ansible/roles/frr/templates/frr.conf.j2",
        TEMPLATE,
        ansible__group_vars__all_dot_yml="bgp_asn: 64870\nrouter_ip: 10.87.1.1\nnodes_asn: 64871\ntwice: 1\n",
        ansible__host_vars__gate_dot_yml="twice: 2\n",
        ansible__playbook_dot_yml="nowhere: 3\n",
    )
    assert brief(seen) == [("10.87.1.9", 64870, None), ("10.87.1.8", 64870, None)]
    assert [str(address) for address in seen.routers[0].addresses] == ["10.87.1.1"]
    assert [session.peer for session in seen.sessions if not session.peer] == [""]  # the nodes may be anybody
    asn = seen.routers[0].at("asn")
    assert (asn.file, asn.line, asn.column) == ("ansible/roles/frr/templates/frr.conf.j2", 1, 12)


VYOS = """\
set interfaces ethernet eth1 address 10.88.0.1/24
set protocols bgp system-as 64880
set protocols bgp address-family ipv4-unicast network 10.88.0.0/24
set protocols bgp address-family ipv4-unicast aggregate-address 10.88.128.0/17
set protocols bgp address-family ipv4-unicast redistribute connected
set protocols bgp listen range 10.88.0.128/25 peer-group KIT
set protocols bgp neighbor 10.88.0.21 peer-group KIT
set protocols bgp neighbor 10.88.0.22 address-family ipv4-unicast
set protocols bgp neighbor 10.88.0.22 remote-as external
set protocols bgp neighbor eth2 interface v6only remote-as 64889
set protocols bgp peer-group KIT address-family ipv4-unicast route-map import IN
set protocols bgp peer-group KIT remote-as 64881
set policy route-map IN rule 10 action permit
set policy route-map IN rule 10 match ip address prefix-list POOL
set policy prefix-list POOL rule 5 action permit
set policy prefix-list POOL rule 5 ge 32
set policy prefix-list POOL rule 5 prefix 10.88.40.0/24
"""


def test_vyos_in_its_later_releases() -> None:
    seen = read("vyos/gate.sh", VYOS)
    assert brief(seen) == [("10.88.0.21", 64880, 64881), ("10.88.0.22", 64880, None)]
    assert [(str(accept.prefix), accept.max_length) for accept in session(seen, "10.88.0.21").accepts] == [
        ("10.88.40.0/24", 32)
    ]
    assert announced(seen, "10.88.0.22") == ["10.88.0.0/24", "10.88.128.0/17"]
    assert [other_session.peer for other_session in seen.sessions if not other_session.peer] == [
        ""
    ]  # whoever is on eth2


EDGEOS = """\
interfaces {
    switch switch0 {
        vif 30 {
            address 10.88.30.1/24
        }
    }
}
protocols {
    bgp 64883 {
        neighbor 10.88.30.21 {
            remote-as 64884
        }
        network 10.88.30.0/24 {
        }
        parameters {
            router-id 10.88.30.1
        }
    }
}
service {
    dhcp-server {
        shared-network-name LAB {
            subnet 10.88.30.0/24 {
                default-router 10.88.30.1
                start 10.88.30.100 {
                    stop 10.88.30.199
                }
                static-mapping nas {
                    ip-address 10.88.30.5
                    mac-address 02:00:5e:00:01:05
                }
            }
        }
    }
}
"""


def test_edgeos_in_braces() -> None:
    seen = read("edge/config.boot", EDGEOS)
    assert brief(seen) == [("10.88.30.21", 64883, 64884)]
    lab = network(seen, "10.88.30.0/24")
    assert (lab.vlan, lab.gateway, [str(span) for span in lab.dhcp]) == (
        30,
        "10.88.30.1",
        ["10.88.30.100-10.88.30.199"],
    )
    assert [host.name for host in seen.hosts] == ["nas"]


ROUTEROS = """\
# 2026-03-04 by RouterOS 7.19
/interface vlan
add interface=bridge name="lab net" vlan-id=44
/ip address
add address=10.89.44.1/24 comment="the \\"lab\\"" interface="lab net" network=\\
    10.89.44.0
/ip dhcp-server network
add address=10.89.44.0/24 gateway=10.89.44.1,10.89.44.2
/routing bgp template
add as=64890 name=base router-id=10.89.44.1
add hold-time=30s keepalive-time=10s name=nodes templates=base
/routing bgp connection
add local.role=ebgp name="node one" remote.address=10.89.44.21/32 .as=64891 \\
    templates=nodes
add listen=yes local.role=ebgp name=others remote.address=10.89.44.128/25 .as=\\
    64891 templates=nodes
add local.address=10.89.44.1 .role=ibgp name=twin remote.address=10.89.44.3 templates=base
"""


def test_routeros_with_templates_of_templates() -> None:
    seen = read("router/gate.rsc", ROUTEROS)
    assert brief(seen) == [("10.89.44.21", 64890, 64891), ("10.89.44.3", 64890, 64890)]
    node, twin = session(seen, "10.89.44.21"), session(seen, "10.89.44.3")
    assert (node.hold_time, node.keepalive, str(twin.local_address)) == (30, 10, "10.89.44.1")
    lab = network(seen, "10.89.44.0/24")
    assert (lab.name, lab.vlan, [*map(str, lab.gateways)]) == ("lab net", 44, ["10.89.44.1", "10.89.44.2"])


def test_routeros_takes_whatever_comes_from_a_prefix() -> None:
    talos = "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.89.44.130, controlPlane: true}\n"
    assert ("10.89.44.130", 64890, 64891) in brief(read("router/gate.rsc", ROUTEROS, talconfig_dot_yaml=talos))


def test_routeros_of_release_6() -> None:
    text = (
        "/routing bgp instance\nset default as=64892 router-id=10.89.0.1\nadd as=64893 name=lab\n"
        "/routing bgp network\nadd network=10.89.0.0/24 synchronize=no\n"
        "/routing bgp peer\nadd name=a remote-address=10.89.0.21 remote-as=64894 ttl=default hold-time=3m\n"
    )
    seen = read("router/gate.rsc", text)
    assert brief(seen) == [("10.89.0.21", 64892, 64894)]
    assert session(seen, "10.89.0.21").hold_time == 180


def test_bird_1_and_ranges() -> None:
    text = (
        "router id 10.90.0.1;\nprotocol bgp up {\n  local as 64900;\n  source address 10.90.0.1;\n"
        "  neighbor 10.90.0.2 as 64902;\n  import all;\n  export none;\n}\n"
        "protocol bgp twin {\n  local 10.90.0.1 as 64900;\n  neighbor 10.90.0.3 internal;\n}\n"
        "protocol bgp nodes {\n  local as 64900;\n  neighbor range 10.90.0.16/28 as 64901;\n}\n"
    )
    talos = "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.90.0.17, controlPlane: true}\n"
    seen = read("bird/bird.conf", text, talconfig_dot_yaml=talos)
    assert brief(seen) == [
        ("10.90.0.2", 64900, 64902),
        ("10.90.0.3", 64900, 64900),
        ("10.90.0.17", 64900, 64901),
    ]
    assert str(session(seen, "10.90.0.2").local_address) == "10.90.0.1"


def opnsense(inside: str, plugins: str = "") -> str:
    return (
        "<opnsense><system><hostname>wall</hostname></system><interfaces>"
        "<lan><enable>1</enable><if>igb0</if><descr>LAN</descr><ipaddr>10.91.0.1</ipaddr><subnet>24</subnet></lan>"
        "<wan><enable>1</enable><if>igb1</if><descr>WAN</descr><ipaddr>10.91.99.2</ipaddr><subnet>24</subnet></wan>"
        f"</interfaces>{inside}<OPNsense>{plugins}</OPNsense></opnsense>"
    )


BGP = (
    "<quagga><general><enabled>1</enabled></general><bgp><enabled>1</enabled><asnumber>64910</asnumber>"
    "<networks>10.91.0.0/24,10.91.8.0/24</networks>"
    '<peergroups><peergroup uuid="g"><enabled>1</enabled><name>KIT</name><remoteas>64911</remoteas>'
    "<listenranges>10.91.0.128/26</listenranges></peergroup></peergroups><neighbors>"
    '<neighbor uuid="1"><enabled>1</enabled><address>10.91.0.21</address><peergroup>g</peergroup></neighbor>'
    '<neighbor uuid="2"><enabled>1</enabled><address>10.91.0.22</address><remote_as_mode>internal</remote_as_mode>'
    "<keepalive>10</keepalive><linkedRoutemapOut>m</linkedRoutemapOut></neighbor></neighbors></bgp></quagga>"
)


def test_groups_of_opnsense() -> None:
    talos = "clusterName: c\nnodes:\n  - {hostname: n1, ipAddress: 10.91.0.130, controlPlane: true}\n"
    seen = read("config.xml", opnsense("", BGP), talconfig_dot_yaml=talos)
    assert brief(seen) == [("10.91.0.21", 64910, 64911), ("10.91.0.22", 64910, 64910), ("10.91.0.130", 64910, 64911)]
    assert announced(seen, "10.91.0.21") == ["10.91.0.0/24", "10.91.8.0/24"]
    assert announced(seen, "10.91.0.22") == []
    assert session(seen, "10.91.0.22").keepalive is None  # it counts only beside a hold time


KEA = (
    "<Kea><dhcp4><general><enabled>1</enabled>{manual}</general><subnets><subnet4><subnet>10.91.0.0/24</subnet>"
    "<pools>10.91.0.100 - 10.91.0.119\n10.91.0.128/26</pools><option_data><routers>10.91.0.1,10.91.0.2</routers>"
    "</option_data></subnet4></subnets></dhcp4></Kea>"
)


def test_kea_in_opnsense() -> None:
    lan = network(read("config.xml", opnsense("", KEA.replace("{manual}", ""))), "10.91.0.0/24")
    assert [str(span) for span in lan.dhcp] == ["10.91.0.100-10.91.0.119", "10.91.0.128-10.91.0.191"]
    assert [*map(str, lan.gateways)] == ["10.91.0.1", "10.91.0.2"]
    manual = KEA.replace("{manual}", "<manual_config>1</manual_config>")
    assert network(read("config.xml", opnsense("", manual)), "10.91.0.0/24").dhcp == ()


def test_dnsmasq_in_opnsense() -> None:
    text = (
        "<dnsmasq><enable>1</enable>"
        "<dhcp_ranges><interface>lan</interface><start_addr>10.91.0.50</start_addr><end_addr>10.91.0.60</end_addr>"
        "</dhcp_ranges><dhcp_ranges><interface>lan</interface><start_addr>10.91.0.70</start_addr>"
        "<end_addr>10.91.0.80</end_addr><mode>static</mode></dhcp_ranges>"
        "<dhcp_options><type>set</type><option>3</option><interface>lan</interface><value>10.91.0.254</value>"
        "</dhcp_options>"
        "<hosts><host>nas</host><ip>10.91.0.9</ip><hwaddr>02:00:5e:00:02:01,02:00:5e:00:02:02</hwaddr>"
        "</hosts><hosts><host>out</host><ip>10.91.0.11</ip><hwaddr>02:00:5e:00:02:03</hwaddr><ignore>1</ignore></hosts>"
        "</dnsmasq>"
    )
    seen = read("config.xml", opnsense(text))
    lan = network(seen, "10.91.0.0/24")
    assert ([str(span) for span in lan.dhcp], lan.gateway) == (["10.91.0.50-10.91.0.60"], "10.91.0.254")
    assert sorted(str(host.addresses[0]) for host in seen.hosts if host.mac) == ["10.91.0.9"]


def test_further_addresses_tunnels_and_ways_of_opnsense() -> None:
    text = (
        "<virtualip><vip><mode>ipalias</mode><interface>lan</interface><subnet>10.91.0.53</subnet>"
        "<subnet_bits>32</subnet_bits></vip></virtualip>"
        "<dhcpd><lan><enable>1</enable><range><from>10.91.0.100</from><to>10.91.0.199</to></range></lan></dhcpd>"
        "<openvpn><openvpn-server><tunnel_network>10.91.50.0/24</tunnel_network><description>road</description>"
        "</openvpn-server><openvpn-server><disable>1</disable><tunnel_network>10.91.51.0/24</tunnel_network>"
        "</openvpn-server></openvpn>"
    )
    plugins = (
        "<wireguard><server><servers><server><enabled>1</enabled><name>wg</name>"
        "<tunneladdress>10.91.60.1/24</tunneladdress></server></servers></server></wireguard>"
        "<Gateways><gateway_item><interface>wan</interface><gateway>10.91.99.1</gateway></gateway_item>"
        "<gateway_item><interface>lan</interface><gateway>10.91.0.254</gateway></gateway_item></Gateways>"
        "<unboundplus><general><enabled>0</enabled></general><hosts><host><enabled>1</enabled>"
        "<hostname>old</hostname><server>10.91.0.77</server></host></hosts></unboundplus>"
    )
    seen = read("config.xml", opnsense(text, plugins))
    own = [str(address).partition("/")[0] for address in seen.routers[0].addresses]
    assert own == ["10.91.0.1", "10.91.99.2", "10.91.0.53", "10.91.60.1"]
    assert {network.cidr: network.gateway for network in seen.networks if network.cidrs} == {
        "10.91.0.0/24": "10.91.0.1",
        "10.91.99.0/24": "10.91.99.1",
        "10.91.60.0/24": "",
        "10.91.50.0/24": "",
    }
    assert not seen.hosts


def pfsense(packages: str) -> str:
    return (
        "<pfsense><system><hostname>fort</hostname></system><interfaces><lan><enable/><if>igb0</if><descr>LAN</descr>"
        "<ipaddr>10.92.0.1</ipaddr><subnet>24</subnet></lan></interfaces>"
        f"<installedpackages>{packages}</installedpackages></pfsense>"
    )


SETTINGS = (
    "<frr><config><enable>on</enable><routerid>10.92.0.1</routerid></config></frr>"
    "<frrbgp><config><enable>on</enable><asnum>64920</asnum><timers_keepalive>10</timers_keepalive>"
    "<timers_holdtime>30</timers_holdtime><row><distributeroutevalue>10.92.0.0/24</distributeroutevalue></row></config>"
    "</frrbgp><frrbgpneighbors><config><peer>kit</peer><asnum>64921</asnum><password>hush</password>"
    "<password_type>frr</password_type><ebgpmultihop>2</ebgpmultihop></config>"
    "<config><peer>10.92.0.21</peer><peergroup>kit</peergroup><bothaf>on</bothaf></config>"
    "<config><peer>10.92.0.22</peer><peergroup>none</peergroup><asnum>internal</asnum></config>"
    "<config><peer>10.92.0.23</peer><asnum>64921</asnum><shutdown>on</shutdown></config></frrbgpneighbors>"
)


def test_the_package_frr_of_pfsense() -> None:
    seen = read("pfsense/config.xml", pfsense(SETTINGS))
    assert brief(seen) == [("10.92.0.21", 64920, 64921), ("10.92.0.22", 64920, 64920)]
    node = session(seen, "10.92.0.21")
    assert (node.password, node.multihop, node.keepalive, node.hold_time) == (True, 2, 10, 30)
    assert node.families == ("ipv4", "ipv6")
    assert announced(seen, "10.92.0.22") == ["10.92.0.0/24"]
    assert "hush" not in repr(seen)
    assert brief(read("config.xml", pfsense(SETTINGS.replace("<enable>on</enable><asnum>", "<asnum>")))) == []


RAW = "router bgp 64925\n bgp router-id 10.92.0.1\n neighbor 10.92.0.31 remote-as 64926\n"


def test_a_whole_configuration_in_pfsense_counts_instead() -> None:
    raw = f"\n<frrglobalraw><config><frr>{b64encode(RAW.encode()).decode()}</frr></config></frrglobalraw>"
    seen = read("config.xml", pfsense(SETTINGS + raw))
    assert brief(seen) == [("10.92.0.31", 64925, 64926)]
    assert seen.routers[0].id == "fort"
    at = seen.sessions[0].at("peer_asn")
    assert (at.line, at.column) == (2, 28)


@pytest.mark.parametrize("raw", ["not base64 at all", "////", "", "A" * 2_000_000])
def test_what_is_no_configuration_in_pfsense_is_left_alone(raw: str) -> None:
    text = f"<frrglobalraw><config><frr>{raw}</frr></config></frrglobalraw>"
    assert len(read("config.xml", pfsense(SETTINGS + text)).routers) == 1


def test_wireguard_in_pfsense() -> None:
    text = (
        "<wireguard><tunnels><item><name>tun_wg0</name><enabled>yes</enabled><addresses><row>"
        "<address>10.92.70.1</address><mask>24</mask></row></addresses></item></tunnels></wireguard>"
    )
    assert network(read("config.xml", pfsense(text)), "10.92.70.0/24").name == "tun_wg0"


SLASHES = """\
/interface/vlan/add name=attic interface=bridge vlan-id=8
/ip/address/add address=10.89.8.1/24 interface=attic
/ip/dhcp-server/lease/add address=10.89.8.40 mac-address=AA:BB:CC:00:11:22 comment=tv
/ip/address/set [find interface=garage] address=10.89.9.1/24
"""


def test_routeros_with_slashes_before_the_verb() -> None:
    seen = read("router/gate.rsc", SLASHES)
    attic = network(seen, "10.89.8.0/24")
    assert (attic.name, attic.vlan, network(seen, "10.89.9.0/24").name) == ("attic", 8, "garage")
    assert [host.name for lan in seen.networks for host in lan.hosts] == ["tv"]
