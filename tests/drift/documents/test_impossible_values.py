"""Values of documents that cannot be so whatever else there is."""

from __future__ import annotations

import pytest
from documents import table
from lab import places


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("- URL: `192.168.168.31.7`\n", ["R908 a.md:1"], id="five numbers"),
        pytest.param("- Firmware: 1.10.0.3.4\n", [], id="a version"),
        pytest.param("The release is 7, and version 10.31.4.1.2 is next.\n", [], id="a version of five numbers"),
        pytest.param("Never write `192.168.168.31.7`.\n", [], id="five numbers in a denial"),
        pytest.param("- NAS: 192.168.168.310\n", ["R908 a.md:1"], id="a number above 255"),
        pytest.param("- Driver: 10.0.648.4, and version 10.0.6.648\n", [], id="numbers above 255 of versions"),
        pytest.param("- Lab: 10.31.4.0/244\n", ["R908 a.md:1"], id="a length above 32"),
        pytest.param("- Web: 10.31.4.80/81/82, http://10.31.4.9/401, 10.31.4.7/70\n", [], id="hosts and a path"),
        pytest.param("- Cameras: 10.31.4.80-70\n", ["R908 a.md:1"], id="a range that runs backwards"),
        pytest.param("- Cameras: 10.31.4.80 - 10.31.4.70\n", ["R908 a.md:1"], id="the same in full"),
        pytest.param("- Cameras: 10.31.4.70-80\n- Set up 10.31.4.9 - 3 disks\n", [], id="forwards, and a dash"),
        pytest.param("- Main LAN: `10.31.5.0/24` (box: `10.31.4.9`)\n", ["R908 a.md:1"], id="a bracket outside"),
        pytest.param("- Main LAN: `10.31.4.0/24` (box: `10.31.4.9`)\n", [], id="a bracket inside"),
        pytest.param("- Main LAN: `10.31.5.0/24` (via `10.31.4.9`)\n", [], id="a next hop"),
        pytest.param("- Main LAN: `10.31.5.0/24` (reaches `10.31.4.9`)\n", [], id="what it reaches"),
        pytest.param("- Main LAN: `10.31.5.0/24` (box: `10.31.5.9/23`)\n", [], id="an address of it with another mask"),
        pytest.param("- Lab: 10.31.16.0/16\n", ["R908 a.md:1"], id="host bits that end with zero"),
        pytest.param("- Box: 10.31.16.5/16\n- Scan: `scan 10.31.16.0/16`\n", [], id="an interface, and a command"),
        pytest.param(table("Net | Mask", "10.31.4.0/25 | 255.255.255.0"), ["R908 a.md:3"], id="another mask"),
        pytest.param(table("Net | Mask", "10.31.4.0/24 | 255.255.255.0"), [], id="the same mask"),
        pytest.param(
            table("Range | For", "10.31.4.80-100 | MetalLB pool", "10.31.4.100-200 | DHCP pool"),
            ["R908 a.md:3"],
            id="a pool and a DHCP range",
        ),
        pytest.param(
            table("Range | For", "10.31.4.80-99 | MetalLB pool", "10.31.4.100-200 | DHCP pool"), [], id="side by side"
        ),
        pytest.param(
            table("Device | MAC | IP", "loom | 02:00:00:00:5a:01 | 10.31.1.21")
            + "\n## Leases\n\n"
            + table("Name | IP | MAC", "weaver | 10.31.1.22 | 02:00:00:00:5A:01"),
            ["R908 a.md:9"],
            id="a MAC address with two addresses",
        ),
        pytest.param(
            table(
                "Device | MAC | IP", "loom | 02:00:00:00:5a:01 | 10.31.1.21", "loom | 02:00:00:00:5a:01 | 10.31.2.21"
            ),
            [],
            id="one in each network",
        ),
    ],
)
def test_what_cannot_be_so(page: str, expected: list[str]) -> None:
    assert places({"a.md": page}, ["R908"]) == expected
