"""VRRP groups of keepalived and FRR, and in variables for them.

Read: `virtual_router_id` and `virtual_ipaddress` of each `vrrp_instance` of
[keepalived](https://www.keepalived.org/manpage.html), unless it has a `unicast_peer`, as such a group tells nobody else
its id; `vrrp N ip A` of [FRR](https://docs.frrouting.org/en/latest/vrrp.html); a mapping in YAML with an id and virtual
addresses. VyOS, RouterOS, OPNsense and pfSense have readers of their own, which read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cidrbook.repository.parts.vrrp_groups import group
from cidrbook.repository.reader import reads_blocks, reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, text, texts

_INSTANCE = regex(r"^[ \t]*vrrp_instance\b", re.MULTILINE)
_FRR = regex(r"^[ \t]+vrrp[ \t]+([0-9]{1,3})[ \t]+ip(?:v6)?[ \t]+([0-9a-fA-F.:]+)", re.MULTILINE)
_ID = regex(r"(?:[a-z0-9]+_)*(?:virtual_router_id|vrrp_id|vrid|vhid)|virtualRouterId", re.IGNORECASE)
_ADDRESSES = regex(
    r"(?:[a-z0-9]+_)*(?:vips?|virtual_ip(?:s|v4)?|virtual_ip_?address(?:es)?|virtual_address(?:es)?|floating_ip)"
    r"(?:_(?:cidr|ip|ipv4|addr|address))?|virtualIp(?:s|Addresses)?",
    re.IGNORECASE,
)
_MOST_LINES = 400
"""Lines of an instance that are read; longer ones are no configuration of a home."""


@reads_blocks(words=("vrrp_instance",), looks=_INSTANCE)
def read(block: Block) -> Iterator[Sighting]:
    """The groups of keepalived."""
    for lines in _instances(block) if not block.example else ():
        words = [word for line in lines for word in line]
        ids = [after for word, after in pairwise(words) if word == "virtual_router_id"]
        if "unicast_peer" not in words:
            found = [
                address
                for name in ("virtual_ipaddress", "virtual_ipaddress_excluded")
                for address in _in_braces(lines, name)
            ]
            yield from group(str(words[1]) if len(words) > 1 else "", next(iter(ids), None), found, "keepalived")


@reads_blocks(words=("vrrp",), looks=_FRR)
def read_frr(block: Block) -> Iterator[Sighting]:
    """The groups of FRR: one of an id on each interface."""
    groups: dict[tuple[str, str], tuple[Located, list[Located]]] = {}
    interface = ""
    for line in block.lines if not block.example else ():
        found = _FRR.match(line.text)
        if line.text.startswith("interface "):
            interface = line.text.strip()
        elif found:
            number = line.part(*found.span(1))
            groups.setdefault((interface, str(number)), (number, []))[1].append(line.part(*found.span(2)))
    for (interface, _), (number, own) in groups.items():
        yield from group(interface, number, own, "frr")


@reads_documents(kinds=("",), key_pattern=_ID)
def read_variables(document: Document) -> Iterator[Sighting]:
    """The groups in mappings that have one id, and the addresses for it."""
    for path, mapping in document.mappings if not document.kind else ():
        ids = [key for key in mapping if _ID.fullmatch(key)]
        own = [part for key, value in mapping.items() if _ADDRESSES.fullmatch(key) for part in _own_texts(value)]
        if len(ids) == 1:
            yield from group(path[-1] if path else ids[0], text(mapping, ids[0]), own)


def _own_texts(value: Value) -> Iterator[Located]:
    """The texts of a value, unless they describe further things of their own."""
    if isinstance(value, Located | list):
        yield from texts(value)


def _instances(block: Block) -> Iterator[list[list[Located]]]:
    """The lines of each instance, as words, without comments; braces are words."""
    lines: list[list[Located]] = []
    depth = 0
    for line in block.lines:
        words = line._replace(text=re.split(r"[#!]", line.text, maxsplit=1)[0]).words()
        if words[:1] == ["vrrp_instance"]:
            lines, depth = [], 0
        if words and (lines or words[0] == "vrrp_instance") and len(lines) < _MOST_LINES:
            lines.append(words)
            depth += sum(word.count("{") - word.count("}") for word in words)
            if depth <= 0 and "}" in "".join(words):
                yield lines
                lines = []


def _in_braces(lines: list[list[Located]], name: str) -> Iterator[Located]:
    """The first word of each line in a block of this name."""
    inside = False
    for line in lines:
        begins = line[0].rstrip("{") == name
        words = line[1 + (line[1:2] == ["{"]) :] if begins else line
        inside = inside or begins
        yield from (word for word in words[:1] if inside and word != "}")
        inside = inside and not any(word.endswith("}") for word in words)
