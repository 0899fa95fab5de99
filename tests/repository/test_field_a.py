"""What trees of labs that nobody here had seen showed: formats that were not read, and copies that stay behind."""

from __future__ import annotations

from datetime import date

import pytest

from cidrbook import rules
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observed
from cidrbook.text.source import Source

TODAY = date(2027, 1, 1)


def tree(files: dict[str, str]) -> Observation:
    return observed([Source(name, text) for name, text in files.items()])


def found(files: dict[str, str]) -> list[str]:
    """The findings of a tree, each as its code, its file and its line."""
    return [
        f"{finding.code} {finding.problem.at.file.rpartition('/')[2]}:{finding.problem.at.line}"
        for finding in rules.check_observation(tree(files))
    ]


def nodes(files: dict[str, str]) -> dict[str, list[str]]:
    return {node.id: [*map(str, node.addresses)] for one in tree(files).clusters for node in one.nodes}


TOPF = """clusterName: barn
clusterEndpoint: https://10.30.7.9:6443
kubernetesVersion: v1.36.1
nodes:
  - host: ox
    ip: 10.30.7.10
    role: control-plane
  - host: hen
    ip: 10.30.7.11
    role: worker
"""


def test_topf_lists_the_nodes_of_a_cluster_and_where_its_api_is() -> None:
    seen = tree({"talos/topf.yaml": TOPF})
    (cluster,) = seen.clusters
    assert [(node.id, str(node.addresses[0]), node.roles) for node in cluster.nodes] == [
        ("ox", "10.30.7.10", ("control-plane",)),
        ("hen", "10.30.7.11", ("worker",)),
    ]
    assert cluster.api is not None
    assert (cluster.distribution, cluster.version, str(cluster.api.addresses[0])) == ("talos", "v1.36.1", "10.30.7.9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clusterName: barn\nnodes: [{host: ox, role: worker}]", {}),
        ("clusterName: barn\nnodes: [{host: 10.30.7.10, role: worker}]", {"10-30-7-10": ["10.30.7.10"]}),
        ("nodes: [{host: ox, ip: 10.30.7.10}]", {}),
    ],
)
def test_topf_nodes_without_an_address_of_their_own(text: str, expected: dict[str, list[str]]) -> None:
    assert nodes({"topf.yaml": text}) == expected


def test_two_nodes_of_topf_with_one_address_are_found() -> None:
    assert found({"topf.yaml": TOPF.replace("10.30.7.11", "10.30.7.10")}) == ["H302 topf.yaml:9"]


def test_a_document_that_says_another_address_of_a_node_of_topf_is_found() -> None:
    readme = "# Nodes\n\n| Node | Address |\n| --- | --- |\n| ox | 10.30.7.10 |\n| hen | 10.30.7.21 |\n"
    assert found({"topf.yaml": TOPF, "README.md": readme}) == ["R904 README.md:6"]


def test_a_patch_in_the_folder_of_a_node_is_of_that_node() -> None:
    patch = "apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\naddresses: [{address: 10.31.7.10/24}]\n"
    assert nodes({"talos/node/ox/02-storage.yaml": patch}) == {"ox": ["10.31.7.10"]}


def test_a_template_of_talos_that_ends_in_tpl_is_read() -> None:
    text = """machine:
  kubelet: {nodeIP: {validSubnets: [10.30.0.0/16]}}
  network:
    interfaces:
      - deviceSelector:
          hardwareAddr: {{ .Node.Data.mac }}
        dhcp: true
        {{- if eq .Node.Role "control-plane" }}
        vip:
          ip: 10.30.7.9
        {{- end }}
"""
    (cluster,) = tree({"talos/all/03-network.yaml.tpl": text}).clusters
    assert [str(address.addresses[0]) for address in cluster.virtual_addresses] == ["10.30.7.9"]


HELPER = """clusterName: barn
endpoint: https://barn.lab:6443
nodes:
  - hostname: ox.${domain}
    ipAddress: 10.30.7.10
    controlPlane: true
  - hostname: ${name}
    ipAddress: 10.30.7.12
controlPlane:
  inlinePatch:
    machine:
      kubelet: {nodeIP: {validSubnets: [10.30.7.0/24]}}
"""


def test_a_node_of_talhelper_whose_domain_is_a_variable_has_its_name() -> None:
    assert nodes({"talos/talconfig.yaml": HELPER}) == {"ox": ["10.30.7.10"]}


def test_a_patch_of_talhelper_that_is_no_text_is_read() -> None:
    seen = tree({"talos/talconfig.yaml": HELPER})
    assert [str(network.cidrs[0]) for network in seen.networks] == ["10.30.7.0/24"]


SETTINGS = """kind: ConfigMap
metadata: {name: cluster-settings}
data:
  NETWORK_LB_RANGE: 10.32.0.0/24
"""
OLD = """kind: ConfigMap
metadata: {name: bgp-config}
data:
  config.yaml: |
    peers:
      - peer-address: ${NETWORK_ROUTER}
        peer-asn: 64512
        my-asn: 64513
    address-pools:
      - name: default
        addresses:
          - ${NETWORK_LB}
"""


def test_a_variable_of_an_old_pool_that_nothing_defines_is_found() -> None:
    assert found({"settings.yaml": SETTINGS, "pool.yaml": OLD}) == ["R903 pool.yaml:6", "R903 pool.yaml:12"]
    known = SETTINGS + "  NETWORK_ROUTER: 10.30.7.1\n  NETWORK_LB: 10.32.1.0/24\n"
    assert found({"settings.yaml": known, "pool.yaml": OLD}) == []
    values = "kind: HelmRelease\nspec: {values: {configInline: {address-pools: [{addresses: ['${NETWORK_LB}']}]}}}\n"
    assert found({"settings.yaml": SETTINGS, "metallb.yaml": values}) == ["R903 metallb.yaml:2"]


def release(setting: str, more: str = "") -> dict[str, str]:
    """A program with a pinned service, and a setting."""
    text = f"""kind: HelmRelease
metadata: {{name: films}}
spec:
  values:
    env:
      {setting}
    service:
      app: {{type: LoadBalancer, loadBalancerIP: 10.32.0.20}}
{more}"""
    return {"films.yaml": text}


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("FILMS_ADVERTISE_URL: http://10.32.0.10:32400", ["K828 films.yaml:6"]),
        ("ADVERTISE_IP: 10.32.0.10", ["K828 films.yaml:6"]),
        ("FILMS_PublishedServerUrl: http://10.32.0.10:8096", ["K828 films.yaml:6"]),
        ("FILMS_ADVERTISE_URL: http://10.32.0.20:32400", []),
        ("FILMS_ADVERTISE_URL: 'http://10.32.0.10:32400,http://10.32.0.20:32400'", []),
        ("FILMS_ADVERTISE_URL: https://films.example.com", []),
        ("FILMS_ADVERTISE_URL: http://100.70.0.10:32400", []),
        ("FILMS_ADVERTISE_URL: http://${FILMS}:32400", []),
        ("FILMS_UPSTREAM_URL: http://10.32.0.10:32400", []),
        ("ADVERTISE_ROUTES: 10.32.0.0/24", []),
    ],
)
def test_a_program_that_says_it_is_at_another_address_than_its_service(setting: str, expected: list[str]) -> None:
    assert found(release(setting)) == expected


def test_a_program_on_its_node_s_own_network_may_say_the_node_s_address() -> None:
    assert found(release("ADVERTISE_IP: 10.32.0.10", "    hostNetwork: true\n")) == []


def test_a_setting_in_the_list_of_a_container_is_read() -> None:
    text = """kind: List
spec:
  env: [{name: ADVERTISE_IP, value: 10.32.0.10}]
  service: {loadBalancerIP: 10.32.0.20}
"""
    assert found({"films.yaml": text}) == ["K828 films.yaml:3"]


GATEWAY = """apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: {name}
  annotations: {{external-dns.alpha.kubernetes.io/target: "{target}"}}
spec: {{addresses: [{{value: {address}}}]}}
"""
ROUTE = """apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shed
  annotations: {{external-dns.alpha.kubernetes.io/target: "{target}"}}
spec: {{parentRefs: [{{name: {parent}}}]}}
"""


def gates(target: str = "10.32.0.51", route: str = "10.32.0.51", parent: str = "inner") -> list[str]:
    return found(
        {
            "inner.yaml": GATEWAY.format(name="inner", target=target, address="10.32.0.51"),
            "outer.yaml": GATEWAY.format(name="outer", target="lab.example.com", address="10.32.0.50"),
            "route.yaml": ROUTE.format(target=route, parent=parent),
        }
    )


def test_a_target_for_external_dns_is_an_address_of_its_gateway() -> None:
    assert gates() == []
    assert gates(target="10.32.0.50") == ["K828 inner.yaml:5"]
    assert gates(route="10.32.0.50") == ["K828 route.yaml:5"]
    assert gates(route="10.32.0.50", parent="outer") == []
    assert gates(route="10.32.0.50", parent="elsewhere") == []
    assert gates(route="lab.example.com") == []
    assert gates(route="100.70.0.5") == []


def test_a_target_of_a_service_in_values_is_its_own_and_that_of_a_route_beside_it_is_not() -> None:
    text = """kind: HelmRelease
metadata: {{name: mine}}
spec:
  values:
    service:
      app:
        loadBalancerIP: 10.32.0.6
        annotations: {{external-dns.alpha.kubernetes.io/target: "{}"}}
    route:
      app:
        annotations: {{external-dns.alpha.kubernetes.io/target: 10.32.0.51}}
        parentRefs: [{{name: inner}}]
"""
    assert found({"mine.yaml": text.format("10.32.0.6")}) == []
    assert found({"mine.yaml": text.format("10.32.0.7")}) == ["K828 mine.yaml:8"]


LAN = """resource "unifi_network" "lan" {
  name         = "lan"
  subnet       = "10.30.7.1/24"
  dhcp_enabled = true
  dhcp_start   = "10.30.7.6"
  dhcp_stop    = "10.30.7.200"
}
"""
LEASE = 'resource "unifi_user" "ox" {\n  name = "ox"\n  mac = "02:00:5e:00:00:01"\n  fixed_ip = "10.30.7.10"\n}\n'


def test_where_nodes_are_reached_may_be_reserved_unless_the_reservations_are_shown() -> None:
    only_nodes = TOPF.replace("clusterEndpoint: https://10.30.7.9:6443\n", "")
    assert found({"topf.yaml": only_nodes, "lan.tf": LAN}) == []
    assert found({"topf.yaml": only_nodes, "lan.tf": LAN + LEASE}) == ["D402 topf.yaml:8"]
    link = "machine: {network: {hostname: ox, interfaces: [{addresses: [10.30.7.10/24]}]}}\n"
    assert found({"ox.yaml": link, "lan.tf": LAN}) == ["D402 ox.yaml:1"]


FRR = """router bgp 64512
 bgp router-id 10.30.7.1
 neighbor 10.30.7.10 remote-as {asn}
 neighbor 10.30.7.11 remote-as {asn}
"""
BGP = """apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata: {name: bgp}
spec: {bgpInstances: [{name: a, localASN: 64513, peers: [{name: r, peerAddress: 10.30.7.1, peerASN: 64512}]}]}
"""


def test_a_node_with_a_reservation_is_the_node_that_a_router_speaks_bgp_with() -> None:
    leases = LEASE + LEASE.replace("ox", "hen").replace("00:01", "00:02").replace("7.10", "7.11")
    files = {"topf.yaml": TOPF, "leases.tf": leases, "bgp.yaml": BGP}
    assert found(files | {"frr.conf": FRR.format(asn=64513)}) == []
    assert found(files | {"frr.conf": FRR.format(asn=64514)}) == ["B607 frr.conf:3"]


DNS = """kind: HelmRelease
metadata: {name: coredns}
spec: {values: {service: {clusterIP: '${COREDNS_ADDR}'}}}
"""
OTHER = """kind: ConfigMap
metadata: {name: cluster-settings}
data: {%s}
"""


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("LAN_ADDR: 10.30.7.1", ["R903 dns.yaml:3"]),
        ("COREDNS_REPLICAS: '2', COREDNS_OTHER: 10.30.7.1", ["R903 dns.yaml:3"]),
        ("COREDNS_ADDR: 10.43.0.10", []),
        ("LAN_CIDR: 10.30.7.0/24", []),
        ("LAN_ADDR: something", []),
    ],
)
def test_a_variable_for_the_address_of_dns_that_nothing_defines_is_found(known: str, expected: list[str]) -> None:
    assert found({"settings.yaml": OTHER % known, "dns.yaml": DNS}) == expected
