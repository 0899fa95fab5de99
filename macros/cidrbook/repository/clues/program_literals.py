"""Machines in the literals of programs and pages.

Read: in Python, JavaScript, TypeScript, Go, Ruby and HTML, a literal in braces on one line that has a name and an
address. With a MAC address it is a lease of a DHCP server that is set up by its API, as
`{"host": "printer", "hwaddr": "52:54:00:00:00:09", "ip": "10.0.0.9"}`; without one, as
`{name: 'ox', role: 'cp', ip: '10.0.0.3'}`, it is no machine of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.named_address import MAPPED
from cidrbook.repository.parts.cluster_parts import host
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_LITERAL = regex(r"\{([^{}\n]{20,300})\}")
_PAIR = regex(r"[\"']?(\w{2,20})[\"']?[ \t]*(?::|=>)[ \t]*[\"']([^\"'\n]{1,80})[\"']")
_MAC = regex(r"(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}")
_NAMES = frozenset({"host", "hostname", "name"})
_ADDRESSES = frozenset({"ip", "address", "ipaddr", "ip_address", "ipaddress", "ipv4"})
_GLOBS = ("*.py", "*.js", "*.ts", "*.tsx", "*.jsx", "*.go", "*.rb", "*.html")


@reads_files(globs=_GLOBS, looks=_LITERAL)
def read(source: Source) -> Iterator[Sighting]:
    """The leases and the names in a program."""
    for literal in _LITERAL.finditer(source.text):
        pairs = {
            found[1].lower(): Located(found[2], source.at(literal.start(1) + found.start(2), len(found[2])))
            for found in _PAIR.finditer(literal[1])
        }
        name = next((pairs[key] for key in pairs if key in _NAMES), None)
        address = next((pairs[key] for key in pairs if key in _ADDRESSES and is_private(pairs[key])), None)
        if name is not None and address is not None and not is_placeholder(address):
            mac = next((value for value in pairs.values() if _MAC.fullmatch(value)), None)
            if mac is not None:
                yield from host(name, [address], mac=mac, assigned="reservation")
            elif "mac" not in literal[1].lower() and " " not in name:
                yield from pointer(name, address, MAPPED)
