"""Inventories of RackPeek and netviz."""

from __future__ import annotations

from lab import codes, hosts, network, tree
from texts_of_trees import TEXTS

RACKPEEK = TEXTS["rackpeek"]["config.yaml"]
NETVIZ = TEXTS["netviz"]["a.yaml"]


def test_rackpeek() -> None:
    seen = tree({"config.yaml": RACKPEEK})
    assert hosts(seen) == {"vm-web": ["10.0.20.10"]}
    assert [named.name for named in seen.named_addresses if named.kind == "target"] == ["web"]
    assert codes(seen) == []
    twice = RACKPEEK.replace("name: without-an-address", "name: other\n              ip: 10.0.20.10")
    assert codes({"config.yaml": twice}) == ["H302"]


def test_netviz() -> None:
    seen = tree({"devices/all.yaml": NETVIZ})
    assert [(router.name, [*map(str, router.addresses)]) for router in seen.routers] == [
        ("rtr-gw", ["192.168.10.1", "fd42::1", "203.0.113.2"])
    ]
    assert hosts(seen) == {"pc-alice": ["192.168.10.20"]}
    lan = network(seen, "192.168.10.0/24")
    assert (lan.vlan, lan.gateway) == (10, "192.168.10.1")
    assert codes(seen) == []
    assert codes({"a.yaml": NETVIZ.replace("192.168.10.20", "192.168.10.1")}) == ["H302"]


NODES = """\
talos_nodes = {
  "oak" = {
    machine_type = "controlplane"
    ip           = "10.92.3.5"
    network_devices = [{ mac_address = "02:00:00:00:00:05", ip_address = "%s", gateway = "10.92.3.1" }]
  }
}
"""


def test_an_interface_of_a_machine_in_terraform_is_no_other_machine() -> None:
    assert codes({"talos.auto.tfvars": NODES % "10.92.3.5"}) == []


def test_a_group_of_a_hypervisor_is_none_of_kubernetes() -> None:
    inventory = "proxmox: {children: {controllers: {hosts: {pve: {ansible_host: 10.92.1.10}}}}}\n"
    seen = tree({"ansible/inventory/hosts.yaml": inventory})
    assert hosts(seen) == {"pve": ["10.92.1.10"]}
