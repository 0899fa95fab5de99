"""Values that look like those of the lab and are not: still open, made up, of another interface or object."""

from __future__ import annotations

import pytest
from lab import found, tree

_POOL = (
    "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\nspec: {blocks: [{cidr: {0}}]}\n"
)
_SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: {0}, annotations: {lbipam.cilium.io/ips: {1}}}\n"
    "spec: {type: LoadBalancer, ports: [{port: 80}]}\n"
)
_TALOS = (
    "clusterName: elm\nendpoint: https://10.31.40.5:6443\nclusterPodNets: [10.64.0.0/16]\n"
    "clusterSvcNets: [10.65.0.0/16]\nnodes:\n"
    "  - {hostname: elm-1, ipAddress: 10.31.40.11, controlPlane: true}\n"
    "  - {hostname: elm-2, ipAddress: 10.31.40.12, controlPlane: false}\n"
)
_INTERFACE = "machine:\n  network:\n    interfaces:\n      - {dhcp: false, addresses: [192.168.7.9/24]}\n"


def _filled(text: str, *values: str) -> str:
    for which, value in enumerate(values):
        text = text.replace(f"{{{which}}}", value)
    return text


def _settings(*lines: str, head: str = "") -> str:
    data = "".join(f"  {line}\n" for line in lines)
    return f"{head}apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata:\n{data}"


_SERVICES = ("CLUSTER_POD_CIDR: 10.64.0.0/16", "CLUSTER_SERVICE_CIDR: 10.65.0.0/16")
_INTERFACES = 'network_interfaces:\n  - {mac_address: "52:54:00:00:00:0{0}", ipv4_address: 10.31.2.{0}}\n'
_SHOWN = "# Load balancer IP pool\n\n```sh\nkubectl apply -f - <<EOF\n" + _filled(_POOL, "10.77.0.0/28").replace(
    "name: pool", "name: {0}"
)

SILENT = [
    pytest.param(
        {
            "bgp.yaml": (
                "apiVersion: cilium.io/v2alpha1\nkind: CiliumBGPPeeringPolicy\nmetadata: {name: bgp}\nspec:\n"
                "  virtualRouters:\n    - localASN: <path:lab/base#ASN>\n      neighbors:\n"
                "        - {peerAddress: 10.31.40.1/32, peerASN: <path:lab/base#PEER>}\n"
            )
        },
        id="what Argo CD's plugin fills in",
    ),
    pytest.param(
        {
            "vars.yaml": _settings(*_SERVICES, "NET_SERVICES_CIDR: 10.31.50.0/24"),
            "pool.yaml": _filled(_POOL, "${NET_SERVICES_CIDR}"),
        },
        id="a network that is called services",
    ),
    pytest.param(
        {
            "vars.yaml": _settings("VIP: 10.0.0.53", head="# These are placeholder values: others override them.\n"),
            "pool.yaml": _filled(_POOL, "10.31.50.0/24"),
            "web.yaml": _filled(_SERVICE, "web", '"${VIP}"'),
        },
        id="placeholders",
    ),
    pytest.param(
        {f"host_vars/{name}/main.yaml": _filled(_INTERFACES, str(at)) for at, name in enumerate(("ox", "hen"), 2)},
        id="interfaces of two hosts",
    ),
    pytest.param(
        {"pool.yaml": _filled(_POOL, "10.31.50.0/24"), "README.md": _filled(_SHOWN, "sample") + "```\n"},
        id="an object that is shown",
    ),
]

_FLUX = (
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n"
    "spec: {path: ./, postBuild: {substituteFrom: [{kind: ConfigMap, name: cluster-settings}]}}\n"
)
_ASKED = _filled(_SERVICE, "dns", '"${SVC_DNS_ADDR}"')
_KUBEADM = (
    "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"
    "networking: {podSubnet: 10.64.0.0/16, serviceSubnet: 10.65.0.0/16}\n"
)
_INIT = "# A\n\n```sh\nkubeadm init --pod-network-cidr 10.77.0.0/16\n```\n"
_ENVIRONMENT = "configMapGenerator: [{name: cluster-settings, envs: [cluster.env]}]\n"

FOUND = [
    pytest.param(
        {"pool.yaml": _filled(_POOL, "10.31.50.0/24"), "web.yaml": _filled(_SERVICE, "web", '"${IP:=10.31.9.9}"')},
        ["K821 error"],
        id="a default that is an address",
    ),
    pytest.param(
        {"flux.yaml": _FLUX, "vars.yaml": _settings("SVC_WEB_ADDR: 10.31.50.9"), "web.yaml": _ASKED},
        ["R903 warning"],
        id="a variable that is nowhere",
    ),
    pytest.param({"a.yaml": _KUBEADM, "README.md": _INIT}, ["R901 error"], id="the command for this lab"),
    pytest.param(
        {
            "vars.yaml": _settings("VIP: 10.0.0.53", head="# These are the lab's own.\n"),
            "pool.yaml": _filled(_POOL, "10.31.50.0/24"),
            "web.yaml": _filled(_SERVICE, "web", '"${VIP}"'),
        },
        ["K821 error"],
        id="values",
    ),
    pytest.param(
        {"pool.yaml": _filled(_POOL, "10.31.50.0/24"), "README.md": _filled(_SHOWN, "pool") + "```\n"},
        ["R904 warning"],
        id="an object of the lab",
    ),
    pytest.param(
        {
            "app/kustomization.yaml": "resources: [parts/web.yaml]\n",
            "app/parts/web.yaml": _filled(_SERVICE, "web", "10.31.50.9"),
            "app/parts/other.yaml": _filled(_SERVICE, "other", "10.31.50.9"),
        },
        ["H302 warning"],
        id="one of two files of a folder is listed",
    ),
    pytest.param(
        {
            "app/kustomization.yaml": "resources: [parts/web.yaml, parts/other.yaml]\n",
            "app/parts/web.yaml": _filled(_SERVICE, "web", "10.31.50.9"),
            "app/parts/other.yaml": _filled(_SERVICE, "other", "10.31.50.9"),
        },
        ["H302 error"],
        id="both are listed",
    ),
]

SILENT += [
    pytest.param(
        {f"{name}.yaml": _filled(_SERVICE, name, '"${IP:=127.0.0.1}"') for name in ("web", "dns")},
        id="defaults that are no addresses",
    ),
    pytest.param(
        {
            "flux.yaml": _FLUX,
            "other/vars.yaml": _settings("SVC_WEB_ADDR: 10.31.50.9"),
            "lab/kustomization.yaml": _ENVIRONMENT,
            "lab/cluster.env": "SVC_DNS_ADDR=10.31.50.8\n",
            "web.yaml": _ASKED,
        },
        id="variables of an environment",
    ),
    pytest.param({"a.yaml": _KUBEADM, "cka/README.md": _INIT}, id="what a course shows"),
    pytest.param(
        {
            "inventory.yml": (
                "k3s_cluster:\n  hosts:\n    ox: {ansible_host: 10.31.40.2, k3s_agent: {node-ip: 10.31.40.2}}\n"
                "    hen: {ansible_host: 10.31.40.3, k3s_agent: {node-ip: 10.31.40.3}}\n"
            )
        },
        id="a node that is called as its address",
    ),
    pytest.param(
        {
            "svc.yaml": _filled(_SERVICE, "wireguard", "10.31.50.9"),
            "README.md": "## WireGuard\n\n- WireGuard IP: `10.31.50.77`\n",
        },
        id="a protocol with the name of a service",
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_nothing_is_said_of_what_is_something_else(files: dict[str, str]) -> None:
    assert [finding.problem.message for finding in found(files) if finding.severity != "info"] == []


@pytest.mark.parametrize(("files", "expected"), FOUND)
def test_what_is_of_the_lab_is_found(files: dict[str, str], expected: list[str]) -> None:
    shown = [f"{finding.code} {finding.severity}" for finding in found(files) if finding.severity != "info"]
    assert shown == expected


@pytest.mark.parametrize(
    ("folder", "expected"), [("elm-2", ["elm-1", "elm-2"]), ("ash-9", ["elm-1", "elm-2", "ash-9"])]
)
def test_a_file_in_the_folder_of_a_node_is_of_that_node(folder: str, expected: list[str]) -> None:
    seen = tree({"talos/talconfig.yaml": _TALOS, f"talos/node/{folder}/01-lan.yaml.tpl": _INTERFACE})
    assert [node.name for cluster in seen.clusters for node in cluster.nodes] == expected
