"""The values that files of any format give to names of their own: `NAS_IP=10.0.0.9`, `pod_cidr = "10.42.0.0/16"`.

Read: a private IPv4 address or prefix, alone on the line of its key, also in a URL; the default in a script or of Flux
(`${NAS_IP:-10.0.0.9}`), and that of a variable of Terraform; a number of a key that is named after a VLAN or an AS
(`iot_vlan_id: 30`). A name counts if it has two words or more, one of which says whose value it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from netaddr import IPNetwork

from cidrbook.net.address_text import to_int
from cidrbook.repository.parts.private_addresses import addressed_lines, is_private
from cidrbook.repository.parts.variable_purpose import purpose
from cidrbook.repository.vocabulary import word_set
from cidrbook.text.regex import regex
from cidrbook.text.source import Place, Source

Sort = Literal["address", "prefix", "number"]
Default = Literal["", "inline", "file"]
"""Whether a value is a default: in the place where the variable is used, or in a file that others override."""

_VALUE = regex(r"(?:(?<![\w.:/-])|(?<=:-))((?:[0-9]{1,3}\.){3}[0-9]{1,3})(/[0-9]{1,2})?(?![\w.]*[0-9]|\.\w|-[0-9])")
_KEY = regex(
    r"(?:([A-Za-z_][\w-]*)[\"']?[ \t]*(\?=|:=|=>|=|:-|:)[ \t]*|--([a-z][\w-]+)[ =])"
    r"(?:[\"'\[({]|[a-z]{2,9}://|&[\w-]+ |!\w+ )*\Z"
)
_NUMBER = regex(
    r"^[ \t]*(?:export[ \t]+|-[ \t]+)?[\"']?([A-Za-z_][\w-]*)[\"']?[ \t]*(?::=|=|:)[ \t]*[\"']?([0-9]{1,10})[\"']?"
    r"[ \t]*,?[ \t]*(?:(?:#|//).*)?$",
    re.MULTILINE,
)
_NUMBERED = ("asn", "ASN", "vlan", "VLAN", "Vlan", "Asn")
_OF_NUMBER = word_set("asn vlan")
_VARIABLE = regex(r"[ \t]*variable[ \t]+\"([\w-]+)\"")
_COMMENT = regex(r"[ \t]*(?:#|//|;|--|<!--|\*|/\*)")
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = regex(r"[a-z]+[0-9]*|[0-9]+")
_DEFAULT = "default"
_SET: Default = ""
_INLINE: Default = "inline"
_OF_FILE: Default = "file"
_OF_FORMATS = regex(r"[a-z]+[A-Z]")
"""How formats spell their keys, which each object has with an address of its own."""
_DEFAULT_SIGNS = frozenset({":-", ":="})
_OF_DEFAULTS = regex(r"(?:^|/)(?:defaults|charts?)/|(?:^|/)values\.ya?ml$")
"""Files whose values others override: those of Ansible's roles and of charts."""
_LONGEST = 500
"""Characters of a line. A longer one was generated."""
_LEAST_LENGTH, _ONE_ADDRESS = 13, 31
"""Prefix lengths: shorter ones are aggregates, from the longer one on it is an address or a link."""

_SAME = {
    **dict.fromkeys(("ip", "ips", "ipv4", "ip4", "addr", "addrs", "address", "addresses", "host"), ""),
    **dict.fromkeys(("cidr", "cidrs", "subnet", "subnets", "network", "net", "prefix"), "cidr"),
    **dict.fromkeys(("id", "tag", "vid", "number", "tf", "var"), ""),
    **dict.fromkeys(("gw",), "gateway"),
}
"""Words of names for one and the same; an empty one says no more than that there is a value."""

_NOBODYS = word_set(
    "cidr server servers url uri endpoint endpoints target targets value values default range ranges the a of config"
    " name var vars variable variables static private public internal external source src destination dest dst local"
    " remote start end first last next hop bind listen advertise peer peers router id my self own machine"
    " asn vlan vlans bgp port balancer load allowed lb ipam ansible interface iface nic main"
)
"""Words that do not say whose value it is: keys of formats consist of them, and each object has one."""

RANGES = frozenset({"pods", "services"})
"""The ranges that a cluster has one of, whatever a format calls them."""
_OF_CLUSTERS = word_set("cluster node nodes service services svc pod pods")
"""Words that tell whose network it is, but of an address no more than that some node or service has it."""


class AssignedValue(NamedTuple):
    """A value, with the words of its name, and what may override it."""

    name: str
    words: frozenset[str]
    sort: Sort
    text: str
    first: int
    place: Place
    default: Default


@lru_cache(maxsize=1 << 12)
def assigned_values(source: Source) -> tuple[AssignedValue, ...]:
    """The values of a file, in their order."""
    of_defaults = bool(_OF_DEFAULTS.search(source.file))
    found = (*_address_values(source), *_assigned_numbers(source))
    return tuple(value._replace(default=value.default or "file") if of_defaults else value for value in found)


def squeezed_name(name: str) -> str:
    """A name without what its format writes between the words: `DNS_SERVERS` and `dnsServers` are one."""
    return "".join(_WORD.findall(name.lower()))


def name_words(name: str) -> frozenset[str]:
    """The words of a name without those that any value has; none where it has one word, or is nobody's.

    What names the pods' or the services' range is one name.
    """
    part = purpose(name)
    if part in RANGES:
        return frozenset((part, "cidr"))
    words = _WORD.findall(_HUMP.sub("_", name).lower())
    own = frozenset(filter(None, (_SAME.get(word, word) for word in words)))
    nobodys = _NOBODYS if "cidr" in own else _NOBODYS | _OF_CLUSTERS
    return own if len(words) > 1 and not own <= nobodys else frozenset()


def _address_values(source: Source) -> Iterator[AssignedValue]:
    for number in addressed_lines(source):
        line = source.lines[number - 1]
        found = list(_VALUE.finditer(line)) if len(line) < _LONGEST and not _COMMENT.match(line) else []
        alone = len(found) == 1 and is_private(found[0][1])
        key = _key_of(source, number, line[: found[0].start()]) if alone else None
        if key is not None:
            name, default = key[1] or key[3], _INLINE if key[2] in _DEFAULT_SIGNS and "${" in line else _SET
            if name == _DEFAULT:
                name, default = _variable_above(source, number), _OF_FILE
            place = Place(source, number, found[0].start() + 1, len(found[0][0]))
            yield from _assigned_value(name, found[0], place, default)


def _key_of(source: Source, number: int, before: str) -> re.Match[str] | None:
    """The key of a value: before it on the line, or on the line above a list of one item."""
    if before.strip(" \t\"'") != "-":
        return _KEY.search(before)
    above, below = source.lines[number - 2] if number > 1 else "", source.lines[number : number + 1]
    if below and below[0].lstrip().startswith("-"):
        return None
    return _KEY.search(above)


def _variable_above(source: Source, number: int) -> str:
    """The variable of Terraform whose block a line is in."""
    for line in reversed(source.lines[max(number - 12, 0) : number - 1]):
        found = _VARIABLE.match(line)
        if found:
            return found[1]
        if line.startswith("}"):
            break
    return ""


def _assigned_value(name: str, found: re.Match[str], place: Place, default: Default) -> Iterator[AssignedValue]:
    words = name_words(name)
    number = to_int(found[1], 4)
    if not words or number is None:
        return
    length = int(found[2][1:]) if found[2] else 32
    is_prefix = length < _ONE_ADDRESS and IPNetwork((number, min(length, 32)), version=4).first == number
    if length >= _LEAST_LENGTH and (is_prefix or not _OF_FORMATS.match(name)):
        sort: Sort = "prefix" if is_prefix else "address"
        yield AssignedValue(name, words, sort, found[0] if is_prefix else found[1], number, place, default)


def _assigned_numbers(source: Source) -> Iterator[AssignedValue]:
    """The VLAN ids and AS numbers of a file."""
    if not any(word in source.text for word in _NUMBERED):
        return
    for found in _NUMBER.finditer(source.text):
        words = name_words(found[1])
        if words & _OF_NUMBER:
            place = source.at(found.start(2), len(found[2]))
            yield AssignedValue(found[1], words, "number", found[2], int(found[2]), place, _SET)
