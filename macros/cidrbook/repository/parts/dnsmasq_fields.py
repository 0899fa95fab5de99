"""The fields of dnsmasq's options, which Pi-hole writes as they are."""

from __future__ import annotations

from itertools import islice

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_networks import Lans
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

FIELD = regex(r"[^,]+")
"""A field of an option."""
_MAX_FIELDS = 32
"""Fields of one option. dnsmasq needs fewer than ten; longer lines are no options."""

_TAG = regex(r"(?:set|tag|net|interface):")
_MAC = regex(r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\Z")
_NAME = regex(r"[A-Za-z][A-Za-z0-9.-]{0,252}\Z")
_LEASE = regex(r"[0-9]+[smhdw]?\Z|infinite\Z|ignore\Z")


def option_fields(value: Located) -> list[Located]:
    """The fields without tags. IPv6 addresses stand in brackets."""
    parts = [value.part(*found.span()) for found in islice(FIELD.finditer(value), _MAX_FIELDS)]
    parts = [
        written.part(1, len(written) - 1) if written.startswith("[") and written.endswith("]") else written
        for written in parts
    ]
    return [written for written in parts if not _TAG.match(written)]


def reserve_host(lans: Lans, fields: list[Located], within: Located | None = None) -> None:
    """Adds the lease of `dhcp-host`, whose fields stand in any order; `within` is the network that it is of."""
    mac = next((field for field in fields if _MAC.match(field)), None)
    name = next(
        (field for field in fields if _NAME.match(field) and not _LEASE.match(field) and not as_address(field)), None
    )
    for address in fields:
        if as_address(address):
            lans.reserve(str(name or ""), address, mac, within)
