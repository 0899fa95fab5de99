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
