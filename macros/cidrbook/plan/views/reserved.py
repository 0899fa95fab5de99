"""The ranges that networks keep for something, and what belongs inside of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.plan.inventory import Claim, Inventory, cached_view
from cidrbook.plan.model import Router
from cidrbook.plan.network import Host, Network, ReservedRange
from cidrbook.text.finding import Related
from cidrbook.text.names import slug

DHCP = frozenset({"dhcp"})
POOLS = frozenset({"pool", "service", "load-balancer"})
GATEWAYS = frozenset({"gateway", "router", "host"})
"""What ranges may be kept for, beside the kinds of what has an address and the tags of it; in the singular."""

_KINDS = {
    Host: frozenset({"host"}),
    Node: frozenset({"node"}),
    Router: frozenset({"router", "gateway"}),
    Service: frozenset({"service", "load-balancer"}),
    VirtualAddress: frozenset({"virtual", "vip", "virtual-address"}),
}
_MACHINES = (Node, Router)


class KeptRange(NamedTuple):
    """One of the reserved ranges of a network."""

    network: Network
    which: int
    part: ReservedRange

    @property
    def related(self) -> Related:
        """Its place, for a problem that it is a party to."""
        return Related(at=self.network.at("reserved", self.which), message="the range is written here")

    @property
    def shown(self) -> str:
        """The range and its network, as messages name them."""
        return f"{self.part.shown} of {self.network.name}"


class KeptRanges:
    """The reserved ranges of one network, ready to be asked."""

    def __init__(self, network: Network) -> None:
        self._network = network

    @cached_property
    def _all(self) -> Spans[KeptRange]:
        return Spans(_kept_spans(self._network))

    @cached_property
    def _by_word(self) -> dict[str, Spans[KeptRange]]:
        found: dict[str, list[Span[KeptRange]]] = defaultdict(list)
        for span in _kept_spans(self._network):
            for word in set(map(_singular, span.owner.part.words)):
                found[word].append(span)
        return {word: Spans(spans) for word, spans in found.items()}

    def taken(self, first: IPAddress, last: IPAddress, words: Collection[str]) -> KeptRange | None:
        """A range with one of the addresses that no range is kept for by one of these words."""
        domain = (self._network.scope, first.version)
        runs = self._uncovered(first, last, words)
        return next((span.owner for run in runs if (span := self._all.meeting(domain, *run))), None)

    def covers(self, first: IPAddress, last: IPAddress, words: Collection[str]) -> bool:
        """Whether all these addresses are in ranges for what the words call."""
        return not self._uncovered(first, last, words)

    def _uncovered(self, first: IPAddress, last: IPAddress, words: Collection[str]) -> list[tuple[int, int]]:
        """The addresses that are in no range for what the words call."""
        domain = (self._network.scope, first.version)
        runs = [(int(first), int(last))]
        for spans in (self._by_word[word] for word in words if word in self._by_word):
            runs = [gap for run in runs for gap in spans.gaps(domain, *run)]
        return runs

    def meant(self, version: int, words: Collection[str]) -> KeptRange | None:
        """The first range of this IP version for what one of the words calls."""
        named = (span.owner for word in sorted(words) if word in self._by_word for span in self._by_word[word])
        return next((kept for kept in named if kept.part.first.version == version), None)


@cached_view
def kept_ranges(plan: Inventory) -> dict[int, KeptRanges]:
    """The reserved ranges of each network that has some, by its identity."""
    return {id(network): KeptRanges(network) for network in plan.networks if network.reserved}


def belongings(plan: Inventory) -> Iterator[tuple[Claim, KeptRanges, frozenset[str], frozenset[str]]]:
    """Every claim in a network with reserved ranges: with what it is by kind and tags, and what it may pass for.

    One machine may be written in two places, as a host and as a node: then it is both.
    """
    words: dict[tuple[tuple[str, str], IPAddress], set[str]] = defaultdict(set)
    located = plan.located if kept_ranges(plan) else ()
    inside = [(claim, network) for claim, network in located if network and id(network) in kept_ranges(plan)]
    for claim, _ in inside:
        words[claim[:2]] |= _claim_words(claim)
    for claim, network in inside:
        own = frozenset(words[claim[:2]])
        passes = own | {"host"} if isinstance(claim.owner, _MACHINES) else own
        yield claim, kept_ranges(plan)[id(network)], own, passes


def _claim_words(claim: Claim) -> frozenset[str]:
    kinds = next((words for kind, words in _KINDS.items() if isinstance(claim.owner, kind)), frozenset({"vpn"}))
    return kinds | {_singular(slug(tag)) for tag in claim.owner.tags}


def _kept_spans(network: Network) -> Iterator[Span[KeptRange]]:
    for which, part in enumerate(network.reserved):
        domain = (network.scope, part.first.version)
        yield Span(domain, int(part.first), int(part.last), KeptRange(network, which, part))


def _singular(word: str) -> str:
    return word.removesuffix("es" if word.endswith("sses") else "s")
