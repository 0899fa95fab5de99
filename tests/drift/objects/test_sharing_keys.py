"""Services that share one address by a key."""

from __future__ import annotations

import pytest
from lab import short

SERVICE = """\
kind: Service
metadata:
  name: {name}
  annotations: {{lbipam.cilium.io/sharing-key: {key}, lbipam.cilium.io/ips: {address}}}
spec: {{type: LoadBalancer, ports: [{{port: {port}}}]}}
"""


def _services(*wanted: tuple[str, str]) -> dict[str, str]:
    return {
        f"apps/s{number}.yaml": SERVICE.format(name=f"s{number}", key=key, address=address, port=80 + number)
        for number, (key, address) in enumerate(wanted)
    }


ONE, OTHER, THIRD = ("voice", "10.74.8.27"), ("voice", "10.74.8.28"), ("web", "10.74.8.28")


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ((ONE, ONE, ONE), []),
        ((ONE, ONE, OTHER), ["R902 s2.yaml:4"]),
        ((ONE, OTHER), []),
        ((ONE, ONE, OTHER, OTHER), []),
        ((ONE, ONE, THIRD), []),
        ((("true", "10.74.8.27"), ("true", "10.74.8.27"), ("true", "10.74.8.28")), []),
        ((("shared-ip", "10.74.8.27"), ("shared-ip", "10.74.8.27"), ("shared-ip", "10.74.8.28")), []),
    ],
    ids=["one address", "the odd one", "one against one", "two groups", "another key", "a switch", "any key"],
)
def test_the_one_service_of_a_key_with_another_address(
    services: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    assert short(_services(*services)) == expected
