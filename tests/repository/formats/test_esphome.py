"""ESPHome: the addresses of devices."""

from __future__ import annotations

import pytest
from lab import codes, hosts, places, tree

LAMP = """\
substitutions:
  name: lamp
  address: 10.71.7.52
esphome:
  name: ${name}
wifi:
  ssid: !secret wifi_ssid
  manual_ip:
    static_ip: $address
    gateway: 10.71.7.1
    subnet: 255.255.255.0
    dns1: 10.71.7.53
  ap:
    manual_ip:
      static_ip: 192.168.4.1
      gateway: 192.168.5.1
      subnet: 255.255.255.0
sensor:
  - platform: template
    lambda: !lambda return 1;
"""
PLUG = """\
esphome:
  name: plug
ethernet:
  type: W5500
  manual_ip:
    static_ip: 10.71.7.51
    gateway: 10.71.7.1
    subnet: 255.255.255.0
"""
FAN = """\
esphome:
  name: fan
wifi:
  networks:
    - ssid: attic
      manual_ip: {static_ip: 10.71.7.50, gateway: 10.71.7.1, subnet: 255.255.255.0}
    - ssid: barn
      manual_ip: {static_ip: 10.71.8.50, gateway: 10.71.8.1, subnet: 255.255.255.0}
"""
FILES = {"esphome/lamp.yaml": LAMP, "esphome/plug.yaml": PLUG, "esphome/fan.yaml": FAN}


def test_devices() -> None:
    assert hosts(tree(FILES)) == {
        "lamp": ["10.71.7.52"],
        "plug": ["10.71.7.51"],
        "fan": ["10.71.7.50", "10.71.8.50"],
    }
    assert codes(FILES) == []


@pytest.mark.parametrize(
    "text",
    [
        PLUG.replace("10.71.7.51", "!secret plug_ip").replace("gateway: 10.71.7.1", "gateway: !secret gateway"),
        PLUG.replace("10.71.7.51", "${plug_ip}"),
        PLUG.replace("10.71.7.51", "10.71.7.${octet}"),
        PLUG.replace("esphome:", "other:"),
        PLUG.replace("  name: plug\n", "  - plug\n"),
    ],
    ids=["a secret", "a variable of another file", "a part", "another product", "no mapping"],
)
def test_what_is_no_device(text: str) -> None:
    assert (hosts(tree({"plug.yaml": text})), codes({"plug.yaml": text})) == ({}, [])


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        pytest.param("esphome/plug.yaml", ("way: 10.71.7.1", "way: 10.71.8.1"), ["A204 plug:7"], id="gateway outside"),
        pytest.param("esphome/lamp.yaml", ("10.71.7.52", "10.71.6.52"), ["A204 lamp:10"], id="a device outside"),
        pytest.param("esphome/plug.yaml", ("10.71.7.51", "10.71.7.510"), ["F104 plug:6"], id="no address"),
        pytest.param("esphome/lamp.yaml", ("10.71.7.53", "10.71.7.S3"), ["F104 lamp:12"], id="no resolver"),
        pytest.param("esphome/plug.yaml", ("10.71.7.51", "10.71.7.52"), ["H302 plug:6"], id="twice"),
    ],
)
def test_what_contradicts_itself(file: str, change: tuple[str, str], expected: list[str]) -> None:
    changed = {**FILES, file: FILES[file].replace(*change)}
    assert changed != FILES
    assert [text.replace("esphome/", "").replace(".yaml", "") for text in places(changed)] == expected


def test_a_document_beside_devices() -> None:
    row = "# Lab\n\n| Device | IP |\n|---|---|\n| lamp | 10.71.7.{} |\n"
    assert codes({**FILES, "README.md": row.format(52)}) == []
    assert codes({**FILES, "README.md": row.format(62)}) == ["R904"]
