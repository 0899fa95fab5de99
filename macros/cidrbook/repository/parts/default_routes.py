"""Default routes that one machine is given: two of one family and metric leave it to chance which is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cidrbook.repository.sighting import Reported
from cidrbook.text.finding import Problem, Related
from cidrbook.text.located import Located
from cidrbook.text.names import listed_names
from cidrbook.text.yaml import Value, items, text

_EVERYWHERE = ("default", "0.0.0.0/0", "::/0", "0/0")


def is_everywhere(target: str) -> bool:
    """Whether a route's target is all addresses of a family."""
    return target in _EVERYWHERE


class DefaultRoute(NamedTuple):
    """A way to everywhere: the gateway, and the metric and the routing table, where they are written."""

    gateway: Located
    metric: str = ""
    table: str = ""

    @property
    def rank(self) -> tuple[bool, str, str]:
        """What only one route should have: the family, the metric and the table."""
        return ":" in self.gateway, self.metric, self.table


def default_routes(routes: Iterable[Value], to: str, via: str) -> Iterator[DefaultRoute]:
    """The default routes among routes whose target and gateway are written under these keys."""
    for route in routes:
        target, gateway = text(route, to), text(route, via)
        if gateway is not None and not gateway.open and (target is None or is_everywhere(target)):
            yield DefaultRoute(gateway, str(text(route, "metric") or ""), str(text(route, "table") or ""))


def gateways(link: Value, *keys: str) -> Iterator[DefaultRoute]:
    """The default routes of an interface that are written as its gateways."""
    metric = str(text(link, "metric") or "")
    written = (value for key in keys for value in items(link, key))
    yield from (DefaultRoute(value, metric) for value in written if isinstance(value, Located) and not value.open)


def rival_routes(routes: Iterable[DefaultRoute]) -> Iterator[Reported]:
    """A problem for the default routes of one machine that have one family, metric and table, and several gateways."""
    ranks: dict[tuple[bool, str, str], dict[str, Located]] = defaultdict(dict)
    for route in routes:
        ranks[route.rank].setdefault(route.gateway, route.gateway)
    for rivals in ranks.values():
        if len(rivals) > 1:
            yield Reported("two-default-gateways", _problem([*rivals.values()]))


def _problem(gateways: Sequence[Located]) -> Problem:
    first, again, *others = gateways
    return Problem(
        at=again.place,
        message=f"one machine has more than one default gateway: {listed_names(gateways)}",
        label="again",
        related=tuple(Related(at=at.place, message=f"{at} is written here") for at in (first, *others)),
        hint="leave all but one out, or give the others another metric, or a routing table of their own",
    )
