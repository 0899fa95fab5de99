"""Whether two lines of a document are about different clusters, by the words beside and above them."""

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
"""Words that people add or leave out for one and the same cluster."""
_NUMBERED = re.compile(
    r"\b(?:clusters?|tenants?|sites?|regions?|zones?|labs?|groups?|racks?|k8s|k3s)[ #_-]{0,2}([0-9]+)\b"
)
_DEFAULTS = ("10.244.0.0/16", "10.96.0.0/12", "10.42.0.0/16", "10.43.0.0/16", "192.168.0.0/16", "10.32.0.0/24")
"""The default ranges of kubeadm, k3s, Calico and k0s."""
_BRACKET = re.compile(r"\([^()]*\)|\s[\u2013\u2014-]\s.*")


def other_marks(statement: Statement, matching: Sequence[Statement]) -> frozenset[str]:
    """Words and numbers that distinguish a statement from the matching lines; none if no line matches."""
    if not matching:
        return frozenset()
    return _marks(statement).difference(*map(_marks, matching))


def is_default(statement: Statement) -> bool:
    """Whether a line states a product's default: `10.244.0.0/16 (default)`."""
    return statement.text in _DEFAULTS and "default" in words_of(*statement.labels)


def _marks(statement: Statement) -> frozenset[str]:
    """The marks of a line's cluster: the words of its label, and kinds and numbers above it."""
    above = " ".join((*statement.labels, *statement.headings)).lower()
    numbers = frozenset(found[1] for found in _NUMBERED.finditer(above))
    kinds = words_of(*statement.headings, *statement.labels) & KINDS
    return (_label_words(statement) - COMMON - STRUCTURE - _FILLERS) | numbers | kinds


def _label_words(statement: Statement) -> frozenset[str]:
    """The words of the first label. For a virtual address, of the label that says so; for a domain, of its host."""
    label = next(iter(statement.labels), "")
    if statement.role == "vip":
        label = next((label for label in statement.labels if "vip" in words_of(label) and "." not in label), label)
    label = _BRACKET.sub(" ", label)
    return words_of(label if " " in label.strip() else label.partition(".")[0])
