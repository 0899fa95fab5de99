"""A network uses addresses reserved for benchmarking.

`198.18.0.0/15` and `2001:2::/48` are for isolated test beds, so routers may drop them. Programs
that answer every name with an address of their own (`fake-ip`) use them too, because no network
should. A network of role `benchmarking` or `fake-ip` is not reported.

```yaml
networks:
  - {name: servers, cidr: 198.18.0.0/24} # A210: 27
```

Use instead:

```yaml
networks:
  - {name: servers, cidr: 192.168.18.0/24}
  - {name: proxy names, cidr: 198.18.0.0/16, role: fake-ip}
```

Source: [RFC 2544](https://www.rfc-editor.org/rfc/rfc2544#appendix-C.2.2), appendix C.2.2;
[RFC 5180](https://www.rfc-editor.org/rfc/rfc5180#section-8), section 8.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


_ROLES = ("benchmarking", "fake-ip")


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with addresses of test beds, in other networks than test beds."""
    for found in of_kind(plan, "benchmarking"):
        if found.network.role not in _ROLES:
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}: it is for test beds only",
                hint="give the network a private prefix, or set the role `benchmarking`",
                parties=(found.network.id,),
            )
