"""FRR, as `frr.conf`, as the `bgp.conf` of a UniFi gateway, in a ConfigMap's or a Helm value's text, or in Markdown.

Read: `router bgp N [vrf V]`, `bgp router-id`, `neighbor X remote-as | peer-group | local-as | ebgp-multihop | bfd |
password | timers | update-source | shutdown | activate | prefix-list P in | route-map M in`, `bgp listen range`,
`timers bgp`, `maximum-paths`, `network` and `aggregate-address`, `ip prefix-list … permit` with `ge` and `le`, route
maps that only match prefix lists, and the addresses of interfaces
([FRR](https://docs.frrouting.org/en/latest/bgp.html)). The AS number may hang on a group. Of a password only that there
is one is kept. Lines behind `#` and `!` claim nothing. A neighbour that is a variable or an interface may be anybody.
What a Markdown page shows counts where no file of a router is in the tree: it is often somebody else's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from cidrbook.repository.parts.bgp_config import (
    Configuration,
    Instance,
    Neighbor,
    address,
    asn_of,
    bgp_objects,
    longest,
    product_of,
)
from cidrbook.repository.parts.router_networks import masked
from cidrbook.repository.parts.variable_purpose import is_of_ansible
from cidrbook.repository.reader import Files, reads_blocks, reads_repository
from cidrbook.repository.sighting import Sighting
from cidrbook.text.lines import Block, blocks
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document

_LOOKS = regex(r"^[ \t]*router bgp \S", re.MULTILINE)
_VARIABLE = regex(r"\{\{-? *([A-Za-z_][A-Za-z0-9_]*) *(?:\| *(?:int|string) *)?-?\}\}")
_ENDINGS = (".yaml.j2", ".yml.j2")
_YAML = ("*.yaml", "*.yml", "*.yaml.j2", "*.yml.j2")
_OTHERS = ("*.py", "*.go", "*.rs", "*.html", "*.json", "*.nix", "*.tf", "*.rst", "*.adoc")
"""Programs and pages that hold configuration as an example, or as a template."""

_TOP = frozenset({"router", "interface", "line", "route-map", "vrf", "end", "hostname", "bfd", "key"})
"""Commands that end the section above."""

_EVERYTHING = {"ip": ("0.0.0.0/0", "32"), "ipv6": ("::/0", "128")}


@dataclass
class _State:
    """The section that a line is in, and the filters so far: the prefix lists of each clause of a route map."""

    read: Configuration
    instance: Instance | None = None
    family: str = ""
    interface: str = ""
    clause: list[Located | None] | None = None
    maps: dict[str, list[list[Located | None]]] = field(default_factory=dict)


@reads_blocks(words=("router bgp",), looks=_LOOKS, but=(*_YAML, *_OTHERS, "*.j2"), examples=True)
def read(block: Block) -> Iterator[Sighting]:
    """The router that the lines configure."""
    yield from _router_of(block)


@reads_repository(globs=("*.j2",), words=("router bgp",))
def read_templates(files: Files) -> Iterator[Sighting]:
    """The routers of Ansible templates. Variables with one value in the whole repository are filled in."""
    templates = [source for source in files.sources if source.file.endswith(".j2") and "router bgp" in source.text]
    found = [source for source in templates if not source.file.endswith(_ENDINGS) and _LOOKS.search(source.text)]
    known = _plain_variables(files.documents) if found else {}
    for block in (block for source in found for block in blocks(source)):
        if _LOOKS.search(block.text):
            yield from _router_of(block, known)


def _plain_variables(documents: Sequence[Document]) -> dict[str, str]:
    """The plain variables of groups, hosts and roles, without those that two files set differently."""
    values: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        if is_of_ansible(document.source.file):
            for name, value in document.tree.items():
                values[name].add(str(value) if isinstance(value, Located) and not value.open else "")
    return {name: found.pop() for name, found in values.items() if len(found) == 1 and "" not in found}


def _router_of(block: Block, known: Mapping[str, str] = MappingProxyType({})) -> Iterator[Sighting]:
    """The router of a block. An example without a router id may be anybody's, and says nothing."""
    router = configuration(block, known)
    if not block.example or any(instance.known.get("router_id") for instance in router.instances):
        yield from bgp_objects(router)


def configuration(block: Block, known: Mapping[str, str] = MappingProxyType({})) -> Configuration:
    """The configuration in a block's lines. `known` are the variables of a template."""
    place = block.lines[0].part(0, 1).place
    state = _State(Configuration(block.name, place, product_of(block.source.file), weak=block.example))
    for line in block.lines:
        words = line.words() if line.text.lstrip()[:1] not in ("", "#", "!") else []
        words = [_word_with_variables(word, known) for word in words] if known else words
        off = words[:1] == ["no"]
        if len(words) > off:
            _frr_command(state, words[off:], off=off)
    for name, clauses in state.maps.items():
        _resolve_route_map(state.read, name, clauses)
    return state.read


def _word_with_variables(word: Located, known: Mapping[str, str]) -> Located:
    """A word with its known variables filled in."""
    new = _VARIABLE.sub(lambda found: known.get(found[1], found[0]), word) if "{{" in word else word
    return word if new == word else Located(new, word.place, word)


def _frr_command(state: _State, words: list[Located], *, off: bool) -> None:
    first = str(words[0])
    if first in _TOP and not off:
        state.instance, state.family, state.interface, state.clause = None, "", "", None
    if first in ("exit", "exit-address-family"):
        _leave(state, whole=first == "exit" and not state.family)
    elif first in _TOPS and not off and len(words) > 1:
        _TOPS[first](state, words)
    elif state.instance and len(words) > 1:
        _in_instance(state, state.instance, words, off=off)


def _leave(state: _State, *, whole: bool) -> None:
    state.family = ""
    if whole:
        state.instance, state.interface, state.clause = None, "", None


def _begin_router(state: _State, words: list[Located]) -> None:
    if words[1] == "bgp" and len(words) > 2:
        vrf = words[words.index("vrf") + 1] if "vrf" in words[3:-1] else ""  # type: ignore[arg-type] # it is a text
        state.instance = state.read.instance(words[2].place, str(vrf), words[2])
        state.instance.default_families = ("ipv4",)


def _interface(state: _State, words: list[Located]) -> None:
    state.interface = str(words[1])


def _set_hostname(state: _State, words: list[Located]) -> None:
    state.read.host = words[1]


def _route_map(state: _State, words: list[Located]) -> None:
    if words[2:3] == ["permit"]:
        state.clause = []
        state.maps.setdefault(str(words[1]), []).append(state.clause)


def _match(state: _State, words: list[Located]) -> None:
    if state.clause is not None:
        by_list = words[2:4] == ["address", "prefix-list"] and len(words) > 4
        state.clause.append(words[4] if by_list else None)


def _ip_command(state: _State, words: list[Located]) -> None:
    """A line of a prefix list, or an interface's address."""
    if words[1] == "prefix-list" and "permit" in words[3:-1]:
        prefix, *rest = words[words.index("permit", 3) + 1 :]  # type: ignore[arg-type] # it is a text
        said = dict(zip(map(str, rest[::2]), rest[1::2], strict=False))
        line = _EVERYTHING[str(words[0])] if prefix == "any" else (prefix, longest(prefix, said))
        state.read.accepted.setdefault(str(words[2]), []).append(line)
    elif words[1] == "address" and state.interface and len(words) > 2 and address(words[2]):
        state.read.addresses.append(words[2])


_TOPS: dict[str, Callable[[_State, list[Located]], None]] = {
    "router": _begin_router,
    "interface": _interface,
    "hostname": _set_hostname,
    "route-map": _route_map,
    "match": _match,
    "ip": _ip_command,
    "ipv6": _ip_command,
}


def _resolve_route_map(read: Configuration, name: str, clauses: list[list[Located | None]]) -> None:
    """Makes a route map a known filter if each of its clauses only matches prefix lists."""
    lists = [read.accepted.get(str(text)) if text else None for clause in clauses for text in clause or [None]]
    if None not in lists:
        read.accepted.setdefault(name, [line for lines in lists for line in lines or ()])


def _in_instance(state: _State, instance: Instance, words: list[Located], *, off: bool) -> None:
    key = str(words[0]) if words[0] in ("neighbor", "address-family", "maximum-paths") else " ".join(words[:2])
    if off:
        if key == "bgp default" and words[2:] == ["ipv4-unicast"]:
            instance.default_families = ()
        elif key == "bgp ebgp-requires-policy":
            instance.known["options"] = {"ebgp_requires_policy": "false"}
        elif key == "neighbor" and words[2:3] == ["activate"]:
            instance.neighbor(words[1]).families[state.family or "ipv4"] = False
    elif words[0] in ("network", "aggregate-address"):
        _add_announcement(state, instance, words)
    elif key == "address-family":
        state.family = "-".join(words[1:2] if words[2:3] in (["unicast"], []) else words[1:3])
    elif key == "neighbor" and len(words) > 2:
        _neighbor_command(state, instance, instance.neighbor(words[1]), words[2:])
    elif key in _COMMANDS and len(words) > 2 - (key == "maximum-paths"):
        _COMMANDS[key](instance, words)


def _set_router_id(instance: Instance, words: list[Located]) -> None:
    instance.known["router_id"] = words[2]


def _listen(instance: Instance, words: list[Located]) -> None:
    if words[2] == "range" and words[4:5] == ["peer-group"] and len(words) > 5:
        instance.ranges.append((words[3], words[5]))


def _set_timers(instance: Instance, words: list[Located]) -> None:
    instance.timers = dict(zip(("keepalive", "hold_time"), words[2:4], strict=False))


def _set_maximum_paths(instance: Instance, words: list[Located]) -> None:
    internal = words[1] == "ibgp"
    instance.known["maximum_paths_ibgp" if internal else "maximum_paths"] = (
        words[1 + internal] if words[internal + 1 :] else None
    )


_COMMANDS: dict[str, Callable[[Instance, list[Located]], None]] = {
    "bgp router-id": _set_router_id,
    "bgp listen": _listen,
    "timers bgp": _set_timers,
    "maximum-paths": _set_maximum_paths,
}


def _add_announcement(state: _State, instance: Instance, words: list[Located]) -> None:
    """`network P`, `aggregate-address P`, also with a separate mask, as in old versions."""
    mask = words[3] if words[2:3] == ["mask"] and len(words) > 3 else None
    prefix = masked(words[1], mask) if mask else words[1]
    if prefix is not None and "/" in prefix:
        instance.announced.setdefault(state.family or "ipv4", []).append(prefix)


_FLAGS = {"bfd": "bfd", "password": "password", "ebgp-multihop": "multihop"}
_FILTERS = ("prefix-list", "route-map", "filter-list", "distribute-list")
_VALUES = {"local-as": "local_asn", "ebgp-multihop": "multihop"}


def _neighbor_command(state: _State, instance: Instance, neighbor: Neighbor, words: list[Located]) -> None:
    what, value = str(words[0]), words[1] if len(words) > 1 else None
    family = state.family or "ipv4"
    if what in _FLAGS:
        neighbor.known[_FLAGS[what]] = Located("true", words[0].place)
    if value is None:
        neighbor.off |= what == "shutdown"
        neighbor.several |= what == "peer-group"
        neighbor.families |= {family: True} if what == "activate" else {}
    elif what in _VALUES:
        neighbor.known[_VALUES[what]] = value
    elif what == "description":
        neighbor.called = value if len(words) == 2 else None
    elif what == "peer-group":
        neighbor.group = value
    elif what == "remote-as":
        neighbor.known["peer_asn"] = asn_of(value, instance.asn)
    elif what == "update-source" and address(value):
        neighbor.known["local_address"] = value
    elif what == "timers" and value != "connect":
        neighbor.known |= zip(("keepalive", "hold_time"), words[1:3], strict=False)
    elif what in _FILTERS:
        _set_filter(neighbor, family, what, words)


def _set_filter(neighbor: Neighbor, family: str, what: str, words: list[Located]) -> None:
    """An import filter if it consists of prefixes, or an export filter."""
    neighbor.held_back |= words[2:3] == ["out"]
    if what in ("prefix-list", "route-map") and words[2:3] == ["in"]:
        neighbor.filters.setdefault(family, []).append(words[1])
