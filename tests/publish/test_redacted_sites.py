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

from cidrbook import rules
from cidrbook.plan.load import load
from cidrbook.publish.vocabulary import is_common

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
_ADDRESS = re.compile(r"(?<![\w.:])(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]{0,4})(?![\w.:])")
_MAC = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")
_NAME = re.compile(r"(?:\bname|\bhostname|\bid|\bssids|\bprovider): *\"?([^,}\]\"\n#]+)")
_ASN = re.compile(r"asn: ([0-9]{4,10})")
_STEMMERS = ("min", "lunr")
"""Folders of Material with words of many languages, as Italian `dell`."""

_EVERYBODYS = ("0.0.0.0", "::", "127.0.0.1")  # noqa: S104 (no address to listen on)


def telling(text: str) -> Iterator[str]:
    """Everything in the text of a plan that tells which lab it is: read by patterns, and not by the product."""
    text = "\n".join(line.partition(" #")[0] for line in text.lower().splitlines() if not line.startswith("#"))
    yield from (found for found in _ADDRESS.findall(text) if found not in _EVERYBODYS and not _MAC.fullmatch(found))
    yield from _MAC.findall(text)
    yield from _ASN.findall(text)
    yield from (name.strip() for name in _NAME.findall(text) if not is_common(name))


def held(folder: Path) -> Iterator[str]:
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
    files = sorted(plan.rglob("*.yaml")) if plan.is_dir() else [plan]
    for file in files:
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
    source = PLANS[plan]
    files = source.rglob("*.yaml") if source.is_dir() else [source]
    values = {value for file in files for value in telling(file.read_text(encoding="utf-8"))}
    assert len(values) > 15
    listed = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.:-])(?:{listed})(?![\w:-])")
    texts = list(held(made.folder / "site"))
    assert len(texts) > 30
    assert {found for text in texts for found in pattern.findall(text)} == set()
    assert "241." in made.html() or "243." in made.html() or "2001:db8:" in made.html()


def test_the_same_values_are_there_where_everything_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(tmp_path, MKDOCS, PLANS["home"], "full", monkeypatch)
    values = {value for file in PLANS["home"].glob("*.yaml") for value in telling(file.read_text(encoding="utf-8"))}
    whole = "\n".join(held(made.folder / "site"))
    assert sum(value in whole for value in values) > 0.8 * len(values)
