"""What routers call their neighbours: a description that is one word may be the name of the machine there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.bgp_config import Configuration, address, spoken
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.sighting import Sighting

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.-]{1,62}\Z")


def described(read: Configuration) -> Iterator[Sighting]:
    """The router, its speakers and sessions, and the names that it has for its neighbours."""
    yield from spoken(read)
    for one in read.instances if not read.weak else ():
        for neighbor in one.neighbors.values():
            if (
                neighbor.called is not None
                and not neighbor.off
                and address(neighbor.name)
                and _NAME.match(neighbor.called)
            ):
                yield from pointer(neighbor.called, neighbor.name, "BGP neighbour")
