"""Two services with one address inside the cluster."""

from __future__ import annotations

import pytest
from lab import short


def release(name: str, address: str) -> str:
    values = f"{{service: {{main: {{clusterIP: {address}}}}}}}"
    return f"kind: HelmRelease\nmetadata: {{name: {name}}}\nspec:\n  values: {values}\n"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("gate", "10.43.0.12"), ("proxy", "10.43.0.12"), ["H302 b.yaml:4"]),
        (("gate", "10.43.0.12"), ("proxy", "10.43.0.13"), []),
        (("gate", "10.43.0.12"), ("gate", "10.43.0.12"), []),
        (("coredns", "10.43.0.10"), ("kube-dns", "10.43.0.10"), []),
        (("gate", "None"), ("proxy", "None"), []),
    ],
)
def test_two_apps_with_one_cluster_address(
    first: tuple[str, str], second: tuple[str, str], expected: list[str]
) -> None:
    assert short({"apps/a.yaml": release(*first), "apps/b.yaml": release(*second)}) == expected


def test_what_a_cluster_prints_is_one_list_of_all() -> None:
    services = "items: [{metadata: {name: ox}, spec: {clusterIP: 10.43.0.12}}]\n"
    printed = f"kind: List\nmetadata: {{name: all}}\n{services}"
    assert short({"apps/a.yaml": release("ox", "10.43.0.12"), "dump/services.yaml": printed}) == []
