"""The DHCP server of AdGuard Home."""

from __future__ import annotations

import pytest
from lab import hosts, network, places, tree

SERVER = """\
dhcp:
  enabled: {on}
  interface_name: eth0
  dhcpv4:
    gateway_ip: {gateway}
    subnet_mask: 255.255.255.0
    range_start: 10.71.3.100
    range_end: 10.71.3.200
  static_leases:
    - hw_addr: 02:00:00:00:00:07
      ip: {lease}
      hostname: printer
"""


def _server(on: str = "true", gateway: str = "10.71.3.1", lease: str = "10.71.3.7") -> dict[str, str]:
    return {"adguard/AdGuardHome.yaml": SERVER.format(on=on, gateway=gateway, lease=lease)}


def test_the_network_and_the_leases_of_a_server() -> None:
    seen = tree(_server())
    lan = network(seen, "10.71.3.0/24")
    assert ([*map(str, lan.gateways)], [*map(str, lan.dhcp)]) == (["10.71.3.1"], ["10.71.3.100-10.71.3.200"])
    assert hosts(seen) == {"printer": ["10.71.3.7"]}


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        pytest.param(_server(), [], id="healthy"),
        pytest.param(_server(gateway="10.71.3.150"), ["D404 adguard/AdGuardHome.yaml:5"], id="gateway in the range"),
        pytest.param(_server(lease="10.71.4.7"), ["H301 adguard/AdGuardHome.yaml:11"], id="lease of another network"),
        pytest.param(_server(on="false", gateway="10.71.3.150"), [], id="switched off"),
        pytest.param(_server(gateway='""', lease='""'), [], id="not set"),
    ],
)
def test_what_contradicts_itself(server: dict[str, str], expected: list[str]) -> None:
    assert places(server) == expected


@pytest.mark.parametrize(("static", "expected"), [("true", {"cam": ["10.71.3.9"]}), ("false", {})])
def test_static_leases_of_the_servers_own_file(static: str, expected: dict[str, list[str]]) -> None:
    lease = f'{{"ip": "10.71.3.9", "hostname": "cam", "mac": "02:00:00:00:00:09", "static": {static}}}'
    assert hosts(tree({"data/leases.json": f'{{"version": 1, "leases": [{lease}]}}\n'})) == expected
