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

FOUND = [
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
