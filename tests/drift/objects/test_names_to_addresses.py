"""Names that lead to another machine."""

from __future__ import annotations

import pytest
from lab import short

# What lies beside the cluster

INVENTORY = "all: {hosts: {nas: {ansible_host: 10.31.8.60}, tv: {ansible_host: 10.31.8.61}}}\n"


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]", ["H317 nas.yaml:3"]),
        ("kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.60}]}]", []),
        ("kind: Endpoints\nmetadata: {name: films}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]", []),
        ("kind: EndpointSlice\nmetadata: {name: nas}\nendpoints: [{addresses: [10.31.8.61]}]", ["H317 nas.yaml:3"]),
        ("kind: Service\nmetadata: {name: nas}\nspec: {externalName: 10.31.8.66}", ["H317 nas.yaml:3"]),
        ("kind: Service\nmetadata: {name: nas}\nspec: {externalName: nas.example}", []),
        (
            (
                "kind: Endpoints\nmetadata: {name: nas}\nsubsets: [{addresses: [{ip: 10.31.8.66}]}]\n---\n"
                "kind: Service\nmetadata: {name: nas}\nspec: {type: LoadBalancer, loadBalancerIP: 10.31.8.90}"
            ),
            [],
        ),
    ],
)
def test_what_a_service_leads_to_that_is_called_after_a_machine(manifest: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, "apps/nas.yaml": f"{manifest}\n"}) == expected


def _backends(*servers: str) -> str:
    again = (f"    server {server}" for server in servers)
    first = ("k8s-0 10.31.8.10:6443", "k8s-1 10.31.8.11:6443", "k8s-2 10.31.8.12:6443")
    return "\n".join(("backend api", *(f"    server {server}" for server in first), "backend talos", *again, ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            _backends("k8s-0 10.31.8.10:50000", "k8s-1 10.31.8.21:50000", "k8s-2 10.31.8.12:50000"),
            ["H317 haproxy.cfg:7"],
            id="one differs",
        ),
        pytest.param(
            _backends("k8s-0 10.31.8.20:50000", "k8s-1 10.31.8.21:50000", "k8s-2 10.31.8.12:50000"),
            [],
            id="most differ: other machines of those names",
        ),
        pytest.param(
            _backends("k8s-0 10.31.8.10:50000", "k8s-1 10.31.9.11:50000", "k8s-2 10.31.8.12:50000"),
            [],
            id="another network",
        ),
    ],
)
def test_the_one_server_that_two_backends_give_different_addresses(text: str, expected: list[str]) -> None:
    assert short({"haproxy.cfg": text}, ["H317"]) == expected
