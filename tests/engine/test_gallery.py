"""All macros in each theme, for three labs: measured in light, in dark, on a phone, on paper, without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from engine.test_browser import CHROMIUM, DESK, PHONE, QUIET, ROOT
from engines import MKDOCS, ZENSICAL, Site
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from cidrbook.plan.load import load

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")

MEASURE = (ROOT / "tests/engine/gallery.js").read_text(encoding="utf-8")

GALLERY = """\
# Gallery

{{{{ linked("{address}") }}}} {{{{ cidr("{network}") }}}}

{{{{ network_tree() }}}}

{{{{ address_map() }}}}

{{{{ free_space() }}}}

{{{{ address_grid("{network}") }}}}

{{{{ cidr_table() }}}}

{{{{ hosts_table(services=True) }}}}

{{{{ vlan_table() }}}}

{{{{ dhcp_table() }}}}

{{{{ services_table() }}}}

{{{{ bgp_topology() }}}}

{{{{ bgp_sessions() }}}}

{{{{ bgp_nuances() }}}}

{{{{ nuances_compared("next") }}}}

{{{{ findings_table() }}}}

{{{{ network_page("{network}") }}}}

## Again

{{{{ address_map() }}}}

{{{{ address_grid("{network}") }}}}

{{{{ cidr_table() }}}}

{{{{ bgp_topology() }}}}

{{{{ bgp_nuances() }}}}
"""
"""Every macro that shows something of a plan, and again those that have ids; the book follows, in one of the labs."""


class Built(NamedTuple):
    """A theme, a plan, and the site that was built of them."""

    theme: str
    plan: str
    site: Site


class Theme(NamedTuple):
    """A theme, and how a page of it is made dark: an attribute of an element."""

    engine: str
    theme: str
    dark: tuple[str, str, str] | None


THEMES = {
    "material": Theme(MKDOCS, "material", ("body", "data-md-color-scheme", "slate")),
    "mkdocs": Theme(MKDOCS, "mkdocs", ("html", "data-bs-theme", "dark")),
    "readthedocs": Theme(MKDOCS, "readthedocs", None),
    "zensical": Theme(ZENSICAL, "material", ("body", "data-md-color-scheme", "slate")),
}
PLANS = {
    "home": ("servers", "192.168.42.60"),
    "bigpug": ("home-lan", "192.168.0.8"),
    "sulibot": ("management", "fd00:101::11"),
}
"""Labs, each with a network and an address that the gallery shows."""

KNOWN = dict.fromkeys(("B607", "H301", "H302", "H306", "K811", "K829"), "warning")
"""What is wrong in the labs of others, and does not keep their galleries from being built."""

STILL = "<style>*, ::before, ::after { transition: none !important }</style>"
"""Colours are measured when they have arrived."""

PAPER: ViewportSize = {"width": 718, "height": 1000}
"""An A4 sheet between margins of 1 cm, in pixels of CSS."""


def gallery(folder: Path, theme: str, plan: str) -> Site:
    """A site with the gallery of this repository's documentation, or of all macros for another lab."""
    site = Site(THEMES[theme].engine, folder / "lab")
    plugins = ["search", {"macros": {"modules": ["cidrbook"]}}]
    extensions = ["admonition", "attr_list", "tables", {"toc": {"permalink": True}}, "pymdownx.superfences"]
    named: dict[str, object] = {"name": THEMES[theme].theme}
    if named["name"] == "material":
        named |= {"font": False, "palette": {"scheme": "default"}}
    settings = {"site_name": "Lab", "theme": named, "plugins": plugins, "markdown_extensions": extensions}
    site.write("mkdocs.yml", yaml.safe_dump({**settings, "watch": ["data"]}))
    network, address = PLANS[plan]
    site.write(
        "docs/index.md", GALLERY.format(network=network, address=address) + "\n{{ book() }}\n" * (plan == "home")
    )
    site.write("next/plan.yaml", (ROOT / "docs/networking/today/plan.yaml").read_text(encoding="utf-8"))
    if plan == "home":
        shutil.copytree(ROOT / "data", site.folder / "data")
    else:
        lab = yaml.safe_load((ROOT / f"tests/labs/{plan}.yaml").read_text(encoding="utf-8"))
        lab.setdefault("settings", {})["rules"] = KNOWN
        site.write("data/plan.yaml", yaml.safe_dump(lab, sort_keys=False))
    return site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


SITES = [(theme, "home") for theme in THEMES] + [("material", plan) for plan in PLANS if plan != "home"]
"""This lab in every theme, the others in the one that most sites have: each takes ten seconds."""


@pytest.fixture(scope="module", params=SITES, ids="-".join)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The gallery of a plan in a theme."""
    theme, plan = request.param
    site = gallery(tmp_path_factory.mktemp("gallery"), theme, plan)
    run = site.build()
    assert run.status == 0, run.output
    page = site.folder / "site/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", f"{STILL}</head>", 1), encoding="utf-8")
    return Built(theme, plan, site)


def measured(page: Page, name: str) -> list[str]:
    """What is wrong on the page as it is shown now."""
    wrong, lowest = page.evaluate(MEASURE)
    assert lowest < 21, "no text was measured"
    return [f"{name}: {it}" for it in wrong]


def grave(page: Page, name: str) -> list[str]:
    """What axe finds that is serious or critical in what macros made; of contrast it says less than we measure."""
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    results = Axe().run(page, {"include": [['[class^="cidrbook-"]']]}, options)
    return [
        f"{name}: axe {it['id']}: {node['html'][:120]}"
        for it in results.response["violations"]
        if it["impact"] in ("serious", "critical")
        for node in it["nodes"][:5]
    ]


def test_a_gallery_is_whole_in_every_view(browser: Browser, built: Built) -> None:
    address = (built.site.folder / "site/index.html").as_uri()
    name = f"{built.theme}-{built.plan}"
    page = browser.new_page(viewport=DESK)
    page.goto(address)
    wrong = [*measured(page, f"{name}-light"), *grave(page, name)]
    page.set_viewport_size(PHONE)
    wrong += measured(page, f"{name}-phone")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    wrong += measured(page, f"{name}-print")
    if dark := THEMES[built.theme].dark:
        page.emulate_media(media="screen")
        page.set_viewport_size(DESK)
        page.evaluate("([tag, key, value]) => document.querySelector(tag).setAttribute(key, value)", list(dark))
        wrong += measured(page, f"{name}-dark")
    page.close()
    plain = browser.new_page(viewport=PHONE, java_script_enabled=False)
    plain.goto(address)
    wrong += measured(plain, f"{name}-plain")
    plain.close()
    assert wrong == []


def test_search_finds_what_is_in_the_plan_and_no_letters_of_cells(built: Built) -> None:
    text = " ".join(unescape(f"{entry['title']} {entry['text']}") for entry in built.site.search_entries())
    plan = load(built.site.folder / "data", "data")
    wanted = {str(it) for network in plan.networks for it in (*network.cidrs, *network.gateways, network.vlan or "")}
    wanted |= {network.name for network in plan.networks} | {host.name for host in plan.hosts}
    wanted |= {str(address).partition("/")[0] for host in plan.hosts for address in host.addresses}
    assert [other_text for other_text in wanted if other_text not in " ".join(text.split())] == []
    assert re.findall(r"(?<![^\s>])[GVSRHNBKDPI]\+?(?![^\s<])", text) == []
