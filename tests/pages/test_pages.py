"""What macros put on a page."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fake_engine import FakeEngine, site

from cidrbook import engine

PLAN = """\
networks:
  - {name: Servers, cidr: [192.168.42.0/24, "fd42::/64"], vlan: 42, gateway: 192.168.42.1, role: servers, site: home,
     tags: [core, k8s], hosts: [{name: nas, address: [192.168.42.60, "fd42::60"], mac: 52:54:00:12:34:56}]}
  - {name: IoT, cidr: 10.0.10.0/24, vlan: 7, role: iot, vrf: blue, purpose: "lamps | plugs"}
  - {name: Guest, cidr: 10.0.2.0/24, role: guest, site: cabin, tags: core}
  - {name: pods, cidr: 10.69.0.0/16, role: pods}
clusters:
  - {name: home, pods: pods, nodes: [{name: k8s-0, address: 192.168.42.10}]}
routers:
  - {name: edge, product: opnsense, version: "21.7", addresses: [192.168.42.1]}
links:
  repository: https://git.example/lab/
  external:
    calico: {url: "https://calico.example/about?a=1&b=2", label: Project Calico}
    k3s: {url: "https://k3s.example"}
"""


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Render:
    monkeypatch.setattr(engine, "_previewing", lambda: True)
    return Render(tmp_path)


class Render:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, page: str, plan: str = PLAN) -> str:
        fake = FakeEngine(site(self.folder, plan, page))
        engine.attach(fake)
        return fake.render(self.folder / "docs/index.md")


class Table(HTMLParser):
    """The cells of a table, as lists of rows of text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 (HTMLParser's signature)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True
        elif tag == "br":
            self.rows[-1][-1] += " /"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")


def rows(html: str) -> list[list[str]]:
    return Table(html).rows


def test_the_table_shows_the_networks_in_the_order_of_the_data(render: Render) -> None:
    assert rows(render("{{ cidr_table(['name', 'cidr']) }}")) == [
        ["Name", "CIDR"],
        ["Servers", "192.168.42.0/24 / fd42::/64"],
        ["IoT", "10.0.10.0/24"],
        ["Guest", "10.0.2.0/24"],
        ["pods", "10.69.0.0/16"],
    ]


def test_by_default_the_table_has_the_usual_columns_that_are_not_empty(render: Render) -> None:
    assert rows(render("{{ cidr_table() }}"))[0] == ["Name", "VLAN", "CIDR", "Gateway", "Used for"]
    assert rows(render("{{ cidr_table(role='guest') }}"))[0] == ["Name", "CIDR"]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ("role='iot'", ["IoT"]),
        ("role=['guest', 'iot']", ["IoT", "Guest"]),
        ("site='home'", ["Servers"]),
        ("site=''", ["IoT", "pods"]),
        ("vrf='blue'", ["IoT"]),
        ("tag='core'", ["Servers", "Guest"]),
        ("tag='core', site='cabin'", ["Guest"]),
        ("sort='address'", ["Guest", "IoT", "pods", "Servers"]),
        ("sort='name'", ["Guest", "IoT", "pods", "Servers"]),
        ("sort='vlan'", ["IoT", "Servers", "Guest", "pods"]),
    ],
)
def test_the_tables_rows_are_chosen_and_ordered(render: Render, arguments: str, names: list[str]) -> None:
    assert [row[0] for row in rows(render(f"{{{{ cidr_table('name', {arguments}) }}}}"))[1:]] == names


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("cidr('servers')", "192.168.42.0/24, fd42::/64"),
        ("cidr('Servers', family=4)", "192.168.42.0/24"),
        ("cidr('servers', family=6)", "fd42::/64"),
        ("network('servers').vlan", "42"),
        ("network('servers').cidr", "192.168.42.0/24, fd42::/64"),
        ("network('servers').cidrs[1]", "fd42::/64"),
        ("network('servers').hosts[0].mac", "52:54:00:12:34:56"),
        ("network('IoT').purpose", "lamps &#124; plugs"),
        ("network('servers')", "Servers"),
        ("address('nas')", "192.168.42.60, fd42::60"),
        ("address('NAS', 6)", "fd42::60"),
        ("address('edge')", "192.168.42.1"),
        ("address('k8s-0')", "192.168.42.10"),
        ("plan.routers[0].version", "21.7"),
        ("network('servers').hosts", "nas"),
        ("network('servers').tags", "core, k8s"),
        ("network('IoT').gateways", ""),
        ("network('guest').vlan", ""),
        ("cidr(plan.networks[1])", "10.0.10.0/24"),
        ("cidr(plan.networks[1].name)", "10.0.10.0/24"),
        ("plan.networks[1].purpose == 'lamps | plugs'", "True"),
        ("plan.networks | map(attribute='name') | join(' ')", "Servers IoT Guest pods"),
        ("plan.networks | selectattr('role', 'eq', 'iot') | list | length", "1"),
        ("plan.links.k3s.url", "https://k3s.example"),
        ("plan.repository", "https://git.example/lab/"),
        ("network('pods') == plan.networks[3]", "True"),
    ],
)
def test_a_value_stands_in_a_sentence(render: Render, expression: str, text: str) -> None:
    assert render(f"a {{{{ {expression} }}}} b") == f"a {text} b"


LABEL = "a <code>b&#42;c</code> <strong>d</strong> <em>e</em> &#95;f"


@pytest.mark.parametrize(
    ("expression", "href", "text"),
    [
        ("external('calico')", "https://calico.example/about?a=1&#38;b=2", "Project Calico"),
        ("external('calico', 'how')", "https://calico.example/about?a=1&#38;b=2", "how"),
        ("external('k3s')", "https://k3s.example", "k3s"),
        ("external(name='k3s', label='<b>')", "https://k3s.example", "&#60;b&#62;"),
        ("repoUrl('playbooks', 'tree/main/ansible')", "https://git.example/lab/tree/main/ansible", "playbooks"),
        ("external('k3s', 'a `b*c` **d** *e* _f')", "https://k3s.example", LABEL),
        ("repoUrl('code')", "https://git.example/lab/", "code"),
    ],
)
def test_a_link_opens_in_a_new_tab(render: Render, expression: str, href: str, text: str) -> None:
    link = f'<a href="{href}" target="_blank" rel="noopener">{text}</a>'
    assert render(f"{{{{ links.{expression} }}}}") == link


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("cidr('sevrers')", "there is no network sevrers in the plan; did you mean servers?"),
        ("network('sevrers').vlan", "there is no network sevrers in the plan; did you mean servers?"),
        ("network('sevrers').hosts[0].name", "there is no network sevrers in the plan; did you mean servers?"),
        ("address('nsa')", "nothing called nsa has an address in the plan; did you mean nas?"),
        ("cidr('iot', 6)", "network IoT has no IPv6 prefix in the plan"),
        ("cidr('iot', family=5)", "family is 4 or 6, not 5"),
        ("cidr_table(['cdir'])", "cdir is not a value that columns may have; did you mean cidr?"),
        ("cidr_table(role='guset')", "guset is not a value that role may have; did you mean guest?"),
        ("cidr_table(columns=5)", "columns is a word or a list of words, not 5"),
        ("cidr_table(sort=['name'])", "is not a value that sort may have"),
        ("cidr_table(sort='adress')", "adress is not a value that sort may have; did you mean address?"),
        ("cidr_table(colums='name')", "did you mean columns?"),
        ("cidr()", "missing a required argument"),
        ("network('iot').gatway", "a network has no gatway; did you mean gateway?"),
        ("plan.netwroks", "a plan has no netwroks; did you mean networks?"),
        ("links.external('callico')", "there is no link callico in the registry; did you mean calico?"),
        ("cidr(nothing)", "name is a text, not a name that means nothing: write it in quotes"),
        ("rules_reference(['x'])", "family is a text, not ['x']"),
        ("bgp_nuances(data=['x'])", "data is a text, not ['x']"),
        ("bgp_nuances(all=1)", "all is true or false, not 1"),
        ("cidr_table(data='a\\0b')", "data is a text"),
    ],
)
def test_a_wrong_call_is_said_where_it_stands(render: Render, expression: str, complaint: str) -> None:
    html = render(f"{{{{ {expression} }}}}")
    assert 'class="cidrbook-problem"' in html
    assert complaint in unescape(re.sub("<[^>]*>", "", html))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b",
    "`code`",
    "**bold** _it_ [link](javascript:alert(1))",
    "]]>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "line\n\n# heading",
    "{{ 7 * 7 }} {% raw %}",
    "\\` \\<b>",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_value_becomes_markup(render: Render, name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    plan = f'networks: [{{name: "{quoted}", id: evil, cidr: 10.0.0.0/24, purpose: "{quoted}"}}]\n'
    plan += f'links: {{external: {{evil: {{url: "https://x.example/?{quoted}", label: "{quoted}"}}}}}}\n'
    page = "{{ cidr_table() }}!{{ network('evil').name }}!{{ plan.networks[0].purpose }}!{{ links.external('evil') }}"
    html = render(page, plan)
    assert "\n" not in html
    for part in html.split("!"):
        inner = re.sub(
            r"</?(div|table|thead|tbody|tr|th|td|code|strong|em|a)( (class|role|aria-label|tabindex|style|scope|href"
            r'|target|rel|id|data-sort)="[^"]*")*>',
            "",
            part,
        )
        assert not re.search(r"[<>`|*\[\]\\{}]", inner), inner
    assert rows(html.split("!")[0])[1][0].split() == name.split()


def test_a_link_that_a_browser_would_run_is_refused(render: Render) -> None:
    html = render("{{ links.external('evil') }}", 'links: {external: {evil: {url: "java\\tscript:alert(1)"}}}')
    assert "javascript" not in html.lower()


def test_a_link_with_another_scheme_is_a_finding() -> None:
    from cidrbook.plan.load import parse  # noqa: PLC0415

    plan = parse({"a.yaml": 'links: {external: {evil: {url: " JavaScript:alert(1)"}, good: {url: "/a:b"}}}'})
    assert [slug for slug, _ in plan.problems] == ["wrong-type"]
    assert plan.links["good"].url == "/a:b"
