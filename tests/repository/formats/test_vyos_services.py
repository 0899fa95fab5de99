"""Where services of a VyOS router listen, and what its DHCP server serves."""

from __future__ import annotations

import pytest
from lab import short

INTERFACES = "".join(f"set interfaces ethernet eth1 vif {vif} address 10.31.{vif}.1/24\n" for vif in (8, 9, 10))
SERVED = "service dhcp-server shared-network-name LAN subnet 10.31.8.0/24 lease 86400"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("service tftp-server listen-address 10.31.8.1", []),
        ("service tftp-server listen-address 10.31.7.1", ["H315 services.sh:1"]),
        ("service ssh listen-address 0.0.0.0", []),
        ("service ssh listen-address 192.168.1.5", ["H315 services.sh:1"]),
        ("interfaces ethernet eth0 address dhcp\nset service ssh listen-address 192.168.1.5", []),
        ("interfaces ethernet eth0 address dhcp\nset service ssh listen-address 10.31.7.1", ["H315 services.sh:2"]),
        ("service dhcp-server shared-network-name LAN subnet 10.30.8.0/24 lease 86400", []),
        (
            f"{SERVED}\nset service dhcp-server shared-network-name LAN subnet 10.30.8.0/24 lease 86400",
            ["H315 services.sh:2"],
        ),
        (
            f"{SERVED}\nset service dhcp-server shared-network-name LAN subnet 10.30.8.0/24 range 0 start 10.30.8.9",
            [],
        ),
    ],
)
def test_where_a_router_has_no_interface(setting: str, expected: list[str]) -> None:
    files = {"config-parts/interfaces.sh": INTERFACES, "config-parts/services.sh": f"set {setting}\n"}
    assert short(files) == expected


def test_commands_that_are_added_to_a_configuration() -> None:
    lines = f"{INTERFACES}set service ssh listen-address 10.31.7.1\n".splitlines()
    assert short({"router.yml": "lines:\n" + "".join(f"  - {line}\n" for line in lines)}) == []


def test_a_service_that_listens_in_a_network_of_containers() -> None:
    network = "set container network pen prefix 10.5.0.0/24\n"
    listening = "set service ntp listen-address 10.5.0.1\n"
    assert short({"config-parts/interfaces.sh": INTERFACES, "config-parts/services.sh": network + listening}) == []
