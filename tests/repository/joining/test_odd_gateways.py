"""The one node of a network whose gateway differs."""

from __future__ import annotations

import pytest
from lab import places

NODE = """  - hostname: n{last}
    ipAddress: 10.30.7.{last}
    networkInterfaces:
      - interface: e0
        addresses: [10.30.7.{last}/24]
        routes: [{{network: 0.0.0.0/0, gateway: {gateway}}}]
"""


def _talconfig(*gateways: str) -> str:
    nodes = (NODE.format(last=10 + index, gateway=gateway) for index, gateway in enumerate(gateways))
    return "clusterName: home\nnodes:\n" + "".join(nodes)


CASES = {
    "one of three": (("10.30.7.1", "10.30.7.7", "10.30.7.1"), ["H325 talconfig.yaml:14"]),
    "one of two may be either": (("10.30.7.1", "10.30.7.7"), []),
    "two of four are meant": (("10.30.7.1", "10.30.7.7", "10.30.7.1", "10.30.7.7"), []),
    "three ways": (("10.30.7.1", "10.30.7.7", "10.30.7.8", "10.30.7.1"), []),
    "something has the address": (("10.30.7.1", "10.30.7.10", "10.30.7.1"), []),
}


@pytest.mark.parametrize(("gateways", "expected"), CASES.values(), ids=CASES)
def test_the_one_gateway_that_differs_is_found(gateways: tuple[str, ...], expected: list[str]) -> None:
    found = places({"talconfig.yaml": _talconfig(*gateways)})
    assert [place for place in found if place.startswith("H325")] == expected
