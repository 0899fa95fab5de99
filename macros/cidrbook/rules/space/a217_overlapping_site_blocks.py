"""The address blocks of two sites overlap.

The networks of a site take their prefixes from its block. If two blocks overlap, both sites may
assign the same addresses, and no route between the sites can tell them apart.

```yaml
sites:
  - {name: home, cidr: 10.0.0.0/14}
  - {name: cabin, cidr: 10.3.0.0/16} # A217: 25
networks:
  - {name: lan, cidr: 10.0.1.0/24, site: home}
  - {name: cabin lan, cidr: 10.3.1.0/24, site: cabin}
```

Use instead:

```yaml
sites:
  - {name: home, cidr: [10.0.0.0/14, "fd5b:7c1e:93a2::/52"]}
  - {name: cabin, cidr: [10.4.0.0/16, "fd5b:7c1e:93a2:1000::/52"]}
networks:
  - {name: lan, cidr: 10.0.1.0/24, site: home}
  - {name: cabin lan, cidr: 10.4.1.0/24, site: cabin}
```

Source: [RFC 4632](https://www.rfc-editor.org/rfc/rfc4632#section-5.1), section 5.1: one block, one way to it.
"""

from collections.abc import Iterator

from cidrbook.net.spans import Span, Spans
from cidrbook.plan.network import Site
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Blocks that overlap another site's."""
    blocks = Spans(
        Span((("", ""), cidr.version), cidr.first, cidr.last, (site, which))
        for site in plan.sites
        for which, cidr in enumerate(site.cidrs)
    )
    for before, span in blocks.overlaps():
        if before.owner[0] is not span.owner[0]:
            yield _problem(*before.owner, *span.owner)


def _problem(site: Site, which: int, other: Site, index: int) -> Problem:
    return Problem(
        at=other.at("cidr", index),
        message=f"{other.name} ({other.cidrs[index]}) and {site.name} ({site.cidrs[which]}) overlap",
        related=(Related(at=site.at("cidr", which), message=f"{site.name} is written here"),),
        hint="give each site a block of its own",
        parties=(other.id, site.id),
    )
