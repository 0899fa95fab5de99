"""Leases in the literals of programs."""

from __future__ import annotations

import pytest
from lab import found, short, tree


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("up.py", '    {"host": "ox", "hwaddr": "02:00:00:00:00:03", "ip": "10.31.2.3"},\n', {"ox": "10.31.2.3"}),
        ("up.ts", "const a = { name: 'ox', mac: '02:00:00:00:00:03', address: '10.31.2.3' }\n", {"ox": "10.31.2.3"}),
        ("up.py", '    {"host": "ox", "ip": "10.31.2.3"},\n', {}),
        ("up.py", '    {"host": "ox", "hwaddr": "02:00:00:00:00:03", "ip": "9.9.9.9"},\n', {}),
    ],
)
def test_leases_in_programs(file: str, text: str, expected: dict[str, str]) -> None:
    hosts = [host for network in tree({file: text}).networks for host in network.hosts]
    assert {host.name: str(host.addresses[0]).partition("/")[0] for host in hosts} == expected


def test_a_lease_at_a_virtual_address() -> None:
    vips = "proxied: [{name: wiki, vip: 10.31.2.3}]\n"
    lease = '{"host": "ox", "hwaddr": "02:00:00:00:00:03", "ip": "10.31.2.3"}\n'
    assert short({"ansible/group_vars/all.yml": vips, "up.py": lease}) == ["H302 up.py:1"]
    assert found({"ansible/group_vars/all.yml": vips, "up.py": lease.replace("ox", "wiki-vip")}) == []
