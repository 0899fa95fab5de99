"""What looks like an address and is none."""

from __future__ import annotations

import pytest
from lab import places, short
from manifests import FIRST, LOAD_BALANCER


def test_what_looks_like_an_address_and_is_none_is_found() -> None:
    assert places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="10.4.7.353")}, ["F104"]) == ["F104 dns.yaml:7"]
    assert not places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="10.4.7.53")}, ["F104"])
    assert not places({"dns.yaml": LOAD_BALANCER.format(name="dns", address="${DNS_ADDR}")}, ["F104"])


def test_a_pool_that_ends_before_it_begins_is_found() -> None:
    assert places({"pool.yaml": FIRST.format(pool="10.4.7.60-10.4.7.20")}, ["F104"]) == ["F104 pool.yaml:6"]
    assert places({"pool.yaml": FIRST.format(pool="10.4.7.20-10.4.7.260")}, ["F104"]) == ["F104 pool.yaml:6"]
    cilium = """\
        apiVersion: cilium.io/v2
        kind: CiliumLoadBalancerIPPool
        metadata:
          name: first
        spec:
          blocks:
            - {start: 10.4.7.60, stop: 10.4.7.20}
        """
    assert places({"pool.yaml": cilium}, ["F104"]) == ["F104 pool.yaml:7"]


# What is no address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all: {hosts: {ox: {ansible_host: 192.168.31.300}}}", ["F104 hosts.yml:1"]),
        ("gateway: 10.31.256.1", ["F104 hosts.yml:1"]),
        ("lan_cidr: 10.31.0.0/33", ["F104 hosts.yml:1"]),
        ("endpoint: https://10.31.5.256:6443", ["F104 hosts.yml:1"]),
        ("version: 10.31.300.1", []),
        ("gateway: 10.31.255.1", []),
        ("gateway: 8.8.8.888", []),
    ],
)
def test_numbers_that_are_too_large_for_an_address(text: str, expected: list[str]) -> None:
    assert short({"ansible/hosts.yml": f"{text}\n"}) == expected
