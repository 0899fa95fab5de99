"""Leases of RouterOS, as `/ip dhcp-server lease print` shows them: as a table, with `detail`, or with `terse`.

Read ([MikroTik](https://help.mikrotik.com/docs/spaces/ROS/pages/24805500/DHCP)): of each lease that is bound its
address, its MAC address and its host name. What `export` writes are reservations, which are read with the rest of the
router.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.occupants import occupant
from cidrbook.repository.reader import reads_files
from cidrbook.repository.sighting import Seen
from cidrbook.text.lines import Line, blocks
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_CARD = r"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}"
_BEGINS = regex(r"[ \t]*[0-9]+[ \t]")
_SAYS = regex(r"(?<![\w-])(address|mac-address|host-name|status)=(\"[^\"\n]{0,255}\"|[^\s\"]{1,255})")
_ROW = regex(
    rf"[ \t]*[0-9]+[ \t]+(?:[A-Z]{{1,4}}[ \t]+)?([0-9.]{{7,15}})[ \t]+({_CARD})[ \t]+(.{{0,255}}?)[ \t]bound\b"
)
_WORD = regex(r"\S+")
_LOOKS = regex(
    rf"^[ \t]*[0-9]+[ \t][^\n]*?(?:\bmac-address={_CARD}|[0-9.]{{7,15}}[ \t]+{_CARD}[ \t][^\n]*\bbound\b)", re.MULTILINE
)


@reads_files(words=("bound",), looks=_LOOKS, but=("*.md", "*.rsc", "*.yaml", "*.yml"))
def read(source: Source) -> Iterator[Seen]:
    """Who has an address."""
    said: dict[str, Located] = {}
    for line in (line for block in blocks(source) for line in block.lines):
        row = _ROW.match(line.text)
        if row:
            yield from _of_row(line, row)
            continue
        if _BEGINS.match(line.text):
            yield from _bound(said)
            said = {}
        said |= {found[1]: line.unquoted(found, 2) for found in _SAYS.finditer(line.text)}
    yield from _bound(said)


def _bound(said: dict[str, Located]) -> Iterator[Seen]:
    if said.get("status") == "bound":
        yield from occupant(said.get("address"), said.get("host-name"), said.get("mac-address"))


def _of_row(line: Line, row: re.Match[str]) -> Iterator[Seen]:
    """A row of the table: before the name of the server there is that of the host, if it has one."""
    words = [*_WORD.finditer(row[3])]
    start = row.start(3)
    name = line.part(start + words[0].start(), start + words[0].end()) if len(words) > 1 else None
    yield from occupant(line.part(*row.span(1)), name, line.part(*row.span(2)))
