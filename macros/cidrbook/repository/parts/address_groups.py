"""Lists of addresses that the rules of a router speak of, and the prefixes that it has routes for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.plan.network import Network
from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.router_networks import pooled
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located


def listed(name: str, entries: Iterable[Located], comment: str = "") -> Iterator[Sighting]:
    """The entries of a list: addresses, prefixes and ranges. Names, and what is left out (`!`), claim nothing."""
    for written in entries:
        found = [written] if as_address(written) else pooled(written)
        if found and not written.open:
            yield sighting("listed", Network, written.place, name=name, reserved=found, purpose=comment)._replace(
                problems=()
            )


def routed(prefix: Located | None) -> Iterator[Sighting]:
    """A prefix that a router sends somewhere; the default route is nothing of its own."""
    if prefix is not None and not prefix.open and "/" in prefix and not prefix.endswith("/0"):
        yield sighting("routed", Network, prefix.place, name="route", cidr=prefix)._replace(problems=())
