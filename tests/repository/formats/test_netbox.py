"""What NetBox exports: read whatever the release and the dialect, and checked as a plan is."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from lab import ROOT, codes, found, hosts, messages, network, places, tree

from cidrbook.plan.load import load
from cidrbook.repository.draft.plan import draft
from cidrbook.repository.observation import Observation
from cidrbook.repository.observe import observe_folder

PREFIXES = """\
    Prefix,Status,Children,VRF,Utilization,Tenant,Site,VLAN,Role,Description
    10.0.0.0/16,Container,3,Global,10,,home,,,All of it
    10.0.10.0/24,Active,0,Global,10,,home,servers (10),Servers,Servers
    10.0.20.0/24,Reserved,0,Global,10,,home,iot (20),IoT,"Things, and more"
    10.0.10.0/24,Active,0,lab,10,,home,,,Lab
    """
ADDRESSES = """\
    IP Address,VRF,Status,Role,Tenant,Assigned,DNS Name,Description
    10.0.10.5/24,Global,Active,,,,nas.lan,
    10.0.10.6/24,Global,DHCP,,,,tv.lan,
    10.0.10.5/24,lab,Active,,,,copy.lan,
    """
RANGES = """\
    Start address,End address,Size,VRF,Status,Role,Tenant,Description
    10.0.10.100/24,10.0.10.150/24,51,Global,Active,,,DHCP pool
    10.0.10.200/24,10.0.10.210/24,11,Global,Active,,,printers
    """
VLANS = """\
    VID,Name,Site,Group,Status
    10,servers,home,,Active
    20,iot,home,,Active
    """
EXPORT = {"prefixes.csv": PREFIXES, "addresses.csv": ADDRESSES, "ranges.csv": RANGES, "vlans.csv": VLANS}


def brief(seen: Observation) -> list[tuple[str, str, str, int | None]]:
    return [(one.name, one.cidr, one.vrf, one.vlan) for one in seen.networks if one.cidrs]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PREFIXES, id="a-table-of-4"),
        pytest.param(PREFIXES.replace(",", ";").replace("s; and", "s, and"), id="semicolons"),
        pytest.param(PREFIXES.replace("10.0.20", "•• 10.0.20"), id="marks-of-depth"),
        pytest.param(
            """\
            prefix,vrf,tenant,site,vlan_group,vlan,status,role,is_pool,description
            10.0.0.0/16,,,home,,,container,,False,All of it
            10.0.10.0/24,,,home,,10,active,Servers,False,Servers
            10.0.20.0/24,,,home,,20,reserved,IoT,False,"Things, and more"
            10.0.10.0/24,lab,,home,,,active,,False,Lab
            """,
            id="columns-of-an-import",
        ),
    ],
)
def test_prefixes(text: str) -> None:
    seen = tree({"prefixes.csv": text})
    assert brief(seen) == [
        ("All of it", "10.0.0.0/16", "", None),
        ("Servers", "10.0.10.0/24", "", 10),
        ("Things, and more", "10.0.20.0/24", "", 20),
        ("Lab", "10.0.10.0/24", "lab", None),
    ]
    assert [one.role for one in seen.networks][:3] == ["container", "servers", "iot"]
    assert codes(seen) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("a.yaml", "- prefix: 10.0.10.0/24\n  status: active\n  vlan: 10\n", id="yaml-of-an-import"),
        pytest.param("a.yaml", "- status: active\n  vlan: 10\n  prefix: 10.0.10.0/24\n", id="another-order"),
        pytest.param(
            "a.json",
            '{"count": 1, "results": [{"id": 1, "prefix": "10.0.10.0/24", "vlan": {"id": 7, "vid": 10, "name": "s"},'
            ' "vrf": null, "status": {"value": "active", "label": "Active"}}]}',
            id="results-of-the-API",
        ),
    ],
)
def test_lists(file: str, text: str) -> None:
    assert brief(tree({file: text}))[0][1:] == ("10.0.10.0/24", "", 10)


def test_an_export_without_mistakes_has_no_findings() -> None:
    seen = tree(EXPORT)
    assert codes(seen) == []
    (register,) = seen.registers
    servers = next(one for one in register.networks if one.name == "Servers")
    assert [host.name for host in servers.hosts] == ["nas.lan", "tv.lan"]
    assert ([*map(str, servers.dhcp)], [part.shown for part in servers.reserved]) == (
        ["10.0.10.100-10.0.10.150"],
        ["10.0.10.200-10.0.10.210 (printers)"],
    )


@pytest.mark.parametrize(
    ("file", "row", "expected"),
    [
        pytest.param("prefixes.csv", "10.0.10.0/24,Active,0,,0,,,,,Again", ["A202 prefixes.csv:6"], id="duplicate"),
        pytest.param("prefixes.csv", "10.0.30.5/24,Active,0,,0,,,,,Bits", ["F108 prefixes.csv:6"], id="host-bits"),
        pytest.param("prefixes.csv", "10.0.10.64/26,Active,0,,0,,,,,In", ["A201 prefixes.csv:6"], id="overlap"),
        pytest.param("prefixes.csv", "10.0.20.64/26,Active,0,,0,,,,,In", [], id="nested-in-one-without-addresses"),
        pytest.param("addresses.csv", "10.0.10.5/24,,Active,,,,nas.lan,", ["H302 addresses.csv:5"], id="address-again"),
        pytest.param("addresses.csv", "10.0.10.5/24,,Active,,,,web.lan,", ["H302 addresses.csv:5"], id="two-machines"),
        pytest.param("addresses.csv", "10.0.10.7/16,,Active,,,,web,", ["H306 addresses.csv:5"], id="another-mask"),
        pytest.param("addresses.csv", "10.0.10.255/24,,Active,,,,web,", ["H303 addresses.csv:5"], id="broadcast"),
        pytest.param("addresses.csv", "10.0.10.120/24,,Active,,,,web,", ["D402 addresses.csv:5"], id="in-a-dhcp-range"),
        pytest.param("addresses.csv", "10.0.10.120/24,,DHCP,,,,web,", [], id="reserved-in-a-dhcp-range"),
        pytest.param("addresses.csv", "10.9.0.1/24,,Active,,,,web,", ["H315 addresses.csv:5"], id="in-no-prefix"),
        pytest.param("addresses.csv", "10.9.0.1/24,other,Active,,,,web,", [], id="in-a-VRF-without-prefixes"),
        pytest.param("ranges.csv", "10.0.10.140,10.0.10.160,21,,Active,DHCP,,", ["D403 ranges.csv:4"], id="two-ranges"),
        pytest.param("ranges.csv", "10.0.10.250,10.0.11.5,12,,Active,DHCP,,", ["D401 ranges.csv:4"], id="range-beyond"),
        pytest.param(
            "prefixes.csv", "10.0.30.0/24,Active,0,,0,,,x (30),,X", ["F106 prefixes.csv:6"], id="VLAN-unlisted"
        ),
        pytest.param("vlans.csv", "10,again,home,,Active", ["V501 vlans.csv:4"], id="VLAN-again"),
        pytest.param("vlans.csv", "10,again,away,,Active", [], id="VLAN-at-another-site"),
    ],
)
def test_mistakes(file: str, row: str, expected: list[str]) -> None:
    assert places(tree(EXPORT | {file: f"{EXPORT[file].rstrip()}\n    {row}\n"})) == expected


@pytest.mark.parametrize("role", ["Anycast", "vip", "CARP"])
def test_shared_addresses(role: str) -> None:
    rows = "".join(f"10.0.10.9/24,,Active,{role},,,{name},\n" for name in ("a", "b"))
    assert codes({"a.csv": f"IP Address,VRF,Status,Role,Tenant,Assigned,DNS Name,Description\n{rows}"}) == []


def test_a_device_names_an_address() -> None:
    devices = "Name,Status,Role,Manufacturer,IP Address\nnas,Active,Server,Synology,10.0.10.5/24\n"
    assert hosts(tree({"devices.csv": devices})) == {"nas": ["10.0.10.5"]}


def test_an_export_contradicts_the_rest_of_a_repository() -> None:
    inventory = "[all]\nnas.lan ansible_host=10.0.10.99\n"
    both = tree({"addresses.csv": ADDRESSES, "inventory/hosts.ini": inventory})
    assert any("10.0.10.99" in message for message in messages(both))


def test_a_draft_of_an_export() -> None:
    text = draft(tree(EXPORT)).files["networks.yaml"]
    assert "parent: all-of-it" in text
    assert "name: printers" in text
    assert "vrf: lab" in text


def test_what_a_plan_exports_is_read_back(tmp_path: Path) -> None:
    home = ROOT / "examples/home"
    assert run("export", "csv", str(home), "--output", "netbox", folder=tmp_path).exit_code == 0
    plan, (register,) = load(home), observe_folder(tmp_path / "netbox").registers
    inventories = (plan, register)
    cidrs, addresses, pools = (
        [{str(cidr) for one in inventory.networks for cidr in one.cidrs} for inventory in inventories],
        [{str(address) for host in inventory.hosts for address in host.addresses} for inventory in inventories],
        [{str(pool) for one in inventory.networks for pool in one.dhcp} for inventory in inventories],
    )
    assert cidrs[0] == cidrs[1]
    assert addresses[0] <= addresses[1]
    assert pools[0] == pools[1]
    assert {vlan.id for vlan in plan.vlans} <= {vlan.id for vlan in register.vlans}


def test_another_table_is_none_of_netbox() -> None:
    assert not found({"a.csv": "name,address,city\nJo,10.0.0.1,Bern\n"})
    assert network(tree({"a.csv": PREFIXES, "b.csv": "prefix,number\n+41,7\n"}), "10.0.10.0/24").vlan == 10


@pytest.mark.parametrize(("name", "count"), [("nas.lan", 0), ("NAS.lan", 0), ("nasty.lan", 1), ("as.lan", 1)])
def test_a_machine_is_one_with_its_domain_and_without(name: str, count: int) -> None:
    files = {
        "ansible/hosts.yml": "all: {hosts: {nas: {ansible_host: 10.0.1.20}}}\n",
        "netbox/prefixes.csv": "prefix,status\n10.0.1.0/24,active\n",
        "netbox/addresses.csv": f"address,status,dns_name\n10.0.1.20/24,active,{name}\n",
    }
    assert len(codes(tree(files), ["H302"])) == count


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("10.0.10.0/25,active,iot\n", ["A201 p.csv:3"], id="a-single-one"),
        pytest.param("10.0.10.0/25,active,iot\n10.0.10.128/25,active,tv\n", [], id="several"),
    ],
)
def test_without_addresses_a_prefix_that_only_holds_others_holds_several(rows: str, expected: list[str]) -> None:
    assert places(tree({"p.csv": f"prefix,status,description\n10.0.10.0/24,active,lan\n{rows}"})) == expected
