"""Services that ask for an address."""

from __future__ import annotations

import pytest
from lab import codes, tree


@pytest.mark.parametrize(
    ("file", "body", "name"),
    [
        ("stack/values/logs.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        ("stack/logs/values.yaml", "service: {loadBalancerIP: 10.60.0.5}\n", "logs"),
        (
            "c.yaml",
            "{kind: Cache, metadata: {name: cache}, spec: {serviceSpec: {loadBalancerIP: 10.60.0.5}}}\n",
            "cache",
        ),
    ],
)
def test_a_service_is_called_as_people_call_it(file: str, body: str, name: str) -> None:
    plan = tree({file: body})
    assert [service.name for cluster in plan.clusters for service in cluster.pinned_services] == [name]


_PINNED = "loadBalancerIP: 10.60.0.5"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (f"game: {{annotations: {{metallb.universe.tf/loadBalancerIPs: 10.60.0.5}}, {_PINNED}}}", {"logs-game"}),
        (f"game: {{{_PINNED}, extra: [{{name: map, service: {{embedded: true, {_PINNED}}}}}]}}", {"logs-game"}),
        (f"service: {{main: {{{_PINNED}}}, map: {{{_PINNED}}}}}", {"logs", "logs-map"}),
        (f"game: {{{_PINNED}, map: {{loadBalancerIP: 10.60.0.6}}}}", {"logs-game", "logs-game-map"}),
    ],
    ids=["annotations beside it", "a part of the service", "two services of one chart", "another address"],
)
def test_what_asks_for_the_address_of_the_service_around_it_is_a_part_of_that(values: str, names: set[str]) -> None:
    release = f"kind: HelmRelease\nmetadata: {{name: logs}}\nspec:\n  values: {{{values}}}\n"
    plan = tree({"logs.yaml": release})
    assert {service.name for cluster in plan.clusters for service in cluster.pinned_services} == names


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("loadbalancer: {enabled: true, ip: 10.77.8.7}", ["10.77.8.7"]),
        ("loadBalancer: {ip: 10.77.8.7, ports: [{port: 80}]}", ["10.77.8.7"]),
        ("loadbalancer: {enabled: false, ip: 10.77.8.7}", []),
        ("proxy: {ip: 10.77.8.7}", []),
        ("server: {serviceType: LoadBalancer, loadBalancerIP: 10.77.8.7}", ["10.77.8.7"]),
        ("server: {serviceType: ClusterIP, loadBalancerIP: 10.77.8.7}", []),
    ],
)
def test_blocks_of_charts_for_a_load_balancer(values: str, expected: list[str]) -> None:
    seen = tree(
        {"apps/thing/release.yaml": f"kind: HelmRelease\nmetadata: {{name: thing}}\nspec: {{values: {{{values}}}}}\n"}
    )
    services = [service for cluster in seen.clusters for service in cluster.pinned_services]
    assert [str(address) for service in services for address in service.addresses] == expected


def test_a_chart_may_make_a_pool_for_its_own_load_balancer() -> None:
    pool = (
        "kind: IPAddressPool\napiVersion: metallb.io/v1beta1\nmetadata: {name: p}\nspec: {addresses: [10.77.9.0/24]}\n"
    )
    values = "spec: {values: {loadbalancer: {enabled: true, ip: 10.77.8.7}}}\n"
    release = f"kind: HelmRelease\nmetadata: {{name: thing}}\n{values}"
    assert codes({"apps/pool.yaml": pool, "apps/release.yaml": release}) == []
