"""Plans of any size for the benchmarks."""

from __future__ import annotations

from pathlib import Path

HOME = """\
networks:
  - {name: lan, cidr: 192.168.10.0/24, vlan: 10, gateway: 192.168.10.1, dhcp: 192.168.10.100-192.168.10.199, hosts: [
      {name: nas, address: 192.168.10.5, mac: "52:54:00:12:34:56"}, {name: printer, address: 192.168.10.6}]}
  - {name: iot, cidr: 192.168.20.0/24, vlan: 20, gateway: 192.168.20.1, dhcp: 192.168.20.50-192.168.20.250}
  - {name: servers, cidr: 10.0.1.0/24, vlan: 30, gateway: 10.0.1.1}
"""
LAB = """\
routers:
  - {name: edge, product: opnsense, version: "26.7", asn: 64512, addresses: 10.0.1.1}
clusters:
  - name: home
    version: v1.36.1
    nodes: [{name: n1, address: 10.0.1.11, roles: control-plane}, {name: n2, address: 10.0.1.12}]
    cni: {product: calico, version: "3.32", bgp: true}
    load_balancers: {product: calico, version: "3.32", mode: bgp, asn: 64513, pools: 10.69.0.0/24}
bgp:
  sessions: [{local: home, peer: edge, peer_asn: 64512, peer_address: 10.0.1.1, announces: 10.69.0.0/24}]
"""
"""What a lab has beside networks, so that nothing of the product is left out."""

VLANS = 900


def plan(count: int, start: int = 0) -> str:
    """So many networks with name, CIDR, gateway, and a VLAN as long as there are any, none of which overlap.

    Those that are too many for private addresses say that they are public ones of their owner.
    """
    return "networks:\n" + "".join(map(_network_text, range(start, start + count)))


def _network_text(number: int) -> str:
    prefix = f"{10 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
    public = "    public: true\n" if number >> 16 else ""
    vlan = f"    vlan: {number + 2}\n" if number < VLANS else ""
    return f"  - name: net-{number}\n    cidr: {prefix}.0/24\n    gateway: {prefix}.1\n{vlan}{public}"


def write_plan(folder: Path, count: int, step: int = 100_000) -> Path:
    """A folder with the plan in files of so many networks."""
    folder.mkdir(parents=True)
    for start in range(0, count, step):
        text = plan(min(step, count - start), start)
        (folder / f"plan-{start // step}.yaml").write_text(text, encoding="utf-8")
    return folder


def write_home(folder: Path) -> Path:
    """A folder with the plan of a home: three networks, a router, a cluster and a session."""
    folder.mkdir(parents=True)
    (folder / "networks.yaml").write_text(HOME, encoding="utf-8")
    (folder / "lab.yaml").write_text(LAB, encoding="utf-8")
    return folder
