"""What two clusters of one repository do to each other: on a LAN, and at a router that knows only one of them."""

from __future__ import annotations

import pytest
from lab import found, places

POOL = """\
apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {{name: pool}}
spec: {{blocks: [{{cidr: {cidr}}}]}}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: web, annotations: {{lbipam.cilium.io/ips: {address}}}}}
spec: {{type: LoadBalancer}}
"""
NODES = "clusterName: {name}\nendpoint: https://{node}:6443\nnodes:\n  - {{hostname: {name}-1, ipAddress: {node}}}\n"
ONE_API = NODES.replace("https://{node}", "https://10.9.0.5").replace("{node}", "{own}")
PEER = """\
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: {{name: gw}}
spec: {{myASN: {asn}, peerASN: 64512, peerAddress: 10.9.0.1}}
"""
ROUTER = """\
set interfaces ethernet eth1 address 10.9.0.1/24
set protocols bgp system-as 64512
set protocols bgp neighbor 10.9.0.11 remote-as 64601
"""


def both(folder: str, text: str, **values: tuple[object, object]) -> dict[str, str]:
    """A file of each of two clusters, with a value of its own."""
    return {
        f"kubernetes/{name}/{folder}": text.format(**{key: pair[which] for key, pair in values.items()}, name=name)
        for which, name in enumerate(("one", "two"))
    }


APART = both("talos/talconfig.yaml", NODES, node=("10.9.0.11", "10.9.0.51"))
ONE = both("talos/talconfig.yaml", NODES.replace("{name}-1", "n1"), node=("10.9.0.11", "10.9.0.11"))
POOLS = {
    "equal": ({**APART, **both("apps/pool.yaml", POOL, cidr=("10.9.0.96/28", "10.9.0.96/28"))}, 1),
    "nested": ({**APART, **both("apps/pool.yaml", POOL, cidr=("10.9.0.96/28", "10.9.0.100/30"))}, 1),
    "apart": ({**APART, **both("apps/pool.yaml", POOL, cidr=("10.9.0.96/28", "10.9.0.112/28"))}, 0),
    "of one cluster under two names": (
        {**ONE, **both("apps/pool.yaml", POOL, cidr=("10.9.0.96/28", "10.9.0.96/28"))},
        0,
    ),
    "pinned": (both("apps/web.yaml", SERVICE, address=("10.9.0.97", "10.9.0.97")), 1),
    "pinned apart": (both("apps/web.yaml", SERVICE, address=("10.9.0.97", "10.9.0.98")), 0),
}


def environments(node: str) -> dict[str, str]:
    """The pools and nodes of two environments, the second with this node."""
    pools = {f"clusters/{name}/pool.yaml": POOL.format(cidr="10.9.0.96/28") for name in ("prod", "staging")}
    nodes = {"prod": "10.9.0.11", "staging": node}
    return pools | {f"clusters/{name}/talconfig.yaml": NODES.format(name=name, node=nodes[name]) for name in nodes}


POOLS |= {
    "environments on one LAN": (environments("10.9.0.51"), 1),
    "environments on two LANs": (environments("10.8.0.51"), 0),
    "one API": (both("talos/talconfig.yaml", ONE_API, own=("10.9.0.11", "10.9.0.51")), 1),
    "one API of one machine": (both("talos/talconfig.yaml", ONE_API, own=("10.9.0.5", "10.9.0.51")), 0),
}


@pytest.mark.parametrize(("files", "number"), POOLS.values(), ids=POOLS)
def test_two_clusters_do_not_announce_one_address(files: dict[str, str], number: int) -> None:
    said = found(files, ["K819", "H302"])
    assert [finding.severity for finding in said] == ["warning"] * number


SECOND = "set protocols bgp neighbor 10.9.0.51 remote-as 64602\n"
OTHERS = both("apps/peer.yaml", PEER, asn=(64601, 64602))
ALIKE = both("apps/peer.yaml", PEER, asn=(64601, 64601))
NAMELESS = {name: text for name, text in APART.items() if "one" in name}
ROUTERS = {
    "knows both": ({**APART, **OTHERS, "r.sh": ROUTER + SECOND}, []),
    "knows one": ({**APART, **OTHERS, "r.sh": ROUTER}, ["B606 kubernetes/two/apps/peer.yaml:4"]),
    "knows one of two in one AS": ({**APART, **ALIKE, "r.sh": ROUTER}, ["B606 kubernetes/two/apps/peer.yaml:4"]),
    "knows one, and the other has no known nodes": (
        {**NAMELESS, **OTHERS, "r.sh": ROUTER},
        ["B628 kubernetes/one/apps/peer.yaml:4"],
    ),
    "takes whoever comes": (
        {
            **APART,
            **OTHERS,
            "r.sh": ROUTER.replace("neighbor 10.9.0.11", "listen range 10.9.0.0/24 peer-group all")
            + "set protocols bgp peer-group all remote-as 64602\n",
        },
        [],
    ),
}


@pytest.mark.parametrize(("files", "said"), ROUTERS.values(), ids=ROUTERS)
def test_a_router_knows_each_cluster_that_has_a_session_with_it(files: dict[str, str], said: list[str]) -> None:
    assert places(files, ["B606", "B613", "B628"]) == said


VARIABLES = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: s}}\ndata:\n  {one}: 10.9.0.101\n  {two}: 10.9.0.101\n"
NAMES = {
    "two services": ("LB_NGINX_IP", "LB_TRAEFIK_IP", 1),
    "two services, otherwise spelled": ("nginx_svc_addr", "loki_svc_addr", 1),
    "a part of the other": ("LB_NGINX_IP", "LB_NGINX_INNER_IP", 0),
    "roles": ("LB_START_IP", "LB_NGINX_IP", 0),
    "machines": ("NAS_IP", "NFS_IP", 0),
}


@pytest.mark.parametrize(("one", "two", "number"), NAMES.values(), ids=NAMES)
def test_two_variables_named_after_two_services_have_two_addresses(one: str, two: str, number: int) -> None:
    said = found({"vars/settings.yaml": VARIABLES.format(one=one, two=two)}, ["H302"])
    assert [(finding.severity, finding.problem.at.line) for finding in said] == [("info", 6)] * number


ROUTED = "set interfaces ethernet eth1 vif 28 address 172.28.0.1/16\n"
COMPOSE = "services: {{web: {{image: a}}}}\nnetworks:\n  front: {{{driver}ipam: {{config: [{{subnet: {subnet}}}]}}}}\n"
BRIDGES = {
    "equal": (COMPOSE.format(driver="", subnet="172.28.0.0/16"), 1),
    "inside": (COMPOSE.format(driver="", subnet="172.28.5.0/24"), 1),
    "apart": (COMPOSE.format(driver="", subnet="172.31.0.0/16"), 0),
    "on the LAN": (COMPOSE.format(driver="driver: macvlan, ", subnet="172.28.0.0/16"), 0),
}


@pytest.mark.parametrize(("text", "number"), BRIDGES.values(), ids=BRIDGES)
def test_a_bridge_has_no_prefix_of_the_router(text: str, number: int) -> None:
    said = found({"router/c.sh": ROUTED, "docker/compose.yaml": text}, ["A201"])
    assert [(finding.severity, finding.problem.at.file) for finding in said] == [
        ("warning", "docker/compose.yaml")
    ] * number


INVENTORY = "rke2_api_ip: {api}\nrke2_config: {{cluster-cidr: {pods}, service-cidr: 10.62.0.0/16}}\n"


@pytest.mark.parametrize(
    ("api", "node", "expected"),
    [("10.9.5.9", "10.9.5.10", 0), ("10.9.1.9", "10.9.5.10", 1), ("10.9.5.9", "10.9.1.10", 1)],
)
def test_two_inventories_with_other_nodes_and_another_api_are_two_clusters(api: str, node: str, expected: int) -> None:
    files = {
        "edge/group_vars/all.yml": INVENTORY.format(api="10.9.1.9", pods="10.61.0.0/16"),
        "edge/hosts.yml": "rke2:\n  hosts:\n    e1: {ansible_host: 10.9.1.10}\n",
        "core/group_vars/all.yml": INVENTORY.format(api=api, pods="10.71.0.0/16"),
        "core/hosts.yml": f"rke2:\n  hosts:\n    c1: {{ansible_host: {node}}}\n",
    }
    assert len(found(files, ["R902"])) == expected


KUBESPRAY = "kube_pods_subnet: {pods}\nkube_service_addresses: 10.62.0.0/16\n"


@pytest.mark.parametrize(("node", "expected"), [("10.2.0.11", 0), ("10.1.0.11", 1)])
def test_inventories_side_by_side_with_other_nodes_are_two_clusters(node: str, expected: int) -> None:
    files = {
        f"inventory/{name}/{file}": text
        for name, pods, own in (("home", "10.61.0.0/16", "10.1.0.11"), ("cabin", "10.71.0.0/16", node))
        for file, text in (
            ("group_vars/k8s_cluster/k8s-cluster.yml", KUBESPRAY.format(pods=pods)),
            (
                "hosts.yaml",
                f"kube_control_plane:\n  hosts:\n    {'n1' if own == '10.1.0.11' else 'c1'}: {{ansible_host: {own}}}\n",
            ),
        )
    }
    assert len(found(files, ["R902"])) == expected


APPLY = (
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: {path: ./base}\n"
)


def test_a_pair_of_a_folder_that_clusters_share_is_one_finding() -> None:
    files = {f"clusters/{name}/apps.yaml": APPLY for name in "abc"}
    shared = {f"base/{name}.yaml": SERVICE.format(address="10.9.0.97").replace("web", name) for name in ("api", "web")}
    assert places(files | shared) == ["H302 base/web.yaml:3"]


def test_namespaces_of_one_cluster_are_no_environments() -> None:
    services = {
        f"kubernetes/apps/{name}/web/service.yaml": SERVICE.format(address="10.9.0.97").replace("web", name)
        for name in ("development", "testing")
    }
    assert places(services) == ["H302 kubernetes/apps/testing/web/service.yaml:3"]


def test_a_number_that_is_wrong_in_two_environments_is_said() -> None:
    routers = {f"bgp-{name}.conf": "router bgp 65999\n neighbor 10.9.0.1 remote-as 64512\n" for name in ("dev", "prod")}
    assert places(routers, ["B602"]) == ["B602 bgp-dev.conf:1"]
