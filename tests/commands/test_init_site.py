"""The site around a first plan: what is written, in every engine, and that nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from command import run
from engines import ENGINES, Site

SERVE = "next: mkdocs serve, then open http://127.0.0.1:8000/"
PUBLISH = (
    "to publish: on GitHub, open Settings > Pages and choose GitHub Actions as the source; then push to the branch"
    " `main`. A site of a free account is public."
)
FILES = ["data/networks.yaml", "docs/index.md", "docs/network.md", "mkdocs.yml"]


def init(folder: Path, *arguments: str) -> Result:
    return run("init", *arguments, folder=folder)


def held(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_site_builds_as_it_is_written(engine: str, tmp_path: Path) -> None:
    (folder := tmp_path / "lab").mkdir()
    result = init(folder, "--site")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, SERVE)
    built = Site(engine, folder).build("--strict")
    assert built.status == 0, built.output
    assert "192.168.42.60" in Site(engine, folder).html("network/")


def test_the_workflow_is_written_when_it_is_asked_for(tmp_path: Path) -> None:
    result = init(tmp_path, "--site", "--workflow")
    assert (result.exit_code, result.stdout.splitlines()[-2:]) == (0, [SERVE, PUBLISH])
    assert held(tmp_path) == [".github/workflows/pages.yml", *FILES]
    assert (init(tmp_path, "--workflow").exit_code, held(tmp_path)[1:]) == (2, FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_the_way_means_that_nothing_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("# mine\n", encoding="utf-8")
    result = init(tmp_path, "--site")
    has_plan = name.startswith("data/")  # a plan that is there stays, and the site is written around it
    assert result.exit_code == (0 if has_plan else 2)
    assert (tmp_path / name).read_text(encoding="utf-8") == "# mine\n"
    assert held(tmp_path) == (FILES if has_plan else [name])


def test_what_an_interruption_left_is_completed(tmp_path: Path) -> None:
    init(tmp_path, "--site")
    (tmp_path / "mkdocs.yml").unlink()
    (tmp_path / "docs/network.md").unlink()
    assert (init(tmp_path, "--site").exit_code, held(tmp_path)) == (0, FILES)
    assert init(tmp_path, "--site").exit_code == 2


@pytest.mark.parametrize("folder", ["docs", ".github"])
def test_nothing_is_written_through_a_link(folder: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (lab := tmp_path / "lab").mkdir()
    (lab / folder).symlink_to(tmp_path / "elsewhere")
    result = init(lab, "--site", "--workflow")
    assert (result.exit_code, held(tmp_path / "elsewhere"), [file.name for file in lab.iterdir()]) == (2, [], [folder])


def test_a_plan_for_a_site_is_called_data(tmp_path: Path) -> None:
    result = init(tmp_path, "plan", "--site")
    assert (result.exit_code, held(tmp_path)) == (2, [])
    assert "`data`" in result.stderr


PLAN = """\
networks:
  - {name: barn, cidr: 10.77.3.0/24}
clusters:
  - name: farm
    nodes: [{name: ox, address: 10.77.3.11}]
    load_balancers: [{product: cilium, mode: bgp, asn: 64512, pools: 10.77.9.0/24}]
    pinned_services: [{name: mail, address: 10.77.9.5}]
routers: [{name: gate, addresses: 10.77.3.1, asn: 64513}]
bgp: {sessions: [{local: farm, peer: gate}]}
"""


def test_a_plan_with_a_cluster_has_pages_that_show_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/networks.yaml").write_text(PLAN, encoding="utf-8")
    init(tmp_path, "--site")
    page = (tmp_path / "docs/network.md").read_text(encoding="utf-8")
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == [
        "Address space",
        "Hosts",
        "Addresses",
        "Load balancers",
        "Services",
        "BGP",
        "Findings",
    ]
    assert "address_grid('barn')" in page
    built = Site("mkdocs", tmp_path).build("--strict")
    assert built.status == 0, built.output
    assert all(text in Site("mkdocs", tmp_path).html("network/") for text in ("10.77.9.5", "AS 64513"))
