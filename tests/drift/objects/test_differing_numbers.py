"""One session in two files of a router."""

from __future__ import annotations

import pytest
from lab import short

PLANNED = """\
/routing/bgp/instance add name=main as=64851
/routing/bgp/connection add name=k8s instance=main remote.address=10.78.2.10 remote.as={asn} local.role=ebgp \
local.address={local}
"""
EXPORTED = """\
/routing bgp instance
add as=64851 name=main
/routing bgp connection
add instance=main local.address=10.78.2.1 .role=ebgp name=k8s remote.address=10.78.2.10 .as=64852
"""


@pytest.mark.parametrize(
    ("asn", "local", "expected"),
    [
        (64852, "10.78.2.1", []),
        (64899, "10.78.2.1", ["R902 running.rsc:4"]),
        (64899, "10.78.2.2", []),
    ],
    ids=["one AS", "two of them", "from another address"],
)
def test_two_files_that_expect_different_as_numbers(asn: int, local: str, expected: list[str]) -> None:
    files = {"router/bgp.rsc": PLANNED.format(asn=asn, local=local), "router/running.rsc": EXPORTED}
    assert short(files, ["R902"]) == expected
