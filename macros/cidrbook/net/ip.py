"""Addresses, prefixes and ranges: from text, as people write them, to netaddr's objects.

Each parser takes what YAML holds and raises what `values` documents: an error
whose type is the slug of the rule that reports it.
"""

from __future__ import annotations

import re
import socket
from typing import NamedTuple, TypeVar

from netaddr import IPAddress, IPNetwork, iprange_to_cidrs

from cidrbook.net.address_text import advice, listed, to_int
from cidrbook.text.refusal import parse_int, refuse, scalar, wrong_type
from cidrbook.text.regex import regex

_WIDTH = {4: 32, 6: 128}
_PLAIN_LENGTHS = {version: {str(bits): bits for bits in range(width + 1)} for version, width in _WIDTH.items()}
"""The prefix lengths in the one form that they are printed in."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""The hyphen, and what word processors and web pages make of it."""
_DASH = regex(f"[{_DASHES}]+")
_FROM_TO = regex(r"\s*(?:->|=>|\u2192|-)\s*|\s+(?:to|until|through|bis)\s+|\s*\.\.+\s*|\s*[~,]\s*|\s+")
"""What stands between the ends of a range, in one notation or another."""
_LISTED = regex(r"[0-9a-fA-F.:]+[\s,;]+[0-9a-fA-F.:]+\Z")
"""Two addresses with nothing between them that says from where to where."""
_BEGUN = regex(r"\s*([0-9]{1,3})\s*[,;#)\]}]")
"""A prefix length with something behind it that does not belong there."""
_STARRED = regex(r"((?:[0-9]{1,3}\.){1,3})(?:[x*](?:\.[x*])*|0-255)\Z", re.IGNORECASE)
"""A prefix in the notation of other programs: `192.168.30.x`, `192.168.*.*`, `192.168.30.0-255`."""
_SHOWN = 4
_LONGEST_LIST = 200
"""Characters beyond which a text is not looked at for several prefixes: no hint repeats as many."""
"""Prefixes that a hint names."""
_RANGE_START = regex(rf"\s*([0-9]+\.[0-9.]*|[0-9a-f.:]*:[0-9a-f.:]*|\.[0-9]+)\s*[{_DASHES}]", re.IGNORECASE)


N = TypeVar("N", IPAddress, IPNetwork)


class WrittenAddress(IPAddress):  # type: ignore[misc] # netaddr has no types
    """An address that remembers its text, where that is not the one form of RFC 5952, or has a prefix length."""

    __slots__ = ("text",)


class WrittenPrefix(IPNetwork):  # type: ignore[misc] # netaddr has no types
    """A prefix that remembers its text, where that is not the one form of RFC 5952."""

    __slots__ = ("text",)


def written(value: IPAddress | IPNetwork) -> str:
    """An address or a prefix as it was written."""
    return str(getattr(value, "text", value))


def mask_of(address: IPAddress) -> int | None:
    """The prefix length that an interface's address was written with, if it was."""
    length = written(address).partition("/")[2]
    return int(length) if length else None


def parse_address(value: object) -> IPAddress:
    """An address without a prefix length."""
    text = scalar(value, "an address", "192.168.42.60")
    version = 6 if ":" in text else 4
    number = to_int(text, version)
    if number is None:
        bare = text.split("/")[0]
        if "/" in text and to_int(bare, version) is not None:
            raise wrong_type(f"`{text}` is a prefix, not an address", f"write the address alone: `{bare}`")
        first, last = _range_ends(text)
        if first is not None and last is not None and not _LISTED.match(text):
            raise wrong_type(
                f"`{text}` is a range, and one address belongs here", f"write one of them, as in `{first}`"
            )
        raise wrong_type(f"`{text}` is not an IP address", advice(text, "write it as in `192.168.42.60` or `fd42::60`"))
    return _address(number, version, text)


def parse_interface(value: object) -> IPAddress:
    """An interface's address, with or without the prefix length that is set beside it: `192.168.42.60/24`."""
    text = scalar(value, "an address", "192.168.42.60")
    address, slash, length = text.partition("/")
    version = 6 if ":" in text else 4
    number = to_int(address, version)
    if not slash or number is None:
        return parse_address(text)
    _prefix_length(address, length, version)
    return _address(number, version, text)


def _address(number: int, version: int, text: str) -> IPAddress:
    if version == 4:
        if "/" not in text:
            return _of_state(IPAddress, number, 4)
    else:
        _not_mapped(number, text)
        if _canonical(number, text):
            return IPAddress(number, 6)
    address = WrittenAddress(number, version)
    address.text = text
    return address


def _canonical(number: int, text: str) -> bool:
    """Whether an IPv6 address is written in the one form of RFC 5952."""
    return text == socket.inet_ntop(socket.AF_INET6, number.to_bytes(16, "big")) or text == str(IPAddress(number, 6))


def _not_mapped(number: int, text: str) -> None:
    if number >> 32 == 0xFFFF:
        _, slash, length = text.partition("/")
        inner = f"{IPAddress(number & 0xFFFF_FFFF, 4)}" + (f"/{max(int(length) - 96, 0)}" if slash else "")
        raise refuse("ipv4-mapped", f"`{text}` is an IPv4 address inside an IPv6 one", f"write `{inner}`")


def parse_prefix(value: object) -> IPNetwork:
    """A network in CIDR notation. Everything there is (`/0`) is no network."""
    prefix = parse_route(value)
    if not prefix.prefixlen:
        raise refuse(
            "whole-address-space",
            f"`{written(prefix)}` is every address there is, not a network",
            "write the prefix length of the network",
        )
    return prefix


def as_prefix(text: str) -> IPNetwork | None:
    """The prefix that a text says; None where it says none."""
    try:
        return parse_prefix(text)
    except ValueError:
        return None


def parse_route(value: object) -> IPNetwork:
    """A prefix in CIDR notation, `0.0.0.0/0` and `::/0` among them."""
    text = scalar(value, "a CIDR", "192.168.42.0/24")
    address, slash, length = text.partition("/")
    version = 6 if ":" in text else 4
    number = to_int(address, version)
    if number is None:
        raise wrong_type(
            f"`{text}` is not a CIDR",
            _with_mask(text)
            or _starred(text)
            or _spanned(text)
            or advice(address, "write it as in `192.168.42.0/24` or `fd42::/64`", slash + length),
        )
    if not slash:
        raise refuse(
            "missing-prefix-length",
            f"`{text}` has no prefix length",
            f"say how large the network is, as in `{text}/{_guess(text)}`",
        )
    plain = _PLAIN_LENGTHS[version].get(length)
    bits = _prefix_length(address, length, version) if plain is None else plain
    if version == 6:
        _not_mapped(number, text)
    if plain is not None and (version == 4 or _canonical(number, address)):
        return _of_state(IPNetwork, number, bits, version)
    prefix = WrittenPrefix((number, bits), version=version)
    prefix.text = text
    return prefix


def _of_state(kind: type[N], *state: int) -> N:
    """An address or a prefix of numbers that fit, made as by unpickling: the constructor takes three times as long."""
    made: N = object.__new__(kind)
    made.__setstate__(state)
    return made


def _prefix_length(address: str, length: str, version: int) -> int:
    """The number behind the slash."""
    bits = parse_int(length)
    if bits is not None and bits <= _WIDTH[version]:
        return bits
    text = f"{address}/{length}"
    several = listed(text) if len(text) <= _LONGEST_LIST else ""
    if several:
        raise wrong_type(f"`{text}` is not a CIDR", several)
    begun = _BEGUN.match(length)
    if begun and int(begun[1]) <= _WIDTH[version]:
        why = ": a comment has a space before its `#`" if "#" in length else ""
        raise wrong_type(f"`/{length}` is not a prefix length", f"write `{address}/{begun[1]}`{why}")
    mask = to_int(length, 4)
    meant = (
        _guess(address) if mask is None else IPAddress(mask ^ 0xFFFF_FFFF if mask >> 31 == 0 else mask).netmask_bits()
    )
    hint = f"write 0 to {_WIDTH[version]}, as in `{address}/{meant}`" if mask is None else f"write `{address}/{meant}`"
    raise wrong_type(f"`/{length}` is not a prefix length", hint)


def _with_mask(text: str) -> str:
    """What to write for an address and a mask with a blank between them."""
    address, _, mask = text.partition(" ")
    number = to_int(mask.strip(), 4)
    bits = None if number is None or to_int(address, 4) is None else IPAddress(number).netmask_bits()
    return f"write `{address}/{bits}`" if bits is not None and bits < 32 else ""


def _starred(text: str) -> str:
    """What to write for a prefix whose last numbers are any."""
    found = _STARRED.match(text)
    octets = found[1].rstrip(".").split(".") if found else []
    whole = ".".join([*octets, "0", "0", "0"][:4])
    return f"write `{whole}/{8 * len(octets)}`" if octets and to_int(whole, 4) is not None else ""


def _spanned(text: str) -> str:
    """What to write for a range of addresses: the prefixes that it is made of."""
    first, last = _range_ends(text)
    if first is None or last is None or first > last:
        return ""
    prefixes = iprange_to_cidrs(first, last)
    named = ", ".join(f"`{prefix}`" for prefix in prefixes[:_SHOWN])
    return f"write {named}{', …' if len(prefixes) > _SHOWN else ''}"


def _range_ends(text: str) -> tuple[IPAddress | None, IPAddress | None]:
    """The addresses at the ends of a range that is written in some way; None for each where it is none."""
    parts = _FROM_TO.split(_DASH.sub("-", text.strip()), maxsplit=1)
    numbers = [to_int(part.strip(), 6 if ":" in part else 4) for part in parts]
    if len(parts) != 2 or None in numbers or (":" in parts[0]) != (":" in parts[1]):
        return None, None
    first, last = (IPAddress(number, 6 if ":" in parts[0] else 4) for number in numbers)
    return first, last


def _guess(address: str) -> int:
    """The length that an address without one most often means: as many bits as its last zeros leave."""
    if ":" in address:
        return 64
    octets = address.split(".")
    while octets and octets[-1] == "0":
        octets.pop()
    return {0: 8, 1: 8, 2: 16, 3: 24, 4: 24}[len(octets)]


class AddressRange(NamedTuple):
    """The addresses from `first` to `last`, both included, of one family."""

    first: IPAddress
    last: IPAddress

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


def parse_range(value: object) -> AddressRange:
    """A range of addresses, `first-last`, of one family, the lower one first; or one address alone."""
    if isinstance(value, AddressRange):
        return value
    ends = _ends_of(value)
    if ends:
        raise wrong_type("expected a range of addresses, found a mapping", f"write both ends as one value: `{ends}`")
    text = scalar(value, "a range of addresses", "192.168.42.200-192.168.42.249")
    first, dash, last = (part.strip() for part in _DASH.sub("-", text, count=1).partition("-"))
    if not dash and to_int(first, 6 if ":" in first else 4) is not None:
        alone = parse_address(first)
        return AddressRange(alone, alone)
    if not dash:
        raise wrong_type(f"`{text}` is not a range", _range_hint(text))
    if first.startswith(".") or (first.isdecimal() and last.isdecimal()):
        hint = "write both addresses in full, as in `192.168.42.200-192.168.42.249`"
        raise wrong_type(f"`{text}` is only the end of its addresses", hint)
    if "." in first and last.removeprefix(".").isdigit():
        raise wrong_type(f"`{text}` ends with only a part of an address", _in_full(first, last))
    start, end = parse_address(first), parse_address(last)
    if start.version != end.version:
        raise wrong_type(f"`{text}` begins in IPv{start.version} and ends in IPv{end.version}", "write two ranges")
    if start > end:
        raise wrong_type(f"`{text}` runs backwards", f"write the lower address first: `{last}-{first}`")
    return AddressRange(start, end)


def _in_full(first: str, last: str) -> str:
    """What to write for a range whose end is only the last number of an address."""
    return f"write both in full: `{first}-{first.rpartition('.')[0]}.{last.removeprefix('.')}`"


def _ends_of(value: object) -> str:
    """The range that a mapping means, which has a key for each end."""
    texts = [text for text in value.values() if isinstance(text, str)] if isinstance(value, dict) else []
    ranges = [ends for ends in map(_range_ends, texts) if None not in ends]
    if len(ranges) == 1:
        texts = list(map(str, ranges[0]))
    first, last = _range_ends("-".join(texts)) if len(texts) == 2 else (None, None)
    return f"{min(first, last)}-{max(first, last)}" if first is not None and last is not None else ""


def _range_hint(text: str) -> str:
    """What to write where no range is: the ends of a prefix, of `… to …`, or the form."""
    start, end = _range_ends(text)
    address, slash, length = text.partition("/")
    bits, number = parse_int(length), to_int(address, version := 6 if ":" in address else 4)
    if slash and bits is not None and number is not None and bits <= _WIDTH[version]:
        prefix = IPNetwork((number, bits), version=version)
        start, end = IPAddress(prefix.first, version), IPAddress(prefix.last, version)
    parts = _FROM_TO.split(text.strip(), maxsplit=1)
    if len(parts) == 2 and parts[1].isdecimal() and to_int(parts[0], 4) is not None:
        return _in_full(*parts)
    if start is not None and end is not None:
        return f"write the first and the last address: `{min(start, end)}-{max(start, end)}`"
    return "write the first and the last address, as in `192.168.42.200-192.168.42.249`"


def parse_announced(value: object) -> str | IPNetwork | AddressRange:
    """The id of a network, a prefix (`0.0.0.0/0` and `::/0` among them) or a range."""
    text = scalar(value, "a network or a prefix", "k8s-external")
    return parse_route(text) if "/" in text else parse_pool(text)


def parse_pool(value: object) -> str | IPNetwork | AddressRange:
    """The id of a network, a CIDR, a range, or one address."""
    text = scalar(value, "a network or its addresses", "k8s-external")
    if "/" in text:
        return parse_prefix(text)
    is_range = _RANGE_START.match(text) or to_int(text, 6 if ":" in text else 4) is not None
    return parse_range(text) if is_range else text


_HOST_BITS = {4: 8, 6: 64}
"""The bits of an address that tell machines apart in a lab's usual network: a /24, or a /64."""


def around(address: IPAddress) -> IPNetwork:
    """The network of an address as far as nothing says another one: a /24, or a /64."""
    bits = 32 if address.version == 4 else 128
    return IPNetwork((int(address), bits - _HOST_BITS[address.version]), version=address.version).cidr


def is_first_or_last(address: IPAddress, network: IPNetwork) -> bool:
    """Whether it is the first or the last address of a network, as that of most routers."""
    return int(address) in (network.first + 1, network.last - (network.version == 4))


def link_of(address: IPAddress) -> tuple[int, int]:
    """The network around an address as far as nothing says another one, in a form that is fast to compare."""
    return address.version, int(address) >> _HOST_BITS[address.version]
