"""What UniFi's APIs say of networks and clients."""

from __future__ import annotations

import pytest
from lab import codes, network, tree

NETWORKS = """\
    {"meta": {"rc": "ok"}, "data": [
      {"_id": "1", "name": "Default", "purpose": "corporate", "ip_subnet": "192.168.1.1/24", "vlan_enabled": false,
       "dhcpd_enabled": true, "dhcpd_start": "192.168.1.100", "dhcpd_stop": "192.168.1.199"},
      {"_id": "2", "name": "IoT", "purpose": "corporate", "ip_subnet": "192.168.20.1/24", "vlan": 20,
       "vlan_enabled": true, "dhcpd_enabled": false, "dhcpd_start": "192.168.20.6", "dhcpd_stop": "192.168.20.254"},
      {"_id": "3", "name": "WAN", "purpose": "wan", "wan_type": "dhcp"},
      {"_id": "4", "name": "Off", "purpose": "corporate", "ip_subnet": "192.168.30.1/24", "enabled": false}]}
    """
OFFICIAL = """\
    {"id": "a", "name": "IoT", "enabled": true, "vlanId": 20, "ipv4Configuration": {
       "hostIpAddress": "192.168.20.1", "prefixLength": 24,
       "dhcpConfiguration": {"mode": "SERVER", "ipAddressRange": {"start": "192.168.20.6", "stop": "192.168.20.254"}}}}
    """
CLIENTS = """\
    {"meta": {"rc": "ok"}, "data": [
      {"mac": "02:00:00:00:00:01", "hostname": "laptop", "ip": "192.168.1.120", "is_wired": false},
      {"mac": "02:00:00:00:00:02", "name": "nas", "hostname": "x", "ip": "192.168.1.10", "is_wired": true,
       "use_fixedip": true, "fixed_ip": "192.168.1.10"},
      {"mac": "02:00:00:00:00:03", "name": "old", "is_wired": true, "use_fixedip": false, "fixed_ip": "192.168.1.11"}]}
    """
OFFICIAL_CLIENTS = """\
    {"data": [{"type": "WIRED", "name": "laptop", "ipAddress": "192.168.1.120", "macAddress": "02:00:00:00:00:01"}]}
    """


def test_networks() -> None:
    seen = tree({"networkconf.json": NETWORKS})
    assert [(one.name, one.cidr, one.gateway, one.vlan, [*map(str, one.dhcp)]) for one in seen.networks] == [
        ("Default", "192.168.1.0/24", "192.168.1.1", None, ["192.168.1.100-192.168.1.199"]),
        ("IoT", "192.168.20.0/24", "192.168.20.1", 20, []),
    ]
    assert codes(seen) == []


def test_a_network_without_the_address_of_the_gateway() -> None:
    text = NETWORKS.replace("192.168.1.1/24", "192.168.1.0/24")
    text = text.replace('"vlan_enabled": false', '"gateway_ip": "192.168.1.254"')
    lan = network(tree({"networkconf.json": text}), "192.168.1.0/24")
    assert lan.gateway == "192.168.1.254"


def test_networks_of_the_official_api() -> None:
    iot = network(tree({"network.json": OFFICIAL}), "192.168.20.0/24")
    assert (iot.name, iot.vlan, iot.gateway, str(iot.dhcp[0])) == (
        "IoT",
        20,
        "192.168.20.1",
        "192.168.20.6-192.168.20.254",
    )


@pytest.mark.parametrize(
    ("text", "there", "reserved"),
    [(CLIENTS, ["laptop", "nas"], ["nas"]), (OFFICIAL_CLIENTS, ["laptop"], [])],
    ids=["controller", "official"],
)
def test_clients(text: str, there: list[str], reserved: list[str]) -> None:
    seen = tree({"clients.json": text})
    assert [one.name for one in seen.occupants] == there
    assert [(host.name, host.assigned) for host in seen.hosts] == [(name, "reservation") for name in reserved]


def test_a_client_contradicts_an_inventory() -> None:
    files = {"clients.json": CLIENTS, "hosts.ini": "[all]\nprinter ansible_host=192.168.1.120\n"}
    assert codes(files) == ["H323"]
