"""Variables with the address of a service."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lab import messages, spots, tree


def test_variables_of_load_balancers_are_of_services() -> None:
    settings = """\
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cluster-settings}
        data:
          PROXY_LOAD_BALANCER_IP: 10.40.0.65
          LOGS_LOAD_BALANCER_IP: 10.40.0.65
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps}
        spec: {path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: cluster-settings}]}}
        """
    assert spots(tree({"clusters/home/settings.yaml": dedent(settings)})) == ["H302 clusters/home/settings.yaml:6:26"]


def test_a_range_that_nothing_defines_is_found_beside_one_that_is() -> None:
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata:\n  METALLB_RANGE: 10.4.4.10-10.4.4.40\n"
    kustomization = (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n"
        "spec: {path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: s}]}}\n"
    )
    pool = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: p}\nspec: {addresses: ['${%s}']}\n"
    files = {"flux/s.yaml": settings, "flux/ks.yaml": kustomization}
    assert spots(tree(files | {"apps/p.yaml": pool % "LB_RANGE"}), ("R903",)) == ["R903 apps/p.yaml:4:20"]
    assert not spots(tree(files | {"apps/p.yaml": pool % "METALLB_RANGE"}), ("R903",))


@pytest.mark.parametrize(
    ("name", "said"),
    [("WEB_IP", ["for other clusters only"]), ("APP_IP", ["nowhere"]), ("DNS_IP", [])],
    ids=["of another cluster", "of none", "of its own"],
)
def test_a_variable_is_defined_for_its_own_cluster(name: str, said: list[str]) -> None:
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cluster-settings}}\ndata:\n  {name}: {address}\n"
    files = {
        "clusters/hub/settings.yaml": settings.format(name="WEB_IP", address="10.60.5.80"),
        "clusters/edge/settings.yaml": settings.format(name="DNS_IP", address="10.60.1.53"),
        "clusters/edge/ks.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        "metadata: {name: apps}\n"
        "spec: {path: ./clusters/edge, postBuild: {substituteFrom: [{kind: ConfigMap, name: cluster-settings}]}}\n",
        "clusters/edge/web.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        f"spec: {{type: LoadBalancer, loadBalancerIP: '${{{name}}}'}}\n",
    }
    told = messages(files, ["R903"])
    assert [text.partition("defined ")[2].partition(":")[0] for text in told] == said
