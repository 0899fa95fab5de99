"""A plan as the checks of documents see it: its objects, and what the documents of a repository say."""

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
    """The objects of the plan that names a repository, with what its documents say; None where no plan does.

    Of several sites, only what is at the site of the documents can be meant, or is at none. A name that two networks
    have names neither.
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
    """The statement, without a role where it is called as a network is: that says more than a word for a role."""
    named = bool(statement.role) and own_name(statement) in called
    return statement._replace(role="", certainty="none") if named else statement


def as_of_plan(view: Observation, concluded: Iterable[Conclusion], right: Iterable[Place]) -> Iterator[Conclusion]:
    """What was concluded of a plan, in words that say so; certain where a thing is called by its own name.

    Nothing is certain at the places that are `right`, where the document agrees with the repository: either may be old.
    """
    named, agreed = _named_places(view), frozenset(right)
    for conclusion in concluded:
        if isinstance(conclusion, Disagreement):
            certain = (conclusion.certain or conclusion.at in named) and conclusion.at not in agreed
            yield replace(conclusion, truth=f"{conclusion.truth} in the plan", certain=certain, declared=True)
        else:
            yield conclusion


def _named_places(view: Observation) -> frozenset[Place]:
    """The places of statements that are called by the own name of a thing, and by no words more."""
    things: tuple[Named, ...] = (*view.networks, *(claim.owner for claim in view.claims))
    names = {name for thing in things for name in (thing.id, slug(thing.name))} - GENERIC
    said: Iterable[Statement | Detail] = chain(view.statements, view.details)
    return frozenset(statement.place for statement in said if own_name(statement) in names)


def own_name(said: Statement | Detail) -> str:
    """What a document calls the thing that it speaks of, as an id; empty in a sentence, which may be of anything."""
    plain = said.plain if isinstance(said, Detail) else not (said.sentence or said.remark)
    return slug(next(iter(said.labels), "").partition("(")[0]) if plain else ""
