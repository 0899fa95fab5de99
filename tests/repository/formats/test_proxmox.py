"""Guests of Proxmox VE: their files, and the commands that make them."""

from __future__ import annotations

import pytest
from lab import codes, hosts, network, places, tree

CONTAINER = """\
#ip=10.71.1.98/24
arch: amd64
hostname: oak
net0: name=eth0,bridge=vmbr0,gw=10.71.1.1,hwaddr=02:00:00:00:00:01,ip=10.71.1.21/24,type=veth
net1: name=eth1,bridge=vmbr1,hwaddr=02:00:00:00:00:09,ip=10.71.9.21/24,tag=90

[before]
hostname: oak
net0: name=eth0,bridge=vmbr0,gw=10.71.1.1,hwaddr=02:00:00:00:00:01,ip=10.71.1.99/24,type=veth
"""
MACHINE = """\
name: elm
ipconfig0: ip=10.71.20.10/24,gw=10.71.20.1,ip6=auto
net0: virtio=02:00:00:00:00:02,bridge=vmbr0,tag=20
"""
SCRIPT = """\
#!/bin/sh
# pct create 999 local:debian --hostname old --net0 name=eth0,ip=10.71.1.97/24
pct create 102 local:vztmpl/debian-12.tar.zst \\
  --hostname ash \\
  --net0 name=eth0,bridge=vmbr0,ip=10.71.1.53/24,gw=10.71.1.1 \\
  --unprivileged 1
qm clone 9000 103 --name yew
ssh pve qm set 103 --ipconfig0="ip=10.71.20.11/24,gw=10.71.20.1" --net0 virtio,bridge=vmbr0,tag=20
qm set $ID --ipconfig0 ip=10.71.20.$ID/24,gw=10.71.20.1
"""
FILES = {"pve/lxc/101.conf": CONTAINER, "pve/qemu-server/100.conf": MACHINE, "make.sh": SCRIPT}


def test_guests_of_all_kinds() -> None:
    assert hosts(tree(FILES)) == {
        "oak": ["10.71.1.21", "10.71.9.21"],
        "elm": ["10.71.20.10"],
        "ash": ["10.71.1.53"],
        "yew": ["10.71.20.11"],
    }
    assert codes(FILES) == []


def test_the_network_of_a_vlan() -> None:
    seen = tree({"100.conf": MACHINE})
    lan = network(seen, "10.71.20.0/24")
    assert (lan.name, lan.vlan, str(lan.gateway)) == ("VLAN 20", 20, "10.71.20.1")
    assert [str(host.mac) for one in seen.networks for host in one.hosts] == ["02:00:00:00:00:02"]


def test_where_a_value_stands() -> None:
    at = {(one.place.file, one.place.line, one.place.column) for one in tree(FILES).named_addresses}
    assert ("pve/lxc/101.conf", 4, 71) in at
    assert ("make.sh", 8, 36) in at


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("pve/lxc/101.conf", ("gw=10.71.1.1,hw", "gw=10.71.2.1,hw"), ["A204 pve/lxc/101.conf:4"]),
        ("pve/lxc/101.conf", ("ip=10.71.1.21/24", "ip=10.71.1.21/33"), ["F104 pve/lxc/101.conf:4"]),
        ("pve/lxc/101.conf", ("hwaddr=02:00:00:00:00:01", "hwaddr=02:00:00:00:00:0x"), ["F104 pve/lxc/101.conf:4"]),
        ("pve/lxc/101.conf", ("ip=10.71.1.21", "ip=10.71.1.53"), ["H302 make.sh:5"]),
        ("pve/qemu-server/100.conf", ("tag=20", "tag=4200"), ["F104 pve/qemu-server/100.conf:3"]),
        ("pve/qemu-server/100.conf", ("gw=10.71.20.1,ip6=auto", "gw=dhcp"), []),
        ("make.sh", ("11/24,gw=10.71.20.1", "11/24,gw=10.71.1.1"), ["A204 make.sh:8"]),
    ],
    ids=["a gateway outside", "no length", "no MAC", "twice", "no VLAN id", "leased", "in a command"],
)
def test_what_contradicts_itself(file: str, change: tuple[str, str], expected: list[str]) -> None:
    changed = {**FILES, file: FILES[file].replace(*change)}
    assert changed != FILES
    assert places(changed) == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("9000.conf", f"template: 1\n{MACHINE}"),
        ("101.conf", "hostname: oak\nnet0: name=eth0,ip=dhcp\n"),
        ("make.sh", 'lxc="pct create 1 x --hostname oak --net0 name=eth0,ip=dhcp"\n'),
        ("101.conf", "hostname: {{ name }}\nnet0: name=eth0,ip={{ ip }}/24,gw={{ gateway }}\n"),
        ("README.md", "# Make it\n\n```sh\npct create 1 x --hostname oak --net0 name=eth0,ip=10.71.1.21/24\n```\n"),
    ],
    ids=["a template", "leased", "leased, in quotes", "variables", "a document"],
)
def test_what_is_no_guest(file: str, text: str) -> None:
    assert hosts(tree({file: text})) == {}
    assert codes({file: text}) == []


def test_a_command_in_a_document_that_contradicts_itself() -> None:
    command = "pct set 1 -net0 name=eth0,ip=10.71.1.21/24,gw=10.71.{}.1"
    page = f"# Make it\n\n```sh\n{command}\n```\n"
    assert places({"README.md": page.format(1)}) == []
    assert places({"README.md": page.format(2)}) == ["A204 README.md:4"]


def test_a_document_beside_a_guest() -> None:
    row = "# Lab\n\n| Guest | IP |\n|---|---|\n| elm | 10.71.20.{} |\n"
    assert codes({**FILES, "README.md": row.format(10)}) == []
    assert codes({**FILES, "README.md": row.format(9)}) == ["R904"]
