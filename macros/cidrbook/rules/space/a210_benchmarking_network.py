"""A network lies in space that is only for measuring devices.

`198.18.0.0/15` and `2001:2::/48` are for test beds that nothing else is connected
to, so routers may drop them. Programs that answer every name with an address of
their own (`fake-ip`) take them too, just because no network should have them. A
network of the role `benchmarking` or `fake-ip` is what it should be.

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
    """Prefixes that have addresses of test beds, in networks that are none."""
    for found in of_kind(plan, "benchmarking"):
        if found.network.role not in _ROLES:
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}: it belongs to test beds",
                hint="give the network a private prefix, or the role `benchmarking` if that is what it is",
                parties=(found.network.id,),
            )
