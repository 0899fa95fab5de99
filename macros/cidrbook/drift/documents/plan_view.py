"""A plan as the checks of documents need it: its objects with the statements of a repository's documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Protocol, TypeVar

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement
from cidrbook.plan.entry import Named
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Detail, Statement
from cidrbook.repository.vocabulary import GENERIC
from cidrbook.text.names import slug
from cidrbook.text.source import Place


class _AtSite(Protocol):
    @property
    def site(self) -> str: ...


T = TypeVar("T", bound=_AtSite)


@cached_view
def plan_view(observation: Observation) -> Observation | None:
    """The plan's objects with the repository's statements; None if no plan names the repository.

    With several sites, only objects of the documents' site or of none count. A name that two networks share counts
    for neither.
    """
    plan, tree = observation.plan, observation.tree
    if plan is None:
        return None
    by_site = bool(tree and tree.sites)

    def here(things: Iterable[T]) -> tuple[T, ...]:
        return tuple(thing for thing in things if not by_site or thing.site in ("", observation.site))

    networks = here(plan.networks)
    called = Counter(name for network in networks for name in {network.id, slug(network.name)})
    networks = tuple(network for network in networks if called[network.id] == 1 and called[slug(network.name)] == 1)
    return Observation(
        networks=networks,
        vlans=plan.vlans,
        routers=here(plan.routers),
        clusters=here(plan.clusters),
        vpns=plan.vpns,
        speakers=plan.speakers,
        sessions=plan.sessions,
        statements=tuple(_without_role_if_named(statement, called) for statement in observation.statements),
        details=observation.details,
        comments=observation.comments,
        declared=True,
    )


def _without_role_if_named(statement: Statement, called: Container[str]) -> Statement:
    """The statement, without its role if it has a network's name: the name says more."""
    named = bool(statement.role) and own_name(statement) in called
    return statement._replace(role="", certainty="none") if named else statement


def as_of_plan(view: Observation, concluded: Iterable[Conclusion], right: Iterable[Place]) -> Iterator[Conclusion]:
    """Conclusions about a plan, worded as such. A disagreement is certain if a thing's exact name is given.

    Nothing is certain at the places in `right`, where the document agrees with the repository: either may be
    outdated.
    """
    named, agreed = _named_places(view), frozenset(right)
    for conclusion in concluded:
        if isinstance(conclusion, Disagreement):
            certain = (conclusion.certain or conclusion.at in named) and conclusion.at not in agreed
            yield replace(conclusion, truth=f"{conclusion.truth} in the plan", certain=certain, declared=True)
        else:
            yield conclusion


def _named_places(view: Observation) -> frozenset[Place]:
    """The places of statements whose whole label is a thing's own name."""
    things: tuple[Named, ...] = (*view.networks, *(claim.owner for claim in view.claims))
    names = {name for thing in things for name in (thing.id, slug(thing.name))} - GENERIC
    said: Iterable[Statement | Detail] = chain(view.statements, view.details)
    return frozenset(statement.place for statement in said if own_name(statement) in names)


def own_name(said: Statement | Detail) -> str:
    """A document's name for its subject, as an id; "" in a sentence, which may be about anything."""
    plain = said.plain if isinstance(said, Detail) else not (said.sentence or said.remark)
    return slug(next(iter(said.labels), "").partition("(")[0]) if plain else ""
