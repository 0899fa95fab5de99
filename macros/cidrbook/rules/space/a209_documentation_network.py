"""A network uses addresses reserved for documentation.

Documentation prefixes exist so that a copied example reaches nobody. Providers drop them. In a plan
they are usually left over from an example.

```yaml
networks:
  - name: dmz
    cidr: [192.0.2.0/24, "2001:db8:7::/64"] # A209: 12, A209: 26
```

Use instead:

```yaml
networks:
  - name: dmz
    cidr: [192.168.2.0/24, "fd5b:7c1e:93a2:7::/64"]
```

Source: [RFC 5737](https://www.rfc-editor.org/rfc/rfc5737), [RFC 3849](https://www.rfc-editor.org/rfc/rfc3849) and
[RFC 9637](https://www.rfc-editor.org/rfc/rfc9637).
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import of_kind
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """Prefixes with addresses for documentation."""
    for found in of_kind(plan, "documentation"):
        yield Problem(
            at=found.block.place,
            message=f"{found.shown}: it is for documentation only",
            hint="write the prefix that the network really has",
            parties=(found.network.id,),
        )
