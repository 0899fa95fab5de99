"""Prefixes that a typo tells apart."""

import pytest
from netaddr import IPNetwork

from cidrbook.net.typos import are_numbered, one_digit_apart, one_octet_apart


@pytest.mark.parametrize(
    ("one", "other", "digit", "octet"),
    [
        pytest.param("10.42.0.0/16", "10.43.0.0/16", True, True, id="another digit"),
        pytest.param("10.42.0.0/16", "10.24.0.0/16", True, True, id="two digits swapped"),
        pytest.param("10.42.0.0/16", "10.142.0.0/16", True, True, id="a digit too many"),
        pytest.param("10.42.0.0/16", "10.99.0.0/16", False, True, id="another octet"),
        pytest.param("10.42.0.0/16", "10.42.0.0/24", False, False, id="another length"),
        pytest.param("10.42.0.0/16", "11.43.0.0/16", False, False, id="two octets"),
        pytest.param("10.42.0.0/16", "10.42.0.0/16", False, False, id="equal"),
        pytest.param("fd00::/16", "fd01::/16", False, True, id="another group"),
        pytest.param("fd00:1::/32", "fd01:2::/32", False, False, id="two groups"),
        pytest.param("10.42.0.0/16", "fd01::/16", False, False, id="two families"),
    ],
)
def test_prefixes_that_differ_by_a_digit_and_by_an_octet(one: str, other: str, *, digit: bool, octet: bool) -> None:
    pair = IPNetwork(one), IPNetwork(other)
    assert (one_digit_apart(*pair), one_octet_apart(*pair)) == (digit, octet)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("10.0.10.0/24", "10.0.20.0/24", True, id="by tens"),
        pytest.param("192.168.1.0/24", "192.168.2.0/24", True, id="by ones"),
        pytest.param("10.42.0.0/16", "10.43.0.0/16", False, id="two digits"),
    ],
)
def test_prefixes_that_are_numbered_on_purpose(one: str, other: str, *, expected: bool) -> None:
    assert are_numbered(IPNetwork(one), IPNetwork(other)) is expected
