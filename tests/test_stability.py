"""What documentation/stability promises: a name of a release is in every later one.

`tests/stable.yaml` lists the names of the newest release; `make stable` writes it, before a release.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from cidrbook import rules
from cidrbook.commands import main
from cidrbook.exports import FORMATS as EXPORTS
from cidrbook.nuances.match import catalogue
from cidrbook.pages import MACROS
from cidrbook.pages.pools import POOLS
from cidrbook.pages.tables import TABLES
from cidrbook.plan.load import parse
from cidrbook.report.json import as_json
from cidrbook.report.schema import as_schema

ROOT = Path(__file__).resolve().parents[1]
STABLE = Path(__file__).with_name("stable.yaml")
WRONG = "networks: [{name: a, cidr: 10.0.0.0/24}, {name: b, cidr: 10.0.0.0/25}]\n"
NOT_PASSED = ("book", "self", "kwargs", "args")


def options() -> Iterator[str]:
    """`check --format`, of every command."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command
        yield name
        yield from (f"{name} {flag}" for option in command.params for flag in option.opts if flag.startswith("--"))


def keys() -> Iterator[str]:
    """`Network.cidr`, of every object of the data, and `networks` at the top."""
    schema: dict[str, Any] = json.loads(as_schema())
    yield from schema["properties"]
    for name, kind in schema["$defs"].items():
        yield from (f"{name}.{key}" for key in chain(kind.get("properties", ())))


def fields(value: object, path: str = "") -> Iterator[str]:
    """`findings.code`, of every field of a report."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}{key}"
            yield from fields(inner, f"{path}{key}.")
    elif isinstance(value, list):
        yield from chain.from_iterable(fields(inner, path) for inner in value)


def names() -> dict[str, list[str]]:
    """All names that a user may write or a script may read, by what they are of."""
    report = json.loads(as_json(rules.check(parse({"data/plan.yaml": WRONG}), date(2026, 11, 30))))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    found = {
        "action": action["inputs"],
        "columns": (f"{table.macro}.{key}" for table in (*TABLES, POOLS) for key in table.columns),
        "exports": EXPORTS,
        "fields": fields(report),
        "hooks": (hook["id"] for hook in hooks),
        "keys": keys(),
        "macros": chain.from_iterable(
            (name, *(f"{name}({key})" for key in inspect.signature(macro).parameters if key not in NOT_PASSED))
            for name, macro in MACROS.items()
        ),
        "nuances": (nuance.id for nuance in catalogue()),
        "options": options(),
        "rules": (f"{rule.code} {rule.slug}" for rule in rules.rules()),
    }
    return {group: sorted(set(all_)) for group, all_ in found.items()}


@pytest.fixture(scope="module")
def now() -> dict[str, list[str]]:
    return names()


PROMISED: dict[str, list[str]] = yaml.safe_load(STABLE.read_text(encoding="utf-8")) if STABLE.exists() else {}


@pytest.mark.parametrize("group", PROMISED)
def test_a_name_that_was_released_is_there(group: str, now: dict[str, list[str]]) -> None:
    assert PROMISED[group]
    assert [name for name in PROMISED[group] if name not in now[group]] == []


def test_every_kind_of_name_is_promised(now: dict[str, list[str]]) -> None:
    assert list(PROMISED) == list(now)


if __name__ == "__main__":
    sys.stdout.write("# Names that the newest release has. `make stable` writes this file.\n")
    sys.stdout.write(yaml.safe_dump(names(), width=120))
