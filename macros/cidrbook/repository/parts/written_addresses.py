"""Where files write an address, and how often, whatever it means there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from netaddr import IPAddress

from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_IPV4 = regex(r"[0-9](?<![0-9.][0-9])[0-9]{0,2}\.(?:[0-9]{1,3}\.){2}[0-9]{1,3}(?!\.?[0-9])(?:/[0-9]{1,2}(?!\.?[0-9]))?")
"""A pattern that begins with a digit is searched for much faster than one that begins with what is before it."""

_ADDRESS = regex(rf"{_IPV4.pattern}|[0-9a-f]{{1,4}}:[0-9a-f:]*:[0-9a-f:]*(?:/[0-9]{{1,3}}(?!\.?[0-9]))?")
_COLONS = regex(":[0-9a-f]*:")
"""What each IPv6 address has, and most files do not: they are searched for IPv4 alone, which is faster."""


def times_written(sources: Iterable[Source], address: IPAddress | str, but: str = "") -> int:
    """How often files write an address or a prefix, but for one file. What one line alone has, nothing else knows."""
    by_file = files_of_addresses(tuple(sources)).get(str(address), Counter())
    return by_file.total() - by_file[but]


@lru_cache(maxsize=2)
def files_of_addresses(sources: tuple[Source, ...]) -> Mapping[str, Counter[str]]:
    """How often each file has an address, by that. A prefix counts for itself, and for the address that it begins with.

    The files are read once for all that is asked of them, as every check asks.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        pattern = _ADDRESS if _COLONS.search(source.text) else _IPV4
        for text in pattern.findall(source.text):
            address, slash, _ = text.partition("/")
            found[address][source.file] += 1
            if slash:
                found[text][source.file] += 1
    return dict(found)
