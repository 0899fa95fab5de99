"""One value in several files of a lab, of which one is of before; and what only looks like that."""

from __future__ import annotations

from datetime import date

import pytest
from netaddr import IPNetwork

from cidrbook import rules
from cidrbook.drift.objects.stale_app_ranges import slip
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


def messages(files: dict[str, str]) -> str:
    return "\n".join(finding.problem.message for finding in rules.check_observation(tree(files)))


TALOS = """machine:
  kubelet: {nodeIP: {validSubnets: [10.31.5.0/24]}}
cluster:
  controlPlane: {endpoint: "https://10.31.5.9:6443"}
  apiServer: {certSANs: [10.31.5.9]}
  etcd: {advertisedSubnets: [10.31.5.0/24]}
  network:
    podSubnets: [10.71.0.0/16]
    serviceSubnets: [10.81.0.0/16]
"""

TALCONFIG = """clusterName: barn
endpoint: https://10.31.5.9:6443
clusterPodNets: [10.71.0.0/16]
clusterSvcNets: [10.81.0.0/16]
nodes:
  - {hostname: ox, ipAddress: 10.31.5.10, networkInterfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}
  - {hostname: hen, ipAddress: 10.31.5.11, networkInterfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}
controlPlane:
  inlinePatch: {machine: {kubelet: {nodeIP: {validSubnets: [10.31.5.0/24]}}}}
"""


def release(name: str, values: str) -> str:
    """A HelmRelease with these values, of which the first is on line 6."""
    lines = "\n".join(f"    {line}" for line in values.splitlines())
    head = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
    return f"{head}metadata: {{name: {name}}}\nspec:\n  values:\n{lines}\n"


# Cilium's values


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10.72.0.0/16", ["R902 values.yaml:2"]),
        ("10.71.0.0/16", []),
        ("10.71.0.0/17", []),
        ("10.0.0.0/8", []),
        ("0.0.0.0/0", []),
    ],
)
def test_what_a_second_file_of_cilium_routes_is_compared(written: str, expected: list[str]) -> None:
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "apps/cilium/helmrelease.yaml": release("cilium", "ipv4NativeRoutingCIDR: 10.71.0.0/16\nroutingMode: native"),
        "talos/cilium/values.yaml": f"ipam: {{mode: kubernetes}}\nipv4NativeRoutingCIDR: {written}\n",
    }
    assert found(files) == expected


def test_two_files_of_cilium_are_compared_where_nothing_else_says_the_pods() -> None:
    files = {
        "apps/cilium/helmrelease.yaml": release("cilium", "ipv4NativeRoutingCIDR: 10.71.0.0/16"),
        "bootstrap/cilium/values.yaml": "ipv4NativeRoutingCIDR: 10.72.0.0/16\n",
    }
    assert found(files) == ["R902 values.yaml:1"]


@pytest.mark.parametrize(("mode", "expected"), [("cluster-pool", ["R902 values.yaml:1"]), ("kubernetes", [])])
def test_a_pool_of_cilium_counts_where_it_is_in_use(mode: str, expected: list[str]) -> None:
    pool = "ipam: {mode: MODE, operator: {clusterPoolIPv4PodCIDRList: [10.72.0.0/16]}}\n".replace("MODE", mode)
    own = "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.71.0.0/16]}}"
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "apps/cilium/helmrelease.yaml": release("cilium", own),
        "talos/cilium/values.yaml": pool,
    }
    assert found(files) == expected


# Where the API is


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("10.31.5.8", ["K826 values.yaml:1"]),
        ("10.31.5.9", []),
        ("10.31.5.11", []),
        ("10.31.6.8", []),
        ("api.barn.example", []),
        ("localhost", []),
        ("127.0.0.1", []),
    ],
)
def test_where_cilium_finds_the_api_is_compared(host: str, expected: list[str]) -> None:
    values = f"k8sServiceHost: {host}\nipv4NativeRoutingCIDR: 10.71.0.0/16\n"
    assert found({"talos/talconfig.yaml": TALCONFIG, "talos/cilium/values.yaml": values}) == expected


def test_an_address_of_the_api_that_a_host_has_is_fine() -> None:
    files = {
        "talos/talconfig.yaml": TALCONFIG,
        "talos/cilium/values.yaml": "k8sServiceHost: 10.31.5.8\nipv4NativeRoutingCIDR: 10.71.0.0/16\n",
        "ansible/inventory.yml": "all: {hosts: {balancer: {ansible_host: 10.31.5.8}}}\n",
    }
    assert found(files) == []


def test_an_endpoint_beside_nodes_that_are_not_known_may_be_one_of_theirs() -> None:
    patch = "machine: {network: {interfaces: [{interface: eth0, dhcp: true, vip: {ip: 10.31.5.9}}]}}\n"
    files = {"talos/patches/vip.yaml": patch, "talos/patches/join.yaml": "K3S_URL: https://10.31.5.10:6443\n"}
    assert found(files) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("[10.31.5.8, 127.0.0.1]", ["K826 cluster.yaml:1"]),
        ("[10.31.5.9, 127.0.0.1]", []),
        ("[10.31.5.20, 10.31.5.21, 10.31.5.22]", []),
        ("[192.168.80.1]", []),
        ("[api.barn.example]", []),
    ],
)
def test_what_the_certificate_of_the_api_is_for(names: str, expected: list[str]) -> None:
    patch = f"cluster: {{apiServer: {{certSANs: {names}}}}}\n"
    assert found({"talos/talconfig.yaml": TALCONFIG, "talos/patches/cluster.yaml": patch}) == expected


@pytest.mark.parametrize(("address", "expected"), [("10.31.5.19", ["K826 all.yml:1"]), ("10.31.5.10", [])])
def test_a_variable_that_is_called_after_the_first_node(address: str, expected: list[str]) -> None:
    hosts = "k3s_cluster: {hosts: {ox: {ansible_host: 10.31.5.10}, hen: {ansible_host: 10.31.5.11}}}\n"
    files = {"ansible/inventory.yml": hosts, "ansible/group_vars/all.yml": f"k3s_master_ip: {address}\n"}
    assert found(files) == expected


def test_a_variable_of_flux_that_says_where_the_api_is() -> None:
    settings = "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata:\n  KUBE_API_ADDR: 10.31.5.8\n"
    files = {"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}
    assert found(files) == ["K826 settings.yaml:4"]
    assert "KUBE_API_ADDR" in messages(files)
    assert found(files | {"flux/settings.yaml": settings.replace("5.8", "5.9")}) == []


@pytest.mark.parametrize(
    ("kind", "expected"), [("Config", ["K826 kubeconfig.yaml:3"]), ("Application", []), ("Cluster", [])]
)
def test_the_server_of_a_kubeconfig(kind: str, expected: list[str]) -> None:
    text = f"kind: {kind}\nclusters:\n  - cluster: {{server: 'https://10.31.5.8:6443'}}\n"
    assert found({"talos/talconfig.yaml": TALCONFIG, "kubeconfig.yaml": text}) == expected


# The networks of nodes


def test_networks_of_nodes_that_two_keys_of_talos_have_otherwise() -> None:
    vip = "machine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.31.5.9}}]}}\n"
    files = {"talos/machine.yaml": TALOS, "talos/vip.yaml": vip}
    assert found(files) == []
    stale = TALOS.replace("advertisedSubnets: [10.31.5.0/24]", "advertisedSubnets: [10.31.6.0/24]")
    assert found(files | {"talos/machine.yaml": stale}) == ["R902 machine.yaml:6"]
    storage = TALOS.replace("advertisedSubnets: [10.31.5.0/24]", "advertisedSubnets: [172.20.9.0/24]")
    assert found(files | {"talos/machine.yaml": storage}) == []


def test_no_node_is_on_the_only_network_for_nodes() -> None:
    stale = TALCONFIG.replace("[10.31.5.0/24]", "[10.31.6.0/24]")
    assert found({"talos/talconfig.yaml": TALCONFIG}) == []
    assert found({"talos/talconfig.yaml": stale}) == ["K814 talconfig.yaml:9"]
    assert found({"talos/talconfig.yaml": stale.replace("10.31.6.0/24", "172.20.9.0/24")}) == []


# What settings trust


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("CHAT_TRUSTED_PROXIES", "10.71.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.42.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.72.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.17.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.150.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.0.0.0/8", False),
        ("CHAT_TRUSTED_PROXIES", "10.72.0.0/16,10.71.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.31.5.0/24,10.42.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "192.168.99.0/24", False),
        ("TS_ROUTES", "10.31.5.0/24,10.82.0.0/16", True),
        ("TS_ROUTES", "192.168.50.0/24", False),
        ("CHAT_ARGS", "--accept-dns=false --advertise-routes=10.43.0.0/16", True),
        ("CHAT_ARGS", "--accept-dns=false --advertise-routes=10.81.0.0/16", False),
        ("podCIDR", "10.150.0.0/16", True),
        ("podCIDR", "10.71.0.0/16", False),
        ("serviceCidr", "10.71.0.0/16", False),
        ("serviceCidr", "10.150.0.0/16", True),
    ],
)
def test_ranges_of_the_cluster_in_settings(key: str, value: str, expected: bool) -> None:  # noqa: FBT001
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/chat/helmrelease.yaml": release("chat", f'{key}: "{value}"')}
    assert found(files) == (["R902 helmrelease.yaml:6"] if expected else [])


def test_a_chart_that_makes_clusters_has_ranges_of_their_own() -> None:
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/x/vcluster.yaml": release("vcluster", "podCIDR: 10.150.0.0/16")}
    assert found(files) == []


def test_settings_that_are_numbered_are_one() -> None:
    both = "CHAT_TRUSTED_PROXY_1: 10.42.0.0/16\nCHAT_TRUSTED_PROXY_2: 10.71.0.0/16"
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/chat/helmrelease.yaml": release("chat", both)}
    assert found(files) == []


@pytest.mark.parametrize(
    ("nodes", "written", "expected"),
    [
        ("10.31.55.0/24", "10.31.56.0/24", ["R902 helmrelease.yaml:6"]),
        ("10.31.55.0/24", "10.31.77.0/24", []),
        ("10.31.50.0/24", "10.31.40.0/24", []),
        ("10.31.5.0/24", "10.31.6.0/24", []),
    ],
)
def test_the_network_of_the_nodes_with_another_digit(nodes: str, written: str, expected: list[str]) -> None:
    talos = TALOS.replace("10.31.5.0/24", nodes).replace("10.31.5.9", nodes.replace("0/24", "9"))
    both = f"CHAT_TRUSTED_PROXY_1: {written}\nCHAT_TRUSTED_PROXY_2: 10.71.0.0/16"
    assert found({"talos/machine.yaml": talos, "apps/chat/helmrelease.yaml": release("chat", both)}) == expected


def test_a_range_of_another_cluster_of_the_repository_is_fine() -> None:
    files = {
        "kubernetes/attic/talos/talconfig.yaml": TALCONFIG,
        "kubernetes/garage/talos/machine.yaml": TALOS.replace("10.71.", "10.72.").replace("10.31.", "10.32."),
        "kubernetes/attic/apps/chat/helmrelease.yaml": release("chat", "TRUSTED_PROXIES: 10.72.0.0/16"),
    }
    assert [text for text in found(files) if text.startswith("R902")] == []


def test_a_variable_that_says_which_range_is_trusted() -> None:
    settings = (
        "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata:\n  TRUSTED_INTERNAL_POD_CIDR: 10.150.0.0/16\n"
    )
    files = {"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}
    assert found(files) == ["R902 settings.yaml:4"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("egress: [{toCIDR: [10.42.0.0/16]}]", ["R902 policy.yaml:3"]),
        ("egress: [{toCIDRSet: [{cidr: 10.72.0.0/16}]}]", ["R902 policy.yaml:3"]),
        ("egress: [{toCIDR: [10.71.0.0/16]}]", []),
        ("egress: [{toCIDRSet: [{cidr: 0.0.0.0/0, except: [10.0.0.0/8]}]}]", []),
        ("ingress: [{from: [{ipBlock: {cidr: 192.168.7.0/24}}]}]", []),
    ],
)
def test_ranges_in_policies(rule: str, expected: list[str]) -> None:
    policy = f"kind: CiliumNetworkPolicy\nmetadata: {{name: chat}}\nspec: {{{rule}}}\n"
    assert found({"talos/talconfig.yaml": TALCONFIG, "apps/chat/policy.yaml": policy}) == expected


HASS = """kind: ConfigMap
metadata: {name: hass}
data:
  configuration.yaml: |
    http:
      trusted_proxies:
        - 10.31.5.0/24
        - 10.42.0.0/16
"""


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("limits.toml", "[net]\ntrusted_proxies = ['127.0.0.0/8', '10.42.0.0/16']\n", ["R902 limits.toml:2"]),
        ("limits.toml", "[net]\ntrusted_proxies = [\n  '10.42.0.0/16',\n  '10.71.0.0/16']\n", []),
        ("limits.toml", "[net]\n# trusted_proxies = ['10.42.0.0/16']\n", []),
        ("chat.ini", "TRUSTED_PROXIES = 10.72.0.0/16\n", ["R902 chat.ini:1"]),
        (
            "map.yaml",
            HASS,
            ["R902 map.yaml:8"],
        ),
    ],
)
def test_proxies_that_are_trusted_in_lines(file: str, text: str, expected: list[str]) -> None:
    assert found({"talos/talconfig.yaml": TALCONFIG, f"apps/chat/{file}": text}) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("trusted_proxies", "[10.31.5.1/24]", ["F108 chat.yaml:1"]),
        ("sourceRange", "[10.31.5.1/24]", ["F108 chat.yaml:1"]),
        ("sourceRange", "[10.31.5.1/32]", []),
        ("sourceRange", "[10.31.5.1]", []),
        ("AllowedIPs", "[10.31.5.1/24]", []),
        ("addresses", "[10.31.5.1/24]", []),
    ],
)
def test_host_bits_in_what_settings_trust(key: str, value: str, expected: list[str]) -> None:
    assert found({"apps/chat.yaml": f"{key}: {value}\n"}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("10.42.0.0/16", "10.43.0.0/16", True),
        ("10.42.0.0/16", "10.24.0.0/16", True),
        ("10.42.0.0/16", "10.142.0.0/16", True),
        ("10.42.0.0/16", "10.42.0.0/24", False),
        ("10.42.0.0/16", "11.43.0.0/16", False),
        ("10.42.0.0/16", "10.99.0.0/16", False),
        ("10.42.0.0/16", "10.42.0.0/16", False),
        ("fd00::/16", "fd01::/16", False),
    ],
)
def test_networks_that_a_slip_of_the_finger_tells_apart(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert slip(IPNetwork(one), IPNetwork(other)) is expected


# Pools, DNS


POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec:
  blocks:
    - {start: 10.31.5.100, stop: 10.31.5.150}
"""


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("k3s_lb_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_external_ip_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_lb_range", "10.31.5.100-10.31.5.150", []),
        ("k3s_lb_range", "10.31.5.90-10.31.5.160", []),
        ("k3s_lb_range", "10.99.7.200-10.99.7.220", []),
        ("k3s_dhcp_range", "10.31.5.200-10.31.5.220", []),
    ],
)
def test_a_variable_for_the_pool(name: str, value: str, expected: list[str]) -> None:
    files = {"apps/pool.yaml": POOL, "ansible/group_vars/all.yml": f'{name}: "{value}"\n'}
    assert found(files) == expected


@pytest.mark.parametrize(
    ("address", "expected"), [("10.43.0.10", ["R902 settings.yaml:4"]), ("10.81.0.10", []), ("10.31.5.53", [])]
)
def test_a_variable_for_the_dns_of_the_cluster(address: str, expected: list[str]) -> None:
    settings = f"kind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata:\n  COREDNS_ADDR: {address}\n"
    assert found({"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}) == expected


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
    assert [text for text in found(files) if text.startswith("K827")] == expected


# What is asked for twice, and names


GATEWAY = """apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: inside
  annotations: {lbipam.cilium.io/ips: 10.31.8.20}
spec:
  gatewayClassName: envoy
  addresses: [{type: IPAddress, value: 10.31.8.20}]
"""


def test_a_gateway_that_asks_for_two_addresses() -> None:
    assert found({"gateway.yaml": GATEWAY}) == []
    assert found({"gateway.yaml": GATEWAY.replace("value: 10.31.8.20", "value: 10.31.8.21")}) == ["K828 gateway.yaml:5"]


@pytest.mark.parametrize(
    ("field", "note", "expected"),
    [
        ("10.31.8.20", "10.31.8.21", ["K828 service.yaml:5"]),
        ("10.31.8.20", "10.31.8.20", []),
        ("10.31.8.20", "10.31.8.20,10.31.8.21", []),
        ("10.31.8.20", "fd00::20", []),
        ("10.31.8.20", "${SVC_CHAT}", []),
    ],
)
def test_a_service_that_asks_for_two_addresses(field: str, note: str, expected: list[str]) -> None:
    service = (
        f"kind: Service\nmetadata:\n  name: chat\n  annotations: {{metallb.io/loadBalancerIPs: '{note}'}}\n"
        f"spec: {{type: LoadBalancer, loadBalancerIP: {field}}}\n"
    )
    assert found({"service.yaml": service}) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("DOCKER_HOST_ADDRESS", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("DOCKER_HOST_ADDRESS", "10.31.8.20", []),
        ("external-ip", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("MEDIASOUP_ANNOUNCED_IP", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("NODE_IP", "10.31.8.21", []),
    ],
)
def test_settings_that_say_where_a_service_is(key: str, value: str, expected: list[str]) -> None:
    values = f"{key}: {value}\nservice: {{app: {{type: LoadBalancer, loadBalancerIP: 10.31.8.20}}}}"
    assert found({"apps/chat/helmrelease.yaml": release("chat", values)}) == expected


NAMED = """kind: Service
metadata:
  name: blocks-router
  annotations: {external-dns.alpha.kubernetes.io/hostname: "mc.barn.example,blocks.barn.example"}
spec: {type: LoadBalancer, loadBalancerIP: 10.31.8.20}
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.31.8.20", []),
        ("10.31.8.44", ["K828 helmrelease.yaml:8"]),
        ("10.31.8.30", []),
        ("10.31.9.44", []),
        ("203.0.113.5", []),
    ],
)
def test_a_record_of_a_name_that_a_service_asks_for(address: str, expected: list[str]) -> None:
    zone = f"zoneFiles:\n- contents: |\n    mc.barn.example. IN A {address}\n    www.barn.example. IN A 10.31.8.30"
    proxy = "kind: Service\nmetadata: {name: ingress-nginx}\nspec: {type: LoadBalancer, loadBalancerIP: 10.31.8.30}\n"
    files = {"service.yaml": NAMED, "proxy.yaml": proxy, "dns/helmrelease.yaml": release("coredns", zone)}
    assert found(files) == expected


def test_a_record_that_a_corefile_has() -> None:
    corefile = "barn.example {\n  hosts {\n    10.31.8.44 mc.barn.example\n  }\n}\n"
    assert "K828 Corefile:3" in found({"service.yaml": NAMED, "dns/Corefile": corefile})
    assert found({"service.yaml": NAMED, "dns/Corefile": corefile.replace("8.44", "8.20")}) == []


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
    assert found({"ansible/inventory.yml": INVENTORY, "apps/nas.yaml": f"{manifest}\n"}) == expected


@pytest.mark.parametrize(
    ("server", "path", "expected"),
    [
        ("10.31.8.66", "/tank/films", ["R902 c.yaml:3"]),
        ("10.31.8.60", "/tank/films", []),
        ("10.31.9.66", "/tank/films", []),
        ("10.31.8.66", "/backup/films", []),
    ],
)
def test_one_mount_from_another_server(server: str, path: str, expected: list[str]) -> None:
    def volume(name: str, server: str, path: str) -> str:
        nfs = f"{{server: {server}, path: {path}}}"
        return f"kind: PersistentVolume\nmetadata: {{name: {name}}}\nspec: {{nfs: {nfs}}}\n"

    files = {f"apps/{text}.yaml": volume(text, "10.31.8.60", "/tank/films") for text in ("a", "b")}
    assert found(files | {"apps/c.yaml": volume("c", server, path)}) == expected


# What is no address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all: {hosts: {ox: {ansible_host: 192.168.31.300}}}", ["F104 hosts.yml:1"]),
        ("gateway: 10.31.256.1", ["F104 hosts.yml:1"]),
        ("lan_cidr: 10.31.0.0/33", ["F104 hosts.yml:1"]),
        ("endpoint: https://10.31.5.256:6443", ["F104 hosts.yml:1"]),
        ("version: 10.31.300.1", []),
        ("gateway: 10.31.255.1", []),
        ("gateway: 8.8.8.888", []),
    ],
)
def test_numbers_that_are_too_large_for_an_address(text: str, expected: list[str]) -> None:
    assert found({"ansible/hosts.yml": f"{text}\n"}) == expected
