"""Documented addresses of machines and services, compared by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_names import KnownNames, Match, is_domain, known_names
from cidrbook.drift.documents.plan_view import own_name
from cidrbook.drift.documents.tables import NamedStatement, Sections, is_in_table_that_holds
from cidrbook.drift.documents.written_addresses import written_addresses
from cidrbook.plan.cluster import Node, Service
from cidrbook.plan.entry import Addressed
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import DEVICES, PROXY_NAMES, WORD, word_set, words_of
from cidrbook.text.names import slug
from cidrbook.text.regex import regex

_PROXY = regex(PROXY_NAMES)
_MACHINE_WORDS = DEVICES | word_set("server controller node nvr app broker database db dns primary hub pi")
"""Words beside a machine's name that do not name another machine."""
_OUTSIDE_CLUSTER = word_set("lxc vm docker container behind backend nas baremetal keepalived vrrp")
"""Words for a thing with the name of a Service that is not the Service."""
_NODE_ROLES = word_set("control plane controlplane controller worker master server agent node")
"""Words for what a node does."""
_VIP = regex(r"(?:virtual ip|vip)\b", re.IGNORECASE)
_ROUTER_OCTETS = (1, 254)
"""The usual last octets of routers."""
_HTTPS = "443"
_OVERLAYS = IPNetwork("100.64.0.0/10")
"""The addresses of Tailscale and its like, which machines have besides their own."""
_NEAR = {4: 8, 6: 64}
"""The host bits of a small network: a /24, a /64."""


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented address with the name of a machine or a service."""
    rows: dict[tuple[str, int], list[NamedStatement]] = defaultdict(list)
    names = known_names(observation)
    for statement in observation.statements:
        if statement.address is not None and statement.role != "services":
            row = rows[statement.place.file, statement.place.line]
            row.append(NamedStatement(statement, names.meant(statement)))
    sections = Sections.of(named for row in rows.values() for named in row)
    for row in rows.values():
        for named in row:
            if named.match.owners:
                yield _host_conclusion(observation, named, row, sections)


def comment_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each comment that names an address like one known thing."""
    names = known_names(observation)
    right = _right_comments(observation)
    for comment in observation.comments:
        if comment.address is None or comment.role:
            continue
        holder = names.holder(comment)
        owners = names.exactly(comment, comment.labels)
        owner = next((owner for owner in owners if any(at.version == comment.version for at in owner.addresses)), None)
        if owner is None:
            continue
        if any(comment.address in owner.addresses for owner in owners):
            yield agrees(comment, f"{owner.name} has that address", *_addresses_of_version(owner, comment.version))
        elif (comment.place.file, owner.id) in right:
            reason = "another comment of the file says its address: this is a second one"
            yield dropped(comment, reason, *_addresses_of_version(owner, comment.version))
        elif holder is None or owner.id == holder.id:
            yield dropped(comment, "nothing else has that address", *_addresses_of_version(owner, comment.version))
        elif words_of(*comment.labels[:1]) <= _NODE_ROLES:
            reason = "it says the role of a node, which each cluster has, and no name"
            yield dropped(comment, reason, *_addresses_of_version(owner, comment.version))
        elif not isinstance(owner, Service | Node) and owner.origin.source.file != holder.origin.source.file:
            reason = f"no file has both {owner.name} and {holder.name}: they may be one machine with two names"
            yield dropped(comment, reason, *_addresses_of_version(owner, comment.version))
        else:
            yield disagreement(comment, owner, holder, "the comment names it, and another thing has the address")


def _right_comments(observation: Observation) -> set[tuple[str, str]]:
    """The files in which a comment calls a thing by its name at its own address, each with the id of the thing."""
    names, found = known_names(observation), set()
    for comment in observation.comments:
        if comment.address is not None and not comment.role:
            owners = names.exactly(comment, comment.labels)
            found |= {(comment.place.file, one.id) for one in owners if comment.address in one.addresses}
    return found


def _host_conclusion(
    observation: Observation, named: NamedStatement, row: list[NamedStatement], sections: Sections
) -> Conclusion:
    statement = named.statement
    names = known_names(observation)
    right = next((other for other in row if _has_address_of(other, named)), None)
    if right is not None:
        return _right_conclusion(named, right)
    owner = _nearest_owner(statement, named.match.owners)
    if owner is None:
        return dropped(statement, f"{named.match.owners[0].name} has no address of IPv{statement.version}")
    holder = names.holder(statement)
    reason = _reason_by_subject(observation, named, holder, sections)
    reason = reason or _reason_to_drop_host(observation, named, owner, holder)
    if reason:
        return dropped(statement, reason, *_addresses_of_version(owner, statement.version))
    return disagreement(statement, owner, holder, _how_named(named.match))


def _reason_by_subject(
    observation: Observation, named: NamedStatement, holder: Addressed | None, sections: Sections
) -> str:
    """Why a row may be of something else than the thing that it names; empty, if nothing says so."""
    statement, owner = named.statement, _nearest_owner(named.statement, named.match.owners)
    if owner is None:
        return ""
    reason = sections.reason_to_drop(named, owner)
    if all(at in _OVERLAYS for at in owner.addresses if at.version == statement.version):
        reason = f"only the address of {owner.name} in an overlay is known, and it has another one in its own network"
    if reason:
        return reason
    if holder is None or holder.id == owner.id or isinstance(owner, Service | Node):
        return ""
    is_own = own_name(statement) in (owner.id, slug(owner.name))
    label = next(iter(statement.labels), "").strip(" `").rstrip(".").lower()
    is_record = is_domain(label) and label == owner.name.lower()
    plain = observation.declared or is_record or is_in_table_that_holds(observation, statement)
    if is_own and plain and holder.name.lower() not in " ".join(statement.labels[1:]).lower():
        return ""
    return f"{holder.name} has that address, and {owner.name} may be where that is, or what reaches it"


def _right_conclusion(named: NamedStatement, right: NamedStatement) -> Conclusion:
    """The conclusion about a statement if its line has the right address."""
    owner = named.match.owners[0]
    known = _addresses_of_version(owner, named.statement.version)
    if right is named:
        return agrees(named.statement, f"{owner.name} has that address", *known)
    reason = f"the same line also says the address of {owner.name}: {right.statement.text}"
    return dropped(named.statement, reason, *known)


def _how_named(match: Match) -> str:
    if match.exact:
        return "the line calls it by its name"
    return "the line calls it by words of its name" + (" and no others" if match.plain else "")


def _addresses_of_version(owner: Addressed, version: int) -> list[KnownValue]:
    """The addresses of a thing, of one IP version."""
    pairs = enumerate(owner.addresses)
    return [
        KnownValue(f"{owner.name} {at}", owner.place_of_address(which)) for which, at in pairs if at.version == version
    ]


def disagreement(statement: Statement, owner: Addressed, holder: Addressed | None, *reasons: str) -> Disagreement:
    """The disagreement of a documented address with the thing of that name. `holder` is the address's owner."""
    own = [index for index, at in enumerate(owner.addresses) if at.version == statement.version]
    which = next(iter(_addresses_near(statement, owner)), own[0])
    address = str(owner.addresses[which])
    other = holder if holder is not None and holder.id != owner.id else None
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=owner.name,
        about="address",
        aside=f", which is {other.name}'s" if other else "",
        truth=f"the {owner.kind} {owner.name} has {address}",
        known=(KnownValue(address, owner.place_of_address(which)),),
        reasons=reasons,
        remark=statement.remark,
        parties=tuple(dict.fromkeys((owner.id, *([other.id] if other else [])))),
    )


def _has_address_of(other: NamedStatement, named: NamedStatement) -> bool:
    """Whether another statement of the row has the named thing's address, and names no other thing."""
    owners = named.match.owners
    if not any(other.statement.address in owner.addresses for owner in owners):
        return False
    return not other.match.owners or any(namesake is owner for namesake in other.match.owners for owner in owners)


def _nearest_owner(statement: Statement, owners: tuple[Addressed, ...]) -> Addressed | None:
    """The named thing. Of several with one name, the one with an address near the documented one."""
    own = [owner for owner in owners if any(at.version == statement.version for at in owner.addresses)]
    return next((owner for owner in own if _is_near_owner(statement, owner)), next(iter(own), None))


def _is_near_owner(statement: Statement, owner: Addressed) -> bool:
    """Whether an address is in the same small network as one of the thing's."""
    return bool(_addresses_near(statement, owner))


def _addresses_near(statement: Statement, owner: Addressed) -> list[int]:
    """The thing's addresses in the same small network as the documented one, by their numbers."""
    bits, said = _NEAR[statement.version], statement.number
    own = (which for which, at in enumerate(owner.addresses) if at.version == statement.version)
    return [which for which in own if int(owner.addresses[which]) >> bits == said >> bits]


def _reason_to_drop_host(
    observation: Observation, named: NamedStatement, owner: Addressed, holder: Addressed | None
) -> str:
    """Why an address may be right although the named thing has another one; "" if it must be wrong."""
    statement = named.statement
    if _VIP.match(next(iter(statement.labels), "").strip()) and not isinstance(owner, Service):
        return "the line only says that it is a virtual address, which machines do not have for themselves"
    if _is_api_of_cluster(observation, statement, owner):
        return f"it is the address of the API of {owner.id}, the cluster"
    if holder is not None and _is_same(known_names(observation), owner, holder):
        return f"{holder.name} of the same cluster has that address"
    if holder is None and _is_inside_cluster(observation, statement) and not _has_one_inside(observation, owner):
        return "it is an address of pods or services, as commands print them"
    if holder is None:
        return _reason_without_holder(observation, named, owner)
    return _reason_with_holder(observation, statement, owner, holder)


def _reason_with_holder(observation: Observation, statement: Statement, owner: Addressed, holder: Addressed) -> str:
    """The same for an address that another thing has."""
    if observation.declared and holder.id != owner.id and not _is_declared(observation, statement, owner):
        return f"{holder.name} has that address, and {owner.name} may be where that is, or what reaches it"
    if _is_proxy(holder) and any(map(is_domain, (*statement.labels, statement.near))):
        return f"a name in DNS may well lead to {holder.name}, which takes requests for others"
    return ""


def _reason_without_holder(observation: Observation, named: NamedStatement, owner: Addressed) -> str:
    """The same for an address that nothing in the repository has."""
    statement, match = named
    declared = _is_declared(observation, statement, owner) and len(_addresses_near(statement, owner)) == 1
    if not declared and sum(at.version == statement.version for at in owner.addresses) != 1:
        return f"{owner.name} has several addresses, and may have one more"
    by_its_name = match.exact and isinstance(owner, Service)
    if not by_its_name and statement.number in written_addresses(observation):
        return "a configuration has that address: something is there, though nothing says what"
    near = _is_near_owner(statement, owner)
    elsewhere = "" if near else _reason_far_away(named, owner)
    if elsewhere:
        return elsewhere
    if isinstance(owner, Service):
        is_certain = near or match.exact or match.plain
    else:
        placed = near or _is_declared(observation, statement, owner) or is_in_table_that_holds(observation, statement)
        is_certain = placed and (match.exact or _is_plainly_named(statement, owner))
    return "" if is_certain else f"it may be a second address, or a thing that is called like {owner.name}"


def _is_declared(observation: Observation, statement: Statement, owner: Addressed) -> bool:
    """Whether a row has the exact name of a thing that a plan declares, at any address."""
    return observation.declared and own_name(statement) in (owner.id, slug(owner.name))


def _reason_far_away(named: NamedStatement, owner: Addressed) -> str:
    """Why an address outside the thing's network may be right; "" if nothing says so."""
    statement, match = named
    if _is_dns_name(statement, owner):
        return "a name in DNS may lead to anything"
    outside = words_of(*statement.labels) & _OUTSIDE_CLUSTER
    if outside:
        return f"it may be something outside of the cluster: {', '.join(sorted(outside))}"
    only_by_words = isinstance(owner, Service) and match.plain and not match.exact
    return "a router may have that address" if only_by_words and _may_be_a_routers(statement) else ""


def _is_same(names: KnownNames, owner: Addressed, holder: Addressed) -> bool:
    """Whether the owner of an address has the same name, in the same cluster."""
    return holder.id == owner.id and names.cluster_of(holder) == names.cluster_of(owner)


def _is_dns_name(statement: Statement, owner: Addressed) -> bool:
    """Whether a line only has a DNS name, and nowhere the thing's own name."""
    if not any(map(is_domain, statement.labels)):
        return False
    texts = (text for text in (statement.near, *statement.labels[:2]) if not is_domain(text))
    return _letters_and_digits(owner.id) not in map(_letters_and_digits, texts)


def _letters_and_digits(text: str) -> str:
    return "".join(WORD.findall(text.lower()))


def _is_inside_cluster(observation: Observation, statement: Statement) -> bool:
    """Whether an address is in a range of pods or services."""
    return _is_in_range(observation, IPAddress(statement.first, statement.version))


def _is_api_of_cluster(observation: Observation, statement: Statement, owner: Addressed) -> bool:
    """Whether an address is the API's of a cluster that is called as a thing in it."""
    for cluster in observation.clusters:
        virtual = (address for each in cluster.virtual_addresses for address in each.addresses)
        if cluster.id == owner.id and statement.address in (*virtual, *(cluster.api.addresses if cluster.api else ())):
            return True
    return False


def _has_one_inside(observation: Observation, owner: Addressed) -> bool:
    """Whether a thing itself has an address in such a range: a home network inside of a product's default."""
    return any(_is_in_range(observation, address) for address in owner.addresses)


def _is_in_range(observation: Observation, address: IPAddress) -> bool:
    names = (name for cluster in observation.clusters for name in (*cluster.pods, *cluster.services))
    networks = filter(None, map(observation.network, names))
    return any(network.holds(address) for network in networks)


def _is_proxy(holder: Addressed) -> bool:
    """Whether DNS names may lead to a thing on behalf of others: a gateway, or anything that listens for HTTPS."""
    ports = getattr(holder, "ports", ())
    is_gateway = isinstance(holder, Service) and not holder.type and not ports
    listens = any(port.startswith(_HTTPS) for port in ports)
    return is_gateway or listens or bool(_PROXY.search(f"{holder.id} {holder.name}"))


def _may_be_a_routers(statement: Statement) -> bool:
    """Whether an address ends as routers' usually do."""
    return statement.version == 4 and statement.number & 0xFF in _ROUTER_OCTETS


def _is_plainly_named(statement: Statement, owner: Addressed) -> bool:
    """Whether a label is a machine's name with a word for its kind: `Frigate NVR`."""
    words = words_of(*statement.labels[:1])
    more = words - words_of(owner.id, owner.name)
    return bool(words - more) and more <= _MACHINE_WORDS
