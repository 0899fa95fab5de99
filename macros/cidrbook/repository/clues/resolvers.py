"""Resolvers: the private DNS servers that machines, routers and apps are told to ask.

Read, in configuration of any format: an address on the line of a key such as `nameservers`, `dns_servers`, `dnsServer`
or `DNS_SERVER_IP`, or in the list below it; and whom CoreDNS asks for a zone (`forward lab.example 10.0.0.1`, or the
`parameters` of this plugin in its chart, [CoreDNS](https://coredns.io/plugins/forward/)). They are no machines of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.private_addresses import ADDRESSED, is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import DOCUMENTS, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

RESOLVER = "resolver"
"""The purpose of a setting that names a resolver."""

_KEY = regex(
    r"^[ \t]*(?:- |export )?[\"']?"
    r"([\w:-]*?(?:(?:name[_-]?servers?|dns[_-]?(?:servers?|resolvers?)|resolvers?)(?:[_-]?(?:ips?|addr\w*))?"
    r"|dns[_-]?(?:ips?|addr\w*)))[\"']?[ \t]*[:=]",
    re.IGNORECASE,
)
FORWARD = "forward"
"""The name of what CoreDNS asks for a zone: each has a line of its own."""
_FORWARD = regex(r"[ \t]*forward[ \t]+(?!\.[ \t])\S+[ \t]|[ \t]*parameters:[ \t]*[\"']?(?!\.[ \t])\S+[ \t]+[0-9]")
_PLUGIN = regex(r"[ \t]*-?[ \t]*name:[ \t]*[\"']?forward[\"']?[ \t]*\Z")
_WORDS = (
    "forward",
    "nameserver",
    "name_server",
    "name-server",
    "dns_server",
    "dns-server",
    "dnsServer",
    "resolver",
    "NAMESERVER",
    "DNS_SERVER",
    "DNS_IP",
    "DNS_ADDR",
)
_ADDRESS = regex(r"(?<![\w.:/-])(?:(?:tcp|udp)://)?([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::53)?(?![\w./-])")
_ITEM = regex(r"[ \t]*(?:- (?:address: )?)?[\"']?[0-9.]{7,15}[\"']?,?[ \t]*(?:#.*)?\Z")


@reads_files(words=_WORDS, looks=ADDRESSED, but=DOCUMENTS)
def read(source: Source) -> Iterator[Sighting]:
    """The resolvers of a file."""
    key = ""
    for number, line in enumerate(source.lines, 1):
        found = _KEY.match(line)
        key = found[1] if found else _forwarding(source, number, line) or (key if key and _ITEM.match(line) else "")
        for match in _ADDRESS.finditer(line.partition(" #")[0]) if key else ():
            if is_private(match[1]):
                place = Place(source, number, match.start(1) + 1, len(match[1]))
                yield from setting_copy(key, RESOLVER, [Located(match[1], place)])


def _forwarding(source: Source, number: int, line: str) -> str:
    """The name of a line by which CoreDNS asks another server for a zone, or an empty text."""
    if not _FORWARD.match(line):
        return ""
    above = source.lines[number - 2] if number > 1 else ""
    return FORWARD if "parameters" not in line or _PLUGIN.match(above) else ""
