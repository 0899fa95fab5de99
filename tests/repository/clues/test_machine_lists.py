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
    ("file", "text"),
    [
        pytest.param("lab.toml", '[[machines]]\nname = "ox"\nip = "10.31.2.3"\n', id="TOML"),
        pytest.param("lab.json", '{"servers": {"ox": {"ip": "10.31.2.3"}}}', id="JSON"),
        pytest.param("machines.json", '[{"name": "ox", "ip": "10.31.2.3"}]', id="a list alone"),
        pytest.param("hosts.csv", "Hostname;IP;MAC\nox;10.31.2.3;02:00:00:00:00:03\n", id="a table"),
    ],
)
def test_machines_of_other_notations(file: str, text: str) -> None:
    hosts = [host for network in tree({file: text}).networks for host in network.hosts]
    assert [(host.name, str(host.addresses[0])) for host in hosts] == [("ox", "10.31.2.3")]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("machines.csv", "hostname,ip,last_seen\nox,10.31.2.3,today\n", id="a register"),
        pytest.param("prices.csv", "name,ip\nox,10.31.2.3\n", id="another table"),
        pytest.param("package.json", '{"scripts": {"ox": {"ip": "10.31.2.3"}}}', id="another file"),
    ],
)
def test_what_is_no_list_of_machines(file: str, text: str) -> None:
    assert not [host for network in tree({file: text}).networks for host in network.hosts if host.name == "ox"]


def test_one_address_twice_in_a_longer_list() -> None:
    text = "machines: [{name: a, ip: 10.31.2.3}, {name: b, ip: 10.31.2.3}, {name: c, ip: 10.31.2.4}]"
    assert [finding.code for finding in found({"lab.yaml": text})] == ["H302"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("wk-1", ["H302 warning"]), ("cp-9", []), ("cp9", []), ("oak", [])],
)
def test_a_machine_of_another_series_at_the_address_of_a_node(name: str, expected: list[str]) -> None:
    files = {"lab.yaml": f"machines: [{{name: {name}, ip: 10.31.2.53}}]", "talos/talconfig.yaml": TALOS}
    assert [f"{finding.code} {finding.severity}" for finding in found(files)] == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", ["H302 warning"]), (", {name: hare, ip: 10.31.2.54}", [])],
    ids=["one address in both", "the same machines by other names"],
)
def test_two_lists_that_give_one_address_to_two_machines(more: str, expected: list[str]) -> None:
    files = {
        "lab.yaml": f"machines: [{{name: elk, ip: 10.31.2.53}}{more}]",
        "ansible/hosts.yml": "barn: {hosts: {ox: {ansible_host: 10.31.2.53}, ewe: {ansible_host: 10.31.2.54}}}",
    }
    assert [f"{finding.code} {finding.severity}" for finding in found(files)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cluster: {nodes: [{name: oak, ip: 10.79.0.5}, {name: elm, ip: 10.79.0.6}]}\n", ["elm", "oak"]),
        ("lab: {servers: [{name: oak, ip: 10.79.0.5}]}\n", ["oak"]),
        ("dns: {hosts: [{name: oak, ip: 10.79.0.5}]}\n", []),
        ("lab: {servers: {oak: {ip: 10.79.0.5}}}\n", []),
    ],
    ids=["nodes", "servers", "what only leads there", "a mapping"],
)
def test_lists_one_level_down(text: str, expected: list[str]) -> None:
    assert sorted(named.id for named in tree({"lab.yaml": text}).named_addresses) == expected
