"""Mounts of one volume from two servers."""

from __future__ import annotations

import pytest
from lab import short


def mount(server: str, path: str) -> str:
    return f"persistence:\n  data:\n    type: nfs\n    server: {server}\n    path: {path}\n"


def values(*mounts: tuple[str, str]) -> dict[str, str]:
    return {f"apps/app{number}/values.yaml": mount(*found) for number, found in enumerate(mounts)}


USUAL = [("10.31.8.60", "/mnt/granary/films")] * 3
OWNED = {"ansible/inventory.yml": "all: {hosts: {pve: {ansible_host: 10.31.8.66}}}\n"}


@pytest.mark.parametrize(
    ("mounts", "others", "expected"),
    [
        pytest.param([("10.31.8.66", "/mnt/granary/saves")], {}, ["R902 values.yaml:4"], id="another export"),
        pytest.param([("10.31.8.66", "/mnt/granary/films")], {}, ["R902 values.yaml:4"], id="the same export"),
        pytest.param(
            [("10.31.8.66", "/mnt/granary/a"), ("10.31.8.66", "/mnt/granary/b")],
            {},
            ["R902 values.yaml:4", "R902 values.yaml:4"],
            id="two apps",
        ),
        pytest.param([("10.31.8.60", "/mnt/granary/saves")], {}, [], id="the usual server"),
        pytest.param([("10.31.8.66", "/mnt/cellar/saves")], {}, [], id="another volume"),
        pytest.param([("10.31.9.60", "/mnt/granary/saves")], {}, [], id="its interface in another network"),
        pytest.param([("10.31.8.66", "/mnt/granary/saves")], OWNED, [], id="a machine of its own"),
        pytest.param(
            [("10.31.8.66", "/mnt/granary/films")], OWNED, ["R902 values.yaml:4"], id="a machine, same export"
        ),
        pytest.param(
            [("10.31.8.66", "/mnt/granary/films"), ("10.31.8.66", "/mnt/cellar/saves")], {}, [], id="a server of others"
        ),
        pytest.param([("10.31.8.66", f"/mnt/granary/{name}") for name in "abc"], {}, [], id="as many"),
    ],
)
def test_few_mounts_from_another_server_than_most(
    mounts: list[tuple[str, str]], others: dict[str, str], expected: list[str]
) -> None:
    assert short(values(*USUAL, *mounts) | others) == expected


@pytest.mark.parametrize("volume", ["/volume1/apps", "/mnt/user/apps", "/mnt/tank", "/export", "/srv/nfs"])
def test_a_volume_that_products_call_so_on_every_server_is_not_compared(volume: str) -> None:
    usual = [("10.31.8.60", f"{volume}/films")] * 3
    assert short(values(*usual, ("10.31.8.66", f"{volume}/saves"))) == []


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("longhorn.yaml", "backupTarget: nfs://10.31.8.66:/mnt/granary/backups\n", ["R902 longhorn.yaml:1"]),
        ("fstab", "10.31.8.66:/mnt/granary/homes /home nfs defaults 0 0\n", ["R902 fstab:1"]),
        ("fstab", "# 10.31.8.66:/mnt/granary/homes /home nfs defaults 0 0\n", []),
        ("class.yaml", "parameters: {server: 10.31.8.66, share: /mnt/granary/k8s}\n", ["R902 class.yaml:1"]),
        ("README.md", "Mount `10.31.8.66:/mnt/granary/homes`.\n", []),
    ],
)
def test_notations_of_mounts(file: str, text: str, expected: list[str]) -> None:
    assert short(values(*USUAL) | {file: text}) == expected
