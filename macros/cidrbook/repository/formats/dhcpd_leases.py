"""The leases of ISC dhcpd, also as OPNsense and pfSense keep them: `dhcpd.leases`, `dhcpd6.leases`.

Read ([ISC DHCP](https://kb.isc.org/docs/isc-dhcp-44-manual-pages-dhcpdleases)): of `lease` and `iaaddr` the address,
`hardware ethernet` and `client-hostname`. The last declaration of an address counts, and only if its binding is
active. When a lease ends is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cidrbook.repository.parts.occupants import occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Line, blocks
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_BEGINS = regex(r"[ \t]*(?:lease|iaaddr)[ \t]+([0-9a-fA-F.:]+)[ \t]*\{")
_LOOKS = regex(r"^[ \t]*(?:lease|iaaddr)[ \t]+[0-9a-fA-F.:]+[ \t]*\{", re.MULTILINE)
_SAYS = {
    "state": regex(r"[ \t]*binding state ([a-z]+);"),
    "mac": regex(r"[ \t]*hardware ethernet ([0-9a-fA-F:]+);"),
    "name": regex(r'[ \t]*client-hostname "([^"]{1,255})";'),
}


@dataclass
class _Lease:
    """A declaration: OpenBSD writes no state of a binding."""

    address: Located
    state: str = "active"
    mac: Located | None = None
    name: Located | None = None


@reads_files(words=("lease ", "iaaddr "), looks=_LOOKS, but=("*.md", "*.yaml", "*.yml"))
def read(source: Source) -> Iterator[Seen]:
    """Who has an address."""
    leases: dict[str, _Lease] = {}
    lease: _Lease | None = None
    for line in (line for block in blocks(source) for line in block.lines):
        begun = _BEGINS.match(line.text)
        if begun:
            lease = leases[begun[1]] = _Lease(line.part(*begun.span(1)))
        elif lease is not None and line.text.strip() == "}":
            lease = None
        elif lease is not None:
            _add_statement(lease, line)
    for found in leases.values():
        if found.state == "active":
            yield from occupant(found.address, found.name, found.mac)


def _add_statement(lease: _Lease, line: Line) -> None:
    for key, pattern in _SAYS.items():
        found = pattern.match(line.text)
        if found:
            setattr(lease, key, line.part(*found.span(1)))
