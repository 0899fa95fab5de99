"""Rows of what is gone, and of what is known by another name: a record in DNS, a variable."""

from __future__ import annotations

import pytest
from documents import CLUSTER, SERVICE, codes, table

POOL = {
    "apps/pool.yaml": (
        "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: lan}\n"
        "spec: {addresses: [10.31.50.0/24]}\n"
    )
}
SERVICES = POOL | {
    f"apps/{name}.yaml": SERVICE.format(name=name, address=f"10.31.50.{octet}")
    for name, octet in (("anvil", 20), ("bellows", 21), ("crucible", 22))
}
NODES = {
    "talos/talconfig.yaml": (
        "clusterName: home\nendpoint: https://10.31.40.5:6443\nnodes:\n"
        "  - {hostname: elm, controlPlane: true, ipAddress: 10.31.40.11}\n"
        "  - {hostname: fir, controlPlane: false, ipAddress: 10.31.40.12}\n"
    )
}
ROWS = ("anvil | 10.31.50.20", "bellows | 10.31.50.21")


@pytest.mark.parametrize(
    ("files", "readme", "expected"),
    [
        (SERVICES, table("App | IP", *ROWS, "forge | 10.31.50.90"), "R904w"),
        (SERVICES, "- anvil: 10.31.50.20\n- bellows: 10.31.50.21\n- forge: 10.31.50.90\n", "R904w"),
        (SERVICES, table("App | IP", ROWS[0], "forge | 10.31.50.22"), "R904w"),
        (SERVICES, table("App | IP", *ROWS, "crucible | 10.31.50.22"), ""),
        (SERVICES, table("App | IP", *ROWS, "crucible01 | 10.31.50.22"), ""),
        (SERVICES, table("App | IP", *ROWS, "crucial01 | 10.31.50.22"), "R904w"),
        (SERVICES, "- anvil: 10.31.50.20\n- bellows: 10.31.50.21\n- Caveat: 10.31.50.22\n", ""),
        (SERVICES, table("App | IP", ROWS[0], "forge | 10.31.50.90"), ""),
        (SERVICES, table("App | IP", *ROWS, "forge | 10.31.10.90"), ""),
        (SERVICES, table("App | IP", *ROWS, "forge.example.org | 10.31.50.90"), ""),
        (SERVICES | {"apps/chart.yaml": "chart: forge\n"}, table("App | IP", *ROWS, "forge | 10.31.50.90"), ""),
        (SERVICES | {"apps/forge/values.yaml": "replicas: 1\n"}, table("App | IP", *ROWS, "forge | 10.31.50.90"), ""),
        (SERVICES, table("App | IP", "printer | 10.31.50.90", "scanner | 10.31.50.91"), ""),
        (NODES, table("Node | IP", "elm | 10.31.40.11", "fir | 10.31.40.12", "yew | 10.31.40.13"), "R904w"),
        (NODES, "## Workers\n\n- elm: 10.31.40.11\n- fir: 10.31.40.12\n- yew: 10.31.40.13\n", "R904w"),
        (
            NODES,
            (
                "## Nodes\n\n### elm\n\n- IP: 10.31.40.11\n\n### fir\n\n- IP: 10.31.40.12\n\n"
                "### yew\n\n- IP: 10.31.40.13\n"
            ),
            "R904w",
        ),
        (
            NODES | {"router.conf": "nameserver 10.31.40.13\n"},
            table("Node | IP", "elm | 10.31.40.11", "fir | 10.31.40.12", "yew | 10.31.40.13"),
            "",
        ),
        (NODES, table("Device | IP", "elm | 10.31.40.11", "fir | 10.31.40.12", "printer | 10.31.40.13"), ""),
        (NODES, table("Node | IP", "elm | 10.31.40.11", "fir | 10.31.40.12"), ""),
    ],
)
def test_a_row_of_what_is_gone_is_found_in_a_table_that_holds(
    files: dict[str, str], readme: str, expected: str
) -> None:
    assert codes(files, readme) == expected.split()


MIKROTIK = {
    "gate.rsc": (
        "# 2026-01-01 by RouterOS 7.22.1\n/ip address\nadd address=10.31.40.1/24 interface=lan\n"
        "/ip dhcp-server lease\nadd address=10.31.40.2 comment=Board-TX mac-address=D8:3A:DD:00:00:01\n"
        "/ip dns static\nadd address=10.31.40.2 name=board.lan type=A\nadd address=10.31.40.9 name=films.lan type=A\n"
        "add address=10.31.40.8 name=twice.lan type=A\nadd address=10.31.40.7 name=twice.lan type=A\n"
        "/system identity\nset name=gate\n"
    )
}


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (table("Name | IP", "board.lan | 10.31.40.3"), "R904w"),
        ("- `films.lan`: 10.31.40.90\n", "R904w"),
        (table("Name | IP", "board.lan | 10.31.40.2", "films.lan | 10.31.40.9"), ""),
        (table("Name | IP", "films.lan | 10.31.40.1"), "R904w"),
        (table("Name | IP", "twice.lan | 10.31.40.90"), ""),
        (table("Name | IP", "other.lan | 10.31.40.90"), ""),
    ],
)
def test_a_name_in_dns_has_the_address_of_its_record(readme: str, expected: str) -> None:
    assert codes(MIKROTIK, readme) == expected.split()


SETTINGS = {
    "flux/settings.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: flux-system}\ndata:\n"
        "  CLUSTER_LB_ANVIL: 10.31.50.20\n  SVC_BELLOWS_ADDR: '10.31.50.21'\n  STORE_IP: \"10.31.10.36\"\n"
        "  HTTP_PORT: '80'\n"
    )
}


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (table("App | IP", "anvil | 10.30.1.20", "Bellows | 10.30.1.21"), "R904w R904w"),
        ("- **Store** (10.31.10.99): pictures\n", "R904w"),
        ("```yaml\ndata:\n  STORE_IP: '10.31.10.99'\n```\n", "R904w"),
        ("Set `STORE_IP` (10.31.10.99).\n", "R904w"),
        (table("App | IP", "anvil | 10.31.50.20", "Bellows | 10.31.50.21"), ""),
        ("- **Store** (10.31.10.36): pictures\n", ""),
        ("- **Store** (10.77.10.99): its second card\n", ""),
        ("- **Store room** (10.31.10.99): a sensor\n", ""),
        ("```yaml\ndata:\n  STORE_IP: '10.31.10.36'\n  OTHER_IP: '10.31.10.99'\n```\n", ""),
    ],
)
def test_a_variable_names_what_has_its_address(readme: str, expected: str) -> None:
    assert codes(SETTINGS, readme) == expected.split()


def test_what_the_repository_has_at_the_address_is_not_gone() -> None:
    readme = table("App | IP", "jellyfin | 10.31.50.20", "adguard | 10.31.50.53", "Home DNS | 10.31.50.53")
    assert codes(CLUSTER, readme) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Workers are `10.31.40.11` (elm), `10.31.40.12` (fir).\n", "", id="right"),
        pytest.param(
            "Workers are `10.31.40.12` (elm), `10.31.40.11` (fir).\n", "R904w R904w", id="the other way round"
        ),
        pytest.param("Workers are `10.31.40.11` (elm) and `10.31.40.77` (new).\n", "", id="another name"),
    ],
)
def test_a_bracket_in_a_list_is_of_the_address_before_it(line: str, expected: str) -> None:
    assert codes(NODES, line) == expected.split()
