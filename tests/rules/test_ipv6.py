"""IPv6: the edges of the rules that their pages do not show."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import hosts, network, router

codes = partial(lab.codes, only="HIT")
found = partial(lab.found, only="HIT")

LAN = "{name: lan, cidr: 10.3.1.0/24}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (network("'fd5b:7c1e:93a2:1::/64'", ", slaac: true"), []),
        (network("'fd5b:7c1e:93a2:1::/63'", ", slaac: true"), ["I601"]),
        (network("'fd5b:7c1e:93a2:1::/65'", ", slaac: true"), ["I601"]),
        (network("['fd5b:7c1e:93a2:2::/65', 'fd5b:7c1e:93a2:1::/64']", ", slaac: true"), []),
        (network("['fd5b:7c1e:93a2:2::/65', 'fd5b:7c1e:93a2:1::/66']", ", slaac: true"), ["I601"]),
        (network("'fd5b:7c1e:93a2:1::/65'", ", slaac: false"), []),
        (network("'fd5b:7c1e:93a2:1::/65'"), []),
        (network("10.3.1.0/24", ", slaac: true"), ["I601"]),
        (network("10.3.1.0/24", ", slaac: true, delegated: {by: isp, subnet_id: 1}"), []),
        (network("10.3.1.0/33", ", slaac: true"), []),
        (network("[]", ", slaac: true"), []),
        (network("['fd5b:7c1e:93a2:1::/65', 'fd5b:7c1e:93a2:2::/640']", ", slaac: true"), []),
        (network("'fc5b:7c1e:93a2:1::/64'"), ["I602"]),
        (network("'fcff:ffff:ffff::/48'"), ["I602"]),
        (network("'fc00::/8'", ", role: container"), ["I602"]),
        (network("'fc00::/7'", ", role: container"), []),
        (network("'fb00::/8'", ", role: container"), []),
        (network("'fd00::/8'", ", role: container"), []),
        (network("['fc5b:7c1e:93a2:1::/64', 'fc5b:7c1e:93a2:2::/64']"), ["I602"]),
        (network("['fc5b:7c1e:93a2:1::/64', 'fc5b:7c1e:93a3:2::/64']"), ["I602", "I602"]),
        (network("['fc5b:7c1e:93a2::/47', 'fc5b:7c1e:93a2:2::/64']"), ["I602", "I602"]),
        (network("['fc5b:7c1e:93a2::/48', 'fc5b:7c1e:93a2:2::/64']"), ["I602"]),
        (network("['fc5b:7c1e:93a2:2::/64', 'fc5b:7c1e:93a2::/48']"), ["I602"]),
    ],
)
def test_slaac_has_a_64_and_a_made_up_prefix_begins_with_fd(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_the_meant_prefix_has_the_bit_and_the_length() -> None:
    (finding,) = found(network("'fc5b:7c1e:93a2:1::/64'"))
    assert "`fd5b:7c1e:93a2:1::/64`" in finding.problem.hint
    assert finding.problem.at.column == 30
    (finding,) = found(network("[10.3.1.0/24, 'fd5b:7c1e:93a2:1::/80', 10.3.2.0/24]", ", slaac: true"))
    assert finding.problem.at.column == 44


A, B = "fd5b:7c1e:93a2", "fd5b:7c1e:93a3"


def ulas(first: str, second: str, rest: str = "") -> str:
    return f"networks:\n  - {{name: a, cidr: {first}}}\n  - {{name: b, cidr: {second}}}\n{rest}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (ulas(f"'{A}:1::/64'", f"'{A}:ffff::/64'"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"['{B}::/64', '{B}:1::/64', 'fd91:3e0c:6d27::/64']"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', role: pods"), ["I603"]),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', site: s"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64', vrf: s"), []),
        (ulas(f"'{A}:1::/64', site: s", f"['{A}:2::/64', '{B}::/64'], site: t"), ["I603"]),
        (
            ulas(f"['{A}:1::/64', '{B}::/64'], site: s", f"['{A}:1::/64', '{B}::/64'], site: t"),
            ["I603", "I603"],
        ),
        (ulas(f"'{A}::/48', role: container", f"'{B}::/64'"), ["I603"]),
        (ulas("'fd5b:7c1e:93a2::/47', role: container", f"'{B}::/64'"), []),
        (ulas(f"'{A}:1::/64'", "'fd7a:115c:a1e0::/48'"), []),
        (ulas("'fd7a:115c:a1e0::/48'", f"'{A}:1::/64'"), []),
        (ulas(f"'{A}:1::/64'", "'fd7a:115c:a1e1::/48'"), ["I603"]),
        (ulas(f"'{A}:1::/64'", "'2001:db8:1:1::/64'"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'", "vpns: [{name: v, product: ZeroTier, network: b}]\n"), []),
        (ulas(f"'{A}:1::/64'", f"'{B}::/64'", "vpns: [{name: v, product: wireguard, network: b}]\n"), ["I603"]),
        (ulas("'fdc4:7c1e:93a2::/48'", "'fc5b:7c1e:93a3::/48'"), ["I602"]),
    ],
)
def test_a_site_has_one_unique_local_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("fd00:0:0:1::/64", 1),
        ("fd42:4242:4242::/48", 1),
        ("fd42:4342:4243::/48", 1),
        ("fd42:4342:4244::/48", 0),
        ("fd01:0203:0000::/48", 0),
        ("fd01:0002:0000::/48", 1),
        ("fd01:0200:0000::/48", 1),
        ("fd12:3456:789a::/48", 1),
        ("fd01:2345:6789::/48", 1),
        ("fd12:3456:789b::/48", 0),
        ("fd5b:7c1f:93a2::/48", 0),
        ("fd00::/47", 0),
        ("fd00::/48", 1),
        ("fe00::/48", 0),
    ],
)
def test_a_unique_local_prefix_is_drawn_at_random(prefix: str, expected: int) -> None:
    problems = [code for code in codes(network(f"'{prefix}'")) if code == "I604"]
    assert problems == ["I604"] * expected


def test_a_made_up_prefix_is_reported_once() -> None:
    assert codes(ulas("['fd00::/64', 'fd00:0:0:1::/64']", "'fd00:0:0:2::/64', site: s")) == ["I604"]


BOTH = f"[10.3.1.0/24, '{A}:1::/64']"
FOUR, TWO = "{name: %s, address: 10.3.1.%d}", "{name: %s, address: [10.3.1.%d, '" + A + ":1::%d']}"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(network("10.3.1.0/24", ", dual_stack: true"), ["I605"], id="IPv4"),
        pytest.param(network("[10.3.1.0/24, 10.3.2.0/24]", ", dual_stack: true"), ["I605"], id="IPv4 twice"),
        pytest.param(network(f"'{A}:1::/64'", ", dual_stack: true"), ["I605"], id="IPv6"),
        pytest.param(
            network(f"'{A}:1::/64'", ", dual_stack: true, delegated: {by: isp, subnet_id: 1}"),
            ["I605"],
            id="IPv6 and a delegated prefix",
        ),
        pytest.param(
            network("10.3.1.0/24", ", dual_stack: true, delegated: {by: isp, subnet_id: 1}"),
            [],
            id="IPv4 and a delegated prefix",
        ),
        pytest.param(network("10.3.1.0/24", ", dual_stack: false"), [], id="denied"),
        pytest.param(network("10.3.1.0/24"), [], id="not said"),
        pytest.param(network("[]", ", dual_stack: true"), [], id="no prefix"),
        pytest.param(
            network("[10.3.1.0/24, 'fd5b::/129']", ", dual_stack: true"), [], id="a prefix that cannot be read"
        ),
        pytest.param(network(BOTH, ", dual_stack: true"), [], id="both"),
        pytest.param(
            hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"),
            ["I605"],
            id="a host with IPv4 alone",
        ),
        pytest.param(
            hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true, slaac: true"),
            [],
            id="with SLAAC",
        ),
        pytest.param(hosts(FOUR % ("a", 2), TWO % ("b", 3, 3), cidr=BOTH), [], id="not said, a host with IPv4 alone"),
        pytest.param(
            hosts(FOUR % ("a", 2), FOUR % ("c", 4), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"),
            [],
            id="two hosts with IPv4 alone",
        ),
        pytest.param(
            hosts(
                FOUR % ("a", 2),
                f"{{name: c, address: '{A}:1::4'}}",
                TWO % ("b", 3, 3),
                TWO % ("d", 5, 5),
                cidr=BOTH,
                more=", dual_stack: true",
            ),
            ["I605", "I605"],
            id="one host of each alone",
        ),
        pytest.param(
            hosts("{name: a}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"),
            [],
            id="a host without an address",
        ),
        pytest.param(
            hosts("{name: a, address: [10.3.1.2, 'fd5b::z']}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true"),
            [],
            id="an address that cannot be read",
        ),
        pytest.param(
            hosts("{name: a}", FOUR % ("c", 4), "{name: d}", cidr=BOTH, more=", dual_stack: true"),
            [],
            id="no host with both",
        ),
    ],
)
def test_dual_stack_is_both(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_what_is_lacking_is_named() -> None:
    lacking = [network(cidr, ", dual_stack: true") for cidr in ("10.3.1.0/24", f"'{A}:1::/64'")]
    assert ["no IPv6 prefix" in found(text)[0].problem.message for text in lacking] == [True, False]
    assert ["no IPv4 prefix" in found(text)[0].problem.message for text in lacking] == [False, True]
    plan = hosts(f"{{name: c, address: '{A}:1::4'}}", TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true")
    assert "an IPv6 address (fd5b:7c1e:93a2:1::4) but no IPv4 address" in found(plan)[0].problem.message
    plan = hosts(FOUR % ("c", 4), TWO % ("b", 3, 3), cidr=BOTH, more=", dual_stack: true")
    assert "an IPv4 address (10.3.1.4) but no IPv6 address" in found(plan)[0].problem.message


def delegated(delegation: str, *networks: str) -> str:
    return f"delegations: [{{name: isp, {delegation}}}]\nnetworks: [{', '.join(networks)}]\n"


def taking(name: str, subnet: str, by: str = "isp") -> str:
    octet = ord(name) - 96
    return f"{{name: {name}, cidr: 10.3.{octet}.0/24, delegated: {{by: {by}, subnet_id: {subnet}}}}}"


def written(cidr: str, subnet: str = "1", by: str = "isp") -> str:
    return f"{{name: lan, cidr: {cidr}, delegated: {{by: {by}, subnet_id: {subnet}}}}}"


PREFIX = "prefix: '2001:db8:5b7c:100::/56'"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (delegated("length: 60", taking("a", "0"), taking("b", "15")), []),
        (delegated("length: 60", taking("a", "0x10")), ["I606"]),
        (delegated("length: 64", taking("a", "0")), []),
        (delegated("length: 64", taking("a", "1")), ["I606"]),
        (delegated("dynamic: true", taking("a", "99999")), []),
        (delegated("length: 60", taking("a", "99", by="other")), []),
        (delegated("length: 60", taking("a", "x")), []),
        (delegated("length: 60", taking("a", "1"), taking("b", "0x1")), ["I607"]),
        (delegated("length: 60", taking("a", "1"), taking("b", "1"), taking("c", "1")), ["I607", "I607"]),
        (delegated("length: 60", taking("a", "1"), taking("b", "1", by="other")), []),
        (delegated("length: 60}, {name: b, length: 60", taking("a", "1"), taking("b", "1", by="b")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::/64'")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:102::/64'")), ["I609"]),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::/65'")), ["I609"]),
        (delegated(PREFIX, written("'2001:db8:5b7c:101::1/64'")), []),
        (delegated(PREFIX, written("['2001:db8:5b7c:101::/64', '2001:db8:1::/64']")), []),
        (delegated(PREFIX, written("['2001:db8:5b7c:102::/64', '2001:db8:1::/64']")), ["I609"]),
        (delegated(PREFIX, written(f"[10.3.1.0/24, '{A}:1::/64']")), []),
        (delegated(PREFIX, written("'4000::/64'")), []),
        (delegated(PREFIX, written("'3fff:5b7c::/64'")), ["I609"]),
        (delegated(PREFIX, written("'1fff::/64'")), []),
        (delegated("length: 56", written("'2001:db8:5b7c:102::/64'")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:201::/64'", "0x100")), []),
        (delegated(PREFIX, written("'2001:db8:5b7c:1fe::/64'", "0xff")), ["I609"]),
        (delegated("prefix: 10.0.0.0/8", written("'2001:db8:5b7c:200::/64'")), []),
        (delegated("prefix: '2001:db8:5b7c:100::/64'", written("'2001:db8:5b7c:100::/64'", "0")), []),
        (delegated("prefix: '2001:db8:5b7c:100::/64'", written("'2001:db8:5b7c:101::/64'", "0")), ["I609"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:101::/64'")), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:102::/64'")), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", written("'2001:db8:5b7c:201::/64'")), ["I609"]),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), ["I608"]),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:200::/64'}"), []),
        (delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c::/48', role: container}"), []),
        (delegated(f"dynamic: false, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), []),
        (delegated("dynamic: true", "{name: a, cidr: '2001:db8:5b7c:1ff::/64'}"), []),
        (delegated("dynamic: true, prefix: 10.0.0.0/8", LAN), []),
    ],
)
def test_subnets_of_a_delegated_prefix(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


def test_a_free_subnet_is_offered_while_there_is_one() -> None:
    (finding,) = found(delegated("length: 60", taking("a", "0"), taking("b", "1"), taking("c", "1")))
    assert finding.problem.hint == "give one of them another subnet, for example 2"
    (finding,) = found(delegated("length: 63", taking("a", "0"), taking("b", "1"), taking("c", "1")))
    assert finding.problem.hint == "ask for a shorter prefix"
    (finding,) = found(delegated("dynamic: true", taking("a", "0"), taking("b", "0")))
    assert finding.problem.hint == "give one of them another subnet, for example 1"
    (finding,) = found(delegated("length: 60", taking("a", "16")))
    assert finding.problem.hint == "write a subnet id from 0 to 15"
    (finding,) = found(delegated(f"dynamic: true, {PREFIX}", "{name: a, cidr: '2001:db8:5b7c:10a::/64'}"))
    assert finding.problem.hint == "remove it, and write `delegated: {by: isp, subnet_id: 0xa}`"


CHANGING = f"delegations: [{{name: isp, dynamic: true, {PREFIX}}}]\n"


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(CHANGING + router("'2001:db8:5b7c:102::1'"), ["I608"], id="of a router"),
        pytest.param(
            CHANGING + router("['2001:db8:5b7c:102::1', '2001:db8:5b7c:103::1']"), ["I608"], id="two of a router"
        ),
        pytest.param(CHANGING + router("'2001:db8:5b7c:202::1'"), [], id="of another prefix"),
        pytest.param(CHANGING + router("10.3.1.1"), [], id="IPv4"),
        pytest.param(
            "delegations: [{name: isp, dynamic: true, prefix: 203.0.113.0/24}]\n" + router("203.0.113.1"),
            [],
            id="a delegated prefix of IPv4",
        ),
        pytest.param(
            CHANGING + network("'2001:db8:5b7c:102::/64'") + router("'2001:db8:5b7c:102::1'"),
            ["I608"],
            id="a network with it",
        ),
        pytest.param(
            CHANGING + network("'2001:db8:5b7c::/48'", ", role: container") + router("'2001:db8:5b7c:102::1'"),
            ["I608"],
            id="in a network that only holds others",
        ),
        pytest.param(
            CHANGING
            + hosts(
                "{name: a, address: '2001:db8:5b7c:101::5'}",
                "{name: b, address: 10.3.1.5}",
                more=", delegated: {by: isp, subnet_id: 1}",
            ),
            ["I608"],
            id="of a host",
        ),
        pytest.param(
            CHANGING.replace("]", ", {name: other, dynamic: true, prefix: '2001:db8:93a2:100::/56'}]")
            + router("['2001:db8:5b7c:102::1', '2001:db8:93a2:103::1']"),
            ["I608", "I608"],
            id="of two prefixes",
        ),
    ],
)
def test_addresses_of_a_prefix_that_changes(plan: str, expected: list[str]) -> None:
    assert codes(plan) == expected


@pytest.mark.parametrize(
    ("cidr", "role", "expected"),
    [
        (f"{A}::/126", "link", 1),
        (f"{A}::/127", "link", 0),
        (f"{A}::/128", "link", 0),
        (f"{A}::/64", "lan", 0),
        ("fe80::/64", "link", 0),
        ("febf::/64", "link", 0),
        ("fec0::/64", "link", 1),
        ("fe7f::/64", "link", 1),
    ],
)
def test_a_link_has_two_addresses(cidr: str, role: str, expected: int) -> None:
    assert codes(network(f"'{cidr}'", f", role: {role}")) == ["I610"] * expected
    assert codes(network("10.3.1.0/30", f", role: {role}")) == []
