"""A unique local prefix is not random.

The 40 bits after `fd` must be random, so that your prefix differs from that of every network that
you may join one day: a VPN, a friend's lab, another router's default. Zeros, repeated bytes and
digits in a row are what everybody chooses.

```yaml
networks:
  - name: lan
    cidr: "fd00:0:0:1::/64" # I604: 11
    site: home
  - name: iot
    cidr: "fd12:3456:789a:2::/64"
    site: cabin
  - name: guest
    cidr: "fd00:0:0:3::/64"
    site: home
```

It is reported once, at the first of them. Use instead:

```yaml
networks:
  - name: all unique local addresses
    cidr: "fd00::/8"
    role: container
  - name: lan
    cidr: "fd00:3c00:93a2:1::/64"
```

Source: [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193#section-3.2), sections 3.2.1 to 3.2.3.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.ipv6 import SITE_BITS, ipv6_blocks, locally_assigned, of_site
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING

_FEW = 2
"""Five random bytes have at most so few different values once in a million times."""

_MANY = 3
"""Five random bytes have so many zeros about as rarely."""


def check(plan: Plan) -> Iterator[Problem]:
    """The first prefix in fd00::/8 that looks made up, with how many more /48s do."""
    sites: dict[int, NetworkBlock] = {}
    for block in ipv6_blocks(plan):
        if locally_assigned(block) and _is_guessable(block.first >> SITE_BITS & 0xFF_FFFF_FFFF):
            sites.setdefault(block.first >> SITE_BITS, block)
    if sites:
        yield _guessable(*sites.values())


def _guessable(block: NetworkBlock, *more: NetworkBlock) -> Problem:
    others = f"; so are {len(more)} more" if more else ""
    return Problem(
        at=block.place,
        message=f"{block.shown} is from {of_site(block)}, which is not random{others}",
        hint="choose the 40 bits after `fd` at random: `openssl rand -hex 5` prints some",
        parties=tuple(dict.fromkeys(one.network.id for one in (block, *more))),
    )


def _is_guessable(number: int) -> bool:
    """Whether forty bits have few different bytes, many zeros, or all their hex digits in a row."""
    drawn = number.to_bytes(5, "big")
    in_a_row = drawn.hex() in "0123456789abcdef"
    return len(set(drawn)) <= _FEW or drawn.count(0) >= _MANY or in_a_row
