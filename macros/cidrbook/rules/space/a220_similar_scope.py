"""Two sites or VRFs have almost the same name.

Names are compared exactly: `cabin` and `Cabin` are two sites, and their addresses are never
compared. If the plan lists its sites, every site that is named must be listed.

```yaml
networks:
  - {name: lan, cidr: 10.20.1.0/24, site: cabin}
  - {name: iot, cidr: 10.20.2.0/24, site: cabin}
  - {name: guest, cidr: 10.20.1.0/25, site: Cabin} # A220: 45
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.20.1.0/24, site: cabin}
  - {name: iot, cidr: 10.20.2.0/24, site: cabin-2}
  - {name: guest, cidr: 10.20.3.0/24, site: cabin}
```

Source: the [data reference](../data.md), on `site` and `vrf`.
"""

from collections import Counter
from collections.abc import Iterator
from operator import attrgetter

from cidrbook.plan.cluster import Cluster
from cidrbook.plan.model import Router
from cidrbook.plan.network import Network, Vlan
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.scopes import scopes
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import is_misspelt

SEVERITY = Severity.WARNING

_Placed = Network | Vlan | Router | Cluster

_COMPARED = 100
"""Names that are compared with each other: so many scopes are a plan's, more are generated."""

_BLANKS = str.maketrans("", "", " -_")


def check(plan: Plan) -> Iterator[Problem]:
    """Names of scopes that look like a more usual one."""
    for key, which in (("vrf", 0), ("site", 1)):
        counts: Counter[str] = Counter()
        for scope, number in scopes(plan).items():
            counts[scope[which]] += number
        others: tuple[_Placed, ...] = (*plan.routers, *plan.clusters, *(plan.vlans if key == "site" else ()))
        counts.update(map(attrgetter(key), others))
        del counts[""]
        for network in plan.networks if key == "vrf" and counts else ():
            if network.vrf == network.id:  # a network of containers, which is a scope of its own
                del counts[network.vrf]
        for name, other in _alike(counts) if key == "vrf" or not plan.sites else ():
            yield _similar(
                next(network for network in (*plan.networks, *others) if getattr(network, key) == name),
                key,
                name,
                other,
            )


def _similar(thing: _Placed, key: str, name: str, other: str) -> Problem:
    return Problem(
        at=thing.at(key),
        message=f"the {key} `{name}` looks like `{other}`: addresses in the two are never compared",
        hint=f"write `{other}` everywhere, or choose names that differ more",
        parties=(str(thing.id),),
    )


def _alike(counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Each name that looks like a more usual one, with that one. The first written counts as more usual."""
    first: dict[str, str] = {}
    for name, count in counts.most_common():
        folded = name.lower().translate(_BLANKS)
        usual = first.get(folded)
        if usual is None and count == 1 and len(counts) <= _COMPARED:
            usual = next((text for known, text in first.items() if is_misspelt(folded, known)), None)
        if usual is None:
            first[folded] = name
        else:
            yield name, usual
