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
