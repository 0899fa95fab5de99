"""Documented AS numbers of routers and clusters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_asns import AsNumber, Kind, as_numbers, numbers_of
from cidrbook.net.asn_registry import DOCUMENTATION, PRIVATE, block_of
from cidrbook.plan.views.machines import and_more
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail
from cidrbook.repository.vocabulary import (
    CLUSTER_PRODUCTS,
    COMMON,
    HYPERVISORS,
    KINDS,
    ROUTER_PRODUCTS,
    WORD,
    possible_ids,
    word_set,
    words_of,
)
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_ROUTER = regex(rf"\b(?:routers?|gateways?|firewalls?|{ROUTER_PRODUCTS})\b")
_CLUSTER = regex(rf"\b(?:clusters?|nodes?|{CLUSTER_PRODUCTS})\b")
_OTHER_CLUSTERS = regex(
    rf"\b(?:{HYPERVISORS}|vsphere|vmware|xcp(?: ng)?|hyper v|nutanix|harvester"
    r"|(?:storage|database|db|docker|backup|compute|virtualization) (?:clusters?|nodes?))\b"
)
"""Products and purposes whose clusters and nodes are not those of Kubernetes."""
_LOCAL = regex(r"\b(?:local|my|own)\b")
_PEER = regex(r"\b(?:peers?|peering|remote|neighbou?rs?)\b")
_SIDES = regex(
    r"|local|my|own|peer|remote|neighbou?r(?: remote-as)?|router(?: bgp)?|peering(?: with)?|(?:local|peer|remote) asn?",
    re.IGNORECASE,
)
"""Labels for one end of a session, seen from the other."""
_OTHER_SPEAKERS = word_set(
    "isp upstream transit provider ix ixp vps wan internet wireguard tailscale vpn site branch friend work colo"
    " datacenter internal iptv old new"
)
"""Words for BGP speakers outside the lab."""
_PLAIN = word_set(
    "asn asns as number numbers autonomous system ebgp ibgp router routers gateway gateways gw firewall udm"
    " udmp pro se max dream machine unifi cloud opnsense pfsense vyos mikrotik routeros edgerouter frr bird home"
    " lab homelab main edge core my our local peer peering peers remote neighbor neighbour worker workers k0s rke2"
    " master masters s x er x uses has speaks runs"
)
"""Words of labels that do not identify a BGP speaker."""
_OF_A_ROUTER = (("router bgp",), ("neighbor remote-as",))
"""Labels of numbers in a router's configuration, which says whose it is by its name or by its neighbours."""
_NUMBER = regex(r"[0-9](?<![\w.][0-9])[0-9]{3,9}(?![\w.])")  # the digit to search for comes first: that is faster
_BGP = word_set("bgp ebgp asn as session sessions peering")
"""Words that do not say whose the number is: it must be that of either end."""
_LAST_WORDS = 6
"""Words next to a number that may name its owner. Earlier words are about something else."""


class _Compared(NamedTuple):
    """A detail with the numbers it is compared with. `sure` means that the owner is named, not only its role.

    `words` are the label's words that may name one of several owners. `of_the_other_end` means a cluster's number where
    a router is named, or the other way round.
    """

    detail: Detail
    known: list[AsNumber]
    sure: bool
    words: frozenset[str]
    of_the_other_end: bool = False

    @property
    def holds(self) -> bool:
        """Whether any of those numbers matches."""
        return any(number.asn == self.detail.first for number in self.known)


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented AS number. Where one matches, differently named ones may be new."""
    details = [detail for detail in observation.details if detail.topic == "asn"]
    known = list(as_numbers(observation)) if details else []
    documents: dict[str, list[_Compared]] = defaultdict(list)
    ours = _sections_of_known_routers(details, known)
    for detail in details:
        is_unknown = detail.labels[:1] in _OF_A_ROUTER and (detail.place.file, detail.headings) not in ours
        documents[detail.place.file].append(_compared(detail, known, unknown=is_unknown))
    guessed = {str(one.detail.first) for document in documents.values() for one in document if not one.sure}
    written = _configured_numbers(observation.sources, guessed)
    for document in documents.values():
        matching = {compared.known[0].kind for compared in document if compared.known and compared.holds}
        for compared in document:
            yield _asn_conclusion(compared, matching, written)


def _sections_of_known_routers(details: list[Detail], known: list[AsNumber]) -> set[tuple[str, tuple[str, ...]]]:
    """The sections whose headings name a router or a cluster, or whose configuration has a neighbour that is known."""
    held = {at for one in known for at in one.addresses}
    found = set()
    for detail in details:
        beside = numbers_of(one.address for one in detail.beside if one.address is not None)
        if beside & held or _speaker_kind(_normal(" ".join(detail.headings[-2:]))):
            found.add((detail.place.file, detail.headings))
    return found


def _configured_numbers(sources: Iterable[Source], numbers: set[str]) -> frozenset[int]:
    """Those of these numbers that stand in a configuration, whoever has them there."""
    found = set()
    for source in sources if numbers else ():
        if not is_document(source.file):
            found |= numbers.intersection(_NUMBER.findall(source.text))
    return frozenset(map(int, found))


def _asn_conclusion(compared: _Compared, matching: set[Kind], written: frozenset[int]) -> Conclusion:
    detail, known = compared.detail, [KnownValue(f"AS {number.asn}", number.place) for number in compared.known]
    if not known:
        return dropped(detail, "no word beside it names a router or a cluster of the repository")
    if compared.holds:
        return agrees(detail, "it is the number of what the line names", *known)
    if compared.words and not compared.sure and compared.known[0].kind in matching:
        words = ", ".join(sorted(compared.words))
        return dropped(detail, f"another number of the document matches, and this one is of something else: {words}")
    if not compared.sure and detail.first in written and not compared.of_the_other_end:
        return dropped(detail, "a configuration has that number, and only the role of what has it was guessed", *known)
    return _asn_disagreement(compared, known)


def _compared(detail: Detail, known: list[AsNumber], *, unknown: bool) -> _Compared:
    """A detail with the repository's numbers for its owner, found by address, by name, or by role."""
    words = frozenset(word for word in words_of(*detail.labels[:1]) - COMMON - _PLAIN if not word.isdecimal())
    label, kinds = _named_kinds(detail)
    addresses = numbers_of(statement.address for statement in detail.beside if statement.address is not None)
    ids = set(possible_ids(detail.labels))
    found = [number for number in known if addresses & number.addresses and (not kinds or number.kind in kinds)]
    found = found or [number for number in known if ids & (number.names | {number.cluster})]
    if found:
        return _Compared(detail, found, sure=True, words=words)
    found = [] if unknown else _asns_of_role(detail, known, label, kinds)
    swapped = any(one.asn == detail.first and one.kind and one.kind not in kinds for one in known)
    return _Compared(detail, found, sure=False, words=words, of_the_other_end=bool(kinds) and swapped and not words)


def _named_kinds(detail: Detail) -> tuple[str, tuple[Kind, ...]]:
    """The first label that names a role, and the kinds of that role."""
    above = _normal(" ".join(detail.headings[-2:]))
    for label in map(_normal, detail.labels[:2]):
        kinds = _speaker_kinds(label, above)
        if kinds:
            return label, kinds
    return "", ()


def _asns_of_role(detail: Detail, known: list[AsNumber], label: str, kinds: tuple[Kind, ...]) -> list[AsNumber]:
    """The AS numbers of the kinds that the label's role can mean."""
    words = words_of(*detail.labels[:1], *detail.headings[1:])
    if not block_of(detail.first, (*PRIVATE, *DOCUMENTATION)) or words & _OTHER_SPEAKERS:
        return []
    beside = words_of(*detail.labels)
    if not kinds and beside and beside <= _BGP:
        return known if {number.kind for number in known} >= {"router", "cluster"} else []
    found = [number for number in known if number.kind in kinds]
    return [] if words & KINDS - {"edge"} else _asns_of_product(found, label) or found


def _asns_of_product(known: list[AsNumber], label: str) -> list[AsNumber]:
    """The AS numbers of the products in a label."""
    return [number for number in known if number.product and number.product in slug(label)]


def _speaker_kinds(label: str, above: str) -> tuple[Kind, ...]:
    """The kinds that a label can mean. `local` and `peer` depend on the headings."""
    if label.count(" ") >= _LAST_WORDS:
        label = " ".join(label.split()[-_LAST_WORDS:])
    kind = _speaker_kind(label)
    is_peer = bool(_PEER.search(label))
    if kind == "cluster" and is_peer:
        return ("router",)
    if kind == "router" and is_peer:
        return ("router", "cluster")
    if kind:
        return (kind,)
    if not is_peer and not _LOCAL.search(label):
        return ()
    seen_from = _speaker_kind(above)
    if not seen_from:
        return ("router", "cluster")
    return ("cluster",) if is_peer != (seen_from == "cluster") else ("router",)


def _speaker_kind(text: str) -> Kind:
    """The kind named by the last word of a text that names one."""
    if _OTHER_CLUSTERS.search(text) and not _ROUTER.search(text):
        return ""
    router = max((match.end() for match in _ROUTER.finditer(text)), default=0)
    cluster = max((match.end() for match in _CLUSTER.finditer(text)), default=0)
    return "" if router == cluster else "router" if router > cluster else "cluster"


def _normal(text: str) -> str:
    """The words of a text before its first bracket, in lower case."""
    return " ".join(WORD.findall(text.partition("(")[0].lower()))


def _asn_disagreement(compared: _Compared, known: list[KnownValue]) -> Disagreement:
    detail = compared.detail
    numbers = list(dict.fromkeys(str(number.asn) for number in compared.known))
    named = compared.sure or _names_only_a_role(compared)
    how = "it is named beside the number" if compared.sure else "its role is named beside the number"
    return Disagreement(
        at=detail.place,
        said=detail.text,
        subject=_asn_subject(compared),
        about="AS number",
        truth=f"its number is {numbers[0]}{and_more(numbers, '', '')}",
        correct=known[0].value,
        known=tuple(known),
        certain=detail.plain and len(numbers) == 1 and named,
        reasons=(how, *(["a warning: the repository has several numbers for it"] if len(numbers) > 1 else [])),
    )


def _asn_subject(compared: _Compared) -> str:
    """The owner of a number: its documented name, or the kind of owner."""
    label, first = compared.detail.label, compared.known[0]
    if not _SIDES.fullmatch(label):
        return f"`{label}`"
    if first.kind == "cluster":
        return f"the cluster {first.cluster}" if first.cluster != "cluster" else "the cluster"
    names = sorted(first.names)
    return f"the router {names[0]}" if names else "the router"


def _names_only_a_role(compared: _Compared) -> bool:
    """Whether the label names a role and nothing else."""
    label = next(iter(compared.detail.labels), "")
    return not compared.words and bool(_speaker_kind(_normal(label)))
