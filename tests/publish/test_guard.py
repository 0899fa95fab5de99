"""The guard of a build: what is typed by hand ends it, in each engine, with the line and the macro to use."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import ENGINES, MKDOCS, ZENSICAL, Site

PLAN = """\
settings: {publish: redacted}
networks:
  - name: Servers
    cidr: 192.168.42.0/24
    hosts: [{name: nas-anna, address: 192.168.42.60}]
"""
PAGE = "# Lab\n\nThe NAS is {{ network('servers').hosts[0].name }} at {{ address('nas-anna') }}.\n"


def made(engine: str, folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> Site:
    site = Site(engine, folder / "lab")
    site.configure()
    site.write("data/plan.yaml", PLAN)
    site.write("docs/index.md", page)
    monkeypatch.setenv("CIDRBOOK_KEY", "3b1f" * 16)
    return site


def test_a_page_with_macros_alone_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = made(MKDOCS, tmp_path, PAGE, monkeypatch)
    run = site.build()
    assert run.status == 0, run.output
    assert "server 1 at 243." not in run.output
    assert "host 1 at 243." in site.html()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_typed_on_a_page_ends_the_build(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made(engine, tmp_path, f"{PAGE}\nBackups go to 192.168.42.60.\n", monkeypatch).build()
    assert run.status != 0
    assert "docs/index.md:5:15: error P904 leaked-value" in run.output
    assert "{{ address('nas-anna') }}" in run.output
    assert "Traceback" not in run.output


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_in_another_file_ends_the_build(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = made(engine, tmp_path, PAGE, monkeypatch)
    site.write("docs/notes.txt", "one\n192.168.42.60\n")
    run = site.build()
    assert run.status != 0, run.output
    assert "notes.txt:2:1: error P904 leaked-value" in run.output
    assert "Traceback" not in run.output


@pytest.mark.parametrize("engine", [MKDOCS, ZENSICAL])
def test_nothing_is_built_without_the_key(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = made(engine, tmp_path, PAGE, monkeypatch)
    monkeypatch.delenv("CIDRBOOK_KEY")
    run = site.build()
    assert run.status != 0
    assert "CIDRBOOK_KEY is not set" in run.output
    assert "Traceback" not in run.output


def test_the_environment_chooses_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = made(ZENSICAL, tmp_path, PAGE, monkeypatch)
    monkeypatch.setenv("CIDRBOOK_PROFILE", "full")
    assert site.build().status == 0
    assert "nas-anna at 192.168.42.60" in site.html()


@pytest.mark.parametrize("engine", [MKDOCS, ZENSICAL])
def test_the_configuration_of_the_site_and_not_the_plan_lets_it_read_outside(engine: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    site = Site(engine, tmp_path / "lab")
    site.configure()
    site.write(".git/HEAD", "ref: refs/heads/main\n")
    site.write("data/plan.yaml", "sources: [{path: ../outside}]\nnetworks: [{name: a, cidr: 10.0.0.0/24}]\n")
    site.write("docs/index.md", "# Lab\n")
    run = site.build()
    assert run.status != 0
    assert "`../outside` is outside of the Git repository" in run.output
    assert str(tmp_path / "outside") not in run.output
    configuration = (site.folder / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", f"{configuration}extra: {{cidrbook: {{allow_outside: true}}}}\n")
    assert site.build().status == 0
