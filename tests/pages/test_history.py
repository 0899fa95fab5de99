"""`changes()`: what each commit changed in a plan, and who had which address since which commit."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from lab import TODAY

from cidrbook.pages import MACROS
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.calls import guarded
from cidrbook.pages.code_host import Hosting
from cidrbook.plan.load import load

MAC = "52:54:00:00:00:01"
LAN = "networks: [{name: LAN, cidr: 10.0.0.0/24, hosts: [{name: nas, address: 10.0.0.2}]}]\n"
PLANS = {
    "2026-01-05": LAN,
    "2026-02-10": LAN.replace("nas", "pi"),
    "2026-03-15": LAN.replace("nas", f"pi, mac: '{MAC}'").replace("/24", "/23"),
    "2026-04-20": LAN.replace("nas", "tv").replace("/24", "/23"),
}


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> str:
    identity = {f"GIT_{who}_{what}": "me" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | identity | dates | quiet,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def write(folder: Path, plan: str) -> None:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/plan.yaml").write_text(plan, encoding="utf-8")


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A repository with a plan that three commits changed."""
    folder = tmp_path / "lab"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for day, plan in PLANS.items():
        write(folder, plan)
        git(folder, "add", ".", day=day)
        git(folder, "commit", "-qm", "plan", day=day)
    return folder


def complain(wrong: WrongCallError) -> NoReturn:
    raise wrong


def shown(folder: Path, hosting: Hosting | None = None, **arguments: str) -> str:
    book = Book(load(folder / "data", "data"), today=TODAY, root=folder)
    book = replace(book, hosting=hosting or Hosting())
    return str(guarded(MACROS["changes"], book, complain)(**arguments))


def rows(html: str) -> list[list[str]]:
    found = re.findall(r"<tr[^>]*><th[^>]* scope=\"row\">.*?</tr>", html)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in found]


def test_what_changed_and_who_had_an_address(lab: Path) -> None:
    names = git(lab, "log", "--format=%cs %h", "--abbrev=7").splitlines()[::-1]
    first, second, third, fourth = names
    assert rows(shown(lab)) == [
        ["host tv", "added (10.0.0.2)", fourth],
        ["host pi", "removed (10.0.0.2)", fourth],
        ["network LAN", "resized from 10.0.0.0/24 to 10.0.0.0/23", third],
        ["host pi", f"mac not said → {MAC}", third],
        ["host pi", "renamed, was nas", second],
        ["10.0.0.2", "nas", first, second],
        ["10.0.0.2", "pi", second, fourth],
        ["10.0.0.2", "tv", fourth, ""],
    ]
    assert f"Since {first[:10]} ({first[11:]}), when the plan was first committed." in shown(lab)


def test_only_what_happened_since_a_day(lab: Path) -> None:
    found = rows(shown(lab, since="2026-03-15"))
    assert [row[0] for row in found] == ["host tv", "host pi", "network LAN", "host pi", "10.0.0.2", "10.0.0.2"]
    assert "<p>Since 2026-03-15.</p>" in shown(lab, since="2026-03-15")
    assert rows(shown(lab, since="2026-12-01")) == [row for row in rows(shown(lab)) if row[0] == "10.0.0.2"][-1:]


def test_what_is_not_committed_is_named_so(lab: Path) -> None:
    write(lab, LAN)
    found = rows(shown(lab, since="2026-12-01"))
    assert found[-1] == ["10.0.0.2", "nas", "not committed", ""]
    assert ["host nas", "renamed, was tv", "not committed"] in found


def test_a_commit_leads_to_where_the_repository_is_hosted(lab: Path) -> None:
    name = git(lab, "rev-parse", "HEAD")
    for site, path in (("github.com", "commit"), ("gitlab.com", "-/commit"), ("bitbucket.org", "commits")):
        html = shown(lab, Hosting(f"https://{site}/me/lab"))
        assert f'<a href="https://{site}/me/lab/{path}/{name}" target="_blank" rel="noopener">' in html


def test_without_history_a_sentence_says_so(lab: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    alone = tmp_path / "alone"
    alone.mkdir()
    write(alone, LAN)
    assert shown(alone).startswith("<p>There is no history of this plan here: this is in no Git repository.")
    git(alone, "init", "-q")
    assert "there is no commit `HEAD`" in shown(alone).replace("&#96;", "`")
    git(alone, "commit", "-qm", "nothing", "--allow-empty")
    assert shown(alone) == "<p>There is no history of this plan here: it is not committed yet.</p>"
    git(tmp_path, "clone", "-q", "--depth", "1", lab.as_uri(), "shallow")
    assert "This clone of the repository is shallow: nothing is known of the time before 2026-04-20" in shown(
        tmp_path / "shallow"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "`git` cannot be run" in shown(alone).replace("&#96;", "`")


@pytest.mark.parametrize("since", ["yesterday", "2026-02-30", 2026], ids=str)
def test_a_day_that_is_none_is_a_wrong_call(since: str, lab: Path) -> None:
    with pytest.raises(WrongCallError, match="`since` is a day such as `2026-01-01`"):
        shown(lab, since=since)


def test_names_are_escaped(lab: Path) -> None:
    write(lab, LAN.replace("nas", "<script>x</script>"))
    assert "<script" not in shown(lab)
