"""Mistakes that people made in their labs, and labs without one."""

from __future__ import annotations

import re

import pytest
from shared import shared

from cidrbook import rules
from cidrbook.repository.observe import observe_folder

CASES = {
    "B07": ("H302", "10.1.3.153"),
    "B08": ("H302", "10.1.3.151"),
    "B09": ("K821", "10.45.0."),
    "B13": ("F108", "10.90.3.0/16"),
    "B23": ("K801", "10.43.0.0/12"),
    "B42": ("H302", "10.30.0.252"),
    "B43": ("B601", "4311000011"),
    "B44": ("B604", "422010011"),
    "C01": ("B607", "64514"),
}


def reported(tree: str) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.problem.message) for finding in rules.check_observation(observe_folder(shared(tree)))
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_that_was_made_is_found_and_is_gone_when_it_was_mended(case: str) -> None:
    code, word = CASES[case]
    assert any(text == code and word in message for text, message in reported(f"cases/{case}/at"))
    if case != "B13":
        assert not any(text == code and word in message for text, message in reported(f"cases/{case}/fixed"))


def test_what_every_node_repeats_is_no_mistake() -> None:
    assert reported("cases/N08/at") == []


def test_labs_in_use_are_quiet() -> None:
    assert [pair for pair in reported("labs/bjw-s") if re.match("[HKF]", pair[0])] == []
    copies = [("H302", "MOSQUITTO"), ("H302", "NGINX")]  # the next service's address was prepared, and stays a note
    assert [
        (code, word) for code, text in reported("lab-2021") for word in re.findall("SVC_(MOSQUITTO|NGINX)", text)
    ] == copies
    assert len(reported("lab-2021")) == len(copies)
