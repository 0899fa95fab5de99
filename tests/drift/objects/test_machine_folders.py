"""Files of one name in folders of machines, of which one differs."""

from __future__ import annotations

import pytest
from lab import short

MACHINES = {"ash": "10.31.9.11", "elm": "10.31.9.12", "fir": "10.31.9.13", "oak": "10.31.9.14"}


def folders(**own: str) -> dict[str, str]:
    files = {}
    for name, address in MACHINES.items():
        files[f"{name}/router.conf"] = f"router id {address};\n"
        files[f"{name}/parts/own.conf"] = f"define own = {own.get(name, address)};\n"
    return files


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, []),
        ({"oak": "10.31.9.24"}, ["R902 own.conf:1"]),
        ({"oak": "10.31.7.140"}, []),
        ({"oak": "10.31.9.24", "fir": "10.31.9.23"}, []),
    ],
)
def test_one_digit_in_one_folder(own: dict[str, str], expected: list[str]) -> None:
    found = short(folders(**own))
    assert [line for line in found if line.startswith("R902")] in (
        expected,
        [line.replace("own", "router") for line in expected],
    )


def test_three_folders_prove_nothing() -> None:
    files = {file: text for file, text in folders(oak="10.31.9.24").items() if not file.startswith("ash")}
    assert [line for line in short(files) if line.startswith("R902")] == []


def test_an_address_that_another_line_of_the_folder_has() -> None:
    files = folders(oak="10.31.9.24") | {"oak/other.conf": "peer 10.31.9.24;\n"}
    assert "R902 own.conf:1" not in short(files)


@pytest.mark.parametrize(("file", "address"), [("a.env", "10.31.9.2"), ("b.yml", "10.31.9.2")])
def test_of_two_lines_the_one_that_differs_from_other_folders(file: str, address: str) -> None:
    files = {f"{name}/a.env": "GATEWAY=10.31.9.1\n" for name in MACHINES}
    files |= {f"{name}/b.yml": "way: 10.31.9.1\n" for name in MACHINES}
    files |= {f"oak/{file}": files[f"oak/{file}"].replace("10.31.9.1", address)}
    assert short(files) == [f"R902 {file}:1"]
