"""The routers of a draft: the files of one router's program are joined."""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname

from cidrbook.plan.model import Router
from cidrbook.repository.draft.clusters import with_ids
from cidrbook.repository.observation import Observation
from cidrbook.text.regex import regex

_TEMPLATE = regex(r"(?:^|/)templates?/|\.(?:tera|tmpl|tpl|j2)$")
"""Files that others are made of."""


def with_whole_routers(plan: Observation) -> Observation:
    """The observation, with one router for the files of a program in one AS.

    A program such as BIRD has a file for each neighbor, which says neither the router's name nor its address. A
    template without an address is no router.
    """
    whole = {id(router): _whole_router(router, plan) for router in plan.routers}
    ids = {router.id: whole[id(router)].id for router in plan.routers if whole[id(router)] is not router}
    joined = with_ids(plan, ids)
    known = (router for router in plan.routers if router.addresses or not _TEMPLATE.search(router.at().file))
    return replace(joined, routers=tuple(router for router in known if router.id not in ids))


def _whole_router(router: Router, plan: Observation) -> Router:
    """The router that a file without an address belongs to: the only one of its AS that has one, else the first."""
    if router.addresses or not router.asn:
        return router
    alike = [other for other in plan.routers if (other.asn, other.product) == (router.asn, router.product)]
    near = [other for other in alike if other.addresses]
    beside = [other for other in alike if dirname(other.origin.source.file) == dirname(router.origin.source.file)]
    return near[0] if len(near) == 1 else beside[0] if not near else router
