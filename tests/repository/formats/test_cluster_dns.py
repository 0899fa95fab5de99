"""The address of a cluster's DNS."""

from __future__ import annotations

import pytest
from lab import places, short
from manifests import CONTROL_PLANE, TALCONFIG


@pytest.mark.parametrize(
    ("address", "expected"),
    [("10.113.0.10", []), ("10.43.0.10", ["K812 apps/coredns/helm-values.yaml:4"]), ("${DNS_ADDR}", [])],
)
def test_the_address_that_coredns_asks_for_is_one_of_the_services(address: str, expected: list[str]) -> None:
    values = f"""\
        k8sAppLabelOverride: kube-dns
        service:
          name: kube-dns
          clusterIP: "{address}"
        servers: []
        """
    assert places(CONTROL_PLANE | {"apps/coredns/helm-values.yaml": values}) == expected


def test_an_address_of_another_chart_is_not_that_of_dns() -> None:
    assert places(CONTROL_PLANE | {"apps/thing/values.yaml": "service: {name: thing, clusterIP: 10.43.0.77}\n"}) == []


@pytest.mark.parametrize(
    ("address", "expected"), [("10.43.0.10", ["R902 settings.yaml:4"]), ("10.81.0.10", []), ("10.31.5.53", [])]
)
def test_a_variable_for_the_dns_of_the_cluster(address: str, expected: list[str]) -> None:
    settings = f"kind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata:\n  COREDNS_ADDR: {address}\n"
    assert short({"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}) == expected


CHART = "k8sAppLabelOverride: kube-dns\nservice: {name: kube-dns, clusterIP: %s}\nservers: []\n"


@pytest.mark.parametrize(
    ("variable", "chart", "expected"),
    [
        ("10.53.0.10", "10.53.0.10", []),
        ("10.53.0.10", "10.53.0.18", ["R902 all.yml:3"]),
        ("10.53.0.18", "10.53.0.10", ["R902 all.yml:3"]),
        ("10.9.0.53", "10.53.0.10", []),
        ("10.53.0.18", "10.53.0.18", []),
        (None, "10.53.0.18", ["R902 values.yaml:2"]),
        (None, "10.53.0.10", []),
    ],
    ids=["same", "chart", "variable", "of a pool", "unusual, and same", "unusual", "the tenth"],
)
def test_settings_of_the_dns_agree(variable: str | None, chart: str, expected: list[str]) -> None:
    ranges = "cluster_cidr: 10.52.0.0/16\nservice_cidr: 10.53.0.0/16\n"
    told = f"coredns_addr: {variable}\n" if variable else ""
    files = {"ansible/group_vars/all.yml": ranges + told, "kubernetes/coredns/values.yaml": CHART % chart}
    assert short(files) == expected
