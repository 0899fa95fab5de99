"""READMEs beside what the repository has."""

from __future__ import annotations

import pytest
from lab import found
from manifests import SMALL

ROWS = "| Name | CIDR |\n|---|---|\n"


@pytest.mark.parametrize(
    ("readme", "codes"),
    [
        (f"{ROWS}| k8s pods | 10.42.0.0/16 |\n", ["R901"]),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/16 |\n", ["R904"]),
        (f"{ROWS}| k8s pods | 10.8.4.0/24 |\n", []),
        (f"{ROWS}| service CIDR | 10.43.0.0/16 |\n", ["R901"]),
        (f"{ROWS}| k8s external services | 10.8.41.0/24 |\n", ["R901"]),
        (f"{ROWS}| k8s external services | 10.8.40.0/24 |\n", []),
        (f"{ROWS}| k8s services | 10.8.40.0/24 |\n", []),
        (f"{ROWS}| k8s services | 10.9.0.0/16 |\n", []),
        (f"{ROWS}| k8s services | 10.43.0.0/16 |\n", ["R904"]),
        (f"{ROWS}| external services | 10.77.0.0/24 |\n", []),
        (f"{ROWS}| MetalLB | 10.8.40.100 - 10.8.40.120 |\n", []),
        (f"{ROWS}| staging pods | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n| cabin k8s pods | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| k8s pods | 10.8.0.0/20 |\n\n    k3s\n```\nk3s --cluster-cidr=10.42.0.0/16\n```\n", ["R901"]),
        (f"{ROWS}| k8s pods | fd42::/56 |\n", []),
        (f"{ROWS}| Management | 10.42.0.0/16 |\n", []),
        (f"{ROWS}| Kubernetes nodes | 10.8.42.0/24 |\n", []),
        (f"{ROWS}| Kubernetes nodes | 10.7.42.0/24 |\n", ["R904"]),
        (f"{ROWS}| Servers | 10.7.42.0/24 |\n", ["R904"]),
        (f"{ROWS}| Servers | 10.7.42.0/24 |\n| Lab | 10.8.42.0/24 |\n", []),
        ("As of today the pod CIDR that we chose is 10.42.0.0/16.\n", ["R904"]),
        ("The pod CIDR is 10.8.0.0/20.\n", []),
        ("```sh\nk3s server --cluster-cidr=10.42.0.0/16\n```\n", ["R901"]),
        ("- alpha: 10.8.42.10\n- beta: 10.8.42.11\n", []),
        ("- alpha: 10.8.42.11\n- beta: 10.8.42.10\n", ["R904", "R904"]),
        ("- alpha: 10.8.42.12\n", ["R904"]),
        ("- alpha: 10.99.42.12\n", []),
        (f"{ROWS}| blocky | 10.8.40.54 |\n", ["R904"]),
        (f"{ROWS}| blocky (DNS) | 10.8.40.53 |\n", []),
        (f"{ROWS}| blocky.lan | 10.8.40.80 |\n", []),
        ("**envoy-outer** (10.8.40.81)\n", ["R904"]),
        ('```mermaid\n A["Outer Gateway<br/>10.8.40.81"]\n```\n', ["R904"]),
        ('```mermaid\n A["Outer Gateway<br/>10.8.40.80"]\n```\n', []),
        (f"{ROWS}| printer | 10.8.40.53 |\n", []),
    ],
)
def test_what_a_readme_says_is_compared_with_what_the_repository_has(readme: str, codes: list[str]) -> None:
    assert [finding.code for finding in found(SMALL | {"README.md": readme})] == codes


def test_two_copies_of_a_range_that_disagree_are_found_once() -> None:
    copy = {"ansible/group_vars/all/k3s.yml": "k3s_service_cidr: 10.43.0.0/16\n"}
    [finding] = found(SMALL | copy)
    assert (finding.code, finding.severity) == ("R902", "warning")
    apart = {"clusters/far/apps/vars.yaml": "x: 1\n", "clusters/far/k3s.yml": "k3s_service_cidr: 10.43.0.0/16\n"}
    assert found(SMALL | apart) == []


@pytest.mark.parametrize(
    "readme",
    [
        f"{ROWS}| Control Plane | 10.8.42.10 |\n",
        f"{ROWS}| Kubernetes nodes storage VLAN | 10.99.42.0/24 |\n",
        f"{ROWS}| alpha IPMI | 10.99.42.10 |\n",
        "| Node | IP | Storage |\n|--|--|--|\n| alpha | 10.8.42.10 | 10.99.42.10 |\n",
        "## Example\n- Pods: 10.42.0.0/16\n",
        "- Pods: ${POD_CIDR} (RFC 1918: 10.0.0.0/8)\n",
        f"{ROWS}| Pods | 10.8.0.0 - 10.8.15.255 |\n",
        f"{ROWS}| Podman | 10.88.0.0/16 |\n",
        f"{ROWS}| Kubernetes services and pods | 10.8.0.0/15 |\n",
        "- https://blocky.lan goes to 10.8.40.80 like all the others\n",
    ],
)
def test_what_may_be_about_something_else_is_left_alone(readme: str) -> None:
    assert found(SMALL | {"README.md": readme}) == []
