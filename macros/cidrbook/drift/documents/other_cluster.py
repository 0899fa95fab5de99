"""Whether a document says one thing of two clusters, or says it twice: by the words beside and above its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cidrbook.drift.documents.vocabulary import COMMON, KINDS, STRUCTURE, WORD, told_by
from cidrbook.repository.statement import Statement

_NEUTRAL = frozenset(
    WORD.findall(
        "cni existing cloud provider flannel kubevip keepalived haproxy main our cidrs configured announces"
        " advertises assigns hands out from as"
        " kubeadm apiserver k0s rke2 talos addressing primary"
    )
)
"""Words of labels that a cluster may be spoken of with, or not."""
_NUMBERED = re.compile(
    r"\b(?:clusters?|tenants?|sites?|regions?|zones?|labs?|groups?|racks?|k8s|k3s)[ #_-]{0,2}([0-9]+)\b"
)
_DEFAULTS = ("10.244.0.0/16", "10.96.0.0/12", "10.42.0.0/16", "10.43.0.0/16", "192.168.0.0/16", "10.32.0.0/24")
_BRACKET = re.compile(r"\([^()]*\)|\s[\u2013\u2014-]\s.*")


def is_apart(statement: Statement, holding: Iterable[Statement]) -> bool:
    """Whether a line has a word, or a number, of another cluster or pool than those that hold."""
    theirs = [_marks(other) for other in holding]
    return bool(theirs) and not _marks(statement) <= frozenset().union(*theirs)


def is_default(statement: Statement) -> bool:
    """Whether a line says what a product has, if nobody sets it: `10.244.0.0/16 (default)`."""
    return statement.text in _DEFAULTS and "default" in told_by(*statement.labels)


def _marks(statement: Statement) -> frozenset[str]:
    """What tells of a line which cluster it is about: the words of its label, kinds and numbers above it."""
    above = " ".join((*statement.labels, *statement.headings)).lower()
    named = (one for one in statement.labels if statement.role == "vip" and "vip" in told_by(one) and "." not in one)
    label = _BRACKET.sub(" ", next(named, next(iter(statement.labels), "")))
    words = told_by(label.partition(".")[0] if " " not in label.strip() else label)
    numbers = frozenset(found[1] for found in _NUMBERED.finditer(above))
    kinds = told_by(*statement.headings, *statement.labels) & KINDS
    return (words - COMMON - STRUCTURE - _NEUTRAL) | numbers | kinds
