"""Incus and LXD: bridges and the static addresses of instances."""

from __future__ import annotations

import pytest
from lab import hosts, short, tree

PRESEED = """\
    networks:
      - name: incusbr0
        type: bridge
        config:
          ipv4.address: 10.66.0.1/24
          ipv4.dhcp.ranges: 10.66.0.100-10.66.0.200, 10.66.0.210-10.66.0.220
          ipv6.address: none
      - {name: lxdbr1, config: {ipv4.address: auto}}
    profiles:
      - {name: default, devices: {eth0: {type: nic, network: incusbr0, ipv4.address: 10.66.0.9}}}
    instances:
      - name: oak
        devices: {eth0: {type: nic, network: incusbr0, ipv4.address: 10.66.0.10}}
      - name: elm
        devices: {eth0: {type: nic, parent: br0, ipv4.address: 10.72.0.5, hwaddr: "00:16:3e:00:00:05"}}
    """
SHOWN = "config: {ipv4.address: 10.66.0.1/24}\nname: incusbr0\ntype: bridge\n"


def test_a_preseed() -> None:
    seen = tree({"preseed.yaml": PRESEED})
    (bridge,) = (one for one in seen.networks if one.cidr)
    assert (bridge.name, str(bridge.cidr), str(bridge.gateway)) == (
        "containers incusbr0",
        "10.66.0.0/24",
        "10.66.0.1",
    )
    assert [str(part.range) for part in bridge.reserved] == ["10.66.0.100-10.66.0.200", "10.66.0.210-10.66.0.220"]
    assert [(host.id, *map(str, host.addresses)) for host in bridge.hosts] == [("oak", "10.66.0.10")]
    assert [(host.id, str(host.mac)) for host in seen.hosts if host.mac] == [("elm", "00:16:3e:00:00:05")]
    assert short({"preseed.yaml": PRESEED}) == []


def test_what_incus_prints() -> None:
    files = {"net.yaml": SHOWN, "birch.yaml": "devices: {eth0: {type: nic, ipv4.address: 10.72.0.6}}\nprofiles: []\n"}
    seen = tree(files)
    assert [str(one.cidr) for one in seen.networks if one.cidr] == ["10.66.0.0/24"]
    assert hosts(seen) == {"birch": ["10.72.0.6"]}


@pytest.mark.parametrize(
    ("old", "new", "others", "expected"),
    [
        ("", "", {"hosts.yml": "all: {hosts: {elm: {ansible_host: 10.72.0.5}}}\n"}, []),
        ("", "", {"hosts.yml": "all: {hosts: {elm: {ansible_host: 10.72.0.6}}}\n"}, ["H312 hosts.yml:1"]),
        ("", "", {"other/net.yaml": SHOWN}, []),
        ("parent: br0, ipv4.address: 10.72.0.5", "ipv4.address: 10.66.0.10", {}, ["H302 preseed.yaml:15"]),
        ("10.66.0.1/24", "10.66.0.1/34", {}, ["F104 preseed.yaml:5"]),
    ],
    ids=["right", "inventory", "another machine's bridge", "two instances", "no prefix"],
)
def test_what_contradicts_an_instance(old: str, new: str, others: dict[str, str], expected: list[str]) -> None:
    assert short({"preseed.yaml": PRESEED.replace(old, new), **others}) == expected
