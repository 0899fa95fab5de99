"""Tables that show what the lab's repository holds beside what is declared, and links into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from engines import ENGINES, ZENSICAL, Element, Site, document

from cidrbook.checking import check, compare, is_current
from cidrbook.pages import MACROS
from cidrbook.pages.book import Book
from cidrbook.pages.code_host import Hosting
from cidrbook.plan.load import load
from cidrbook.plan.model import Tree
from cidrbook.text.source import Place, Source

TODAY = date(2026, 11, 23)
GITHUB = Hosting("https://github.com/me/lab")
AT = "https://github.com/me/lab/blob/HEAD"

PLAN = """\
networks:
  - {name: Servers, cidr: 10.8.42.0/24, hosts: [{name: nas, address: 10.8.42.60}]}
  - {name: Services, cidr: 10.8.40.0/24, role: load-balancer}
routers:
  - {name: gw, addresses: 10.8.42.1, asn: 64513}
clusters:
  - name: home
    node_network: servers
    nodes: [{name: alpha, address: 10.8.42.10}, {name: beta, address: 10.8.42.11}]
    load_balancers: [{product: cilium, mode: bgp, asn: 64514, pools: [services]}]
    pinned_services:
      - {name: dns, address: 10.8.40.53}
      - {name: web, address: 10.8.40.80}
      - {name: gone, address: 10.8.40.99}
bgp:
  sessions: [{local: home, peer: gw, local_asn: 64514, peer_asn: 64513}]
sources: [{path: .}]
"""

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  annotations:
    lbipam.cilium.io/ips: {address}
spec:
  type: LoadBalancer
"""

FILES = {
    "k8s/dns.yaml": SERVICE.format(name="dns", address="10.8.40.53"),
    "k8s/web.yaml": SERVICE.format(name="web", address="10.8.40.81"),
    "k8s/mail.yaml": SERVICE.format(name="mail", address="10.8.40.25"),
    "k8s/pool.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: pool}\n"
        "spec:\n  blocks:\n    - cidr: 10.8.40.0/24\n    - cidr: 10.8.41.0/28\n"
    ),
    "k8s/bgp.yaml": (
        "apiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: {name: bgp}\n"
        "spec:\n  bgpInstances:\n    - name: gw\n      localASN: 64514\n      peers:\n"
        "        - {name: gw, peerASN: 65000, peerAddress: 10.8.42.1}\n"
        "        - {name: other, peerASN: 64999, peerAddress: 10.8.42.2}\n"
    ),
    "hosts.yml": (
        "kubernetes:\n  hosts:\n    alpha: {ansible_host: 10.8.42.10}\n    gamma: {ansible_host: 10.8.42.12}\n"
    ),
}


def book(folder: Path, plan: str = PLAN, files: dict[str, str] = FILES, hosting: Hosting = GITHUB) -> Book:
    """What pages are given, of a project with this plan and these files."""
    for name, text in {"data/plan.yaml": plan, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    whole = compare(load(folder / "data", "data"), folder, "data")
    return Book(whole.plan, check(whole, TODAY), TODAY, folder, hosting, whole.observations)


def shown(macro: str, book: Book, *args: Any, **kwargs: Any) -> Element:
    return document(MACROS[macro](book, *args, **kwargs))


def column(found: Element) -> dict[str, str]:
    """What stands in the column about the repository, by what stands in the first two."""
    heads, *rows = found.rows()
    at = heads.index("In the repository")
    return {f"{row[1]} {row[0]}": row[at] for row in rows}


def test_services_of_the_repository_stand_beside_the_declared_ones(tmp_path: Path) -> None:
    assert column(shown("services_table", book(tmp_path))) == {
        "10.8.40.25 mail": "k8s/mail.yaml:6 only there",
        "10.8.40.53 dns": "k8s/dns.yaml:6",
        "10.8.40.80 web": "10.8.40.81 in k8s/web.yaml:6",
        "10.8.40.99 gone": "",
    }


def test_nodes_and_hosts_of_the_repository_stand_beside_the_declared_ones(tmp_path: Path) -> None:
    found = column(shown("hosts_table", book(tmp_path)))
    assert found["10.8.42.10 alpha"] == "hosts.yml:3"
    assert found["10.8.42.12 gamma"] == "hosts.yml:4 only there"
    assert (found["10.8.42.11 beta"], found["10.8.42.60 nas"]) == ("", "")


def test_pools_of_the_repository_stand_beside_the_declared_ones(tmp_path: Path) -> None:
    found = shown("pools_table", book(tmp_path))
    assert found.rows()[0] == [
        "Addresses",
        "Network",
        "Cluster",
        "Allocated by",
        "Announced by",
        "Size",
        "Used",
        "Next free",
        "In the repository",
    ]
    assert [row[:3] + row[5:7] + row[8:] for row in found.rows()[1:]] == [
        ["10.8.40.0/24", "Services", "home", "256", "5", "k8s/pool.yaml:6"],
        ["10.8.41.0/28", "", "cluster", "16", "0", "k8s/pool.yaml:7 only there"],
    ]


def test_sessions_of_the_repository_stand_beside_the_declared_ones(tmp_path: Path) -> None:
    found = shown("bgp_sessions", book(tmp_path)).rows()
    assert [(row[1], row[-1]) for row in found[1:]] == [
        ("gw", "AS 64514 and AS 65000 in k8s/bgp.yaml:9"),
        ("10.8.42.2", "k8s/bgp.yaml:10 only there"),
    ]


@pytest.mark.parametrize("macro", ["services_table", "hosts_table", "pools_table", "bgp_sessions"])
def test_what_only_the_repository_has_is_left_out_where_a_page_says_so(macro: str, tmp_path: Path) -> None:
    assert "only there" in shown(macro, book(tmp_path)).text
    assert "only there" not in shown(macro, book(tmp_path), observed=False).text


@pytest.mark.parametrize("macro", ["services_table", "hosts_table", "pools_table", "bgp_sessions"])
def test_a_plan_without_trees_has_no_such_column(macro: str, tmp_path: Path) -> None:
    found = shown(macro, book(tmp_path, PLAN.partition("sources")[0]))
    assert "In the repository" not in found.text
    assert len(found.rows()) > 1


def test_a_plan_of_sources_alone_shows_what_they_hold(tmp_path: Path) -> None:
    other_book = book(tmp_path, "sources: [{path: .}]\n")
    assert column(shown("services_table", other_book)) == {
        "10.8.40.25 mail": "k8s/mail.yaml:6",
        "10.8.40.53 dns": "k8s/dns.yaml:6",
        "10.8.40.81 web": "k8s/web.yaml:6",
    }
    assert [row[0] for row in shown("pools_table", other_book).rows()[1:]] == ["10.8.40.0/24", "10.8.41.0/28"]


def test_observed_rows_are_chosen_like_declared_ones(tmp_path: Path) -> None:
    assert len(shown("services_table", book(tmp_path), ["name", "repository"], network="Services").rows()) == 5
    assert shown("services_table", book(tmp_path), ["name"], cluster="home", sort="name").rows()[1:] == [
        ["dns"], ["gone"], ["mail"], ["web"],
    ]  # fmt: skip


def test_a_place_is_a_link_to_the_line(tmp_path: Path) -> None:
    links = {element.text: element.attributes["href"] for element in shown("services_table", book(tmp_path)).all("a")}
    assert links == {
        "k8s/dns.yaml:6": f"{AT}/k8s/dns.yaml#L6",
        "k8s/mail.yaml:6": f"{AT}/k8s/mail.yaml#L6",
        "k8s/web.yaml:6": f"{AT}/k8s/web.yaml#L6",
    }


def test_a_place_that_nobody_hosts_is_text(tmp_path: Path) -> None:
    found = shown("services_table", book(tmp_path, hosting=Hosting()))
    assert (found.all("a"), "k8s/dns.yaml:6" in found.text) == ([], True)


def test_the_labs_repository_is_where_the_only_tree_is_seen(tmp_path: Path) -> None:
    plan = PLAN + "links: {repository: https://codeberg.org/me/lab}\n"
    found = shown("services_table", book(tmp_path, plan, hosting=Hosting()))
    assert found.all("a")[0].attributes["href"] == "https://codeberg.org/me/lab/src/commit/HEAD/k8s/mail.yaml#L6"


def test_hostile_names_of_files_are_only_text(tmp_path: Path) -> None:
    name = 'k8s/a"><script>alert(1)</script>#?%25 {{ 7*7 }}.yaml'.replace("/script", "script")
    files = {name: SERVICE.format(name="dns", address="10.8.40.53")}
    found = shown("services_table", book(tmp_path, files=files))
    [link] = found.all("a")
    assert found.all("script") == []
    assert link.text == f"{name}:6"
    assert link.attributes["href"] == (
        f"{AT}/k8s/a%22%3E%3Cscript%3Ealert%281%29%3Cscript%3E%23%3F%2525%20%7B%7B%207%2A7%20%7D%7D.yaml#L6"
    )


@pytest.mark.parametrize(
    ("hosting", "tree", "file", "url"),
    [
        (GITHUB, ".", "a b/x.yaml", f"{AT}/a%20b/x.yaml#L3"),
        (GITHUB, ".", "README.md", f"{AT}/README.md?plain=1#L3"),
        (GITHUB, "k8s/", "x.yaml", f"{AT}/k8s/x.yaml#L3"),
        (GITHUB, "../other", "x.yaml", ""),
        (GITHUB, "/srv/lab", "x.yaml", ""),
        (Hosting("https://github.com/me/lab.git/"), ".", "x.yaml", f"{AT}/x.yaml#L3"),
        (Hosting("https://github.com/me/lab", "edit/master/docs/"), ".", "x.yaml", f"{AT}/x.yaml#L3"),
        (Hosting("https://github.com/me/lab", "edit/main/docs/"), ".", "x", "https://github.com/me/lab/blob/main/x#L3"),
        (Hosting("https://github.com/me/lab", "blob/main/book/docs"), "..", "x", "https://github.com/me/lab/blob/main/x#L3"),
        (Hosting("https://github.com/me/lab", "edit/main/other/"), ".", "x.yaml", f"{AT}/x.yaml#L3"),
        (Hosting("https://github.com/me/lab", "https://elsewhere/{path}"), ".", "x.yaml", f"{AT}/x.yaml#L3"),
        (Hosting("https://gitlab.com/me/lab"), ".", "x", "https://gitlab.com/me/lab/-/blob/HEAD/x#L3"),
        (Hosting("https://git.me/lab", "-/edit/main/docs/"), ".", "x", "https://git.me/lab/-/blob/main/x#L3"),
        (Hosting("https://codeberg.org/me/lab", "_edit/main/docs/"), ".", "x", "https://codeberg.org/me/lab/src/branch/main/x#L3"),
        (Hosting("https://gitea.me/lab"), ".", "x", "https://gitea.me/lab/src/commit/HEAD/x#L3"),
        (Hosting("https://bitbucket.org/me/lab", "src/default/docs/"), ".", "x", "https://bitbucket.org/me/lab/src/HEAD/x#lines-3"),
        (Hosting("javascript:alert(1)"), ".", "x", ""),
        (Hosting("https://github.com/me/lab", "edit/main/manual/", "manual"), ".", "x", "https://github.com/me/lab/blob/main/x#L3"),
    ],
)  # fmt: skip
def test_a_file_is_seen_where_its_host_shows_it(hosting: Hosting, tree: str, file: str, url: str) -> None:
    assert hosting.url(Tree(path=tree), Place(Source(file, "a\nb\nc\n"), 3, 1)) == url


def test_a_tree_can_say_where_its_files_are_seen() -> None:
    tree = Tree(path="../home", url="https://git.example.org/home/raw/main/")
    assert GITHUB.url(tree, Place(Source("x/y.yaml", "a"), 1, 1)) == "https://git.example.org/home/raw/main/x/y.yaml#L1"


def test_a_tree_is_current_until_one_of_its_files_changes(tmp_path: Path) -> None:
    compared = book(tmp_path).comparison
    assert is_current(compared, tmp_path, "data")
    (tmp_path / "data/notes.txt").write_text("10.0.0.1", encoding="utf-8")
    assert is_current(compared, tmp_path, "data")
    (tmp_path / "k8s/late.yaml").write_text(SERVICE.format(name="late", address="10.8.40.7"), encoding="utf-8")
    assert not is_current(compared, tmp_path, "data")


# The engines

PAGE = "# Services\n\n{{ services_table() }}\n\n{{ pools_table() }}\n\n{{ bgp_sessions() }}\n"


@pytest.fixture(params=ENGINES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site about a lab whose manifests are in the same repository, beside a harmless difference."""
    made = Site(request.param, tmp_path / "lab")
    made.configure(watch=False)
    settings = {
        "plan.yaml": PLAN,
        "own.yaml": "settings: {rules: {drift: off, R905: off, R906: off, R907: off, B607: off}}\n",
    }
    for name, text in settings.items():
        made.write(f"data/{name}", text.replace("drift: off, ", ""))
    for name, text in FILES.items():
        made.write(name, text)
    made.write("docs/index.md", PAGE)
    text = (made.folder / "mkdocs.yml").read_text(encoding="utf-8")
    hosting = "repo_url: https://github.com/me/lab\nedit_uri: edit/trunk/docs/\n"
    made.write(
        "mkdocs.yml", f"{text}{hosting}watch: [data, k8s, hosts.yml]\n" if made.engine == ZENSICAL else text + hosting
    )
    return made


def test_every_engine_links_to_the_repository_that_the_site_names_and_a_preview_follows_it(site: Site) -> None:
    with site.serve() as preview:
        shown = preview.until(lambda shown: "10.8.40.25" in shown.text)
        links = {
            element.text: element.attributes["href"] for element in shown.all("a") if element.text.startswith("k8s/")
        }
        assert links["k8s/dns.yaml:6"] == "https://github.com/me/lab/blob/trunk/k8s/dns.yaml#L6"
        assert {"k8s/pool.yaml:6", "k8s/bgp.yaml:9"} <= links.keys()
        site.write("k8s/mail.yaml", SERVICE.format(name="mail", address="10.8.40.26"))
        preview.until(lambda shown: "10.8.40.26" in shown.text)
