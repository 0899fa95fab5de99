"""What real labs hold beside the formats' own tests: copies in settings of apps, CoreDNS' address, Multus' gateways."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from cidrbook import rules
from cidrbook.repository.observe import observed
from cidrbook.text.finding import Finding
from cidrbook.text.source import Source

DAY = date(2027, 1, 1)

CLUSTER = """
    machine: {type: controlplane, kubelet: {nodeIP: {validSubnets: [10.8.0.0/24]}}}
    cluster:
      network:
        podSubnets: [10.112.0.0/16]
        serviceSubnets: [10.113.0.0/16]
    """


def found(files: dict[str, str]) -> list[Finding]:
    """What the rules find in a tree of these files beside a cluster of Talos."""
    every = {"talos/controlplane.yaml": CLUSTER, **files}
    return list(rules.check_observation(observed([Source(name, dedent(text)) for name, text in every.items()])))


def codes(files: dict[str, str]) -> list[str]:
    """The codes of what is found, with the lines."""
    return [f"{finding.code} {finding.problem.at.line}" for finding in found(files)]


def setting(line: str) -> dict[str, str]:
    """A release with one line of an app's environment."""
    return {
        "apps/thing/helmrelease.yaml": f"""\
            kind: HelmRelease
            metadata: {{name: thing}}
            spec:
              values:
                env:
                  {line}
            """
    }


@pytest.mark.parametrize(
    "line",
    [
        "FIREWALL_OUTBOUND_SUBNETS: 10.42.0.0/16,10.113.0.0/16,10.8.0.0/24",
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.43.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.99.0.0/16,10.113.0.0/16",
        'HASS_HTTP_TRUSTED_PROXY_2: "10.42.0.0/16"',
        "PAPERLESS_TRUSTED_PROXIES: 10.244.0.0/16",
        "trustedCIDRs: [10.8.0.0/24, 10.42.0.0/16]",
        "more: [{name: NOT_ROUTED_TO_GATEWAY_CIDRS, value: 10.42.0.0/16 10.113.0.0/16}]",
    ],
)
def test_a_range_of_before_in_an_apps_settings_is_found(line: str) -> None:
    assert codes(setting(line)) == ["R902 6"]


@pytest.mark.parametrize(
    "line",
    [
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.113.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.113.0.0/16,10.42.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.0.0.0/8",
        "FIREWALL_OUTBOUND_SUBNETS: 192.168.7.0/24",
        "TRUSTED_PROXIES: 10.8.0.0/24",
        "TRUSTED_PROXIES: 10.7.0.0/16",
        "TRUSTED_PROXIES: 10.42.7.0/24",
        "TRUSTED_PROXIES: ${POD_CIDR}",
        "UNRELATED_RANGES: 10.42.0.0/16",
    ],
)
def test_networks_that_settings_may_well_mean_are_left_alone(line: str) -> None:
    assert codes(setting(line)) == []


def test_a_setting_may_name_what_another_file_has() -> None:
    machine = {"hosts.yaml": "all: {hosts: {box: {ansible_host: 10.42.0.9}}}\n"}
    assert codes({**setting("TRUSTED_PROXIES: 10.42.0.0/16"), **machine}) == []


def test_every_stale_copy_is_said_with_its_setting() -> None:
    first, second = setting("TRUSTED_PROXIES: 10.42.0.0/16"), setting("TRUSTED_PROXIES: 10.42.0.0/16")
    other = {"apps/other/helmrelease.yaml": next(iter(second.values()))}
    messages = [finding.problem.message for finding in found({**first, **other})]
    assert len(messages) == 2
    assert all("TRUSTED_PROXIES names 10.42.0.0/16" in message and "10.112.0.0/16" in message for message in messages)


@pytest.mark.parametrize(
    ("address", "expected"), [("10.113.0.10", []), ("10.43.0.10", ["K812 4"]), ("${DNS_ADDR}", [])]
)
def test_the_address_that_coredns_asks_for_is_one_of_the_services(address: str, expected: list[str]) -> None:
    values = f"""\
        k8sAppLabelOverride: kube-dns
        service:
          name: kube-dns
          clusterIP: "{address}"
        servers: []
        """
    assert codes({"apps/coredns/helm-values.yaml": values}) == expected


def test_an_address_of_another_chart_is_not_that_of_dns() -> None:
    assert codes({"apps/thing/values.yaml": "service: {name: thing, clusterIP: 10.43.0.77}\n"}) == []


def network(gateway: str, kind: str = "static") -> str:
    """A network of Multus whose addresses are those that pods bring."""
    return f"""\
        apiVersion: k8s.cni.cncf.io/v1
        kind: NetworkAttachmentDefinition
        metadata: {{name: things}}
        spec:
          config: |-
            {{"type": "macvlan", "ipam": {{"type": "{kind}", "routes": [{{"dst": "0.0.0.0/0", "gw": "{gateway}"}}]}}}}
        """


def pod(name: str, address: str) -> str:
    """A release whose pod is attached to the network."""
    return f"""\
        kind: HelmRelease
        metadata: {{name: {name}}}
        spec:
          values:
            pod:
              annotations:
                k8s.v1.cni.cncf.io/networks: '[{{"name": "things", "ips": ["{address}"]}}]'
        """


@pytest.mark.parametrize(
    ("gateway", "first", "second", "expected"),
    [
        ("10.60.7.1", "10.60.7.20/24", "10.60.7.21/24", []),
        ("10.60.8.1", "10.60.7.20/24", "10.60.7.21/24", ["net.yaml:6"]),
        ("10.60.7.1", "10.60.7.20/24", "10.60.9.21/24", ["b.yaml:7"]),
        ("10.60.8.1", "10.60.7.20", "10.60.7.21", []),
        ("fd5e::1", "10.60.7.20/24", "10.60.7.21/24", []),
    ],
)
def test_a_gateway_of_multus_is_in_the_network_of_who_is_attached(
    gateway: str, first: str, second: str, expected: list[str]
) -> None:
    files = {"net.yaml": network(gateway), "a.yaml": pod("one", first), "b.yaml": pod("two", second)}
    own = [finding for finding in found(files) if finding.code == "A204"]
    assert [f"{finding.problem.at.file}:{finding.problem.at.line}" for finding in own] == expected


@pytest.mark.parametrize(("address", "expected"), [("10.60.7.1/24", ["a.yaml:7"]), ("10.60.7.2/24", [])])
def test_a_pod_does_not_have_the_address_of_its_gateway(address: str, expected: list[str]) -> None:
    files = {"net.yaml": network("10.60.7.1"), "a.yaml": pod("one", address), "b.yaml": pod("two", "10.60.7.21/24")}
    own = [finding for finding in found(files) if finding.code == "H305"]
    assert [f"{finding.problem.at.file}:{finding.problem.at.line}" for finding in own] == expected


def test_of_two_networks_of_one_name_nothing_is_said() -> None:
    files = {
        "net.yaml": network("10.60.8.1"),
        "again.yaml": network("10.60.7.1"),
        "a.yaml": pod("one", "10.60.7.20/24"),
    }
    assert codes(files) == []


@pytest.mark.parametrize(
    ("file", "body", "name"),
    [
        ("stack/values/logs.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        ("stack/logs/values.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        (
            "c.yaml",
            "{kind: Cache, metadata: {name: cache}, spec: {serviceSpec: {loadBalancerIP: 10.60.0.5}}}\n",
            "cache",
        ),
    ],
)
def test_a_service_is_called_as_people_call_it(file: str, body: str, name: str) -> None:
    plan = observed([Source(file, body)])
    assert [service.name for cluster in plan.clusters for service in cluster.pinned_services] == [name]
