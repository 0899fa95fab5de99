"""Pods and services wherever they are said: by the cluster, its plugin, or a default."""

from __future__ import annotations

import pytest
from lab import codes, found, planned

LAN = "networks: [{name: lan, cidr: 192.168.50.0/24}]\n"
NODE = "nodes: [{name: a, address: 192.168.50.11}]"
SIX = 'nodes: [{name: a, address: "fd5b:7c1e:93a2:10::11"}]'

CASES = {
    "a plugin's range holds the LAN": (
        f"{LAN}clusters: [{{name: c, cni: {{product: calico, pods: 192.168.0.0/16}}}}]",
        {"K801"},
    ),
    "a plugin's range holds the node, and no network is written": (
        f"clusters: [{{name: c, cni: {{product: cilium, pods: 192.168.0.0/16}}, {NODE}}}]",
        {"K804"},
    ),
    "a plugin's range meets the cluster's services": (
        (
            "networks: [{name: svc, cidr: 10.96.0.0/12, role: services}]\n"
            "clusters: [{name: c, services: svc, cni: {product: cilium, pods: 10.0.0.0/8}}]"
        ),
        {"K801"},
    ),
    "two plugins have one range": (
        (
            "clusters:\n  - {name: a, cni: {product: cilium, pods: 10.42.0.0/16}}\n"
            "  - {name: b, cni: {product: flannel, pods: 10.42.0.0/16}}"
        ),
        {"K802"},
    ),
    "a plugin's families are others than the services'": (
        (
            'networks: [{name: svc, cidr: [10.96.0.0/16, "fd5b:7c1e:93a2:71::/112"], role: services}]\n'
            "clusters: [{name: c, services: svc, cni: {product: cilium, pods: 10.42.0.0/16}}]"
        ),
        {"K805"},
    ),
    "a plugin's range is too small": ("clusters: [{name: c, cni: {product: calico, pods: 10.42.0.0/29}}]", {"K807"}),
    "the cluster's range counts beside its plugin's": (
        (
            f"{LAN[:-2]}, {{name: pods, cidr: 10.42.0.0/16, role: pods}}]\n"
            "clusters: [{name: c, pods: pods, cni: {product: cilium, pods: 192.168.0.0/16}}]"
        ),
        {"K822"},
    ),
    "pods meet the default for services": (
        "networks: [{name: p, cidr: 10.40.0.0/13, role: pods}]\nclusters: [{name: c, distribution: rke2, pods: p}]",
        {"A216"},
    ),
    "services meet the default for pods": (
        (
            "networks: [{name: svc, cidr: 10.244.0.0/16, role: services}]\n"
            "clusters: [{name: c, distribution: talos, services: svc}]"
        ),
        {"A216"},
    ),
    "a plugin's range meets the default for services": (
        "clusters: [{name: c, distribution: kubeadm, cni: {product: cilium, pods: 10.96.0.0/16}}]",
        {"A216"},
    ),
    "a node is in the plugin's default": (
        f"clusters: [{{name: c, distribution: kubeadm, cni: {{product: calico}}, {NODE}}}]",
        {"A216"},
    ),
    "the distribution hands the plugin its range": (
        f"{LAN}clusters: [{{name: c, distribution: k3s, cni: {{product: calico}}, {NODE}}}]",
        set(),
    ),
    "a plugin that takes the nodes' ranges has no default": (
        (
            "networks: [{name: lan, cidr: 10.3.1.0/24}]\n"
            "clusters: [{name: c, distribution: kubeadm, cni: {product: cilium, options: {ipam.mode: kubernetes}}}]"
        ),
        set(),
    ),
    "the default for services is of another family than the nodes": (
        f"clusters: [{{name: c, distribution: k3s, {SIX}}}]",
        {"K829"},
    ),
    "services of a family that only workers have": (
        (
            'networks: [{name: svc, cidr: "fd5b:7c1e:93a2:71::/112", role: services}]\n'
            "clusters: [{name: c, services: svc, nodes: [{name: a, address: 10.3.1.1, roles: control-plane},"
            ' {name: b, address: "fd5b:7c1e:93a2:10::12", roles: worker}]}]'
        ),
        {"K829"},
    ),
    "nodes of both families": (
        (
            'networks: [{name: svc, cidr: "fd5b:7c1e:93a2:71::/112", role: services}]\n'
            'clusters: [{name: c, services: svc, nodes: [{name: a, address: [10.3.1.1, "fd5b:7c1e:93a2:10::11"]}]}]'
        ),
        set(),
    ),
}
ASKED = frozenset({"A216", "K801", "K802", "K804", "K805", "K807", "K811", "K822", "K829"})


@pytest.mark.parametrize(("text", "codes"), CASES.values(), ids=CASES)
def test_ranges_count_wherever_they_are_said(text: str, codes: set[str]) -> None:
    results = found(planned(text))
    assert {finding.code for finding in results} & ASKED == codes


def test_a_default_is_named_with_product_and_release() -> None:
    text = f'{LAN}clusters: [{{name: c, distribution: kubeadm, cni: {{product: calico, version: "3.28"}}}}]'
    messages = [finding.problem.message for finding in found(planned(text))]
    assert any("192.168.0.0/16, which calico 3.28 uses for pods by default" in message for message in messages)


@pytest.mark.parametrize(("distribution", "severity"), [("kubeadm", "error"), ("k3s", "warning")])
def test_a_range_that_kubeadm_refuses_is_an_error_there(distribution: str, severity: str) -> None:
    text = f"""
networks: [{{name: svc, cidr: 10.43.0.0/29, role: services}}]
clusters: [{{name: c, distribution: {distribution}, services: svc}}]
"""
    results = found(planned(text))
    assert [finding.severity for finding in results if finding.code == "K807"] == [severity]


POOL = "apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: pods}\nspec: {cidr: 10.42.0.0/16}\n"
INTERFACE = "set interfaces ethernet eth1 address 10.42.0.1/16\nset interfaces ethernet eth1 description 'HOME'\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [({"pool.yaml": POOL, "router.sh": INTERFACE}, ["K801"]), ({"pool.yaml": POOL, "copy.yaml": POOL}, [])],
    ids=["of another name", "of the same name"],
)
def test_one_range_in_two_files_is_a_copy_if_it_has_one_name(files: dict[str, str], expected: list[str]) -> None:
    assert codes(files, ASKED) == expected
