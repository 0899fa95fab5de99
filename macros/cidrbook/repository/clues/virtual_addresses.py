"""VRRP addresses, in variables of Ansible and in keepalived's own configuration.

Read: `keepalived_vip`, `core_vip_cidr`, `dns_virtual_ip` and their like; the lines of a `virtual_ipaddress` block of
[keepalived](https://www.keepalived.org/manpage.html). They are no machines of their own: what leads to them may be any
of the machines that share it. The address of a cluster's API is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.formats.ansible import has_variables
from cidrbook.repository.named_address import VIRTUAL
from cidrbook.repository.parts.cluster_parts import addresses
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.variable_purpose import is_placeholder
from cidrbook.repository.reader import VARIABLES, reads_documents, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document, Value, text

_VIP = regex(
    r"(?:[a-z0-9]+_)*(?:vip|virtual_ip|virtual_address|floating_ip|keepalived_ip)(?:_(?:cidr|ip|ipv4|addr|address|v4))?",
    re.IGNORECASE,
)
_BLOCK = regex(r"virtual_ipaddress(?:_excluded)?\s*\{([^{}]{0,4000})\}")
_LINE = regex(r"^[ \t]*([0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?)(?=\s|$)", re.MULTILINE)


@reads_documents(kinds=("",), globs=VARIABLES)
def read(document: Document) -> Iterator[Sighting]:
    """The virtual addresses among variables."""
    if has_variables(document):
        for _, mapping in document.mappings:
            for key in mapping:
                value = text(mapping, key) if _VIP.fullmatch(key) else None
                for found in addresses(value) if value is not None and not is_placeholder(value) else ():
                    yield from pointer(_name_of_entry(mapping) or key, found, VIRTUAL)


def _name_of_entry(mapping: dict[str, Value]) -> str:
    """What an entry of a list calls itself: `{name: wiki, vip: 10.0.0.9}`."""
    return next((str(name) for key in ("name", "hostname") if (name := text(mapping, key)) and not name.open), "")


@reads_files(words=("virtual_ipaddress",), examples=True)
def read_keepalived(source: Source) -> Iterator[Sighting]:
    """The virtual addresses of keepalived."""
    for block in _BLOCK.finditer(source.text):
        for found in _LINE.finditer(block[1]):
            start = block.start(1) + found.start(1)
            yield from pointer("keepalived", Located(found[1], source.at(start, len(found[1]))), VIRTUAL)
