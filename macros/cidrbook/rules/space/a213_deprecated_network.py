"""A network uses deprecated addresses.

Site-local addresses (`fec0::/10`) were replaced by unique local ones. 6to4 (`2002::/16`,
`192.88.99.0/24`), Teredo (`2001::/32`) and the first ORCHID (`2001:10::/28`) are obsolete. New
programs do not support them, or avoid them.

```yaml
networks:
  - {name: lan, cidr: "fec0:0:0:42::/64"} # A213: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: "fd5b:7c1e:93a2:42::/64"}
```

Source: [RFC 3879](https://www.rfc-editor.org/rfc/rfc3879#section-4), section 4;
[RFC 7526](https://www.rfc-editor.org/rfc/rfc7526); [RFC 4380](https://www.rfc-editor.org/rfc/rfc4380).
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import Found, of_kind
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with deprecated addresses."""
    for found in of_kind(plan, "deprecated"):
        yield Problem(
            at=found.block.place,
            message=f"{found.shown}, which is deprecated",
            hint=_replacement(found),
            parties=(found.network.id,),
        )


def _replacement(found: Found) -> str:
    """The hint with the replacement."""
    version = found.block.prefix.version
    return "use a random prefix of your own below fd00::/8" if version == 6 else "give the network a private prefix"
