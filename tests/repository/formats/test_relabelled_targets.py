"""Names that Prometheus gives to targets by their addresses."""

from __future__ import annotations

import pytest
from lab import short

VALUES = """\
relabelingConfigs:
  - {{targetLabel: auth, replacement: home}}
  - {{sourceLabels: [target], regex: "10.89.7.1", targetLabel: instance, replacement: edge}}
  - {{sourceLabels: [target], regex: "{}", targetLabel: instance, replacement: oak}}
static: [{}]
"""


@pytest.mark.parametrize(
    ("regex", "targets", "expected"),
    [
        ("10.89.7.2", "10.89.7.1, 10.89.7.2", []),
        ("10.89.7.9", "10.89.7.1, 10.89.7.2", ["R902 values.yaml:4"]),
        ("10\\\\.89\\\\.7\\\\.2", "10.89.7.1, 10.89.7.2", []),
        ("10.89.7.9", "10.89.7.1, 10.89.7.2, 10.89.7.3", []),
        ("10.89.7.9", "10.89.7.1", []),
        ("10.89.7.9", "10.89.7.1, 10.90.7.2", []),
        (".*", "10.89.7.1, 10.89.7.2", []),
    ],
    ids=["each", "no target", "escaped", "several without a name", "a target that is gone", "elsewhere", "any"],
)
def test_a_name_whose_address_is_no_target(regex: str, targets: str, expected: list[str]) -> None:
    assert short({"monitoring/values.yaml": VALUES.format(regex, targets)}) == expected
