"""Inputs that fuzzing (`benchmarks/fuzz.py`) found to crash a target once, cut down to what did it."""

from __future__ import annotations

import pytest
from targets import TARGETS

CRASHES = {
    "markers": {
        "table-without-a-column": b"<!-- cidrbook: cidr_table([]) -->\n<!-- /cidrbook -->\n",
        "columns-that-are-nought": b"<!-- cidrbook: cidr_table(0) -->\n<!-- /cidrbook -->\n",
        "digits-of-another-script": b"<!-- cidrbook: cidr_table(\xd9\xa1.0) -->\n<!-- /cidrbook -->\n",
    },
    "written": {
        "network-without-a-key": b"networks: [{}, {name: lan, cidr: 10.0.0.0/24}]\n",
    },
    "kea": {
        "prefix-that-is-a-number": b'{4: {s: [{"subnet4":[{"subnet":4,"pools":[{"pool":"0.7.0.0 0.7.0.9"}]}]}]}}',
    },
    "plan": {
        "key-without-value-below-an-unknown-one": b"spec:\n  - a:\n",
    },
}


@pytest.mark.parametrize(
    ("target", "data"),
    [pytest.param(name, data, id=f"{name}-{what}") for name, cases in CRASHES.items() for what, data in cases.items()],
)
def test_an_input_that_crashed_ends_well(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"{", b"- a: [10.0.0.1"])
def test_a_target_ends_well_on_next_to_nothing(target: str, data: bytes) -> None:
    TARGETS[target](data)
