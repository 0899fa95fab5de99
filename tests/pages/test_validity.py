"""What macros make is HTML without a mistake, read by the rules that browsers follow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from engine.test_injection import hostile

from cidrbook import rules
from cidrbook.pages import MACROS
from cidrbook.pages.book import Book
from cidrbook.plan.load import load, parse

ROOT = Path(__file__).resolve().parents[2]
LABS = {file.stem: file for file in sorted((ROOT / "tests/labs").glob("*.yaml"))}
TODAY = date(2026, 11, 23)
VALUES = ("address", "cidr", "network")
"""The macros that give a bare value."""


def book(lab: str) -> Book:
    if lab == "home":
        plan = load(ROOT / "data", "data")
    else:
        text = LABS[lab].read_text(encoding="utf-8") if lab in LABS else {"hostile": hostile(), "empty": ""}[lab]
        plan = parse({"plan.yaml": text})
    return Book(plan, rules.check(plan, TODAY), TODAY, ROOT, opener=lambda folder: Book(load(ROOT / folder, folder)))


@pytest.mark.parametrize("lab", ["home", *LABS, "hostile", "empty"])
def test_every_macro_makes_valid_html(lab: str) -> None:
    other_book = book(lab)
    first = [network.id for network in other_book.plan.networks[:1]]
    arguments: dict[str, list[Any]] = {"address_grid": first, "network_page": first}
    arguments |= {"linked": ["10.0.0.5 192.168.42.60 fd00::1"], "nuances_compared": ["docs/networking/today"]}
    for name, macro in MACROS.items():
        values = arguments.get(name, [])
        if name not in VALUES and (values or name not in arguments):
            html5lib.HTMLParser(strict=True).parseFragment(str(macro(other_book, *values)))
