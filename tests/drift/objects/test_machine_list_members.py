"""Lists of machines with an address that no machine has."""

from __future__ import annotations

import pytest
from lab import short

INVENTORY = """\
all:
  hosts:
    pve: {ansible_host: 10.31.8.10}
    node1: {ansible_host: 10.31.8.11}
    node2: {ansible_host: 10.31.8.13}
    nas: {ansible_host: 10.31.8.40}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 10.31.8.12\n", ["R902 list.yaml:4"], id="below"),
        pytest.param(
            'targets: ["10.31.8.10:9100", "10.31.8.11:9100", "10.31.8.12:9100"]\n', ["R902 list.yaml:1"], id="beside"
        ),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 10.31.8.13\n", [], id="as in the inventory"),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 10.31.8.99\n", [], id="another machine"),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.40\n  - 10.31.8.12\n", [], id="no series"),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 10.31.8.1\n", [], id="the router"),
        pytest.param("targets:\n  - 10.31.8.11\n  - 10.31.8.12\n", [], id="one known machine"),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 9.9.9.9\n", [], id="the internet"),
        pytest.param(
            "targets:\n  - 10.31.8.10\n  # - 10.31.8.13\n  - 10.31.8.11\n  - 10.31.8.12\n",
            ["R902 list.yaml:5"],
            id="a comment",
        ),
        pytest.param("targets:\n  - 10.31.8.10\n  - 10.31.8.11\nothers:\n  - 10.31.8.12\n", [], id="two lists"),
    ],
)
def test_the_one_stranger_in_a_list(text: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, "monitoring/list.yaml": text}) == expected


def test_a_stranger_that_something_else_has() -> None:
    service = "kind: Service\nmetadata: {name: dns}\nspec: {type: LoadBalancer, loadBalancerIP: 10.31.8.12}\n"
    text = "targets:\n  - 10.31.8.10\n  - 10.31.8.11\n  - 10.31.8.12\n"
    assert short({"ansible/inventory.yml": INVENTORY, "list.yaml": text, "apps/dns.yaml": service}) == []


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("vector.yaml", 'source: |-\n  r1 = replace!(.host, "10.31.8.21", "node1")\n', ["H317 vector.yaml:2"]),
        ("vector.yaml", 'source: |-\n  r1 = replace!(.host, "10.31.8.11", "node1")\n', []),
        ("vector.yaml", 'source: |-\n  r1 = replace!(.host, "10.31.8.21", "porch")\n', []),
        (
            "prometheus.yml",
            "rules: [{source_labels: [instance], regex: '10\\.31\\.8\\.21:9100', replacement: node1}]\n",
            ["H317 prometheus.yml:1"],
        ),
        ("prometheus.yml", "rules: [{source_labels: [instance], regex: '(.*):9100', replacement: node1}]\n", []),
        (
            "dns.json",
            '{"expr": "label_replace(up, \\"host\\", \\"node1\\", \\"instance\\", \\"10.31.8.21:.*\\")"}',
            ["H317 dns.json:1"],
        ),
        ("up.sh", "NODE1_IP=10.31.8.21\n", ["H317 up.sh:1"]),
        ("up.sh", "NODE_NODE1_IP=10.31.8.11\n", []),
        ("up.sh", "PORCH_IP=10.31.8.21\n", []),
    ],
)
def test_names_in_the_place_of_an_address(file: str, text: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, f"apps/{file}": text}) == expected
