"""A plan with something telling in every field that may hold it: nothing of it is in the plan that is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from lab import planned

from cidrbook.net.ip import AddressRange
from cidrbook.plan.entry import Entry
from cidrbook.publish.shown_plan import shown

TEXT = Path(__file__).with_name("every_field.yaml").read_text(encoding="utf-8")
TELLING = re.compile(r"secretword|10\.77|77:77|7777|84\.77|26\.7\.77|1\.77|74:ac|'42'|budapest", re.IGNORECASE)


def dumped(thing: Any) -> Any:
    """All that is in an object of the plan, as texts."""
    match thing:
        case Entry():
            return {name: dumped(getattr(thing, name)) for name in type(thing).model_fields}
        case Mapping():
            return {key: dumped(value) for key, value in thing.items() if key != "custom"}
        case tuple() if not isinstance(thing, AddressRange):
            return [dumped(item) for item in thing]
        case _:
            return str(thing)


@pytest.mark.parametrize("more", ["", "descriptions: masked, reasons: masked, links: masked"])
def test_nothing_telling_is_in_the_plan_that_is_drawn(more: str) -> None:
    plan = planned(TEXT.replace("publish: redacted", f"publish: own\n  profiles: {{own: {{{more}}}}}"))
    assert not plan.problems
    assert len(TELLING.findall(str(dumped(plan.networks)))) > 20
    drawn = shown(plan, "", "0123456789abcdef" * 2)
    whole = str({field.name: dumped(getattr(drawn, field.name)) for field in fields(drawn)})
    assert len(whole) > 3000
    assert set(TELLING.findall(whole)) == set()
