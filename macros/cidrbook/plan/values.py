"""The typed scalars of a plan: how each is written, and how it is read from text.

Each type is an annotation for a model's field: it says what the text must look
like, what it becomes, and how the editor's schema describes it. A value that
does not fit raises a `PydanticCustomError` whose type is the slug of the rule
that reports it and whose message says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from netaddr import EUI, IPAddress, IPNetwork, mac_unix_expanded
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from cidrbook.net.address_text import LIKE_DIGITS
from cidrbook.net.ip import (
    AddressRange,
    parse_address,
    parse_announced,
    parse_interface,
    parse_pool,
    parse_prefix,
    parse_range,
    parse_route,
)
from cidrbook.plan.whole_numbers import NUMBER, SHOWN, Within, parse_number
from cidrbook.text.refusal import parse_int, refuse, scalar, wrong_type
from cidrbook.text.regex import regex
from cidrbook.text.source import ORIGIN

_MONTH = regex(r"\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII)
_DAY = regex(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_OTHER_DAYS = (
    regex(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})\Z", re.ASCII),
    regex(r"(\d{4})[./-](\d\d?)[./-](\d\d?)\Z", re.ASCII),
)
"""Days with the parts in an order that can be told: a dot stands behind the day in those that begin with it."""
_MAC = regex(
    r"[0-9a-f]{2}([:-])([0-9a-f]{2}\1){4}[0-9a-f]{2}\Z|([0-9a-f]{4}\.){2}[0-9a-f]{4}\Z|[0-9a-f]{12}\Z", re.IGNORECASE
)
_HEX = regex(r"0x[0-9a-f]{1,16}\Z", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PAIR = regex(r"[0-9a-f]{2}\Z", re.IGNORECASE)
_AS_PREFIX = regex(r"AS[N]?[ :]?([0-9]{1,9}(?:\.[0-9]{1,4})?)\Z", re.IGNORECASE)
_SCHEME = regex(r"[\x00-\x20]*([a-z][a-z0-9+.\x00-\x20-]*):", re.IGNORECASE)
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


_ANY_HOPS = 255
_HOPS = Within(1, _ANY_HOPS, "a number of hops")


def _parse_subnet_id(value: object) -> int:
    text = scalar(value, "a subnet id", "0x10")
    if _HEX.match(text):
        return int(text, 16)
    number = parse_int(text)
    if number is None:
        raise wrong_type(f"`{text}` is not a subnet id", "write a number as in `16`, or hex digits as in `0x10`")
    return number


def _parse_bool(value: object) -> bool:
    text = scalar(value, "yes or no", "true")
    known = _BOOLEANS.get(text.lower())
    if known is None:
        raise wrong_type(f"`{text}` is neither true nor false", "write `true` or `false`")
    return known


def _parse_publish(value: object) -> str:
    text = scalar(value, "what may be published", "name-only").lower()
    if text != "name-only" and text not in _BOOLEANS:
        raise wrong_type(f"`{text}` is none of true, false and name-only", "write `true`, `name-only` or `false`")
    return text if text == "name-only" else str(_BOOLEANS[text]).lower()


def _parse_hops(value: object) -> int:
    text = scalar(value, "a number of hops", "2")
    return _HOPS.parse(text) if text.isdecimal() else _ANY_HOPS if _parse_bool(text) else 1


def _parse_secret(value: object) -> bool:
    text = scalar(value, "yes or no", "true")
    if text.lower() not in _BOOLEANS:
        raise wrong_type("this is neither true nor false", "write whether there is one, never the secret itself")
    return _BOOLEANS[text.lower()]


def parse_asn(value: object) -> int:
    """An AS number, also in asdot."""
    text = scalar(value, "an AS number", "64512")
    high, dot, low = text.partition(".")
    parts = [parse_int(part) for part in ((high, low) if dot else (text,))]
    limit = 0xFFFF if dot else 0xFFFF_FFFF
    if any(part is None or part > limit for part in parts):
        prefixed = _AS_PREFIX.match(text)
        alone = set(NUMBER.findall(text[:SHOWN])) if text[:1].isalpha() or "(" in text else set()
        meant = prefixed[1] if prefixed else alone.pop() if len(alone) == 1 else ""
        hint = f"write the number alone: `{meant}`" if meant else "write 1 to 4294967295, or asdot as in `65000.10`"
        raise refuse("invalid-asn", f"`{text}` is not an AS number", hint)
    return int(parts[0] or 0) * 65536 + int(parts[1] or 0) if dot else int(parts[0] or 0)


def _parse_date(value: object) -> date:
    text = scalar(value, "a date", "2027-06-30")
    day = _day(text) if _DAY.match(text) else None
    if day:
        return day
    meant = _day(_year_first(text))
    hint = (
        f"write the year first, then month and day: `{meant}`"
        if meant
        else "write year, month and day, as in `2027-06-30`"
    )
    raise wrong_type(f"`{text}` is not a date", hint)


def _day(text: str) -> date | None:
    """The day of a text, if there is such a day."""
    try:
        return date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None


def _year_first(text: str) -> str:
    """A day in another notation, with its parts in the order of ISO 8601."""
    parts = next((found.groups() for form in _OTHER_DAYS if (found := form.match(text))), ())
    in_order = parts if len("".join(parts[:1])) == 4 else parts[::-1]
    return "-".join(part.zfill(2) for part in in_order)


def _parse_month(value: object) -> str:
    text = scalar(value, "a month", "2026-11")
    if _MONTH.match(text):
        return text
    raise wrong_type(f"`{text}` is not a month", "write year and month, as in `2026-11`")


def parse_mac(value: object) -> EUI:
    """A MAC address."""
    text = scalar(value, "a MAC address", "52:54:00:12:34:56")
    if not _MAC.match(text):
        raise wrong_type(f"`{text}` is not a MAC address", _mac_hint(text))
    return EUI(text, version=48, dialect=mac_unix_expanded)


def _mac_hint(text: str) -> str:
    """What is wrong with a MAC address of pairs, and how one is written."""
    digits = text.translate(LIKE_DIGITS)
    if digits != text and _MAC.match(digits):
        return f"write `{digits}`: {_slip(text, digits)}"
    form = "six pairs of hex digits (0 to 9, a to f), as in `52:54:00:12:34:56`"
    pairs = re.split("[:-]", text[:SHOWN].strip())
    odd = next((pair for pair in pairs if not _PAIR.match(pair)), "")
    if 2 < len(pairs) != 6:
        return f"write {form}; this one has {len(pairs)}"
    return f"write {form}; `{odd}` is not such a pair" if len(pairs) == 6 and odd else f"write {form}"


def _slip(text: str, digits: str) -> str:
    """Which letter stands in place of a digit, and where."""
    at = next(at for at, (typed, digit) in enumerate(zip(text, digits, strict=True)) if typed != digit)
    pair = len(re.findall("[:-]", text[:at]))
    where = f"the {_ORDINALS[pair]} pair" if len(re.split("[:-]", text)) == len(_ORDINALS) else f"`{text}`"
    return f"in {where} there is a letter {text[at]} in place of the digit {digits[at]}"


@dataclass(frozen=True, eq=False)
class Parsed:
    """How a scalar is read, and its schema for editors.

    It says to pydantic what `PlainValidator` and `WithJsonSchema` would, for a third of the time that these take to
    build the model, and every command waits for that.
    """

    parse: Callable[[object], object]
    shown: JsonSchemaValue

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.shown)


class _OneOrMany:
    """Lets one value be written without the brackets of a list, for pydantic and for the editor's schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


class _OwnKeys:
    """Takes the place out of a mapping of the user's own keys."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_without_origin, handler(source))


def _as_list(value: object) -> object:
    if isinstance(value, str):  # most are, and that is told in a third of the time
        return [value]
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
RANGE_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": "^[^-\u2013]+[-\u2013][^-\u2013]+$",
    "examples": ["192.168.42.200-192.168.42.249"],
}

Text = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text, as written: `no`, `1.10` and `0x10` stay what they are."""

Boolean = Annotated[bool, Parsed(_parse_bool, {"type": "boolean"})]
"""`true`, `yes`, `on` or `false`, `no`, `off`."""

_VLAN_IDS = Within(1, 4094, "a VLAN id", "for each other VLAN add a network of its own under `networks`")
parse_vlan_id = _VLAN_IDS.parse
VlanId = Annotated[int, _VLAN_IDS]
"""A VLAN id (IEEE 802.1Q: 1 to 4094)."""

Count = Annotated[int, Parsed(parse_number, {"type": "integer", "minimum": 0})]
"""How many of something."""

Percent = Annotated[int, Within(1, 100, "a share in percent")]
"""A share in percent, 1 to 100."""

Octet = Annotated[int, Within(1, 4, "an octet of an IPv4 address")]
"""Which octet of an IPv4 address, from the left."""

GroupId = Annotated[int, Within(1, 255, "the id of a VRRP group")]
"""The id of a VRRP or CARP group (RFC 9568: 1 to 255)."""

Hops = Annotated[int, Parsed(_parse_hops, {"type": ["integer", "boolean"], "minimum": 1, "maximum": 255})]
"""How many hops away a peer may be (the TTL of a session), 1 to 255; `true` for 255, `false` for 1."""

Secret = Annotated[bool, Parsed(_parse_secret, {"type": "boolean"})]
"""Whether there is a secret. What stands there instead of true or false is never repeated."""

Publish = Annotated[str, Parsed(_parse_publish, {"enum": [True, False, "name-only"]})]
"""What of an object may be published, as text: `true`, `name-only` or `false`."""

PrefixLength = Annotated[int, Within(1, 64, "the length of a delegated prefix")]
"""The length of an IPv6 prefix that holds whole networks, 1 to 64."""

SubnetId = Annotated[
    int,
    Parsed(_parse_subnet_id, {"type": ["integer", "string"], "examples": [16, "0x10"]}),
]
"""The number of a subnet of a delegated prefix, decimal or hexadecimal (`0x10`)."""

Asn = Annotated[
    int,
    Parsed(parse_asn, {"type": ["integer", "string", "number"], "examples": [64512, "65000.10"]}),
]
"""An AS number, asplain or asdot (RFC 5396)."""

Day = Annotated[date, Parsed(_parse_date, {"type": "string", "format": "date"})]
"""A day, `2027-06-30`."""

Month = Annotated[str, Parsed(_parse_month, {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})]
"""A month, `2026-11`."""

Mac = Annotated[EUI, Parsed(parse_mac, {"type": "string", "examples": ["52:54:00:12:34:56"]})]
"""A MAC address (EUI-48), with colons, dashes or dots."""

Address = Annotated[IPAddress, Parsed(parse_address, _ADDRESS)]
"""An IPv4 or IPv6 address, without a prefix length."""

Interface = Annotated[
    IPAddress,
    Parsed(parse_interface, {"type": "string", "examples": ["192.168.42.60", "fd42::60", "192.168.42.60/24"]}),
]
"""An address, with or without the prefix length that is set on the interface."""

Prefix = Annotated[IPNetwork, Parsed(parse_prefix, _PREFIX)]
"""A network in CIDR notation (RFC 4632). Host bits are kept, for the rule that reports them."""

Route = Annotated[IPNetwork, Parsed(parse_route, _PREFIX)]
"""A prefix that traffic is sent to; `0.0.0.0/0` and `::/0` are every address."""

Range = Annotated[AddressRange, Parsed(parse_range, RANGE_SCHEMA)]
"""A range of addresses, `first-last`, or one address alone."""

Pool = Annotated[
    str | IPNetwork | AddressRange,
    Parsed(
        parse_pool, {"type": "string", "examples": ["k8s-external", "192.168.69.0/24", "192.168.42.100-192.168.42.150"]}
    ),
]
"""Where a load balancer takes addresses from: a network's id, a CIDR or a range."""

Routes = Annotated[
    str | IPNetwork | AddressRange,
    Parsed(parse_announced, {"type": "string", "examples": ["k8s-external", "192.168.69.0/24", "0.0.0.0/0"]}),
]
"""What a speaker announces: a network's id, a prefix or a range; `0.0.0.0/0` and `::/0` are the default route."""

Url = Annotated[str, Parsed(_parse_url, {"type": "string", "format": "uri-reference"})]
"""A web address, or one relative to the page. Anything a browser would execute is refused."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], _OneOrMany()]
"""One value, or a list of them."""

Table = Annotated[dict[str, T], _OwnKeys()]
"""Values by a name of the user's choice."""
