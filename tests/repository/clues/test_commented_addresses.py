"""Addresses with the name of a machine in a comment behind them."""

from __future__ import annotations

import pytest
from lab import short

INVENTORY = "all: {hosts: {oak: {ansible_host: 10.72.0.4}, elm: {ansible_host: 10.72.0.5}}}\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('  NODE_1: "10.72.0.4"  # oak', []),
        ('  NODE_1: "10.72.0.9"  # oak', ["H317 Taskfile.yaml:2"]),
        ('  NODE_1: "10.72.0.9"  # oak is away', []),
        ('  NODE_1: "10.72.0.9"  # box', []),
        ("  NODES: 10.72.0.9 10.72.0.5 # oak", []),
        ("  NET: 10.72.0.9/24 # oak", []),
        ("  # NODE_1: 10.72.0.9 # oak", []),
    ],
    ids=["right", "wrong", "a sentence", "an unknown name", "two addresses", "a prefix", "commented out"],
)
def test_a_comment_that_is_the_name_of_a_machine(line: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, "Taskfile.yaml": f"vars:\n{line}\n"}) == expected
