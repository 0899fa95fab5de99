"""`cidrbook readme`: what it writes between markers, what it leaves alone, and what it refuses."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from command import run
from markdown_it import MarkdownIt

from cidrbook.pages.book import Book
from cidrbook.pages.readme import README_MACROS, updated

PLAN = """networks:
  - {name: Home, cidr: 10.0.0.0/16, role: container}
  - {name: Servers, cidr: 10.0.1.0/24, vlan: 10, role: servers, hosts: [{name: nas, address: 10.0.1.2}]}
  - {name: Guests, cidr: 10.0.2.0/24, vlan: 20, role: lan}
"""
TABLE = """| Name    | VLAN | CIDR          |
| ------- | ---: | ------------- |
| Servers |   10 | `10.0.1.0/24` |
"""
SERVERS = 'cidr_table(role="servers")'
CLOSE = "<!-- /cidrbook -->"


def readme(folder: Path, text: str, *options: str, plan: str = PLAN) -> tuple[int, str, str]:
    """How the command ends, what it prints, and what is in the file then."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/plan.yaml").write_text(plan, encoding="utf-8")
    (folder / "README.md").write_bytes(text.encode())
    result = run("readme", "README.md", *options, folder=folder)
    return result.exit_code, result.output, (folder / "README.md").read_bytes().decode()


def written(folder: Path, call: str, plan: str = PLAN) -> str:
    """What is written between the markers of a call."""
    status, output, text = readme(folder, f"<!-- cidrbook: {call} -->\n{CLOSE}\n", plan=plan)
    assert status == 0, output
    return text.partition("-->\n\n")[2].removesuffix(f"\n{CLOSE}\n")


def test_a_table_is_written_between_its_markers(tmp_path: Path) -> None:
    before = f"# Lab\n<!-- cidrbook: {SERVERS} -->\nold\n{CLOSE}\nend"
    after = f"# Lab\n<!-- cidrbook: {SERVERS} -->\n\n{TABLE}\n{CLOSE}\nend"
    assert readme(tmp_path, before) == (0, "wrote README.md\n", after)
    assert readme(tmp_path, after) == (0, "README.md is up to date\n", after)
    assert readme(tmp_path, after, "--check") == (0, "README.md is up to date\n", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"\ufeff# Lab\r\n<!-- cidrbook: {SERVERS} -->\r\n{CLOSE}\r\n\tend \r\n",
            f"\ufeff# Lab\r\n<!-- cidrbook: {SERVERS} -->\r\n\r\n{TABLE}\n{CLOSE}\n".replace("\n", "\r\n").replace(
                "\r\r", "\r"
            )
            + "\tend \r\n",
            id="CRLF and a byte-order mark",
        ),
        pytest.param(
            '  NAS:\t<!-- cidrbook: address("nas") -->?<!-- /cidrbook -->.  \r\nend\n',
            '  NAS:\t<!-- cidrbook: address("nas") -->10.0.1.2<!-- /cidrbook -->.  \r\nend\n',
            id="in a sentence, of both line ends",
        ),
        pytest.param(
            '- x\n  > <!-- cidrbook: cidr_table(["name"], network="guests") -->\n  > <!-- /cidrbook -->\n',
            '- x\n  > <!-- cidrbook: cidr_table(["name"], network="guests") -->\n'
            "  >\n  > | Name   |\n  > | ------ |\n  > | Guests |\n  >\n  > <!-- /cidrbook -->\n",
            id="in a quote of a list",
        ),
    ],
)
def test_the_rest_stays_as_it_is(before: str, after: str, tmp_path: Path) -> None:
    assert readme(tmp_path, before) == (0, "wrote README.md\n", after)
    assert readme(tmp_path, after)[1] == "README.md is up to date\n"


def test_check_shows_what_is_behind_and_writes_nothing(tmp_path: Path) -> None:
    text = f"<!-- cidrbook: {SERVERS} -->\n\n{TABLE.replace('10.0.1.0', '10.0.9.0')}\n{CLOSE}\n"
    status, output, after = readme(tmp_path, text, "--check")
    assert (status, after) == (1, text)
    assert "-| Servers |   10 | `10.0.9.0/24` |\n+| Servers |   10 | `10.0.1.0/24` |\n" in output
    assert output.endswith("README.md is behind the plan: run `cidrbook readme README.md`\n")


def test_the_tree_and_the_topology_have_forms_of_their_own(tmp_path: Path) -> None:
    plan = f"""{PLAN}routers:
  - {{name: edge, asn: 64512, addresses: [10.0.1.1]}}
  - {{name: core, asn: 64513, addresses: [10.0.2.1]}}
bgp: {{sessions: [{{local: edge, peer: core}}]}}
"""
    assert "\n| └ Servers |   10 |" in written(tmp_path, "network_tree()", plan)
    drawn = written(tmp_path, "bgp_topology()", plan)
    assert re.fullmatch(r"```mermaid\nflowchart TB\n.*\n```\n", drawn, re.DOTALL)
    assert written(tmp_path, "bgp_topology()") == "There are no BGP sessions.\n"


@pytest.mark.parametrize("name", sorted(README_MACROS))
def test_every_macro_gives_markdown_without_attributes(name: str, tmp_path: Path) -> None:
    asked = {"cidr": "'servers'", "address": "'nas'"}.get(name, "")
    text = written(tmp_path, f"{name}({asked})")
    assert not re.search(r"<(?!br>|code>|/code>)", text)


@pytest.mark.parametrize(
    "name",
    ["a|b`c", "<script>x</script>", "*a* _b_ [c](javascript:d)", "-->", "<!-- /cidrbook -->", "&lt;", "$a$", "a\\"],
)
def test_a_name_means_nothing_to_markdown_and_ends_no_part(name: str, tmp_path: Path) -> None:
    plan = f"networks: [{{name: '{name}', cidr: 10.0.0.0/24, vlan: 1}}]\n"
    text = f"<!-- cidrbook: cidr_table() -->\n{CLOSE}\n"
    status, _, after = readme(tmp_path, text, plan=plan)
    assert (status, readme(tmp_path, after, plan=plan)[1]) == (0, "README.md is up to date\n")
    html = MarkdownIt("commonmark").enable("table").render(after)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert len(cells) == 3
    shown = re.sub(r"&lt;|&gt;|&amp;|&quot;", "", cells[0])
    assert "<" not in shown


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(
            "cidr_table(rol='lan')", "`cidr_table` has no argument `rol`; did you mean `role`?", id="argument"
        ),
        pytest.param("cidr_table(role='lann')", "`lann` is not a value that `role` may have; did you", id="value"),
        pytest.param("hosts_table(services='yes')", "`services` is true or false, not 'yes'", id="type"),
        pytest.param("cidr('sevrers')", "there is no network `sevrers` in the plan; did you mean `servers`", id="name"),
        pytest.param("cidr_tabel()", "there is no macro `cidr_tabel`; did you mean `cidr_table`?", id="macro"),
        pytest.param("address_grid('servers')", "`address_grid` has no form in a README", id="drawing"),
        pytest.param("cidr_table", "`cidr_table` is no call of a macro", id="no call"),
        pytest.param("cidr_table(", "`cidr_table(` cannot be read", id="no bracket"),
        pytest.param("cidr_table(role=lan)", "`lan` means nothing here: write it in quotes", id="no quotes"),
        pytest.param("cidr_table(role='a' * 9999999999)", "an argument is a text in quotes", id="arithmetic"),
        pytest.param("cidr_table(role=''.__class__)", "an argument is a text in quotes", id="attribute"),
        pytest.param("cidr_table() }}{{ cidr_table()", "is no call of a macro", id="two calls"),
        pytest.param("cidr_table(" + "[" * 5000, "too many brackets", id="brackets"),
        pytest.param("cidr_table(data='../elsewhere')", "`../elsewhere` is not a folder of this project", id="folder"),
        pytest.param("cidr_table(data='other')", "other: there is no such folder", id="no folder"),
    ],
)
def test_a_wrong_call_is_told_as_on_a_page_with_its_line(call: str, said: str, tmp_path: Path) -> None:
    text = f"\n\n<!-- cidrbook: {call} -->\nold\n{CLOSE}\n"
    status, output, after = readme(tmp_path, text)
    assert (status, after) == (2, text)
    assert output.startswith("cidrbook: README.md:3: ")
    assert said in output
    assert output.count("\n") == 1


def test_every_wrong_call_is_told_at_once(tmp_path: Path) -> None:
    status, output, _ = readme(tmp_path, f"<!-- cidrbook: a() -->\n{CLOSE}\n<!-- cidrbook: b() -->\n{CLOSE}\n")
    assert (status, re.findall(r"README.md:(\d)", output)) == (2, ["1", "3"])


@pytest.mark.parametrize(
    ("text", "plan", "said"),
    [
        pytest.param("# Lab\n", PLAN, "README.md:1: there are no markers: write `<!--", id="no markers"),
        pytest.param(f"x\n{CLOSE}\n", PLAN, "README.md:2: `<!-- /cidrbook -->` ends nothing", id="one marker"),
        pytest.param(f"<!-- cidrbook: cidr_table() --> {CLOSE}", PLAN, ":1: `cidr_table()` needs its two", id="a line"),
        pytest.param(
            f"````<!-- cidrbook: cidr('guests') -->```{CLOSE}", PLAN, ":1: the markers would become code", id="a fence"
        ),
        pytest.param("", "networks: [", "data: a part of the plan cannot be read: run `cidrbook check`", id="no YAML"),
        pytest.param("", "networks: [{cidr: 10.0.0.0/99}]", "a part of the plan cannot be read", id="no CIDR"),
    ],
)
def test_what_is_refused_is_one_line(text: str, plan: str, said: str, tmp_path: Path) -> None:
    status, output, after = readme(tmp_path, text, plan=plan)
    assert (status, after, output.count("\n")) == (2, text, 1)
    assert said in output


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    results = [run("readme", name, folder=tmp_path) for name in ("latin.md", "nowhere.md", "data")]
    assert [(result.exit_code, result.output.count("\n")) for result in results] == [(2, 1)] * 3
    assert "latin.md: the file is not UTF-8" in results[0].output
    assert "nowhere.md: there is no such file" in results[1].output


@pytest.mark.parametrize("fails", ["fsync", "access"])
def test_a_disk_that_is_full_or_a_file_that_is_read_only_loses_nothing(
    fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"os.{fails}", full if fails == "fsync" else lambda *_: False)
    text = f"<!-- cidrbook: {SERVERS} -->\nold\n{CLOSE}\n"
    status, output, after = readme(tmp_path, text)
    assert (status, after) == (2, text)
    assert re.search(r"^cidrbook: README.md: nothing was written: .*(No space left|read-only)", output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "data"]


def test_what_somebody_saves_in_the_meantime_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = "# Mine\n"

    def save_and_update(book: Book, text: str) -> str:
        (tmp_path / "README.md").write_text(saved, encoding="utf-8")
        return updated(book, text)

    monkeypatch.setattr("cidrbook.pages.readme.updated", save_and_update)
    status, output, after = readme(tmp_path, f"<!-- cidrbook: {SERVERS} -->\n{CLOSE}\n")
    assert (status, after) == (2, saved)
    assert output == "cidrbook: README.md: nothing was written: the file was changed in the meantime: run this again\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links without rights")
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("", encoding="utf-8")
    (tmp_path / "README.md").symlink_to("docs/index.md")
    readme(tmp_path, f"<!-- cidrbook: {SERVERS} -->\n{CLOSE}\n")
    assert (tmp_path / "README.md").is_symlink()
    assert TABLE in (tmp_path / "docs/index.md").read_text(encoding="utf-8")
