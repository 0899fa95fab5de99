"""Variables with the address of a service."""

from __future__ import annotations

from textwrap import dedent

from lab import spots, tree


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
