"""What names stand for: every object with addresses, by its id or its name, as references find it."""

from __future__ import annotations

from netaddr import IPAddress

from cidrbook.net.address_text import to_int
from cidrbook.net.ip import parse_address
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import Inventory
from cidrbook.text.names import slug


class AddressedByName:
    """The hosts, routers, nodes, virtual addresses, services and VPN ends, ready to be asked.

    One machine may be written in several places under one id: then all of them are meant.
    """

    def __init__(self, plan: Inventory) -> None:
        things = [thing for thing in plan.entries if isinstance(thing, Addressed)]
        self.ids = list(dict.fromkeys(thing.id for thing in things))
        self._things: dict[str, list[Addressed]] = {}
        for thing in things:
            for key in {thing.id, thing.name.lower()}:
                self._things.setdefault(key, []).append(thing)

    def find(self, name: str) -> list[Addressed]:
        """What has this id or, whatever the case, this name."""
        return self._things.get(name) or self._things.get(slug(name)) or self._things.get(name.lower()) or []


def as_address(text: str) -> IPAddress | None:
    """The address that the text is, if it is one."""
    return None if to_int(text, 6 if ":" in text else 4) is None else parse_address(text)
