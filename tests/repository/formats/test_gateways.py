"""Gateways that the interface of a machine cannot reach."""

from __future__ import annotations

import pytest
from lab import places

BPG = """\
resource "proxmox_virtual_environment_vm" "a" {
  name = "a"
  initialization {
    ip_config {
      ipv4 {
        address = "10.82.0.5/24"
        gateway = "%s"
      }
    }
  }
}
"""
QEMU = 'resource "proxmox_vm_qemu" "a" {\n  name = "a"\n  ipconfig0 = "ip=10.82.0.5/24,gw=%s"\n}\n'
NETPLAN = """\
network:
  ethernets:
    eth0:
      addresses: [10.82.0.5/24]
      gateway4: %s
"""
INTERFACES = "iface eth0 inet static\n  address 10.82.0.5/24\n  gateway %s\n"
FILES = {"a.tf": (BPG, 7), "b.tf": (QEMU, 3), "netplan/a.yaml": (NETPLAN, 5), "pve/interfaces": (INTERFACES, 3)}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("gateway", ["10.82.0.1", "10.82.1.1"])
def test_a_gateway_is_on_the_link_of_an_interface(file: str, gateway: str) -> None:
    text, line = FILES[file]
    expected = [f"A204 {file}:{line}"] if gateway == "10.82.1.1" else []
    assert places({file: text % gateway}) == expected


def test_a_gateway_that_is_said_to_be_on_the_link() -> None:
    routes = "      routes: [{to: default, via: 10.82.1.1, on-link: true}]\n"
    assert places({"netplan/a.yaml": NETPLAN.rsplit("      gateway4", 1)[0] + routes}) == []
