"""NixOS configurations, and tables of machines in Nix."""

from __future__ import annotations

import pytest
from lab import places, tree

HOST = """\
{ config, ... }: {
  networking = {
    hostName = "%s";
    interfaces.eth0.ipv4.addresses = [ { address = "%s"; prefixLength = 24; } ];
    defaultGateway = "10.0.0.1";
  };
  services.nginx.upstream.ip = "10.0.0.9";
}
"""
TUNNEL = """\
{ networking.wireguard.interfaces.wg0.peers = [
  { publicKey = "A"; allowedIPs = [ "10.7.0.2/32" ]; }
  { publicKey = "B"; allowedIPs = [ "10.7.0.2/32" ]; } ]; }
"""
KEEPALIVED = """\
{ services.keepalived.vrrpInstances = {
  dns = { virtualRouterId = 51; virtualIps = [ { addr = "10.0.0.53/24"; } ]; };
  web = { virtualRouterId = 51; virtualIps = [ { addr = "10.0.0.54/24"; } ]; }; }; }
"""
CASES = {
    "two machines": ({"nas.nix": HOST % ("nas", "10.0.0.5"), "web.nix": HOST % ("web", "10.0.0.6")}, []),
    "two machines at one address": (
        {"nas.nix": HOST % ("nas", "10.0.0.5"), "web.nix": HOST % ("web", "10.0.0.5")},
        ["H302 web.nix:4"],
    ),
    "a set": (
        {"net.nix": '{ lab = {\n  nas.local.ip = "10.0.0.4";\n  web = { ip = "10.0.0.4"; };\n}; }'},
        ["H302 net.nix:3"],
    ),
    "a list": (
        {"net.nix": 'let a = [\n  { name = "nas"; ip = "10.0.0.4"; }\n  { name = "web"; ip = "10.0.0.4"; }\n]; in { }'},
        ["H302 net.nix:3"],
    ),
    "a row of a document": (
        {
            "net.nix": '{ net = { nas.ip = "10.0.0.4"; web.ip = "10.0.0.5"; }; }',
            "README.md": "| Host | Address |\n|---|---|\n| nas | 10.0.0.9 |\n",
        },
        ["R904 README.md:3"],
    ),
    "settings of services": ({"s.nix": '{ services.a.ip = "10.0.0.4"; services.b.ip = "10.0.0.4"; }'}, []),
    "peers": ({"wg.nix": TUNNEL}, ["T702 wg.nix:3"]),
    "groups": ({"k.nix": KEEPALIVED}, ["H322 k.nix:3"]),
}


@pytest.mark.parametrize(("files", "said"), CASES.values(), ids=CASES)
def test_what_nix_says_is_compared(files: dict[str, str], said: list[str]) -> None:
    assert places(files) == said


def test_a_table_of_networks_has_vlans_and_gateways() -> None:
    seen = tree(
        {
            "n.nix": (
                '{ nets.lan = { cidr = "10.1.0.0/24"; gateway = "10.1.0.1"; vlan = 10; };'
                ' nets.iot.cidr = "10.2.0.0/24"; }'
            )
        }
    )
    assert [(network.name, network.cidr, network.vlan, network.gateway) for network in seen.networks] == [
        ("lan", "10.1.0.0/24", 10, "10.1.0.1"),
        ("iot", "10.2.0.0/24", None, ""),
    ]


def test_a_host_s_network_has_its_gateway_and_is_no_cluster_s() -> None:
    seen = tree({"nas.nix": HOST % ("nas", "10.0.0.5")})
    assert [(network.cidr, network.gateway) for network in seen.networks if network.cidrs] == [
        ("10.0.0.0/24", "10.0.0.1")
    ]
    assert not seen.clusters


def test_a_network_is_not_called_by_its_family() -> None:
    seen = tree({"n.nix": '{ nets = { home.ipv4.cidr = "10.1.0.1/24"; iot.ipv4.cidr = "10.2.0.1/24"; }; }'})
    assert [(network.name, network.cidr) for network in seen.networks] == [
        ("home", "10.1.0.0/24"),
        ("iot", "10.2.0.0/24"),
    ]


def test_values_of_a_test_are_no_machines() -> None:
    assert not tree({"nixos/tests/dhcp.nix": HOST % ("nas", "10.0.0.5")}).networks
