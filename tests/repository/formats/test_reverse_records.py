"""PTR records, and the addresses of the names that they give."""

from __future__ import annotations

import pytest
from lab import places

FORWARD = "$ORIGIN lan.\n$TTL 1\nnas IN A 10.0.0.1\nnas 1h IN A 10.0.0.2\n"
CASES = {
    "zone": (
        {"db.lan": FORWARD, "rev": "$ORIGIN 0.0.10.in-addr.arpa.\n1 PTR nas.lan.\n3 IN PTR nas.lan.\n"},
        ["rev:3"],
    ),
    "zones by the names of files": (
        {"lan.zone": FORWARD, "db.10.0.0": "$TTL 1\n2 PTR nas.lan.\n3 PTR nas.lan.\n"},
        ["db.10.0.0:3"],
    ),
    "another domain": ({"db.lan": FORWARD, "rev": "$ORIGIN 0.0.10.in-addr.arpa.\n3 PTR nas.iot.lan.\n"}, []),
    "no such name": ({"db.lan": FORWARD, "rev": "$ORIGIN 0.0.10.in-addr.arpa.\n3 PTR tv.lan.\n"}, []),
    "IPv6": (
        {
            "db.lan": "$ORIGIN lan.\nnas AAAA fd00::5\n",
            "rev": f"$ORIGIN {'0.' * 28}d.f.ip6.arpa.\n5.0 PTR nas.lan.\n6.0 PTR nas.lan.\n",
        },
        ["rev:3"],
    ),
    "Unbound": (
        {"u.conf": 'server:\n  local-data: "nas.lan. IN A 10.0.0.1"\n  local-data-ptr: "10.0.0.9 nas.lan"\n'},
        ["u.conf:3"],
    ),
    "dnsmasq": (
        {"dnsmasq.conf": "address=/nas.lan/10.0.0.1\nptr-record=9.0.0.10.in-addr.arpa,nas.lan\n"},
        ["dnsmasq.conf:2"],
    ),
    "in a ConfigMap": (
        {
            "cm.yaml": (
                "kind: ConfigMap\ndata:\n  db.lan: |\n    $ORIGIN lan.\n    nas IN A 10.0.0.1\n"
                "  rev: |\n    $ORIGIN 10.in-addr.arpa.\n    2.0.0 IN PTR nas.lan.\n"
            )
        },
        ["cm.yaml:8"],
    ),
}


@pytest.mark.parametrize(("files", "said"), CASES.values(), ids=CASES)
def test_a_ptr_record_gives_a_name_that_has_its_address(files: dict[str, str], said: list[str]) -> None:
    assert places(files, ["H317"]) == [f"H317 {place}" for place in said]


DNS = """\
resource "dns_a_record_set" "nas" {
  zone      = "lab.example."
  name      = "nas"
  addresses = ["10.81.0.%s"]
}
resource "dns_ptr_record" "nas" {
  zone = "0.81.10.in-addr.arpa."
  name = "5"
  ptr  = "nas.lab.example."
}
"""


@pytest.mark.parametrize(("octet", "expected"), [("5", []), ("6", ["H317 dns.tf:9"])])
def test_the_ptr_record_of_terraform(octet: str, expected: list[str]) -> None:
    assert places({"dns.tf": DNS % octet}, ["H317"]) == expected


def test_records_of_powerdns_have_their_type_beside_them() -> None:
    records = (
        ("lab.example.", "nas.lab.example.", "A", "10.81.0.6"),
        ("0.81.10.in-addr.arpa.", "5", "PTR", "nas.lab.example."),
    )
    text = "".join(
        f'resource "powerdns_record" "r{number}" {{\n  zone = "{zone}"\n  name = "{name}"\n  type = "{kind}"\n'
        f'  records = ["{value}"]\n}}\n'
        for number, (zone, name, kind, value) in enumerate(records)
    )
    assert places({"dns.tf": text}, ["H317"]) == ["H317 dns.tf:11"]
