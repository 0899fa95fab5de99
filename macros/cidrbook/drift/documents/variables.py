"""Variables that documents name with a value, and that have another one in the files that set them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.network_facts import Otherwise
from cidrbook.plan.inventory import cached_view
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.source import Place, Source

_NAME = re.compile(r"\$?\{?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)\}?")
_SET = re.compile(
    r"^[ \t]*(?:export[ \t]+)?[\"']?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"([0-9][0-9.]*\.[0-9./-]+)[\"']?[ \t]*,?(?:#.*)?$",
    re.MULTILINE,
)
_OF_HOSTS = ("node_ip", "host_ip", "ip_address", "ansible_host", "local_ip", "bind_address", "router_id")
"""Variables that every machine has one of."""
_FILES = re.compile(r"\.(?:ya?ml|env|tfvars|ini|toml|sh)$|(?:^|/)\.env[^/]*$")

_Set = tuple[str, Place]


@cached_view
def variables_otherwise(plan: Observation) -> tuple[Otherwise, ...]:
    """Values that documents say of a variable, where the one of this name has another one."""
    said = [(name, statement) for statement in plan.statements if (name := _named(statement))]
    values = _values(plan.sources, {name for name, _ in said}) if said else {}
    return tuple(one for name, statement in said for one in _otherwise(statement, name, values.get(name, [])))


def _named(statement: Statement) -> str:
    """The variable that a row or an item calls by its name, and nothing else."""
    found = (_NAME.fullmatch(label.strip(" `")) for label in statement.labels[:2])
    name = next((one[1].lower() for one in found if one), "")
    return name if statement.version == 4 and not statement.sentence and name not in _OF_HOSTS else ""


def _values(sources: tuple[Source, ...], names: set[str]) -> dict[str, list[_Set]]:
    """What the files of a tree set variables to."""
    found: dict[str, list[_Set]] = defaultdict(list)
    for source in sources:
        for one in _SET.finditer(source.text) if _FILES.search(source.file) else ():
            if one[1].lower() in names:
                found[one[1].lower()].append((one[2], source.at(one.start(2), len(one[2]))))
    return found


def _otherwise(statement: Statement, name: str, known: list[_Set]) -> Iterator[Otherwise]:
    """The difference from the one value; of several clusters', from that of the one whose folder the row names."""
    words = {label.strip(" `").lower() for label in statement.labels}
    own = [(value, at) for value, at in known if words & set(at.file.lower().split("/"))] or known
    values = {value for value, _ in own}
    if len(values) == 1 and _plain(statement.text) not in values:
        value, at = own[0]
        yield Otherwise(
            statement.place, f"the variable {name} is documented as {statement.text}; it is {value}", value, at
        )


def _plain(text: str) -> str:
    return re.sub(r"\s*[-\u2013\u2014]\s*", "-", text.strip())
