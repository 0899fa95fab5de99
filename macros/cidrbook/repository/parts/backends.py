"""Where a reverse proxy reaches what it serves, by the names of its services and of the hosts that it answers for.

A name counts where all of it is reached at one address: behind two, there are two machines, or two programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.named_address import BACKEND
from cidrbook.repository.parts.field_types import refused
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.sighting import Seen
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_TARGET = regex(
    r"(?:[a-z][a-z0-9+.-]{0,11}://)?([0-9]{1,4}(?:\.[0-9]{1,4}){3})(?::(?:[0-9]{1,5}|\$\w{1,40}))?(?:[/$]\S*)?\Z"
)
"""What a backend is reached at: an address, with a scheme, a port and a path around it."""
_HOST = regex(
    r"(?:[a-z]{1,8}://)?([A-Za-z][A-Za-z0-9-]{0,62})((?:\.[A-Za-z0-9-]{1,63})*)(?:\.?[{*$].*)?(?::[0-9]{1,5})?\.?\Z"
)
"""A host name that is served, of which a variable or an asterisk may stand for the domain."""
_KIND = regex(r"(?:svc|service|backend)[-_]|[-_](?:svc|service|backend|upstream)\Z", re.IGNORECASE)
"""What a name of a service says of itself."""

MOST = 50
"""Names of a site, or targets of a name, that are looked at: what has more is not one machine's."""


class Backends:
    """The names that one proxy serves, each with the addresses at which it is reached."""

    def __init__(self, product: str) -> None:
        self._product = product
        self._found: dict[str, list[Located | None]] = {}

    def add(self, names: Iterable[str], target: Located) -> None:
        """What stands behind names: an address as `http://10.0.0.5:8096`, or something of which nothing is known."""
        found = None if target.open else _TARGET.match(target)
        for name in names:
            if name:
                self._found.setdefault(name, []).append(target.part(*found.span(1)) if found else None)

    def sightings(self) -> Iterator[Seen]:
        """The names that are reached at one address, and what is no address."""
        wrong: dict[Place, Located] = {}
        for name, targets in self._found.items():
            known = [target for target in targets if target is not None]
            wrong.update((target.place, target) for target in known if as_address(target) is None)
            if len(known) == len(targets) and len(set(known)) == 1:
                yield from pointer(name, known[0], BACKEND)
        for target in wrong.values():
            yield from refused(target, "address", self._product)


def served_host(text: str) -> str:
    """The host name in what a proxy answers for, as far as it is written; "" if it is none, or any name."""
    found = _HOST.match(text)
    return f"{found[1]}{found[2]}" if found else ""


def service_name(text: str) -> str:
    """What a service of a proxy is called after: `jellyfin` of `jellyfin-svc`."""
    return _KIND.sub("", text)
