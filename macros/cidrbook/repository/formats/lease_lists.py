"""Leases as a list in JSON, as the APIs of OPNsense and RouterOS give them.

Read: of rows with an `address` and a MAC address that are leases by what else they say, the address, the name and the
card. OPNsense has them of ISC dhcpd (`dhcpv4/leases/searchLease`), Kea (`kea/leases4/search`) and dnsmasq
(`dnsmasq/leases/search`; [OPNsense](https://docs.opnsense.org/development/api.html)), RouterOS in its REST API
(`/rest/ip/dhcp-server/lease`; [MikroTik](https://help.mikrotik.com/docs/spaces/ROS/pages/24805500/DHCP)). Leases
that are expired, free, waiting or disabled are left out; when one ends is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.occupants import occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.json_tree import json_tree
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Value, mappings, text

_CARDS = ("mac", "hwaddr", "mac-address", "active-mac-address")
_NAMES = ("hostname", "client-hostname", "host-name", "descr", "comment")
_LEASES = frozenset(
    {"binding", "cltt", "expire", "expires-after", "last-seen", "valid_lft", "valid_lifetime", "ends", "starts"}
)
"""What only leases say."""

_STATES = ("state", "binding", "status")
_GONE = frozenset({"expired", "free", "released", "abandoned", "backup", "waiting", "declined", "1", "2", "3"})
"""The states of a lease that nobody has: words of dhcpd and RouterOS, numbers of Kea."""


@reads_files(words=('"address"',), looks=regex(r'\A\s*[\[{][\s\S]*"(?:mac|hwaddr|mac-address)"\s*:'))
def read(source: Source) -> Iterator[Seen]:
    """Who has an address."""
    for _, row in mappings(json_tree(source)):
        if "address" in row and not _LEASES.isdisjoint(row) and _is_row_active(row):
            yield from occupant(text(row, "address"), _first_cell(row, _NAMES), _first_cell(row, _CARDS))


def _first_cell(row: dict[str, Value], names: tuple[str, ...]) -> Located | None:
    return next((value for name in names if (value := text(row, name))), None)


def _is_row_active(row: dict[str, Value]) -> bool:
    states = {str(text(row, name) or "").lower() for name in _STATES}
    return states.isdisjoint(_GONE) and text(row, "disabled") != "true"
