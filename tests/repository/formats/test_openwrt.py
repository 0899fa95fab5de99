"""OpenWrt's configuration: files of UCI, and commands that set it."""

from __future__ import annotations

import pytest
from lab import codes, hosts, messages, network, places, tree

NETWORK = """\
    config interface 'loopback'
      option device 'lo'
      option proto 'static'
      option ipaddr '127.0.0.1'
      option netmask '255.0.0.0'

    config device
      option name 'br-things'
      option type 'bridge'
      list ports 'lan3.20'
      list ports 'lan4.20'

    config interface 'lan'
      option device 'br-lan.10'
      list ipaddr '10.71.10.1/24'
      list ip6addr 'fd71::1/64'

    config interface 'things'
      option device 'br-things'
      option proto 'static'
      option ipaddr '10.71.20.1' # the bridge
      option netmask '255.255.255.0'

    config interface 'guest'
      option proto 'static'
      option ipaddr '10.71.30.1/24'
      option disabled '1'

    config interface 'wg0'
      option proto 'wireguard'
      list addresses '10.71.90.1/24'

    config wireguard_wg0
      option description 'phone'
      option public_key 'a'
      list allowed_ips '10.71.90.2/32'
    """
DHCP = """\
    config dhcp 'lan'
      option interface 'lan'
      option start '100'
      option limit '50'

    config dhcp 'things'
      option interface 'things'
      list dhcp_option '3,10.71.20.254'

    config dhcp 'guest'
      option interface 'guest'
      option ignore '1'

    config host
      option name 'nas'
      option mac '02:00:00:00:00:01 02:00:00:00:00:02'
      option ip '10.71.10.9'

    config domain
      option name 'oak.lan'
      option ip '10.71.10.8'
    """
COMMANDS = """\
    #!/bin/sh
    # uci set network.lan.ipaddr='10.71.99.1'
    uci set system.@system[0].hostname='gate'
    uci set network.lan.ipaddr=10.71.10.1 && uci set network.lan.netmask=255.255.255.0
    uci set network.things=interface; uci set network.things.device='br-lan.20'
    uci add_list network.things.ipaddr="10.71.20.1/24"
    uci set dhcp.lan.start='100'
    uci set dhcp.lan.limit='50'
    uci add dhcp host
    uci set dhcp.@host[-1].name='nas'
    uci set dhcp.@host[-1].ip='10.71.10.9'
    uci add dhcp host
    uci set dhcp.@host[-1].name='tv'
    uci set dhcp.@host[-1].ip='10.71.20.9'
    """


def router(**changed: str) -> dict[str, str]:
    """The files of a router, with some texts replaced by others: `{"10.71.10.1/24": "10.71.11.1/24"}`."""
    files = {"router/etc/config/network": NETWORK, "router/etc/config/dhcp": DHCP}
    for name, text in changed.items():
        files = {file: text if file.endswith(f"/{name}") else own for file, own in files.items()}
    return files


def test_the_networks_and_leases_of_two_files() -> None:
    seen = tree(router())
    shown = {
        str(one.cidr): (one.name, one.vlan, str(one.gateway or ""), [*map(str, one.dhcp)])
        for one in seen.networks
        if one.cidr
    }
    assert shown == {
        "10.71.10.0/24": ("lan", 10, "10.71.10.1", ["10.71.10.100-10.71.10.149"]),
        "fd71::/64": ("lan", 10, "fd71::1", []),
        "10.71.20.0/24": ("things", 20, "10.71.20.254", ["10.71.20.100-10.71.20.249"]),
        "10.71.90.0/24": ("wg0", None, "", []),
    }
    assert hosts(seen) == {"nas": ["10.71.10.9"], "oak-lan": ["10.71.10.8"]}
    assert [(one.name, one.product, len(one.addresses)) for one in seen.routers] == [("router", "openwrt", 4)]
    assert [peer.name for vpn in seen.vpns for end in vpn.ends for peer in end.peers] == ["phone"]
    assert codes(router()) == []


def test_where_a_range_is_written() -> None:
    at = network(tree(router()), "10.71.10.0/24").at("dhcp", 0)
    assert (at.file, at.line, at.column, at.width) == ("router/etc/config/dhcp", 3, 17, 3)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("100", "50", ["10.71.10.100-10.71.10.149"]),
        ("0", "50", ["10.71.10.1-10.71.10.50"]),
        ("200", "150", ["10.71.10.200-10.71.10.254"]),
        ("10.71.10.30", "10", ["10.71.10.30-10.71.10.39"]),
        ("0.0.0.30", "10", ["10.71.10.30-10.71.10.39"]),
        ("286", "10", ["10.71.10.30-10.71.10.39"]),
        ("fd00::1", "10", []),
        ("100", "0", []),
        ("x", "10", []),
        ("9" * 5000, "10", []),
        ("255", "10", []),
    ],
)
def test_ranges_count_from_the_network(start: str, limit: str, expected: list[str]) -> None:
    text = f"config dhcp lan\n option start {start}\n option limit {limit}\n"
    assert [*map(str, network(tree(router(dhcp=text)), "10.71.10.0/24").dhcp)] == expected


def test_commands_in_a_script() -> None:
    seen = tree({"openwrt/99-gate.sh": COMMANDS})
    lan, things = network(seen, "10.71.10.0/24"), network(seen, "10.71.20.0/24")
    assert ([*map(str, lan.dhcp)], things.vlan) == (["10.71.10.100-10.71.10.149"], 20)
    assert hosts(seen) == {"nas": ["10.71.10.9"], "tv": ["10.71.20.9"]}
    assert [(one.name, [*map(str, one.addresses)]) for one in seen.routers] == [("gate", ["10.71.10.1", "10.71.20.1"])]


@pytest.mark.parametrize(
    "text",
    [
        "network.lan=interface\nnetwork.lan.ipaddr='10.71.10.1'\nnetwork.lan.netmask='255.255.255.0'\n",
        "uci -q batch <<EOF\nset network.lan.ipaddr='10.71.10.1'\nset network.lan.netmask='255.255.255.0'\nEOF\n",
        "cat <<EOF >/etc/config/network\nconfig interface lan\n\toption ipaddr 10.71.10.1/24\nEOF\n",
        "config 'interface' 'lan'\n\toption 'ipaddr' '10.71.10.1'\n\toption 'netmask' '255.255.255.0'\n",
    ],
    ids=["uci show", "uci batch", "a here-document", "quotes"],
)
def test_other_spellings(text: str) -> None:
    assert network(tree({"gate.uci": text}), "10.71.10.0/24").name == "lan"


@pytest.mark.parametrize(
    "text",
    [
        "config interface wan\n\toption proto dhcp\n\toption ipaddr 10.71.10.1/24\n",
        "config interface lan\n\toption ipaddr '{{ lan_address }}'\n\toption netmask 255.255.255.0\n",
        'uci set network.lan.ipaddr="$LAN_IP"\nuci set network.lan.netmask=255.255.255.0\n',
        "# config interface lan\n#\toption ipaddr 10.71.10.1/24\n",
    ],
    ids=["by DHCP", "a template", "a variable", "a comment"],
)
def test_what_is_no_network(text: str) -> None:
    assert tree({"gate/network": text}).networks == ()


def test_an_access_point_is_not_the_gateway() -> None:
    text = "config interface lan\n option device br-lan.10\n option ipaddr 10.71.10.2/24\n option gateway 10.71.10.1\n"
    both = {
        **router(),
        "ap/network": text,
        "ap/dhcp": "config dhcp lan\n option ignore 1\n option start '10.71.10.3'\n",
    }
    assert str(network(tree({"ap/network": text}), "10.71.10.0/24").gateway) == "10.71.10.1"
    assert codes(both) == []
    assert sorted(one.name for one in tree(both).routers) == ["ap", "router"]


def test_routers_of_one_folder_by_the_names_of_their_files() -> None:
    files = {f"openwrt/{name}-{part}": text for name in ("oak", "elm") for part, text in _small(name).items()}
    seen = tree(files)
    assert sorted(one.name for one in seen.routers) == ["elm", "oak"]
    assert {str(one.cidr): [*map(str, one.dhcp)] for one in seen.networks} == {
        "10.71.3.0/24": ["10.71.3.100-10.71.3.249"],
        "10.71.4.0/24": ["10.71.4.100-10.71.4.249"],
    }


def _small(name: str) -> dict[str, str]:
    octet = len(name) + (name == "oak")
    address = f"config interface lan\n option ipaddr 10.71.{octet}.1/24\n"
    return {"network": address, "dhcp": f"config dhcp lan\n option interface lan # 10.71.{octet}.0\n"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("10.71.10.9", "10.71.11.9"), ["H301 dhcp:17"], id="a lease in no network"),
        pytest.param(("3,10.71.20.254", "3,10.71.21.254"), ["A204 dhcp:8"], id="a gateway outside"),
        pytest.param(("10.71.10.9", "10.71.10.256"), ["F104 dhcp:17"], id="no address"),
        pytest.param(("02:00:00:00:00:01", "02:00:00:00:00:0x"), ["F104 dhcp:16"], id="no MAC address"),
        pytest.param(
            ("10.71.20.1'", "10.71.10.2'"), ["D403 dhcp:3", "A204 dhcp:8", "A201 network:21"], id="a network twice"
        ),
        pytest.param(("10.71.10.9", "{{ lease_of_nas }}"), [], id="a value that a template fills in"),
        pytest.param(("10.71.10.9", "ignore"), [], id="a host without an address"),
        pytest.param(("10.71.10.9", "10.71.10.120"), [], id="a lease inside of the range, as dnsmasq has it"),
    ],
)
def test_what_contradicts_itself(change: tuple[str, str], expected: list[str]) -> None:
    files = {file: text.replace(*change) for file, text in router().items()}
    assert [found.replace("router/etc/config/", "") for found in places(files)] == expected


def test_documents_beside_a_router() -> None:
    rows = "# Lab\n\n| Network | VLAN | Subnet | DHCP |\n|---|---|---|---|\n"
    right = f"{rows}| things | 20 | 10.71.20.0/24 | 10.71.20.100-10.71.20.249 |\n"
    assert codes({**router(), "README.md": right}) == []
    for wrong in (right.replace("| 20", "| 25"), right.replace("20.0/", "21.0/"), right.replace("20.249", "20.200")):
        assert [found[:1] for found in codes({**router(), "README.md": wrong})] == ["R"]


def test_the_same_name_of_two_networks_is_no_name() -> None:
    other = {"cabin/network": "config interface things\n option ipaddr 10.72.20.1/24\n"}
    row = "# Lab\n\n| Network | Subnet |\n|---|---|\n| things | 10.73.20.0/24 |\n"
    assert messages({**router(), "README.md": row}) != []
    assert messages({**router(), **other, "README.md": row}) == []
