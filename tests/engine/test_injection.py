"""A plan whose every text is an attack: nothing of it runs, loads or becomes markup, on pages or in a search index."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from engine.test_browser import CHROMIUM, QUIET, ROOT
from engines import MKDOCS, ZENSICAL, Element, Site, document
from playwright.sync_api import Dialog, Request, sync_playwright

from cidrbook import rules

ATTACKS = (
    "<script>alert(1)</script>",
    "<script src=//xss.example/a.js></script>",
    "</script><script>alert(2)</script>",
    '"><script>alert(3)</script>',
    "'><script>alert(4)</script>",
    "<img src=//xss.example/a.png onerror=alert(5)>",
    '"><img src=x onerror=alert(6)>',
    "<svg onload=alert(7)>",
    "<svg><script>alert(8)</script></svg>",
    "<svg/onload=alert(9)//",
    "<body onload=alert(10)>",
    "<iframe src=javascript:alert(11)></iframe>",
    "<iframe src=//xss.example/></iframe>",
    "<object data=//xss.example/a></object>",
    "<link rel=stylesheet href=//xss.example/a.css>",
    "<style>@import url(//xss.example/b.css)</style>",
    "<a href=javascript:alert(12)>x</a>",
    "[x](javascript:alert(13))",
    "![x](//xss.example/b.png)",
    "<javascript:alert(14)>",
    '" onmouseover="alert(15)',
    "' onfocus='alert(16)' autofocus='",
    '" style="background:url(//xss.example/c.png)',
    "--><script>alert(17)</script><!--",
    "]]><script>alert(18)</script>",
    "<details open ontoggle=alert(19)>",
    "<math><mtext></p><img src=x onerror=alert(20)>",
    "{{ ''.__class__.__mro__ }}{% raw %}",
    "`<script>alert(21)</script>`",
    "&lt;script&gt;alert(22)&lt;/script&gt;&#60;img src=x onerror=alert(23)&#62;",
    "<scr\u0000ipt>alert(24)</scr\u202eipt>\n\n<script>alert(25)</script>",
    "x{: onclick=alert(26) }",
    "</td></tr></table></div><script>alert(27)</script>| a | b |",
)

PAGE = """\
# Everything

{{ cidr_table(sort="address") }}

{{ hosts_table(services=True) }}

{{ vlan_table() }}

{{ dhcp_table() }}

{{ services_table() }}

{{ network_tree() }}

{{ address_map() }}

{{ free_space() }}

{{ bgp_sessions() }}

{{ bgp_topology() }}

{{ bgp_nuances() }}

{{ bgp_nuances(all=true) }}

{{ nuances_compared("data") }}

{{ findings_table() }}

{% for network in plan.networks %}

{{ network.name }}, {{ network.purpose }}: {{ linked("10.0.0.5 " ~ network.name) }}

{{ network_page(network.id, level=3) }}

{% endfor %}

{{ address_grid(plan.networks[0].id) }}

{% for name in plan.links.external %}
- {{ links.external(name) }} {{ links.repoUrl(name, name) }}
{% endfor %}

{{ book() }}
"""


def filled(  # noqa: C901, PLR0911 (a table of shapes)
    schema: dict[str, Any], described: dict[str, Any], text: str, number: int, depth: int = 0
) -> Any:
    """A value of this schema in which every free text is the attack."""
    match schema:
        case {"$ref": ref}:
            properties = described[ref.rpartition("/")[2]]["properties"]
            found = {key: filled(value, described, text, number, depth + 1) for key, value in properties.items()}
            return {key: value for key, value in found.items() if value is not None}
        case {"anyOf": _} if depth > 4:
            return None
        case {"anyOf": [first, *_]}:
            return filled(first, described, text, number, depth)
        case {"enum": words}:
            return next(word for word in words if word)
        case {"examples": [example, *_]}:
            return str(example).replace("192.168.42.", f"10.0.{number}.")
        case {"format": "uri-reference"}:
            return f"https://example.org/?{text}"
        case {"type": "object", "additionalProperties": dict(values)}:
            return {text: filled(values, described, text, number, depth + 1)}
        case {"type": "integer" | "number"}:
            return schema.get("minimum", 1) + number
        case {"type": "boolean"}:
            return True
        case {"type": "array", "items": items}:
            return [filled(items, described, text, number, depth + 1)]
        case _:
            return text


def hostile() -> str:
    """A plan with an object of every kind for each attack, made from the schema; no rule minds."""
    schema = json.loads((ROOT / "docs/schema/plan.json").read_text(encoding="utf-8"))
    described = schema["$defs"]
    kinds = {key: value for key, value in schema["properties"].items() if key not in ("settings", "sources")}
    plan: dict[str, Any] = {}
    for number, text in enumerate(ATTACKS):
        for key, value in kinds.items():
            found = filled(value, described, text, number)
            if key == "links":
                plan.setdefault("links", {"external": {}})["external"] |= found["external"]
            elif key == "bgp":
                for part, entries in found.items():
                    plan.setdefault("bgp", {}).setdefault(part, []).append(entries)
            else:
                plan.setdefault(key, []).append(found)
    plan["settings"] = {"rules": {rule.code: "off" for rule in rules.rules()}}
    return yaml.safe_dump(plan, sort_keys=False)


@pytest.fixture(scope="module", params=[MKDOCS, ZENSICAL])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(request.param, tmp_path_factory.mktemp("attacked") / "lab")
    site.configure(watch=True)
    site.write("data/plan.yaml", hostile())
    site.write("docs/index.md", PAGE)
    run = site.build()
    assert run.status == 0, run.output
    return site


def active(root: Element) -> list[str]:
    """The elements that would run or load something, or that an attack could only have made."""
    tags = {"script", "img", "iframe", "object", "link", "body", "math", "base", "embed", "form"}
    return [
        f"<{element.tag} {dict(element.attributes)}>"
        for element in root.elements
        if element.tag in tags
        or any(name.startswith("on") or name == "autofocus" for name in element.attributes)
        or element.attributes.get("href", "").strip().lower().startswith(("javascript:", "data:", "//"))
        or "url(" in element.attributes.get("style", "")
    ]


def test_every_attack_is_shown_and_none_is_markup(attacked: Site) -> None:
    shown = attacked.article()
    assert active(shown) == []
    text = re.sub(r"\s+", "", shown.text)
    assert [
        other_text
        for other_text in ATTACKS
        if "\u202e" not in other_text and re.sub(r"\s+", "", other_text) not in text
    ] == []


def test_an_attack_is_no_markup_in_the_search_index(attacked: Site) -> None:
    entries = attacked.search_entries()
    assert any("alert(1)" in entry["text"] for entry in entries)
    assert [found for entry in entries for key in ("title", "text") for found in active(document(entry[key]))] == []


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")
def test_an_attack_does_nothing_in_a_browser(attacked: Site) -> None:
    happened: list[str] = []

    def noticed(request: Dialog | Request) -> None:
        happened.append(request.url if isinstance(request, Request) else request.message)
        if isinstance(request, Dialog):
            request.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page()
        page.set_default_timeout(120_000)  # a busy machine takes its time, and nothing here is about speed
        page.on("dialog", noticed)
        page.on(
            "request",
            lambda other_request: (
                noticed(other_request) if not other_request.url.startswith(("file:", "data:")) else None
            ),
        )
        page.goto((attacked.folder / "site/index.html").as_uri())
        page.wait_for_load_state("networkidle")
        assert page.locator("article .cidrbook-table").count() > len(ATTACKS)
        browser.close()
    assert happened == []
