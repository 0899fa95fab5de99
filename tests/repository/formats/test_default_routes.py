"""Two default gateways of one machine, as its configuration says."""

from __future__ import annotations

import pytest
from lab import codes

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
}


@pytest.mark.parametrize(("file", "text", "count"), CASES.values(), ids=CASES)
def test_two_default_gateways_are_found(file: str, text: str, count: int) -> None:
    assert codes({file: text}, ["H319"]) == ["H319"] * count
