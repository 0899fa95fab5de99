"""Lists of a cluster's nodes in settings of apps and in scripts."""

from __future__ import annotations

import pytest
from lab import short


def talos(*nodes: tuple[str, str, str]) -> str:
    lines = (f"  - {{hostname: {name}, ipAddress: {ip}, controlPlane: {plane}}}\n" for name, ip, plane in nodes)
    return "clusterName: barn\nendpoint: https://10.31.2.50:6443\nnodes:\n" + "".join(lines)


BARN = talos(
    ("cp-1", "10.31.2.51", "true"),
    ("cp-2", "10.31.2.52", "true"),
    ("cp-3", "10.31.2.53", "true"),
    ("wk-1", "10.31.2.61", "false"),
)


def scraped(*addresses: str) -> str:
    return f"kubeControllerManager:\n  endpoints: &cp [{', '.join(addresses)}]\nkubeEtcd:\n  endpoints: *cp\n"


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        pytest.param(("10.31.2.51", "10.31.2.52", "10.31.2.53"), 0, id="all"),
        pytest.param(("10.31.2.51", "10.31.2.52", "10.31.4.53"), 1, id="another network"),
        pytest.param(("10.31.2.51", "10.31.2.52", "10.31.2.61"), 1, id="a worker"),
        pytest.param(("10.31.2.51", "10.31.2.50"), 0, id="the virtual address"),
        pytest.param(("10.31.7.51", "10.31.7.52", "10.31.7.53"), 1, id="before the nodes moved"),
        pytest.param(("10.31.7.51",), 0, id="one that may be of another cluster"),
        pytest.param(("10.31.2.51", "10.31.2.52", "10.31.2.53", "10.31.2.54"), 0, id="more than are known"),
    ],
)
def test_endpoints_that_a_monitoring_scrapes(addresses: tuple[str, ...], expected: int) -> None:
    files = {"talos/talconfig.yaml": BARN, "apps/prometheus/values.yaml": scraped(*addresses)}
    assert short(files) == ["R902 values.yaml:2"] * expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('env: [{name: CP_NODE_IP, value: "10.31.2.61"}]\n', ["R902 values.yaml:1"]),
        ('env: [{name: CP_NODE_IP, value: "10.31.2.51"}]\n', []),
        ("env: {CONTROL_PLANE_IP: 10.31.2.61}\n", ["R902 values.yaml:1"]),
        ("env: {UNIFI_CONTROLLER_IP: 10.31.2.61}\n", []),
        ('targets: ["10.31.2.51:2381", "10.31.2.61:2381"]\n', ["R902 values.yaml:1"]),
        ('targets: ["10.31.2.51:9100", "10.31.2.61:9100"]\n', []),
    ],
)
def test_control_planes_by_name_and_by_port(text: str, expected: list[str]) -> None:
    assert short({"talos/talconfig.yaml": BARN, "apps/backup/values.yaml": text}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  TALOS_NODE_1: 10.31.7.51 # cp-1\n  TALOS_NODE_2: 10.31.7.52\n", 1),
        ("  TALOS_NODE_1: 10.31.2.51\n  TALOS_NODE_2: 10.31.2.52\n", 0),
        ("  PRINTER_1: 10.31.7.51\n  PRINTER_2: 10.31.7.52\n", 0),
        ("  TALOS_NODES: 10.31.2.51,10.31.2.52,10.31.9.53\n", 1),
    ],
)
def test_nodes_in_variables_of_scripts(text: str, expected: int) -> None:
    files = {"talos/talconfig.yaml": BARN, ".taskfiles/net/Taskfile.yaml": f"version: '3'\nvars:\n{text}"}
    assert len(short(files)) == expected


def test_nodes_without_roles_are_not_told_apart() -> None:
    plain = BARN.replace(", controlPlane: true", "").replace(", controlPlane: false", "")
    files = {"talos/talconfig.yaml": plain, "apps/prometheus/values.yaml": scraped("10.31.2.51", "10.31.2.61")}
    assert [line for line in short(files) if line.startswith("R902")] == []
