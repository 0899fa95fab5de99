"""HAProxy, as `haproxy.cfg`, as a template of one, or as a text in a YAML document: where it sends requests to.

Read: `server NAME ADDRESS:PORT` of `backend` and `listen`
([HAProxy](https://docs.haproxy.org/3.2/configuration.html#4.2-server)). A server is no machine of its own: its name is
compared with what is called so. One that is `disabled` leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.parts.variable_purpose import is_example
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block, blocks, scalars
from cidrbook.text.source import Source
from cidrbook.text.yaml import Document

_LOOKS = re.compile(r"^[ \t]*(?:backend|listen)[ \t]+\S", re.MULTILINE)
_SERVER = re.compile(
    r"[ \t]*server[ \t]+([A-Za-z][A-Za-z0-9._-]{0,62})[ \t]+(?:ipv4@)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]{1,5})?"
    r"(?:[ \t]+(?P<rest>[^\n#]*))?(?:#|$)"
)


def read_text(source: Source) -> Iterator[Sighting]:
    """The servers of a file."""
    if "server" in source.text and _LOOKS.search(source.text) and not source.file.endswith((".yaml", ".yml", ".py")):
        for block in blocks(source):
            yield from _servers(block)


def read_document(document: Document) -> Iterator[Sighting]:
    """The servers of a configuration that stands as a text in a YAML document."""
    if "server" in document.source.text and _LOOKS.search(document.source.text):
        for block in scalars(document):
            yield from _servers(block)


def _servers(block: Block) -> Iterator[Sighting]:
    if block.example or is_example(block.source.file) or not _LOOKS.search(block.text):
        return
    for line in block.lines:
        found = _SERVER.match(line.text)
        if found and "disabled" not in (found["rest"] or "").split():
            yield from pointer(found[1], line.part(*found.span(2)), "HAProxy server")
