"""Services with one address inside the cluster, listening routers, and leases in programs."""

from __future__ import annotations

import pytest
from lab import found, short, tree


def release(name: str, address: str) -> str:
    values = f"{{service: {{main: {{clusterIP: {address}}}}}}}"
    return f"kind: HelmRelease\nmetadata: {{name: {name}}}\nspec:\n  values: {values}\n"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("gate", "10.43.0.12"), ("proxy", "10.43.0.12"), ["H302 b.yaml:4"]),
        (("gate", "10.43.0.12"), ("proxy", "10.43.0.13"), []),
        (("gate", "10.43.0.12"), ("gate", "10.43.0.12"), []),
        (("coredns", "10.43.0.10"), ("kube-dns", "10.43.0.10"), []),
        (("gate", "None"), ("proxy", "None"), []),
    ],
)
def test_two_apps_with_one_cluster_address(
    first: tuple[str, str], second: tuple[str, str], expected: list[str]
) -> None:
    assert short({"apps/a.yaml": release(*first), "apps/b.yaml": release(*second)}) == expected


def test_what_a_cluster_prints_is_one_list_of_all() -> None:
    services = "items: [{metadata: {name: ox}, spec: {clusterIP: 10.43.0.12}}]\n"
    printed = f"kind: List\nmetadata: {{name: all}}\n{services}"
    assert short({"apps/a.yaml": release("ox", "10.43.0.12"), "dump/services.yaml": printed}) == []


INTERFACES = "".join(f"set interfaces ethernet eth1 vif {vif} address 10.31.{vif}.1/24\n" for vif in (8, 9, 10))
SERVED = "service dhcp-server shared-network-name LAN subnet 10.31.8.0/24 lease 86400"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("service tftp-server listen-address 10.31.8.1", []),
        ("service tftp-server listen-address 10.31.7.1", ["H315 services.sh:1"]),
        ("service ssh listen-address 0.0.0.0", []),
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


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ('"10.31.2.9" = [ "ox" ];\n  networking.hosts."10.31.8.11" = [ "ox" ]', ["H317 hosts.nix:2"]),
        ('"10.31.8.11" = [ "ox" ];\n  networking.hosts."10.31.8.12" = [ "ox" ]', []),
        ('"10.31.2.9" = [ "elk" ];\n  networking.hosts."10.31.8.11" = [ "ox" ]', []),
    ],
)
def test_two_addresses_of_one_name_in_hosts(hosts: str, expected: list[str]) -> None:
    inventory = "all: {hosts: {nas: {ansible_host: 10.31.8.40}}}\n"
    assert short({"inventory.yml": inventory, "hosts.nix": f"{{\n  networking.hosts.{hosts};\n}}\n"}) == expected


@pytest.mark.parametrize(("pointer", "expected"), [("10.31.8.42", ["H317 dns.nix:7"]), ("10.31.8.46", [])])
def test_records_of_unbound_that_are_quoted_in_nix(pointer: str, expected: list[str]) -> None:
    lines = (
        "{ services.unbound.settings.server = {",
        "  local-data = [",
        "    ''\"ox.example. A 10.31.8.46\"''",
        "  ];",
        "  local-data-ptr = [",
        "    ''\"10.31.8.50 elk.example\"''",
        f"    ''\"{pointer} ox.example\"''",
        "  ];",
        "}; }",
    )
    assert short({"dns.nix": "\n".join(lines)}) == expected
