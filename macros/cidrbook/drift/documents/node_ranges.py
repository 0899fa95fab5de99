"""Ranges that documents give to numbered machines and to nodes, and addresses that they give to the DNS service."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPAddress

from cidrbook.drift.documents.network_facts import Otherwise
from cidrbook.drift.documents.vocabulary import KINDS, told_by
from cidrbook.plan.cluster import Node
from cidrbook.plan.entry import Addressed
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement

_NUMBERED = re.compile(
    r"(?P<stem>[a-z][\w.-]*?[a-z_-])[\[{(]?(?P<first>[0-9]{1,3})"
    r"(?:(?:[/,][0-9]{1,3})*[/,]|\s*(?:\.{2,3}|[-\u2013]|\bto\b|\bthrough\b)\s*(?:(?P=stem))?)(?P<last>[0-9]{1,3})[\]})]?$",
    re.IGNORECASE,
)
_OWN = re.compile(r"(.*?[a-z_-])([0-9]{1,3})$")
_DNS = re.compile(r"\b(?:core-?dns|kube-?dns|cluster dns(?: (?:service|ip|address))?)$|^(?:core-?dns|kube-?dns)\b")
_NODES = re.compile(
    r"^(?:(?:kubernetes|k8s|k3s|k0s|rke2|talos|cluster|cp|worker|master|agent|server|control[ -]?plane) )*"
    r"(?:nodes?|workers?|masters?|control[ -]?planes?)(?: ips?| addresses| ranges?)?$"
)
"""What documents call nodes, all of them or those of one kind."""
_OTHERS = re.compile(r"\b(?:proxmox|pve|ceph|docker|swarm|nomad|storage|bmc|ipmi|vpn|tailscale|pods?)\b")
_FEW, _SHOWN = 256, 4


@cached_view
def enumerated(plan: Observation) -> tuple[Otherwise, ...]:
    """Documented ranges that do not hold the machines which they are said to be of: `worker-1..4`."""
    said = [
        statement
        for statement in plan.statements
        if statement.address is None and 1 < statement.last - statement.first + 1 < _FEW
    ]
    machines = _numbered(plan) if said else {}
    return tuple(one for statement in said for one in _outside(statement, machines))


def _numbered(plan: Observation) -> dict[str, dict[int, Addressed]]:
    """The machines with numbers, by their names without them."""
    found: dict[str, dict[int, Addressed]] = defaultdict(dict)
    for claim in plan.claims:
        name = _OWN.match(claim.owner.id)
        if name and len(claim.owner.addresses) == 1:
            found[name[1].replace("_", "-")].setdefault(int(name[2]), claim.owner)
    return found


def _outside(statement: Statement, machines: dict[str, dict[int, Addressed]]) -> Iterator[Otherwise]:
    words = (*statement.labels, statement.near, *(word for label in statement.labels for word in label.split()))
    named = next((found for label in words if (found := _NUMBERED.match(label.strip()))), None)
    own = machines.get(named["stem"].lower().replace("_", "-"), {}) if named else {}
    if not named or not own:
        return
    numbers = range(int(named["first"]), int(named["last"]) + 1)
    meant = [own[number] for number in numbers if number in own]
    out = [one for one in meant if not _holds(statement, one)]
    if len(meant) == len(numbers) > 1 and out and all(one.addresses[0].version == statement.version for one in meant):
        at, value = out[0].place_of_address(0), str(out[0].addresses[0])
        message = f"`{named[0]}` is documented at {statement.text}; {out[0].name} has {value}"
        yield Otherwise(statement.place, message, value, at)


@cached_view
def housed(plan: Observation) -> tuple[Otherwise, ...]:
    """Documented ranges of nodes, of one kind or all, in which there is none."""
    nodes = [(cluster, node) for cluster in plan.clusters for node in cluster.nodes if node.addresses]
    said = [
        statement
        for statement in plan.statements
        if statement.address is None and statement.last - statement.first < _FEW and _is_of_nodes(statement)
    ]
    return tuple(
        one for statement in (said if nodes else ()) for one in _empty(plan, statement, [node for _, node in nodes])
    )


def _is_of_nodes(statement: Statement) -> bool:
    label = next(iter(statement.labels), "").partition("(")[0].strip().lower()
    above = " ".join((*statement.labels, *statement.headings[1:])).lower()
    return bool(_NODES.match(label)) and not _OTHERS.search(above) and not told_by(above) & KINDS


def _role(statement: Statement) -> str:
    """The role of the nodes that a label names, if it names one."""
    label = statement.label.lower()
    return "worker" if "worker" in label else "control-plane" if re.search("control|master|cp", label) else ""


def _empty(plan: Observation, statement: Statement, nodes: list[Node]) -> Iterator[Otherwise]:
    """A range without nodes, where all of them are elsewhere, and nothing else is in it."""
    meant = [node for node in nodes if not node.roles or _role(statement) in ("", *node.roles)]
    own = [(at, node.place_of_address(which)) for node in meant for which, at in enumerate(node.addresses)]
    known = [(at, place) for at, place in own if at.version == statement.version]
    taken = any(
        one.address.version == statement.version and statement.first <= int(one.address) <= statement.last
        for one in plan.claims
    )
    if known and not taken:
        shown = ", ".join(str(at) for at, _ in known[:_SHOWN]) + ("..." if len(known) > _SHOWN else "")
        message = f"`{statement.label}` is documented as {statement.text}, where no node is; they are at {shown}"
        yield Otherwise(statement.place, message, shown, known[0][1])


def _holds(statement: Statement, machine: Addressed) -> bool:
    return bool(statement.first <= int(machine.addresses[0]) <= statement.last)


@cached_view
def resolvers(plan: Observation) -> tuple[Otherwise, ...]:
    """Documented addresses of the DNS in clusters that lie in no range of services, nor anywhere else that is known."""
    clusters = [cluster for cluster in plan.clusters if cluster.services]
    said = [
        statement
        for statement in plan.statements
        if statement.address is not None and clusters and _names_dns(statement)
    ]
    return tuple(one for statement in said for one in _unserved(plan, statement))


def _names_dns(statement: Statement) -> bool:
    return any(_DNS.search(name.strip().lower()) for name in (statement.near, *statement.labels[:1]))


def _unserved(plan: Observation, statement: Statement) -> Iterator[Otherwise]:
    address = IPAddress(int(statement.address or 0), statement.version)
    networks = [network for cluster in plan.clusters for name in cluster.services if (network := plan.network(name))]
    ranges = [(network, cidr) for network in networks for cidr in network.family(statement.version)]
    elsewhere = any(claim.address == address for claim in plan.claims) or any(
        address in cidr for network in plan.networks for cidr in network.family(statement.version)
    )
    pooled = any(
        plan.pools.holding((cluster.scope, statement.version), int(address), int(address)) for cluster in plan.clusters
    )
    if ranges and not elsewhere and not pooled:
        network, cidr = ranges[0]
        own = next((str(at) for one in plan.clusters for at in one.dns if at.version == statement.version), "")
        value = own if own and len(ranges) == 1 else f"an address of {cidr}"
        message = f"the DNS service is documented at {statement.text}, and the range of the services is {cidr}"
        at = network.at("cidr", network.cidrs.index(cidr))
        yield Otherwise(statement.place, message, value, at)
