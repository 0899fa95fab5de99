"""Networks that a program trusts."""

from __future__ import annotations

import pytest
from lab import short
from manifests import TALCONFIG


def test_a_variable_that_says_which_range_is_trusted() -> None:
    settings = (
        "kind: ConfigMap\nmetadata: {name: cluster-settings}\ndata:\n  TRUSTED_INTERNAL_POD_CIDR: 10.150.0.0/16\n"
    )
    files = {"talos/talconfig.yaml": TALCONFIG, "flux/settings.yaml": settings}
    assert short(files) == ["R902 settings.yaml:4"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("egress: [{toCIDR: [10.42.0.0/16]}]", ["R902 policy.yaml:3"]),
        ("egress: [{toCIDRSet: [{cidr: 10.72.0.0/16}]}]", ["R902 policy.yaml:3"]),
        ("egress: [{toCIDR: [10.71.0.0/16]}]", []),
        ("egress: [{toCIDRSet: [{cidr: 0.0.0.0/0, except: [10.0.0.0/8]}]}]", []),
        ("ingress: [{from: [{ipBlock: {cidr: 192.168.7.0/24}}]}]", []),
    ],
)
def test_ranges_in_policies(rule: str, expected: list[str]) -> None:
    policy = f"kind: CiliumNetworkPolicy\nmetadata: {{name: chat}}\nspec: {{{rule}}}\n"
    assert short({"talos/talconfig.yaml": TALCONFIG, "apps/chat/policy.yaml": policy}) == expected


HASS = """kind: ConfigMap
metadata: {name: hass}
data:
  configuration.yaml: |
    http:
      trusted_proxies:
        - 10.31.5.0/24
        - 10.42.0.0/16
"""


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("limits.toml", "[net]\ntrusted_proxies = ['127.0.0.0/8', '10.42.0.0/16']\n", ["R902 limits.toml:2"]),
        ("limits.toml", "[net]\ntrusted_proxies = [\n  '10.42.0.0/16',\n  '10.71.0.0/16']\n", []),
        ("limits.toml", "[net]\n# trusted_proxies = ['10.42.0.0/16']\n", []),
        ("chat.ini", "TRUSTED_PROXIES = 10.72.0.0/16\n", ["R902 chat.ini:1"]),
        (
            "map.yaml",
            HASS,
            ["R902 map.yaml:8"],
        ),
    ],
)
def test_proxies_that_are_trusted_in_lines(file: str, text: str, expected: list[str]) -> None:
    assert short({"talos/talconfig.yaml": TALCONFIG, f"apps/chat/{file}": text}) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("trusted_proxies", "[10.31.5.1/24]", ["F108 chat.yaml:1"]),
        ("sourceRange", "[10.31.5.1/24]", ["F108 chat.yaml:1"]),
        ("sourceRange", "[10.31.5.1/32]", []),
        ("sourceRange", "[10.31.5.1]", []),
        ("sourceRange", "[127.0.0.1/8]", []),
        ("AllowedIPs", "[10.31.5.1/24]", []),
        ("addresses", "[10.31.5.1/24]", []),
    ],
)
def test_host_bits_in_what_settings_trust(key: str, value: str, expected: list[str]) -> None:
    assert short({"apps/chat.yaml": f"{key}: {value}\n"}) == expected
