"""Lists of machines of a lab's own making."""

from __future__ import annotations

import pytest
from lab import found, tree

TALOS = "clusterName: barn\nnodes:\n  - {hostname: cp-9, ipAddress: 10.31.2.53, controlPlane: true}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("machines: [{name: ox, ip: 10.31.2.3}]", {"ox": "10.31.2.3"}, id="name and ip"),
        pytest.param("network_devices: [{hostname: ox, address: 10.31.2.3/24}]", {"ox": "10.31.2.3"}, id="a mask"),
        pytest.param("servers: {ox: {ip: 10.31.2.3, role: nas}}", {"ox": "10.31.2.3"}, id="a mapping"),
        pytest.param("devices: [{name: ox}, {name: elk, ipv4: 10.31.2.4}]", {"elk": "10.31.2.4"}, id="without one"),
        pytest.param("machines: [ox, elk]", {}, id="names"),
        pytest.param("machines: [{name: a, ip: 10.31.2.3}, {name: b, ip: 10.31.2.3}]", {}, id="behind a proxy"),
        pytest.param("servers: [{name: a, ip: 10.31.2.3, port: 80}]", {}, id="what listens"),
        pytest.param("colours: [{name: a, ip: 10.31.2.3}]", {}, id="no machines"),
        pytest.param("servers: [{name: a, ip: 9.9.9.9}]", {}, id="of the internet"),
        pytest.param("kind: X\nmachines: [{name: ox, ip: 10.31.2.3}]", {}, id="an object"),
    ],
)
def test_the_machines_of_a_list_are_hosts(text: str, expected: dict[str, str]) -> None:
    hosts = [host for network in tree({"lab.yaml": text}).networks for host in network.hosts]
    assert {host.name: str(host.addresses[0]).partition("/")[0] for host in hosts} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("wk-1", ["H302 warning"]), ("cp-9", []), ("cp9", []), ("oak", [])],
)
def test_a_machine_of_another_series_at_the_address_of_a_node(name: str, expected: list[str]) -> None:
    files = {"lab.yaml": f"machines: [{{name: {name}, ip: 10.31.2.53}}]", "talos/talconfig.yaml": TALOS}
    assert [f"{finding.code} {finding.severity}" for finding in found(files)] == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", ["H302 error"]), (", {name: hare, ip: 10.31.2.54}", [])],
    ids=["one address in both", "the same machines by other names"],
)
def test_two_lists_that_give_one_address_to_two_machines(more: str, expected: list[str]) -> None:
    files = {
        "lab.yaml": f"machines: [{{name: elk, ip: 10.31.2.53}}{more}]",
        "ansible/hosts.yml": "barn: {hosts: {ox: {ansible_host: 10.31.2.53}, ewe: {ansible_host: 10.31.2.54}}}",
    }
    assert [f"{finding.code} {finding.severity}" for finding in found(files)] == expected
