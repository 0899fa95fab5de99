"""Lists of a cluster's nodes in settings of apps: what a monitoring scrapes, what a backup of etcd asks.

Read: `endpoints` of `kubeControllerManager`, `kubeScheduler`, `kubeEtcd` and `kubeProxy` in the values of
[kube-prometheus-stack](https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack);
targets with the ports that only control planes have (2379, 2381, 10257, 10259); and variables of containers that are
called after a control plane (`CP_NODE_IP`). They are compared with the cluster's nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cidrbook.repository.parts.private_addresses import is_private
from cidrbook.repository.parts.setting_copies import setting_copy
from cidrbook.repository.reader import reads_documents
from cidrbook.repository.sighting import Sighting
from cidrbook.text.located import Located
from cidrbook.text.regex import regex
from cidrbook.text.yaml import Document, Value, at, items, text, texts

CONTROL_PLANES = "control planes"
NODES = "any nodes"
"""What a list names, as the purpose of the setting."""

_SCRAPED = {
    "kubeControllerManager": CONTROL_PLANES,
    "kubeScheduler": CONTROL_PLANES,
    "kubeEtcd": CONTROL_PLANES,
    "kubeProxy": NODES,
}
_LISTS = ("targets", "endpoints", "nodes", "servers")
_TARGET = regex(r"(?:https?://)?([0-9]{1,3}(?:\.[0-9]{1,3}){3}):(?:2379|2381|10257|10259)/?\Z")
_VARIABLE = regex(
    r"(?:\w*_)?(?:cp|control_?planes?|etcd|(?:k3s|k8s|kube|talos)_masters?)(?:_nodes?)?(?:_[0-9]{1,2})?"
    r"_(?:ips?|addrs?|address(?:es)?|endpoints?)",
    re.IGNORECASE,
)
_LONGEST = 60
"""Longer names are none of variables. Every name is matched with the pattern, so long ones would cost time."""


@reads_documents(keys=tuple(_SCRAPED))
def read(document: Document) -> Iterator[Sighting]:
    """The endpoints that kube-prometheus-stack scrapes."""
    for mapping in document.having(*_SCRAPED):
        for key, purpose in _SCRAPED.items():
            found = [written for written in texts(at(mapping.get(key), "endpoints")) if is_private(written)]
            yield from setting_copy(f"{key}.endpoints", purpose, found)


@reads_documents(keys=_LISTS)
def read_targets(document: Document) -> Iterator[Sighting]:
    """The targets with the port of a control plane's program."""
    for mapping in document.having(*_LISTS):
        for key in _LISTS:
            listed = items(mapping, key)
            found = [
                own for written in listed if isinstance(written, Located) for own in _control_plane_target(written)
            ]
            yield from setting_copy(key, CONTROL_PLANES, found if len(found) == len(listed) else [])


@reads_documents(keys=("value",), key_pattern=_VARIABLE)
def read_environment(document: Document) -> Iterator[Sighting]:
    """The addresses of control planes in a container's environment."""
    for mapping in document.having("value"):
        name = text(mapping, "name")
        if name is not None:
            yield from _variable(name, mapping.get("value"))
    keys = [key for key in document.keys if _is_of_control_plane(key)]
    for mapping in document.having(*keys) if keys else ():
        for key in keys:
            yield from _variable(key, mapping.get(key))


def _control_plane_target(target: Located) -> Iterator[Located]:
    found = _TARGET.match(target)
    if found and is_private(found[1]):
        yield target.part(*found.span(1))


def _variable(name: str, value: Value) -> Iterator[Sighting]:
    if isinstance(value, Located) and _is_of_control_plane(name) and is_private(value):
        yield from setting_copy(name, CONTROL_PLANES, [value])


@lru_cache(maxsize=8192)
def _is_of_control_plane(name: str) -> bool:
    return len(name) < _LONGEST and _VARIABLE.fullmatch(name) is not None
