"""Rows of machines that say in which network they are."""

from __future__ import annotations

import pytest
from documents import table
from lab import places

NETWORKS = table("VLAN | Name | Subnet", "20 | Looms | 10.31.20.0/24", "30 | Guests | 10.31.30.0/24")
CASES = {
    "a name and an id": ("Device | VLAN | IP", "anvil | Looms (20) | {}", True),
    "an id": ("Device | VLAN ID | IP", "anvil | 20 | {}", True),
    "a name": ("Device | Network | IP", "anvil | Looms | {}", True),
    "two networks": ("Device | Network | IP", "anvil | Looms, Guests | {}", False),
    "another column": ("Device | Role | IP", "anvil | Looms | {}", False),
    "what it asks": ("Device | VLAN | DNS server", "anvil | 20 | {}", False),
    "rows of networks": ("VLAN | Note | IP", "20 | anvil | {}", False),
    "an unknown network": ("Device | VLAN | IP", "anvil | 44 | {}", False),
}


def _page(columns: str, row: str) -> str:
    return table(columns, row.format("10.31.20.8").replace("anvil", "bellows"), row.format("10.31.66.7"))


@pytest.mark.parametrize(("columns", "row", "is_wrong"), CASES.values(), ids=CASES)
def test_the_address_of_a_row_that_names_its_network(columns: str, row: str, *, is_wrong: bool) -> None:
    files = {"networks.md": NETWORKS, "hosts.md": _page(columns, row)}
    assert places(files, ["R9"]) == (["R904 hosts.md:4"] if is_wrong else [])


def test_a_table_without_a_right_row_is_about_something_else() -> None:
    page = table("Device | VLAN | IP", "anvil | 20 | 10.31.66.7", "bellows | 30 | 10.31.66.8")
    assert places({"networks.md": NETWORKS, "hosts.md": page}, ["R9"]) == []


def test_a_file_knows_the_network() -> None:
    vif = "set interfaces ethernet eth1 vif 20"
    router = f"{vif} address '10.31.20.1/24'\n{vif} description 'LOOMS'\n"
    page = _page("Device | VLAN | IP", "anvil | 20 | {}")
    assert places({"config.boot.sh": router, "hosts.md": page}, ["R9"]) == ["R904 hosts.md:4"]
