"""Ranges of a cluster in settings of apps, of which some are stale."""

from __future__ import annotations

import pytest
from lab import messages, places, short
from manifests import CONTROL_PLANE, TALCONFIG, TALOS, release


def setting(line: str) -> dict[str, str]:
    """A release with one line of an app's environment."""
    return {
        "apps/thing/helmrelease.yaml": f"""\
            kind: HelmRelease
            metadata: {{name: thing}}
            spec:
              values:
                env:
                  {line}
            """
    }


@pytest.mark.parametrize(
    "line",
    [
        "FIREWALL_OUTBOUND_SUBNETS: 10.42.0.0/16,10.113.0.0/16,10.8.0.0/24",
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.43.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.99.0.0/16,10.113.0.0/16",
        'HASS_HTTP_TRUSTED_PROXY_2: "10.42.0.0/16"',
        "PAPERLESS_TRUSTED_PROXIES: 10.244.0.0/16",
        "trustedCIDRs: [10.8.0.0/24, 10.42.0.0/16]",
        "more: [{name: NOT_ROUTED_TO_GATEWAY_CIDRS, value: 10.42.0.0/16 10.113.0.0/16}]",
    ],
)
def test_a_range_of_before_in_an_apps_settings_is_found(line: str) -> None:
    assert places(CONTROL_PLANE | setting(line)) == ["R902 apps/thing/helmrelease.yaml:6"]


@pytest.mark.parametrize(
    "line",
    [
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.113.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.112.0.0/16,10.113.0.0/16,10.42.0.0/16",
        "FIREWALL_OUTBOUND_SUBNETS: 10.0.0.0/8",
        "FIREWALL_OUTBOUND_SUBNETS: 192.168.7.0/24",
        "TRUSTED_PROXIES: 10.8.0.0/24",
        "TRUSTED_PROXIES: 10.7.0.0/16",
        "TRUSTED_PROXIES: 10.42.7.0/24",
        "TRUSTED_PROXIES: ${POD_CIDR}",
        "UNRELATED_RANGES: 10.42.0.0/16",
    ],
)
def test_networks_that_settings_may_well_mean_are_left_alone(line: str) -> None:
    assert places(CONTROL_PLANE | setting(line)) == []


def test_a_setting_may_name_what_another_file_has() -> None:
    machine = {"hosts.yaml": "all: {hosts: {box: {ansible_host: 10.42.0.9}}}\n"}
    assert places(CONTROL_PLANE | setting("TRUSTED_PROXIES: 10.42.0.0/16") | machine) == []


def test_every_stale_copy_is_said_with_its_setting() -> None:
    first, second = setting("TRUSTED_PROXIES: 10.42.0.0/16"), setting("TRUSTED_PROXIES: 10.42.0.0/16")
    other = {"apps/other/helmrelease.yaml": next(iter(second.values()))}
    said = messages(CONTROL_PLANE | first | other)
    assert len(said) == 2
    assert all("TRUSTED_PROXIES names 10.42.0.0/16" in message and "10.112.0.0/16" in message for message in said)


# What settings trust


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("CHAT_TRUSTED_PROXIES", "10.71.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.42.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.72.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.17.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "10.150.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.0.0.0/8", False),
        ("CHAT_TRUSTED_PROXIES", "10.72.0.0/16,10.71.0.0/16", False),
        ("CHAT_TRUSTED_PROXIES", "10.31.5.0/24,10.42.0.0/16", True),
        ("CHAT_TRUSTED_PROXIES", "192.168.99.0/24", False),
        ("TS_ROUTES", "10.31.5.0/24,10.82.0.0/16", True),
        ("TS_ROUTES", "192.168.50.0/24", False),
        ("CHAT_ARGS", "--accept-dns=false --advertise-routes=10.43.0.0/16", True),
        ("CHAT_ARGS", "--accept-dns=false --advertise-routes=10.81.0.0/16", False),
        ("podCIDR", "10.150.0.0/16", True),
        ("podCIDR", "10.71.0.0/16", False),
        ("serviceCidr", "10.71.0.0/16", False),
        ("serviceCidr", "10.150.0.0/16", True),
    ],
)
def test_ranges_of_the_cluster_in_settings(key: str, value: str, expected: bool) -> None:  # noqa: FBT001
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/chat/helmrelease.yaml": release("chat", f'{key}: "{value}"')}
    assert short(files) == (["R902 helmrelease.yaml:6"] if expected else [])


def test_a_chart_that_makes_clusters_has_ranges_of_their_own() -> None:
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/x/vcluster.yaml": release("vcluster", "podCIDR: 10.150.0.0/16")}
    assert short(files) == []


def test_settings_that_are_numbered_are_one() -> None:
    both = "CHAT_TRUSTED_PROXY_1: 10.42.0.0/16\nCHAT_TRUSTED_PROXY_2: 10.71.0.0/16"
    files = {"talos/talconfig.yaml": TALCONFIG, "apps/chat/helmrelease.yaml": release("chat", both)}
    assert short(files) == []


@pytest.mark.parametrize(
    ("nodes", "written", "expected"),
    [
        ("10.31.55.0/24", "10.31.56.0/24", ["R902 helmrelease.yaml:6"]),
        ("10.31.55.0/24", "10.31.77.0/24", []),
        ("10.31.50.0/24", "10.31.40.0/24", []),
        ("10.31.5.0/24", "10.31.6.0/24", []),
    ],
)
def test_the_network_of_the_nodes_with_another_digit(nodes: str, written: str, expected: list[str]) -> None:
    talos = TALOS.replace("10.31.5.0/24", nodes).replace("10.31.5.9", nodes.replace("0/24", "9"))
    both = f"CHAT_TRUSTED_PROXY_1: {written}\nCHAT_TRUSTED_PROXY_2: 10.71.0.0/16"
    assert short({"talos/machine.yaml": talos, "apps/chat/helmrelease.yaml": release("chat", both)}) == expected


def test_a_range_of_another_cluster_of_the_repository_is_fine() -> None:
    files = {
        "kubernetes/attic/talos/talconfig.yaml": TALCONFIG,
        "kubernetes/garage/talos/machine.yaml": TALOS.replace("10.71.", "10.72.").replace("10.31.", "10.32."),
        "kubernetes/attic/apps/chat/helmrelease.yaml": release("chat", "TRUSTED_PROXIES: 10.72.0.0/16"),
    }
    assert [text for text in short(files) if text.startswith("R902")] == []
