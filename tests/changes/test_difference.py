"""What became of a plan: each change by its meaning, and nothing where nothing changed."""

from __future__ import annotations

import pytest
from lab import LABS, TODAY, planned

from cidrbook.changes import difference

LAN = "networks: [{name: LAN, cidr: 10.0.0.0/24, vlan: 10, hosts: [{name: nas, address: 10.0.0.2}]}"
END = "]\n"
CLUSTER = "clusters: [{name: home, load_balancers: [{product: metallb, pools: [POOL]}]}]\n"
BGP = "bgp: {sessions: [{local: a, peer: b, hold_time: 90, password: true}]}\n"


def said(before: str, after: str) -> list[str]:
    found = difference(planned(before), planned(after), TODAY)
    return [f"{change.what} {change.name}: {change.words}" for change in found.changes]


def lan(old: str = "", new: str = "") -> str:
    assert old in LAN
    return LAN.replace(old, new) + END


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(lan(), lan(), [], id="nothing"),
        pytest.param(lan(), f"# a comment\n\n{lan()}", [], id="another line"),
        pytest.param(
            lan(),
            f"{LAN}, {{name: IoT, cidr: 10.0.1.0/24}}]\n",
            ["network IoT: added (10.0.1.0/24)"],
            id="network added",
        ),
        pytest.param(
            f"{LAN}, {{name: IoT, cidr: 10.0.1.0/24}}]\n",
            lan(),
            ["network IoT: removed (10.0.1.0/24)"],
            id="network removed",
        ),
        pytest.param(lan(), lan("LAN", "Home"), ["network Home: renamed, was LAN"], id="network renamed"),
        pytest.param(
            lan(), lan("0/24", "0/23"), ["network LAN: resized from 10.0.0.0/24 to 10.0.0.0/23"], id="network resized"
        ),
        pytest.param(
            lan("hosts", "tags: [x], hosts"),
            lan("10.0.0.", "10.0.9."),
            [
                "network LAN: renumbered from 10.0.0.0/24 to 10.0.9.0/24",
                "network LAN: tags x → not said",
                "host nas: renumbered from 10.0.0.2 to 10.0.9.2",
            ],
            id="network renumbered",
        ),
        pytest.param(
            lan(), lan("vlan", "site: cabin, vlan"), ["network LAN: moved from no site to site cabin"], id="moved site"
        ),
        pytest.param(lan(), lan("10,", "20,"), ["network LAN: vlan 10 → 20"], id="another VLAN"),
        pytest.param(
            lan(),
            lan("/24", "/24, dhcp_options: {dns: 10.0.0.2}"),
            ["network LAN: dhcp_options not said → dns 10.0.0.2"],
            id="an object inside",
        ),
        pytest.param(lan(), lan("nas", "store"), ["host store: renamed, was nas"], id="host of one address renamed"),
        pytest.param(
            lan("nas,", "nas, mac: 52:54:00:00:00:01,"),
            lan("nas,", "pi, mac: 52:54:00:00:00:02,"),
            ["host pi: added (10.0.0.2)", "host nas: removed (10.0.0.2)"],
            id="another machine at the address",
        ),
        pytest.param(
            lan("nas,", "nas, mac: 52:54:00:00:00:01,"),
            lan("nas, address: 10.0.0.2", "store, mac: 52:54:00:00:00:01, address: 10.0.0.3"),
            [
                "host store: renamed, was nas",
                "host store: renumbered from 10.0.0.2 to 10.0.0.3",
                "address 10.0.0.2: free again, was nas",
            ],
            id="one machine by its MAC address",
        ),
        pytest.param(
            lan(),
            LAN.replace(", hosts: [{name: nas, address: 10.0.0.2}]", "")
            + ", {name: IoT, cidr: 10.0.1.0/24, hosts: [{name: nas, address: 10.0.1.2}]}]\n",
            [
                "network IoT: added (10.0.1.0/24)",
                "host nas: moved from 10.0.0.2 (LAN) to 10.0.1.2 (IoT)",
                "address 10.0.0.2: free again, was nas",
            ],
            id="host moved",
        ),
        pytest.param(
            lan(),
            lan("10.0.0.2", "[10.0.0.2, 10.0.0.3]"),
            ["host nas: address 10.0.0.2 → 10.0.0.2, 10.0.0.3"],
            id="one address more",
        ),
        pytest.param(
            CLUSTER.replace("POOL", "10.0.5.0/25"),
            CLUSTER.replace("POOL", "10.0.5.0/24"),
            ["pool of home: resized from 10.0.5.0/25 to 10.0.5.0/24"],
            id="pool resized",
        ),
        pytest.param(
            CLUSTER.replace("POOL", "10.0.5.1-10.0.5.9"),
            CLUSTER.replace("POOL", "10.0.6.1-10.0.6.9"),
            ["pool of home: renumbered from 10.0.5.1-10.0.5.9 to 10.0.6.1-10.0.6.9"],
            id="pool renumbered",
        ),
        pytest.param(
            CLUSTER.replace("POOL", "10.0.5.0/25"),
            CLUSTER.replace("POOL", "10.0.5.0/25, 10.0.6.0/25"),
            ["pool 10.0.6.0/25 of home: added"],
            id="pool added",
        ),
        pytest.param("", BGP, ["BGP session a with b: added"], id="session added"),
        pytest.param(BGP, BGP.replace("90", "30"), ["BGP session a with b: hold_time 90 → 30"], id="another hold time"),
        pytest.param(
            BGP, BGP.replace(", password: true", ""), ["BGP session a with b: password yes → not said"], id="password"
        ),
        pytest.param(
            "vlans: [{id: 10, name: a}]", "vlans: [{id: 10, name: b}]", ["VLAN 10 b: renamed, was 10 a"], id="VLAN"
        ),
        pytest.param(
            "routers: [{name: edge, version: '1.4', address: 10.0.0.1}]",
            "routers: [{name: edge, version: '1.5', address: 10.0.0.1}]",
            ["router edge: version 1.4 → 1.5"],
            id="release",
        ),
        pytest.param(
            "policies: [{from: lan, to: iot}]",
            "policies: [{from: lan, to: iot, action: deny}]",
            ["policy lan → iot: action allow → deny"],
            id="policy",
        ),
    ],
)
def test_what_became_of_a_plan(before: str, after: str, expected: list[str]) -> None:
    assert said(before, after) == expected


def test_an_added_and_a_removed_thing_mirror_one_another() -> None:
    other = LAN.replace("nas", "pi").replace("0.2", "0.3") + ", {name: IoT, cidr: 10.0.1.0/24}]\n"
    there, back = (difference(planned(one), planned(two), TODAY) for one, two in ((lan(), other), (other, lan())))
    assert {change.name for change in there.changes if change.kind == "added"} == {
        change.name for change in back.changes if change.kind == "removed"
    }


@pytest.mark.parametrize("file", LABS.values(), ids=LABS.keys())
def test_a_lab_beside_itself_has_not_changed(file: object) -> None:
    text = str(getattr(file, "read_text")(encoding="utf-8"))  # noqa: B009 (a path of any lab)
    assert difference(planned(text), planned(f"\n{text}"), TODAY).is_empty


def test_two_hosts_of_one_name_have_not_changed() -> None:
    text = "networks: [{name: a, hosts: [{name: x, address: 10.0.0.1}, {name: x, address: 10.0.0.2}]}]"
    assert said(text, text) == []


def test_findings_and_nuances_are_new_or_gone_and_not_moved() -> None:
    wrong = lan("10.0.0.2", "10.0.9.2")
    found = difference(planned(lan()), planned(f"\n{wrong}"), TODAY)
    assert [finding.code for finding in found.findings.new] == ["H301"]
    assert difference(planned(wrong), planned(f"\n{wrong}"), TODAY).is_empty
    back = difference(planned(wrong), planned(lan()), TODAY)
    assert [finding.code for finding in back.findings.gone] == ["H301"]
    metallb = CLUSTER.replace("POOL", "10.0.5.0/24").replace("metallb", "metallb, mode: l2, version: '0.13'")
    assert difference(planned(""), planned(metallb), TODAY).nuances.new
    assert difference(planned(metallb), planned(""), TODAY).nuances.gone
