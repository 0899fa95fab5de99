"""A redacted site holds nothing of its lab, in any byte of any file; one that shows everything is as it ever was."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from command import run
from engines import ENGINES, MKDOCS, Site
from lab import LABS, ROOT
from shared import shared
from telling import addresses, files, held, telling

KEY = "3b1f" * 16
PLANS = {"home": ROOT / "examples/home", "seed": ROOT / "data", **LABS}
PAGES = {
    "index.md": """\
# Network

{{ cidr_table() }}

{{ network_tree() }}

{{ hosts_table() }}

{{ services_table() }}

{{ dhcp_table() }}

{{ vlan_table() }}

{{ pools_table() }}

{{ policy_matrix() }}

{{ uplinks() }}

{{ conventions() }}

{{ findings_table() }}

{{ bgp_sessions() }}

{{ bgp_topology() }}

{{ address_map() }}

{{ free_space(plan.networks[0].id) }}

{{ address_grid(plan.networks[0].id) }}

{% for network in plan.networks %}
- {{ network.name }}: {{ network.cidr }}, {{ network.purpose }}, {{ network.hosts }}
{% endfor %}
""",
    "nuances.md": "# Nuances\n\n{{ bgp_nuances() }}\n",
    "book.md": "# Book\n\n{{ book(grids=true) }}\n",
}
_STEMMERS = ("min", "lunr")
"""Folders of Material with words of many languages, as Italian `dell`."""


def texts(folder: Path) -> Iterator[str]:
    """What the files of a folder hold, and their names."""
    for file in sorted(folder.rglob("*")):
        yield file.relative_to(folder).as_posix().lower()
        if file.is_file() and file.parent.name not in _STEMMERS:
            data = file.read_bytes()
            text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8", "ignore").lower()
            yield text
            yield html.unescape(re.sub(r"<[^<>]*>", "", text))


def site(folder: Path, engine: str, profile: str, monkeypatch: pytest.MonkeyPatch, more: str = "") -> Site:
    """A site with everything of the plan in its folder, built; what is wrong with the plan fails nothing."""
    made = Site(engine, folder)
    made.configure(on_undefined="strict")
    for name, text in PAGES.items():
        made.write(f"docs/{name}", text)
    made.write("data/settings.yaml", more or "settings: {}")
    found = json.loads(run("check", "--format", "json", folder=folder).stdout)["findings"]
    codes = {finding["code"] for finding in found if finding["severity"] == "error"}
    settings = yaml.safe_dump({"rules": dict.fromkeys(codes, "info"), "publish": profile}, default_flow_style=True)
    made.write("data/settings.yaml", f"settings: {settings}{more}")
    monkeypatch.setenv("CIDRBOOK_KEY", KEY)
    done = made.build()
    assert done.status == 0, done.output[-2000:]
    return made


def lab(folder: Path, plan: Path) -> Path:
    """A folder with a copy of a plan in it."""
    (folder / "lab/data").mkdir(parents=True)
    for file in files(plan):
        (folder / "lab/data" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder / "lab"


def assert_bare(made: Site, values: set[str]) -> None:
    """No file of the site holds any of the values."""
    assert len(values) > 15
    whole = list(texts(made.folder / "site"))
    assert len(whole) > 30
    assert set().union(*(held(values, text) for text in whole)) == set()
    assert any(mask in made.html() for mask in ("241.", "243.", "2001:db8:"))


SITES = [*((MKDOCS, plan) for plan in PLANS), *((engine, "seed") for engine in ENGINES if engine != MKDOCS)]
"""What is masked is the plan, whatever engine asks: the others, which have their own search index, build one site."""


@pytest.mark.parametrize(("engine", "plan"), SITES)
def test_a_redacted_site_holds_nothing_of_its_lab(
    engine: str, plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(lab(tmp_path, PLANS[plan]), engine, "redacted", monkeypatch)
    assert_bare(made, telling(PLANS[plan]))


REPOSITORIES = ("labs/bigpug", "labs/bjw-s", "labs/sulibot", "lab-2021")


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_redacted_site_holds_nothing_of_the_repository_that_it_is_drafted_from(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lab"
    shutil.copytree(shared(name), folder / "source")
    assert run("init", "--from", "source", folder=folder).exit_code == 0
    made = site(folder, MKDOCS, "redacted", monkeypatch, "sources: [{path: source}]")
    assert_bare(made, telling(folder / "data") | addresses(folder / "source"))


def test_the_same_values_are_there_where_everything_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(lab(tmp_path, PLANS["home"]), MKDOCS, "full", monkeypatch)
    values = telling(PLANS["home"])
    assert len(held(values, "\n".join(texts(made.folder / "site")))) > 0.8 * len(values)
