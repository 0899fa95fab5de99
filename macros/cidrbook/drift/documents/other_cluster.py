"""Whether a document speaks of two clusters, or of one twice: by the words beside and above its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import COMMON, KINDS, STRUCTURE, word_set, words_of

_FILLERS = word_set(
    "cni existing cloud provider flannel kubevip keepalived haproxy main our cidrs configured announces"
    " advertises assigns hands out from as"
    " kubeadm apiserver k0s rke2 talos addressing primary"
)
"""Words that people use or leave out when they speak of one and the same cluster."""
_NUMBERED = re.compile(
    r"\b(?:clusters?|tenants?|sites?|regions?|zones?|labs?|groups?|racks?|k8s|k3s)[ #_-]{0,2}([0-9]+)\b"
)
_DEFAULTS = ("10.244.0.0/16", "10.96.0.0/12", "10.42.0.0/16", "10.43.0.0/16", "192.168.0.0/16", "10.32.0.0/24")
"""The ranges that kubeadm, k3s, Calico and k0s have where nobody sets them."""
_BRACKET = re.compile(r"\([^()]*\)|\s[\u2013\u2014-]\s.*")


def other_marks(statement: Statement, matching: Sequence[Statement]) -> frozenset[str]:
    """The words and numbers that name another cluster or pool than the matching lines; none where no line matches."""
    if not matching:
        return frozenset()
    return _marks(statement).difference(*map(_marks, matching))


def is_default(statement: Statement) -> bool:
    """Whether a line says what a product has, if nobody sets it: `10.244.0.0/16 (default)`."""
    return statement.text in _DEFAULTS and "default" in words_of(*statement.labels)


def _marks(statement: Statement) -> frozenset[str]:
    """What tells which cluster a line is about: the words of its label, and kinds and numbers above it."""
    above = " ".join((*statement.labels, *statement.headings)).lower()
    numbers = frozenset(found[1] for found in _NUMBERED.finditer(above))
    kinds = words_of(*statement.headings, *statement.labels) & KINDS
    return (_label_words(statement) - COMMON - STRUCTURE - _FILLERS) | numbers | kinds


def _label_words(statement: Statement) -> frozenset[str]:
    """The words of the first label; of a virtual address, those of the label that says so. Of a domain, its host's."""
    label = next(iter(statement.labels), "")
    if statement.role == "vip":
        label = next((label for label in statement.labels if "vip" in words_of(label) and "." not in label), label)
    label = _BRACKET.sub(" ", label)
    return words_of(label if " " in label.strip() else label.partition(".")[0])
