"""An AS number is out of range.

AS numbers have 32 bits: 0 to 4294967295, written as one number (asplain) or as two halves with a
dot between them (asdot), each 0 to 65535.

```yaml
routers:
  - {name: edge, asn: 4294967296} # B601: 23
bgp:
  sessions:
    - {local: edge, peer: 192.0.2.1, peer_asn: 65000.65536} # B601: 48
    - {local: edge, peer: 192.0.2.1, peer_asn: AS64512} # B601: 48
```

Use instead:

```yaml
routers:
  - {name: edge, asn: 4200000000}
bgp:
  sessions:
    - {local: edge, peer: 192.0.2.1, peer_asn: 64086.59904}
```

Source: [RFC 6793](https://www.rfc-editor.org/rfc/rfc6793), for the 32 bits; [RFC
5396](https://www.rfc-editor.org/rfc/rfc5396), for the two ways to write them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from cidrbook.net.asn_registry import series
from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Related, Severity
from cidrbook.text.names import listed_names
from cidrbook.text.regex import regex

OBSERVED = Severity.ERROR

_NUMBER = regex(r"`[^`]*`")


def check(plan: Inventory) -> Iterator[Problem]:
    """Invalid AS numbers that were read; in a file, one finding for a number, or for those of all nodes."""
    alike: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in plan.problems_of("invalid-asn"):
        alike[problem.at.file, *problem.parties, series(_quoted_number(problem).strip("`"))].append(problem)
    yield from map(_together, alike.values())


observed = check


def _quoted_number(problem: Problem) -> str:
    """The number, as the message quotes it."""
    found = _NUMBER.search(problem.message)
    return found[0] if found else problem.message


def _together(found: list[Problem]) -> Problem:
    first, numbers = found[0], listed_names(map(_quoted_number, found))
    again = dict.fromkeys((problem.at, _quoted_number(problem)) for problem in found if problem.at != first.at)
    message = first.message if _quoted_number(first) == numbers else f"{numbers} are no AS numbers"
    related = tuple(Related(at=at, message=f"{number} is written here") for at, number in again)
    return replace(first, message=message, related=(*first.related, *related))
