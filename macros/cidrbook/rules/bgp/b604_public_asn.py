"""An AS number is public, and the plan does not say that it is yours.

A public number belongs to one network of the Internet. Where it is another's, routes
from there look like a loop to your routers, which drop them. Peers outside of the plan
have what numbers they have; but nobody has one from 1000000 up to the private ones, and where
such a number stands, a digit of a private one may be missing.

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 65000, addresses: 10.3.1.1/24}
  - {name: core, asn: 6500, addresses: 10.3.1.2/24} # B604: 23
```

Use instead:

```yaml
networks:
  - {name: lan, cidr: 10.3.1.0/24}
routers:
  - {name: edge, asn: 65000, addresses: 10.3.1.1/24}
  - {name: core, asn: 6500, addresses: 10.3.1.2/24}
settings:
  own_asns: 6500
```

Source: [RFC 6996](https://www.rfc-editor.org/rfc/rfc6996), the numbers that are for private use; [RFC
4271](https://www.rfc-editor.org/rfc/rfc4271#section-9.1.2), section 9.1.2, on loops; IANA's [registry of AS
numbers](https://www.iana.org/assignments/as-numbers/as-numbers.xhtml).
"""

from collections import defaultdict
from collections.abc import Iterator

from cidrbook.plan.asns import (
    DOCUMENTATION,
    PRIVATE,
    RESERVED,
    UNASSIGNED,
    block_of,
    by_number,
    of_others,
    series,
    unfit,
)
from cidrbook.plan.entry import Entry
from cidrbook.plan.finding import Problem, Severity
from cidrbook.plan.peering import listed
from cidrbook.plan.plan import Plan

SEVERITY: Severity = "warning"
PARTIAL: Severity = "warning"

_CHOOSE = "choose one of 64512 to 65534, or of 4200000000 to 4294967294"


def check(plan: Plan) -> Iterator[Problem]:
    """Each public number once, where it stands first; those of peers that are not in the plan are theirs.

    Numbers that are counted on from node to node are found together.
    """
    own = {number for settings in plan.settings for number in settings.own_asns}
    alike: dict[tuple[str, str], list[tuple[int, list[tuple[Entry, str]]]]] = defaultdict(list)
    for number, written in by_number(plan).items():
        if number not in own and not block_of(number, (*PRIVATE, *DOCUMENTATION, *RESERVED)):
            nobodys = block_of(number, (UNASSIGNED,)) is not None
            places = [(entry, key) for entry, key in written if nobodys or (id(entry), key) not in of_others(plan)]
            if places:
                entry, key = places[0]
                alike[entry.at(key).file, series(str(number))].append((number, places))
    yield from (_public(plan, found) for found in alike.values())


def _public(plan: Plan, found: list[tuple[int, list[tuple[Entry, str]]]]) -> Problem:
    numbers = listed(str(number) for number, _ in found)
    what = f"is {numbers}, a public number" if len(found) == 1 else f"are {numbers}, public numbers"
    places = [place for _, places in found for place in places]
    if all(block_of(number, (UNASSIGNED,)) for number, _ in found):
        return unfit(plan, places, f"{what} that nobody has been given", f"{_CHOOSE}; is a digit missing?")
    if plan.observed:
        return unfit(plan, places, f"{what}, which others on the Internet may have", f"{_CHOOSE}; unless it is yours")
    hint = f"{_CHOOSE}; or add it to `own_asns` of the settings if it is yours"
    return unfit(plan, places, f"{what} that the plan does not call yours", hint)
