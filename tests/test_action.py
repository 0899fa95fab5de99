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

import command
import pytest
import yaml
from click.testing import Result

ROOT = Path(__file__).resolve().parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
HOOK = HOOKS[0]
INSTALL, CHECK, DRIFT, README, CHANGES = ACTION["runs"]["steps"]
PROGRAMS = str(Path(sys.executable).parent)
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
    return run(CHECK, planned(folder, plan), **inputs)


def planned(folder: Path, plan: str = BAD) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/plan.yaml").write_text(plan, encoding="utf-8")
    return folder


def run(one: dict[str, Any], folder: Path, programs: str = PROGRAMS, **inputs: str) -> subprocess.CompletedProcess[str]:
    given = {name: inputs.get(name.replace("-", "_"), it["default"]) for name, it in ACTION["inputs"].items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    return step(one, folder, known | {"steps.install.outputs.bin": programs})


RECORDER = """#!/bin/sh
printf '%s\\0' "$@" > "$RUNNER_TEMP/arguments"
"""


def arguments(one: dict[str, Any], folder: Path, **inputs: str) -> list[str]:
    """What a step's last command is called with, as a program that only writes it down is told."""
    for name in ("bin", "temp"):
        (folder / name).mkdir()
    (folder / "bin/python").write_text(RECORDER, encoding="utf-8")
    (folder / "bin/python").chmod(0o755)
    assert run(one, folder, str(folder / "bin"), **inputs).returncode == 0
    isolated, module, name, *others = (folder / "temp/arguments").read_text(encoding="utf-8").split("\0")[:-1]
    assert (isolated, module, name) == ("-I", "-m", "cidrbook")
    return others


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
        (BAD, {"data": "elsewhere"}, 2, ""),
    ],
)
def test_the_action_checks_with_its_inputs(
    plan: str, inputs: dict[str, str], status: int, printed: str, tmp_path: Path
) -> None:
    result = check(tmp_path, plan, **inputs)
    assert (result.returncode, result.stdout[: len(printed)]) == (status, printed)


USUAL = ["check", "--format=github", "--select=", "--ignore=", "--", "data"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, USUAL),
        ({"format": "text"}, ["check", "--format=text", *USUAL[2:]]),
        ({"select": "A2,hosts"}, ["check", "--format=github", "--select=A2,hosts", *USUAL[3:]]),
        ({"ignore": "host-bits-set"}, [*USUAL[:3], "--ignore=host-bits-set", *USUAL[4:]]),
        ({"strict": "true"}, [*USUAL[:4], "--strict", *USUAL[4:]]),
        ({"strict": "false"}, USUAL),
        ({"data": "elsewhere"}, [*USUAL[:5], "elsewhere"]),
        ({"sarif_file": "found.sarif"}, USUAL),
    ],
    ids=str,
)
def test_each_input_is_an_option_of_the_check(inputs: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert arguments(CHECK, tmp_path, **inputs) == expected


HOSTILE = ["$(touch pwned)", "`touch pwned`", "; touch pwned", '"; touch pwned #', "--help", "a b\ntouch pwned"]
WHERE = [
    *((CHECK, name) for name in ("data", "strict", "select", "ignore", "format", "sarif-file")),
    *((DRIFT, name) for name in ("strict", "select", "ignore", "format", "drift-sarif-file")),
    *((README, name) for name in ("data", "readme")),
    *((CHANGES, name) for name in ("data", "changes-since")),
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("one", "name"), WHERE, ids=[f"{one['name']}-{name}" for one, name in WHERE])
def test_no_input_is_read_as_a_command_or_an_option(
    one: dict[str, Any], name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    lab(tmp_path)
    told = arguments(one, planned(tmp_path), **{name.replace("-", "_"): value})
    assert not (tmp_path / "pwned").exists()
    if name.endswith("sarif-file"):
        assert (tmp_path / value).exists()
    elif name != "strict":
        assert f"--{name}={value}" in told or told[-2:] == ["--", value]
    result = command.run(*told, folder=tmp_path)
    assert "Usage:" not in result.stdout
    assert result.exit_code in (1, 2)


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


def test_the_action_runs_nothing_of_the_checked_out_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temp").mkdir()
    for name in ("venv.py", "pip/__main__.py", "sitecustomize.py", "encodings/__init__.py", "json.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("open(r'%s', 'a').write(__file__)\n" % (tmp_path / "pwned"), encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # the installation ends early, after all that could be hijacked has begun
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    step(INSTALL, tmp_path, {})
    assert (tmp_path / "temp/cidrbook/bin/python").exists()
    assert not (tmp_path / "pwned").exists()


def hook(name: str, folder: Path, *changed: str) -> Result:
    """What comes of a hook, as pre-commit runs it on the files of a commit."""
    [hook] = [mapping for mapping in HOOKS if mapping["id"] == name]
    assert (hook["pass_filenames"], hook["require_serial"]) == (name == "cidrbook-drift", True)
    program, *words = str(hook["entry"]).split()
    assert shutil.which(program, path=PROGRAMS)
    return command.run(*words, *hook["args"], *changed, folder=folder)


README_TEXT = "<!-- cidrbook: cidr('lan') -->{}<!-- /cidrbook -->\n"


@pytest.mark.parametrize(("text", "status"), [("10.0.0.0/24", 0), ("10.0.9.0/24", 1)])
def test_the_action_and_the_hook_check_a_readme(text: str, status: int, tmp_path: Path) -> None:
    (planned(tmp_path, GOOD) / "README.md").write_text(README_TEXT.format(text), encoding="utf-8")
    assert run(README, tmp_path, readme="README.md").returncode == status
    assert hook("cidrbook-readme", tmp_path).exit_code == status


@pytest.mark.parametrize(("text", "status"), [("10.0.0.5 nas", 0), ("10.0.0.6 nas", 1)])
def test_the_hook_compares_an_export(text: str, status: int, tmp_path: Path) -> None:
    planned(tmp_path, "networks: [{name: lan, cidr: 10.0.0.0/24, hosts: [{name: nas, address: 10.0.0.5}]}]")
    (tmp_path / "hosts").write_text(f"# written by `cidrbook export hosts`\n{text}\n", encoding="utf-8")
    assert hook("cidrbook-export", tmp_path).exit_code == status


@pytest.mark.parametrize(("since", "status", "written"), [("HEAD", 0, "network lan"), ("nowhere", 2, "")])
def test_the_action_writes_what_changed_into_the_summary(
    since: str, status: int, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    identity = ("-c", "user.name=me", "-c", "user.email=me@example.org")
    for words in (("init", "-q"), (*identity, "commit", "-q", "--allow-empty", "-m", "nothing")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert run(CHANGES, planned(tmp_path, GOOD), changes_since=since).returncode == status
    assert written in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_the_hook_runs_on_the_files_of_a_plan(tmp_path: Path) -> None:
    pattern = re.compile(HOOK["files"])
    assert all(pattern.search(name) for name in ("data/networks.yaml", "data/home/hosts.yml"))
    assert not any(pattern.search(name) for name in ("docs/data/x.yaml", "data/notes.md", "mkdocs.yml", "data.yaml"))
    assert hook(HOOK["id"], planned(tmp_path)).exit_code == 1


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
        ({"ignore": "H302"}, 0, "no problems\n"),
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


def drift_hook(folder: Path, *changed: str) -> tuple[int, str]:
    """The status of the repository's hook, and the beginning of what it prints."""
    result = hook("cidrbook-drift", folder, *changed)
    return result.exit_code, result.stdout.partition(": ")[0].strip()


def test_the_hook_of_the_repository_runs_a_command_that_is_there(tmp_path: Path) -> None:
    lab(tmp_path)
    assert drift_hook(tmp_path) == (1, "apps/web.yaml:2:59")


@pytest.mark.parametrize(
    ("name", "text", "reads"),
    [
        ("notes.md", "The router is at 10.9.0.1.\n", True),
        ("apps/web.yaml", None, True),
        ("apps/gone.yaml", None, True),
        ("kustomization.yaml", "resources: [apps/blocky.yaml, apps/web.yaml]\n", True),
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
    assert drift_hook(folder, name) == ((1, "apps/web.yaml:2:59") if reads else (0, "no problems"))


def test_a_file_beside_the_repository_is_a_mistake(tmp_path: Path) -> None:
    lab(tmp_path / "lab")
    (tmp_path / "other.yaml").write_text("address: 10.9.0.1\n", encoding="utf-8")
    assert drift_hook(tmp_path / "lab", "../other.yaml") == (2, "")


def test_one_file_that_can_hold_an_address_is_enough(tmp_path: Path) -> None:
    lab(tmp_path)
    (tmp_path / "LICENSE").write_text("Do what you want.\n", encoding="utf-8")
    assert drift_hook(tmp_path, "LICENSE") == (0, "no problems")
    assert drift_hook(tmp_path, "LICENSE", "apps/blocky.yaml") == (1, "apps/web.yaml:2:59")
