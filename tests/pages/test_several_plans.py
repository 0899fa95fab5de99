"""Several plans in one site: a lab and a cabin, each with findings, links and ids of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from engines import MKDOCS, ZENSICAL, Site
from pages.test_pages import Render

from cidrbook import engine, pages

LAB = "networks: [{name: Servers, cidr: 192.168.42.0/24, gateway: 192.168.42.1}]\n"
CABIN = """\
networks:
  - name: Servers
    cidr: 10.9.0.0/24
    gateway: 10.9.0.1
    dhcp: 10.9.0.100-10.9.0.199
    vlan: 9
    hosts: [{name: stove, address: 10.9.0.60}]
"""
BROKEN = CABIN.replace("gateway: 10.9.0.1", "gateway: 10.8.0.1")
PAGE = """\
# Plans

{{ cidr_table() }}

{{ cidr_table(data='cabin') }}

Stove: {{ address('stove', data='cabin') }} in {{ cidr('servers', data='cabin') }} of
{{ network('servers', data='cabin').gateway }}

{{ '10.9.0.60' | linked(data='cabin') }} {{ linked('192.168.42.1') }}

{{ findings_table(data='cabin') }}

{{ network_page('servers', data='cabin') }}

{{ book(data='cabin') }}
"""
MACROS = (
    "network_tree()",
    "address_map()",
    "free_space()",
    "address_grid('servers')",
    "cidr_table()",
    "hosts_table()",
    "vlan_table()",
    "dhcp_table()",
    "services_table()",
    "pools_table()",
    "bgp_topology()",
    "bgp_sessions()",
    "bgp_nuances()",
    "bgp_nuances(all=true)",
    "badge()",
    "conventions()",
    "policy_matrix()",
    "uplinks()",
    "findings_table()",
    "network_page('servers')",
    "book()",
    "cidr('servers')",
    "address('stove')",
    "network('servers').name",
    "linked('10.9.0.60')",
)
NOT_LISTED = {"changes", "data_reference", "nuances_compared", "rules_reference"}
"""The macros that compare plans, or show what no plan says."""


@pytest.fixture(params=[MKDOCS, ZENSICAL])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    built = Site(request.param, tmp_path)
    built.configure()
    built.write("data/plan.yaml", LAB)
    built.write("cabin/plan.yaml", CABIN)
    built.write("docs/index.md", PAGE)
    return built


def test_a_page_shows_several_plans_each_with_its_own_ids(site: Site) -> None:
    run = site.build()
    assert run.status == 0, run.output
    html = site.html()
    assert '<a href="#cidrbook--cabin--network-servers">10.9.0.60 (stove, Servers)</a>' in html
    assert '<a href="#cidrbook-network-servers">192.168.42.1 (gateway, Servers)</a>' in html
    assert "Stove: 10.9.0.60 in 10.9.0.0/24 of\n10.9.0.1" in html
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert {"cidrbook-network-servers", "cidrbook--cabin--network-servers"} <= set(ids)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#(cidrbook-[^"]*)"', html)
    assert [target for target in targets if target not in ids] == []


def test_an_inconsistent_second_plan_ends_the_build_with_its_own_file_names(site: Site) -> None:
    site.write("cabin/plan.yaml", BROKEN)
    run = site.build()
    assert run.status != 0
    assert "cabin/plan.yaml:4:14: error A204" in run.output
    assert run.output.count("error A204") == 1


def test_a_preview_shows_the_findings_of_a_second_plan_on_the_pages_that_use_it(site: Site) -> None:
    site.write("docs/index.md", "# Lab\n\n{{ cidr_table() }}\n")
    site.write("docs/cabin.md", "# Cabin\n\n{{ cidr_table(data='cabin') }}\n")
    site.write("cabin/plan.yaml", BROKEN)
    with site.serve() as preview:
        assert "A204" in preview.wait(lambda html: "cabin/plan.yaml" in html, "cabin/")
        assert "A204" not in preview.wait(lambda html: "192.168.42.0/24" in html)


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    for name, text in {"cabin": CABIN, "lab": LAB, "broken": "networks: [\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(text, encoding="utf-8")
    return Render(tmp_path)


def test_every_macro_of_a_plan_is_listed_here() -> None:
    listed = {macro.partition("(")[0] for macro in MACROS}
    assert pages.MACROS.keys() - listed - NOT_LISTED == set()
    assert NOT_LISTED - pages.MACROS.keys() == set()


@pytest.mark.parametrize("macro", MACROS)
def test_every_macro_shows_another_plan(render: Any, macro: str) -> None:
    call = re.sub(r"\((.*?)\)", lambda found: f"({found[1]}{', ' if found[1] else ''}data='cabin')", macro, count=1)
    html = render(f"{{{{ {call} }}}}", LAB.replace("Servers", "Main"))
    assert "cidrbook-problem" not in html
    assert not re.search(r"192\.168\.42|>Main", html)


def test_a_plan_that_cannot_be_read_is_one_finding_and_not_one_more_for_each_macro(
    render: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    html = render("{{ cidr('servers', data='broken') }} {{ address('nas', data='broken') }}", LAB)
    assert "cidrbook-problem" not in html
    out = capsys.readouterr().err
    assert "broken/plan.yaml" in out
    assert "P901" not in out
    html = render("{{ cidr('servers') }} {{ links.external('x') }}", "networks: [\n")
    assert "cidrbook-problem" not in html
