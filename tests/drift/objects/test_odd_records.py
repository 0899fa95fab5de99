"""Records of DNS that differ from what is known by another name."""

from __future__ import annotations

import pytest
from lab import short

VLANS = """{ vlans = {
  mgmt = { prefixLength = "24"; subnet = "10.75.10.0/${vlans.mgmt.prefixLength}"; gateway = "10.75.10.1"; };
  iot = { prefixLength = "24"; subnet = "10.75.40.0/${vlans.iot.prefixLength}"; gateway = "10.75.40.1"; };
}; }
"""


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("gw.iot IN A 10.75.40.1", []),
        ("gw.iot IN A 10.75.40.9", ["H317 lan.zone:2"]),
        ("iot-gw IN A 10.75.40.9", ["H317 lan.zone:2"]),
        ("gw.iot IN A 10.75.10.1", []),
        ("gw.guest IN A 10.75.40.9", []),
        ("router IN A 10.75.40.9", []),
    ],
    ids=["right", "wrong", "in another order", "another network's gateway", "an unknown network", "any router"],
)
def test_the_record_of_a_networks_gateway(record: str, expected: list[str]) -> None:
    assert short({"router.nix": VLANS, "zones/lan.zone": f"$ORIGIN lan.\n{record}\n"}) == expected


SOA = "lab.example. IN SOA ns.lab.example. admin.lab.example. 1 7200 3600 1209600 3600\n"


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        ("edge.lab.example. IN A 10.75.0.1", "edge.lab.example. IN A 10.75.0.1", []),
        ("edge.lab.example. IN A 10.75.0.1", "edge.lab.example. IN A 10.75.0.9", ["H317 lab.zone:2"]),
        ("edge.lab.example. IN A 10.75.0.1", "edge.lab.example. IN A 10.75.9.1", []),
        ("edge.lab.example. IN A 10.75.0.1", "edge.dev.example. IN A 10.75.0.9", []),
        (
            "edge.lab.example. IN A 10.75.0.1",
            "edge.lab.example. IN A 10.75.0.9\nweb.lab.example. IN A 10.75.0.9",
            [],
        ),
    ],
    ids=["same", "two addresses", "another network", "another name", "an address of several names"],
)
def test_two_zones_that_give_a_name_two_addresses(first: str, again: str, expected: list[str]) -> None:
    zones = {"core/dns.db": SOA + first + "\n", "k8s/lab.zone": SOA + again + "\n"}
    assert short(zones) == expected


def test_a_zone_in_a_config_map_is_read() -> None:
    inner = "".join(f"    {line}\n" for line in (SOA.strip(), "edge.lab.example. IN A 10.75.0.9"))
    zone = f"kind: ConfigMap\nmetadata: {{name: dns}}\ndata:\n  dns.db: |\n{inner}"
    assert short({"core/dns.db": f"{SOA}edge.lab.example. IN A 10.75.0.1\n", "k8s/zone.yaml": zone}) == [
        "H317 dns.db:2"
    ]


LEASES = """\
/ip dhcp-server lease
add address=10.75.20.12 comment="NAS - oak" mac-address=02:00:00:00:00:12 server=d
add address=10.75.20.13 comment="Box elm" mac-address=02:00:00:00:00:13 server=d
add address=10.75.20.14 comment="Cam yew" mac-address=02:00:00:00:00:14 server=d
/ip dns static
"""


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({"oak": 12, "elm": 13, "yew": 14}, []),
        ({"oak": 12, "elm": 13, "yew": 19}, ["H317 router.rsc:8"]),
        ({"oak": 12, "elm": 18, "yew": 19}, []),
        ({"yew": 19}, []),
    ],
    ids=["all agree", "one does not", "two do not", "one alone"],
)
def test_the_one_record_that_differs_from_a_lease_called_by_its_comment(
    records: dict[str, int], expected: list[str]
) -> None:
    lines = "".join(f"add address=10.75.20.{number} name={name}.lan type=A\n" for name, number in records.items())
    assert short({"router.rsc": LEASES + lines}) == expected


def test_a_lease_with_a_record_of_its_own_is_not_that_of_a_shorter_one() -> None:
    lease = 'add address=10.75.20.15 comment="KVM - oak" mac-address=02:00:00:00:00:15 server=d\n'
    leases = LEASES.replace("/ip dns static\n", lease + "/ip dns static\n")
    records = {"kvm-oak": 15, "oak": 19, "elm": 13, "yew": 14}
    lines = "".join(f"add address=10.75.20.{number} name={name}.lan type=A\n" for name, number in records.items())
    assert short({"router.rsc": leases + lines}) == ["H317 router.rsc:8"]
