"""HAProxy, as `haproxy.cfg`, as a template of one, or as a text in a YAML document: the servers of its backends.

Read: `server NAME ADDRESS:PORT` of `backend` and `listen`
([HAProxy](https://docs.haproxy.org/3.2/configuration.html#4.2-server)). A server is no machine of its own: its name is
compared with the thing of that name. A `disabled` server leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.named_address import SERVER
from cidrbook.repository.parts.named_addresses import pointer
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block
from cidrbook.text.regex import regex

_LOOKS = regex(r"^[ \t]*(?:backend|listen)[ \t]+\S", re.MULTILINE)
_SERVER = regex(
    r"[ \t]*server[ \t]+([A-Za-z][A-Za-z0-9._-]{0,62})[ \t]+(?:ipv4@)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]{1,5})?"
    r"(?:[ \t]+(?P<rest>[^\n#]*))?(?:#|$)"
)


@reads_blocks(words=("server",), looks=_LOOKS, but=("*.yaml", "*.yml", "*.py"))
def read(block: Block) -> Iterator[Sighting]:
    """The servers of backends."""
    if block.example:
        return
    for line in block.lines:
        found = _SERVER.match(line.text)
        if found and "disabled" not in (found["rest"] or "").split():
            yield from pointer(found[1], line.part(*found.span(2)), SERVER)
