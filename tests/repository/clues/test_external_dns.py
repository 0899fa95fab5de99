"""Targets for external-dns, and records of names."""

from __future__ import annotations

import pytest
from lab import places, short
from manifests import release

LED_GATEWAY = """apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: {name}
  annotations: {{external-dns.alpha.kubernetes.io/target: "{target}"}}
spec: {{addresses: [{{value: {address}}}]}}
"""
LED_ROUTE = """apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shed
  annotations: {{external-dns.alpha.kubernetes.io/target: "{target}"}}
spec: {{parentRefs: [{{name: {parent}}}]}}
"""


def gates(target: str = "10.32.0.51", route: str = "10.32.0.51", parent: str = "inner") -> list[str]:
    return places(
        {
            "inner.yaml": LED_GATEWAY.format(name="inner", target=target, address="10.32.0.51"),
            "outer.yaml": LED_GATEWAY.format(name="outer", target="lab.example.com", address="10.32.0.50"),
            "route.yaml": LED_ROUTE.format(target=route, parent=parent),
        }
    )


def test_a_target_for_external_dns_is_an_address_of_its_gateway() -> None:
    assert gates() == []
    assert gates(target="10.32.0.50") == ["K828 inner.yaml:5"]
    assert gates(route="10.32.0.50") == ["K828 route.yaml:5"]
    assert gates(route="10.32.0.50", parent="outer") == []
    assert gates(route="10.32.0.50", parent="elsewhere") == []
    assert gates(route="lab.example.com") == []
    assert gates(route="100.70.0.5") == []


def test_a_target_of_a_service_in_values_is_its_own_and_that_of_a_route_beside_it_is_not() -> None:
    text = """kind: HelmRelease
metadata: {{name: mine}}
spec:
  values:
    service:
      app:
        loadBalancerIP: 10.32.0.6
        annotations: {{external-dns.alpha.kubernetes.io/target: "{}"}}
    route:
      app:
        annotations: {{external-dns.alpha.kubernetes.io/target: 10.32.0.51}}
        parentRefs: [{{name: inner}}]
"""
    assert places({"mine.yaml": text.format("10.32.0.6")}) == []
    assert places({"mine.yaml": text.format("10.32.0.7")}) == ["K828 mine.yaml:8"]


NAMED = """kind: Service
metadata:
  name: blocks-router
  annotations: {external-dns.alpha.kubernetes.io/hostname: "mc.barn.example,blocks.barn.example"}
spec: {type: LoadBalancer, loadBalancerIP: 10.31.8.20}
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.31.8.20", []),
        ("10.31.8.44", ["K828 helmrelease.yaml:8"]),
        ("10.31.8.30", []),
        ("10.31.9.44", []),
        ("203.0.113.5", []),
    ],
)
def test_a_record_of_a_name_that_a_service_asks_for(address: str, expected: list[str]) -> None:
    zone = f"zoneFiles:\n- contents: |\n    mc.barn.example. IN A {address}\n    www.barn.example. IN A 10.31.8.30"
    proxy = "kind: Service\nmetadata: {name: ingress-nginx}\nspec: {type: LoadBalancer, loadBalancerIP: 10.31.8.30}\n"
    files = {"service.yaml": NAMED, "proxy.yaml": proxy, "dns/helmrelease.yaml": release("coredns", zone)}
    assert short(files) == expected


def test_a_record_that_a_corefile_has() -> None:
    corefile = "barn.example {\n  hosts {\n    10.31.8.44 mc.barn.example\n  }\n}\n"
    assert "K828 Corefile:3" in short({"service.yaml": NAMED, "dns/Corefile": corefile})
    assert short({"service.yaml": NAMED, "dns/Corefile": corefile.replace("8.44", "8.20")}) == []
