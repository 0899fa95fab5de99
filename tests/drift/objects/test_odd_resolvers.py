"""Resolvers that differ from the one that other settings name."""

from __future__ import annotations

import pytest
from lab import places, short

KNOWN = {"talos/patch.yaml": "nameservers:\n  - 10.31.8.53\n", "infra/main.tf": 'dns_server_ip = "10.31.8.53"\n'}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("dnsServer: 10.31.8.253\n", ["R902 values.yaml:1"], id="another octet"),
        pytest.param("dnsServer: 10.31.8.53\n", [], id="the same"),
        pytest.param("nameservers:\n  - address: 10.37.8.53\n", ["R902 values.yaml:2"], id="another network"),
        pytest.param("nameservers:\n  - 9.9.9.9\n", [], id="of the internet"),
        pytest.param("dnsServer: 10.31.8.253\nproxy: 10.31.8.253\n", [], id="known to another line"),
        pytest.param("dnsServer: 10.39.7.1\n", [], id="of another plan"),
        pytest.param("dnsServer: 10.31.8.2\nother:\n  dnsServer: 10.31.8.4\n", [], id="several of one file"),
        pytest.param("iot_dns_server: 10.31.80.53\n", [], id="of something by its name"),
        pytest.param("secondary_dns_server: 10.31.8.54\n", [], id="the second one by its name"),
        pytest.param("image: 10.31.8.253\n", [], id="no resolver"),
        pytest.param("# dnsServer: 10.31.8.253\n", [], id="a comment"),
    ],
)
def test_the_one_resolver_that_nothing_knows(text: str, expected: list[str]) -> None:
    assert short(KNOWN | {"apps/values.yaml": text}) == expected


def test_a_resolver_in_a_network_of_its_own() -> None:
    network = 'resource "x" "y" {\n  subnet = "10.37.8.0/24"\n  gateway = "10.37.8.1"\n}\n'
    lans = {"config-parts/a.sh": "set interfaces ethernet eth1 vif 37 address 10.37.8.1/24\n", "x.tf": network}
    assert short(KNOWN | lans | {"apps/values.yaml": "dnsServer: 10.37.8.53\n"}) == []


def test_a_resolver_of_a_network_with_machines() -> None:
    machine = {"site/hosts.ini": "[all]\nbarn ansible_host=10.37.8.7\n"}
    assert short(KNOWN | machine | {"apps/values.yaml": "dnsServer: 10.37.8.53\n"}) == []


def test_one_setting_alone_proves_nothing() -> None:
    assert short({"a.yaml": "dnsServer: 10.31.8.53\n", "b.yaml": "dnsServer: 10.31.8.253\n"}) == []


CLUSTER = {
    "talos/talconfig.yaml": (
        "clusterName: barn\nclusterPodNets: [10.42.0.0/16]\nclusterSvcNets: [10.43.0.0/16]\n"
        "nodes: [{hostname: ox, ipAddress: 10.31.2.3, controlPlane: true}]\n"
    ),
    "apps/dns/values.yaml": "service: {name: kube-dns, clusterIP: 10.43.0.10}\n",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DNS_ADDRESS: 10.42.0.10\n", ["R902 films.yaml:1"]),
        ("DNS_ADDRESS: 10.43.0.10\n", []),
        ("API: 10.42.0.10\n", []),
    ],
)
def test_a_resolver_among_the_pods(text: str, expected: list[str]) -> None:
    assert short(CLUSTER | {"apps/films.yaml": text}) == expected


COREFILE = "lab.example {\n  forward lab.example 10.91.0.%s\n}\nold.example {\n  forward old.example 10.91.0.1\n}\n"
PLUGINS = """\
servers:
  - plugins:
      - name: forward
        parameters: lab.example 10.91.0.%s
  - plugins:
      - name: forward
        parameters: old.example 10.91.0.1
"""


@pytest.mark.parametrize(("file", "text", "line"), [("Corefile", COREFILE, 2), ("coredns/values.yaml", PLUGINS, 4)])
@pytest.mark.parametrize("octet", ["1", "21"])
def test_whom_coredns_asks_for_a_zone(file: str, text: str, line: int, octet: str) -> None:
    resolver = "dns-resolver: tcp://10.91.0.1:53\n"
    files = {"gatus/a.yaml": resolver, file: text % octet}
    expected = [f"R902 {file}:{line}"] if octet == "21" else []
    assert places(files, ["R902"]) == expected
