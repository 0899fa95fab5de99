"""Three labs that people run, described as plans: what is found in them is what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from ipaddress import IPv4Interface, IPv6Interface, ip_interface
from pathlib import Path

import pytest
import yaml
from shared import shared

from cidrbook import rules
from cidrbook.plan.load import parse

LABS = Path(__file__).parent / "labs"

Found = tuple[str, tuple[str, ...]]
"""A finding: its code and its parties."""

MADE_UP = [
    *("devices", "management", "vlan-30", "vlan-31", "vnet100", "vnet101", "vnet102", "vnet103", "vnet104", "vlan-200"),
    *("infrastructure-loopbacks", "loopbacks-of-vnet100"),
]
FURTHER = [
    *("loopbacks-of-vnet101", "loopbacks-of-vnet102", "loopbacks-of-vnet103"),
    *("pods-of-cluster-101", "services-of-cluster-101", "pods-of-sol-k8s"),
    *("loadbalancer-of-cluster-101", "loadbalancer-of-cluster-103", "loadbalancer-of-cluster-104"),
]

EXPECTED: dict[str, list[Found]] = {
    "bigpug": [
        # A /24, says the notes of one and netplan of the other, on a link where the router has a /16.
        ("H306", ("proxy", "behind-vyos-prox")),
        ("H306", ("netsvr", "behind-vyos-prox")),
        # MetalLB has an AS number for examples, 64510.
        ("B603", ("k3s", "vyos-prox")),
        # VLAN 53 of two hypervisors, which a plan without sites says of one network of cables.
        ("V509", ("dns-at-metis", "dns-at-prox")),
    ],
    "bjw-s": [
        # No file says how long the prefixes of the gateway and of the nodes are.
        ("H315", ("unifi",)),
        ("H315", ("unifi", "gladius", "node-31")),
    ],
    "sulibot": [
        # The inventory still has an address from before the third octet moved to the second.
        ("H301", ("tayga01", "vlan-200")),
        ("H315", ("routeros",)),
        # One inventory has two NAT64 machines on one address.
        ("H302", ("jool", "tayga01")),
        # Nobody says how long the prefix of the cable between the two routing tables is.
        ("H315", ("pve01",)),
        ("H315", ("pve02",)),
        # IPv4 comes first of the services, and the addresses of the control plane are IPv6.
        ("K829", ("sol-k8s", "solcp011")),
        # Six machines and their API, as Talos and as an older playbook have them.
        ("H302", ("solcp011", "solcp01")),
        ("H302", ("solcp012", "solcp02")),
        ("H302", ("solcp013", "solcp03")),
        ("H302", ("solwk021", "solwk01")),
        ("H302", ("solwk022", "solwk02")),
        ("H302", ("solwk023", "solwk03")),
        ("H302", ("sol-k8s-api", "cluster-101-api")),
        ("K802", ("sol-k8s", "cluster-101", "services-of-cluster-101")),
        # The older playbook's Cilium expects AS 65000 of the router, which has 4200000000.
        ("B607", ("sol-k8s-cilium", "solcp011", "sol-k8s", "routeros")),
        # A /22 of pods is four shares of a /24, for six machines.
        ("K811", ("sol-k8s", "solwk022", "pods-of-sol-k8s")),
        # Ceph is on fc00::/8.
        ("I602", ("ceph-public",)),
        ("I602", ("ceph-cluster",)),
        # The tenant's number stands in the second group, where a random global id belongs: no two share a /48.
        ("I603", ("management", "devices", *MADE_UP[2:], *FURTHER)),
        ("I604", tuple(MADE_UP)),
    ],
}


def in_any_order(findings: list[Found]) -> list[tuple[str, list[str]]]:
    return sorted((code, sorted(parties)) for code, parties in findings)


@pytest.mark.parametrize("lab", EXPECTED)
def test_what_is_found_in_a_lab_is_what_is_wrong_in_it(lab: str) -> None:
    name = f"{lab}.yaml"
    plan = parse({name: (LABS / name).read_text(encoding="utf-8")})
    found = [(finding.code, finding.problem.parties) for finding in rules.check(plan, date(2026, 11, 23))]
    assert in_any_order(found) == in_any_order(EXPECTED[lab])


def test_every_plan_has_its_expectations() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in LABS.glob("*.yaml"))


LITERAL = re.compile(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:]))(?:/\d{1,3}(?!\.?\d))?"
)

LEFT_OUT: dict[str, list[str]] = {
    "bigpug": [
        # Blocks of the LAN that are kept for static addresses.
        *("192.168.0.20", "192.168.0.29", "192.168.0.30", "192.168.0.50"),
    ],
    "bjw-s": [
        "10.42.0.0/16",  # two programs trust proxies from there; the pods are 10.244.0.0/16
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "192.0.0.0/9"),  # what is private, and what is not
    ],
    "sulibot": [
        # Filters, and what programs trust.
        *("10.0.0.0/16", "10.100.0.0/14", "fc00:20::/48", "fc00::/7", "fd00:101::/48"),
        *("fd00:101:224:3::/64", "10.104.224.0/20", "fd00:104:224::/60", "fd00:42::/64", "fd00:69::/64"),
        # Router ids are no addresses.
        *("10.104.254.4", "10.255.255.2", "10.255.255.6"),
        # Comments and templates, and values still to be changed.
        *("10.0.101.80", "10.0.101.80/29", "10.0.101.88", "10.0.101.88/29", "10.10.0.140", "fd00:255:101::"),
        *("10.244.0.0/16", "10.96.0.0/12", "fd00:44::/64", "fd00:96::/108"),
        *("fd00:9::1011", "fd00:9::1012", "fd00:9::1013", "fd00:9::1021", "fd00:9::1022"),
        # Inside of a node.
        *("169.254.101.1", "169.254.101.2", "fd00:65:c111::1", "fd00:65:c111::2"),
        # Left of a pool that is gone, and a neighbour that no file says more of.
        *("10.101.27.124", "fd00:101:1b::124", "10.100.0.1"),
    ],
}
"""What stands in a lab's files and is no part of its plan."""

ASSUMED = {"bigpug": set[str](), "bjw-s": set[str](), "sulibot": {"10.1.0.0/24", "fd00:1::/64"}}
"""Prefixes whose length no file says; the hosts in them are known, and all their neighbours are of this length."""


def literals(text: str) -> Iterator[IPv4Interface | IPv6Interface]:
    """Every address and prefix in a text."""
    for found in LITERAL.findall(text.lower()):
        try:
            yield ip_interface(found)
        except ValueError:
            continue  # a time, a MAC address, a BGP community


def is_network(address: IPv4Interface | IPv6Interface) -> bool:
    """Whether it is a prefix, not an address with or without the mask of its interface."""
    return address.ip == address.network.network_address and address.network.prefixlen < address.max_prefixlen


def described(lab: str) -> set[IPv4Interface | IPv6Interface]:
    """What stands in the plan."""
    lines = (LABS / f"{lab}.yaml").read_text(encoding="utf-8").splitlines()
    return set(literals("\n".join(line.partition("#")[0] for line in lines)))


def written(lab: str) -> set[IPv4Interface | IPv6Interface]:
    """What stands in the lab's files."""
    texts = []
    for file in sorted(shared(f"labs/{lab}").rglob("*")):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            # One lab's notes write the hosts of its LAN as `.5`.
            short = file.name == "FACTS.md"
            texts.append(re.sub(r"(?<![\w.])\.(?=\d)", "192.168.0.", text) if short else text)
    return set(literals("\n".join(texts)))


def by_convention(lab: str) -> Iterator[str]:
    """What one lab's site.yaml leaves to its numbering: 10.<tenant>.0.<suffix>, fd00:<tenant>::<suffix>."""
    file = shared(f"labs/{lab}") / "site.yaml"
    site = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {"tenants": {}, "services": {}}
    for tenant in site["tenants"]:
        yield from (f"10.{tenant}.0.0/24", f"fd00:{tenant}::/64", f"10.{tenant}.0.254", f"fd00:{tenant}::fffe")
    for service in site["services"].values():
        tenant = service["tenant"]
        for guest in (service, *service.get("instances", {}).values()):
            if "suffix" in guest:
                yield from (f"10.{tenant}.0.{guest['suffix']}", f"fd00:{tenant}::{guest['suffix']}")


@pytest.mark.parametrize("lab", EXPECTED)
def test_every_address_of_a_plan_stands_in_the_labs_files(lab: str) -> None:
    source = written(lab) | {ip_interface(text) for text in by_convention(lab)}
    addresses = {address.ip for address in source}
    networks = {address.network for address in source} | {ip_interface(text).network for text in ASSUMED[lab]}
    missing = {
        address
        for address in described(lab)
        if not (address.network in networks if is_network(address) else address.ip in addresses)
    }
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("lab", EXPECTED)
def test_every_address_of_a_labs_files_stands_in_its_plan(lab: str) -> None:
    plan = described(lab)
    left_out = {ip_interface(text) for text in LEFT_OUT[lab]}
    addresses = {address.ip for address in plan | left_out}
    networks = {address.network for address in plan | left_out}
    private = {
        address
        for address in written(lab)
        if address.ip.is_private and not address.ip.is_loopback and not address.ip.is_unspecified
    }
    missing = {
        address
        for address in private
        if not (address.network in networks if is_network(address) else address.ip in addresses)
    }
    assert sorted(map(str, missing)) == []
