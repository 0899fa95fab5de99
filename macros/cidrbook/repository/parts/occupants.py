"""Who has an address now, as a lease or a scan shows: an observation, and no right to the address.

No time is compared with the clock: what a file says of today would be another tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.plan.network import Host
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

LEASE = "lease"
SCAN = "scan"
"""How it is known that somebody has an address: as the description of an occupant."""

_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\Z")
_HARDWARE = regex(r"(?:[0-9]{1,2}-)?((?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})\Z")
"""A MAC address, behind the type of its hardware where that is not Ethernet."""

_NO_NAMES = ("", "*", "-", "unknown", "null")


def occupant(
    address: Located | None, name: Located | None, mac: Located | None, *, how: str = LEASE
) -> Iterator[Sighting]:
    """Whoever has an address, by a name or a MAC address; nothing if the address is none."""
    if address is None or as_address(address) is None:
        return
    called = None if name is None or name.lower().strip(".") in _NO_NAMES else name
    found = _HARDWARE.match(mac) if mac is not None else None
    card = mac.part(*found.span(1)) if mac is not None and found else mac if mac and _MAC.match(mac) else None
    seen = sighting(
        "occupant",
        Host,
        address.place,
        name=called or card or address,
        hostname=called,
        address=address,
        mac=card,
        description=how,
    )
    yield seen._replace(problems=())
