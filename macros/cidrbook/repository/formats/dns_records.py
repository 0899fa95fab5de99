"""Names with addresses in DNS servers: CoreDNS `hosts`, Blocky, AdGuard Home, Pi-hole, external-dns, zone files.

Read: the `hosts` block of a Corefile; `customDNS.mapping` of Blocky; `rewrites` of AdGuard Home; `custom.list` of
Pi-hole; the endpoints of a `DNSEndpoint`; A records of zone files. Only a plain name with plain private
addresses counts, and only where nothing else in the tree is known to have the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.views.session_ends import as_address
from cidrbook.repository.parts.dns_hosts import record
from cidrbook.repository.reader import reads_blocks, reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block, Line
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text, texts

_HOSTS = regex(r"^[ \t]*hosts(?:[ \t]+[^\s{]+)*[ \t]*\{[ \t]*$", re.MULTILINE)
_ITEM = regex(r"[^\s,]+")
_LIST = regex(r"(?:^|[/_-])(?:dns|hosts?|names?)[_-]?(?:records?|mappings?|names?|hosts|entries|list)\.(?:txt|list)$")
_LIST_LINE = regex(r"^([A-Za-z][\w.-]*)[ \t]+([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:[ \t]+A)?[ \t\r]*$")
_ZONE = regex(r"(?:^|/)(?:db\.[\w.-]+|[\w.-]+\.(?:zone|db))$")
_SOA = regex(r"^[ \t]*\S+[ \t]+(?:[0-9]+[smhdw]?[ \t]+)?IN[ \t]+SOA[ \t]", re.MULTILINE)
_A_RECORD = regex(r"^([\w*.-]+)[ \t]+(?:[0-9]+[smhdw]?[ \t]+)?(?:IN[ \t]+)?A[ \t]+([0-9.]+)")


@reads_documents(kinds=("DNSEndpoint",), keys=("customDNS", "rewrites"), examples=True)
def read(document: Document) -> Iterator[Sighting]:
    """The names in a server's YAML configuration, and in endpoints of external-dns."""
    if document.kind == "DNSEndpoint":
        for endpoint in items(document.tree, "spec", "endpoints"):
            yield from _records_of_name(text(endpoint, "dnsName"), at(endpoint, "targets"))
    for mapping in document.having("customDNS", "rewrites"):
        yield from _blocky(at(mapping, "customDNS", "mapping"))
        for rewrite in items(mapping, "rewrites"):
            yield from _records_of_name(text(rewrite, "domain"), at(rewrite, "answer"))


@reads_blocks(words=("hosts",), looks=_HOSTS, globs=("*Corefile",), examples=True)
def read_corefile(block: Block) -> Iterator[Sighting]:
    """The lines `address name…` of each `hosts` block."""
    inside = False
    for line in block.lines:
        if _HOSTS.match(line.text):
            inside = True
        elif line.text.strip() == "}":
            inside = False
        elif inside:
            yield from _host_line(line)


@reads_blocks(globs=("*custom.list", "*.zone", "*.db", "db.*", "*.txt", "*.list"), examples=True, in_documents=False)
def read_zone(block: Block) -> Iterator[Sighting]:
    """The names of a zone, of Pi-hole's list of hosts, or of a list `name address` that is called after DNS."""
    if block.source.file.endswith("custom.list"):
        yield from (seen for line in block.lines for seen in _host_line(line))
        return
    kinds = ((_ZONE, _A_RECORD), (_LIST, _LIST_LINE))
    pattern = next((pattern for files, pattern in kinds if files.search(block.source.file)), None)
    for line in block.lines if pattern else ():
        found = pattern.match(line.text) if pattern else None
        if found:
            yield record(line.part(*found.span(1)), line.part(*found.span(2)))


@reads_blocks(words=("SOA",), looks=_SOA)
def read_inner_zone(block: Block) -> Iterator[Sighting]:
    """The names of a zone in a ConfigMap, or in a file of another name."""
    if not block.example and not _ZONE.search(block.source.file):
        for line in block.lines:
            found = _A_RECORD.match(line.text)
            if found:
                yield record(line.part(*found.span(1)), line.part(*found.span(2)))


def _blocky(mapping: Value) -> Iterator[Sighting]:
    for name, addresses in mapping.items() if isinstance(mapping, dict) else ():
        for written in texts(addresses):
            yield from _records_of_name(Located(name, written.place), written)


def _records_of_name(name: Located | None, addresses: Value) -> Iterator[Sighting]:
    for written in texts(addresses):
        for found in _ITEM.finditer(written):
            if name is not None and not name.open and as_address(found[0]):
                yield record(name, written.part(*found.span()))


def _host_line(line: Line) -> Iterator[Sighting]:
    """`address name…`, as in a hosts file."""
    words = line.words() if not line.text.lstrip().startswith("#") else []
    if len(words) > 1 and as_address(words[0]):
        yield record(words[1], words[0])
