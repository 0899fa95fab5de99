"""Two default gateways of one machine, as its configuration says."""

from __future__ import annotations

import pytest
from lab import codes, hosts, the, tree

from cidrbook.net.ip import mask_of

NETWORKD = """[Match]
Name=eth0

[Network]
Address=10.0.0.2/24
Gateway=10.0.0.1

[Route]
Gateway=10.0.1.1
"""

TERRAFORM = """resource "proxmox_virtual_environment_vm" "lb" {
  name = "lb"
  initialization {
    ip_config {
      ipv4 {
        address = "10.0.0.2/24"
        gateway = "10.0.0.1"
      }
    }
    ip_config {
      %s {
        address = "%s"
        gateway = "%s"
      }
    }
  }
}
"""
CLOUD_INIT = """version: 1
config:
  - {type: physical, name: e0, subnets: [{type: static, address: 10.0.0.2/24, gateway: 10.0.0.1}]}
  - {type: physical, name: e1, subnets: [{type: static, address: 10.0.1.2/24, %s}]}
"""

CASES = {
    "netplan: routes": (
        "netplan/a.yaml",
        (
            "network: {version: 2, ethernets: {e0: {addresses: [10.0.0.2/24], routes: [{to: default, via: 10.0.0.1}]},"
            " e1: {addresses: [10.0.1.2/24], routes: [{to: 0.0.0.0/0, via: 10.0.1.1}]}}}"
        ),
        1,
    ),
    "netplan: a table of its own": (
        "netplan/a.yaml",
        (
            "network: {version: 2, ethernets: {e0: {addresses: [10.0.0.2/24], routes: [{to: default, via: 10.0.0.1}]},"
            " e1: {addresses: [10.0.1.2/24], routes: [{to: default, via: 10.0.1.1, table: 101}]}}}"
        ),
        0,
    ),
    "netplan: one of each family": (
        "netplan/a.yaml",
        (
            'network: {version: 2, ethernets: {e0: {addresses: [10.0.0.2/24, "fd00::2/64"], gateway4: 10.0.0.1,'
            ' gateway6: "fd00::1"}}}'
        ),
        0,
    ),
    "cloud-init, version 1": (
        "seed/network-config.yaml",
        (
            "version: 1\nconfig:\n"
            "  - {type: physical, name: e0, subnets: [{type: static, address: 10.0.0.2/24, gateway: 10.0.0.1}]}\n"
            "  - {type: physical, name: e1, subnets: [{type: static, address: 10.0.1.2/24, gateway: 10.0.1.1}]}\n"
        ),
        1,
    ),
    "Talos": (
        "talos/cp1.yaml",
        (
            "machine:\n  type: controlplane\n  network:\n    hostname: cp1\n    interfaces:\n"
            "      - {interface: e0, addresses: [10.0.0.2/24], routes: [{network: 0.0.0.0/0, gateway: 10.0.0.1}]}\n"
            "      - {interface: e1, addresses: [10.0.1.2/24], routes: [{network: 0.0.0.0/0, gateway: 10.0.1.1}]}\n"
        ),
        1,
    ),
    "Talos: a metric of its own": (
        "talos/cp1.yaml",
        (
            "machine:\n  type: controlplane\n  network:\n    hostname: cp1\n    interfaces:\n"
            "      - {interface: e0, addresses: [10.0.0.2/24], routes: [{network: 0.0.0.0/0, gateway: 10.0.0.1}]}\n"
            "      - {interface: e1, addresses: [10.0.1.2/24],"
            " routes: [{network: 0.0.0.0/0, gateway: 10.0.1.1, metric: 2048}]}\n"
        ),
        0,
    ),
    "ifupdown": (
        "pve1/interfaces",
        (
            "auto lo\niface lo inet loopback\n\nauto vmbr0\niface vmbr0 inet static\n  address 10.0.0.2/24\n"
            "  gateway 10.0.0.1\n\nauto vmbr1\niface vmbr1 inet static\n  address 10.0.1.2\n  netmask 255.255.255.0\n"
            "  gateway 10.0.1.1\n"
        ),
        1,
    ),
    "ifupdown: a metric of its own": (
        "pve1/interfaces",
        (
            "iface eth0 inet static\n  address 10.0.0.2/24\n  gateway 10.0.0.1\n"
            "iface eth1 inet static\n  address 10.0.1.2/24\n  gateway 10.0.1.1\n  metric 100\n"
        ),
        0,
    ),
    "ifupdown: one of each family": (
        "pve1/interfaces",
        (
            "iface eth0 inet static\n  address 10.0.0.2/24\n  gateway 10.0.0.1\n"
            "iface eth0 inet6 static\n  address fd00::2/64\n  gateway fd00::1\n"
        ),
        0,
    ),
    "ifupdown: one by DHCP": (
        "pve1/interfaces",
        (
            "iface eth0 inet static\n  address 10.0.0.2/24\n  gateway 10.0.0.1\n"
            "iface eth1 inet dhcp\n  gateway 10.0.1.1\n"
        ),
        0,
    ),
    "networkd": ("nas/lan.network", NETWORKD, 1),
    "Terraform": ("vm.tf", TERRAFORM % ("ipv4", "10.0.1.2/24", "10.0.1.1"), 1),
    "Terraform: one of each family": ("vm.tf", TERRAFORM % ("ipv6", "fd00::2/64", "fd00::1"), 0),
    "cloud-init": ("vm/network-config", CLOUD_INIT % "gateway: 10.0.1.1", 1),
    "cloud-init: a script": ("vm/user-data", "#!/bin/sh\n" + CLOUD_INIT % "gateway: 10.0.1.1", 0),
    "networkd: a metric of its own": ("nas/lan.network", f"{NETWORKD}Metric=100\n", 0),
    "networkd: a route to somewhere": ("nas/lan.network", f"{NETWORKD}Destination=10.9.0.0/16\n", 0),
}


@pytest.mark.parametrize(("file", "text", "count"), CASES.values(), ids=CASES)
def test_two_default_gateways_are_found(file: str, text: str, count: int) -> None:
    assert codes({file: text}, ["H319"]) == ["H319"] * count


def test_all_gateways_of_one_machine_are_named_once() -> None:
    link = "    eth{0}: {{addresses: [10.0.{0}.2/24], gateway4: 10.0.{0}.1}}\n"
    text = f"network:\n  version: 2\n  ethernets:\n{''.join(map(link.format, range(3)))}"
    finding = the({"netplan/01.yaml": text}, ["H319"])
    assert finding.problem.message.endswith(": 10.0.0.1, 10.0.1.1 and 10.0.2.1")
    assert [related.at.line for related in finding.problem.related] == [4, 6]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"hosts/pve1/etc/network/interfaces": "iface e inet static\n address 10.0.1.2\n netmask 255.255.255.0\n"},
            {"pve1": ["10.0.1.2"]},
            id="ifupdown: a netmask",
        ),
        pytest.param(
            {"pve1/interfaces": "iface e inet static\n address {{ address }}\n gateway 10.0.0.1\n"},
            {},
            id="ifupdown: a variable",
        ),
        pytest.param(
            {
                "nas/lan.network": "[Network]\nAddress=10.0.0.2/24\n",
                "nas/wan.network": "[Address]\nAddress=10.0.1.2/24\n",
            },
            {"nas": ["10.0.0.2", "10.0.1.2"]},
            id="networkd: the files of a folder",
        ),
    ],
)
def test_a_machine_has_the_addresses_of_its_interfaces(files: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert hosts(tree(files)) == expected


@pytest.mark.parametrize(
    ("written", "length"),
    [
        pytest.param("address 10.0.1.2/24", 24, id="beside the address"),
        pytest.param("address 10.0.1.2\n netmask 255.255.0.0", 16, id="as a mask"),
        pytest.param("address fd00::2\n netmask 64", 64, id="as a number"),
        pytest.param("address 10.0.1.2", None, id="not said"),
        pytest.param("address 10.0.1.2\n netmask 255.0.255.0", None, id="no mask"),
    ],
)
def test_a_netmask_says_the_length_of_the_prefix(written: str, length: int | None) -> None:
    [host] = tree({"pve1/interfaces": f"iface e inet static\n {written}\n"}).hosts
    assert mask_of(host.addresses[0]) == length
