"""The typed scalars of a plan: how each is written, and how it is read from text.

Each type is an annotation for a model's field: it says what the text must look
like, what it becomes, and how the editor's schema describes it. A value that
does not fit raises a `PydanticCustomError` whose type is the slug of the rule
that reports it and whose message says what to write instead.
"""

from __future__ import annotations

import re
import socket
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeVar

from netaddr import EUI, IPAddress, IPNetwork, mac_unix_expanded
from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from cidrbook.plan.source import ORIGIN

_WIDTH = {4: 32, 6: 128}
_FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
_DIGITS = re.compile(r"[0-9]{1,10}\Z")  # no signs, blanks, underscores or other alphabets' digits
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_MAC = re.compile(
    r"[0-9a-f]{2}([:-])([0-9a-f]{2}\1){4}[0-9a-f]{2}\Z|([0-9a-f]{4}\.){2}[0-9a-f]{4}\Z|[0-9a-f]{12}\Z", re.IGNORECASE
)
_RANGE_START = re.compile(r"\s*([0-9]+\.[0-9.]*|[0-9a-f.:]*:[0-9a-f.:]*)\s*-", re.IGNORECASE)
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\x00-\x20-]*):", re.IGNORECASE)
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def wrong_type(message: str, hint: str) -> PydanticCustomError:
    """The error for a value that is not of its field's type."""
    return refuse("wrong-type", message, hint)


def refuse(slug: str, message: str, hint: str) -> PydanticCustomError:
    """The error for a value that breaks the rule with this slug."""
    return PydanticCustomError(slug, "{text}", {"text": message, "hint": hint})


def scalar(value: object, expected: str, example: str) -> str:
    """The text of a scalar; anything else is not `expected`."""
    if isinstance(value, str):
        return value
    what = "nothing" if value is None else "a list" if isinstance(value, list) else "a mapping"
    raise wrong_type(f"{what} stands where {expected} belongs", f"write it as in `{example}`")


def _parse_int(text: str) -> int | None:
    """A decimal number as written: leading zeros count for nothing, `1_000` and `0x10` are not numbers."""
    return int(text) if _DIGITS.match(text) else None


def _parse_number(value: object) -> int:
    text = scalar(value, "a number", "42")
    if text.isascii() and text.isdigit() and _parse_int(text) is None:
        raise wrong_type(f"`{text[:20]}…` is too large", "write a smaller number")
    number = _parse_int(text)
    if number is None:
        raise wrong_type(f"`{text}` is not a whole number", "write digits only, as in `42`")
    return number


def _parse_vlan_id(value: object) -> int:
    number = _parse_number(value)
    if not 1 <= number <= 4094:
        raise wrong_type(f"`{number}` is not a VLAN id", "write a number from 1 to 4094")
    return number


def _parse_bool(value: object) -> bool:
    text = scalar(value, "yes or no", "true")
    if text.lower() not in _BOOLEANS:
        raise wrong_type(f"`{text}` is neither true nor false", "write `true` or `false`")
    return _BOOLEANS[text.lower()]


def _parse_asn(value: object) -> int:
    text = scalar(value, "an AS number", "64512")
    high, dot, low = text.partition(".")
    parts = [_parse_int(part) for part in ((high, low) if dot else (text,))]
    limit = 0xFFFF if dot else 0xFFFF_FFFF
    if any(part is None or part > limit for part in parts) or not any(parts):
        raise wrong_type(f"`{text}` is not an AS number", "write 1 to 4294967295, or asdot as in `65000.10`")
    return int(parts[0] or 0) * 65536 + int(parts[1] or 0) if dot else int(parts[0] or 0)


def _parse_date(value: object) -> date:
    text = scalar(value, "a date", "2027-06-30")
    try:
        if _DAY.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong_type(f"`{text}` is not a date", "write year, month and day, as in `2027-06-30`")


def _parse_mac(value: object) -> EUI:
    text = scalar(value, "a MAC address", "52:54:00:12:34:56")
    if not _MAC.match(text):
        hint = "write six pairs of hex digits, as in `52:54:00:12:34:56`"
        raise wrong_type(f"`{text}` is not a MAC address", hint)
    return EUI(text, version=48, dialect=mac_unix_expanded)


def to_int(text: str, version: int) -> int | None:
    """An address as a number, or None where the text is not a full address of that version.

    Dotted quads must have four decimal octets without leading zeros (RFC 6943, section
    3.1.1: some readers take `010` for 8); IPv6 takes every form of RFC 4291, section 2.2.
    """
    try:
        return int.from_bytes(socket.inet_pton(_FAMILY[version], text), "big")
    except (OSError, ValueError):
        return None


def _parse_address(value: object) -> IPAddress:
    text = scalar(value, "an address", "192.168.42.60")
    version = 6 if ":" in text else 4
    number = to_int(text, version)
    if number is None:
        bare = text.split("/")[0]
        if "/" in text and to_int(bare, version) is not None:
            raise wrong_type(f"`{text}` is a prefix, not an address", f"write the address alone: `{bare}`")
        raise wrong_type(
            f"`{text}` is not an IP address", _octets(text) or "write it as in `192.168.42.60` or `fd42::60`"
        )
    return IPAddress(number, version)


def _octets(text: str, rest: str = "") -> str:
    """What is wrong with a dotted quad, where that is what it is."""
    octets = text.split(".")
    if len(octets) != 4 or not all(_DIGITS.match(octet) for octet in octets):
        return ""
    plain = [str(int(octet)) for octet in octets]
    if plain != octets and all(int(octet) < 256 for octet in plain):
        return f"octets have no leading zeros, which some readers take for octal: write `{'.'.join(plain)}{rest}`"
    return "each octet is 0 to 255"


def _parse_prefix(value: object) -> IPNetwork:
    text = scalar(value, "a CIDR", "192.168.42.0/24")
    address, slash, length = text.partition("/")
    version = 6 if ":" in text else 4
    number = to_int(address, version)
    if number is None:
        raise wrong_type(
            f"`{text}` is not a CIDR",
            ("write a list, as in `[192.168.42.0/24, fd42::1:0/112]`" if "," in text else "")
            or _octets(address, slash + length)
            or "write it as in `192.168.42.0/24` or `fd42::/64`",
        )
    if not slash:
        raise refuse(
            "missing-prefix-length",
            f"`{text}` has no prefix length",
            f"say how large the network is, as in `{text}/{_guess(text)}`",
        )
    bits = _parse_int(length)
    if bits is None or bits > _WIDTH[version]:
        mask = to_int(length, 4)
        written = (
            _guess(address)
            if mask is None
            else IPAddress(mask ^ 0xFFFF_FFFF if mask >> 31 == 0 else mask).netmask_bits()
        )
        raise wrong_type(
            f"`/{length}` is not a prefix length", f"write 0 to {_WIDTH[version]}, as in `{address}/{written}`"
        )
    return IPNetwork((number, bits), version=version)


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


def _parse_range(value: object) -> AddressRange:
    text = scalar(value, "a range of addresses", "192.168.42.200-192.168.42.249")
    first, dash, last = (part.strip() for part in text.partition("-"))
    if not dash:
        raise wrong_type(
            f"`{text}` is not a range", "write the first and the last address, as in `192.168.42.200-192.168.42.249`"
        )
    if "." in first and last.isdigit():
        whole = f"{first}-{first.rpartition('.')[0]}.{last}"
        raise wrong_type(f"`{text}` does not say where it ends in full", f"write `{whole}`")
    start, end = _parse_address(first), _parse_address(last)
    if start.version != end.version:
        raise wrong_type(f"`{text}` begins in IPv{start.version} and ends in IPv{end.version}", "write two ranges")
    if start > end:
        raise wrong_type(f"`{text}` runs backwards", f"write the lower address first: `{last}-{first}`")
    return AddressRange(start, end)


def _parse_pool(value: object) -> str | IPNetwork | AddressRange:
    text = scalar(value, "a network or its addresses", "k8s-external")
    if "/" in text:
        return _parse_prefix(text)
    return _parse_range(text) if _RANGE_START.match(text) else text


class _OneOrMany:
    """Lets one value be written without the brackets of a list, for pydantic and for the editor's schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def _without_origin(value: object) -> object:
    """A mapping of the user's own keys, without the key that remembers its place."""
    return (
        {key: item for key, item in value.items() if key != ORIGIN}
        if isinstance(value, dict)
        else {}
        if value is None
        else value
    )


def _parse_url(value: object) -> str:
    text = scalar(value, "a web address", "https://example.org/")
    scheme = _SCHEME.match(text.strip())
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        raise wrong_type(f"`{scheme[0]}` links do not belong on a page", "write an address that begins with `https://`")
    return text.strip()


_ADDRESS = {"type": "string", "examples": ["192.168.42.60", "fd42::60"]}
_PREFIX = {"type": "string", "pattern": r"^[0-9a-fA-F:.]+/[0-9]{1,3}$", "examples": ["192.168.42.0/24", "fd42::/64"]}
_RANGE = {"type": "string", "pattern": "^[^-]+-[^-]+$", "examples": ["192.168.42.200-192.168.42.249"]}

Text = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text, as written: `no`, `1.10` and `0x10` stay what they are."""

Boolean = Annotated[bool, PlainValidator(_parse_bool), WithJsonSchema({"type": "boolean"})]
"""`true`, `yes`, `on` or `false`, `no`, `off`."""

VlanId = Annotated[
    int, PlainValidator(_parse_vlan_id), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4094})
]
"""A VLAN id (IEEE 802.1Q: 1 to 4094)."""

Asn = Annotated[
    int,
    PlainValidator(_parse_asn),
    WithJsonSchema({"type": ["integer", "string", "number"], "examples": [64512, "65000.10"]}),
]
"""An AS number, asplain or asdot (RFC 5396)."""

Day = Annotated[date, PlainValidator(_parse_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, `2027-06-30`."""

Mac = Annotated[EUI, PlainValidator(_parse_mac), WithJsonSchema({"type": "string", "examples": ["52:54:00:12:34:56"]})]
"""A MAC address (EUI-48), with colons, dashes or dots."""

Address = Annotated[IPAddress, PlainValidator(_parse_address), WithJsonSchema(_ADDRESS)]
"""An IPv4 or IPv6 address, without a prefix length."""

Prefix = Annotated[IPNetwork, PlainValidator(_parse_prefix), WithJsonSchema(_PREFIX)]
"""A network in CIDR notation (RFC 4632). Host bits are kept, for the rule that reports them."""

Range = Annotated[AddressRange, PlainValidator(_parse_range), WithJsonSchema(_RANGE)]
"""A range of addresses, `first-last`."""

Pool = Annotated[
    str | IPNetwork | AddressRange,
    PlainValidator(_parse_pool),
    WithJsonSchema(
        {"type": "string", "examples": ["k8s-external", "192.168.69.0/24", "192.168.42.100-192.168.42.150"]}
    ),
]
"""Where a load balancer takes addresses from: a network's id, a CIDR or a range."""

Url = Annotated[str, PlainValidator(_parse_url), WithJsonSchema({"type": "string", "format": "uri-reference"})]
"""A web address, or one relative to the page. Anything a browser would execute is refused."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], _OneOrMany()]
"""One value, or a list of them."""

Table = Annotated[dict[str, T], BeforeValidator(_without_origin)]
"""Values by a name of the user's choice."""
