"""Documented networks (a LAN, a VPN) that lie inside of what a cluster gives its pods or services."""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement
from cidrbook.drift.documents.known_ranges import ROLES, RoleRange, role_ranges
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Role, Statement
from cidrbook.repository.vocabulary import TUNNELS, WORD, word_set

_NETWORKS = TUNNELS | word_set(
    "lan vlan wlan wifi iot guest guests dmz nebula headscale tunnel storage cameras trusted untrusted"
)
"""Words for networks that are no part of a cluster."""

_OVERLAYS = word_set("overlay mesh")
"""Words for networks that a cluster may have for its pods, too, and for its services never."""

_OF_CLUSTERS = word_set(
    "pod pods service services svc cluster kubernetes k8s k3s cni flannel calico cilium vxlan clusterip loadbalancer"
    " lb metallb node nodes"
)
"""Words that make it a part of a cluster."""

_RANGES = word_set("pod pods service services svc cni")
"""Words of a heading that say the same of all that is below it."""

_ROLES: tuple[Role, ...] = ("services", "pods")


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented network inside of such a range; nothing follows for a part of it."""
    known = role_ranges(observation)
    for statement in observation.statements:
        if statement.role or statement.address is not None or "/" not in statement.text:
            continue
        words, above = _words(statement.near, *statement.labels), _words(*statement.headings[-1:])
        part = not _OF_CLUSTERS.isdisjoint(words) or not _RANGES.isdisjoint(above)
        for role in () if part else _ROLES:
            names = _NETWORKS | _OVERLAYS if role == "services" else _NETWORKS
            around = (value for value in known.of(role, statement.version) if _is_in_ranges(statement, value))
            value = None if names.isdisjoint(words) else next(around, None)
            if value is not None:
                yield _inside(statement, role, value)
                break


def _words(*said: str) -> frozenset[str]:
    return frozenset(WORD.findall(" ".join(said).lower()))


def _is_in_ranges(statement: Statement, value: RoleRange) -> bool:
    return statement.lies_in(value) and (statement.first, statement.last) != (value.first, value.last)


def _inside(statement: Statement, role: Role, value: RoleRange) -> Disagreement:
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="prefix",
        truth=f"{ROLES[role]} is {value.written}, which holds it",
        correct=f"a prefix outside of {value.written}",
        known=(value.known,),
        reasons=(f"its words name a network, and it lies in {ROLES[role]}",),
        remark=statement.remark,
    )
