"""What each export is for takes it: the real programs, where they are installed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest
from exports.test_formats import HOSTILE, PLAN, files
from lab import some

PLACES = "/usr/sbin:/usr/local/sbin"
"""Where servers are, which not everybody's path has."""


def program(name: str) -> str:
    """The path of a program; a test is skipped without it."""
    found = which(name) or which(name, path=PLACES)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def taken(*command: str | Path) -> str:
    """What a program says of a file that it takes."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def written(folder: Path, form: str, text: str, suffix: str = "") -> list[Path]:
    for name, content in files(form, text).items():
        (folder / f"{name}{suffix}").write_text(content, encoding="utf-8")
    return sorted(folder.iterdir())


PLANS = {
    "a lab": PLAN,
    "names that mean something": PLAN.replace("name: TV", f"name: {json.dumps(HOSTILE[0])}").replace("LAN", "all, x;"),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_bind_takes_the_zones(tmp_path: Path, plan: str) -> None:
    check = program("named-checkzone")
    for file in some(written(tmp_path, "zone", plan)):
        assert "loaded serial" in taken(check, "-k", "fail", file.name.removeprefix("db."), file)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_dnsmasq_takes_its_configuration(tmp_path: Path, plan: str) -> None:
    [file] = written(tmp_path, "dnsmasq", plan)
    assert "syntax check OK" in taken(program("dnsmasq"), "--test", "-C", file)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_kea_takes_its_configuration(tmp_path: Path, plan: str) -> None:
    for file in some(written(tmp_path, "kea", plan)):
        assert "ERROR" not in taken(program(file.stem), "-t", file)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_ansible_takes_the_inventory(tmp_path: Path, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_INVENTORY_UNPARSED_FAILED", "true")
    [file] = written(tmp_path, "ansible", plan, ".yml")
    said = taken(program("ansible-inventory"), "-i", file, "--list")
    assert '"ansible_host": "10.0.1.20"' in said
    assert "Invalid characters" not in said
    assert "with same name" not in said


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_prometheus_takes_the_targets(tmp_path: Path, plan: str) -> None:
    written(tmp_path, "prometheus", plan, ".json")
    config = tmp_path / "prometheus.yml"
    config.write_text(
        "scrape_configs: [{job_name: a, file_sd_configs: [{files: [prometheus.json]}]}]", encoding="utf-8"
    )
    assert "WARNING" not in taken(program("promtool"), "check", "config", config)
