"""Whether a statement is about another cluster than the repository's, or about another API than the cluster's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cidrbook.drift.documents.known_names import is_domain
from cidrbook.drift.documents.known_ranges import RoleRanges
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.observation import UNNAMED, Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import COMMON, KINDS, STRUCTURE, word_set, words_of
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_FILLERS = word_set(
    "cni existing cloud provider flannel kubevip keepalived haproxy main our configured announces advertises assigns"
    " hands out from as kubeadm apiserver k0s rke2 addressing primary"
)
"""Words that people add or leave out for one and the same cluster."""
_NUMBERED = regex(r"\b(?:clusters?|tenants?|sites?|regions?|zones?|labs?|groups?|racks?|k8s|k3s)[ #_-]{0,2}([0-9]+)\b")
_DEFAULTS = ("10.244.0.0/16", "10.96.0.0/12", "10.42.0.0/16", "10.43.0.0/16", "192.168.0.0/16", "10.32.0.0/24")
"""The default ranges of kubeadm, k3s, Calico and k0s."""
_CLUSTERS = regex(r"^[*`\s]*(?:(?:kubernetes|k8s|talos|k3s) )?clusters?(?: (?:name|id))?[*`\s]*$", re.IGNORECASE)
"""Columns whose cells are the names of clusters."""
_FOLDER = regex(r"(?:^|/)clusters/(?!readme|index)([^/]+?)(?:/|\.(?:md|mdx|markdown)$)", re.IGNORECASE)
_WRITTEN = regex(r"""[cC](?<!\w[cC])(?i:luster_?name["']?\s*[:=]\s*["']?([a-z][a-z0-9-]*)(?=["'\s,]|$))""")
"""A pattern that begins with letters of either case is searched for several times faster than one that ignores it."""
_TOKEN = regex(r"[a-z0-9]+(?:-[a-z0-9]+)+|(?<![a-z0-9-])[a-z]{2,}[0-9]+(?![a-z0-9-])")
FURTHER = word_set("additional further extra spare")
"""Words for what comes to what is there: of that, the repository has nothing."""
_MANAGED = word_set("aks eks gke doks lke oke iks ack")
"""Clusters that a cloud manages. They are proper names: a cluster at home is never called so."""
_LONGEST_NAME = 4
"""Spaces in a label or a heading: one with as many is a sentence."""
_BRACKET = regex(r"\([^()]*\)|\s[\u2013\u2014-]\s.*")


def unknown_cluster(observation: Observation, statement: Statement) -> str:
    """The cluster that a statement is about by its proper name, where the repository has none of that name.

    Empty where it names none, and where the repository does not know what its own cluster is called. A cluster is named
    by a column of clusters, by a folder of clusters that the document is in, or by a name that begins or ends with that
    of a known one and goes on.
    """
    if managed := _managed_cluster(observation, statement):
        return managed
    known = _known_clusters(observation)
    if not known.names:
        return ""
    label = next(iter(statement.labels), "").strip(" `*")
    folder = _folder(statement.place.file)
    if _CLUSTERS.search(statement.name_column) and label and not known.has(label):
        return label
    if folder and not known.has(folder):
        return folder
    page = _documented_clusters(observation) & words_of(
        *statement.headings[:1], statement.place.file.rpartition("/")[2]
    )
    if page:
        return min(page)
    short = [text for text in (*statement.labels[:1], *statement.headings) if text.count(" ") < _LONGEST_NAME]
    return next((token for text in short for token in _TOKEN.findall(text.lower()) if known.is_longer(token)), "")


def _managed_cluster(observation: Observation, statement: Statement) -> str:
    """The product of a cloud that a statement is about, where no file of a cluster has that word."""
    found = words_of(*statement.labels[:1], *statement.headings) & _MANAGED
    sources = [one.at().source for one in observation.clusters] if found else []
    found -= words_of(*(f"{source.file} {source.text}" for source in sources))
    return min(found, default="").upper()


@cached_view
def _documented_clusters(observation: Observation) -> frozenset[str]:
    """The clusters that a column of clusters names, and no other file: pages that are called so are about them."""
    known = _known_clusters(observation)
    rows = (one for one in observation.statements if one.labels and _CLUSTERS.search(one.name_column))
    names = (one.labels[0].strip(" `*").lower() for one in rows)
    return frozenset(name for name in names if name.isalpha() and not known.has(name))


class _KnownClusters(NamedTuple):
    """What the clusters of a repository are called, the parts of that, and what else has a name."""

    names: frozenset[str]
    parts: frozenset[str]
    things: frozenset[str]

    def has(self, name: str) -> bool:
        """Whether a name is that of a cluster, or a part of it."""
        words = words_of(name)
        return slug(name) in self.names | self.parts or bool(words & self.parts)

    def is_longer(self, token: str) -> bool:
        """Whether a name holds that of a cluster, and goes on with what makes another one of it: `alpha2`."""
        parts = token.split("-")
        bare = token.rstrip("0123456789")
        if len(parts) == 1:
            return bare in self.names and slug(token) not in self.names | self.parts | self.things
        if slug(token) in self.names | self.things:
            return False
        heads = ("-".join(parts[:at]) for at in range(1, len(parts)))
        tails = ("-".join(parts[at:]) for at in range(1, len(parts)))
        own = next((name for name in (*heads, *tails) if name in self.names), "")
        return bool(own) and not (words_of(token) - words_of(own)) <= COMMON | STRUCTURE


@cached_view
def _known_clusters(observation: Observation) -> _KnownClusters:
    """The names of clusters: none, if one of them has no name in any path or setting."""
    names = {name for one in observation.clusters if one.name != UNNAMED for name in (one.id, slug(one.name)) if name}
    if any(one.name == UNNAMED for one in observation.clusters):
        written = {slug(found[1]) for source in observation.sources for found in _written_names(source)}
        names = names | written if written - COMMON - KINDS else set()
    files = {one.at().source.file for one in observation.clusters}
    files |= {source.file for source in observation.sources if source.file.endswith((".yaml", ".yml"))}
    folders = {part for file in files for part in file.lower().split("/")[:-1]}
    parts = (words_of(*names) | folders) - COMMON if names else frozenset()
    things = {claim.owner.id for claim in observation.claims} | {one.id for one in observation.networks}
    return _KnownClusters(frozenset(names - COMMON), frozenset(parts - {"clusters", "cluster"}), frozenset(things))


def _written_names(source: Source) -> Iterator[re.Match[str]]:
    """Where a configuration says what its cluster is called."""
    return _WRITTEN.finditer("" if is_document(source.file) else source.text)


def _folder(file: str) -> str:
    """What the folder of one cluster that a file is in is called, or its page; empty, if its path names none."""
    found = _FOLDER.search(file)
    return found[1].lower() if found else ""


def other_marks(statement: Statement, matching: Sequence[Statement]) -> frozenset[str]:
    """Words and numbers that distinguish a statement from the matching lines; none if no line matches."""
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
        label = next((label for label in statement.labels if "vip" in words_of(label)), label)
    label = _BRACKET.sub(" ", label)
    return words_of(label if " " in label.strip() else label.partition(".")[0])


_API_WORDS = word_set("api apiserver kube kubernetes k8s k3s talos control controlplane cluster kubevip")
"""Words beside a virtual address that make it the API's."""
_OF_THE_API = _API_WORDS | word_set("keepalived haproxy kubeapi rke2 k0s our shared floating main primary at")
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
    if not nodes.isdisjoint(_NAME.findall(label.lower())):
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
