"""Variables with the range of a pool."""

from __future__ import annotations

import pytest
from lab import short

# Pools, DNS


POOL = """apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: {name: pool}
spec:
  blocks:
    - {start: 10.31.5.100, stop: 10.31.5.150}
"""


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("k3s_lb_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_external_ip_range", "10.31.5.200-10.31.5.220", ["R902 all.yml:1"]),
        ("k3s_lb_range", "10.31.5.100-10.31.5.150", []),
        ("k3s_lb_range", "10.31.5.90-10.31.5.160", []),
        ("k3s_lb_range", "10.99.7.200-10.99.7.220", []),
        ("k3s_dhcp_range", "10.31.5.200-10.31.5.220", []),
    ],
)
def test_a_variable_for_the_pool(name: str, value: str, expected: list[str]) -> None:
    files = {"apps/pool.yaml": POOL, "ansible/group_vars/all.yml": f'{name}: "{value}"\n'}
    assert short(files) == expected
