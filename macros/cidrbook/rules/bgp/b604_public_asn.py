"""An AS number is public, and not in `own_asns`.

A public number belongs to one network of the Internet. If it is not yours, your routers drop that
network's routes as a loop. The numbers of peers that are not in the plan are not checked, except
for those between 1000000 and the private ones, which nobody has: there a digit of a private number
may be missing.

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
from collections.abc import Collection, Iterator

from netaddr import IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.net.asn_registry import DOCUMENTATION, PRIVATE, RESERVED, UNASSIGNED, block_of, series
from cidrbook.net.special import special
from cidrbook.plan.entry import Entry
from cidrbook.plan.inventory import Inventory
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.as_numbers import by_number, of_others, unfit
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.names import listed_names
from cidrbook.text.regex import regex

SEVERITY = Severity.WARNING
OBSERVED = Severity.WARNING

_MADE_UP = frozenset({1, 12, 123, 1234, 12345, 123456, 1111, 11111})
"""Numbers that people write where the real one is somewhere else."""

_PREFIX = regex(r"(?<![\w.:/])([0-9a-fA-F:.]{3,39})/([0-9]{1,3})(?![\w.:])")
_ANNOUNCED = {4: (8, 24), 6: (19, 48)}
"""The shortest and the longest prefixes that networks of the Internet accept of each other."""
_GLOBAL = IPNetwork("2000::/3")

_Places = list[tuple[Entry, str]]

_NOBODYS = "that is not assigned"
_NOT_YOURS = "that is not in `own_asns`"
_OTHERS = ", which another network may have"
_MISSING = "; is a digit missing?"
_CHOOSE = "choose one of 64512 to 65534, or of 4200000000 to 4294967294"


def check(plan: Plan) -> Iterator[Problem]:
    """Each public number once, at its first place, without those of peers that are not in the plan.

    Numbers that are counted on from node to node are found together.
    """
    own = {number for settings in plan.settings for number in settings.own_asns}
    for places, what, is_public in _public_numbers(plan, own):
        way_out = "; or add it to `own_asns` in the settings if it is yours" if is_public else _MISSING
        yield unfit(plan, places, f"{what} {_NOT_YOURS if is_public else _NOBODYS}", f"{_CHOOSE}{way_out}")


def observed(observation: Observation) -> Iterator[Problem]:
    """The same. A repository has no settings in which the owner could claim a number; public prefixes claim one.

    The routers of one network need not all write these.
    """
    written = [places for _, places in by_number(observation).items()]
    speaking = {entry.origin.source for places in written for entry, _ in places}
    claimed = any(_announces_public_space(source.text) for source in speaking)
    for places, what, is_public in _public_numbers(observation, _MADE_UP) if written else ():
        if is_public and claimed:
            continue
        way_out = "; unless it is yours" if is_public else _MISSING
        yield unfit(observation, places, f"{what}{_OTHERS if is_public else f' {_NOBODYS}'}", f"{_CHOOSE}{way_out}")


def _announces_public_space(text: str) -> bool:
    """Whether a configuration writes a public prefix that can be announced to the Internet: its owner has an AS."""
    for address, length in _PREFIX.findall(text):
        version = 6 if ":" in address else 4
        shortest, longest = _ANNOUNCED[version]
        if shortest <= int(length) <= longest and to_int(address, version) is not None:
            cidr = IPNetwork(f"{address}/{length}").cidr
            if special(cidr) is None and (version == 4 or cidr in _GLOBAL):
                return True
    return False


def _public_numbers(plan: Inventory, own: Collection[int]) -> Iterator[tuple[_Places, str, bool]]:
    """The places of public numbers, the words about them, and whether such numbers are assigned."""
    alike: dict[tuple[str, str], list[tuple[int, _Places]]] = defaultdict(list)
    for number, written in by_number(plan).items():
        if number not in own and not block_of(number, (*PRIVATE, *DOCUMENTATION, *RESERVED)):
            nobodys = block_of(number, (UNASSIGNED,)) is not None
            places = [(entry, key) for entry, key in written if nobodys or (id(entry), key) not in of_others(plan)]
            if places:
                entry, key = places[0]
                alike[entry.at(key).file, series(str(number))].append((number, places))
    yield from map(_public, alike.values())


def _public(found: list[tuple[int, _Places]]) -> tuple[_Places, str, bool]:
    numbers = listed_names(str(number) for number, _ in found)
    what = f"is {numbers}, a public number" if len(found) == 1 else f"are {numbers}, public numbers"
    places = [place for _, places in found for place in places]
    return places, what, not all(block_of(number, (UNASSIGNED,)) for number, _ in found)
