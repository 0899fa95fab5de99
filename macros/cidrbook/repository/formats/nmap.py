"""Scans of nmap, as it writes them with `-oX`.

Read ([nmap](https://nmap.org/book/output-formats-xml-output.html)): of each host that is up its addresses, its MAC
address, and its name in DNS. A scan shows who answers, and no right to an address. No entity is expanded, and nothing
is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.parts.occupants import SCAN, occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.xml import Element, element

_LOOKS = regex(r"\A[\s\S]{0,2000}?<nmaprun[\s>]")


@reads_files(words=("<nmaprun",), looks=_LOOKS, but=("*.md",))
def read(source: Source) -> Iterator[Seen]:
    """Who answers."""
    root = element(source)
    for host in root.all("host") if root is not None and root.tag == "nmaprun" else ():
        status = host.first("status")
        if status is not None and status.attributes.get("state") == "up":
            yield from _answering(host)


def _answering(host: Element) -> Iterator[Seen]:
    addresses = [*host.all("address")]
    named = host.first("hostnames", "hostname")
    card = next((one for one in addresses if one.attributes.get("addrtype") == "mac"), None)
    for address in addresses:
        if address is not card:
            name, mac = named.attribute("name") if named else None, card.attribute("addr") if card else None
            yield from occupant(address.attribute("addr"), name, mac, how=SCAN)
