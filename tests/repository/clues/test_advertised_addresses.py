"""Addresses that a program says it is at."""

from __future__ import annotations

import pytest
from lab import places, short
from manifests import release


def program(setting: str, more: str = "") -> dict[str, str]:
    """A program with a pinned service, and a setting."""
    text = f"""kind: HelmRelease
metadata: {{name: films}}
spec:
  values:
    env:
      {setting}
    service:
      app: {{type: LoadBalancer, loadBalancerIP: 10.32.0.20}}
{more}"""
    return {"films.yaml": text}


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("FILMS_ADVERTISE_URL: http://10.32.0.10:32400", ["K828 films.yaml:6"]),
        ("ADVERTISE_IP: 10.32.0.10", ["K828 films.yaml:6"]),
        ("FILMS_PublishedServerUrl: http://10.32.0.10:8096", ["K828 films.yaml:6"]),
        ("FILMS_ADVERTISE_URL: http://10.32.0.20:32400", []),
        ("FILMS_ADVERTISE_URL: 'http://10.32.0.10:32400,http://10.32.0.20:32400'", ["K828 films.yaml:6"]),
        ("FILMS_ADVERTISE_URL: 'http://10.32.9.10:32400,http://10.32.0.20:32400'", []),
        ("FILMS_ADVERTISE_URL: 'http://10.32.0.20:32400,http://10.32.9.20:32400'", ["K828 films.yaml:6"]),
        ("FILMS_ADVERTISE_URL: 'http://10.32.9.10:32400,http://10.32.9.20:32400'", ["K828 films.yaml:6"]),
        ("FILMS_ADVERTISE_URL: https://films.example.com", []),
        ("FILMS_ADVERTISE_URL: http://100.70.0.10:32400", []),
        ("FILMS_ADVERTISE_URL: http://${FILMS}:32400", []),
        ("FILMS_UPSTREAM_URL: http://10.32.0.10:32400", []),
        ("ADVERTISE_ROUTES: 10.32.0.0/24", []),
    ],
)
def test_a_program_that_says_it_is_at_another_address_than_its_service(setting: str, expected: list[str]) -> None:
    assert places(program(setting)) == expected


def test_a_program_on_its_node_s_own_network_may_say_the_node_s_address() -> None:
    assert places(program("ADVERTISE_IP: 10.32.0.10", "    hostNetwork: true\n")) == []


def test_a_setting_in_the_list_of_a_container_is_read() -> None:
    text = """kind: List
spec:
  env: [{name: ADVERTISE_IP, value: 10.32.0.10}]
  service: {loadBalancerIP: 10.32.0.20}
"""
    assert places({"films.yaml": text}) == ["K828 films.yaml:3"]


# What is asked for twice, and names


GATEWAY = """apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: inside
  annotations: {lbipam.cilium.io/ips: 10.31.8.20}
spec:
  gatewayClassName: envoy
  addresses: [{type: IPAddress, value: 10.31.8.20}]
"""


def test_a_gateway_that_asks_for_two_addresses() -> None:
    assert short({"gateway.yaml": GATEWAY}) == []
    assert short({"gateway.yaml": GATEWAY.replace("value: 10.31.8.20", "value: 10.31.8.21")}) == ["K828 gateway.yaml:5"]


@pytest.mark.parametrize(
    ("field", "note", "expected"),
    [
        ("10.31.8.20", "10.31.8.21", ["K828 service.yaml:5"]),
        ("10.31.8.20", "10.31.8.20", []),
        ("10.31.8.20", "10.31.8.20,10.31.8.21", []),
        ("10.31.8.20", "fd00::20", []),
        ("10.31.8.20", "${SVC_CHAT}", []),
    ],
)
def test_a_service_that_asks_for_two_addresses(field: str, note: str, expected: list[str]) -> None:
    service = (
        f"kind: Service\nmetadata:\n  name: chat\n  annotations: {{metallb.io/loadBalancerIPs: '{note}'}}\n"
        f"spec: {{type: LoadBalancer, loadBalancerIP: {field}}}\n"
    )
    assert short({"service.yaml": service}) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("DOCKER_HOST_ADDRESS", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("DOCKER_HOST_ADDRESS", "10.31.8.20", []),
        ("external-ip", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("MEDIASOUP_ANNOUNCED_IP", "10.31.8.21", ["K828 helmrelease.yaml:6"]),
        ("NODE_IP", "10.31.8.21", []),
    ],
)
def test_settings_that_say_where_a_service_is(key: str, value: str, expected: list[str]) -> None:
    values = f"{key}: {value}\nservice: {{app: {{type: LoadBalancer, loadBalancerIP: 10.31.8.20}}}}"
    assert short({"apps/chat/helmrelease.yaml": release("chat", values)}) == expected


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("--external-ip=10.66.3.9", ["K828 release.yaml:5"]),
        ("--external-ip=10.66.3.4", []),
        ("--relay-ip=10.66.3.9", []),
    ],
)
def test_an_argument_that_says_where_a_service_is(argument: str, expected: list[str]) -> None:
    text = (
        "kind: HelmRelease\nmetadata: {name: turn}\nspec:\n  values:\n    args: [%s]\n"
        "    service: {type: LoadBalancer, loadBalancerIP: 10.66.3.4, ports: [{port: 3478}]}\n"
    )
    assert short({"apps/release.yaml": text % argument}) == expected


ENDPOINT = "kind: DNSEndpoint\nmetadata: {name: game}\nspec: {endpoints: [{dnsName: game.lab, targets: [%s]}]}\n"
GAME = "kind: Service\nmetadata: {name: game}\nspec: {type: LoadBalancer, loadBalancerIP: 10.66.3.4}\n"


@pytest.mark.parametrize(
    ("target", "others", "expected"),
    [
        ("10.66.3.4", {}, []),
        ("10.66.3.9", {}, ["K828 dns.yaml:3"]),
        ("10.66.9.9", {}, []),
        ("10.66.3.9", {"apps/web/dns.yaml": ENDPOINT % "10.66.3.9"}, []),
        ("10.66.3.9", {"inventory.ini": "nas ansible_host=10.66.3.9\n"}, []),
        ("10.66.3.9", {"apps/web/service.yaml": GAME.replace("3.4", "3.9").replace("game", "web")}, []),
    ],
    ids=["the service's", "nothing's", "another network", "of several", "a machine's", "another service's"],
)
def test_the_target_of_an_endpoint_beside_its_service(target: str, others: dict[str, str], expected: list[str]) -> None:
    files = {"apps/game/service.yaml": GAME, "apps/game/templates/dns.yaml": ENDPOINT % target, **others}
    assert short(files, ["K828"]) == expected
