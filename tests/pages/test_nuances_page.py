"""What pages say of nuances."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages.test_pages import Render

from cidrbook import engine
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


def test_what_applies_comes_by_severity_with_its_reason_and_where_that_is_written(render: Render) -> None:
    html = render("{{ bgp_nuances() }}", PLAN)
    assert "\n" not in html
    assert html.index("Will not work") < html.index("Grave") < html.index("Worth knowing") < html.index("Known")
    assert "Elsewhere" not in html
    assert 'Because:</em> <a href="#cidrbook-subject-1">router edge opnsense 21.7</a>' in html
    assert '<li id="cidrbook-subject-1">router edge opnsense 21.7: ' in html
    assert "data/plan.yaml</code>, line 2</li>" in html
    assert html.count('id="cidrbook-subject-1"') == 1
    assert "It &#60;b&#62;stops&#60;/b&#62;." in html
    assert "reported by users" in html


def test_what_cannot_be_told_is_grouped_by_the_fact_that_would_decide_it(render: Render) -> None:
    html = render("{{ bgp_nuances() }}", PLAN)
    unclear = html[html.index("does not say enough") :]
    start = unclear.index("cni.version</code> would decide ")
    assert "Unclear &#124; too" in unclear[start:]
    assert "“Unclear” (with" in unclear[start:]


def test_the_catalogue_has_every_nuance_under_its_topic_with_its_conditions(render: Render) -> None:
    text = render("{{ bgp_nuances(all=true) }}", PLAN)
    assert "## Mine\n\n" in text
    assert (
        text.count('id="elsewhere"') == text.count('id="grave"') == text.count('id="mixed-protocol-gate-removed"') == 1
    )
    assert "router.product</code> is <code" in text
    assert "(found by A201)" in text


def test_two_plans_are_compared(render: Render) -> None:
    html = render("{{ nuances_compared('other') }}", PLAN)
    fates = {
        name: html[html.index(f"<td>{name}") :].split("<td>")[3].partition("<")[0]
        for name in ("Known", "Grave", "Unclear")
    }
    assert fates == {"Known": "gone", "Grave": "still there", "Unclear": "new"}


def test_nuances_of_another_plan_are_asked_for_by_its_folder(render: Render) -> None:
    html = render("{{ bgp_nuances(data='other') }}", PLAN)
    assert "opnsense 26.7" in html
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
