"""Documented ranges of numbered machines and of nodes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.net.spans import has_address
from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Addressed
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import KINDS, words_of
from cidrbook.text.regex import regex

_NUMBERED = regex(
    r"(?P<stem>[a-z][\w.-]*?[a-z_-])[\[{(]?(?P<first>[0-9]{1,3})"
    r"(?:(?:[/,][0-9]{1,3})*[/,]|\s*(?:\.{2,3}|[-\u2013]|\bto\b|\bthrough\b)\s*(?:(?P=stem))?)(?P<last>[0-9]{1,3})[\]})]?$",
    re.IGNORECASE,
)
_NAME = regex(r"(.*?[a-z_-])([0-9]{1,3})$")
_NODES = regex(
    r"^(?:(?:kubernetes|k8s|k3s|k0s|rke2|talos|cluster|cp|worker|master|agent|server|control[ -]?plane) )*"
    r"(?:nodes?|workers?|masters?|control[ -]?planes?)(?: ips?| addresses| ranges?)?$"
)
"""Names for all nodes, or for those of one role."""
_LARGEST = 256
"""Addresses of a range. A larger one is a whole network, which holds other things too."""
_SHOWN = 4
"""Addresses in a message, so that it stays one line."""

_Numbered = dict[str, dict[int, Addressed]]


def numbered_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented range of numbered machines: `worker-1..4`."""
    ranges = [
        statement
        for statement in observation.statements
        if statement.address is None and 0 < statement.last - statement.first < _LARGEST - 1
    ]
    machines = _numbered_machines(observation) if ranges else {}
    for statement in ranges if machines else ():
        yield from _numbered_conclusion(statement, machines)


def _numbered_machines(observation: Observation) -> _Numbered:
    """The machines with a number in their names, by the name without it, then by the number."""
    found: _Numbered = defaultdict(dict)
    for claim in observation.claims:
        name = _NAME.match(claim.owner.id)
        if name and len(claim.owner.addresses) == 1:
            found[name[1].replace("_", "-")].setdefault(int(name[2]), claim.owner)
    return found


def _numbered_conclusion(statement: Statement, machines: _Numbered) -> Iterator[Conclusion]:
    """The conclusion about a range whose line names several numbered machines; None for others."""
    words = (*statement.labels, statement.near, *(word for label in statement.labels for word in label.split()))
    named = next((found for label in words if (found := _NUMBERED.match(label.strip()))), None)
    own = machines.get(named["stem"].lower().replace("_", "-"), {}) if named else {}
    if not named or not own:
        return
    numbers = range(int(named["first"]), int(named["last"]) + 1)
    meant = [own[number] for number in numbers if number in own]
    known = [KnownValue(f"{machine.name} {machine.addresses[0]}", machine.place_of_address(0)) for machine in meant]
    if not len(meant) == len(numbers) > 1:
        yield dropped(statement, f"the repository does not have all of `{named[0]}`", *known)
    elif any(machine.addresses[0].version != statement.version for machine in meant):
        yield dropped(statement, f"they have no address of IPv{statement.version}", *known)
    else:
        yield _compared_with(statement, named[0], meant)


def _compared_with(statement: Statement, name: str, machines: list[Addressed]) -> Conclusion:
    outside = [machine for machine in machines if not has_address(statement, machine.addresses[0])]
    if not outside:
        return agrees(statement, f"all of `{name}` are in it")
    first = outside[0]
    value = str(first.addresses[0])
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{name}`",
        about="address",
        truth=f"{first.name} has {value}",
        known=(KnownValue(value, first.place_of_address(0)),),
        reasons=(f"the line names machines with numbers, and {first.name} is not in the range",),
        remark=statement.remark,
    )


def node_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented range of nodes, of one role or all."""
    nodes = [node for cluster in observation.clusters for node in cluster.nodes]
    for statement in observation.statements if nodes else ():
        is_range = statement.address is None and statement.last - statement.first < _LARGEST
        if is_range and _names_nodes(statement):
            yield _node_conclusion(observation, statement, nodes)


def _names_nodes(statement: Statement) -> bool:
    label = next(iter(statement.labels), "").partition("(")[0].strip().lower()
    above = " ".join((*statement.labels, *statement.headings[1:])).lower()
    return bool(_NODES.match(label)) and not words_of(above) & KINDS


def _node_conclusion(observation: Observation, statement: Statement, nodes: list[Node]) -> Conclusion:
    """The conclusion about a range of nodes. It is wrong if all nodes are elsewhere, and nothing else is in it."""
    known = []
    for node in nodes:
        if node.roles and _node_role(statement) not in ("", *node.roles):
            continue
        for which, address in enumerate(node.addresses):
            if address.version == statement.version:
                known.append(KnownValue(str(address), node.place_of_address(which)))
    holders = (claim.owner for claim in observation.claims if has_address(statement, claim.address))
    inside = [holder for holder in holders if isinstance(holder, Node)]
    if not known:
        return dropped(statement, "no node of that kind is known")
    if inside:
        return dropped(statement, f"{inside[0].name} is in it", *known)
    shown = ", ".join(value.value for value in known[:_SHOWN]) + ("..." if len(known) > _SHOWN else "")
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="range",
        aside=", where no node is",
        truth=f"they are at {shown}",
        correct=shown,
        known=tuple(known),
        reasons=("it is called nodes, and no node is in it",),
        remark=statement.remark,
    )


def _node_role(statement: Statement) -> str:
    """The role of the nodes in a label; "" if it names none."""
    label = statement.label.lower()
    return "worker" if "worker" in label else "control-plane" if re.search("control|master|cp", label) else ""
