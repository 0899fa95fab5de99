"""Documented ranges of pods, services, load balancers and nodes, and documented addresses of the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_names import known_names
from cidrbook.drift.documents.known_ranges import (
    ROLES,
    RoleRange,
    RoleRanges,
    agrees_with,
    begins_with_all,
    is_impossible_range,
    role_ranges,
    shares_one_end,
)
from cidrbook.drift.documents.other_clusters import FURTHER, is_default, no_api, other_api, other_marks, unknown_cluster
from cidrbook.drift.documents.samples import shown_object
from cidrbook.plan.cluster import Service
from cidrbook.plan.entry import VirtualAddress
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Role, Statement
from cidrbook.repository.vocabulary import COMMON, KINDS, STRUCTURE, WORD, words_of

_LONGEST_LABEL = 5
"""Spaces in a label. A longer one is a sentence, whose words name too many things."""
_SHOWN = 4
"""Values in a message, so that it stays one line."""
_FEW = 16
"""Addresses of a handful of machines."""
_Section = tuple[str, tuple[str, ...]]


class _Candidate(NamedTuple):
    """A statement with the values that it may be about. `silence` says why there are none."""

    statement: Statement
    values: list[RoleRange]
    silence: str
    has_services: bool

    @property
    def is_half(self) -> bool:
        """Whether it begins or ends with the only pool, or begins with the only range."""
        return shares_one_end(self.statement, self.values) or begins_with_all(self.statement, self.values)

    @property
    def agreeing(self) -> list[RoleRange]:
        """The values that match it."""
        return [value for value in self.values if agrees_with(self.statement, value)]


class _Difference(NamedTuple):
    """A statement that matches none of its values.

    `again` means that the document has the role elsewhere, and matches there.
    """

    statement: Statement
    values: list[RoleRange]
    again: bool


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each statement with a role."""
    known = role_ranges(observation)
    with_pools = {statement.place.file for statement in observation.statements if statement.role == "load-balancers"}
    groups: dict[tuple[str, Role, int], list[Statement]] = defaultdict(list)
    node_lines = _NodeLines(observation, known)
    for statement in (*observation.statements, *observation.comments):
        if not statement.role:
            continue
        reason = node_lines.reason_to_drop(statement) or _anothers(observation, statement)
        if reason:
            yield dropped(statement, reason)
        else:
            groups[statement.place.file, statement.role, statement.version].append(statement)
    differences = []
    for (file, *_), group in groups.items():
        for judged in _judged_group(group, known, with_pools=file in with_pools):
            if isinstance(judged, Conclusion):
                yield judged
            else:
                differences.append(judged)
    yield from _in_matching_sections(differences, observation, known)


def _anothers(observation: Observation, statement: Statement) -> str:
    """Why a range or an address with a role may be of another cluster, or of machines; empty, if nothing says so."""
    other = "" if statement.remark else unknown_cluster(observation, statement)
    if other:
        return f"it is about the cluster {other}, of which the repository has nothing"
    if shown := shown_object(observation, statement):
        return f"it is of the object {shown}, which the repository does not have"
    if statement.role == "vip" and (reason := other_api(observation, statement)):
        return reason
    if statement.role != "load-balancers" or statement.last - statement.first >= _FEW:
        return ""
    owners = known_names(observation).holders(statement)
    machines = [one.name for one in owners if one and not isinstance(one, Service | VirtualAddress)]
    return f"machines have all of its addresses: {', '.join(machines)}" if len(machines) == len(owners) else ""


class _NodeLines:
    """The documents that say where the nodes are. In these, `servers` may be other machines."""

    def __init__(self, observation: Observation, known: RoleRanges) -> None:
        self._with_nodes: set[tuple[str, int]] = set()
        self._naming_nodes: set[str] = set()
        for statement in observation.statements:
            nodes = known.of("nodes", statement.version)
            if statement.address is None and any(statement.holds(node) for node in nodes):
                self._with_nodes.add((statement.place.file, statement.version))
            if not statement.role and "nodes" in words_of(*statement.labels[:1]):
                self._naming_nodes.add(statement.place.file)

    def reason_to_drop(self, statement: Statement) -> str:
        """Why a statement with a role is not compared; "" if it is."""
        file = statement.place.file
        is_one = statement.address is not None and not is_impossible_range(statement)
        if is_one != (statement.role == "vip"):
            doubt = "a single address is not" if statement.address is not None else "a range cannot be"
            return f"{doubt} {ROLES[statement.role]}"
        if statement.role == "nodes" and statement.certainty != "exact":
            if (file, statement.version) in self._with_nodes:
                return "another line of the document has the nodes in its range"
            if file in self._naming_nodes:
                return "another line of the document is called nodes"
        return ""


def _in_matching_sections(
    differences: list[_Difference], observation: Observation, known: RoleRanges
) -> Iterator[Conclusion]:
    """Drops differences from sections in which nothing matches: those describe another cluster."""
    matching: set[_Section] = set()
    for statement in observation.statements:
        values = known.of(statement.role, statement.version) if statement.role else ()
        if any(agrees_with(statement, value) for value in values):
            matching.add(_section_of(statement))
    roles: dict[_Section, set[Role]] = defaultdict(set)
    for difference in differences:
        roles[_section_of(difference.statement)].add(difference.statement.role)
    for difference in differences:
        section = _section_of(difference.statement)
        if difference.again and section not in matching and len(roles[section]) > 1:
            reason = "nothing in its section matches, but another section does: it describes another cluster"
            yield dropped(difference.statement, reason, *_known_values(difference.values))
        else:
            yield _range_disagreement(difference)


def _section_of(statement: Statement) -> _Section:
    return statement.place.file, statement.headings


def _judged_group(group: list[Statement], known: RoleRanges, *, with_pools: bool) -> Iterator[Conclusion | _Difference]:
    """Conclusions about one document's statements of one role. Where one matches, others may be about a second cluster.

    `with_pools` means that the document also lists load balancers, so its services are not those.
    """
    ambiguous = _several_api_addresses(group)
    candidates = []
    for statement in group:
        if statement.place in ambiguous:
            yield dropped(statement, "its table or section has several such addresses: they are nodes', not the API's")
        else:
            values, silence = _values_of(statement, known, with_pools=with_pools)
            candidates.append(_Candidate(statement, values, silence, _has_services(statement, known)))
    judge = _RoleGroup(candidates, known)
    for candidate in candidates:
        yield judge.judged(candidate)


def _several_api_addresses(group: list[Statement]) -> set[object]:
    """The places of addresses that share one label or section: several are nodes, not the API.

    Addresses called `VIP` are not among them.
    """
    if group[0].role != "vip":
        return set()
    addresses: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for statement in group:
        for alike in (statement.headings, statement.labels[:1]):
            addresses[alike].add(statement.first)
    shared = {alike for alike, several in addresses.items() if len(several) > 1}
    return {
        statement.place
        for statement in group
        if statement.certainty != "exact"
        and "vip" not in words_of(*statement.labels[1:])
        and not shared.isdisjoint((statement.headings, statement.labels[:1]))
    }


class _RoleGroup:
    """The facts about one document's statements of one role."""

    def __init__(self, candidates: list[_Candidate], known: RoleRanges) -> None:
        self._known = known
        self._halves = {
            (candidate.statement.first, candidate.statement.last) for candidate in candidates if candidate.is_half
        }
        self._holding = [
            candidate.statement for candidate in candidates if candidate.has_services or candidate.agreeing
        ]
        self._words = [_distinct_words(statement) for statement in self._holding]
        compared = (candidate for candidate in candidates if candidate.is_half or not candidate.has_services)
        self._lines = {candidate.statement.place.line for candidate in compared if candidate.agreeing}

    def judged(self, candidate: _Candidate) -> Conclusion | _Difference:
        """The conclusion about one of the statements."""
        statement, values, silence, has_services = candidate
        if has_services and not candidate.is_half:
            return agrees(statement, "services have addresses in it")
        if not values:
            return dropped(statement, silence)
        if not candidate.is_half and candidate.agreeing:
            return agrees(statement, f"it is {ROLES[statement.role]}, or holds it", *_known_values(candidate.agreeing))
        named = _values_of_named_cluster(statement, values)
        again = bool(self._words) and _distinct_words(statement) not in self._words and not named
        reason = self._reason_to_drop(candidate, named=bool(named), again=again)
        return dropped(statement, reason, *_known_values(values)) if reason else _Difference(statement, values, again)

    def _reason_to_drop(self, candidate: _Candidate, *, named: bool, again: bool) -> str:
        statement = candidate.statement
        if candidate.is_half and len(self._halves) > 1:
            return "several documented ranges begin or end where the pool does"
        if statement.place.line in self._lines and not (named or candidate.is_half):
            return "the same line says a value that matches"
        marks = other_marks(statement, self._holding) if again else frozenset()
        if marks:
            return f"another line matches, and this one names something else: {', '.join(sorted(marks))}"
        if again and is_default(statement):
            return "another line matches, and this one is the default of a product"
        taken = _taken_by(statement, self._known)
        return f"the repository has it for something else: {taken.written}" if taken else ""


def _taken_by(statement: Statement, known: RoleRanges) -> RoleRange | None:
    """The repository's value at a guessed network of nodes, if it is used for something else."""
    if statement.certainty == "exact" or statement.role != "nodes":
        return None
    roles: tuple[Role, ...] = ("pods", "services", "load-balancers")
    ranges = (value for role in roles for value in known.of(role, statement.version))
    return next((value for value in ranges if statement.meets(value)), None)


def _has_services(statement: Statement, known: RoleRanges) -> bool:
    """Whether Services have addresses in a documented range. Then the range is right, whatever the pools are."""
    if statement.role not in ("load-balancers", "services") or statement.has_host_bits:
        return False
    return any(statement.holds(value) for value in known.pinned)


def _values_of(statement: Statement, known: RoleRanges, *, with_pools: bool) -> tuple[list[RoleRange], str]:
    """The values that a statement may be about, in the cluster that it names; or none, and the reason."""
    values = known.of(statement.role, statement.version)
    silence = no_api(statement, known) if statement.role == "vip" else ""
    if statement.role == "services" and not with_pools:
        pools = known.of("load-balancers", statement.version)
        if any(statement.meets(pool) for pool in pools):
            silence = "it meets a pool of load balancers, which people call services, too"
        elif statement.certainty == "likely" and values:
            more = "`services` may mean load balancers, which the repository has no pool of"
            return ([*values, *pools], "") if pools else ([], more)
    if silence:
        return [], silence
    named = _values_of_named_cluster(statement, values)
    doubt = "" if named else _names_another_cluster(statement)
    if doubt:
        return [], doubt
    return named or values, f"the repository has no value for it: {ROLES[statement.role]}"


def _names_another_cluster(statement: Statement) -> str:
    """Why a statement may be about a cluster outside the repository; "" if nothing says so."""
    own = words_of(*statement.labels[:1])
    kinds = own & FURTHER | (own | words_of(*statement.headings[1:])) & KINDS
    if kinds:
        return f"it may be about another cluster: {', '.join(sorted(kinds))}"
    words = _distinct_words(statement) if statement.remark else frozenset()
    return f"the comment may be about something else: {', '.join(sorted(words))}" if words else ""


def _values_of_named_cluster(statement: Statement, values: list[RoleRange]) -> list[RoleRange]:
    """The values of the cluster that a statement names, in its own words or in its headings."""
    short = [label for label in statement.labels if label.count(" ") < _LONGEST_LABEL]
    for words in (words_of(*short), *(words_of(heading) for heading in reversed(statement.headings))):
        found = []
        for value in values:
            names = {value.cluster.id, *WORD.findall(value.cluster.id)} - COMMON
            if not words.isdisjoint(names):
                found.append(value)
        if found:
            return found
    return []


def _distinct_words(statement: Statement) -> frozenset[str]:
    """The words beside and above a statement that may name a cluster or a pool."""
    return words_of(*statement.labels[:1], *statement.headings) - COMMON - STRUCTURE


def _known_values(values: Iterable[RoleRange]) -> tuple[KnownValue, ...]:
    return tuple(dict.fromkeys(value.known for value in values))


def _range_disagreement(difference: _Difference) -> Disagreement:
    statement, values, again = difference
    written = list(dict.fromkeys(value.written for value in values))
    more = f" and {len(written) - _SHOWN} more" if len(written) > _SHOWN else ""
    shown = f"{', '.join(written[:_SHOWN])}{more}"
    one_value = len({(value.first, value.last) for value in values}) == 1
    is_wider = one_value and statement.holds(values[0]) and not is_impossible_range(statement)
    is_exact = statement.certainty == "exact" and not statement.is_rough
    certain = is_exact and not again and one_value and not is_wider
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="range",
        truth=f"{ROLES[statement.role]} is {shown}",
        correct=shown,
        known=_known_values(values),
        certain=certain,
        reasons=tuple(_reasons(statement, again=again, one_value=one_value, is_wider=is_wider)),
        remark=statement.remark,
        parties=(values[0].cluster.id,),
    )


def _reasons(statement: Statement, *, again: bool, one_value: bool, is_wider: bool) -> Iterator[str]:
    yield f"it was taken for {ROLES[statement.role]}, and nothing of that role matches"
    if statement.certainty != "exact":
        yield "a warning: the role was guessed"
    if again:
        yield "a warning: another line of the document matches"
    if is_wider:
        yield "a warning: it holds the other one, and may be what that is taken from"
    if not one_value:
        yield "a warning: the repository has several values for it"
