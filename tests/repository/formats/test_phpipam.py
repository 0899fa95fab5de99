"""What phpIPAM exports, as CSV and as XLS."""

from __future__ import annotations

import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from command import run
from lab import codes, places, tree

from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_folder
from cidrbook.text.spreadsheet import as_table

SUBNETS = """\
    Section,Subnet,Description,VLAN,VLAN Domain,VRF,Master Subnet
    Home,10.0.0.0/16,All,NA,,,/
    Home,10.0.10.0/24,Servers,10,default,,10.0.0.0/16
    Home,Lab (folder),Lab,NA,,,/
    Work,10.0.10.0/24,Office,11,default,,/
    """
ADDRESSES = """\
    Section,IP Address,Hostname,Description,VRF,Subnet,MAC,Owner,Device,Note,Tag,Gateway
    Home,10.0.10.1,gw.lan,,default,10.0.10.0/24,,,,,Used,Yes
    Home,10.0.10.5,nas.lan,,default,10.0.10.0/24,02:00:00:00:00:05,,,,Used,No
    Home,10.0.10.100,,,default,10.0.10.0/24,,,,,DHCP,No
    Home,10.0.10.101,tv.lan,,default,10.0.10.0/24,,,,,DHCP,No
    Home,10.0.10.103,,,default,10.0.10.0/24,,,,,DHCP,No
    Work,10.0.10.5,desk.lan,,default,10.0.10.0/24,,,,,Used,No
    """
VLANS = "Name,Number,Domain,Description\nservers,10,default,\noffice,11,default,\nservers,10,lab,\n"
GENERATED = """\
    10.9.0.0/24 - Guests (vlan: 30 - guests),,,,,,,,
    ip address,ip state,description,hostname,mac,owner,device,port,note
    10.9.0.9,Used,,kiosk,,,,,

    10.9.1.0/24 - Empty,,,,,,,,
    ip address,ip state,description,hostname,mac,owner,device,port,note
    No hosts,,,,,,,,
    """
EXPORT = {"subnets.csv": SUBNETS, "addresses.csv": ADDRESSES, "vlans.csv": VLANS}

XLS = zlib.decompress(
    b64decode(
        """
eNrtWE1oE0EUfjP5aZKmbdI/qUINBatWqalaEKGN9afVg7W2/iGCbppRSuumZFNLPWj96VEQPCleCj3operFH5SiNw9CRQ+CKLR68OBJUPDQNr
55uzsmGsGCFiv7knk735s3M1923pvZ7PPJ8NTonaXT8IM0gwvmMn7wZtkYFr8NQoDtmYys2lcflowji0r8PlxIrwceFj0rkGso13saONx2P0EN
8A7LEeiH9qQuIgsoW4mDxiSHJubG2ONwHUsxVBGvUtLdpMtI3yLfR6S3kOUS6Sb0nWKHYTLWXrfJiuNDvIbailEzuEd9XpOlASrgqYzjs5eZ6e
uBllSP1vdvNlS7gzAGuHJtQhcprW8KynEJx+BLJgLw2c7VxxHHvrB2Bmj/mmsvyGO/wt0Aw5A5xmQgjqDXDbdsCcKujkhLIpEShiGMEdxtzfT0
QZfoTvckdWMGPsBytCzBgk2WOQBZHXE/3pk00rp2UhQCbBdGd6qnX3q5AA50tmKqdw3EdZFGuLtlmwdgzyAGkVe6nurpFkikPZkW2LpPOyFDTE
uLQW3ILUc9KfAgaIjWR+tRNWKjrhn1fZqOU76Ji1RkQDfQmBDHtYG+dPC7a3Td+o1hgOj6zdFo1rcRB91viASXU2LHQRGXo0kGSD4gzx3ap0I5
+1QRZW8QdQJKqB6mHA7hbZq5+enF7nhH7ChZhulsMk+wFfKWQwbOyR7YuZhaXGDedoA66rGG9HkadRnVl5Iux8zDa21HhVVpvUA+F6m1FufZQP
IytjKrvgrrIx/33q8eeR9bjfXxtunT5eOvYqNQgydqAvvLzwVYy9aya1elPIjZV2btdW9JV/207/l4yOKesY7pEpiFAFXDpE0k7w5TiFv3ykQu
RC6F3IjcCnkQeRTyIvIqVICoQCEfIp9CfkR+hQKIAgoVIiq0uLM83BlxD1r+jLgXKSS5FyskuZcoJLmHFJLcwwpJ7qWIJnBkRtzDxNFslQzLlK
9kWG4x5HkY8hyGPIchJ4YV0pl7sS4ZmvZsdlyxm6BzyGvxsRnxHEZcMWrmpXBXTo+n3HdZiBzhSi/WHOF5c6QyJ0dcWXHJfxmXZ7gdl9X2mkC+
NXHEEUccccSRf1GYdaK76LkP6EnPa/6loPc6s1jmnNck/610QhI/afxbugN0vKZgaF7xUwkeZo/FfrOP/b5QykGcPQW9ECcevfOOX3zuY9m/57
c7hv5cCs13/rn58PzL838DCflITg==
"""
    )
)
"""Two addresses that are one, of a sheet beside another one, as the library that phpIPAM uses writes them."""


def brief(seen: Observation) -> list[tuple[str, str, int | None]]:
    return [(one.name, one.cidr, one.vlan) for one in seen.networks if one.cidrs]


def test_an_export_without_mistakes_has_no_findings() -> None:
    seen = tree(EXPORT)
    assert codes(seen) == []
    home, work = (register for register in seen.registers if register.networks)
    servers = home.networks[1]
    assert ([host.name for host in servers.hosts], str(servers.dhcp[0]), servers.gateway) == (
        ["nas.lan", "tv.lan"],
        "10.0.10.100-10.0.10.101",
        "10.0.10.1",
    )
    assert [host.name for host in work.networks[0].hosts] == ["desk.lan"]


@pytest.mark.parametrize("mask", ["24", "/24", "255.255.255.0"])
def test_a_mask_in_a_column_of_its_own(mask: str) -> None:
    seen = tree({"a.csv": f"Section,Subnet,Mask,Description\nHome,10.0.10.0,{mask},Servers\n"})
    assert brief(seen) == [("Servers", "10.0.10.0/24", None)]


def test_subnets_above_their_addresses() -> None:
    seen = tree({"a.csv": GENERATED})
    assert brief(seen) == [("Guests", "10.9.0.0/24", 30), ("Empty", "10.9.1.0/24", None)]
    assert [host.name for host in seen.registers[0].networks[0].hosts] == ["kiosk"]


@pytest.mark.parametrize(
    ("file", "row", "expected"),
    [
        pytest.param("subnets.csv", "Home,10.0.10.0/24,Again,,,,/", ["A202 subnets.csv:6"], id="duplicate"),
        pytest.param("subnets.csv", "Home,10.0.20.7/24,Bits,,,,/", ["F108 subnets.csv:6"], id="host-bits"),
        pytest.param("subnets.csv", "Home,10.0.10.0/26,In,,,,/", ["A201 subnets.csv:6"], id="overlap"),
        pytest.param("subnets.csv", "Other,10.0.10.0/24,Again,,,,/", [], id="another-section"),
        pytest.param(
            "addresses.csv", "Home,10.0.10.5,web,,,,,,,,Used,No", ["H302 addresses.csv:8"], id="address-again"
        ),
        pytest.param("addresses.csv", "Home,10.1.0.5,web,,,,,,,,Used,No", ["H315 addresses.csv:8"], id="in-no-subnet"),
        pytest.param(
            "addresses.csv", "Home,10.0.10.0,web,,,,,,,,Used,No", ["H303 addresses.csv:8"], id="network-address"
        ),
        pytest.param("vlans.csv", "more,10,default,", ["V501 vlans.csv:5"], id="VLAN-again"),
    ],
)
def test_mistakes(file: str, row: str, expected: list[str]) -> None:
    assert (
        places(tree(EXPORT | {file: f"{EXPORT[file].rstrip()}\n{'' if file == 'vlans.csv' else '    '}{row}\n"}))
        == expected
    )


def test_a_draft_says_which_addresses_are_reserved() -> None:
    text = draft(tree(EXPORT)).files["networks.yaml"]
    assert "gateway: 10.0.10.1" in text
    assert "assigned: reservation" in text


def spreadsheet(folder: Path, data: bytes) -> Path:
    (folder / "lab").mkdir()
    (folder / "lab/export.xls").write_bytes(data)
    return folder / "lab"


def test_a_spreadsheet(tmp_path: Path) -> None:
    pytest.importorskip("xlrd", reason="xlrd is not installed: pip install 'cidrbook[xls]'")
    assert places(observe_folder(spreadsheet(tmp_path, XLS))) == ["H302 export.xls:3"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"PK\x03\x04\0\0", "XLSX", id="a-newer-one"),
        pytest.param(b"\x89PNG\0\0", "no spreadsheet", id="something-else"),
        pytest.param(XLS[:700], "xlrd", id="cut-short"),
    ],
)
@pytest.mark.parametrize("command", [("drift", "lab"), ("init", "data", "--from", "lab")], ids=["drift", "init"])
def test_what_is_no_spreadsheet(data: bytes, said: str, command: tuple[str, ...], tmp_path: Path) -> None:
    spreadsheet(tmp_path, data)
    result = run(*command, folder=tmp_path)
    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (2, 1, "")
    assert "`export.xls`" in result.stderr
    assert said in result.stderr or "cannot be read" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_table_that_is_only_called_a_spreadsheet(tmp_path: Path) -> None:
    text = "Section,Subnet,Description\nHome,10.0.10.0/24,Servers\n"
    assert brief(observe_folder(spreadsheet(tmp_path, text.encode()))) == [("Servers", "10.0.10.0/24", None)]


def test_a_spreadsheet_cut_anywhere_says_nothing() -> None:
    pytest.importorskip("xlrd", reason="xlrd is not installed: pip install 'cidrbook[xls]'")
    whole = as_table("export.xls", XLS).text
    assert {as_table("export.xls", XLS[:end]).text for end in range(8, len(XLS), 97)} <= {"", whole}
