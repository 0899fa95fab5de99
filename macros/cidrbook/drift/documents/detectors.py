"""All checks of documents, and their conclusions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from posixpath import dirname
from typing import TypeAlias

from cidrbook.drift.documents import (
    abandoned_prefixes,
    api_commands,
    app_addresses,
    as_numbers,
    bgp_router_address,
    cluster_ranges,
    dns_names,
    dns_service,
    forgotten_rows,
    host_addresses,
    housed_rows,
    impossible_values,
    inside_cluster_ranges,
    moved_nodes,
    network_facts,
    network_prefixes,
    networks_in_comments,
    node_ranges,
    quoted_values,
    rival_documents,
    rival_facts,
    rival_values,
    self_contradictions,
    variables,
    vlan_ids,
)
from cidrbook.drift.documents.cluster_values import ROLES
from cidrbook.drift.documents.conclusion import Conclusion, Disagreement
from cidrbook.drift.documents.plan_view import as_of_plan, plan_view
from cidrbook.drift.documents.samples import samples
from cidrbook.drift.documents.stories import story
from cidrbook.net.spans import contains
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.documents.credibility import is_document
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.observation import Observation
from cidrbook.text.regex import regex
from cidrbook.text.source import Place

_BETWEEN_ENDS = regex(r"[\u2194\u21c4\u2192\u21d4]|<[-=]+>|[-=]+>")
_COMMENTS = ("#", "//", ";", "/*", "<!--", "!")
_VARIABLE = regex(r"(?<![\w.-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![\w.-])")
_LONGEST_LINE, _MOST_NAMES = 500, 4
"""Characters of a line that names a variable, and so many names in it: more are of no row of a table of variables."""
_PARAGRAPH = 8
"""Lines below a comment that it may be about."""

Detector: TypeAlias = Callable[[Observation], Iterable[Conclusion]]

DETECTORS: dict[str, Detector] = {
    "addresses by name": host_addresses.conclusions,
    "addresses of a page's app": app_addresses.conclusions,
    "nodes that moved": moved_nodes.conclusions,
    "names in DNS": dns_names.conclusions,
    "rows of what is gone": forgotten_rows.conclusions,
    "names in comments": host_addresses.comment_conclusions,
    "names in two documents": rival_documents.conclusions,
    "values of one name": rival_values.conclusions,
    "VLAN ids of one name": vlan_ids.conclusions,
    "facts of one network": rival_facts.conclusions,
    "rows in networks": housed_rows.conclusions,
    "networks in comments": networks_in_comments.conclusions,
    "prefixes by name": network_prefixes.conclusions,
    "ranges of the cluster": cluster_ranges.conclusions,
    "networks inside of the cluster's": inside_cluster_ranges.conclusions,
    "abandoned prefixes": abandoned_prefixes.conclusions,
    "numbered machines": node_ranges.numbered_conclusions,
    "DNS service": dns_service.conclusions,
    "quoted objects": quoted_values.conclusions,
    "commands that reach the API": api_commands.conclusions,
    "BGP router": bgp_router_address.conclusions,
    "ranges of nodes": node_ranges.node_conclusions,
    "variables": variables.conclusions,
    "things that variables are named after": variables.named_after_conclusions,
    "AS numbers": as_numbers.conclusions,
    "VLANs, gateways and DHCP": network_facts.conclusions,
    "impossible values": impossible_values.conclusions,
    "the document itself": self_contradictions.conclusions,
}
"""The checks by name, for explanations. Of two guesses about one place, the first check's counts."""

_BY_ROLE = "ranges of the cluster"
_OF_OBJECTS = "quoted objects"
_OF_THE_PLAN = (
    "addresses by name",
    "names in comments",
    "prefixes by name",
    _BY_ROLE,
    "AS numbers",
    "VLANs, gateways and DHCP",
)
"""The checks that go by what things are called, which are also asked of a plan. A plan need not have every machine, so
that nothing follows from what it lacks."""


@cached_view
def conclusions(observation: Observation) -> tuple[tuple[str, Conclusion], ...]:
    """Every conclusion of the checks about a repository and its plan, each with the name of its check."""
    own = tuple(
        (name, judged)
        for name, detector in DETECTORS.items()
        for judged in _but_samples(observation, name, detector(observation))
    )
    view = plan_view(observation)
    if view is None:
        return own
    right = {judged.at for _, judged in own if judged.verdict == "agrees"}
    asked = ((name, as_of_plan(view, DETECTORS[name](view), right)) for name in _OF_THE_PLAN)
    plain = ((name, judged) for name, found in asked for judged in found if not _is_guess_of_role(name, judged))
    return (*own, *((f"{name}, in the plan", judged) for name, judged in plain))


def _but_samples(observation: Observation, name: str, concluded: Iterable[Conclusion]) -> Iterator[Conclusion]:
    """What a check concluded; nothing follows from a sample, nor from what is right where it stands."""
    for one in concluded:
        reason = _reason_to_believe(observation, name, one) if isinstance(one, Disagreement) else ""
        if reason:
            yield Conclusion(at=one.at, said=one.said, verdict="dropped", reasons=(reason,), known=one.known)
        else:
            yield one


def _reason_to_believe(observation: Observation, name: str, one: Disagreement) -> str:
    """Why what contradicts the repository is no mistake; empty, if nothing says so."""
    if name != _OF_OBJECTS and one.at in samples(observation):
        return "no other value of its block is in the repository: it is a sample"
    if one.remark and _is_right_below(one):
        return "what stands below the comment lies in the prefix that it says"
    if name == _BY_ROLE and one.truth.startswith(ROLES["nodes"]) and _is_a_setting(one):
        return "it is a value of a configuration, and nodes of another cluster may be meant by the comment above it"
    return _reason_of_document(observation, one)


def _reason_of_document(observation: Observation, one: Disagreement) -> str:
    """The same of what the document says around it."""
    if one.about == "AS number" and _says_both_ends(one):
        return "the line says the known number as well, so each of them is of another end"
    if one.itself or not is_document(one.at.file, one.at.source.text):
        return ""
    if _is_set_beside(observation, one):
        return "a file beside it sets the variable that the line names to that"
    return story(one)


def _says_both_ends(one: Disagreement) -> bool:
    """Whether its line has an arrow between two numbers, one of which is the known one."""
    line = one.at.source.lines[one.at.line - 1]
    known = (value.value.removeprefix("AS ") for value in one.known)
    return bool(_BETWEEN_ENDS.search(line)) and any(
        re.search(rf"(?<![\w.]){number}(?![\w.])", line) for number in known
    )


def _is_a_setting(one: Disagreement) -> bool:
    """Whether it stands in a configuration, on a line without a comment."""
    line = one.at.source.lines[one.at.line - 1]
    return not is_document(one.at.file, one.at.source.text) and not any(mark in line for mark in _COMMENTS)


def _is_set_beside(observation: Observation, one: Disagreement) -> bool:
    """Whether the line names a variable that a file of its folder, or below, sets to what the line says."""
    folder = dirname(one.at.file)
    names = _VARIABLE.findall(one.at.source.lines[one.at.line - 1][:_LONGEST_LINE])[:_MOST_NAMES]
    beside = [
        source.text
        for source in (observation.sources if names else ())
        if source.file.startswith(f"{folder}/" if folder else "") and not is_document(source.file)
    ]
    said = re.escape(one.said)
    return any(
        re.search(rf"\b{name}\b[\"'\s]{{0,4}}[:={{][^{{}}]{{0,400}}?(?<![\d.]){said}(?![\d./])", text)
        for name in names
        for text in beside
        if name in text
    )


def _is_right_below(remark: Disagreement) -> bool:
    """Whether a comment says a prefix that holds the first address below it, in the same paragraph."""
    cidr = next((one for one in literals(remark.said) if one.address is None), None)
    lines = remark.at.source.lines[remark.at.line : remark.at.line + _PARAGRAPH]
    below = takewhile(str.strip, lines)
    first = next((one for line in below if not line.lstrip().startswith("#") for one in literals(line)), None)
    return cidr is not None and first is not None and contains(cidr, first)


def _is_guess_of_role(name: str, judged: Conclusion) -> bool:
    """Whether a role was only guessed. A plan is compared by names alone, so such conclusions are dropped."""
    return name == _BY_ROLE and isinstance(judged, Disagreement) and not judged.certain


@cached_view
def disagreements(observation: Observation) -> tuple[Disagreement, ...]:
    """The disagreements with the repository or its plan, one for each place. Certain ones count first."""
    found = [
        conclusion
        for _, conclusion in conclusions(observation)
        if isinstance(conclusion, Disagreement) and not conclusion.itself
    ]
    return _one_for_each_place(sorted(found, key=lambda disagreement: not disagreement.certain))


@cached_view
def contradictions(observation: Observation) -> tuple[Disagreement, ...]:
    """The contradictions inside documents, one for each place."""
    found = [
        conclusion
        for _, conclusion in conclusions(observation)
        if isinstance(conclusion, Disagreement) and conclusion.itself
    ]
    return _one_for_each_place(found)


def _one_for_each_place(found: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    by_place: dict[Place, Disagreement] = {}
    for disagreement in found:
        by_place.setdefault(disagreement.at, disagreement)
    return tuple(by_place.values())
