"""Whether a documented virtual address is of something else than the API of the repository's cluster."""

from __future__ import annotations

from cidrbook.drift.documents.cluster_values import RoleRanges
from cidrbook.drift.documents.known_names import is_domain
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import COMMON, STRUCTURE, word_set, words_of
from cidrbook.text.regex import regex

_API_WORDS = word_set("api apiserver kube kubernetes k8s k3s talos control controlplane cluster kubevip")
"""Words beside a virtual address that make it the API's."""
_OF_THE_API = _API_WORDS | word_set(
    "vip virtual ip server address endpoint plane ha keepalived haproxy kubernetes kubeapi rke2 k0s the our shared"
    " floating main primary for is at"
)
"""Words that people use of a cluster's only API."""
_NAME = regex(r"[a-z0-9][a-z0-9_.-]*")
_LONGEST_LABEL = 5
"""Spaces in a label. A longer one is a sentence, whose words name too many things."""


def other_api(observation: Observation, statement: Statement) -> str:
    """Why a virtual address may be of another API or of applications; empty, if nothing says so."""
    label = next(iter(statement.labels), "")
    if is_domain(label) and not words_of(label) & _API_WORDS:
        return "a name in DNS leads there that is not the API's"
    if statement.version != 4 or statement.first not in written_addresses(observation):
        return ""
    nodes = {node.id for cluster in observation.clusters for node in cluster.nodes}
    if not nodes.isdisjoint(_NAME.findall(label.lower())) and "vip" not in words_of(label):
        return "the line names a node, at which the API answers too, and a configuration has that address"
    known = words_of(*(name for cluster in observation.clusters for name in (cluster.id, cluster.name)))
    short = [text for text in statement.labels if text.count(" ") < _LONGEST_LABEL and words_of(text) & {"vip", "api"}]
    more = words_of(*short) - _OF_THE_API - COMMON - STRUCTURE - known
    if more or statement.certainty != "exact":
        return "a configuration has that address: it is virtual, and of something else"
    return ""


def no_api(statement: Statement, known: RoleRanges) -> str:
    """Why an address may not be an API's; empty, if it must be."""
    if any(node.first == statement.first == node.last for node in known.by_role.get("nodes", ())):
        return "it is the address of a node"
    if statement.certainty == "likely" and not words_of(*statement.labels, *statement.headings) & _API_WORDS:
        return "no word beside or above it says that it is the API's"
    return ""
