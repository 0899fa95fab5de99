"""What is done to a page when its macros have spoken, and templates that a site has of its own."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fake_engine import FakeEngine, site
from lab import found as findings

from cidrbook import engine
from cidrbook.pages.badge import ENDPOINT, PICTURE, badge_svg
from cidrbook.pages.markup import overridden, render
from cidrbook.pages.whole_page import STYLESHEET, finished, style, styled

PLAN = "networks: [{name: lan, cidr: 10.0.0.0/24}]\n"


def test_an_id_of_ours_that_stands_again_gets_a_number() -> None:
    html = '<p id="cidrbook-a"></p><a href="#cidrbook-a"></a><p id="cidrbook-a"></p><p  id="cidrbook-a"></p>'
    assert finished(html) == (
        '<p id="cidrbook-a"></p><a href="#cidrbook-a"></a><p id="cidrbook-a--2"></p><p  id="cidrbook-a--3"></p>'
    )


def test_a_link_leads_to_the_copy_that_it_stands_in() -> None:
    macro = '<a href="#cidrbook-a"></a><i id="cidrbook-a"></i><svg aria-labelledby="cidrbook-b cidrbook-c">'
    titles = '<title id="cidrbook-b"></title><desc id="cidrbook-c"></desc></svg>'
    elsewhere = '<a href="#cidrbook-a"></a><a href="../x#cidrbook-a"></a>'
    again = f"{macro}{titles}".replace("-a", "-a--2").replace("-b", "-b--2").replace("-c", "-c--2")
    html = f"{macro}{titles}\n{elsewhere}\n"
    again = again.replace("aria--2", "aria")
    assert finished(f"{html}{macro}{titles}") == html + again


def test_an_id_that_looks_like_a_number_of_ours_stays_alone() -> None:
    html = '<i id="cidrbook-a--2"></i><i id="cidrbook-a"></i><i id="cidrbook-a"></i>'
    assert finished(html) == '<i id="cidrbook-a--2"></i><i id="cidrbook-a"></i><i id="cidrbook-a--3"></i>'


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<p id="cidrbook-a"></p><code> id="cidrbook-a"</code>',
        '<p id="a"></p><p id="a"></p>',
        '<p data-id="cidrbook-a" title="cidrbook-a"></p>',
    ],
)
def test_what_is_not_ours_stays_as_it_is(html: str) -> None:
    assert finished(html) == html


def test_an_engine_that_takes_no_file_gets_the_style_on_the_pages_that_need_it() -> None:
    assert styled("<p>x</p>") == "<p>x</p>"
    assert styled('<p class="cidrbook-x">').startswith('<p class="cidrbook-x">\n<style>/* cidrbook')
    assert "<" not in style()


class _Files(list[Any]):
    @property
    def src_uris(self) -> list[str]:
        return [file.src_uri for file in self]


class _File(SimpleNamespace):
    @classmethod
    def generated(cls, config: object, src_uri: str, *, content: str) -> _File:  # noqa: ARG003 (MkDocs' signature)
        return cls(src_uri=src_uri, content=content)


@pytest.mark.parametrize("present", [False, True])
def test_a_site_gets_the_stylesheet_unless_it_has_its_own(tmp_path: Path, *, present: bool) -> None:
    fake = FakeEngine(site(tmp_path, PLAN))
    engine.attach(fake)
    files = _Files([_File(src_uri="index.md"), *([_File(src_uri=STYLESHEET, content="own")] if present else [])])
    for event in fake.conf.plugins.events["files"]:
        event(files, config=fake.conf)
    [sheet] = [file.content for file in files if file.src_uri == STYLESHEET]
    assert sheet == ("own" if present else style())
    assert fake.conf["extra_css"] == [STYLESHEET]


def test_a_site_gets_the_badge_as_a_picture_and_for_shields(tmp_path: Path) -> None:
    fake = FakeEngine(site(tmp_path, PLAN))
    engine.attach(fake)
    files = _Files([_File(src_uri="index.md")])
    for event in fake.conf.plugins.events["files"]:
        event(files, config=fake.conf)
    found = {file.src_uri: getattr(file, "content", "") for file in files}
    assert json.loads(found[ENDPOINT]) == {
        "schemaVersion": 1,
        "label": "network plan",
        "message": "consistent",
        "color": "18794b",
    }
    assert "<title>network plan: consistent</title>" in found[PICTURE]


@pytest.mark.parametrize(
    ("text", "said", "colour"),
    [
        pytest.param("networks: [{name: a, cidr: 10.0.0.1/24}]", "1 error", "c0322c", id="an error"),
        pytest.param(
            "networks: [{name: a, cidr: 10.0.0.1/24}]\nsettings: {rules: {F108: warning}}",
            "1 warning",
            "8a6100",
            id="warning",
        ),
        pytest.param(
            "networks: [{name: a, cidr: 10.0.0.1/24}]\nsettings: {rules: {F108: info}}",
            "consistent",
            "18794b",
            id="info",
        ),
    ],
)
def test_what_a_badge_says(text: str, said: str, colour: str) -> None:
    picture = badge_svg(findings(text))
    assert f'aria-label="network plan: {said}"' in picture
    assert f'z" fill="#{colour}"/>' in picture


def test_a_template_of_the_site_takes_the_place_of_ours_and_is_escaped_too(tmp_path: Path) -> None:
    (tmp_path / "link.html.jinja").write_text("<i>{{ text }}</i>", encoding="utf-8")
    before = render("link.html.jinja", url="https://a.example", text="<b>")
    with overridden(tmp_path):
        assert render("link.html.jinja", url="https://a.example", text="<b>") == "<i>&#60;b&#62;</i>"
        assert render("facts.html.jinja", rows=[])
    assert render("link.html.jinja", url="https://a.example", text="<b>") == before


def test_pages_use_the_templates_of_their_site(tmp_path: Path) -> None:
    folder = site(tmp_path, PLAN, "{{ cidr_table() }}")
    own = folder / "overrides/cidrbook/table.html.jinja"
    own.parent.mkdir(parents=True)
    own.write_text("<ul>{% for row in rows %}<li>{{ row[0][0][0] }}</li>{% endfor %}</ul>", encoding="utf-8")
    fake = FakeEngine(folder)
    engine.attach(fake)
    assert fake.render(folder / "docs/index.md") == "<ul><li>lan</li></ul>"
