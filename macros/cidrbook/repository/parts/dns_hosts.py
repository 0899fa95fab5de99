"""DNS records: names for addresses, whichever machine has them."""

from __future__ import annotations

from cidrbook.plan.network import Host
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located

ANY = "any name leads to "
"""How the description of a wildcard record begins."""


def record(name: Located, address: Located) -> Sighting:
    """A DNS record. It counts as a host only where nothing else has the address, which may be leased."""
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
