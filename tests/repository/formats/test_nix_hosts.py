"""Names and addresses that options of NixOS give to hosts and to Unbound."""

from __future__ import annotations

import pytest
from lab import short


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ('"10.31.2.9" = [ "ox" ];\n  networking.hosts."10.31.8.11" = [ "ox" ]', ["H317 hosts.nix:2"]),
        ('"10.31.8.11" = [ "ox" ];\n  networking.hosts."10.31.8.12" = [ "ox" ]', []),
        ('"10.31.2.9" = [ "elk" ];\n  networking.hosts."10.31.8.11" = [ "ox" ]', []),
    ],
)
def test_two_addresses_of_one_name_in_hosts(hosts: str, expected: list[str]) -> None:
    inventory = "all: {hosts: {nas: {ansible_host: 10.31.8.40}}}\n"
    assert short({"inventory.yml": inventory, "hosts.nix": f"{{\n  networking.hosts.{hosts};\n}}\n"}) == expected


@pytest.mark.parametrize(("pointer", "expected"), [("10.31.8.42", ["H317 dns.nix:7"]), ("10.31.8.46", [])])
def test_records_of_unbound_that_are_quoted_in_nix(pointer: str, expected: list[str]) -> None:
    lines = (
        "{ services.unbound.settings.server = {",
        "  local-data = [",
        "    ''\"ox.example. A 10.31.8.46\"''",
        "  ];",
        "  local-data-ptr = [",
        "    ''\"10.31.8.50 elk.example\"''",
        f"    ''\"{pointer} ox.example\"''",
        "  ];",
        "}; }",
    )
    assert short({"dns.nix": "\n".join(lines)}) == expected
