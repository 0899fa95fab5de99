"""The action and the hook, as GitHub and pre-commit run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
HOOK = HOOKS[0]
INSTALL, CHECK, DRIFT, README, CHANGES = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")

GOOD = "networks: [{name: lan, cidr: 10.0.0.0/24}]\n"
BAD = "networks: [{name: lan, cidr: 10.0.0.1/24}]\n"


def step(step: dict[str, Any], folder: Path, known: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does: its script in a file, what is between the braces put in by the runner."""
    script = folder / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    own = {
        name: EXPRESSION.sub(lambda match: known[match[1]], str(value)) for name, value in step.get("env", {}).items()
    }
    runner = {"GITHUB_WORKSPACE": str(folder), "RUNNER_TEMP": str(folder / "temp"), "GITHUB_ACTION_PATH": str(ROOT)}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    environment = {**os.environ, **runner, "GITHUB_OUTPUT": str(folder / "output"), **own}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def check(folder: Path, plan: str = BAD, **inputs: str) -> subprocess.CompletedProcess[str]:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/plan.yaml").write_text(plan, encoding="utf-8")
    return run(CHECK, folder, **inputs)


def run(one: dict[str, Any], folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    given = {name: inputs.get(name.replace("-", "_"), it["default"]) for name, it in ACTION["inputs"].items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    return step(one, folder, known | {"steps.install.outputs.bin": str(Path(sys.executable).parent)})


def test_no_script_holds_an_expression_and_every_input_is_used() -> None:
    assert not any(EXPRESSION.search(step["run"]) for step in ACTION["runs"]["steps"])
    used = {name for value in CHECK["env"].values() for name in EXPRESSION.findall(value)}
    own = {"inputs.drift", "inputs.drift-sarif-file", "inputs.readme", "inputs.changes-since"}
    assert used | own == {f"inputs.{name}" for name in ACTION["inputs"]} | {"steps.install.outputs.bin"}
    assert {it for it in DRIFT["env"].items() if it not in CHECK["env"].items()} == {
        ("SARIF_FILE", "${{ inputs.drift-sarif-file }}")
    }
    assert "inputs.drift == 'true'" in DRIFT["if"]
    assert set(README["env"]) == {"BIN", "DATA", "README"}
    assert "inputs.readme != ''" in README["if"]
    assert set(CHANGES["env"]) == {"BIN", "DATA", "SINCE"}
    assert "inputs.changes-since != ''" in CHANGES["if"]
    assert "inputs.data != ''" in CHECK["if"]
    assert all(it["description"] and isinstance(it["default"], str) for it in ACTION["inputs"].values())


@pytest.mark.parametrize(
    ("plan", "inputs", "status", "printed"),
    [
        (GOOD, {}, 0, "no problems\n"),
        (BAD, {}, 1, "::error file=data/plan.yaml,line=1,"),
        (BAD, {"format": "text"}, 1, "data/plan.yaml:1:30: error F108"),
        (BAD, {"select": "A2,hosts"}, 0, "no problems\n"),
        (BAD, {"ignore": "host-bits-set"}, 0, "no problems\n"),
        (BAD + "settings: {rules: {F108: warning}}\n", {}, 0, "::warning "),
        (BAD + "settings: {rules: {F108: warning}}\n", {"strict": "true"}, 1, "::warning "),
        (BAD, {"data": "elsewhere"}, 2, ""),
        (BAD, {"format": "xml"}, 2, ""),
        (BAD, {"select": "nonsense"}, 2, ""),
    ],
)
def test_the_action_checks_with_its_inputs(
    plan: str, inputs: dict[str, str], status: int, printed: str, tmp_path: Path
) -> None:
    result = check(tmp_path, plan, **inputs)
    assert (result.returncode, result.stdout[: len(printed)]) == (status, printed)


@pytest.mark.parametrize("name", ["data", "strict", "select", "ignore", "format", "sarif_file"])
@pytest.mark.parametrize(
    "value", ["$(touch pwned)", "`touch pwned`", "; touch pwned", '"; touch pwned #', "--help", "a b\ntouch pwned"]
)
def test_no_input_is_read_as_a_command_or_an_option(name: str, value: str, tmp_path: Path) -> None:
    result = check(tmp_path, **{name: value})
    assert not (tmp_path / "pwned").exists()
    assert "Usage:" not in result.stdout
    assert result.returncode in (1, 2)


def test_the_action_writes_sarif_beside_what_it_prints(tmp_path: Path) -> None:
    result = check(tmp_path, sarif_file="found here.sarif")
    [run] = json.loads((tmp_path / "found here.sarif").read_text(encoding="utf-8"))["runs"]
    assert [it["ruleId"] for it in run["results"]] == ["F108"]
    assert result.returncode == 1
    assert result.stdout.startswith("::error ")


def test_the_action_ends_at_once_where_there_is_no_plan_to_write_sarif_of(tmp_path: Path) -> None:
    result = check(tmp_path, sarif_file="found.sarif", data="elsewhere")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_the_action_installs_its_own_checkout_into_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "fake/python3"
    fake.parent.mkdir()
    fake.write_text(
        '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/log"\necho "$PIP_CONSTRAINT" >> "$RUNNER_TEMP/pins"\n'
        'if [ "$3" = venv ]; then mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; fi\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    assert step(INSTALL, tmp_path, {}).returncode == 0
    venv = tmp_path / "temp/cidrbook"
    assert (tmp_path / "temp/log").read_text(encoding="utf-8").splitlines() == [
        f"-I -m venv {venv}",
        f"-I -m pip install --quiet --disable-pip-version-check {ROOT}",
    ]
    assert (tmp_path / "output").read_text(encoding="utf-8") == f"bin={venv}/bin\n"
    assert set((tmp_path / "temp/pins").read_text(encoding="utf-8").split()) == {str(ROOT / "constraints.txt")}


@pytest.mark.parametrize("name", ["venv.py", "pip/__main__.py", "sitecustomize.py", "encodings/__init__.py", "json.py"])
def test_the_action_runs_nothing_of_the_checked_out_repository(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("open(r'%s', 'w').close()\n" % (tmp_path / "pwned"), encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # the installation ends early, after all that could be hijacked has begun
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    step(INSTALL, tmp_path, {})
    assert (tmp_path / "temp/cidrbook/bin/python").exists()
    assert not (tmp_path / "pwned").exists()


README_TEXT = "<!-- cidrbook: cidr('lan') -->{}<!-- /cidrbook -->\n"


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("10.0.0.0/24", "README.md", 0),
        ("10.0.9.0/24", "README.md", 1),
        ("", "nowhere.md", 2),
        ("", "--help", 2),
        ("", "; touch pwned", 2),
        ("", "$(touch pwned)", 2),
    ],
)
def test_the_action_and_the_hook_check_a_readme(text: str, name: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "README.md").write_text(README_TEXT.format(text), encoding="utf-8")
    assert run(README, tmp_path, readme=name).returncode == status
    assert not (tmp_path / "pwned").exists()
    [hook] = [mapping for mapping in HOOKS if mapping["id"] == "cidrbook-readme"]
    words: list[str] = [*str(hook["entry"]).split(), *hook["args"]]
    command = [str(shutil.which(words[0], path=str(Path(sys.executable).parent))), *words[1:]]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, hook["pass_filenames"]) == (int(text != "10.0.0.0/24"), False)


@pytest.mark.parametrize(("text", "status"), [("10.0.0.5 nas", 0), ("10.0.0.6 nas", 1)])
def test_the_hook_compares_an_export(text: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    plan = "networks: [{name: lan, cidr: 10.0.0.0/24, hosts: [{name: nas, address: 10.0.0.5}]}]"
    (tmp_path / "data/plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "hosts").write_text(f"# written by `cidrbook export hosts`\n{text}\n", encoding="utf-8")
    [hook] = [mapping for mapping in HOOKS if mapping["id"] == "cidrbook-export"]
    words: list[str] = [*str(hook["entry"]).split(), *hook["args"]]
    command = [str(shutil.which(words[0], path=str(Path(sys.executable).parent))), *words[1:]]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (ended.returncode, hook["pass_filenames"]) == (status, False)


@pytest.mark.parametrize(
    ("since", "status", "written"),
    [("HEAD", 0, "network lan"), ("nowhere", 2, ""), ("--output=pwned", 2, ""), ("$(touch pwned)", 2, "")],
)
def test_the_action_writes_what_changed_into_the_summary(
    since: str, status: int, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    identity = ("-c", "user.name=me", "-c", "user.email=me@example.org")
    for arguments in (("init", "-q"), (*identity, "commit", "-q", "--allow-empty", "-m", "nothing")):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(GOOD, encoding="utf-8")
    assert run(CHANGES, tmp_path, changes_since=since).returncode == status
    assert written in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert not (tmp_path / "pwned").exists()


def test_the_hook_runs_a_command_that_is_there_on_the_files_of_a_plan(tmp_path: Path) -> None:
    pattern = re.compile(HOOK["files"])
    assert all(pattern.search(name) for name in ("data/networks.yaml", "data/home/hosts.yml"))
    assert not any(pattern.search(name) for name in ("docs/data/x.yaml", "data/notes.md", "mkdocs.yml", "data.yaml"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(BAD, encoding="utf-8")
    words: list[str] = [*str(HOOK["entry"]).split(), *HOOK["args"]]
    command = [str(shutil.which(words[0], path=str(Path(sys.executable).parent))), *words[1:]]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    assert HOOK["pass_filenames"] is False


SERVICE = """kind: Service
metadata: {{name: {name}, annotations: {{lbipam.cilium.io/ips: 10.9.0.53}}}}
spec: {{type: LoadBalancer}}
"""


def lab(folder: Path) -> None:
    (folder / "apps").mkdir(parents=True)
    for name in ("blocky", "web"):
        (folder / f"apps/{name}.yaml").write_text(SERVICE.format(name=name), encoding="utf-8")


@pytest.mark.parametrize(
    ("inputs", "status", "printed"),
    [
        ({}, 1, "::error file=apps/web.yaml,line=2,"),
        ({"format": "text"}, 1, "apps/web.yaml:2:59: error H302"),
        ({"ignore": "H302"}, 0, "no problems\n"),
        ({"select": "nonsense"}, 2, ""),
    ],
)
def test_the_action_reads_the_repository_when_asked(
    inputs: dict[str, str], status: int, printed: str, tmp_path: Path
) -> None:
    lab(tmp_path)
    result = run(DRIFT, tmp_path, **inputs)
    assert (result.returncode, result.stdout[: len(printed)]) == (status, printed)


def test_the_action_writes_sarif_of_the_repository(tmp_path: Path) -> None:
    lab(tmp_path)
    result = run(DRIFT, tmp_path, drift_sarif_file="found here.sarif")
    [one] = json.loads((tmp_path / "found here.sarif").read_text(encoding="utf-8"))["runs"]
    [found] = one["results"]
    place = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (found["ruleId"], place["uri"], result.returncode) == ("H302", "apps/web.yaml", 1)


@pytest.mark.parametrize("name", ["strict", "select", "ignore", "format", "drift_sarif_file"])
def test_no_input_is_a_command_where_the_repository_is_read(name: str, tmp_path: Path) -> None:
    lab(tmp_path)
    run(DRIFT, tmp_path, **{name: "; $(touch pwned)"})
    assert not (tmp_path / "pwned").exists()


def hook(folder: Path, *changed: str) -> tuple[int, str]:
    """Run the hook of the repository as pre-commit does, on the files of a commit: its status, and its first line."""
    [hook] = [mapping for mapping in HOOKS if mapping["id"] == "cidrbook-drift"]
    words: list[str] = [*str(hook["entry"]).split(), *hook["args"], *changed]
    command = [str(shutil.which(words[0], path=str(Path(sys.executable).parent))), *words[1:]]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (hook["pass_filenames"], hook["require_serial"]) == (True, True)
    return result.returncode, result.stdout.partition(": ")[0].strip()


def test_the_hook_of_the_repository_runs_a_command_that_is_there(tmp_path: Path) -> None:
    lab(tmp_path)
    assert hook(tmp_path) == (1, "apps/web.yaml:2:59")


@pytest.mark.parametrize(
    ("name", "text", "reads"),
    [
        ("notes.md", "The router is at 10.9.0.1.\n", True),
        ("apps/web.yaml", None, True),
        ("apps/gone.yaml", None, True),
        ("kustomization.yaml", "resources: []\n", True),
        ("notes.md", "Nothing of the network.\n", False),
        ("picture.png", "10.9.0.1\0", False),
        ("archive/old.yaml", "address: 10.9.0.1\n", False),
    ],
)
def test_the_hook_reads_nothing_where_no_changed_file_can_hold_an_address(
    name: str,
    text: str | None,
    tmp_path: Path,
    *,
    reads: bool,
) -> None:
    folder = tmp_path / "lab"
    lab(folder)
    if text is not None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert hook(folder, name) == ((1, "apps/web.yaml:2:59") if reads else (0, "no problems"))


def test_a_file_beside_the_repository_is_a_mistake(tmp_path: Path) -> None:
    lab(tmp_path / "lab")
    (tmp_path / "other.yaml").write_text("address: 10.9.0.1\n", encoding="utf-8")
    assert hook(tmp_path / "lab", "../other.yaml") == (2, "")


def test_one_file_that_can_hold_an_address_is_enough(tmp_path: Path) -> None:
    lab(tmp_path)
    (tmp_path / "LICENSE").write_text("Do what you want.\n", encoding="utf-8")
    assert hook(tmp_path, "LICENSE") == (0, "no problems")
    assert hook(tmp_path, "LICENSE", "apps/blocky.yaml") == (1, "apps/web.yaml:2:59")
