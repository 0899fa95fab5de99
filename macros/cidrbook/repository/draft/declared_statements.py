"""The networks and machines that items and sentences of documents declare, in what they say of addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.repository.documents.declared_machines import DeclaredMachine, is_machine, thing_name
from cidrbook.repository.documents.declared_networks import (
    PREFIX,
    DeclaredNetwork,
    is_of_rule,
    plain_name,
    prefix_of,
    section_name,
    tells_nothing,
)
from cidrbook.repository.documents.labels import clean, is_neutral
from cidrbook.repository.documents.roles import words
from cidrbook.repository.documents.row_details import VLAN
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

VARIABLE = regex(
    r"(?:(?:define|set|export|let|var|const|local)\s+)?([A-Za-z][A-Za-z0-9_]*?)_(?:network|net|subnet|cidr)"
)
"""The name of a variable, or the line that defines it: `define lan_network`."""
SENTENCE = regex(
    r":|\u2194|\u2192|->|(?<!-)\b(?:uses?|is|are|has|have|includ\w+|allows?|access(?:es)?"
    r"|via|from|to|with|advertis\w+|announc\w+|which|that|if|only|real"
    r"|literal|routes?|when|gets?|made|example|instead)\b(?!-)|\.arpa\b|(?-i:\b[a-z]+[A-Z]|\b(?:[A-Z][a-z]+){2,}[A-Z]\w+)|\w\.\w+\.\w|\w_\w+_\w",
    re.IGNORECASE,
)
"""Words of sentences, and keys of settings as `validSubnets` and `vars.pod_net_range`: they are no part of a name."""
_LABELLED = regex(r"[\s>]*[*_]{0,3}[A-Za-z][\w ()/-]{0,40}[*_]{0,3}:[\s`*_]{1,5}[0-9a-fA-F.:]+/[0-9]{1,3}[\s`*_.]*")
"""A line that is a label and a prefix: `**LAN:** 10.0.10.0/24`."""
_MOST_WORDS = 4
"""Words of a heading that names a network: more are the title of a page."""
_COMMAND = regex(
    r"[\s`$>*-]*(?:export|set|env|alias|add|ip|ping|ssh|curl|sudo|\w+=)\b|[^=]*=\s*[^=]*="
    r"|.*\b(?:receives?|gets?|reports?|shows?|returns?|says?|should|must|expect\w*)\b",
    re.IGNORECASE,
)
"""Lines of commands and settings, and of what happens."""
_SETTING = regex(r"\b[A-Z0-9]+_[A-Z0-9_]+\b|\b[A-Z][a-z]+[A-Z]\w*[a-z]\w*[A-Z]\w*\b|\b\w+_\w+_\w+\b")
"""The keys of settings: what an app is allowed to reach is no network's name."""
_MORE_BEHIND = regex(r"[`*\s]*,[`*\s]*[0-9a-fA-F.:]+/[0-9]{1,3}")
_MORE_BEFORE = regex(r"/[0-9]{1,3}[`*\s]*,[`*\s]*$")
"""The prefixes beside one in a list: what is allowed, routed or left out."""
_PATH = regex(r"[\s`*-]*[./~]*/\S")
"""A line that begins with a path, as those of NFS exports do."""
_OF_A_NETWORK = regex(
    r"\b(?:\w*lan|vlans?|networks?|sub ?nets?|segments?|zones?|links?|dmz|pools?|ranges?|cidrs?|pods?|services?|nodes?"
    r"|vpn|wireguard|tunnels?|iot|guests?|mesh|overlay|management|mgmt)\b"
)
"""Words of headings that name a network."""
_OF_OTHERS = regex(
    r"\b(?:isps?|cgnat|provider|carrier|public|internet|rfc ?1918|private|bogons?"
    r"|(?:allow|white|block|deny)[ -]?lists?|allow(?:ed)?|den(?:y|ied)"
    r"|block(?:ed)?|routes?|rules?|from|to|via|any|all|docker|dev ?containers?|trusted ?prox\w+|flannel|tailscale"
    r"|permit|seq|prefix-list|access-list|[lg]e|host ?names?"
    r"|(?:eth|vmbr|br|bond|wlan|tun|tap|veth|cni|ens|enp|eno)[0-9]\w*)\b"
)
"""Words for prefixes that are no network of the lab: what a provider hands out, what a rule or a screen says."""


def networks_of_statements(plan: Observation) -> Iterator[DeclaredNetwork]:
    """The networks that items name, and sentences that say what a range is for."""
    said = [one for one in plan.statements if one.address is None and PREFIX.fullmatch(one.text)]
    shared = Counter((one.place.file, one.place.line, one.version, one.label) for one in said)
    for one in said:
        line = one.place.source.lines[one.place.line - 1]
        alone = shared[one.place.file, one.place.line, one.version, one.label] == 1
        if alone and not _is_in_list(one, line) and not _is_export(one, line):
            yield from _of_statement(one, line)


def _is_in_list(said: Statement, line: str) -> bool:
    """Whether a comma and another prefix stand beside a prefix."""
    start = said.place.column - 1
    return bool(_MORE_BEHIND.match(line, start + said.place.width) or _MORE_BEFORE.search(line[:start]))


def _is_export(said: Statement, line: str) -> bool:
    """Whether a line gives a prefix access to a folder: `/tank 10.0.20.0/24(rw)`."""
    return bool(_PATH.match(line)) or line[said.place.column - 1 + said.place.width :].startswith("(")


def _of_statement(said: Statement, line: str) -> Iterator[DeclaredNetwork]:
    """The network of a statement: an item, a line as short as one, or a sentence that says what a range is for."""
    before = line[: said.place.column - 1]
    is_item = said.kind == "item" or (said.kind == "prose" and bool(_LABELLED.fullmatch(line)))
    if not is_item and not (said.kind == "prose" and said.role):
        return
    is_plain = is_item and not SENTENCE.search(before.rstrip(" :`*"))
    label = (plain_name(before.rpartition(",")[2]) if is_plain else "") or _label_around(said, before)
    is_setting = _SETTING.search(f"{before} {label}") and not (said.role or VARIABLE.fullmatch(label))
    says_network = is_plain and _OF_A_NETWORK.search(words(before))
    is_own = not _OF_OTHERS.search(words(label)) and not (is_item and is_of_rule(label))
    if (label or says_network) and is_own and not is_setting:
        yield DeclaredNetwork(label, prefix_of(said), said.place, _vlan_around(said, before, label), sure=False)


def _vlan_around(said: Statement, before: str, label: str) -> Located | None:
    """The VLAN before a prefix, or in the heading that names it."""
    found = VLAN.search(before) or VLAN.search(label if label != section_name(said.label) else said.label)
    return Located(found[1], said.place) if found else None


def _label_around(said: Statement, before: str) -> str:
    """What the words around a prefix call it; the heading above it where either says that it is a network's."""
    if said.label not in map(clean, said.headings):
        return said.label
    heading = next((heading for heading in reversed(said.headings) if not tells_nothing(heading)), "")
    label = words(clean(before))
    is_network = (label and (is_neutral(label) or tells_nothing(label))) or _OF_A_NETWORK.search(words(heading))
    name = section_name(thing_name(VLAN.sub(" ", heading))) if is_network else ""
    return name if len(name.split()) <= _MOST_WORDS else ""


def machines_of_items(plan: Observation) -> Iterator[DeclaredMachine]:
    """The machines of items that say a name and an address, and no more: `- **nas**: 10.0.20.5`."""
    for said in plan.statements:
        line = said.place.source.lines[said.place.line - 1]
        before, behind = line[: said.place.column - 1], line[said.place.column - 1 + said.place.width :]
        is_whole = said.kind == "item" and said.address is not None and not said.role and not behind.strip(" `*.")
        name = (
            plain_name(before)
            if is_whole and not _COMMAND.match(before) and before.rstrip(" `*(").endswith((":", "=", "\u2013", "-"))
            else ""
        )
        short = thing_name(name)
        if short and is_machine(name, [name]) and name not in map(clean, said.headings):
            at = Place(said.place.source, said.place.line, max(line.find(short), 0) + 1, len(short))
            yield DeclaredMachine(Located(short, at), (Located(str(IPAddress(said.address)), said.place),))
