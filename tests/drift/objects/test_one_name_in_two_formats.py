"""One name, network or card with two values in two formats: variables, records, mappings, gateways, VLANs, leases."""

from __future__ import annotations

import pytest
from lab import short

_ENV = "PLEX_IP=10.31.8.20\nNAS_IP=10.31.8.9\n"
_UNBOUND = (
    'server:\n  local-data: "plex.lab.example. IN A 10.31.8.%s"\n  local-data: "nas.lab.example. IN A 10.31.8.9"\n'
)
_VIPS = "vips:\n  search: 10.31.8.24\n  traces: 10.31.8.26\n"
_RECORDS = "dns_records:\n  - {name: search.lab, ip: 10.31.8.24}\n  - {name: traces.lab, ip: 10.31.8.%s}\n"
_HOSTS = "all:\n  hosts:\n    ox: {ansible_host: 10.31.8.3}\n    elk: {ansible_host: 10.31.8.4}\n"
_NODES = "const nodes = [\n  { name: 'ox', role: 'cp', ip: '10.31.8.3' },\n  { name: 'elk', ip: '10.31.8.%s' },\n];\n"
_ENDPOINTS = """\
apiVersion: v1
kind: Endpoints
metadata: {name: cam}
subsets: [{addresses: [{ip: 10.31.8.26}]}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: cam-1, labels: {kubernetes.io/service-name: cam}}
endpoints: [{addresses: [10.31.8.%s]}]
"""
_LEASES = "dhcp-range=10.31.8.100,10.31.8.200,12h\n" + "dhcp-host=52:54:00:00:00:%s,ox,10.31.8.%s\n" * 2
_VIF = "set interfaces ethernet eth1 vif %s address '10.31.30.1/24'\n"
_VIF += "set interfaces ethernet eth1 vif 40 address '10.31.40.1/24'\n"
_UNIFI = 'resource "unifi_network" "iot" {\n  name = "iot"\n  purpose = "corporate"\n'
_UNIFI += '  subnet = "10.31.30.0/24"\n  vlan_id = 30\n}\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a/.env": _ENV, "dns/unbound.conf": _UNBOUND % 20}, [], id="a variable and its record"),
        pytest.param(
            {"a/.env": _ENV, "dns/unbound.conf": _UNBOUND % 21}, ["H317 unbound.conf:2"], id="another address"
        ),
        pytest.param(
            {"a/.env": _ENV, "dns/unbound.conf": _UNBOUND % 9},
            ["H317 .env:1"],
            id="a record that leads to what others know",
        ),
        pytest.param({"vars/lb.yml": _VIPS, "vars/dns.yml": _RECORDS % 26}, [], id="a mapping and its records"),
        pytest.param({"vars/lb.yml": _VIPS, "vars/dns.yml": _RECORDS % 29}, ["H317 lb.yml:3"], id="one differs"),
        pytest.param({"d.js": _NODES % 4, "ansible/hosts.yml": _HOSTS}, [], id="literals"),
        pytest.param({"d.js": _NODES % 44, "ansible/hosts.yml": _HOSTS}, ["H317 d.js:3"], id="a literal that differs"),
        pytest.param({"e.yaml": _ENDPOINTS % 26}, [], id="endpoints and their slice"),
        pytest.param({"e.yaml": _ENDPOINTS % 27}, ["H317 e.yaml:9"], id="a slice that differs"),
        pytest.param(
            {"dnsmasq.conf": _LEASES % ("01", 5, "01", 6)}, ["H312 dnsmasq.conf:3"], id="one card, two leases"
        ),
        pytest.param({"u.tf": _UNIFI, "router/config.sh": _VIF % 30}, [], id="a VLAN of two formats"),
        pytest.param({"u.tf": _UNIFI, "router/config.sh": _VIF % 31}, ["R902 config.sh:1"], id="another VLAN"),
        pytest.param(
            {"a/x.sh": "ip route replace default via 10.31.8.1\n", "b.tf": 'gateway = "10.31.8.1"\n'},
            [],
            id="one gateway",
        ),
        pytest.param(
            {
                "a.sh": "ip route add default via 10.31.8.1\n",
                "b.tf": 'gateway = "10.31.8.1"\n',
                "c.yml": "gw: 10.31.8.7\n",
            },
            ["H325 c.yml:1"],
            id="a gateway that differs",
        ),
        pytest.param(
            {
                "a.sh": "ip route add default via 10.31.8.1\n",
                "b.tf": 'gateway = "10.31.8.1"\n',
                "c.yml": "gw: 10.31.8.129\n",
            },
            [],
            id="the gateway of a half",
        ),
    ],
)
def test_values_of_one_name(files: dict[str, str], expected: list[str]) -> None:
    assert short(files) == expected


_GUEST = 'resource "proxmox_vm_qemu" "{0}" {{\n  name = "{0}"\n  ipconfig0 = "ip=192.168.1.5/24,gw=192.168.1.1"\n}}\n'


@pytest.mark.parametrize("shed", ["terraform/shed/main.tf", "terraform/barn/web.tf"])
def test_guests_of_two_folders_of_terraform_may_be_at_two_sites(shed: str) -> None:
    files = {"terraform/barn/main.tf": _GUEST.format("dns"), shed: _GUEST.format("web")}
    assert len(short(files)) == 1


def test_etcd_may_run_on_machines_of_its_own() -> None:
    hosts = "[kube_control_plane]\nox ansible_host=10.31.8.3\n[kube_node]\nelk ansible_host=10.31.8.4\n"
    hosts += "yak ansible_host=10.31.8.5\n"
    chart = "kubeEtcd:\n  enabled: true\n  endpoints:\n    - 10.31.9.21\n    - 10.31.9.22\n    - 10.31.9.23\n"
    assert short({"inventory/hosts.ini": hosts, "prom.yaml": chart}) == []
    assert short({"inventory/hosts.ini": hosts, "prom.yaml": chart.replace("Etcd", "Scheduler")}) == [
        "R902 prom.yaml:4"
    ]


_VALUES = "controller:\n  kind: DaemonSet\n  service:\n    type: LoadBalancer\n    externalIPs:\n      - 10.31.8.50\n"
_FLEET = "defaultNamespace: gate\nhelm:\n  chart: gate\n  values:\n" + "".join(
    f"    {line}\n" for line in _VALUES.splitlines()
)


@pytest.mark.parametrize(("values", "expected"), [(_VALUES, 0), (_VALUES.replace("DaemonSet", "Deployment"), 1)])
def test_values_that_are_copied_are_one_service(values: str, expected: int) -> None:
    assert len(short({"fleet/gate/fleet.yaml": _FLEET, "trial/gate-values.yaml": values})) == expected


@pytest.mark.parametrize(("folder", "expected"), [("router", ["H312 config.sh:1"]), ("garage", [])])
def test_a_router_without_a_name_is_no_machine_of_another_folder(folder: str, expected: list[str]) -> None:
    commands = "set interfaces ethernet eth1 address 10.31.8.1/24\nset interfaces ethernet eth2 address 10.31.9.1/24\n"
    machine = 'resource "proxmox_vm_qemu" "r" {\n  name = "router"\n  ipconfig0 = "ip=10.31.8.7/24"\n}\n'
    found = short({"router/config.sh": commands, f"{folder}/main.tf": machine})
    assert [place for place in found if place.startswith("H312")] == expected
