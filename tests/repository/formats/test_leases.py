"""Leases of DHCP servers: who has an address now, which makes no address theirs."""

from __future__ import annotations

import pytest
from lab import Subject, codes, places, planned, tree

from cidrbook.drift.comparison import Comparison
from cidrbook.plan.plan import Plan
from cidrbook.repository.observation import Observation

DNSMASQ = """\
    1700000000 02:00:00:00:00:01 192.168.1.120 laptop 01:02:00:00:00:00:01
    0 06-02:00:00:00:00:02 192.168.1.121 * *
    duid 00:01:00:01:26:ab
    1700000000 123456 fd00::17 laptop 00:01
    """
KEA4 = """\
    address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
    192.168.1.120,02:00:00:00:00:09,,3600,1700000000,1,0,0,old,0,,0
    192.168.1.120,02:00:00:00:00:01,01:02,3600,1700003600,1,0,0,laptop.lan.,0,,0
    192.168.1.121,02:00:00:00:00:02,,3600,1700003600,1,0,0,,0,,0
    192.168.1.122,02:00:00:00:00:03,,0,1700003600,1,0,0,gone,0,,0
    192.168.1.123,02:00:00:00:00:04,,3600,1700003600,1,0,0,declined,1,,0
    """
KEA6 = """\
    address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state
    fd00::17,00:01,3600,1700003600,1,1800,0,1,128,0,0,laptop,02:00:00:00:00:01,0
    fd00:1::,00:01,3600,1700003600,1,1800,2,1,56,0,0,router,02:00:00:00:00:01,0
    """
DHCPD = """\
    # The format of this file is documented in the dhcpd.leases(5) manual page.
    server-duid "\\000\\001{;";
    lease 192.168.1.120 {
      starts 0 2026/10/20 09:58:13;
      binding state active;
      hardware ethernet 02:00:00:00:00:09;
    }
    lease 192.168.1.120 {
      binding state active;
      next binding state free;
      hardware ethernet 02:00:00:00:00:01;
      uid "\\001\\000}\\"";
      client-hostname "laptop";
    }
    lease 192.168.1.121 {
      hardware ethernet 02:00:00:00:00:02;
    }
    lease 192.168.1.122 {
      binding state free;
      hardware ethernet 02:00:00:00:00:03;
    }
    """
DHCPD6 = """\
    ia-na "\\001\\000" {
      cltt 0 2026/10/20 09:58:13;
      iaaddr fd00::17 {
        binding state active;
        preferred-life 375;
      }
    }
    """
OPNSENSE = """\
    {"total": 3, "rows": [
      {"address": "192.168.1.120", "mac": "02:00:00:00:00:01", "hostname": "laptop", "state": "active",
       "starts": "2026/11/20 09:00:00", "type": "dynamic", "status": "online"},
      {"address": "192.168.1.121", "hwaddr": "02:00:00:00:00:02", "hostname": "", "expire": 1700003600, "state": "0"},
      {"address": "192.168.1.122", "mac": "02:00:00:00:00:03", "state": "expired", "ends": "2020/11/20 09:00:00"}],
     "interfaces": {"igb1": "LAN"}}
    """
ROUTEROS_REST = """\
    [{".id": "*1", "address": "192.168.1.120", "mac-address": "02:00:00:00:00:01", "host-name": "laptop",
      "status": "bound", "dynamic": "true", "expires-after": "6m", "last-seen": "3m"},
     {".id": "*2", "address": "192.168.1.121", "mac-address": "02:00:00:00:00:02", "status": "bound",
      "last-seen": "1s"},
     {".id": "*3", "address": "192.168.1.122", "mac-address": "02:00:00:00:00:03", "status": "waiting",
      "last-seen": "1d"}]
    """
ROUTEROS_TABLE = """\
    Flags: D - dynamic
    Columns: ADDRESS, MAC-ADDRESS, HOST-NAME, SERVER, STATUS, LAST-SEEN
    #    ADDRESS        MAC-ADDRESS        HOST-NAME  SERVER   STATUS   LAST-SEEN
    0 D  192.168.1.120  02:00:00:00:00:01  laptop     defconf  bound    3m20s
    1    192.168.1.121  02:00:00:00:00:02             defconf  bound    1s
    2    192.168.1.122  02:00:00:00:00:03             defconf  waiting  never
    """
ROUTEROS_DETAIL = """\
    Flags: X - disabled, R - radius, D - dynamic, B - blocked
     0 D address=192.168.1.120 mac-address=02:00:00:00:00:01 client-id="1:2:0" address-lists="" server=defconf
         dhcp-option="" status=bound expires-after=6m9s last-seen=3m51s active-address=192.168.1.120
         host-name="laptop"

     1   ;;; printer
         address=192.168.1.121 mac-address=02:00:00:00:00:02 server=defconf status=bound last-seen=1s

     2   address=192.168.1.122 mac-address=02:00:00:00:00:03 server=defconf status=waiting last-seen=never
    """
FILES = {
    "opnsense.json": OPNSENSE,
    "routeros.json": ROUTEROS_REST,
    "table.txt": ROUTEROS_TABLE,
    "detail.txt": ROUTEROS_DETAIL,
    "dnsmasq.leases": DNSMASQ,
    "kea-leases4.csv": KEA4,
    "kea-leases6.csv": KEA6,
    "dhcpd.leases": DHCPD,
    "dhcpd6.leases": DHCPD6,
}


def brief(seen: Observation) -> list[tuple[str, str, str]]:
    return [(one.hostname, *map(str, one.addresses), str(one.mac or "")) for one in seen.occupants]  # type: ignore[misc]


LAPTOP = [("192.168.1.120", "02:00:00:00:00:01"), ("192.168.1.121", "02:00:00:00:00:02")]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("dnsmasq.leases", [*LAPTOP, ("fd00::17", "")]),
        ("kea-leases4.csv", LAPTOP),
        *((file, LAPTOP) for file in ("opnsense.json", "routeros.json", "table.txt", "detail.txt")),
        ("kea-leases6.csv", [("fd00::17", "02:00:00:00:00:01")]),
        ("dhcpd.leases", LAPTOP),
        ("dhcpd6.leases", [("fd00::17", "")]),
    ],
)
@pytest.mark.parametrize("name", ["", "copied-"], ids=["its-name", "another-name"])
def test_leases(file: str, found: list[tuple[str, str]], name: str) -> None:
    seen = tree({f"{name}{file}": FILES[file]})
    assert [pair[1:] for pair in brief(seen)] == found
    assert not seen.claims
    assert codes(seen) == []


def test_names_of_leases() -> None:
    assert [pair[0] for pair in brief(tree({"a": KEA4}))] == ["laptop.lan.", ""]
    for file in ("opnsense.json", "routeros.json", "table.txt", "detail.txt"):
        assert [pair[0] for pair in brief(tree({file: FILES[file]}))] == ["laptop", ""], file


def leased(address: str, name: str = "laptop", card: str = "02:00:00:00:00:01") -> dict[str, str]:
    return {"x.leases": f"1700000000 {card} {address} {name} *\n"}


RANGE = {"dnsmasq.conf": "dhcp-range=192.168.1.100,192.168.1.199,12h\n"}
MASKED = {"dnsmasq.conf": "dhcp-range=192.168.1.100,192.168.1.199,255.255.255.0,12h\n"}
RESERVED = {"dnsmasq.conf": f"{RANGE['dnsmasq.conf']}dhcp-host=02:00:00:00:00:01,192.168.1.30,nas\n"}
STATIC = {"hosts.ini": "[all]\nnas ansible_host=192.168.1.10\n"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(RANGE | leased("192.168.1.120"), [], id="inside"),
        pytest.param(RANGE | leased("192.168.1.220"), ["D413 x.leases:1"], id="outside"),
        pytest.param(MASKED | leased("192.168.1.220"), ["D413 x.leases:1"], id="outside-in-a-prefix"),
        pytest.param(RANGE | leased("192.168.2.20"), [], id="in-another-network"),
        pytest.param(RESERVED | leased("192.168.1.30"), [], id="reserved"),
        pytest.param(
            RESERVED | leased("192.168.1.30", "x", "02:00:00:00:00:09"), ["H323 x.leases:1"], id="another-card"
        ),
        pytest.param(STATIC | leased("192.168.1.10"), ["H323 x.leases:1"], id="static-of-another"),
        pytest.param(STATIC | leased("192.168.1.10", "NAS.lan"), [], id="static-of-its-own"),
        pytest.param(STATIC | leased("192.168.1.10", "*"), [], id="without-a-name"),
    ],
)
def test_leases_beside_a_repository(files: dict[str, str], expected: list[str]) -> None:
    assert places(files) == expected


PLAN = """\
networks:
  - name: lan
    cidr: 192.168.1.0/24
    dhcp: 192.168.1.100-192.168.1.199
    hosts:
      - {name: nas, address: 192.168.1.10, mac: "02:00:00:00:00:01"}
      - {name: tv, address: 192.168.1.20, assigned: reservation}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(leased("192.168.1.120"), [], id="inside"),
        pytest.param(leased("192.168.1.220"), ["D413"], id="outside"),
        pytest.param(leased("192.168.1.10", "other-name"), [], id="one-card"),
        pytest.param(leased("192.168.1.10", "nas", "02:00:00:00:00:02"), ["H323"], id="another-card"),
        pytest.param(leased("192.168.1.20"), [], id="reserved-without-a-card"),
        pytest.param(RANGE | leased("192.168.1.220"), ["D413"], id="said-once"),
    ],
)
def test_leases_beside_a_plan(files: dict[str, str], expected: list[str]) -> None:
    plan: Plan = planned(PLAN)
    subject: Subject = Comparison(plan, (tree(files),))
    assert codes(subject, ("D413", "H323")) == expected
