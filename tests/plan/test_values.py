"""The typed scalars: each accepted form with the value read, each refused form with what to write instead."""

from __future__ import annotations

import re
from datetime import date
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netaddr import EUI, IPAddress, IPNetwork
from pydantic import TypeAdapter, ValidationError

from cidrbook.net.ip import AddressRange
from cidrbook.plan import values
from cidrbook.text.source import ORIGIN

TYPES: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(values.Text),
    "boolean": TypeAdapter(values.Boolean),
    "number": TypeAdapter(values.VlanId),
    "count": TypeAdapter(values.Count),
    "asn": TypeAdapter(values.Asn),
    "day": TypeAdapter(values.Day),
    "mac": TypeAdapter(values.Mac),
    "address": TypeAdapter(values.Address),
    "prefix": TypeAdapter(values.Prefix),
    "route": TypeAdapter(values.Route),
    "range": TypeAdapter(values.Range),
    "pool": TypeAdapter(values.Pool),
    "url": TypeAdapter(values.Url),
    "texts": TypeAdapter(values.Many[values.Text]),
    "table": TypeAdapter(values.Table[values.Boolean]),
}


def value(kind: str, written: object) -> Any:
    return TYPES[kind].validate_python(written)


def refusal(kind: str, written: object) -> tuple[str, str, str]:
    """The rule's slug, the message and the hint with which a value is refused."""
    with pytest.raises(ValidationError) as caught:
        value(kind, written)
    [error] = caught.value.errors()
    return error["type"], error["msg"], error.get("ctx", {}).get("hint", "")


def address(text: str) -> IPAddress:
    return IPAddress(text)


def between(first: str, last: str) -> AddressRange:
    return AddressRange(address(first), address(last))


ACCEPTED = [
    # Text stays what was written.
    ("text", "no", "no"),
    ("text", "1.10", "1.10"),
    ("text", " spaced ", " spaced "),
    ("text", "", ""),
    # Booleans, in any case.
    ("boolean", "true", True),
    ("boolean", "Yes", True),
    ("boolean", "ON", True),
    ("boolean", "false", False),
    ("boolean", "no", False),
    ("boolean", "oFF", False),
    # Numbers are decimal, whatever zeros lead.
    ("number", "10", 10),
    ("number", "010", 10),
    ("number", "08", 8),
    ("number", "4094", 4094),
    # AS numbers, asplain and asdot.
    ("asn", "0", 0),
    ("asn", "0.0", 0),
    ("asn", "1", 1),
    ("asn", "64512", 64512),
    ("asn", "4294967295", 4_294_967_295),
    ("asn", "65000.10", 65000 * 65536 + 10),
    ("asn", "0.1", 1),
    ("asn", "65535.65535", 4_294_967_295),
    # Days.
    ("day", "2027-06-30", date(2027, 6, 30)),
    ("day", "2028-02-29", date(2028, 2, 29)),
    # MAC addresses, however they are grouped.
    ("mac", "52:54:00:12:34:56", EUI("52:54:00:12:34:56")),
    ("mac", "52-54-00-12-34-56", EUI("52:54:00:12:34:56")),
    ("mac", "5254.0012.3456", EUI("52:54:00:12:34:56")),
    ("mac", "525400123456", EUI("52:54:00:12:34:56")),
    ("mac", "AA:bb:CC:dd:EE:0f", EUI("aa:bb:cc:dd:ee:0f")),
    # Addresses of both families, in every form of RFC 4291.
    ("address", "10.0.0.1", address("10.0.0.1")),
    ("address", "0.0.0.0", address("0.0.0.0")),  # noqa: S104 (an address to read, not to listen on)
    ("address", "255.255.255.255", address("255.255.255.255")),
    ("address", "::", address("::")),
    ("address", "fd00::1", address("fd00::1")),
    ("address", "FD00::A", address("fd00::a")),
    ("address", "fd00:0000:0000:0000:0000:0000:0000:0001", address("fd00::1")),
    ("address", "1:2:3:4:5:6:7:8", address("1:2:3:4:5:6:7:8")),
    ("address", "64:ff9b::10.0.0.1", address("64:ff9b::a00:1")),
    # Prefixes; host bits are kept for the rule that reports them.
    ("prefix", "10.0.0.0/24", IPNetwork("10.0.0.0/24")),
    ("prefix", "10.0.0.5/24", IPNetwork("10.0.0.5/24")),
    ("route", "0.0.0.0/0", IPNetwork("0.0.0.0/0")),
    ("prefix", "10.0.0.1/32", IPNetwork("10.0.0.1/32")),
    ("prefix", "10.0.0.0/31", IPNetwork("10.0.0.0/31")),
    ("route", "::/0", IPNetwork("::/0")),
    ("prefix", "fd00::/64", IPNetwork("fd00::/64")),
    ("prefix", "FD00::5/128", IPNetwork("fd00::5/128")),
    # Ranges, of one address at least.
    ("range", "10.0.0.1-10.0.0.9", between("10.0.0.1", "10.0.0.9")),
    ("range", "10.0.0.1 - 10.0.0.9", between("10.0.0.1", "10.0.0.9")),
    ("range", "10.0.0.1 \u2013 10.0.0.9", between("10.0.0.1", "10.0.0.9")),
    ("range", "10.0.0.1-10.0.0.1", between("10.0.0.1", "10.0.0.1")),
    ("range", "10.0.0.1", between("10.0.0.1", "10.0.0.1")),
    ("pool", "10.0.0.1", between("10.0.0.1", "10.0.0.1")),
    ("range", "fd00::1-FD00::9", between("fd00::1", "fd00::9")),
    # Pools: a reference, a prefix or a range.
    ("pool", "k8s-external", "k8s-external"),
    ("pool", "10-net", "10-net"),
    ("pool", "10.0.0.0/24", IPNetwork("10.0.0.0/24")),
    ("pool", "10.0.0.1-10.0.0.9", between("10.0.0.1", "10.0.0.9")),
    ("pool", "fd00::1 - fd00::9", between("fd00::1", "fd00::9")),
    # Web addresses, and those relative to the page.
    ("url", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
    ("url", "HTTP://example.org", "HTTP://example.org"),
    ("url", "  https://example.org ", "https://example.org"),
    ("url", "mailto:me@example.org", "mailto:me@example.org"),
    ("url", "../other/page.md#part", "../other/page.md#part"),
    ("url", "a/b:c", "a/b:c"),
    ("url", "#part", "#part"),
    ("url", "", ""),
    # One value for a list, and nothing for none.
    ("texts", "a", ("a",)),
    ("texts", ["a", "b"], ("a", "b")),
    ("texts", [], ()),
    ("texts", None, ()),
    ("table", {"a": "yes", "b": "off"}, {"a": True, "b": False}),
    ("table", {}, {}),
    ("table", None, {}),
    ("table", {ORIGIN: "its place", "a": "yes"}, {"a": True}),
]


@pytest.mark.parametrize(("kind", "written", "read"), ACCEPTED, ids=[f"{kind}-{text!r}" for kind, text, _ in ACCEPTED])
def test_a_form_that_is_accepted_has_its_value(kind: str, written: object, read: object) -> None:
    found = value(kind, written)
    assert found == read
    assert isinstance(found, type(read))


NOT_A_NUMBER = "write digits only, as in `42`"
NOT_AN_ASN = "write 1 to 4294967295, or asdot as in `65000.10`"
NOT_A_DAY = "write year, month and day, as in `2027-06-30`"
OTHER_VLANS = "for each other VLAN add a network of its own under `networks`"
TWO_ADDRESSES = "these are two addresses: write them as a list"
NOT_A_MAC = "write six pairs of hex digits (0 to 9, a to f), as in `52:54:00:12:34:56`"
NOT_AN_ADDRESS = "write it as in `192.168.42.60` or `fd42::60`"
ODD_V4 = "an IPv4 address has digits and dots only,"
ODD_V6 = "IPv6 has hex digits only, 0 to 9 and a to f,"
GAP = "a number is missing between two dots or at the end"
FOUR = "an IPv6 address has eight groups, and this one has 4"
YEAR_FIRST = "write the year first, then month and day:"
LETTER = "there is a letter"
NO_BREAK = "a character stands here that looks like a space or cannot be seen"
CURLY = "YAML knows no curly quotes"
ENDS = "write the first and the last address"
NOT_A_PREFIX = "write it as in `192.168.42.0/24` or `fd42::/64`"
NOT_A_RANGE = "write the first and the last address, as in `192.168.42.200-192.168.42.249`"
NOT_A_LINK = "write an address that begins with `https://`"
OCTET = "each octet is 0 to 255"

REFUSED = [
    ("boolean", "", "`` is neither true nor false", "write `true` or `false`"),
    ("boolean", "1", "`1` is neither true nor false", "write `true` or `false`"),
    ("boolean", "y", "`y` is neither true nor false", "write `true` or `false`"),
    ("boolean", " yes", "` yes` is neither true nor false", "write `true` or `false`"),
    ("number", "", "`` is not a whole number", NOT_A_NUMBER),
    ("number", "ten", "`ten` is not a whole number", NOT_A_NUMBER),
    ("number", "1_000", "`1_000` is not a whole number", NOT_A_NUMBER),
    ("number", "0x10", "`0x10` is not a whole number", NOT_A_NUMBER),
    ("number", "0o17", "`0o17` is not a whole number", NOT_A_NUMBER),
    ("number", "10.0", "`10.0` is not a whole number", NOT_A_NUMBER),
    ("number", "1e3", "`1e3` is not a whole number", NOT_A_NUMBER),
    ("number", "+5", "`+5` is not a whole number", NOT_A_NUMBER),
    ("number", " 5", "` 5` is not a whole number", "write `5`"),
    ("number", "5;", "`5;` is not a whole number", "write `5`"),
    ("number", "5, # lan", "`5, # lan` is not a whole number", NOT_A_NUMBER),
    ("number", "5\n", "`5\n` is not a whole number", NOT_A_NUMBER),
    ("number", "٣", "`٣` is not a whole number", NOT_A_NUMBER),
    ("number", "²", "`²` is not a whole number", NOT_A_NUMBER),
    ("asn", "", "`` is not an AS number", NOT_AN_ASN),
    ("asn", "AS64512", "`AS64512` is not an AS number", "write the number alone: `64512`"),
    ("asn", "AS 64512 (private)", "`AS 64512 (private)` is not an AS number", "write the number alone: `64512`"),
    ("asn", "64512 or 64513", "`64512 or 64513` is not an AS number", NOT_AN_ASN),
    ("asn", "4294967296", "`4294967296` is not an AS number", NOT_AN_ASN),
    ("asn", "65536.0", "`65536.0` is not an AS number", NOT_AN_ASN),
    ("asn", "1.65536", "`1.65536` is not an AS number", NOT_AN_ASN),
    ("asn", "1.", "`1.` is not an AS number", NOT_AN_ASN),
    ("asn", ".1", "`.1` is not an AS number", NOT_AN_ASN),
    ("asn", "1.2.3", "`1.2.3` is not an AS number", NOT_AN_ASN),
    ("asn", "-1", "`-1` is not an AS number", NOT_AN_ASN),
    ("asn", "99999999999999999999", "`99999999999999999999` is not an AS number", NOT_AN_ASN),
    ("day", "", "`` is not a date", NOT_A_DAY),
    ("day", "soon", "`soon` is not a date", NOT_A_DAY),
    ("day", "30.06.2027", "`30.06.2027` is not a date", f"{YEAR_FIRST} `2027-06-30`"),
    ("day", "30.6.2027", "`30.6.2027` is not a date", f"{YEAR_FIRST} `2027-06-30`"),
    ("day", "2027/06/30", "`2027/06/30` is not a date", f"{YEAR_FIRST} `2027-06-30`"),
    ("day", "31.02.2027", "`31.02.2027` is not a date", NOT_A_DAY),
    ("day", "06/30/2027", "`06/30/2027` is not a date", NOT_A_DAY),
    ("day", "2027-6-30", "`2027-6-30` is not a date", f"{YEAR_FIRST} `2027-06-30`"),
    ("day", "2027-02-29", "`2027-02-29` is not a date", NOT_A_DAY),
    ("day", "2027-06-30T12:00", "`2027-06-30T12:00` is not a date", NOT_A_DAY),
    ("day", "0000-01-01", "`0000-01-01` is not a date", NOT_A_DAY),
    ("mac", "", "`` is not a MAC address", NOT_A_MAC),
    ("mac", "52:54:00:12:34", "`52:54:00:12:34` is not a MAC address", f"{NOT_A_MAC}; this one has 5"),
    ("mac", "52:54:00:12:34:56:78", "`52:54:00:12:34:56:78` is not a MAC address", f"{NOT_A_MAC}; this one has 7"),
    ("mac", "52:54:00:12:34:gg", "`52:54:00:12:34:gg` is not a MAC address", f"{NOT_A_MAC}; `gg` is not such a pair"),
    ("mac", "52:54-00:12:34:56", "`52:54-00:12:34:56` is not a MAC address", NOT_A_MAC),
    ("mac", "52540012345", "`52540012345` is not a MAC address", NOT_A_MAC),
    ("mac", "52:54:00:12:34:56\n", "`52:54:00:12:34:56\n` is not a MAC address", NOT_A_MAC),
    ("mac", "1", "`1` is not a MAC address", NOT_A_MAC),
    ("address", "", "`` is not an IP address", NOT_AN_ADDRESS),
    ("address", "nas", "`nas` is not an IP address", NOT_AN_ADDRESS),
    ("address", "10", "`10` is not an IP address", NOT_AN_ADDRESS),
    (
        "address",
        "10.0.1",
        "`10.0.1` is not an IP address",
        f"an IPv4 address has four numbers, and this one has 3: {NOT_AN_ADDRESS}",
    ),
    ("address", "167772161", "`167772161` is not an IP address", NOT_AN_ADDRESS),
    ("address", "0x0a000001", "`0x0a000001` is not an IP address", NOT_AN_ADDRESS),
    (
        "address",
        "10.0.0.1.2",
        "`10.0.0.1.2` is not an IP address",
        f"an IPv4 address has four numbers, and this one has 5: {NOT_AN_ADDRESS}",
    ),
    ("address", "10.0.0.256", "`10.0.0.256` is not an IP address", f"{OCTET}: {NOT_AN_ADDRESS}"),
    ("address", " 10.0.0.1", "` 10.0.0.1` is not an IP address", "write `10.0.0.1`"),
    ("address", "10.0. 0.1", "`10.0. 0.1` is not an IP address", "write `10.0.0.1`"),
    ("address", "10.0.0.1\n", "`10.0.0.1\n` is not an IP address", "write `10.0.0.1`"),
    ("address", "10.0.0.1\0", "`10.0.0.1\0` is not an IP address", NOT_AN_ADDRESS),
    ("address", "\u0661\u0660.0.0.1", "`\u0661\u0660.0.0.1` is not an IP address", NOT_AN_ADDRESS),
    ("address", "10.0.0.1/24", "`10.0.0.1/24` is a prefix, not an address", "write the address alone: `10.0.0.1`"),
    ("address", "fd00::1/64", "`fd00::1/64` is a prefix, not an address", "write the address alone: `fd00::1`"),
    (
        "address",
        "fe80::1%eth0",
        "`fe80::1%eth0` is not an IP address",
        "a zone belongs to one machine, not to the plan: write `fe80::1`",
    ),
    ("address", "[fd00::1]", "`[fd00::1]` is not an IP address", "write `fd00::1`"),
    (
        "address",
        "fd00::1::2",
        "`fd00::1::2` is not an IP address",
        "`::` may stand only once in an address: replace the first `::` by `:`: write `fd00:1::2`",
    ),
    (
        "address",
        "fd00:::2",
        "`fd00:::2` is not an IP address",
        "`::` may stand only once in an address: write `fd00::2`",
    ),
    (
        "address",
        "fd00::12345",
        "`fd00::12345` is not an IP address",
        f"a group has four hex digits at most, and 12345 has 5: {NOT_AN_ADDRESS}",
    ),
    (
        "address",
        "1:2:3:4:5:6:7:8:9",
        "`1:2:3:4:5:6:7:8:9` is not an IP address",
        f"an IPv6 address has eight groups, and this one has 9: {NOT_AN_ADDRESS}",
    ),
    (
        "address",
        "192.168.1.010",
        "`192.168.1.010` is not an IP address",
        "octets have no leading zeros, which some readers take for octal: write `192.168.1.10`",
    ),
    ("number", "vlan7", "`vlan7` is not a whole number", "write `7`"),
    ("number", "VLAN 7", "`VLAN 7` is not a whole number", "write `7`"),
    (
        "number",
        "7, 8",
        "`7, 8` is not a whole number",
        f"one number belongs here: write `7`; {OTHER_VLANS}",
    ),
    ("address", "10.0.0.x", "`10.0.0.x` is not an IP address", f"{ODD_V4} and 'x' is neither: {NOT_AN_ADDRESS}"),
    ("address", "10.0.0.6O", "`10.0.0.6O` is not an IP address", f"{LETTER} O in place of a 0: write `10.0.0.60`"),
    ("address", "l0.0.0.1", "`l0.0.0.1` is not an IP address", f"{LETTER} l in place of a 1: write `10.0.0.1`"),
    (
        "prefix",
        "10.0.0.0/24, 10.0.1.0/24",
        "`10.0.0.0/24, 10.0.1.0/24` is not a CIDR",
        "these are two networks: write them as a list, `[10.0.0.0/24, 10.0.1.0/24]`",
    ),
    ("prefix", "10.O.0.0/16", "`10.O.0.0/16` is not a CIDR", f"{LETTER} O in place of a 0: write `10.0.0.0/16`"),
    (
        "mac",
        "52:54:0O:12:34:56",
        "`52:54:0O:12:34:56` is not a MAC address",
        "write `52:54:00:12:34:56`: in the third pair there is a letter O in place of the digit 0",
    ),
    (
        "mac",
        "5254.0012.345l",
        "`5254.0012.345l` is not a MAC address",
        "write `5254.0012.3451`: in `5254.0012.345l` there is a letter l in place of the digit 1",
    ),
    ("address", "-10.0.0.1", "`-10.0.0.1` is not an IP address", "a space is missing after the dash: write `10.0.0.1`"),
    ("address", "10.0.0.1\u00a0", "`10.0.0.1\u00a0` is not an IP address", f"{NO_BREAK}: write `10.0.0.1`"),
    ("address", "10,0,0,1", "`10,0,0,1` is not an IP address", "there is a comma in place of a dot: write `10.0.0.1`"),
    (
        "address",
        "10.0.0.1 10.0.0.2",
        "`10.0.0.1 10.0.0.2` is not an IP address",
        f"{TWO_ADDRESSES}, `[10.0.0.1, 10.0.0.2]`",
    ),
    ("address", "10.0..1", "`10.0..1` is not an IP address", f"{GAP}: {NOT_AN_ADDRESS}"),
    ("address", "fd00::1O", "`fd00::1O` is not an IP address", f"{LETTER} O in place of a 0: write `fd00::10`"),
    ("address", "fd00::1x", "`fd00::1x` is not an IP address", f"{ODD_V6} and 'x' is none: {NOT_AN_ADDRESS}"),
    (
        "address",
        "fd00:0:0:1:",
        "`fd00:0:0:1:` is not an IP address",
        f"{FOUR}: write `fd00:0:0:1::`, where zeros follow",
    ),
    ("address", "none", "`none` is not an IP address", "leave the key out if there is none"),
    ("address", "DHCP", "`DHCP` is not an IP address", "leave the key out where no fixed address is given"),
    (
        "address",
        "10.0.0.1, fd00::1",
        "`10.0.0.1, fd00::1` is not an IP address",
        f"{TWO_ADDRESSES}, `[10.0.0.1, fd00::1]`",
    ),
    ("address", "\u201c10.0.0.1\u201d", "`\u201c10.0.0.1\u201d` is not an IP address", f"{CURLY}: write `10.0.0.1`"),
    ("prefix", "10.0.0.0 / 24", "`10.0.0.0 / 24` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "10.0.0.0-10.0.0.255", "`10.0.0.0-10.0.0.255` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "10.0.0.*", "`10.0.0.*` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "10.0.x.x", "`10.0.x.x` is not a CIDR", "write `10.0.0.0/16`"),
    ("prefix", "10.0.0.0-255", "`10.0.0.0-255` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "10.0.0.y", "`10.0.0.y` is not a CIDR", f"{ODD_V4} and 'y' is neither: {NOT_A_PREFIX}"),
    ("prefix", "10.0.0.0\\24", "`10.0.0.0\\24` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "10.0.0.0/24,", "`/24,` is not a prefix length", "write `10.0.0.0/24`"),
    (
        "prefix",
        "10.0.0.0/24# lan",
        "`/24# lan` is not a prefix length",
        "write `10.0.0.0/24`: a comment has a space before its `#`",
    ),
    ("address", ".9", "`.9` is not an IP address", f"an address is written in full: {NOT_AN_ADDRESS}"),
    ("address", "10.0.0.9,", "`10.0.0.9,` is not an IP address", "write `10.0.0.9`"),
    (
        "address",
        "10.0.0.1 - 10.0.0.9",
        "`10.0.0.1 - 10.0.0.9` is a range, and one address belongs here",
        "write one of them, as in `10.0.0.1`",
    ),
    ("range", "10.0.0.1 \u2192 10.0.0.9", "`10.0.0.1 \u2192 10.0.0.9` is not a range", f"{ENDS}: `10.0.0.1-10.0.0.9`"),
    (
        "range",
        "1-9",
        "`1-9` is only the end of its addresses",
        "write both addresses in full, as in `192.168.42.200-192.168.42.249`",
    ),
    ("range", "10.0.0.1 to 10.0.0.9", "`10.0.0.1 to 10.0.0.9` is not a range", f"{ENDS}: `10.0.0.1-10.0.0.9`"),
    ("range", "10.0.0.1..10.0.0.9", "`10.0.0.1..10.0.0.9` is not a range", f"{ENDS}: `10.0.0.1-10.0.0.9`"),
    ("range", "fd00::/126", "`fd00::/126` is not a range", f"{ENDS}: `fd00::-fd00::3`"),
    ("prefix", "", "`` is not a CIDR", NOT_A_PREFIX),
    ("prefix", "lan", "`lan` is not a CIDR", NOT_A_PREFIX),
    ("prefix", "10/8", "`10/8` is not a CIDR", NOT_A_PREFIX),
    (
        "prefix",
        "10.0.0/24",
        "`10.0.0/24` is not a CIDR",
        "write `10.0.0.0/24`",
    ),
    ("prefix", "10.0.0.0 /24", "`10.0.0.0 /24` is not a CIDR", "write `10.0.0.0/24`"),
    ("prefix", "/24", "`/24` is not a CIDR", NOT_A_PREFIX),
    ("prefix", "10.0.0.0-10.0.0.9", "`10.0.0.0-10.0.0.9` is not a CIDR", "write `10.0.0.0/29`, `10.0.0.8/31`"),
    (
        "prefix",
        "fe80::%eth0/64",
        "`fe80::%eth0/64` is not a CIDR",
        "a zone belongs to one machine, not to the plan: write `fe80::/64`",
    ),
    ("prefix", "10.0.0.300/24", "`10.0.0.300/24` is not a CIDR", f"{OCTET}: {NOT_A_PREFIX}"),
    ("prefix", "10.0.0.0/33", "`/33` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "10.1.0.0/33", "`/33` is not a prefix length", "write 0 to 32, as in `10.1.0.0/16`"),
    ("prefix", "10.1.2.0/33", "`/33` is not a prefix length", "write 0 to 32, as in `10.1.2.0/24`"),
    ("prefix", "10.0.0.0/-1", "`/-1` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "10.0.0.0/", "`/` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "10.0.0.0/ 8", "`/ 8` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "10.0.0.0/8/8", "`/8/8` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "10.0.0.0/٨", "`/٨` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("prefix", "fd00::/129", "`/129` is not a prefix length", "write 0 to 128, as in `fd00::/64`"),
    ("range", "", "`` is not a range", NOT_A_RANGE),
    (
        "range",
        "10.0.0.0/24",
        "`10.0.0.0/24` is not a range",
        "write the first and the last address: `10.0.0.0-10.0.0.255`",
    ),
    (
        "range",
        ".1-.9",
        "`.1-.9` is only the end of its addresses",
        "write both addresses in full, as in `192.168.42.200-192.168.42.249`",
    ),
    (
        "range",
        "10.0.0.1-9",
        "`10.0.0.1-9` ends with only a part of an address",
        "write both in full: `10.0.0.1-10.0.0.9`",
    ),
    ("range", "10.0.0.1 bis 9", "`10.0.0.1 bis 9` is not a range", "write both in full: `10.0.0.1-10.0.0.9`"),
    ("range", "10.0.0.1-", "`` is not an IP address", NOT_AN_ADDRESS),
    ("range", "10.0.0.300-10.0.0.400", "`10.0.0.300` is not an IP address", f"{OCTET}: {NOT_AN_ADDRESS}"),
    ("range", "10.0.0.9-10.0.0.1", "`10.0.0.9-10.0.0.1` runs backwards", "write the lower address first: `{}`"),
    ("range", "fd00::9 - fd00::1", "`fd00::9 - fd00::1` runs backwards", "write the lower address first: `{}`"),
    ("range", "10.0.0.1-fd00::1", "`10.0.0.1-fd00::1` begins in IPv4 and ends in IPv6", "write two ranges"),
    ("range", "fd00::1-10.0.0.1", "`fd00::1-10.0.0.1` begins in IPv6 and ends in IPv4", "write two ranges"),
    ("pool", "10.0.0.0/33", "`/33` is not a prefix length", "write 0 to 32, as in `10.0.0.0/8`"),
    ("pool", "10.0.0.9-10.0.0.1", "`10.0.0.9-10.0.0.1` runs backwards", "write the lower address first: `{}`"),
    ("pool", "10.0.0.1-nas", "`nas` is not an IP address", NOT_AN_ADDRESS),
    ("pool", "10.0.0.1-fd00::9", "`10.0.0.1-fd00::9` begins in IPv4 and ends in IPv6", "write two ranges"),
    ("pool", "10.0.0.300-10.0.0.310", "`10.0.0.300` is not an IP address", f"{OCTET}: {NOT_AN_ADDRESS}"),
    ("url", "javascript:alert(1)", "`javascript:` links do not belong on a page", NOT_A_LINK),
    ("url", "JaVaScRiPt:alert(1)", "`JaVaScRiPt:` links do not belong on a page", NOT_A_LINK),
    ("url", "data:text/html,x", "`data:` links do not belong on a page", NOT_A_LINK),
    ("url", "vbscript:x", "`vbscript:` links do not belong on a page", NOT_A_LINK),
    ("url", "localhost:8080", "`localhost:` links do not belong on a page", NOT_A_LINK),
]
KINDS = sorted({kind for kind, *_ in REFUSED})
QUOTED = re.compile(r"`([^`]*)`")


@pytest.mark.parametrize(("kind", "written", "message", "hint"), REFUSED, ids=ascii)
def test_a_form_that_is_refused_says_why_and_what_to_write(kind: str, written: str, message: str, hint: str) -> None:
    first, _, last = written.partition("-")
    rule = "invalid-asn" if kind == "asn" else "wrong-type"
    assert refusal(kind, written) == (rule, message, hint.format(f"{last.strip()}-{first.strip()}"))


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("10.0.0.0", "`10.0.0.0/8`"),
        ("10.1.0.0", "`10.1.0.0/16`"),
        ("192.168.1.0", "`192.168.1.0/24`"),
        ("fd00::", "`fd00::/64`"),
    ],
)
def test_a_prefix_without_its_length_is_a_rule_of_its_own(written: str, hint: str) -> None:
    assert refusal("prefix", written) == (
        "missing-prefix-length",
        f"`{written}` has no prefix length",
        f"say how large the network is, as in {hint}",
    )


def test_a_netmask_is_answered_with_the_length_it_means() -> None:
    for mask, length in (("255.255.255.0", 24), ("255.0.0.0", 8), ("255.255.255.240", 28), ("0.0.0.255", 24)):
        assert f"`10.0.0.0/{length}`" in refusal("prefix", f"10.0.0.0/{mask}")[2]


@pytest.mark.parametrize("written", ["99999999999", "9999999999999999999999"])
def test_a_number_that_is_too_large_is_not_called_something_else(written: str) -> None:
    assert "not a whole number" not in refusal("number", written)[1]


@pytest.mark.parametrize("written", ["20270630", "2027-W26-3"])
def test_a_day_is_written_as_its_hint_says_and_in_no_other_way(written: str) -> None:
    assert refusal("day", written) == ("wrong-type", f"`{written}` is not a date", NOT_A_DAY)


@pytest.mark.parametrize(
    ("kind", "expected", "example"),
    [
        ("boolean", "yes or no", "true"),
        ("number", "a number", "42"),
        ("asn", "an AS number", "64512"),
        ("day", "a date", "2027-06-30"),
        ("mac", "a MAC address", "52:54:00:12:34:56"),
        ("address", "an address", "192.168.42.60"),
        ("prefix", "a CIDR", "192.168.42.0/24"),
        ("range", "a range of addresses", "192.168.42.200-192.168.42.249"),
        ("pool", "a network or its addresses", "k8s-external"),
        ("url", "a web address", "https://example.org/"),
    ],
)
@pytest.mark.parametrize(("written", "what"), [([], "a list"), (["x"], "a list"), ({"a": "b"}, "a mapping")], ids=str)
def test_a_list_or_mapping_is_no_scalar(kind: str, expected: str, example: str, written: object, what: str) -> None:
    hint = "one value belongs here: write `x` without a list" if written == ["x"] else f"write it as in `{example}`"
    assert refusal(kind, written) == ("wrong-type", f"expected {expected}, found {what}", hint)


@pytest.mark.parametrize(
    ("kind", "written", "hint"),
    [
        (
            "number",
            ["30", "31"],
            f"one number belongs here: write `30`; {OTHER_VLANS}",
        ),
        (
            "number",
            "30, 31",
            f"one number belongs here: write `30`; {OTHER_VLANS}",
        ),
        ("count", ["30", "31"], "one number belongs here: write `30`"),
        ("number", ["30"], "one value belongs here: write `30` without a list"),
        ("range", {"start": "10.0.0.5", "end": "10.0.0.9"}, "write both ends as one value: `10.0.0.5-10.0.0.9`"),
        ("range", {"to": "10.0.0.9", "from": "10.0.0.5"}, "write both ends as one value: `10.0.0.5-10.0.0.9`"),
        ("range", {"range": "10.0.0.5-10.0.0.9", "lease": "1h"}, "write both ends as one value: `10.0.0.5-10.0.0.9`"),
        ("range", {"start": "10.0.0.5", "end": "x"}, "write it as in `192.168.42.200-192.168.42.249`"),
    ],
)
def test_values_that_are_written_apart_are_put_together(kind: str, written: object, hint: str) -> None:
    assert refusal(kind, written)[2] == hint


@pytest.mark.parametrize(
    "kind", ["boolean", "number", "asn", "day", "mac", "address", "prefix", "range", "pool", "url"]
)
def test_an_empty_item_of_a_list_is_called_nothing(kind: str) -> None:
    assert refusal(kind, None)[1].endswith(", found nothing")


@pytest.mark.parametrize(
    "written",
    [
        "\x01javascript:x",
        "java\tscript:x",
        "java\nscript:x",
        "javascript\0:x",
        "\u00a0javascript:x",
        "\u2028javascript:x",
        "\x1f javascript:x",
        " data:x",
    ],
    ids=ascii,
)
def test_no_disguise_lets_through_a_link_that_a_browser_would_execute(written: str) -> None:
    assert "links do not belong on a page" in refusal("url", written)[1]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *[(kind, written) for kind, written, _, _ in REFUSED],
        ("prefix", "010.0.0.0/8"),
        ("prefix", "10.0.0.01/24"),
        ("prefix", "10.0.0.0"),
        ("prefix", "10.0.0.5"),
        ("prefix", "10.0.0.0/255.0.0.0"),
        ("prefix", "fd00::"),
        ("range", "10.0.0.010-10.0.0.20"),
        ("range", "10.0.0.1 - 10.0.0.020"),
        ("range", "10.0.0.0/24-10.0.0.9"),
        ("pool", "10.0.0.010-10.0.0.20"),
    ],
    ids=ascii,
)
def test_what_a_hint_says_to_write_is_accepted_in_place_of_what_the_message_quotes(kind: str, written: str) -> None:
    _, message, hint = refusal(kind, written)
    [quoted, *_] = QUOTED.findall(message)
    examples = QUOTED.findall(hint)
    instead = [written.replace(quoted, example) if quoted else written + example for example in examples]
    assert any(accepted(kind, example) for example in (*examples, *instead)) or not examples


def accepted(kind: str, written: str) -> bool:
    """Whether a value is read, or all values of a list in brackets."""
    try:
        for part in written.strip("[]").split(", "):
            value(kind, part)
    except ValidationError:
        return False
    return True


ADDRESSES = st.ip_addresses().filter(lambda ipv6_address: ipv6_address.version == 4 or ipv6_address.ipv4_mapped is None)
"""Every address but those that hide an IPv4 address, which are refused."""


@given(st.sampled_from(KINDS), st.text(max_size=24) | st.text("0123456789abcdefx:./-_ %[]\0\n", max_size=24))
def test_any_text_is_accepted_or_refused_with_a_reason_and_a_hint(kind: str, written: str) -> None:
    try:
        value(kind, written)
    except ValidationError as error:
        [detail] = error.errors()
        assert detail["type"] in ("wrong-type", "missing-prefix-length", "invalid-asn")
        assert detail["ctx"]["hint"]


@given(ADDRESSES)
def test_an_address_is_read_from_every_way_to_write_it(known: IPv4Address | IPv6Address) -> None:
    for written in (str(known), str(known).upper(), known.exploded):
        read = value("address", written)
        assert (int(read), read.version) == (int(known), known.version)
        made = IPAddress(int(known), known.version)
        assert (read, hash(read)) == (made, hash(made))


@given(ADDRESSES, st.data())
def test_a_prefix_is_read_with_its_bounds_whatever_its_host_bits(
    known: IPv4Address | IPv6Address, data: st.DataObject
) -> None:
    length = data.draw(st.integers(0, known.max_prefixlen))
    read = value("route", f"{known}/{length}")
    expected = ip_network(f"{known}/{length}", strict=False)
    assert (read.first, read.last) == (int(expected.network_address), int(expected.broadcast_address))
    assert (read.version, read.prefixlen, int(read.ip)) == (known.version, length, int(known))
    made = IPNetwork((int(known), length), version=known.version)
    assert (read, hash(read), str(read.cidr)) == (made, hash(made), str(made.cidr))


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_make_a_range_if_they_are_of_one_family_and_in_order(
    first: IPv4Address | IPv6Address, last: IPv4Address | IPv6Address
) -> None:
    written = f"{first}-{last}"
    if first.version != last.version:
        assert "begins in IPv" in refusal("range", written)[1]
    elif int(first) > int(last):
        assert "runs backwards" in refusal("range", written)[1]
    else:
        read = value("range", written)
        assert [int(end) for end in read] == [int(first), int(last)]
        assert value("range", str(read)) == read


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF))
def test_asdot_and_asplain_name_the_same_number(high: int, low: int) -> None:
    number = high * 65536 + low
    if number:
        assert value("asn", f"{high}.{low}") == value("asn", str(number)) == number


@given(st.integers(1, 4094), st.integers(0, 3))
def test_leading_zeros_do_not_change_a_number(number: int, zeros: int) -> None:
    written = "0" * zeros + str(number)
    if len(written) <= 10:
        assert value("number", written) == number
