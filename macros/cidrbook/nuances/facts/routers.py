"""Facts of the router: what it runs, and how its BGP is set."""

from __future__ import annotations

from cidrbook.nuances.setting import NOTHING, Fact, Known, Setting, number, one
from cidrbook.plan.bgp import Speaker
from cidrbook.plan.speakers import speakers


def speaker(setting: Setting) -> Speaker | None:
    """What speaks BGP on the setting's router."""
    router = setting.router
    return next((it for it in speakers(setting.plan) if router and it.runs_on == router.id), None)


def _daemon(setting: Setting) -> Fact:
    found = speaker(setting)
    return one(found.product) if found else NOTHING


def _paths(setting: Setting, field: str) -> Fact:
    """A limit of paths; `unset` where the router's speaker is described and says none."""
    found = speaker(setting)
    if found is None:
        return NOTHING
    paths: int | None = getattr(found, field)
    return ("unset",) if paths is None and found in setting.plan.speakers else number(paths)


FACTS = {
    "router.product": Known("What the router runs.", lambda it: one(it.router.product) if it.router else NOTHING),
    "router.version": Known("Its release.", lambda it: one(it.router.version) if it.router else NOTHING, measured=True),
    "router.bgp.daemon": Known(
        "What speaks BGP on it: `frr`, `bird`, `quagga`, or `vendor` for its maker's own.", _daemon
    ),
    "router.bgp.maximum_paths": Known(
        "How many equal paths by eBGP it uses, or `unset`.", lambda it: _paths(it, "maximum_paths"), measured=True
    ),
    "router.bgp.maximum_paths_ibgp": Known(
        "How many equal paths by iBGP it uses, or `unset`.", lambda it: _paths(it, "maximum_paths_ibgp"), measured=True
    ),
}
