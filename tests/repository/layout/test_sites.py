"""Trees that hold what is at several sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab import places

from cidrbook.checking import compare, is_current
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.load import load

SERVICE = "kind: Service\nmetadata: {{name: {name}}}\nspec: {{type: LoadBalancer, loadBalancerIP: {address}}}\n"
HOSTS = "all:\n  hosts:\n    {name}: {{ansible_host: {address}}}\n"
POOL = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {{name: pool}}\nspec: {{addresses: [{range}]}}\n"
SITES = "sources: [{path: ., sites: {'sites/home/*': home, 'sites/cabin/*': cabin}}]\n"


def project(folder: Path, plan: str, files: dict[str, str]) -> Comparison:
    """A project with this plan, and these files around it."""
    for name, text in {"data/plan.yaml": plan, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return compare(load(folder / "data", "data"), folder, "data")


def lab(first: str = "10.35.4.10", second: str = "10.35.4.10") -> dict[str, str]:
    return {
        "sites/home/ansible/inventory/hosts.yaml": HOSTS.format(name="ox", address=first),
        "sites/cabin/ansible/inventory/hosts.yaml": HOSTS.format(name="hen", address=second),
    }


def test_two_sites_may_use_one_address(tmp_path: Path) -> None:
    assert places(project(tmp_path / "a", SITES, lab())) == []
    named = {name.replace("sites/", "homes/"): text for name, text in lab().items()}
    assert places(project(tmp_path / "b", "sources: [{path: .}]\n", named)) == [
        "H302 homes/home/ansible/inventory/hosts.yaml:3"
    ]
    twice = lab() | {"sites/cabin/ansible/inventory/more/hosts.yaml": HOSTS.format(name="dog", address="10.35.4.10")}
    assert places(project(tmp_path / "c", SITES, twice)) == ["H302 sites/cabin/ansible/inventory/more/hosts.yaml:3"]


def test_a_latent_file_of_a_site_contradicts_what_is_in_use_there(tmp_path: Path) -> None:
    files = {
        "sites/home/kustomization.yaml": "resources: [a.yaml]\n",
        "sites/home/a.yaml": "apiVersion: v1\n" + SERVICE.format(name="a", address="10.35.4.20"),
        "sites/home/b.yaml": "apiVersion: v1\n" + SERVICE.format(name="b", address="10.35.4.20"),
        "sites/cabin/c.yaml": "apiVersion: v1\n" + SERVICE.format(name="c", address="10.35.4.20"),
    }
    assert places(project(tmp_path / "a", SITES, files)) == ["H302 sites/home/b.yaml:4"]
    assert places(project(tmp_path / "b", "sources: [{path: sites/home}]\n", files)) == ["H302 sites/home/b.yaml:4"]


def test_what_no_glob_fits_is_at_no_site(tmp_path: Path) -> None:
    plan = project(
        tmp_path, SITES, {**lab(), "ansible/inventory/hosts.yaml": HOSTS.format(name="cat", address="10.35.4.10")}
    )
    assert places(plan) == []
    assert [[(network.site, network.hosts[0].id) for network in seen.networks] for seen in plan.observations] == [
        [("", "cat")],
        [("home", "ox")],
        [("cabin", "hen")],
    ]


def test_a_cluster_with_files_at_a_site_is_there_with_all(tmp_path: Path) -> None:
    flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n"
    flux += "spec: {path: ./apps}\n"
    files = {
        "sites/home/clusters/main/pool.yaml": POOL.format(range="10.35.4.0/24"),
        "sites/home/clusters/main/apps.yaml": flux,
        "apps/web.yaml": SERVICE.format(name="web", address="10.35.5.1"),
        "sites/cabin/clusters/lodge/pool.yaml": POOL.format(range="10.35.5.0/24"),
    }
    plan = project(tmp_path, SITES, files)
    assert [
        (cluster.name, cluster.site, len(cluster.pinned_services))
        for seen in plan.observations
        for cluster in seen.clusters
    ] == [
        ("main", "home", 1),
        ("lodge", "cabin", 0),
    ]
    assert places(plan) == ["K821 apps/web.yaml:3"]


@pytest.mark.parametrize(
    ("site", "expected"),
    [("home", ["R905 data/plan.yaml:5"]), ("cabin", []), ("", ["R905 data/plan.yaml:5"])],
)
def test_a_site_is_compared_with_what_the_plan_has_there(site: str, expected: list[str], tmp_path: Path) -> None:
    plan = f"""{SITES}clusters:
  - name: main
    site: "{site}"
    nodes: [{{name: ox, address: 10.35.4.11}}]
"""
    talos = "clusterName: main\nnodes: [{hostname: ox, ipAddress: 10.35.4.10, controlPlane: true}]\n"
    files = {"sites/home/clusters/main/talconfig.yaml": talos}
    assert [text for text in places(project(tmp_path, plan, files)) if text.startswith("R905")] == expected


def test_an_address_that_the_plan_has_at_another_site_is_in_none_of_its_networks(tmp_path: Path) -> None:
    networks = "networks: [{name: lan, cidr: 10.35.4.0/24, site: %s}, {name: lodge, cidr: 10.35.6.0/24, site: cabin}]\n"
    files = {name: text for name, text in lab().items() if "home" in name}
    assert places(project(tmp_path / "a", SITES + networks % "home", files)) == []
    assert places(project(tmp_path / "b", SITES + networks % "cabin", files)) == [
        "R906 sites/home/ansible/inventory/hosts.yaml:3"
    ]


def test_a_site_that_is_not_listed_is_none(tmp_path: Path) -> None:
    listed = "sites: [{name: home}]\n"
    assert places(project(tmp_path, SITES + listed, lab())) == ["F106 data/plan.yaml:1"]


def test_files_at_sites_are_read_again_where_they_change(tmp_path: Path) -> None:
    plan = project(tmp_path, SITES, lab())
    assert is_current(plan, tmp_path, "data")
    (tmp_path / "sites/cabin/ansible/inventory/hosts.yaml").write_text(HOSTS.format(name="hen", address="10.35.4.9"))
    assert not is_current(plan, tmp_path, "data")
