"""When two things at one address are an error: where both are proven to be two, in one cluster or on one list."""

from __future__ import annotations

import pytest
from lab import found


def service(name: str, address: str = "10.60.8.5") -> str:
    asked = f"{{lbipam.cilium.io/ips: {address}}}"
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}, annotations: {asked}}}\n"


def attached(name: str) -> str:
    asked = '\'[{"name": "lan", "ips": ["10.60.8.5/24"]}]\''
    meta = f"{{name: {name}, annotations: {{k8s.v1.cni.cncf.io/networks: {asked}}}}}"
    return f"apiVersion: v1\nkind: Pod\nmetadata: {meta}\n"


def talos(**nodes: str) -> str:
    listed = "".join(f"  - {{hostname: {name}, ipAddress: {address}}}\n" for name, address in nodes.items())
    return f"clusterName: elm\nendpoint: https://api.example.org:6443\nnodes:\n{listed}"


def leases(**macs: str) -> str:
    hosts = "".join(
        f"host {name} {{ hardware ethernet 52:54:00:00:00:{mac}; fixed-address 10.60.8.5; }}\n"
        for name, mac in macs.items()
    )
    return f"subnet 10.60.8.0 netmask 255.255.255.0 {{ option routers 10.60.8.1; }}\n{hosts}"


def inventory(*names: str) -> str:
    return "all: {hosts: {" + ", ".join(f"{name}: {{ansible_host: 10.60.8.5}}" for name in names) + "}}\n"


def compose(*names: str) -> str:
    services = "".join(
        f"  {name}:\n    image: a\n    networks:\n      lan:\n        ipv4_address: 10.60.8.5\n" for name in names
    )
    lan = "networks:\n  lan:\n    driver: macvlan\n    ipam: {config: [{subnet: 10.60.8.0/24}]}\n"
    return f"services:\n{services}{lan}"


def machine(name: str) -> str:
    return (
        f'resource "proxmox_vm_qemu" "{name}" {{\n  name = "{name}"\n  ipconfig0 = "ip=10.60.8.5/24,gw=10.60.8.1"\n}}\n'
    )


def nixos(name: str) -> str:
    address = '{ address = "10.60.8.5"; prefixLength = 24; }'
    return (
        f'{{\n  networking.hostName = "{name}";\n'
        f"  networking.interfaces.eth0.ipv4.addresses = [\n    {address}\n  ];\n}}\n"
    )


CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "two services of a cluster": ({"k8s/a.yaml": service("arena"), "k8s/b.yaml": service("broker")}, ["error"]),
    "a machine of Terraform and one of a list, both files at the top": (
        {"hosts.yml": inventory("mail"), "main.tf": machine("wiki")},
        ["error"],
    ),
    "two services in no folder": ({"a.yaml": service("arena"), "b.yaml": service("broker")}, ["error"]),
    "two services of two parts": ({"attic/a.yaml": service("arena"), "barn/b.yaml": service("broker")}, ["warning"]),
    "two services of two clusters": (
        {"clusters/elm/a.yaml": service("arena"), "clusters/oak/b.yaml": service("broker")},
        ["warning"],
    ),
    "a service that no path assigns to a cluster": (
        {
            "clusters/elm/a.yaml": service("arena"),
            "clusters/oak/b.yaml": service("x", "10.60.8.6"),
            "b.yaml": service("broker"),
        },
        ["warning"],
    ),
    "two pods": ({"k8s/a.yaml": attached("arena"), "k8s/b.yaml": attached("broker")}, ["error"]),
    "a service and a node": (
        {"talos/talconfig.yaml": talos(ox="10.60.8.5"), "k8s/a.yaml": service("arena")},
        ["error"],
    ),
    "two nodes of one file": ({"talos/talconfig.yaml": talos(ox="10.60.8.5", hen="10.60.8.5")}, ["error"]),
    "a service and a reservation": (
        {"k8s/a.yaml": service("arena"), "ansible/dhcpd.conf": leases(lamp="01")},
        ["error"],
    ),
    "a service and a reservation that may be kept for it": (
        {"k8s/a.yaml": service("arena"), "ansible/dhcpd.conf": leases(arena_lb="01")},
        [],
    ),
    "a service and a machine of an inventory": (
        {"k8s/a.yaml": service("arena"), "ansible/hosts.yml": inventory("lamp")},
        ["error"],
    ),
    "a service and a machine of an inventory that may be called after it": (
        {"k8s/a.yaml": service("arena"), "ansible/hosts.yml": inventory("arena-vm")},
        [],
    ),
    "a virtual machine and another one of an inventory": (
        {"terraform/a.tf": machine("lamp"), "ansible/hosts.yml": inventory("fan")},
        ["error"],
    ),
    "a virtual machine and one of an inventory with a word in common": (
        {"terraform/a.tf": machine("lamp-vm"), "ansible/hosts.yml": inventory("the-lamp")},
        [],
    ),
    "a virtual machine and one of NixOS in a folder of its name": (
        {"iac/a.tf": machine("ox"), "hosts/ox/configuration.nix": nixos("barn-hx")},
        [],
    ),
    "a virtual machine and one of NixOS in a folder of another name": (
        {"iac/a.tf": machine("ox"), "hosts/hx/configuration.nix": nixos("barn-hx")},
        ["warning"],
    ),
    "a virtual machine and one of NixOS in one folder of a name": (
        {"ox/a.tf": machine("ox"), "ox/configuration.nix": nixos("barn-hx")},
        ["error"],
    ),
    "a virtual machine and one of an inventory with another number": (
        {"terraform/a.tf": machine("lamp-2"), "ansible/hosts.yml": inventory("lamp-1")},
        ["warning"],
    ),
    "a virtual machine and one of an inventory with a word that all have": (
        {"terraform/a.tf": machine("node-b"), "ansible/hosts.yml": inventory("node-a")},
        ["error"],
    ),
    "machines of two inventories": (
        {"ansible/hosts.yml": inventory("lamp"), "ansible/more/hosts.yml": inventory("fan")},
        ["warning"],
    ),
    "two reservations": ({"net/dhcpd.conf": leases(lamp="01", fan="02")}, ["error"]),
    "two reservations that may be of one machine": (
        {"net/dhcpd.conf": leases(laptop_wifi="01", laptop_dock="02")},
        ["warning"],
    ),
    "two names of an inventory": ({"ansible/hosts.yml": inventory("lamp", "fan")}, ["warning"]),
    "two of a series of an inventory": ({"ansible/hosts.yml": inventory("lamp-1", "lamp-2")}, ["error"]),
    "two names of an inventory with a word in common": (
        {"ansible/hosts.yml": inventory("lamp_shell", "lamp_api")},
        ["warning"],
    ),
    "two users of an inventory": (
        {"ansible/hosts": "[all]\nraw ansible_host=10.60.8.5 ansible_user=pi\nlamp ansible_host=10.60.8.5\n"},
        [],
    ),
    "two users of an inventory in YAML": (
        {
            "ansible/hosts.yml": "all:\n  hosts:\n    raw:\n      ansible_user: pi\n      ansible_host: 10.60.8.5\n"
            "    lamp:\n      ansible_host: 10.60.8.5\n"
        },
        [],
    ),
    "one user of an inventory in YAML": (
        {
            "ansible/hosts.yml": "all:\n  hosts:\n    raw:\n      ansible_user: pi\n      ansible_host: 10.60.8.5\n"
            "    lamp:\n      ansible_host: 10.60.8.5\n      ansible_user: pi\n"
        },
        ["warning"],
    ),
    "an inventory that has several names for machines": (
        {
            "ansible/hosts": "[all]\nlamp_shell ansible_host=10.60.8.5\nlamp_api ansible_host=10.60.8.5\n"
            "fan_shell ansible_host=10.60.8.6\nfan_api ansible_host=10.60.8.6\n"
        },
        [],
    ),
    "two containers": ({"docker/compose.yml": compose("lamp", "fan")}, ["error"]),
    "two virtual machines": ({"terraform/a.tf": machine("lamp"), "terraform/b.tf": machine("fan")}, ["error"]),
    "two virtual machines of two parts": ({"attic/a.tf": machine("lamp"), "barn/b.tf": machine("fan")}, ["warning"]),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES)
def test_two_at_one_address_are_an_error_where_they_are_proven_two(files: dict[str, str], expected: list[str]) -> None:
    assert [str(finding.severity) for finding in found(files, ["H302"])] == expected
