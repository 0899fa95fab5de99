"""The contract with MkDocs, ProperDocs and Zensical, kept by the engines themselves: each is started as a process."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from engines import ENGINES, MKDOCS, PROPERDOCS, ZENSICAL, Element, Site, document

ROOT = Path(__file__).resolve().parents[2]

NETWORKS = """\
networks:
  - name: Management
    cidr: 192.168.1.0/24
    gateway: 192.168.1.1
    purpose: router and switches
  - name: Servers
    cidr: [192.168.42.0/24, "fd5b:7c1e:93a2:42::/64"]
    vlan: 42
    gateway: 192.168.42.1
    dhcp: 192.168.42.200-192.168.42.249
    hosts:
      - {name: nas, address: 192.168.42.60, mac: 52:54:00:12:34:56}
"""

LINKS = """\
links:
  repository: https://example.org/lab
  external:
    calico: {url: "https://docs.tigera.io/calico/latest/about/"}
    opnsense: {url: "https://opnsense.org", label: OPNsense}
"""

OVERLAP = f"""\
{NETWORKS}\
  - name: IoT
    cidr: 192.168.42.128/25
"""

MISSPELT = """\
links:
  repository: https://example.org/lab
  extrenal:
    calico: {url: "https://docs.tigera.io/calico/latest/about/"}
"""

TOLD_TO_WATCH = "watch: [data]"
IN_OVERLAP = "data/networks.yaml:14:11: error A201 overlapping-networks"
IN_MISSPELT = "data/links.yaml:3:3: error F103 unknown-key"

PLAIN = "# No macro here\n\nOnly text.\n"

VALUES = """\
# Network

{{ cidr_table() }}

The NAS is at `{{ address('nas') }}`, in {{ cidr('servers', family=4) }}, on VLAN {{ network('servers').vlan }}.
Its firewall is {{ links.external('opnsense') }}.

{% for network in plan.networks %}
- {{ network.name }}: {{ network.cidr }}
{% endfor %}
"""

PLACES = """\
# Places

!!! note "In an admonition"

    {{ cidr_table() }}

    {{ findings_table() }}

    {{ bgp_nuances(level=0) }}

    See {{ links.external('opnsense') }}.

After the admonition.

1. In a list

    {{ cidr_table() }}

    {{ findings_table() }}

    {{ bgp_nuances(level=0) }}

    See {{ links.external('opnsense') }}.

After the list.

=== "In a tab"

    {{ cidr_table() }}

    {{ findings_table() }}

    {{ bgp_nuances(level=0) }}

    See {{ links.external('opnsense') }}.

After the tab.
"""

IMPORTING = """\
{% import 'links.jinja2' as links %}
# An old page

Label: see {{ links.external('opnsense', 'the firewall') }}, it says.

Registry: see {{ links.external('opnsense') }}, it says.

Name: see {{ links.external('calico') }}, it says.

Repository: see {{ links.repoUrl('the playbooks', 'tree/main/ansible') }}, it says.
"""


def new_site(engine: str, folder: Path, **pages: str) -> Site:
    """A site with a consistent plan, a page without a macro, and these pages; `index` is the home page."""
    site = Site(engine, folder / "lab")
    site.configure()
    texts = {"index": VALUES, "plain": PLAIN, **pages}
    site.write("data/networks.yaml", NETWORKS)
    site.write("data/links.yaml", LINKS)
    for name, text in texts.items():
        site.write(f"docs/{name}.md", text)
    return site


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    return new_site(request.param, tmp_path)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """One site with a page for everything that a consistent plan can show, as each engine builds it."""

    @cache
    def built(engine: str) -> Site:
        site = new_site(engine, tmp_path_factory.mktemp(engine), places=PLACES, importing=IMPORTING)
        site.configure(include_dir="docs/_snippets")
        site.write("docs/_snippets/links.jinja2", (ROOT / "docs/_snippets/links.jinja2").read_text(encoding="utf-8"))
        run = site.build("--strict")
        assert run.status == 0, run.output
        assert TOLD_TO_WATCH not in run.output
        return site

    return built


def printed(text: str) -> list[str]:
    """The first lines of the findings in what was printed, up to the rule's name."""
    return re.findall(r"^((?:data|docs)/\S+:\d+:\d+: \w+ \w\d{3} [\w-]+): ", text, re.MULTILINE)


def outward(shown: Element) -> list[Element]:
    """The links that open in a new tab."""
    return [element for element in shown.all("a") if element.attributes.get("target") == "_blank"]


def boxed(shown: Element) -> bool:
    return shown.has("cidrbook-findings")


def unboxed(shown: Element) -> bool:
    return not boxed(shown)


def complains(shown: Element) -> bool:
    return shown.has("cidrbook-problem")


# A consistent plan


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_shows_the_values_of_the_plan(lab: Callable[[str], Site], engine: str) -> None:
    shown = lab(engine).article()
    assert shown.rows() == [
        ["Name", "VLAN", "CIDR", "Gateway", "Used for"],
        ["Management", "", "192.168.1.0/24", "192.168.1.1", "router and switches"],
        ["Servers", "42", "192.168.42.0/24 fd5b:7c1e:93a2:42::/64", "192.168.42.1", ""],
    ]
    assert "The NAS is at 192.168.42.60, in 192.168.42.0/24, on VLAN 42. Its firewall is OPNsense." in shown.words
    assert [element.words for element in shown.all("li")] == [
        "Management: 192.168.1.0/24",
        "Servers: 192.168.42.0/24, fd5b:7c1e:93a2:42::/64",
    ]
    assert [element.attributes["href"] for element in outward(shown)] == ["https://opnsense.org"]


@pytest.mark.parametrize("page", ["", "plain/", "places/", "importing/"])
def test_all_engines_make_the_same_article(lab: Callable[[str], Site], page: str) -> None:
    mkdocs, properdocs, zensical = (lab(engine).article(page).facts() for engine in ENGINES)
    assert mkdocs
    assert mkdocs == properdocs == zensical


@pytest.mark.parametrize("engine", ENGINES)
def test_the_search_finds_every_cell_of_a_table_as_a_word(lab: Callable[[str], Site], engine: str) -> None:
    home = next(entry for entry in lab(engine).search_entries() if entry["location"] == "")
    words = document(home["text"].replace("<", " <")).text.split()
    assert {"Management", "Servers", "192.168.1.0/24", "fd5b:7c1e:93a2:42::/64"} <= set(words)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("place", ["admonition", "list", "tab"])
def test_what_a_macro_gives_stays_where_it_was_called(lab: Callable[[str], Site], engine: str, place: str) -> None:
    shown = lab(engine).article("places/")
    around = {
        "admonition": lambda: shown.one("div", "admonition"),
        "list": lambda: shown.one("ol").one("li"),
        "tab": lambda: shown.one(css="tabbed-block"),
    }[place]()
    assert around.one(css="cidrbook-table").rows()[1][0] == "Management"
    assert "Nothing was found: the plan is consistent." in [element.words for element in around.all("p")]
    assert around.one(css="cidrbook-nuances").words == "There is nothing in the plan that a nuance could be about."
    assert [element.words for element in outward(around)] == ["OPNsense"]
    assert "After the" not in around.text
    assert "<" not in shown.text


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_that_import_the_links_template_still_work(lab: Callable[[str], Site], engine: str) -> None:
    html = lab(engine).html("importing/")
    for label, href, text in [
        ("Label", "https://opnsense.org", "the firewall"),
        ("Registry", "https://opnsense.org", "OPNsense"),
        ("Name", "https://docs.tigera.io/calico/latest/about/", "calico"),
        ("Repository", "https://example.org/lab/tree/main/ansible", "the playbooks"),
    ]:
        link = rf'<a href="{re.escape(href)}" target="_blank"[^>\n]*>{text}</a>'
        assert re.search(rf"<p>{label}: see {link}, it says\.</p>", html), label


def test_the_plan_is_read_once_for_twenty_pages(site: Site) -> None:
    for number in range(20):
        site.write(f"docs/page{number}.md", "# Page\n\nServers: {{ cidr('servers', family=4) }}.\n")
    site.write(
        "listener.py",
        'import os, sys\n\nlog = os.open("opened.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)\n'
        "def hear(event, arguments):\n"
        '    if event == "open" and str(arguments[0]).endswith("networks.yaml"):\n'
        '        os.write(log, f"{arguments[0]}\\n".encode())\n'
        "def define_env(env):\n    pass\n"
        "sys.addaudithook(hear)\n",
    )
    site.configure(modules=["listener", "cidrbook"])
    run = site.build()
    assert run.status == 0, run.output
    assert all("Servers: 192.168.42.0/24." in site.article(f"page{number}/").words for number in range(20))
    opened = (site.folder / "opened.log").read_text(encoding="utf-8").splitlines()
    assert opened == [str(site.folder / "data/networks.yaml")]


# An inconsistent plan


def test_a_build_with_an_inconsistent_plan_fails_and_prints_every_finding_once(site: Site) -> None:
    site.write("data/networks.yaml", OVERLAP)
    site.write("data/links.yaml", MISSPELT)
    for number in range(5):
        site.write(f"docs/page{number}.md", VALUES)
    run = site.build()
    assert run.status != 0
    assert printed(run.output) == [IN_MISSPELT, IN_OVERLAP]
    assert "did you mean `external`?" in run.output
    assert "Traceback" not in run.output


def test_a_build_sees_a_mistake_that_came_after_a_good_one_and_mkdocs_leaves_the_good_site(site: Site) -> None:
    assert site.build().status == 0
    before = site.built()
    assert "index.html" in before
    site.write("data/networks.yaml", OVERLAP)
    run = site.build()
    assert run.status != 0
    assert printed(run.output) == [IN_OVERLAP]
    assert site.engine == ZENSICAL or site.built() == before


def test_a_plan_with_a_warning_is_built_and_the_warning_printed(site: Site) -> None:
    site.write("data/networks.yaml", OVERLAP)
    site.write("data/settings.yaml", "settings:\n  rules: {overlapping-networks: warning}\n")
    run = site.build("--strict")
    assert run.status == 0, run.output
    assert printed(run.output) == [IN_OVERLAP.replace("error", "warning")]
    assert not boxed(site.article())


def test_a_build_without_data_fails_and_says_so_in_one_line(site: Site) -> None:
    shutil.rmtree(site.folder / "data")
    site.configure(watch=False)
    run = site.build()
    assert run.status != 0
    assert len(re.findall(r"^cidrbook: data: there is no such folder", run.stderr, re.MULTILINE)) == 1
    assert "inconsistent" not in run.output
    assert "Traceback" not in run.output


# A preview


def test_a_preview_follows_the_data_and_shows_a_box_on_every_page_until_the_plan_is_mended(site: Site) -> None:
    assert ("watch" in (site.folder / "mkdocs.yml").read_text(encoding="utf-8")) is (site.engine == ZENSICAL)
    with site.serve() as preview:
        preview.until(lambda shown: unboxed(shown) and "VLAN 42" in shown.text)
        site.write("data/networks.yaml", OVERLAP)
        for page in ("", "plain/"):
            box = preview.until(boxed, page).one(css="cidrbook-findings")
            assert "A201 overlapping-networks" in box.words
            line, carets = box.one("pre").text.splitlines()[-2:]
            assert line[carets.index("^") : carets.rindex("^") + 1] == "192.168.42.128/25"
        site.write("data/networks.yaml", NETWORKS.replace("vlan: 42", "vlan: 43"))
        preview.until(lambda shown: unboxed(shown) and "VLAN 43" in shown.text)
        preview.until(unboxed, "plain/")
        assert set(printed(preview.output)) == {IN_OVERLAP}
        if site.engine != ZENSICAL:  # which follows only the files that it knows from the start
            site.write("data/more/iot.yaml", "networks: [{name: IoT, cidr: 192.168.50.0/24}]\n")
            preview.until(lambda shown: "192.168.50.0/24" in shown.text)
            (site.folder / "data/more/iot.yaml").unlink()
            preview.until(lambda shown: "192.168.50.0/24" not in shown.text)


@pytest.mark.parametrize("engine", [MKDOCS, ZENSICAL])
def test_a_preview_of_a_broken_plan_shows_a_new_mistake_in_place_of_a_mended_one(engine: str, tmp_path: Path) -> None:
    site = new_site(engine, tmp_path)
    site.write("data/networks.yaml", OVERLAP)
    with site.serve() as preview:
        preview.until(lambda shown: boxed(shown) and "overlapping-networks" in shown.text, "plain/")
        site.write("data/links.yaml", MISSPELT)
        preview.until(lambda shown: {"overlapping-networks", "unknown-key"} <= words_of_box(shown))
        site.write("data/networks.yaml", NETWORKS)
        preview.until(lambda shown: "overlapping-networks" not in words_of_box(shown))
        site.write("data/links.yaml", LINKS)
        preview.until(unboxed, "plain/")


def words_of_box(shown: Element) -> set[str]:
    return set(re.findall(r"[\w-]+", " ".join(box.text for box in shown.all(css="cidrbook-findings"))))


@pytest.mark.parametrize("engine", [MKDOCS, ZENSICAL])
def test_the_box_leaves_the_rest_of_the_page_and_the_search_as_they_are(engine: str, tmp_path: Path) -> None:
    text = "# A `long` title\n\n## One\n\nText.\n\n## Two\n"
    good = new_site(engine, tmp_path / "good", plain=text)
    broken = new_site(engine, tmp_path / "broken", plain=text)
    assert good.build().status == 0
    broken.write("data/networks.yaml", OVERLAP)
    with broken.serve() as preview:
        box, *rest = preview.until(boxed, "plain/").facts()
        assert "cidrbook-findings" in str(box)
        assert rest == good.article("plain/").facts()
        assert page_title(preview.html("plain/")) == page_title(good.html("plain/")) == "A long title - Lab"
        assert "inconsistent" not in preview.wait(lambda index: "plain/#two" in index, broken.search_file)


def page_title(html: str) -> str:
    return document(html).one("title").words


def test_zensical_without_watch_is_told_to_have_it(tmp_path: Path) -> None:
    site = new_site(ZENSICAL, tmp_path)
    site.configure(watch=False)
    run = site.build()
    assert run.status == 0
    assert run.stderr.count(TOLD_TO_WATCH) == 1


# A wrong call

FRONT_MATTER = "---\ntitle: Home\ntags: [lab]\n---\n\n"

CALLS = [
    ("{{ cidr('sevrers') }}", "sevrers", "P901 unknown-name", "servers"),
    ("{{ cidr_table(columns=['cdir']) }}", "cdir", "P903 wrong-argument", "cidr"),
    ("{{ links.external('callico') }}", "callico", "P902 unknown-link", "calico"),
    ("{{ network('servers').gatway }}", "gatway", "P903 wrong-argument", "gateway"),
    ("{{ cidr('servers', famly=6) }}", "famly", "P903 wrong-argument", "family"),
    ("{% for it in plan.netwroks %}{{ it.name }}{% endfor %}", "netwroks", "P903 wrong-argument", "networks"),
]

HEADS = {
    "nothing": "",
    "front matter": FRONT_MATTER,
    "front matter of Windows": FRONT_MATTER.replace("\n", "\r\n"),
    "empty lines": "\n\n",
    "MultiMarkdown's metadata": "Title: Home\nAuthor: me\n\n",
    "text between rules": "---\n\nText.\n\n---\n\n",
}


def heads_for(engine: str) -> dict[str, str]:
    """What a page begins with, by its name; Zensical takes text between rules for front matter."""
    return {name: head for name, head in HEADS.items() if engine != ZENSICAL or name != "text between rules"}


Building = Callable[[str], str]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Building:
    """What each engine prints of a site of which every page has a wrong call: one build is enough for all of them."""

    @cache
    def built(engine: str) -> str:
        calls = {f"call-{number}": page_with(call) for number, (call, _, _, _) in enumerate(CALLS)}
        heads = {f"head-{number}": wrong_below(head) for number, head in enumerate(heads_for(engine).values())}
        run = new_site(engine, tmp_path_factory.mktemp(engine), **calls, **heads).build()
        assert run.status != 0
        return run.output

    return built


def page_with(call: str) -> str:
    return f"{FRONT_MATTER}# Home\n\nText, then {call}.\n"


def wrong_below(head: str) -> str:
    return f"{head}# Home\n\nText.\n\n{{{{ cidr('sevrers') }}}}\n"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(len(CALLS)), ids=[wrong for _, wrong, _, _ in CALLS])
def test_a_wrong_call_fails_the_build_with_its_place_and_what_was_meant(
    wrong: Building, engine: str, number: int
) -> None:
    call, word, rule, meant = CALLS[number]
    column = f"Text, then {call}".index(word) + 1
    assert f"docs/call-{number}.md:8:{column}: error {rule}" in printed(wrong(engine))
    assert f"did you mean `{meant}`?" in wrong(engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_wrong_call_is_printed_once(wrong: Building, engine: str) -> None:
    assert len(printed(wrong(engine))) == len(CALLS) + len(heads_for(engine))


def test_a_wrong_call_is_marked_where_it_stands_and_not_where_the_line_has_its_word_before(tmp_path: Path) -> None:
    line = "Of plan and lan: {{ cidr('servers', 4) }}, {{ cidr('lan') }}."
    site = new_site(MKDOCS, tmp_path, index=f"{line}\n")
    column = line.index("('lan')") + 3
    assert printed(site.build().output) == [f"docs/index.md:1:{column}: error P901 unknown-name"]


@pytest.mark.parametrize("setting", [True, False])
def test_all_wrong_calls_on_all_pages_fail_every_build_whatever_on_error_fail_says(
    site: Site,
    setting: bool,  # noqa: FBT001
) -> None:
    site.configure(on_error_fail=setting)
    site.write("docs/index.md", "# Home\n\n{{ cidr('sevrers') }}\n\n{{ address('nsa') }}\n")
    site.write("docs/plain.md", "# Other\n\n{{ cidr('sevrers') }}\n\n{{ links.external('callico') }}\n")
    for _ in range(2 if site.engine == ZENSICAL else 1):  # the second time, Zensical has a cache
        run = site.build()
        assert run.status != 0
        assert sorted(printed(run.output)) == [
            "docs/index.md:3:10: error P901 unknown-name",
            "docs/index.md:5:13: error P901 unknown-name",
            "docs/plain.md:3:10: error P901 unknown-name",
            "docs/plain.md:5:20: error P902 unknown-link",
        ]


@pytest.mark.parametrize(
    ("engine", "head"), [(engine, head) for engine in ENGINES for head in heads_for(engine)], ids=str
)
def test_the_line_of_a_wrong_call_is_right_whatever_the_page_begins_with(
    wrong: Building, engine: str, head: str
) -> None:
    text = wrong_below(HEADS[head])
    line = text[: text.index("sevrers")].count("\n") + 1
    page = f"docs/head-{[*heads_for(engine)].index(head)}.md"
    assert f"{page}:{line}:10: error P901 unknown-name" in printed(wrong(engine))


SETTINGS: dict[str, dict[str, Any]] = {"default": {}, "strict": {"on_error_fail": True, "on_undefined": "strict"}}
PREVIEWS = [*((engine, settings) for engine in (MKDOCS, ZENSICAL) for settings in SETTINGS), (PROPERDOCS, "strict")]
"""ProperDocs has the plugin that MkDocs has: its settings are tried once."""


@pytest.fixture(params=PREVIEWS, ids="-".join)
def set_site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site with the plugin's own settings, or with such as a build in CI has."""
    engine, settings = request.param
    site = new_site(engine, tmp_path)
    site.configure(**SETTINGS[settings])
    return site


def test_a_preview_shows_a_wrong_call_where_it_stands_until_it_is_mended(set_site: Site) -> None:
    site = set_site
    site.write("docs/result.md", "# Result\n\nVLAN {{ network('sevrers').vlan }}.\n")
    site.write("docs/loop.md", "# Loop\n\n{% for it in plan.netwroks %}\n- {{ it.name }}\n{% endfor %}\n")
    with site.serve() as preview:
        result = preview.until(lambda shown: "VLAN" in shown.text, "result/")
        assert complains(result)
        assert "did you mean servers?" in result.text
        loop = preview.until(lambda shown: "Loop" in shown.text, "loop/")
        assert complains(loop)
        assert "did you mean networks?" in loop.text
        preview.until(lambda shown: "The NAS is at" in shown.text)
        site.write("docs/index.md", "# Home\n\nThe servers are in {{ cidr('sevrers') }}, all of them.\n")
        shown = preview.until(complains)
        assert "are in ⚠ there is no network sevrers in the plan; did you mean servers?, all" in shown.words
        assert preview.until(lambda page: "Only text." in page.text, "plain/")
        site.write("docs/index.md", VALUES)
        preview.until(lambda shown: "The NAS is at" in shown.text and not complains(shown))


def test_a_preview_without_data_says_so_on_every_page_and_leaves_out_what_is_called_for(set_site: Site) -> None:
    shutil.rmtree(set_site.folder / "data")
    with set_site.serve() as preview:
        shown = preview.until(boxed)
        for page in (shown, preview.until(boxed, "plain/")):
            assert "there is no such folder" in page.one(css="cidrbook-findings").text
        assert "on VLAN" in shown.text
        assert "Error" not in shown.text
        assert "{{" not in shown.text


# Values that would break a page

SCRIPT = "<script>alert(1)</script>"
HOSTILE = rf"{SCRIPT} a | b `c` ]]> \u202edet\u200fcer\nrut *d* [e](f)"
HARMLESS = f"{SCRIPT} a | b `c` ]]> detcer rut *d* [e](f)"
STYLED = f"{SCRIPT} a | b c ]]> detcer rut d [e](f)"
"""The same as the purpose of a network, in which code and emphasis are allowed and nothing else is."""

HOSTILE_PLAN = f"""\
networks:
  - {{id: evil, name: "{HOSTILE}", cidr: 10.0.0.0/23, purpose: "{HOSTILE}"}}
  - {{id: twin, name: "{HOSTILE}", cidr: 10.0.1.0/24}}
settings:
  rules: {{overlapping-networks: warning}}
links:
  external:
    evil: {{url: 'https://example.org/"onclick="x', label: "{HOSTILE}"}}
"""

HOSTILE_PAGE = """\
# Values

{{ cidr_table(["name", "purpose"]) }}

| Name | Purpose |
| --- | --- |
| {{ network('evil').name }} | {{ plan.networks[0].purpose }} |

Here {{ network('evil').name }} ends.

Here {{ links.external('evil') }} ends.

## {{ network('evil').name }}
"""

HOSTILE_FINDINGS = "# Findings\n\n{{ findings_table() }}\n"

TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """A site whose names, purposes and labels would break its pages."""

    @cache
    def built(engine: str) -> Site:
        site = new_site(
            engine, tmp_path_factory.mktemp(f"hostile-{engine}"), index=HOSTILE_PAGE, found=HOSTILE_FINDINGS
        )
        site.write("data/networks.yaml", HOSTILE_PLAN)
        site.write("data/links.yaml", "")
        run = site.build("--strict")
        assert run.status == 0, run.output
        return site

    return built


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hostile_value_is_only_text_on_a_page(hostile: Callable[[str], Site], engine: str) -> None:
    shown = hostile(engine).article()
    assert [element.words for element in shown.elements if element.tag == "code"] == ["c"]
    first, second = shown.rows()[1], shown.rows()[4]
    assert [straight(text) for text in [*first, *second]] == [HARMLESS, STYLED, HARMLESS, HARMLESS]
    assert [straight(element.words) for element in shown.all("p")] == [f"Here {HARMLESS} ends."] * 2
    assert [straight(element.words) for element in outward(shown)] == [HARMLESS]
    assert straight(shown.one("h2").words) == f"{HARMLESS}¶"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("page", ["", "found/"])
def test_a_hostile_value_adds_no_element_or_attribute(hostile: Callable[[str], Site], engine: str, page: str) -> None:
    shown = hostile(engine).article(page)
    assert SCRIPT in shown.text
    assert SCRIPT not in hostile(engine).html(page)
    assert "alert(1)" not in "".join(element.text for element in document(hostile(engine).html(page)).all("script"))
    assert not [element for element in shown.elements if element.tag == "script" or "onclick" in element.attributes]
    emphasis = [(element.words, element.attributes) for element in shown.elements if element.tag == "em"]
    assert emphasis == ([] if page else [("d", {})])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hostile_value_adds_no_element_to_the_search(hostile: Callable[[str], Site], engine: str) -> None:
    texts = [text for entry in hostile(engine).search_entries() for text in (entry["title"], entry["text"])]
    assert any("alert(1)" in text for text in texts)
    assert not [text for text in texts if document(text).all("script")]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hostile_value_turns_the_direction_of_nothing(hostile: Callable[[str], Site], engine: str) -> None:
    texts = [text for entry in hostile(engine).search_entries() for text in (entry["title"], entry["text"])]
    assert not TURNS.search(hostile(engine).html())
    assert not [text for text in texts if TURNS.search(text)]


def straight(text: str) -> str:
    """The text without marks that turn its direction, or what stands for them."""
    return TURNS.sub("", text).replace("\ufffd", "")


def test_markdown_in_a_name_is_only_text(tmp_path: Path) -> None:
    values = ["# heading", "- item", "+ item", "_emphasis_"]
    calls = "".join(f"\n{{{{ network('evil-{number}').name }}}}\n" for number in range(len(values)))
    site = new_site(MKDOCS, tmp_path, index=f"# Home\n{calls}")
    networks = [
        {"id": f"evil-{number}", "name": value, "cidr": f"10.0.{number}.0/24"} for number, value in enumerate(values)
    ]
    site.write("data/networks.yaml", yaml.safe_dump({"networks": networks}))
    assert site.build().status == 0
    shown = [(element.tag, element.text) for element in site.article().elements]
    assert shown[2:] == [("p", value) for value in values]
