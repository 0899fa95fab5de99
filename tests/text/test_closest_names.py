"""The known name that a mistyped one was meant for: near ones, and only near ones."""

from __future__ import annotations

import pytest

from cidrbook.text.names import closest, did_you_mean

KEYS = ("id", "name", "cidr", "vlan", "gateway", "reserved", "dhcp", "hosts", "sites", "description", "A223", "drift")


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("gatway", "gateway"),
        ("cird", "cidr"),
        ("nmae", "name"),
        ("VLAN", "vlan"),
        ("vlans", "vlan"),
        ("descripton", "description"),
        ("discription", "description"),
        ("servers", ""),
        ("hostes", "hosts"),
        ("ssid", ""),
        ("ip", ""),
        ("A2", ""),
        ("diff", ""),
        ("mask", ""),
        ("", ""),
        ("x" * 100_000, ""),
    ],
)
def test_a_slip_is_forgiven_and_another_word_is_no_slip(wanted: str, meant: str) -> None:
    assert closest(wanted, KEYS) == meant


def test_where_nothing_is_near_the_known_names_are_listed() -> None:
    assert did_you_mean("ssid", KEYS[:3]) == "known here: id, name, cidr"
    assert did_you_mean("ssid", KEYS, 2) == "known here: id, name …"
    assert did_you_mean("ssid", ()) == ""
