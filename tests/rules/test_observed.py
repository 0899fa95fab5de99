"""Rules on what a repository shows."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lab import found, places, short
from manifests import (
    CILIUM_POOL,
    CILIUM_SERVICE,
    FIRST,
    LOAD_BALANCER,
    SMALL,
    TALCONFIG,
    machine,
)

from cidrbook import rules


def test_a_chosen_pool_that_holds_a_node_or_a_virtual_address_is_found() -> None:
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    assert places({**files, "pool.yaml": FIRST.format(pool="10.4.7.10-10.4.7.60")}, ["K816"]) == ["K816 pool.yaml:6"]
    assert places({**files, "pool.yaml": FIRST.format(pool="10.4.7.2-10.4.7.10")}, ["K813"])
    assert not places({**files, "pool.yaml": FIRST.format(pool="10.4.7.60-10.4.7.90")}, ["K813", "K816"])


def test_a_pool_of_a_whole_network_is_left_alone() -> None:
    files = {"talos/patches/cp1.yaml": machine("cp1", "10.4.7.11", "10.4.7.9")}
    assert not places({**files, "pool.yaml": FIRST.format(pool="10.4.7.0/24")}, ["K813", "K816"])


def test_a_service_with_the_gateway_s_address_is_found() -> None:
    files = {
        "talos/patches/cp1.yaml": machine("cp1", "10.4.7.11"),
        "dns.yaml": LOAD_BALANCER.format(name="dns", address="10.4.7.1"),
    }
    assert places(files, ["H305"]) == ["H305 dns.yaml:7"]


def test_a_pool_inside_of_the_pods_range_is_found() -> None:
    files = {
        "talos/patches/common.yaml": "cluster:\n  network:\n    podSubnets: [10.52.0.0/16]\nmachine:\n  kubelet: {}\n",
        "pool.yaml": FIRST.format(pool="10.52.255.0/24"),
    }
    assert places(files, ["K827"]) == ["K827 pool.yaml:6"]


def test_a_node_that_is_not_where_the_others_are_is_found() -> None:
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        nodes:
          - {hostname: cp1, ipAddress: 10.4.7.11}
          - {hostname: cp2, ipAddress: 10.4.70.12}
        patches:
          - |-
            machine:
              kubelet:
                nodeIP:
                  validSubnets: [10.4.7.0/24]
        """
    assert places({"talos/talconfig.yaml": helper}, ["K814"]) == ["K814 talos/talconfig.yaml:5"]


def test_a_network_of_nodes_that_holds_none_is_found() -> None:
    common = """\
        machine:
          kubelet:
            nodeIP:
              validSubnets: [{network}]
        """
    helper = """\
        clusterName: attic
        talosVersion: v1.9.0
        nodes:
          - hostname: cp1
            ipAddress: 10.4.7.11
            networkInterfaces: [{addresses: [10.4.7.11/24], routes: [{gateway: 10.4.7.1}]}]
          - {hostname: cp2, ipAddress: 10.4.7.12}
        """
    nodes = {"talos/talconfig.yaml": helper}
    stale = dedent(common).format(network="10.4.6.0/24")
    assert places({**nodes, "talos/patches/common.yaml": stale}, ["K814"]) == ["K814 talos/patches/common.yaml:4"]
    right = dedent(common).format(network="10.4.7.0/24, 10.4.9.0/24")
    assert not places({**nodes, "talos/patches/common.yaml": right}, ["K814"])


def test_nodes_of_which_only_a_second_address_is_known_are_left_alone() -> None:
    common = "machine:\n  kubelet:\n    nodeIP:\n      validSubnets: [10.4.6.0/24]\n"
    nodes = {f"talos/cp{number}.yaml": machine(f"cp{number}", f"10.4.7.1{number}") for number in (1, 2)}
    assert not places({**nodes, "talos/patches/common.yaml": common}, ["K814"])


def test_an_external_address_that_calico_does_not_announce_is_found_where_others_are() -> None:
    announced = """\
        apiVersion: crd.projectcalico.org/v1
        kind: BGPConfiguration
        metadata:
          name: default
        spec:
          asNumber: 64540
          serviceExternalIPs: [{cidr: 10.59.0.0/16}]
        """
    external = """\
        apiVersion: v1
        kind: Service
        metadata:
          name: {name}
        spec:
          externalIPs: [{address}]
          ports: [{{port: 53}}]
        """
    first = dedent(external).format(name="dns", address="10.59.0.5")
    other = dedent(external).format(name="mail", address="10.95.0.6")
    assert places({"bgp.yaml": announced, "dns.yaml": first, "mail.yaml": other}, ["K821"]) == ["K821 mail.yaml:6"]
    assert not places({"bgp.yaml": announced, "mail.yaml": other}, ["K821"])


def test_no_node_is_on_the_only_network_for_nodes() -> None:
    stale = TALCONFIG.replace("[10.31.5.0/24]", "[10.31.6.0/24]")
    assert short({"talos/talconfig.yaml": TALCONFIG}) == []
    assert short({"talos/talconfig.yaml": stale}) == ["K814 talconfig.yaml:9"]
    assert short({"talos/talconfig.yaml": stale.replace("10.31.6.0/24", "172.20.9.0/24")}) == []


# Pools, DNS


POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec:
  blocks:
    - {start: 10.31.5.100, stop: 10.31.5.150}
"""


PEERED = """apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata: {name: bgp}
spec: {bgpInstances: [{name: a, localASN: 64513, peers: [{name: r, peerASN: 64512, peerAddress: 10.31.0.1}]}]}
"""


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("{start: 10.31.4.2, stop: 10.31.5.250}", ["K827 pool.yaml:6"]),
        ("{start: 10.31.4.2, stop: 10.31.4.250}", []),
        ("{start: 10.31.5.1, stop: 10.31.5.254}", []),
        ("{cidr: 10.31.5.0/24}", []),
    ],
)
def test_a_pool_for_bgp_that_runs_over_the_nodes(block: str, expected: list[str]) -> None:
    pool = POOL.replace("{start: 10.31.5.100, stop: 10.31.5.150}", block)
    nodes = TALCONFIG.partition("controlPlane:")[0]
    files = {"talos/talconfig.yaml": nodes, "apps/pool.yaml": pool, "apps/bgp.yaml": PEERED}
    assert [text for text in short(files) if text.startswith("K827")] == expected


TWICE = SMALL | {"k8s/other.yaml": CILIUM_SERVICE.format(name="other", address="10.8.40.53")}


def test_a_comment_on_the_line_allows_a_finding_there_too() -> None:
    text = TWICE["k8s/other.yaml"].replace("10.8.40.53}}", "10.8.40.53}} # cidrbook: allow H302 one name\n").rstrip()
    [finding] = found(TWICE | {"k8s/other.yaml": text})
    assert (finding.code, finding.waived) == ("H302", "one name")


def test_rules_that_know_of_parts_say_how_severe_they_are_there() -> None:
    partial = {rule.slug: rule.observed_severity for rule in rules.rules() if rule.observed}
    assert partial["duplicate-address"] == partial["pinned-outside-pools"] == "error"
    assert "unused-object" not in partial
    assert "node-without-session" not in partial
    assert set(partial.values()) <= {"error", "warning", "info"}


def test_pools_of_two_clusters_and_one_that_both_apply_do_not_overlap() -> None:
    assert found({"clusters/old/apps/pool.yaml": CILIUM_POOL, "clusters/new/apps/pool.yaml": CILIUM_POOL}) == []
    two = CILIUM_POOL.replace("10.8.40.0/24}]", "10.8.40.0/24}, {cidr: 10.8.40.0/25}]")
    assert [finding.code for finding in found({"clusters/new/apps/pool.yaml": two})] == ["K819"]


@pytest.mark.parametrize(("ports", "expected"), [("[{port: 8080}]", []), ("[]", ["H302 web.yaml:7"])])
def test_services_at_an_external_address_may_have_other_ports_than_a_chart_sets(
    ports: str, expected: list[str]
) -> None:
    files = {
        "chart.yaml": "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: traefik}\nspec:\n"
        "  valuesContent: |-\n    service: {spec: {externalIPs: [10.1.0.21]}}\n",
        "web.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  externalIPs:\n    - 10.1.0.21\n"
        f"  ports: {ports}\n",
    }
    assert places(files, ["H302"]) == expected


SPEAKER = "router bgp 3356\n bgp router-id 10.8.0.1\n neighbor 10.8.0.2 remote-as 64512\n"


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("10.8.0.0/24", ["B604 gate/frr.conf:1"]), ("20.8.0.0/22", []), ("20.8.0.0/28", ["B604 gate/frr.conf:1"])],
    ids=["a private prefix", "a public one that another router announces", "one that nobody accepts"],
)
def test_who_announces_public_space_has_a_number_for_it(prefix: str, expected: list[str]) -> None:
    other = f"router bgp 3356\n network {prefix}\n neighbor 10.8.0.1 remote-as 3356\n"
    assert places({"gate/frr.conf": SPEAKER, "barn/frr.conf": other}, ["B604"]) == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((24, 24, 25), ["H306 n2.yaml:4"]),
        ((25, 25, 24), ["H306 n0.yaml:4"]),
        ((24, 24, 24), []),
    ],
    ids=["one has a longer one", "one has a shorter one", "all have one"],
)
def test_two_lengths_of_one_network_are_one_finding(lengths: tuple[int, ...], expected: list[str]) -> None:
    text = (
        "machine:\n  network:\n    interfaces:\n      - {{addresses: [10.8.5.{last}/{length}],"
        " routes: [{{network: 0.0.0.0/0, gateway: 10.8.5.1}}]}}\n"
    )
    nodes = {f"n{at}.yaml": text.format(last=20 + at, length=length) for at, length in enumerate(lengths)}
    assert places(nodes, ["H306"]) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"run.sh": "export CLUSTER_POD_CIDR=10.61.0.0/16\nexport CLUSTER_SVC_CIDR=10.61.64.0/18\n"}, ["K801 warning"]),
        (
            {
                "talos.yaml": "machine: {}\ncluster:\n  network:\n    podSubnets: [10.61.0.0/16]\n"
                "    serviceSubnets: [10.61.64.0/18]\n"
            },
            ["K801 error"],
        ),
    ],
    ids=["variables", "fields"],
)
def test_what_rests_on_the_name_of_a_variable_is_no_error(files: dict[str, str], expected: list[str]) -> None:
    assert [f"{finding.code} {finding.severity}" for finding in found(files, ["K801"])] == expected
