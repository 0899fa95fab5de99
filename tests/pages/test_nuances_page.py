"""What pages say of nuances."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from pages.test_pages import Render

from cidrbook import engine
from cidrbook.pages.source_names import source_name
from cidrbook.pages.whole_page import finished
from cidrbook.plan.load import parse

NUANCES = """
nuances:
  - {name: Grave, id: grave, statement: "It <b>stops</b>.", severity: error, when: {router.product: opnsense},
     rule: A201, sources: "https://a.example/x?y&z", confidence: reported, instead: "Run `it` again."}
  - {name: Known, id: known, statement: s, severity: info, when: {router.version: "<22"}, tags: [Mine]}
  - {name: Elsewhere, id: elsewhere, statement: s, when: {router.product: vyos}}
  - {name: Unclear, id: unclear, statement: s, when: {cni.version: ">1", cni.product: calico}}
  - {name: "Unclear | too", id: unclear-too, statement: s, when: {cni.version: ">2"}}
"""
PLAN = f"""
routers: [{{name: edge, product: opnsense, version: "21.7"}}]
clusters: [{{name: home}}]
{NUANCES}
"""
OTHER = f"""
routers: [{{name: edge, product: opnsense, version: "26.7"}}]
clusters: [{{name: home, cni: {{product: calico, version: "3.32"}}}}]
{NUANCES}
"""


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Render:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    for name, text in (("other", OTHER), ("broken", OTHER + "networks: [{name: a, cidr: 10.0.0.0/33}]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(text, encoding="utf-8")
    return Render(tmp_path)


def shown(text: str) -> str:
    """The block as a page has it."""
    return finished(markdown.markdown(text, extensions=["toc", "attr_list"]))


def test_what_applies_comes_by_severity_with_its_reason_and_where_that_is_written(render: Render) -> None:
    html = shown(render("{{ bgp_nuances() }}", PLAN))
    assert re.findall(r"<h(\d)[^>]*><span[^>]*></span>(.*?)</h", html) == [
        ("3", "Will not work"),
        ("4", "Grave"),
        ("3", "Worth knowing"),
        ("4", "Known"),
    ]
    assert "Elsewhere" not in html
    assert "<dt>Because</dt> <dd><strong>router edge (OPNsense 21.7)</strong> in <code>data/plan.yaml:2</code>" in html
    assert "2 of 14" in html
    assert "It &#60;b&#62;stops&#60;/b&#62;." in html
    assert '<a href="https://a.example/x?y&#38;z">a.example: x</a> (reported by users)' in html


def test_a_table_on_top_leads_into_the_folds_and_errors_are_open(render: Render) -> None:
    html = shown(render("{{ bgp_nuances() }}", PLAN))
    links = re.findall(r'<a href="#(cidrbook-nuance-[^"]*)">', html[: html.index("<h3")])
    assert links == ["cidrbook-nuance-grave", "cidrbook-nuance-known"]
    folds = re.findall(r"<details([^>]*)><summary>.*?</summary><div id=\"([^\"]*)\">", html)
    assert [link for _, link in folds] == links
    assert ["open" in attributes for attributes, _ in folds] == [True, False]


def test_readers_choose_by_product_and_severity_without_a_script(render: Render) -> None:
    html = render("{{ bgp_nuances() }}{{ bgp_nuances() }}", PLAN)
    assert "<script" not in html
    ids = re.findall(r'<input type="radio" name="([^"]*)" id="([^"]*)">', html)
    assert [name for _, name in ids] == [
        *(f"cidrbook-choice-1-{name}" for name in ("p-opnsense", "p-bgp", "v-error", "v-info")),
        *(f"cidrbook-choice-2-{name}" for name in ("p-opnsense", "p-bgp", "v-error", "v-info")),
    ]
    assert len({group for group, _ in ids}) == 4
    for _, name in ids:
        assert f':root:has([id="{name}"]:checked)' in html


def test_without_headings_it_is_one_line_for_a_list_or_a_tab(render: Render) -> None:
    html = render("{{ bgp_nuances(level=0) }}", PLAN)
    assert "\n" not in html
    assert "<strong>Will not work</strong>" in html
    assert "<strong>Grave</strong>" in html


@pytest.mark.parametrize(
    ("cluster", "words"),
    [
        ('distribution: talos, version: "v1.34.2"', "cluster home (Talos, Kubernetes v1.34.2)"),
        ('distribution: k3s, version: "v1.34.2+k3s1"', "cluster home (k3s v1.34.2+k3s1)"),
        ("distribution: talos", "cluster home (Talos)"),
    ],
)
def test_the_release_of_a_cluster_is_that_of_kubernetes(render: Render, cluster: str, words: str) -> None:
    plan = f"clusters: [{{name: home, {cluster}}}]\nnuances: [{{name: a, statement: s, when: {{cluster.nodes: '*'}}}}]"
    plan = plan.replace("cluster.nodes: '*'", "cluster.distribution: [talos, k3s]")
    assert words in render("{{ bgp_nuances() }}", plan)


def test_a_nuance_of_calico_says_bird(render: Render) -> None:
    plan = OTHER.replace('version: "3.32"', 'version: "3.32", bgp: true')
    assert "Calico 3.32 (BIRD)" in render("{{ bgp_nuances() }}", plan)


def test_what_cannot_be_told_is_grouped_by_the_fact_that_would_decide_it(render: Render) -> None:
    html = render("{{ bgp_nuances() }}", PLAN)
    unclear = html[html.index("does not say enough") :]
    start = unclear.index("cni.version</code> would decide ")
    assert "Unclear &#124; too" in unclear[start:]
    assert "“Unclear” (with" in unclear[start:]


def test_the_catalogue_has_every_nuance_under_its_topic_with_its_conditions(render: Render) -> None:
    text = render("{{ bgp_nuances(all=true) }}", PLAN)
    assert re.search(r"^## <span[^>]*></span>Mine$", text, re.MULTILINE)
    assert (
        text.count('id="elsewhere"') == text.count('id="grave"') == text.count('id="mixed-protocol-gate-removed"') == 1
    )
    assert "<code>router.product</code> is <code>" in text
    assert "A201 reports it" in text
    links = re.findall(r'<td><a href="#([^"]*)">', text)
    assert sorted(links) == sorted(re.findall(r'</summary><div id="([^"]*)">', text))
    assert '<td>error</td><td><a href="#grave">Grave</a></td><td>OPNsense</td>' in text
    assert text.count("MetalLB no longer reads its ConfigMap") == 2, "in the table, and as a heading"


def test_no_part_of_the_catalogue_is_too_large_for_a_search(render: Render) -> None:
    text = shown(render("{{ bgp_nuances(all=true) }}", PLAN))
    parts = re.split(r"<h\d", text)
    assert max(len(re.sub(r"<style>.*?</style>|<[^>]*>", "", part)) for part in parts) < 20_000


def test_two_plans_are_compared_and_rows_lead_to_the_nuances(render: Render) -> None:
    html = render("{{ nuances_compared('other') }}", PLAN)
    rows = re.findall(r'href="([^"]*)">(.*?)</a></th> <td[^>]*>(.*?)</td>', html)
    fates = {name: (fate, link) for link, name, fate in rows}
    assert fates["Known"] == ("resolved", "#cidrbook-nuance-known")
    assert fates["Grave"] == ("unchanged", "#cidrbook--other--nuance-grave")
    assert fates["Unclear"] == ("new", "#cidrbook--other--nuance-unclear")
    html = render("{{ nuances_compared('other', page='../nuances/') }}", PLAN)
    assert 'href="../nuances/#known"' in html


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.rfc-editor.org/rfc/rfc4271#section-6.8", "RFC 4271"),
        ("https://datatracker.ietf.org/doc/html/rfc7938", "RFC 7938"),
        ("https://github.com/opnsense/core/issues/10569", "opnsense/core #10569"),
        ("https://github.com/opnsense/core/commit/8c71359163ef31dd1b888", "opnsense/core commit 8c71359"),
        ("https://github.com/cilium/cilium/releases/tag/v1.19.0", "cilium/cilium v1.19.0"),
        ("https://github.com/opnsense/changelog/blob/master/community/22.1/22.1", "opnsense/changelog: 22.1"),
        ("https://github.com/opnsense/core", "opnsense/core"),
        ("https://docs.cilium.io/en/stable/network/bgp.html", "docs.cilium.io: bgp"),
        ("https://example.org/", "example.org"),
    ],
)
def test_a_source_has_a_short_name(url: str, name: str) -> None:
    assert source_name(url) == name


def test_nuances_of_another_plan_are_asked_for_by_its_folder(render: Render) -> None:
    html = render("{{ bgp_nuances(data='other') }}", PLAN)
    assert "OPNsense 26.7" in html
    assert "other/plan.yaml" in html


@pytest.mark.parametrize(
    ("folder", "complaint"),
    [
        ("..", "is not a folder of this project"),
        ("/etc", "is not a folder of this project"),
        ("missing", "there is no"),
    ],
)
def test_a_folder_that_is_no_plan_of_the_project_is_a_wrong_argument(
    render: Render, folder: str, complaint: str
) -> None:
    assert complaint in render(f"{{{{ bgp_nuances(data='{folder}') }}}}", PLAN)


def test_a_plan_without_anything_they_are_about_says_so(render: Render) -> None:
    assert "nothing in the plan that a nuance could be about" in render("{{ bgp_nuances() }}", "networks: []\n")


def test_a_password_is_never_repeated() -> None:
    plan = parse({"a.yaml": "bgp: {sessions: [{local: a, peer: b, password: hunter2}]}"})
    assert [rule for rule, _ in plan.problems] == ["wrong-type"]
    assert all("hunter2" not in str((problem.message, problem.hint, problem.label)) for _, problem in plan.problems)
