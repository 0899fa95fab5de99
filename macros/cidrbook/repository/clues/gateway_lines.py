"""Gateways: the addresses that machines and containers are told to send to what is for other networks.

Read, in configuration of any format: a private address on the line of a key such as `gateway`, `default_gateway`, `gw4`
or `defaultGateway`, and behind `default via` of a command. They are no machines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.compared_settings import compared_setting
from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.reader import DOCUMENTS, reads_files
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

GATEWAY_LINE = "gateway line"
"""The purpose of a setting that names a gateway."""

_LINE = regex(
    r"(?<![\w-])((?:[A-Za-z][\w-]{0,40}[_-])?(?:gateway4?|gw4?|defaultGateway|default_route)(?:[_-](?:ip|addr\w*))?"
    r"|default via)[\"']?[ \t]*(?:=>|:-|:=|[:=]|[ \t])[ \t]*[\"'\[({]{0,2}[ \t]*([0-9]{1,3}(?:\.[0-9]{1,3}){3})"
    r"(?![\w/-]|\.[0-9])",
    re.IGNORECASE,
)
_COMMENT = regex(r"[ \t]*(?:#|//|;|--|\*)")


@reads_files(words=("ateway", "gw", "GATEWAY", "GW", "default via", "default_route"), looks=_LINE, but=DOCUMENTS)
def read(source: Source) -> Iterator[Sighting]:
    """The gateways of a file."""
    for found in _LINE.finditer(source.text):
        place = source.at(found.start(2), len(found[2]))
        if is_private(found[2]) and not _COMMENT.match(source.lines[place.line - 1]):
            yield from compared_setting(found[1], GATEWAY_LINE, [Located(found[2], place)])
