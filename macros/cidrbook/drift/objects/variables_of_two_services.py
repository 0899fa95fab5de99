"""Variables that are named after two services, and have one address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netaddr import IPAddress

from cidrbook.plan.cluster import Service
from cidrbook.repository.observation import Observation
from cidrbook.repository.parts.assigned_values import assigned_values
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

_FILES = regex(r"\.(?:ya?ml|env|sops\.env|tfvars)$|(?:^|/)\.env[^/]*$")
_WORDS = ("_IP", "_ip", "_ADDR", "_addr", "LB", "lb_", "_lb", "SVC", "svc")
"""What stands in the name of an address, in most of them; to look for it first is faster."""

_SERVICE = word_set("lb lbip svc service loadbalancer metallb")
"""Words of a name that make it a service's address."""

_ADDRESS = _SERVICE | word_set("ip ipv4 ipv6 addr address host load balancer cluster k8s cidr target")
"""Words that say that it is an address, and not whose."""

_ONE_THING = word_set(
    "vip api endpoint server start end first last range pool gateway gw router dns nameserver ingress proxy internal"
    " external public private primary secondary main default tcp udp http https shared host node master bind listen"
)
"""Words of names that two may have for one thing: a role, a side of it, a proxy under the names that it serves."""


class SharedAddress(NamedTuple):
    """Two variables of one file with one address, each with its place."""

    first: str
    first_at: Place
    second: str
    second_at: Place
    address: str


class _NamedSetting(NamedTuple):
    name: str
    words: frozenset[str]
    at: Place
    address: str

    @property
    def subject(self) -> frozenset[str]:
        """What it is named after."""
        return self.words - _ADDRESS


def services_on_one_address(observation: Observation) -> Iterator[SharedAddress]:
    """Each variable with the address of an earlier one of its file that is named after another service."""
    known = {claim.address for claim in observation.claims if isinstance(claim.owner, Service)}
    files = (source for source in observation.sources if _FILES.search(source.file))
    for source in (source for source in files if any(word in source.text for word in _WORDS)):
        first: dict[str, _NamedSetting] = {}
        for variable in _variables(source):
            before = first.setdefault(variable.address, variable)
            of_services = not before.words.isdisjoint(_SERVICE) and not variable.words.isdisjoint(_SERVICE)
            pinned = IPAddress(variable.address, 4) in known
            if _are_two(before, variable) and (of_services or pinned):
                yield SharedAddress(before.name, before.at, variable.name, variable.at, variable.address)


def _variables(source: Source) -> Iterator[_NamedSetting]:
    for value in assigned_values(source):
        if value.sort == "address" and "_" in value.name:
            yield _NamedSetting(value.name, frozenset(value.name.lower().split("_")), value.place, value.text)


def _are_two(one: _NamedSetting, other: _NamedSetting) -> bool:
    """Whether the names have the same words but for those of two different things, neither with a role's word."""
    own, others = one.subject - other.subject, other.subject - one.subject
    alike = one.words & _ADDRESS == other.words & _ADDRESS
    return bool(own and others and alike) and _ONE_THING.isdisjoint(own | others)
