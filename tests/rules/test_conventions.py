"""Conventions of prefixes: the VLAN, or another word, in an octet or in the fourth group."""

from __future__ import annotations

from functools import partial

import lab
import pytest
from entries import networks
from lab import planned

codes = partial(lab.codes, only=["A226", "V502"])
only = partial(lab.the, only="A226")

LAN = "name: lan, cidr: 10.3.1.0/24"
ULA = "fd5b:7c1e:93a2"


def vlans(*entries: str) -> str:
    return "vlans:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


@pytest.mark.parametrize(
    ("numbering", "cidr", "vlan", "expected"),
    [
        ("octet: 3", "10.3.42.0/24", 42, []),
        ("octet: 3", "10.3.42.0/24", 43, ["A226"]),
        ("octet: 3", "10.3.42.128/25", 43, ["A226"]),
        ("octet: 3", "10.3.42.0/23", 43, []),
        ("octet: 2", "10.42.0.0/16", 42, []),
        ("octet: 2", "10.42.0.0/16", 43, ["A226"]),
        ("octet: 2", "10.42.43.0/24", 43, ["A226"]),
        ("octet: 1", "10.0.0.0/8", 11, ["A226"]),
        ("octet: 4", "10.3.1.42/32", 42, []),
        ("octet: 4", "10.3.1.42/32", 43, ["A226"]),
        ("octet: 3", "10.3.255.0/24", 255, []),
        ("octet: 3", "10.3.42.0/24", 255, ["A226"]),
        ("octet: 3", "10.3.42.0/24", 256, []),
        ("octet: 3", "[10.3.9.0/24, 10.3.42.0/24]", 42, []),
        ("octet: 3", "[10.3.9.0/24, 10.3.42.0/24]", 43, ["A226"]),
        ("octet: 3", f'"{ULA}:43::/64"', 42, []),
        ("subnet_id: digits", "10.3.43.0/24", 42, []),
        ("subnet_id: digits", f'"{ULA}:42::/64"', 42, []),
        ("subnet_id: digits", f'"{ULA}:2a::/64"', 42, ["A226"]),
        ("subnet_id: number", f'"{ULA}:2a::/64"', 42, []),
        ("subnet_id: number", f'"{ULA}:42::/64"', 42, ["A226"]),
        ("subnet_id: digits", f'"{ULA}:4094::/64"', 4094, []),
        ("subnet_id: number", f'"{ULA}:ffe::/64"', 4094, []),
        ("subnet_id: digits", f'"{ULA}:1042::/64"', 42, ["A226"]),
        ("subnet_id: digits", f'"{ULA}:8042::/64"', 42, ["A226"]),
        ("subnet_id: digits", f'"{ULA}:43:1::/80"', 42, ["A226"]),
        ("subnet_id: digits", f'"{ULA}:40::/63"', 42, []),
        ("subnet_id: digits", f'["{ULA}:43::/64", "fd5b:7c1e:93a3:42::/64"]', 42, []),
        ("subnet_id: digits", '"2a0d:3344:1:ab42::/64"', 42, []),
        ("subnet_id: digits", '"fc5b:7c1e:93a3:43::/64"', 42, ["A226"]),
        ("octet: 3, subnet_id: digits", f'["{ULA}:43::/64", 10.3.43.0/24]', 42, ["A226"]),
        ("octet: 3, subnet_id: digits", f'["{ULA}:43::/64", 10.3.42.0/24]', 42, ["A226"]),
        ("octet: 3, subnet_id: digits", f'["{ULA}:42::/64", 10.3.43.0/24]', 42, ["A226"]),
        ("octet: 3, subnet_id: digits", f'["{ULA}:42::/64", 10.3.42.0/24]', 42, []),
    ],
)
def test_a_prefix_does_not_say_the_vlan(numbering: str, cidr: str, vlan: int, expected: list[str]) -> None:
    plan = networks(f"name: lan, cidr: {cidr}, vlan: {vlan}")
    assert codes(f"{plan}settings: {{vlan_numbering: {{{numbering}}}}}\n") == expected


@pytest.mark.parametrize(
    ("cidr", "numbering", "found", "right", "column"),
    [
        pytest.param(
            "[10.3.16.0/20, 10.3.9.0/24, 10.3.8.0/24]",
            "octet: 3",
            "octet 3 of lan (10.3.9.0/24) is 9",
            "10.3.42.0/24",
            38,
            id="the third octet, of the prefix that is too narrow",
        ),
        pytest.param(
            "10.9.8.0/24", "octet: 2", "octet 2 of lan (10.9.8.0/24) is 9", "10.42.8.0/24", 23, id="the second octet"
        ),
        pytest.param(
            f'"{ULA}:2b::/64"',
            "subnet_id: digits",
            f"the fourth group of lan ({ULA}:2b::/64) is 2b",
            f"{ULA}:42::/64",
            23,
            id="digits of a subnet id",
        ),
        pytest.param(
            f'"{ULA}:2b::/64"',
            "subnet_id: number",
            f"the fourth group of lan ({ULA}:2b::/64) is 2b",
            f"{ULA}:2a::/64",
            23,
            id="a number as a subnet id",
        ),
    ],
)
def test_it_says_what_stands_there_and_what_should(
    cidr: str, numbering: str, found: str, right: str, column: int
) -> None:
    plan = networks(f"name: lan, cidr: {cidr}, vlan: 42", rest=f"settings: {{vlan_numbering: {{{numbering}}}}}\n")
    problem = only(plan).problem
    assert problem.message == f"{found}, but it is on VLAN 42"
    assert problem.hint == f"write {right}, or name the networks that the convention is for"
    assert problem.at.column == column


def test_a_convention_of_the_vlan_is_said_once_however_it_is_written() -> None:
    plan = f"{networks(f'{LAN}, vlan: 42')}settings: {{conventions: [{{octet: 3, from: vlan}}]}}\n"
    short = f"{networks(f'{LAN}, vlan: 42')}settings: {{vlan_numbering: {{octet: 3}}}}\n"
    assert only(plan).problem.message == only(short).problem.message


@pytest.mark.parametrize(
    ("word", "values", "expected"),
    [("servers", "servers: 42", []), ("servers", "servers: 43", ["A226"]), ("servers", "lan: 42", [])],
)
def test_a_subnet_id_follows_from_other_words_too(word: str, values: str, expected: list[str]) -> None:
    plan = networks(f'name: lan, cidr: "{ULA}:42::/64", role: {word}')
    convention = f"subnet_id: digits, from: role, values: {{{values}}}"
    assert codes(f"{plan}settings: {{conventions: [{{{convention}}}]}}\n") == expected


@pytest.mark.parametrize(
    ("entry", "rest", "expected"),
    [
        ("vlan: 42", "", ["A226"]),
        ("purpose: x", vlans("id: 42, networks: lan"), ["A226"]),
        ("purpose: x", "", []),
        ("vlan: 42", vlans("id: 1, networks: lan", "id: 42"), ["V502"]),
        ("vlan: 42, role: pods", "", []),
        ("vlan: 42", "clusters: [{name: k, pods: lan}]\n", []),
    ],
)
def test_only_networks_on_one_vlan_follow_the_numbering(entry: str, rest: str, expected: list[str]) -> None:
    settings = "settings: {vlan_numbering: {octet: 3}}\n"
    assert codes(networks(f"{LAN}, {entry}", rest=rest + settings)) == expected
    assert "A226" not in codes(networks(f"{LAN}, {entry}", rest=rest))
    assert "A226" not in codes(networks(f"{LAN}, {entry}", rest=f"{rest}settings: {{capacity: 80}}\n"))


def test_every_numbering_counts() -> None:
    plan = networks(f"{LAN}, vlan: 42", rest="settings: {capacity: 80}\n")
    one, two = ((f"data/{number}.yaml", f"settings: {{vlan_numbering: {{octet: {number}}}}}\n") for number in (3, 1))
    assert codes(planned(plan, one)) == ["A226"]
    assert codes(planned(plan, one, two)) == ["A226", "A226"]
