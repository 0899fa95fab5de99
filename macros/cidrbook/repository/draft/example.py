"""A small plan to begin with, if you have no repository to read: a home of four VLANs."""

from __future__ import annotations

from cidrbook.repository.draft.files import MODELINE

EXAMPLE = {
    "networks.yaml": f"""{MODELINE}
# A small plan to begin with. Put your own names and addresses here, then run: cidrbook check
networks:
  - name: Home
    cidr: 192.168.10.0/24
    vlan: 10
    gateway: 192.168.10.1
    role: lan
    purpose: laptops and phones
    # What the DHCP server hands out. Fixed addresses lie outside of this range.
    dhcp: 192.168.10.100-192.168.10.199
    hosts:
      - {{name: switch, address: 192.168.10.2}}
      - {{name: access point, address: 192.168.10.3}}

  - name: Servers
    cidr: 192.168.42.0/24
    vlan: 42
    gateway: 192.168.42.1
    role: servers
    purpose: what runs all day
    hosts:
      - {{name: hypervisor, address: 192.168.42.10}}
      - {{name: dns, address: 192.168.42.53}}
      - {{name: nas, address: 192.168.42.60, mac: "52:54:00:12:34:56"}}

  - name: IoT
    cidr: 192.168.30.0/24
    vlan: 30
    gateway: 192.168.30.1
    role: iot
    purpose: cameras, plugs and a printer
    dhcp: 192.168.30.100-192.168.30.199
    hosts:
      # Inside of the range, because the DHCP server always gives it this address.
      - {{name: printer, address: 192.168.30.120, assigned: reservation}}

  - name: Guests
    cidr: 192.168.40.0/24
    vlan: 40
    gateway: 192.168.40.1
    role: guest
    dhcp: 192.168.40.50-192.168.40.249
""",
}
