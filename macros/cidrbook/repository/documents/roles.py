"""The role of an address, from the words beside it.

The word *service* alone decides nothing: "external services" are load balancers' addresses, a "service CIDR" is the
range of cluster addresses, and "k8s services" can be either.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cidrbook.repository.statement import Certainty, Role
from cidrbook.repository.vocabulary import HYPERVISORS
from cidrbook.text.regex import regex

_CAMEL = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_NO_WORD = regex(r"[\W_]+")
_SPACE = r"(?:cidrs?|sub ?nets?|nets?|networks?|ranges?|pools?|prefix(?:es)?|blocks?|addresses|address space|ips)"
_K8S = r"(?:kubernetes|k8s|k3s|k0s|rke2|talos|cluster)"
_OF_A_LAN = regex(r"\bvlans?\b")
"""A network with a VLAN is none that a cluster makes for itself."""
_LONGEST_LABEL = 12
"""Spaces in a label. A longer one is a sentence, whose words are about too many things."""

_LOAD_BALANCERS = regex(
    r"\bexternal (?:services?|svc)\b|\bload ?balanc\w+\b|\bmetal ?lb\b|\blb ipam\b|\blb vips?\b|\bservice vips?\b|"
    rf"\blb(?: services?)?(?: {_SPACE}|$)|\b(?:services?|svc) external\b"
)
_BALANCING_MACHINES = regex(
    r"\b(?:load ?balanc\w+|lb|haproxy|keepalived) (?:\w+ )?"
    r"(?:vms?|nodes?|hosts?|machines?|servers?|instances?|lxcs?|containers?|pair|appliances?)\b"
)
"""Machines that balance: no pool from which services get addresses."""
_PODS = regex(rf"\bpods? (?:\w+ )?{_SPACE}\b|^pods?$|\b{_K8S} (?:\w+ )?pods?\b|\bcluster cidrs?\b")
_SERVICES = regex(
    rf"\b(?:services?|svc) (?:cluster )?{_SPACE}\b|\bcluster ?ips?$|\bcluster ?ips? (?:services?|{_SPACE})\b"
)
_MAYBE_LOAD_BALANCERS = regex(r"^vips (?:from|in)$")
_MAYBE_SERVICES = regex(rf"^(?:{_K8S} )?(?:internal )?(?:services?|svc)\b")
_VIP = regex(
    rf"\b(?:kube|{_K8S}) ?(?:api )?(?:server )?vip\b|\b(?:{_K8S}|kube) (?<!talos )(?:api|endpoint)\b|"
    r"\bapi (?:server )?vip\b|"
    r"\bcontrol ?plane (?:vip|endpoint|ip)\b|\bapi ?server (?:endpoint|address|ip)\b"
)
"""The API's address. Talos has an API of its own, on each node."""
_MAYBE_VIP = regex(r"^(?:keepalived|control ?plane|api ?server|vip|virtual ip|talos endpoint)$")
_HANDS_OUT = regex(
    r"\b(?:cilium|metal ?lb|kube ?vip) (?:(?:itself|also) )?"
    r"(?:manages|hands out|assigns|announces|advertises|allocates)\b"
)
_NODES = regex(rf"\b{_K8S} (?:cluster )?nodes?\b|\bnodes? (?:\w+ )?(?:{_SPACE}|vlan)\b|^nodes$")
_OTHER_NODES = regex(rf"\b(?:{HYPERVISORS}|storage|edge|lxc)\b")
_MAYBE_NODES = regex(
    rf"\b(?:{_K8S}) (?:servers?|hosts|machines|vlan)\b|^servers?(?: (?:vlan|lan|{_SPACE}))?$|"
    rf"^(?:kubernetes|k8s|k3s|talos) cluster$|^node(?: {_SPACE})?$"
)

_SURE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("load-balancers", _LOAD_BALANCERS),
    ("vip", _VIP),
    ("pods", _PODS),
    ("services", _SERVICES),
    ("nodes", _NODES),
)
_UNSURE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("services", _MAYBE_SERVICES),
    ("load-balancers", _MAYBE_LOAD_BALANCERS),
    ("vip", _MAYBE_VIP),
    ("nodes", _MAYBE_NODES),
)


@lru_cache(maxsize=1 << 12)
def words(text: str) -> str:  # headings and columns are asked for again with each line below them
    """A label as lower-case words: `podSubnets` is `pod subnets`, `--service-cidr` is `service cidr`."""
    return _NO_WORD.sub(" ", _CAMEL.sub(" ", text)).strip().lower()


class NamedRole(NamedTuple):
    """A role, how plainly words name it, and those words."""

    role: Role = ""
    certainty: Certainty = "none"
    reason: str = ""


NO_ROLE = NamedRole()
"""The role of words that name none."""

NAMES: dict[Role, str] = {
    "": "nothing",
    "pods": "pods",
    "services": "services",
    "load-balancers": "load balancers",
    "nodes": "nodes",
    "vip": "the API",
}
"""The names of roles in reasons."""


def hands_out(text: str) -> bool:
    """Whether the words before a range say that load balancers get it: `Cilium manages the`."""
    return bool(_HANDS_OUT.search(words(text)))


def role_of(text: str, what: str = "label") -> NamedRole:
    """The role in a label, and how plainly it is named; none if the label names two roles or is a sentence.

    `what` names the kind of label for the reason: a column, a heading, a key.
    """
    plain = words(text)
    if not plain or plain.count(" ") >= _LONGEST_LABEL:
        return NO_ROLE
    sure = [role for role, pattern in _SURE if pattern.search(plain)]
    if "nodes" in sure and _OTHER_NODES.search(plain):
        return NO_ROLE
    if "load-balancers" in sure and _BALANCING_MACHINES.search(plain):
        return NO_ROLE
    unsure: Role = next((role for role, pattern in _UNSURE if pattern.search(plain)), "")
    role = _one_role(sure, plain) if sure else unsure
    if not role or (role in {"pods", "services"} and _OF_A_LAN.search(plain)):
        return NO_ROLE
    return NamedRole(role, "exact" if sure else "likely", f"the {what} `{text}` names {NAMES[role]}")


def _one_role(sure: list[Role], plain: str) -> Role:
    """The only role. `pod and service networks` are two, and a load balancer's services are the balancer's."""
    if sure[0] == "load-balancers" and set(sure) <= {"load-balancers", "services", "vip"}:
        return "load-balancers"
    both = re.search(r"\bpods?\b", plain) and re.search(r"\b(?:services?|svc)\b", plain)
    return "" if both or len(sure) > 1 else sure[0]
