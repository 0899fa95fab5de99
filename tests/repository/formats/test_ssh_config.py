"""Hosts of OpenSSH's client."""

from __future__ import annotations

import pytest
from lab import short

INVENTORY = "all: {hosts: {oak: {ansible_host: 10.72.0.4}, elm: {ansible_host: 10.72.0.5}}}\n"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        pytest.param("ssh/config", "Host oak\n  HostName 10.72.0.4\n", [], id="right"),
        pytest.param("ssh/config", "Host oak oak.lan\n  HostName 10.72.0.9\n", ["H317 config:2"], id="wrong"),
        pytest.param("ssh/config", "Host oak 10.72.0.9\n  User me\n", ["H317 config:1"], id="an address as a name"),
        pytest.param("ssh/config", "Host oak\n  Port 2222\n  HostName 10.72.0.9\n", [], id="another port"),
        pytest.param("ssh/config", "Host oak *\n  HostName 10.72.0.5\n", ["H317 config:2"], id="another machine"),
        pytest.param(
            "ssh/config", "Host oak\nuptime;\n  HostName 10.72.0.9\n", [], id="what is no option ends a block"
        ),
        pytest.param("ssh/config", "Host box # of oak\n  HostName 10.72.0.9\n", [], id="a comment"),
        pytest.param(
            "ssh/config",
            "Host oak\n  HostName 10.72.0.9 # wired\n",
            ["H317 config:2"],
            id="a remark",
        ),
        pytest.param(
            "ssh/config", "Host oak\nMatch user me\n  HostName 10.72.0.9\n", [], id="another condition ends a block"
        ),
        pytest.param("ssh/config", "Host box\n  HostName 10.72.0.9\n", [], id="an unknown name"),
        pytest.param(
            "ssh.nix",
            "{ programs.ssh.extraConfig = ''\n  Host oak\n    HostName 10.72.0.9\n''; }\n",
            ["H317 ssh.nix:3"],
            id="Nix",
        ),
        pytest.param(
            "ssh.nix",
            '{ programs.ssh.matchBlocks."oak" = { hostname = "10.72.0.9"; }; }\n',
            ["H317 ssh.nix:1"],
            id="home-manager",
        ),
        pytest.param(
            "ssh.nix",
            '{ programs.ssh.matchBlocks."oak" = { hostname = "10.72.0.9"; port = 2022; }; }\n',
            [],
            id="its port",
        ),
    ],
)
def test_a_name_that_leads_to_another_address_than_its_machine(file: str, text: str, expected: list[str]) -> None:
    assert short({"ansible/inventory.yml": INVENTORY, file: text}) == expected
