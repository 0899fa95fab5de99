"""Values in settings that are compared with others, and make no object of a plan: copies, lists, servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cidrbook.plan.network import Network
from cidrbook.repository.sighting import Sighting, sighting
from cidrbook.text.located import Located


def setting_copy(
    name: str, purpose: str, values: Iterable[Located], spans: Iterable[Located] = (), *, role: str = ""
) -> Iterator[Sighting]:
    """The prefixes, addresses and ranges of a setting. What it is compared with, its purpose tells.

    Whether a value is written well is no matter of the plan, so problems with it are left out.
    """
    cidrs, ranges = [_as_prefix(value) for value in values], [*spans]
    for first in [*cidrs, *ranges][:1]:
        seen = sighting(
            "setting", Network, first.place, name=name, purpose=purpose, role=role, cidr=cidrs, reserved=ranges
        )
        yield seen._replace(problems=())


def _as_prefix(value: Located) -> Located:
    """A prefix, of one address where no length is written."""
    return value if "/" in value else Located(f"{value}/{128 if ':' in value else 32}", value.place)
