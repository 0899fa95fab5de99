"""Scans of nmap: who answers."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lab import codes, planned, some, spots, tree
from texts_of_trees import TEXTS

from cidrbook.drift.comparison import Comparison

SCAN = dedent(TEXTS["nmap"]["scan.xml"]).lstrip()
PLAN = """\
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: nas, address: 192.168.1.10}
"""


def test_a_scan() -> None:
    seen = tree({"scan.xml": SCAN})
    assert [(one.hostname, str(one.addresses[0]), str(one.mac or "")) for one in seen.occupants] == [
        ("nas.lan", "192.168.1.10", "02:00:00:00:00:01"),
        ("", "192.168.1.66", ""),
    ]
    assert not seen.claims


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(PLAN, ["H324 scan.xml:14:16"], id="unknown"),
        pytest.param(PLAN.replace("nas,", "printer,"), ["H323 scan.xml:7:16", "H324 scan.xml:14:16"], id="another"),
        pytest.param(PLAN.replace("1.100-", "1.60-"), [], id="in-the-dhcp-range"),
        pytest.param(PLAN.partition("    hosts")[0], [], id="a-plan-without-hosts"),
    ],
)
def test_a_scan_beside_a_plan(plan: str, expected: list[str]) -> None:
    assert spots(Comparison(planned(plan), (tree({"scan.xml": SCAN}),)), ("H323", "H324")) == expected


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE nmaprun [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
        '<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE nmaprun PUBLIC "a" "http://192.0.2.1/x.dtd">',
    ],
    ids=["entities", "a-file", "a-page"],
)
def test_a_document_type_that_says_more_ends_the_reading(doctype: str) -> None:
    seen = tree({"scan.xml": SCAN.replace("<!DOCTYPE nmaprun>", doctype)})
    assert (seen.occupants, codes(seen)) == ((), [])


def test_a_scan_cut_anywhere_is_no_exception() -> None:
    ends = some(range(0, len(SCAN), 7))
    assert [end for end in ends if tree({"scan.xml": SCAN[:end]}).failures] == []
