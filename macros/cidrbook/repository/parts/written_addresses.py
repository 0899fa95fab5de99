"""How often files write an address, whatever it means there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from netaddr import IPAddress

from cidrbook.text.source import Source


def times_written(sources: Iterable[Source], address: IPAddress | str) -> int:
    """How often files write an address, or a prefix. What only one line writes, nothing else knows."""
    written = re.compile(rf"(?<![\d.]){re.escape(str(address))}(?!\.?\d)")
    return sum(len(written.findall(source.text)) for source in sources)
