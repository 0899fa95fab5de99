"""Names in DNS: what is only known to point to an address, whatever has that."""

from __future__ import annotations

from cidrbook.plan.network import Host
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located

ANY = "any name leads to "
"""What is said of the address that every name of a domain leads to."""


def record(name: Located, address: Located) -> Sighting:
    """A name for an address. It is a host only where nothing else is known to have that; its address may be leased."""
    shown = name.part(0, len(name.rstrip(".")))
    is_any = shown.startswith("*")
    seen = sighting(
        "host",
        Host,
        address.place,
        name=shown,
        address=address if is_private(address) and not is_any else None,
        assigned="reservation",
        description=f"{ANY}{address}" if is_any else "",
    )
    return seen._replace(weak=True)
