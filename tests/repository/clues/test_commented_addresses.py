"""Addresses with the name of a machine in a comment behind them."""

from __future__ import annotations

import pytest
from lab import short

INVENTORY = "all: {hosts: {oak-1: {ansible_host: 10.72.0.4}, elm: {ansible_host: 10.72.0.5}}}\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('  NODE_1: "10.72.0.4"  # oak-1', []),
        ('  NODE_1: "10.72.0.9"  # oak-1', ["H317 Taskfile.yaml:2"]),
        ('  NODE_1: "10.72.0.9"  # oak-1 is away', []),
        ('  NODE_1: "10.72.0.9"  # box-1', []),
        ('  PLUG: "10.72.0.9"  # elm', []),
        ("  NODES: 10.72.0.9 10.72.0.5 # oak-1", []),
        ("  NET: 10.72.0.9/24 # oak-1", []),
        ("  # NODE_1: 10.72.0.9 # oak-1", []),
        ("  NODE_1_IPMI: 10.72.0.9 # oak-1", []),
    ],
    ids=[
        "right",
        "wrong",
        "a sentence",
        "an unknown name",
        "what it is for",
        "two addresses",
        "a prefix",
        "commented out",
        "of another card",
    ],
)
def test_a_comment_that_is_the_name_of_a_machine(line: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, "Taskfile.yaml": f"vars:\n{line}\n"}) == expected
