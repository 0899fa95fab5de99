"""Gateways: the addresses that machines and containers are told to send to what is for other networks.

Read, in configuration of any format: a private address on the line of a key such as `gateway`, `default_gateway`, `gw4`
or `defaultGateway`, and behind `default via` of a command. They are no machines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.plan.network import Network
from cidrbook.repository.parts.private_addresses import ADDRESSED, addressed_lines, is_private
from cidrbook.repository.reader import DOCUMENTS, reads_files
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_LINE = regex(
    r"(?<![\w-])((?:[A-Za-z][\w-]{0,40}[_-])?(?:gateway4?|gw4?|defaultGateway|default_route)(?:[_-](?:ip|addr\w*))?"
    r"|default via)[\"']?[ \t]*(?:=>|:-|:=|[:=]|[ \t])[ \t]*[\"'\[({]{0,2}[ \t]*([0-9]{1,3}(?:\.[0-9]{1,3}){3})"
    r"(?![\w/-]|\.[0-9])",
    re.IGNORECASE,
)
_WORDS = ("ateway", "gw", "GATEWAY", "GW", "default via", "default_route")
_LONGEST = 500
"""Characters of a line. A longer one was generated."""
_COMMENT = regex(r"[ \t]*(?:#|//|;|--|\*)")


@reads_files(words=_WORDS, looks=ADDRESSED, but=DOCUMENTS)
def read(source: Source) -> Iterator[Sighting]:
    """The gateways of a file."""
    for number in addressed_lines(source):
        line = source.lines[number - 1]
        of_gateway = len(line) < _LONGEST and any(word in line for word in _WORDS) and not _COMMENT.match(line)
        for found in _LINE.finditer(line) if of_gateway else ():
            if is_private(found[2]):
                place = Place(source, number, found.start(2) + 1, len(found[2]))
                yield sighting("gateway", Network, place, name=found[1], gateway=[Located(found[2], place)])
