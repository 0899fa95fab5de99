"""The address of an app on its own page, where the row says no name: `LoadBalancer IP`, `External access`.

The app is the one whose manifests are beside or below the README, or the one that the page's heading names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname

from cidrbook.drift.documents.conclusion import Conclusion, KnownValue, agrees, dropped
from cidrbook.drift.documents.host_addresses import disagreement
from cidrbook.drift.documents.known_names import KnownNames, known_names
from cidrbook.plan.cluster import Service
from cidrbook.repository.documents.labels import heading_name
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ADDRESS_WORDS, BALANCING, COMMON, STRUCTURE, word_set, words_of
from cidrbook.text.paths import upwards

_README = "readme."
_ROLE_WORDS = ADDRESS_WORDS | BALANCING | word_set("external static pinned fixed")
"""The words of a label that says no name."""
_WAYS = _ROLE_WORDS | word_set("access url web ui endpoint")
"""The same of one that says how the app is reached."""
_NEAR = 8
"""The host bits of a /24, in which the load balancer of an app has one address."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each address whose row says no name, on the page of an app with a load balancer."""
    names, below = known_names(observation), _services_below(observation)
    for statement in observation.statements:
        if statement.address is None or not _says_no_name(statement):
            continue
        owner = _owner(statement, names, below)
        if owner is not None and len({at for at in owner.addresses if at.version == statement.version}) == 1:
            yield _conclusion(statement, owner, names)


def _says_no_name(statement: Statement) -> bool:
    words = words_of(*statement.labels[:1])
    known = _WAYS if not statement.role else _ROLE_WORDS | COMMON | STRUCTURE
    return bool(words) and words <= known and statement.role in ("load-balancers", "")


def _services_below(observation: Observation) -> dict[str, list[Service]]:
    """The services with addresses in the files of each folder and of those below it; not of the root."""
    found: dict[str, list[Service]] = defaultdict(list)
    for cluster in observation.clusters:
        for service in cluster.pinned_services:
            for folder in upwards(service.origin.source.file)[1:]:
                found[folder].append(service)
    return found


def _owner(statement: Statement, names: KnownNames, below: Mapping[str, list[Service]]) -> Service | None:
    """The service that a page is about: the only one of its folder; of a load balancer, the one of the heading."""
    file = statement.place.file
    own = below.get(dirname(file), []) if basename(file).lower().startswith(_README) else []
    if own:
        return own[0] if len({service.addresses for service in own}) == 1 else None
    for heading in map(heading_name, reversed(statement.headings) if statement.role else ()):
        called = [one for one in names.exactly(statement, (heading,)) if isinstance(one, Service)]
        if called:
            return called[0]
    return None


def _conclusion(statement: Statement, owner: Service, names: KnownNames) -> Conclusion:
    known = KnownValue(f"{owner.name} {owner.addresses[0]}", owner.place_of_address(0))
    if statement.address in owner.addresses:
        return agrees(statement, f"{owner.name} has that address", known)
    holder = names.holder(statement)
    if not statement.role and (statement.version == 6 or statement.number >> _NEAR != int(owner.addresses[0]) >> _NEAR):
        return dropped(statement, f"it is in another network than {owner.name}", known)
    if holder is not None:
        return dropped(statement, f"{holder.name} has that address, and may be what {owner.name} is reached by", known)
    return disagreement(statement, owner, None, f"the page is about {owner.name}, and the row says no other name")
