"""Variables that documents give another value than the files that set them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from cidrbook.drift.documents.conclusion import Conclusion, Disagreement, KnownValue, agrees, dropped
from cidrbook.repository.observation import Observation
from cidrbook.repository.statement import Statement
from cidrbook.text.source import Source

_NAME = re.compile(r"\$?\{?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)\}?")
_SETTING = re.compile(
    r"^[ \t]*(?:export[ \t]+)?[\"']?([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)[\"']?[ \t]*[:=][ \t]*[\"']?"
    r"([0-9][0-9.]*\.[0-9./-]+)[\"']?[ \t]*,?(?:#.*)?$",
    re.MULTILINE,
)
_OF_EACH_HOST = ("node_ip", "host_ip", "ip_address", "ansible_host", "local_ip", "bind_address", "router_id")
"""Variables that every machine has with a value of its own."""
_FILES = re.compile(r"\.(?:ya?ml|env|tfvars|ini|toml|sh)$|(?:^|/)\.env[^/]*$")
_DASHES = re.compile(r"\s*[-\u2013\u2014]\s*")


def conclusions(observation: Observation) -> Iterator[Conclusion]:
    """The conclusion about each documented value of a variable."""
    documented = [(name, statement) for statement in observation.statements if (name := _named_variable(statement))]
    if not documented:
        return
    values = _variable_values(observation.sources, {name for name, _ in documented})
    for name, statement in documented:
        if name in values:
            yield _variable_conclusion(statement, name, values[name])


def _named_variable(statement: Statement) -> str:
    """The variable that a row or an item names; "" if it names none."""
    if statement.version != 4 or statement.sentence:
        return ""
    for label in statement.labels[:2]:
        found = _NAME.fullmatch(label.strip(" `"))
        if found:
            name = found[1].lower()
            return "" if name in _OF_EACH_HOST else name
    return ""


def _variable_values(sources: tuple[Source, ...], names: set[str]) -> dict[str, list[KnownValue]]:
    """The values of variables in the files that set them, by variable name."""
    found: dict[str, list[KnownValue]] = defaultdict(list)
    for source in sources:
        for setting in _SETTING.finditer(source.text) if _FILES.search(source.file) else ():
            name, value = setting[1].lower(), setting[2]
            if name in names:
                found[name].append(KnownValue(value, source.at(setting.start(2), len(value))))
    return found


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
