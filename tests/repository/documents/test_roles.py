"""What words say that an address is for."""

from __future__ import annotations

import pytest

from cidrbook.repository.documents.roles import role_of


@pytest.mark.parametrize(
    ("label", "role", "certainty"),
    [
        ("k8s pods", "pods", "exact"),
        ("Kubernetes Pods (Calico w/ BGP)", "pods", "exact"),
        ("PodCIDR", "pods", "exact"),
        ("pod_cidr", "pods", "exact"),
        ("--cluster-cidr", "pods", "exact"),
        ("Tenant 101 Pod CIDR", "pods", "exact"),
        ("Pod", "pods", "exact"),
        ("ServiceCIDR", "services", "exact"),
        ("Kubernetes service CIDR", "services", "exact"),
        ("serviceSubnets", "services", "exact"),
        ("k8s services", "services", "likely"),
        ("Service", "services", "likely"),
        ("k8s external services (BGP)", "load-balancers", "exact"),
        ("MetalLB ARP Range", "load-balancers", "exact"),
        ("LB-IPAM", "load-balancers", "exact"),
        ("LB VIPs", "load-balancers", "exact"),
        ("Cilium LoadBalancer Pool", "load-balancers", "exact"),
        ("Kubernetes Nodes VLAN", "nodes", "exact"),
        ("Kubernetes API VIP", "vip", "exact"),
        ("Kube VIP Address IP", "vip", "exact"),
        ("keepalived", "vip", "likely"),
        ("Management", "", "none"),
        ("podman network", "", "none"),
        ("pods and services", "", "none"),
        ("Blocky DNS service", "", "none"),
        ("the firewall lets in whatever the pods of the cluster send to the outside world by way of it", "", "none"),
    ],
)
def test_words_say_a_role(label: str, role: str, certainty: str) -> None:
    assert role_of(label)[:2] == (role, certainty)
