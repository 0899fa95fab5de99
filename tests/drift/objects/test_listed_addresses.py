"""Lists of addresses in rules of routers and servers, and the networks that they speak of."""

from __future__ import annotations

import pytest
from lab import places

ROUTER = """\
set interfaces ethernet eth0 address '10.61.0.254/24'
set interfaces ethernet eth0 description 'LAN'
set interfaces ethernet eth0 vif 30 address '10.61.30.254/24'
set interfaces ethernet eth0 vif 30 description 'IOT'
set interfaces ethernet eth0 vif 50 address '10.61.50.254/24'
set interfaces ethernet eth0 vif 50 description 'TRUSTED'
"""
GROUP = "set firewall group address-group {name} address '{entry}' # Switches\n"
ROS = """\
/ip address
add address=10.61.0.1/24 interface=LAN
add address=10.61.30.1/24 interface=IOT
/ip firewall address-list
add address=10.61.9.0/24 list=printers
add address=10.61.30.0/24 comment=LAN list=mgmt
"""
OPN = (
    "<opnsense><interfaces>\n"
    "<lan><enable>1</enable><descr>LAN</descr><ipaddr>10.9.1.1</ipaddr><subnet>24</subnet></lan>\n"
    "<opt1><enable>1</enable><descr>IOT</descr><ipaddr>10.9.2.1</ipaddr><subnet>24</subnet></opt1>\n"
    "</interfaces><OPNsense><Firewall><Alias><aliases>\n"
    "<alias><enabled>1</enabled><name>tv</name><type>host</type><content>10.9.7.7</content></alias>\n"
    "<alias><enabled>0</enabled><name>off</name><type>host</type><content>10.9.7.8</content></alias>\n"
    "</aliases></Alias></Firewall></OPNsense></opnsense>\n"
)
GROUPS = {
    "of a network": (ROUTER + GROUP.format(name="ap", entry="10.61.0.10-10.61.0.19"), []),
    "of none": (ROUTER + GROUP.format(name="ap", entry="10.61.9.10-10.61.9.19"), ["H315 r.sh:7"]),
    "of another space": (ROUTER + GROUP.format(name="ap", entry="192.168.9.10"), []),
    "of a route": (
        ROUTER
        + GROUP.format(name="ap", entry="10.61.9.10")
        + "set protocols static route 10.61.8.0/22 next-hop 10.61.0.2",
        [],
    ),
    "of nobody, on purpose": (ROUTER + GROUP.format(name="bogons", entry="10.61.9.10"), []),
    "around networks": (ROUTER + GROUP.format(name="all", entry="10.61.0.0-10.61.255.255"), []),
}


@pytest.mark.parametrize(("text", "said"), GROUPS.values(), ids=GROUPS)
def test_a_list_names_addresses_of_networks(text: str, said: list[str]) -> None:
    assert places({"r.sh": text}, ["H315"]) == said


def test_lists_of_other_routers_are_read() -> None:
    assert places({"r.rsc": ROS}, ["H315", "R9"]) == ["H315 r.rsc:5", "R904 r.rsc:6"]
    assert places({"config.xml": OPN}, ["H315"]) == ["H315 config.xml:5"]


ACL = "acl trusted {{\n  10.61.0.0/24;  # LAN\n  {line}\n}};\n"
COMMENTS = {
    "its own name": ("10.61.30.0/24; # IOT", 0),
    "its own name, in a sentence": ("10.61.30.0/24; # the IOT network", 0),
    "the name of another one": ("10.61.30.0/24; # TRUSTED", 1),
    "the name of another one, otherwise marked": ("10.61.30.0/24; // TRUSTED", 1),
    "a name, and no such prefix": ("10.61.40.0/24; # IOT", 1),
    "neither": ("10.61.40.0/24; # VIDEO", 0),
}


@pytest.mark.parametrize(("line", "number"), COMMENTS.values(), ids=COMMENTS)
def test_a_comment_names_the_network_of_its_prefix(line: str, number: int) -> None:
    files = {"r.sh": ROUTER, "named.conf": ACL.format(line=line)}
    assert places(files, ["R9"]) == ["R904 named.conf:3"] * number


def test_where_comments_name_networks_each_of_them_does() -> None:
    lines = "10.61.30.0/24; # IOT\n  10.61.50.0/24; # VIDEO"
    assert places({"r.sh": ROUTER, "named.conf": ACL.format(line=lines)}, ["R9"]) == ["R904 named.conf:4"]
    shorter = lines.replace("VIDEO", "TRUST")
    assert not places({"r.sh": ROUTER, "named.conf": ACL.format(line=shorter)}, ["R9"])
    assert not places({"r.sh": ROUTER, "one.conf": "10.61.50.0/24; # VIDEO\n"}, ["R9"])
