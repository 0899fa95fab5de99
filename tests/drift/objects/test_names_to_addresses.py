"""Names that lead to another machine."""

from __future__ import annotations

import pytest
from lab import short

# What lies beside the cluster

INVENTORY = "all: {hosts: {nas: {ansible_host: 10.31.8.60}, tv: {ansible_host: 10.31.8.61}}}\n"


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]", ["H317 nas.yaml:3"]),
        ("kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.60}]}]", []),
        ("kind: Endpoints\nmetadata: {name: films}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]", []),
        ("kind: EndpointSlice\nmetadata: {name: nas}\nendpoints: [{addresses: [10.31.8.61]}]", ["H317 nas.yaml:3"]),
        ("kind: Service\nmetadata: {name: nas}\nspec: {externalName: 10.31.8.66}", ["H317 nas.yaml:3"]),
        ("kind: Service\nmetadata: {name: nas}\nspec: {externalName: nas.example}", []),
        (
            (
                "kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]\n---\n"
                "kind: Service\nmetadata: {name: nas}\nspec: {type: LoadBalancer, loadBalancerIP: 10.31.8.90}"
            ),
            [],
        ),
    ],
)
def test_what_a_service_leads_to_that_is_called_after_a_machine(manifest: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, "apps/nas.yaml": f"{manifest}\n"}) == expected


def _backends(*servers: str) -> str:
    again = (f"    server {server}" for server in servers)
    first = ("k8s-0 10.31.8.10:6443", "k8s-1 10.31.8.11:6443", "k8s-2 10.31.8.12:6443")
    return "\n".join(("backend api", *(f"    server {server}" for server in first), "backend talos", *again, ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            _backends("k8s-0 10.31.8.10:50000", "k8s-1 10.31.8.21:50000", "k8s-2 10.31.8.12:50000"),
            ["H317 haproxy.cfg:7"],
            id="one differs",
        ),
        pytest.param(
            _backends("k8s-0 10.31.8.20:50000", "k8s-1 10.31.8.21:50000", "k8s-2 10.31.8.12:50000"),
            [],
            id="most differ: other machines of those names",
        ),
        pytest.param(
            _backends("k8s-0 10.31.8.10:50000", "k8s-1 10.31.9.11:50000", "k8s-2 10.31.8.12:50000"),
            [],
            id="another network",
        ),
    ],
)
def test_the_one_server_that_two_backends_give_different_addresses(text: str, expected: list[str]) -> None:
    assert short({"haproxy.cfg": text}, ["H317"]) == expected


POOL = """\
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: p}
spec: {blocks: [{cidr: 10.75.8.0/24}]}
"""
TURN = """\
kind: Service
metadata: {name: turn, annotations: {io.cilium/lb-ipam-ips: 10.75.8.36}}
spec: {type: LoadBalancer, ports: [{port: 1}]}
"""


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ("turn.lab A 10.75.8.36", []),
        ("turn.lab A 10.75.8.40", ["H317 names.conf:1"]),
        ("turn.lab A 10.75.8.40|web.lab A 10.75.8.40", []),
    ],
    ids=["right", "an address of the pool that nothing has", "an address of several names"],
)
def test_the_record_of_a_service_that_pins_its_address(records: str, expected: list[str]) -> None:
    lines = "".join(f'local-data: "{record}"\n' for record in records.split("|"))
    assert short({"pool.yaml": POOL, "turn.yaml": TURN, "unbound/names.conf": lines}) == expected


@pytest.mark.parametrize(
    ("key", "address", "expected"),
    [
        ("hostname_hosts", "10.31.8.60", []),
        ("hostname_hosts", "10.31.8.66", ["H317 all.yml:2"]),
        ("etc_hosts", "10.31.8.66", ["H317 all.yml:2"]),
        ("owners", "10.31.8.66", []),
    ],
)
def test_a_mapping_from_addresses_to_names(key: str, address: str, expected: list[str]) -> None:
    files = {"ansible/inventory.yml": INVENTORY, "ansible/group_vars/all.yml": f"{key}:\n  {address}: nas\n"}
    assert short(files) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (("nas 10.31.8.60",), []),
        (("nas 10.31.8.66",), ["H317 firewall.sh:1"]),
        (("nas 10.31.8.66", "nas 10.31.8.67"), []),
        (("cameras 10.31.8.66",), []),
    ],
    ids=["right", "wrong", "several", "no machine's name"],
)
def test_an_address_group_that_is_called_after_a_machine(entries: tuple[str, ...], expected: list[str]) -> None:
    group = "set firewall group address-group {} address '{}'\n"
    lines = "".join(group.format(*entry.split()) for entry in entries)
    assert short({"ansible/inventory.yml": INVENTORY, "router/firewall.sh": lines}) == expected


def test_a_list_of_names_with_addresses_that_is_called_after_dns() -> None:
    names = "# names\nnas 10.31.8.66 A\ntv 10.31.8.61\n"
    assert short({"ansible/inventory.yml": INVENTORY, "scripts/dns-mappings.txt": names}) == ["H317 dns-mappings.txt:2"]
    assert short({"ansible/inventory.yml": INVENTORY, "scripts/notes.txt": names}) == []


def test_lines_of_hosts_in_the_values_of_a_chart() -> None:
    values = "dnsmasq:\n  additionalHostsEntries:\n    - 10.31.8.66   nas.home\n    - 10.31.8.61   tv.home\n"
    files = {"ansible/inventory.yml": INVENTORY, "pihole/values.yaml": values}
    assert short(files) == ["H317 values.yaml:3"]
