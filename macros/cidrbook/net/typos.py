"""Prefixes that differ by what a hand mistypes: one octet, one digit, two digits swapped."""

from __future__ import annotations

from netaddr import IPNetwork


def one_octet_apart(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two prefixes of one length and family differ in exactly one octet, or group of IPv6."""
    size = 8 if one.version == 4 else 16
    changed = (int(one.first) ^ int(other.first)).to_bytes(16)
    groups = [changed[at : at + size // 8] for at in range(0, 16, size // 8)]
    return one.version == other.version and one.prefixlen == other.prefixlen and sum(map(any, groups)) == 1


def one_digit_apart(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two IPv4 prefixes of one length differ by one digit of one octet, or by two digits that are swapped."""
    pairs = _differing_octets(one, other)
    return one.version == 4 and one.prefixlen == other.prefixlen and len(pairs) == 1 and _one_key_apart(*pairs[0])


def are_numbered(one: IPNetwork, other: IPNetwork) -> bool:
    """Whether two IPv4 prefixes count up as networks of one plan do: 10.0.10 and 10.0.20, or 192.168.1 and 192.168.2.

    Such prefixes are one digit apart on purpose.
    """
    pairs = _differing_octets(one, other)
    return all(len(min(pair, key=len)) < 2 or (pair[0].endswith("0") and pair[1].endswith("0")) for pair in pairs)


def _differing_octets(one: IPNetwork, other: IPNetwork) -> list[tuple[str, str]]:
    """The octets in which two IPv4 prefixes differ, as they are written."""
    if one.version != 4 or other.version != 4:
        return []
    octets = zip(str(one.network).split("."), str(other.network).split("."), strict=True)
    return [pair for pair in octets if pair[0] != pair[1]]


def _one_key_apart(one: str, other: str) -> bool:
    """Whether two octets differ by one digit: another one, one too many, or two of them swapped."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        changed = sum(first != second for first, second in zip(short, long, strict=True))
        return changed == 1 or short == long[::-1]
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
