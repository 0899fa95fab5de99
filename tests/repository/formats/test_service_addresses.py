"""Services that ask for an address."""

from __future__ import annotations

import pytest
from lab import tree


@pytest.mark.parametrize(
    ("file", "body", "name"),
    [
        ("stack/values/logs.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        ("stack/logs/values.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        (
            "c.yaml",
            "{kind: Cache, metadata: {name: cache}, spec: {serviceSpec: {loadBalancerIP: 10.60.0.5}}}\n",
            "cache",
        ),
    ],
)
def test_a_service_is_called_as_people_call_it(file: str, body: str, name: str) -> None:
    plan = tree({file: body})
    assert [service.name for cluster in plan.clusters for service in cluster.pinned_services] == [name]
