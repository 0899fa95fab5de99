"""A network uses public addresses that may belong to somebody else.

If you use public addresses as if they were private, you cannot reach their real owner any more.
Mark addresses of your own with `public: true`, at the network or its parent; a network of role
`wan` is the provider's. Providers assign global IPv6 prefixes to homes, so in IPv6 only prefixes
outside of `2000::/3`, which nobody has, are reported.

```yaml
networks:
  - {name: lan, cidr: 25.1.0.0/24} # A214: 23
  - {name: lab, cidr: "6fff:10::/64"} # A214: 23
  - {name: all private, cidr: 192.168.0.0/15, role: container} # A214: 31
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: [10.25.1.0/24, "2a02:8109:9a80:1::/64"]}
  - {name: own block, cidr: 81.2.69.0/28, public: true}
  - {name: dmz, cidr: 81.2.69.8/29, parent: own-block}
  - {name: provider, cidr: 81.2.70.0/24, role: wan}
  - {name: all private, cidr: 192.168.0.0/16, role: container}
```

Source: [RFC 1918](https://www.rfc-editor.org/rfc/rfc1918#section-3), section 3;
[RFC 4291](https://www.rfc-editor.org/rfc/rfc4291#section-2.4), section 2.4.
"""

from collections.abc import Iterator

from cidrbook.net.special import misread
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.special_purpose import Found, classified
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


_KINDS = ("private", "service")
_HINT = "use a private prefix; if the prefix is yours, set `public: true`; if it is the provider's, set the role `wan`"


def check(plan: Plan) -> Iterator[Problem]:
    """Global prefixes, and those wider than a private block, that are not marked as the plan's own."""
    for found in classified(plan):
        open_ = found.entry is None or found.entry.kind in _KINDS
        if open_ and not found.claimed(plan) and not misread(found.block.prefix):
            yield Problem(
                at=found.block.place,
                message=f"{found.shown}{_beyond(found)}",
                hint=_HINT,
                parties=(found.network.id,),
            )


def _beyond(found: Found) -> str:
    """The end of the message, after the network and its registry entry."""
    if found.entry is None and found.block.prefix.version == 6:
        return " is outside of 2000::/3, which all global addresses are in"
    if found.entry and found.entry.kind == "private":
        return ", and public addresses as well"
    return " is public" if found.entry is None else ", which is public"
