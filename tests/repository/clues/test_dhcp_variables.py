"""Reservations and ranges of DHCP in variables."""

from __future__ import annotations

import pytest
from lab import hosts, spots, tree
from manifests import leased

RESERVED = """\
    dhcp_reservations:
      - {mac: "02:40:00:00:00:01", ip: 10.40.2.1, hostname: lamp}
      - {mac: "02:40:00:00:00:02", ip: 10.40.2.2, hostname: kettle}
    dhcp_hosts:
      switch: {mac: "02:40:00:00:00:03", ip: 10.40.2.3}
    """

LEASED_POOL = """\
    apiVersion: cilium.io/v2
    kind: CiliumLoadBalancerIPPool
    metadata: {name: pool}
    spec:
      blocks: [{start: 10.40.0.100, stop: 10.40.0.150}]
    """


def test_a_mapping_with_a_mac_address_is_a_reservation() -> None:
    plan = tree({"group_vars/dhcp.yaml": RESERVED})
    assert hosts(plan) == {"lamp": ["10.40.2.1"], "kettle": ["10.40.2.2"], "switch": ["10.40.2.3"]}
    assert not spots(plan)
    assert spots(tree({"group_vars/dhcp.yaml": RESERVED.replace("10.40.2.2", "10.40.2.1")})) == [
        "H302 group_vars/dhcp.yaml:3:36"
    ]
    assert spots(tree({"group_vars/dhcp.yaml": RESERVED.replace("00:00:03", "00:00:02")}), ["H308"])


def test_what_two_files_lease_to_one_network_card_is_one_machine() -> None:
    leases = (
        "set service dhcp-server shared-network-name IOT subnet 10.40.2.0/24 static-mapping iot-lamp ip-address "
        "'10.40.2.1'\nset service dhcp-server shared-network-name IOT subnet 10.40.2.0/24 static-mapping iot-lamp "
        "mac-address '02:40:00:00:00:01'\n"
    )
    assert not spots(tree({"group_vars/dhcp.yaml": RESERVED, "vyos/config-parts/dhcp.sh": leases}))
    other = leases.replace("00:00:01'\n", "00:00:09'\n")
    assert spots(tree({"group_vars/dhcp.yaml": RESERVED, "vyos/config-parts/dhcp.sh": other}), ["H302"])


def test_one_network_card_has_an_address_in_each_of_its_networks() -> None:
    assert not spots(tree({"group_vars/dhcp.yaml": RESERVED.replace("00:02, ", "00:01, ").replace(".2.2", ".3.2")}))


def test_ranges_for_dhcp_are_read_of_variables() -> None:
    ranges = """\
        pihole_dhcp_range: '10.40.0.32,10.40.0.120,12h'
        dhcp_range_start: 10.40.3.10
        dhcp_range_end: 10.40.3.20
        lan_dhcp_start_ip: 10.40.4.10
        lan_dhcp_end_ip: 10.40.4.20
        dhcp_range: "{{ lan | first }}"
        dhcp_pool_name: 10.40.5.1-10.40.5.9
        """
    plan = tree({"ansible/host_vars/gate.yml": ranges, "kubernetes/pool.yaml": LEASED_POOL})
    assert leased(plan) == {
        "DHCP pihole_dhcp_range": ["10.40.0.32-10.40.0.120"],
        "DHCP dhcp_range": ["10.40.3.10-10.40.3.20"],
        "DHCP lan_dhcp": ["10.40.4.10-10.40.4.20"],
    }
    assert spots(plan) == ["K820 kubernetes/pool.yaml:5:20"]


def test_networks_of_a_list_are_known_by_their_vlans_and_do_not_overlap() -> None:
    text = "networks:\n" + "".join(
        f"  - {{name: {name}, vlan: {vlan}, subnet: {cidr}, gateway: {gateway}}}\n"
        for name, vlan, cidr, gateway in (
            ("attic", 8, "10.31.8.0/23", "10.31.8.1"),
            ("barn", 9, "10.31.9.0/24", "10.31.9.1"),
        )
    )
    seen = tree({"lab.yaml": text})
    assert [(network.name, network.vlan) for network in seen.networks] == [("attic", 8), ("barn", 9)]
    assert spots(seen, ("A201",)) == ["A201 lab.yaml:3:35"]
    assert spots(tree({"lab.yaml": text.replace("8.0/23", "8.0/24")}), ("A201",)) == []


def test_the_name_of_an_entry_is_that_of_the_machine_in_it() -> None:
    devices = "kvm_devices:\n  - name: oak\n    wol: {mac: 02:00:00:00:00:05, ip: 10.76.0.5}\n"
    assert hosts(tree({"ansible/host_vars/kvm.yml": devices})) == {"oak": ["10.76.0.5"]}


@pytest.mark.parametrize(("lease", "expected"), [("10.79.10.25", []), ("10.79.42.25", ["H301 locals.hcl:7:5"])])
def test_leases_of_terragrunt_whose_keys_are_their_addresses(lease: str, expected: list[str]) -> None:
    text = """\
locals {
  vlans = { "Services" = {
    vlan_id = 1010
    network = "10.79.10.0"
    cidr_suffix = "24"
    static_leases = {
    "%s" = { name = "Box", mac = "02:00:00:00:00:73" } }
  } }
}
"""
    found = [spot.rpartition(":")[0] for spot in spots({"router/locals.hcl": text % lease})]
    assert found == [spot.replace("locals", "router/locals").rpartition(":")[0] for spot in expected]
