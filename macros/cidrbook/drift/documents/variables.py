"""Variables that documents give another value than the files that set them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from typing import NamedTuple

from netaddr import IPAddress, IPNetwork

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.drift.documents.known_names import known_names
from cidrbook.drift.documents.spelling import PLAIN_WORDS
from cidrbook.net.address_text import to_int
from cidrbook.net.ip import around
from cidrbook.net.special import special
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.repository.vocabulary import ADDRESS_WORDS, BALANCING, word_set
from cidrbook.text.names import slug
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_NAME = regex(r"\$?\{?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)\}?")
_SETTING = regex(
    r"^[ \t]*(?:export[ \t]+)?[\"']?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"([0-9][0-9.]*\.[0-9./-]+)[\"']?[ \t]*,?(?:#.*)?$",
    re.MULTILINE,
)
_OF_EACH_HOST = ("node_ip", "host_ip", "ip_address", "ansible_host", "local_ip", "bind_address", "router_id")
"""Variables that every machine has with a value of its own."""
_ADDRESS = regex(
    r"^[ \t]*[\"']?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"((?:[0-9]{1,3}\.){3}[0-9]{1,3})(?![\w./-])",
    re.MULTILINE,
)
_NO_NAME = ADDRESS_WORDS | BALANCING | word_set("host server cluster")
"""Words in the name of a variable that say that it is an address, and not whose."""
_FILES = regex(r"\.(?:ya?ml|env|tfvars|ini|toml|sh)$|(?:^|/)\.env[^/]*$")
_SCRIPT = regex(r"\.(?:sh|bash|zsh)(?:\.j2)?$")
_DASHES = regex(r"\s*[-\u2013\u2014]\s*")


class _NamingVariable(NamedTuple):
    """A variable that is named after a thing, and its value; `of_service` where its name says that as well."""

    variable: str
    value: KnownValue
    of_service: bool


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented value of a variable."""
    documented = [(name, statement) for statement in observation.statements if (name := _named_variable(statement))]
    if not documented:
        return
    values = _variable_values(observation.sources, {name for name, _ in documented})
    for name, statement in documented:
        if name in values:
            yield _variable_conclusion(statement, name, values[name])


def named_after_conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each address of what a variable is named after, where nothing else in the repository is."""
    names = known_names(observation)
    asked: dict[str, list[Statement]] = defaultdict(list)
    for statement in observation.statements:
        if statement.address is not None and statement.version == 4 and names.holder(statement) is None:
            name = slug((statement.near if statement.sentence else statement.label).partition("(")[0])
            if name and name not in PLAIN_WORDS and not names.meant(statement).owners:
                asked[name].append(statement)
    for name, known in _named_after(observation.sources, asked).items() if asked else ():
        for statement in asked[name]:
            yield _named_after_conclusion(statement, known)


def _named_after(sources: tuple[Source, ...], names: Container[str]) -> dict[str, list[_NamingVariable]]:
    """The variables whose names are that of a thing, with words that say no more than that it is an address."""
    found: dict[str, list[_NamingVariable]] = defaultdict(list)
    for source in sources:
        for setting in _ADDRESS.finditer(source.text) if _FILES.search(source.file) else ():
            words = setting[1].lower().split("_")
            name = "-".join(word for word in words if word not in _NO_NAME)
            if name in names and len(name.split("-")) < len(words) and to_int(setting[2], 4) is not None:
                value = KnownValue(setting[2], source.at(setting.start(2), len(setting[2])))
                found[name].append(_NamingVariable(setting[1], value, of_service=not BALANCING.isdisjoint(words)))
    return found


def _named_after_conclusion(statement: Statement, known: list[_NamingVariable]) -> Conclusion:
    """The conclusion by variables of one value. Far from that, only a service's is meant: a machine may have two."""
    first, values = known[0], [named.value for named in known]
    address = IPAddress(statement.number, 4)
    if len({value.value for value in values}) > 1:
        return dropped(statement, f"variables of that name have several values, as {first.variable}", *values)
    if values[0].value == str(address):
        return agrees(statement, f"the variable {first.variable} has that value", values[0])
    if not first.of_service and around(address) != around(IPAddress(values[0].value)):
        return dropped(statement, f"it is far from the value of {first.variable}, and may be a second address", *values)
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"`{statement.label}`",
        about="address",
        truth=f"the variable {first.variable} is {values[0].value}",
        known=(values[0],),
        reasons=(f"the variable {first.variable} is named after it",),
        remark=statement.remark,
    )


def is_variable(label: str) -> bool:
    """Whether a label is the name of a variable."""
    return bool(_NAME.fullmatch(label.strip(" `")))


def _named_variable(statement: Statement) -> str:
    """The variable that a row or an item names; "" if it names none."""
    if statement.version != 4:
        return ""
    for label in statement.labels[:2]:
        found = _NAME.fullmatch(label.strip(" `"))
        if found:
            return "" if found[1].lower() in _OF_EACH_HOST else found[1]
    return ""


def _variable_values(sources: tuple[Source, ...], names: set[str]) -> dict[str, list[KnownValue]]:
    """The values of variables in the files that set them, by variable name."""
    found: dict[str, list[KnownValue]] = defaultdict(list)
    for source in sources:
        for setting in _SETTING.finditer(source.text) if _FILES.search(source.file) else ():
            name, value = setting[1], setting[2]
            if name in names and not _is_of_nobody(value) and not _is_default(source, setting):
                found[name].append(KnownValue(value, source.at(setting.start(2), len(value))))
    return found


def _is_default(source: Source, setting: re.Match[str]) -> bool:
    """Whether a script sets the variable only where somebody has not, as the indented line of a condition does."""
    return bool(_SCRIPT.search(source.file)) and setting[0][:1].isspace()


def _is_of_nobody(value: str) -> bool:
    """Whether an address is one that only examples have."""
    number = to_int(value.partition("/")[0], 4)
    found = special(IPNetwork((number, 32), version=4)) if number is not None else None
    return found is not None and found.kind == "documentation"


def _variable_conclusion(statement: Statement, name: str, known: list[KnownValue]) -> Conclusion:
    """The conclusion by the only value. With several clusters, the one whose folder the row names counts."""
    words = {label.strip(" `").lower() for label in statement.labels}
    own = [value for value in known if words & set(value.place.file.lower().split("/"))] or known
    values = {value.value for value in own}
    if len(values) > 1:
        return dropped(statement, f"the variable {name} has several values", *own)
    if _DASHES.sub("-", statement.text.strip()) in values:
        return agrees(statement, f"the variable {name} has that value", own[0])
    return Disagreement(
        at=statement.place,
        said=statement.text,
        subject=f"the variable {name}",
        about="variable",
        truth=f"it is {own[0].value}",
        known=(own[0],),
        reasons=(f"the line names the variable {name}",),
        remark=statement.remark,
    )
