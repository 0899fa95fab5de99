"""Two networks claim the same addresses.

Traffic to the shared addresses follows the longer prefix, so hosts of the wider
network that happen to have one of them cannot be reached from elsewhere, and
nothing says why. A network that is meant to lie inside another says so with
`parent`; a network of role `container` only holds others. In different VRFs or
sites the same addresses may be used twice.

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/23
  - name: iot
    cidr: 10.0.1.0/24 # A201: 11
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
  - name: iot
    cidr: 10.0.1.0/24
```

or, where it is meant:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/23
  - name: iot
    cidr: 10.0.1.0/24
    parent: lan
  - {name: lab, cidr: 10.0.0.0/23, vrf: lab}
```

Source: [RFC 1812](https://www.rfc-editor.org/rfc/rfc1812#section-5.2.4.3), section 5.2.4.3: the longest match decides.
"""

from collections.abc import Iterator

from netaddr import cidr_exclude

from cidrbook.plan.finding import Problem
from cidrbook.plan.plan import Plan
from cidrbook.plan.space import Block


def check(plan: Plan) -> Iterator[Problem]:
    """Networks inside another that were not meant to be, each with the nearest around it."""
    for outer, inner in plan.clashes:
        if not outer.same_range(inner) and not plan.serves_cluster(outer, inner):
            yield _overlap(outer, inner)


def _overlap(outer: Block, inner: Block) -> Problem:
    return Problem(
        at=inner.place,
        message=f"{inner.shown} lies inside {outer.shown}",
        label="overlaps",
        related=(outer.network.related(outer.which),),
        hint=_hint(outer, inner),
        parties=(inner.network.id, outer.network.id),
    )


def _hint(outer: Block, inner: Block) -> str:
    """The larger half that is left of the wider network, if that is one prefix, and the way to say that it is meant."""
    if outer.network is inner.network:
        return "leave one of them out"
    nest = f"nest {inner.network.name} under it with `parent: {outer.network.id}`"
    left = cidr_exclude(outer.prefix, inner.prefix)
    return f"shrink {outer.network.name} to {left[0]}, or {nest}" if len(left) == 1 else f"move one of them, or {nest}"
