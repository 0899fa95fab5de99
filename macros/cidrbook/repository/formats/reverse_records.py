"""PTR records beside A and AAAA records of the same names: of zone files, Unbound and dnsmasq.

Read: records of [zone files](https://www.rfc-editor.org/rfc/rfc1035#section-5) with `$ORIGIN`, or called by their zone;
`local-data` and `local-data-ptr` of [Unbound](https://unbound.docs.nlnetlabs.nl/en/latest/manpages/unbound.conf.html);
`ptr-record`, `host-record` and `address` of [dnsmasq](https://thekelleys.org.uk/dnsmasq/docs/dnsmasq-man.html).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain

from cidrbook.repository.globs import is_named_so
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.parts.zone_records import ZoneRecord, wrong_pointers, zone_records
from cidrbook.repository.reader import DOCUMENTS, Files, reads_repository
from cidrbook.repository.sighting import Reported
from cidrbook.text.lines import blocks, scalars
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_POINTERS = regex(r"[ \t]PTR[ \t]|local-data-ptr\b|ptr-record[ \t]{0,9}=")
_WORDS = ("PTR", "local-data-ptr", "ptr-record")
"""What stands in a file with a PTR record."""

_ADDRESSES = ("$ORIGIN", "$TTL", "SOA", "local-data", "host-record", "address=/")
"""What stands in a file with the addresses of names."""


@reads_repository(words=_WORDS)
def read(files: Files) -> Iterator[Reported]:
    """A problem for each address that leads to a name which leads to another address."""
    own = {
        source
        for source in files.sources
        if not is_named_so(source.file, DOCUMENTS) and any(word in source.text for word in (*_WORDS, *_ADDRESSES))
    }
    if not any(_POINTERS.search(source.text) for source in own):
        return
    yield from wrong_pointers([*_records(files, own)])


def _records(files: Files, own: Container[Source]) -> Iterator[ZoneRecord]:
    parts = chain.from_iterable(blocks(source) for source in files.sources if source in own)
    inside = chain.from_iterable(scalars(document) for document in files.documents if document.source in own)
    for block in chain(parts, inside):
        if not block.example and not is_example(block.source.file):
            yield from zone_records(block)
