"""What must be alone on a link or an interface: a router's prefix, a peer's addresses, the id of a VRRP group."""

from __future__ import annotations

import pytest
from lab import places

NETDEV = (
    "[WireGuardPeer]\nPublicKey=A=\nAllowedIPs=10.7.0.2/32\n[WireGuardPeer]\nPublicKey=B=\nAllowedIPs=10.7.0.2/32\n"
)
QUICK = (
    "[Interface]\nAddress=10.7.0.1/24\n[Peer]\n# phone\nPublicKey = A=\nAllowedIPs={one}\n[Peer]\nAllowedIPs={two}\n"
)
UCI = """\
config wireguard_wg0
\toption public_key 'A'
\tlist allowed_ips '10.7.0.2/32'

config wireguard_wg0
\tlist allowed_ips '10.7.0.2/32'
"""
BRACES = """\
interfaces {
    wireguard wg0 {
        peer phone {
            allowed-ips 10.7.0.2/32
        }
        peer tablet {
            allowed-ips 10.7.0.2/32
        }
    }
}
"""
RSC = """\
/interface wireguard peers
add allowed-address=10.7.0.2/32 comment=phone interface=wg1 public-key="AAA="
add allowed-address=10.7.0.3/32,10.7.0.2/32 interface=wg1 public-key="BBB="
add allowed-address=10.7.0.2/32 interface=wg2 public-key="BBB="
add allowed-address=10.7.0.2/32 interface=wg1 public-key="CCC=" disabled=yes
"""
OPN = """\
<opnsense><OPNsense><wireguard><client><clients>
<client uuid="u1"><enabled>1</enabled><name>phone</name><tunneladdress>10.7.0.2/32</tunneladdress></client>
<client uuid="u2"><enabled>1</enabled><name>tab</name><tunneladdress>10.7.0.3/32,10.7.0.2/32</tunneladdress></client>
</clients></client><server><servers><server><name>wg</name><peers>u1,u2</peers></server></servers></server>
</wireguard></OPNsense></opnsense>
"""
PF = """\
<pfsense><installedpackages><wireguard><peers>
<item><enabled>yes</enabled><tun>t</tun><allowedips><row><address>10.7.0.2</address><mask>32</mask></row></allowedips></item>
<item><enabled>yes</enabled><tun>t</tun><allowedips><row><address>10.7.0.2</address><mask>32</mask></row></allowedips></item>
</peers></wireguard></installedpackages></pfsense>
"""
NETPLAN = (
    "network: {version: 2, tunnels: {wg0: {mode: wireguard, peers: ["
    "{keys: {public: A}, allowed-ips: [10.7.0.2/32]}, {keys: {public: B}, allowed-ips: [10.7.0.2/32]}]}}}"
)
VYOS = "set interfaces wireguard wg0 peer {peer} allowed-ips '10.7.0.2/32'\n"

PEERS = {
    "networkd": ("wg0.netdev", NETDEV, ["T702 wg0.netdev:6"]),
    "wg-quick": ("wg0.conf", QUICK.format(one="10.7.0.0/24", two="10.7.0.7/24"), ["T702 wg0.conf:8"]),
    "wg-quick, the longer prefix wins": ("wg0.conf", QUICK.format(one="10.7.0.0/24", two="10.7.0.7/32"), []),
    "VyOS, in braces": ("config.boot", BRACES, ["T702 config.boot:7"]),
    "OpenWrt": ("network", UCI, ["T702 network:6"]),
    "RouterOS": ("r.rsc", RSC, ["T702 r.rsc:3"]),
    "OPNsense": ("config.xml", OPN, ["T702 config.xml:3"]),
    "pfSense": ("config.xml", PF, ["T702 config.xml:3"]),
    "Netplan": ("wg.yaml", NETPLAN, ["T702 wg.yaml:1"]),
    "VyOS": ("v.sh", VYOS.format(peer="a") + VYOS.format(peer="b"), ["T702 v.sh:2"]),
    "VyOS, one of them off": (
        "v.sh",
        VYOS.format(peer="a") + VYOS.format(peer="b") + "set interfaces wireguard wg0 peer b disable\n",
        [],
    ),
    "what clients send of their own": (
        "vars/main.yml",
        "peers: [{pubkey: A, ip: 10.7.0.2, allowed_ips: 0.0.0.0/0}, {pubkey: B, ip: 10.7.0.3, allowed_ips: 0.0.0.0/0}]",
        [],
    ),
}


@pytest.mark.parametrize(("file", "text", "said"), PEERS.values(), ids=PEERS)
def test_an_address_belongs_to_one_peer_of_an_interface(file: str, text: str, said: list[str]) -> None:
    assert places({file: text}, ["T702"]) == said


KEEPALIVED = "vrrp_instance x {\n  virtual_router_id 10 # id\n  virtual_ipaddress {\n    %s\n  }\n}\n"
UNICAST = KEEPALIVED.replace("  virtual_r", "  unicast_peer {\n    10.0.0.2\n  }\n  virtual_r", 1)
GROUPS = {
    "keepalived": ({"a.conf": KEEPALIVED % "10.0.0.5", "b.conf": KEEPALIVED % "10.0.0.6"}, ["H322 b.conf:2"]),
    "one group": ({"a.conf": KEEPALIVED % "10.0.0.5", "b.conf": KEEPALIVED % "10.0.0.5/24"}, []),
    "two links": ({"a.conf": KEEPALIVED % "10.0.0.5", "b.conf": KEEPALIVED % "10.0.1.5/24"}, []),
    "a link as wide as its router says": (
        {
            "a.conf": KEEPALIVED % "10.0.0.5",
            "b.conf": KEEPALIVED % "10.0.1.6",
            "r.sh": "set interfaces ethernet eth1 address 10.0.0.1/16",
        },
        ["H322 b.conf:2"],
    ),
    "unicast": ({"a.conf": KEEPALIVED % "10.0.0.5", "b.conf": UNICAST % "10.0.0.6"}, []),
    "VyOS": (
        {
            "a.sh": (
                "set high-availability vrrp group lan vrid 10\nset high-availability vrrp group lan address 10.0.0.1/24"
            ),
            "b.conf": KEEPALIVED % "10.0.0.6",
        },
        ["H322 b.conf:2"],
    ),
    "EdgeOS": (
        {
            name: f"set interfaces ethernet eth0 vif 30 vrrp vrrp-group 10 virtual-address {address}"
            for name, address in (("a.sh", "10.0.0.1/24"), ("b.sh", "10.0.0.9/24"))
        },
        ["H322 b.sh:1"],
    ),
    "RouterOS": (
        {
            "x.rsc": (
                "/interface vrrp\nadd interface=ether1 name=one vrid=49\nadd interface=ether1 name=two vrid=49\n"
                "/ip address\nadd address=10.0.0.1/32 interface=one\nadd address=10.0.0.3/32 interface=two\n"
            )
        },
        ["H322 x.rsc:3"],
    ),
    "OPNsense, where the other family may have the id": (
        {
            "config.xml": "<opnsense><virtualip>\n"
            + "\n".join(
                f"<vip><mode>carp</mode><vhid>3</vhid><subnet>{address}</subnet><subnet_bits>24</subnet_bits></vip>"
                for address in ("10.0.0.1", "10.0.0.7", "fd00:1::7")
            )
            + "\n</virtualip></opnsense>"
        },
        ["H322 config.xml:3"],
    ),
    "FRR": (
        {
            "a.conf": "interface eth0\n vrrp 5 ip 10.0.0.1\n vrrp 5 ip 10.0.0.2\n",
            "b.conf": "interface eth3\n vrrp 5 ip 10.0.0.3\n",
        },
        ["H322 b.conf:2"],
    ),
    "variables": (
        {
            "group_vars/dns.yml": "keepalived_virtual_router_id: 51\nkeepalived_vip: 10.0.0.4\n",
            "group_vars/web.yml": "keepalived_virtual_router_id: 51\nkeepalived_vip: 10.0.0.14\n",
        },
        ["H322 group_vars/web.yml:1"],
    ),
}


@pytest.mark.parametrize(("files", "said"), GROUPS.values(), ids=GROUPS)
def test_an_id_belongs_to_one_group_of_a_link(files: dict[str, str], said: list[str]) -> None:
    assert places(files, ["H322"]) == said


DHCPD = """subnet 10.9.0.0 netmask 255.255.254.0 {
 range 10.9.0.10 10.9.0.99;
}
subnet 10.9.1.0 netmask 255.255.255.0 {
 range 10.9.1.10 10.9.1.99;
}
"""
LINKS = {
    "RouterOS": (
        "x.rsc",
        "/ip address\nadd address=10.9.1.1/24 interface=bridge\nadd address=10.9.1.2/24 interface=vlan20\n",
        ["A201 x.rsc:3"],
    ),
    "a spare port": (
        "x.rsc",
        "/ip address\nadd address=10.9.1.1/24 interface=bridge\nadd address=10.9.1.1/24 interface=ether5\n",
        ["A201 x.rsc:3"],
    ),
    "RouterOS, one inside of the other": (
        "x.rsc",
        "/ip address\nadd address=10.9.0.1/23 interface=ether2\nadd address=10.9.1.1/24 interface=ether3\n",
        ["A201 x.rsc:3"],
    ),
    "a tunnel inside of a LAN": (
        "v.sh",
        "set interfaces ethernet eth1 address 10.9.0.1/16\nset interfaces wireguard wg0 address 10.9.1.1/24\n",
        [],
    ),
    "subnets of one DHCP server": ("dhcpd.conf", DHCPD, ["A201 dhcpd.conf:4"]),
    "one interface": (
        "x.rsc",
        "/ip address\nadd address=10.9.1.1/24 interface=bridge\nadd address=10.9.1.2/24 interface=bridge\n",
        [],
    ),
    "the link-local prefix": (
        "v.sh",
        "set interfaces ethernet eth1 address fe80::1/64\nset interfaces ethernet eth2 address fe80::2/64\n",
        [],
    ),
    "a second address of one link": (
        "v.sh",
        "set interfaces ethernet eth1 address 10.9.1.1/24\nset interfaces pseudo-ethernet peth1 address 10.9.1.2/24\n",
        [],
    ),
    "FRR": (
        "frr.conf",
        "interface eth1\n ip address 10.9.1.1/24\ninterface eth2\n ip address 10.9.1.2/24\n ip address 10.9.3.2/24\n",
        ["A201 frr.conf:4"],
    ),
    "FRR, in two VRFs": (
        "frr.conf",
        "interface eth1\n ip address 10.9.1.1/24\ninterface eth2 vrf red\n ip address 10.9.1.2/24\n",
        [],
    ),
    "a switch": (
        "sw.cfg",
        "interface Vlan1\n ip address 10.9.1.1 255.255.255.0\n!\ninterface Vlan2\n ip address 10.9.1.2 255.255.255.0\n",
        ["A201 sw.cfg:5"],
    ),
    "OPNsense": (
        "config.xml",
        "<opnsense><interfaces>\n"
        + "\n".join(
            f"<{name}><enable>1</enable><ipaddr>{address}</ipaddr><subnet>24</subnet></{name}>"
            for name, address in (("lan", "10.9.1.1"), ("opt1", "10.9.1.4"))
        )
        + "</interfaces></opnsense>",
        ["A201 config.xml:3"],
    ),
}


@pytest.mark.parametrize(("file", "text", "said"), LINKS.values(), ids=LINKS)
def test_a_prefix_belongs_to_one_interface_of_a_router(file: str, text: str, said: list[str]) -> None:
    assert places({file: text}, ["A201"]) == said


@pytest.mark.parametrize(
    ("own", "peers", "expected"),
    [
        ("10.79.8.1/31", ("10.79.8.2/32",), ["H301 r.sh:1"]),
        ("10.79.8.2/31", ("10.79.8.3/32",), []),
        ("10.79.8.1/30", ("10.79.8.2/32",), []),
        ("10.79.8.1/31", ("10.79.8.2/32", "10.79.8.0/31"), []),
        ("10.79.8.1/31", ("10.80.0.0/16",), []),
        ("10.79.8.1/31", ("10.90.8.2/32",), []),
    ],
    ids=["outside", "inside", "a longer link", "the link, too", "a network alone", "elsewhere"],
)
def test_the_other_end_of_a_link_of_two_addresses(own: str, peers: tuple[str, ...], expected: list[str]) -> None:
    lines = [f"set interfaces wireguard wg6 address '{own}'"]
    lines += [f"set interfaces wireguard wg6 peer OTHER allowed-ips '{peer}'" for peer in peers]
    assert places({"r.sh": "\n".join((*lines, ""))}, ["H301"]) == expected
