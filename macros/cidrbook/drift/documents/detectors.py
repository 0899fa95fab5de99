"""All checks of documents, and their conclusions: what a README, a comment or a drawing says and the repository denies.

The way of a row such as `| nas | 10.0.20.5 |`, in `repository/documents/` first:

1. `credibility` says which documents, passages and lines describe the present at all.
2. `literals` finds the addresses of a passage, `labels` the words beside each, `roles` what those say it is for.
3. `statements` makes a `Statement` of an address and its words (`row_`, `line_`, `code_statements`), `details` one of
   an AS number, a VLAN, a gateway; `mentions` are all values beside words that may be a name.

Then here:

4. `known_names`, `known_ranges`, `known_networks` and `known_asns` say which thing of the repository is meant. A check
   (`DETECTORS`) compares each statement with that: it agrees, it differs, or the check drops it and says why.
5. What only documents say is compared with other documents and with settings, by the `rival_` checks.
6. `exemptions` drops what is no mistake where it stands; of the rest, one `Disagreement` a place is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from cidrbook.drift.documents import (
    abandoned_prefixes,
    api_commands,
    app_addresses,
    as_numbers,
    bgp_router_address,
    cluster_ranges,
    dns,
    forgotten_rows,
    host_addresses,
    impossible_values,
    inside_cluster_ranges,
    moved_nodes,
    network_columns,
    network_facts,
    network_prefixes,
    networks_in_comments,
    node_ranges,
    quoted_values,
    rival_facts,
    rival_values,
    self_contradictions,
    variables,
)
from cidrbook.drift.documents.conclusion import Conclusion, Disagreement
from cidrbook.drift.documents.exemptions import exemption
from cidrbook.drift.documents.plan_view import as_of_plan, plan_view
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.text.source import Place

Detector: TypeAlias = Callable[[Observation], Iterable[Conclusion]]

DETECTORS: dict[str, Detector] = {
    "addresses by name": host_addresses.conclusions,
    "addresses of a page's app": app_addresses.conclusions,
    "nodes that moved": moved_nodes.conclusions,
    "names in DNS": dns.record_conclusions,
    "rows of what is gone": forgotten_rows.conclusions,
    "names in comments": host_addresses.comment_conclusions,
    "values of one name": rival_values.conclusions,
    "facts of one network": rival_facts.conclusions,
    "rows in networks": network_columns.conclusions,
    "networks in comments": networks_in_comments.conclusions,
    "prefixes by name": network_prefixes.conclusions,
    "ranges of the cluster": cluster_ranges.conclusions,
    "networks inside of the cluster's": inside_cluster_ranges.conclusions,
    "abandoned prefixes": abandoned_prefixes.conclusions,
    "numbered machines": node_ranges.numbered_conclusions,
    "DNS service": dns.service_conclusions,
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
        for judged in _without_exempt(observation, detector(observation))
    )
    view = plan_view(observation)
    if view is None:
        return own
    right = {judged.at for _, judged in own if judged.verdict == "agrees"}
    asked = ((name, as_of_plan(view, DETECTORS[name](view), right)) for name in _OF_THE_PLAN)
    plain = ((name, judged) for name, found in asked for judged in found if not _is_guess_of_role(name, judged))
    return (*own, *((f"{name}, in the plan", judged) for name, judged in plain))


def _without_exempt(observation: Observation, concluded: Iterable[Conclusion]) -> Iterator[Conclusion]:
    """What a check concluded; nothing follows from a disagreement that is no mistake where it stands."""
    for one in concluded:
        reason = exemption(observation, one) if isinstance(one, Disagreement) else ""
        if reason:
            yield Conclusion(at=one.at, said=one.said, verdict="dropped", reasons=(reason,), known=one.known)
        else:
            yield one


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
