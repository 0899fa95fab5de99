"""A redacted site holds nothing of its lab, in any byte of any file; one that shows everything is as it ever was."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from engines import ENGINES, MKDOCS, Site
from lab import LABS, ROOT, TODAY
from telling import files, held, telling

from cidrbook import rules
from cidrbook.plan.load import load

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


def site(folder: Path, engine: str, plan: Path, profile: str, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with everything of a plan, built; what is wrong with the plan fails nothing."""
    made = Site(engine, folder / engine)
    made.configure(on_undefined="strict")
    for file in files(plan):
        made.write(f"data/{file.name}", file.read_text(encoding="utf-8"))
    codes = {finding.code for finding in rules.check(load(made.folder / "data"), TODAY) if finding.fails}
    settings = {"rules": dict.fromkeys(codes, "info"), "publish": profile}
    made.write("data/settings.yaml", yaml.safe_dump({"settings": settings}))
    for name, text in PAGES.items():
        made.write(f"docs/{name}", text)
    monkeypatch.setenv("CIDRBOOK_KEY", KEY)
    run = made.build()
    assert run.status == 0, run.output[-2000:]
    return made


@pytest.mark.parametrize(
    ("engine", "plan"),
    [*((MKDOCS, name) for name in PLANS), *((engine, "home") for engine in ENGINES if engine != MKDOCS)],
)
def test_a_redacted_site_holds_nothing_of_its_lab(
    engine: str, plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(tmp_path, engine, PLANS[plan], "redacted", monkeypatch)
    values = telling(PLANS[plan])
    assert len(values) > 15
    whole = list(texts(made.folder / "site"))
    assert len(whole) > 30
    assert set().union(*(held(values, text) for text in whole)) == set()
    assert "241." in made.html() or "243." in made.html() or "2001:db8:" in made.html()


def test_the_same_values_are_there_where_everything_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(tmp_path, MKDOCS, PLANS["home"], "full", monkeypatch)
    values = telling(PLANS["home"])
    assert len(held(values, "\n".join(texts(made.folder / "site")))) > 0.8 * len(values)
