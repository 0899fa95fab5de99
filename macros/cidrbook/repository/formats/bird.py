"""BIRD, as `bird.conf`, also as a text in a YAML document.

Read ([BIRD](https://bird.nic.cz/doc/bird-2.15.1.html#bgp)): `router id A`, `define NAME = literal`, and of each
`protocol bgp` and `template bgp`: `local [A] as N`, `neighbor A [port P] as N`, `neighbor range P as N`, `internal` in
the place of a number, `source address`, `multihop N`, `bfd on`, `hold time`, `keepalive time`, `disabled`, whether
there is a password, the channels `ipv4` and `ipv6`. Comments claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.parts.bgp_config import Configuration, Instance, Neighbor, address, bgp_objects
from cidrbook.repository.reader import reads_blocks
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block, statements
from cidrbook.text.located import Located
from cidrbook.text.regex import regex

_LOOKS = regex(r"^[ \t]*(?:protocol|template)[ \t]+bgp\b", re.MULTILINE)
_BEGIN = regex(r"(protocol|template)\s+bgp\b\s*([\w-]*)(?:\s+from\s+([\w-]+))?")
_VALUES = {"hold": "hold_time", "keepalive": "keepalive"}
_YES = ("yes", "on", "true")


@reads_blocks(words=("bgp",), looks=_LOOKS, but=("*.yaml", "*.yml", "*.j2"), examples=True)
def read(block: Block) -> Iterator[Sighting]:
    """The router that the lines configure."""
    router = Configuration(block.name, block.lines[0].part(0, 1).place, "bird", weak=block.example)
    instance = router.instance(router.place)
    known: dict[str, Located] = {}
    inside: Neighbor | None = None
    depth = 0
    for statement, change in statements(block.lines):
        words = [known.get(str(word), word) for word in statement]
        begun = _BEGIN.match(" ".join(words)) if depth == 0 else None
        if begun:
            inside = _open_protocol(instance, begun, words[0])
        elif words and depth == 0:
            _global_setting(instance, words, known)
        elif words and inside is not None:
            _protocol_setting(inside, words)
        depth = max(depth + change, 0)
        if depth == 0 and change < 0:
            _close_protocol(instance, inside)
            inside = None
    if not block.example or instance.known.get("router_id"):
        yield from bgp_objects(router)


def _open_protocol(instance: Instance, begun: re.Match[str], place: Located) -> Neighbor:
    """A protocol or template, under a name that cannot be an address. A protocol inherits from its template."""
    name = Located(f"{begun[1]} {begun[2]}", place.place)
    made = Neighbor(name, several=begun[1] == "template")
    template = instance.neighbors.get(f"template {begun[3]}")
    if template is not None:
        made.known, made.families, made.group = dict(template.known), dict(template.families), template.group
    instance.neighbors[str(name)] = made
    return made


def _close_protocol(instance: Instance, inside: Neighbor | None) -> None:
    """Files the finished protocol under its neighbour's address, or under its range of neighbours."""
    if inside is not None and inside.known.get("peer_asn") == "internal":
        inside.known["peer_asn"] = inside.known.get("local_asn")
    if inside is not None and inside.group is not None and "/" in inside.group:
        instance.ranges.append((inside.group, inside.name))
        inside.several, inside.group = True, None
    if inside is not None and inside.group is not None and not str(inside.name).startswith("template"):
        instance.neighbors[f"{inside.group} {len(instance.neighbors)}"] = inside
        inside.name, inside.group = inside.group, None
    if inside is not None and instance.asn is None:
        asn = inside.known.get("local_asn")
        instance.asn = asn if isinstance(asn, Located) else None


def _global_setting(instance: Instance, words: list[Located], known: dict[str, Located]) -> None:
    if words[:2] == ["router", "id"] and len(words) == 3:
        instance.known["router_id"] = words[2]
    elif words[0] == "define" and len(words) == 3:
        known[str(words[1])] = words[2]


def _protocol_setting(inside: Neighbor, words: list[Located]) -> None:
    key = str(words[0])
    if key in ("local", "neighbor"):
        _set_session_end(inside, key, words[1:])
    elif words[:2] == ["source", "address"] and len(words) > 2:
        inside.known["local_address"] = words[2] if address(words[2]) else None
    elif key in ("ipv4", "ipv6"):
        inside.families[key] = True
    elif key == "password":
        inside.known["password"] = Located("true", words[0].place)
    elif key == "multihop":
        inside.known["multihop"] = words[1] if len(words) > 1 else Located("true", words[0].place)
    elif key == "bfd":
        inside.known["bfd"] = Located("false" if words[1:2] == ["off"] else "true", words[0].place)
    elif key == "disabled":
        inside.off = words[1:2] == [] or words[1] in _YES
    elif key in _VALUES and words[1:2] == ["time"] and len(words) == 3:
        inside.known[_VALUES[key]] = words[2]


def _set_session_end(inside: Neighbor, end: str, words: list[Located]) -> None:
    """`[address] [port N] [as N]` of the local end or the neighbour. A neighbour may have `range` and a prefix."""
    words = words[1:] if words[:1] == ["range"] else words
    where = words[0] if words and address(words[0]) else None
    asn = words[words.index("as") + 1] if "as" in words[:-1] else None  # type: ignore[arg-type] # it is a text
    asn = asn if asn is None or asn.open or asn.isdecimal() or asn == "internal" else None  # a name of another file
    if end == "local":
        inside.known |= {"local_asn": asn or inside.known.get("local_asn"), "local_address": where}
    else:
        inside.group = where or inside.group
        asn = asn or next((word for word in words if word == "internal"), None)
        if asn is not None:
            inside.known["peer_asn"] = asn
