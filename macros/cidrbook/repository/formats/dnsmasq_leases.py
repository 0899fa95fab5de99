"""The leases of dnsmasq, and so of Pi-hole and OpenWrt: `dnsmasq.leases`, `dhcp.leases`.

Read ([dnsmasq](https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html), `--dhcp-leasefile`): of each line the
address, the name and the MAC address; when a lease ends is not read. IPv6 leases stand below a line with the
server's DUID.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.occupants import occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import blocks
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_CARD = r"(?:[0-9]{1,2}-)?(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}"
_LEASE = regex(rf"([0-9]{{1,10}}) ({_CARD}|T?[0-9]{{1,10}}) ([0-9a-fA-F.:]+) (\S+) (\S+)\s*\Z")
_LOOKS = regex(rf"\A(?:duid [0-9a-fA-F:]+\r?\n)?[0-9]{{1,10}} (?:{_CARD}|T?[0-9]{{1,10}}) [0-9a-fA-F.:]+ \S+ \S+")


@reads_files(looks=_LOOKS)
def read(source: Source) -> Iterator[Seen]:
    """Who has an address."""
    for block in blocks(source):
        for line in block.lines:
            found = _LEASE.match(line.text)
            if found:
                _, card, address, name, _ = (line.part(*found.span(group)) for group in range(1, 6))
                yield from occupant(address, name, card)
