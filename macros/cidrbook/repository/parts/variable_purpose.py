"""What a variable's name says about the network in it: `NET_POD_CIDR`, `k3s_service_cidr`, `node_network`.

Only names that say it clearly count: a name with `lb`, `bgp` or an application in it is of something else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from cidrbook.text.located import Located
from cidrbook.text.regex import regex

RangePart = Literal["pods", "services", "nodes", "network"]
"""The parts that are networks: of a cluster, or (`network`) of none."""

_FRAME = r"(?:(?:network|net|k3s|k8s|k0s|rke2?|kube|kubernetes|kubeadm|talos|cilium|calico|bootstrap|cluster|home|main|"
_FRAME += r"prod|production|staging|dev|default|config|custom|internal|local|my|ip|ipv[46]|v[46]|[0-9]+)_)*"
_RANGE = (
    r"(?:(?:network|cluster|ip|address)_)*(?:cidrs?|subnets?|networks?|nets?|range_cidr|ip_range|cidr_range|prefix)"
)
_FAMILY = r"(?:_?(?:ip)?v?[46])?"

_NAMES: tuple[tuple[RangePart, re.Pattern[str]], ...] = (
    (
        "pods",
        regex(
            rf"(?!.*(?:multus|trusted|allowed|vpn|old_))(?:[a-z0-9]+_)*?pods?_?{_RANGE}{_FAMILY}(?:_block)?|{_FRAME}pods_(?:ip)?v[46]"
        ),
    ),
    ("pods", regex(rf"(?:(?:network|net|k3s|k8s|rke2|kube|kubernetes|bootstrap)_)*cluster_cidrs?{_FAMILY}")),
    ("services", regex(rf"{_FRAME}(?:svc|services?)_?{_RANGE}{_FAMILY}|{_FRAME}services_(?:ip)?v[46]")),
    ("nodes", regex(rf"{_FRAME}nodes?_?{_RANGE}{_FAMILY}")),
    ("network", regex(rf"{_FRAME}lan_?{_RANGE}{_FAMILY}|(?:home|local)_(?:network_)?(?:cidr|subnet)")),
)
"""The part that a network is (`network` for one of no cluster), and the names that say so, in lower case."""

_HUMP = regex(r"(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])")
_JOINT = regex(r"[-.\s]")
_NUMBERED = regex(r"(?:^|_)cluster_([0-9]{1,4})_")
_LONGEST = 80
"""Longer keys are no names of variables; the patterns are asked of every key."""


def purpose(name: str) -> RangePart | Literal[""]:
    """The part of a plan that a network of this name is; nothing where the name does not say."""
    if len(name) > _LONGEST:
        return ""
    spelled = _spelled_out(name)
    return next((part for part, names in _NAMES if names.fullmatch(spelled)), "")


def numbered(name: str) -> str:
    """The cluster that a variable is of by its name: `cluster-0` of `CLUSTER_0_POD_CIDR`."""
    found = _NUMBERED.search(_spelled_out(name[:_LONGEST]))
    return f"cluster-{found[1]}" if found else ""


def _spelled_out(name: str) -> str:
    return _JOINT.sub("_", _HUMP.sub("_", name)).lower()


_EXAMPLE = regex(
    r"(?:sample|example|\.dist)[^/]*$|(?:^|/)(?:\.github|examples?|samples?|fixtures|testdata|molecule|tests|e2e)/",
    re.IGNORECASE,
)
_ENV = regex(r"(?:^|/)[^/]*\.env(?:\.[a-z]+)?$|(?:^|/)\.?env$", re.IGNORECASE)
_VARS = regex(r"(?:^|/)(?:group_vars|host_vars|vars|defaults)/")
_PLACEHOLDER = regex(r"change[_ -]?me|placeholder|example", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def is_example(file: str) -> bool:  # every reader asks, of each document
    """Whether a file shows how to write one, and says nothing of this lab."""
    return bool(_EXAMPLE.search(file))


def is_environment(file: str) -> bool:
    """Whether a file sets variables of an environment: `.env`, `cluster.env`, `.env.local`."""
    return bool(_ENV.search(file))


_NOBODYS = regex(r"(?:127(?:\.[0-9]{1,3}){3}|0\.0\.0\.0|::1?)(?:/[0-9]{1,3})?")
"""What a program listens on, or what only fills a variable: no machine, cluster or range has it in a network."""


def is_of_ansible(file: str) -> bool:
    """Whether a file holds variables of Ansible's groups, hosts or roles."""
    return bool(_VARS.search(file))


def is_placeholder(value: Located) -> bool:
    """Whether the line says that its value has yet to be put in, or the value is nobody's: a loopback, or 0.0.0.0."""
    if _NOBODYS.fullmatch(value):
        return True
    line = value.place.source.lines[value.place.line - 1 : value.place.line]
    return bool(line and _PLACEHOLDER.search(line[0][value.place.column + len(value) :]))


_OF_PRODUCT = regex(r"(?P<who>cilium|calico|metal_?lb|kube_?vip)(?P<bgp>_bgp)?_")
_OFF = r"(?mi)^[ \t]*(?:{who}(?:_enabled?)?|(?:enable|install|use)_{who}{bgp})[ \t]*:[ \t]*[\"']?(?:false|no|off)\b"
_CHOSEN = ("cilium", "calico")
"""Network plugins, one of which a role installs: the one whose interface is set."""


def is_of_product_in_use(key: str, written: str) -> bool:
    """Whether the product that a variable is of by its name is in use, as the variables in its file say.

    It is not where its switch is false, or where its interface is only named in a comment, as in the variables of roles
    that choose the network plugin by that. `cilium_bgp: false` is of variables with `bgp` alone.
    """
    found = _OF_PRODUCT.match(key.lower())
    if found is None:
        return True
    who = found["who"]
    if re.search(_OFF.format(who=who, bgp=f"|{who}_bgp" if found["bgp"] else ""), written):
        return False
    commented, is_set = (rf"(?m)^[ \t]*{mark}{who}_iface[ \t]*:" for mark in (r"#[ \t]*", ""))
    return who not in _CHOSEN or not re.search(commented, written) or bool(re.search(is_set, written))
