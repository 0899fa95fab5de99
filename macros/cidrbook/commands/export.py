"""`cidrbook export`: the plan for other programs, on the screen or in files, or compared with such files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.shell_completion import CompletionItem

from cidrbook.checking import compare
from cidrbook.commands._common import profile_option, shown, stop
from cidrbook.drift.comparison import Comparison
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.report.words import plain
from cidrbook.text.atomic import replace_texts
from cidrbook.text.names import did_you_mean
from cidrbook.text.paths import file_bytes, real_path

if TYPE_CHECKING:
    from cidrbook.exports.extract import Extract

_CHOICES = ("network", "vlan", "site", "vrf", "role", "tag", "cluster")


def _complete_formats(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 (click's interface)
    from cidrbook.exports import FORMATS  # noqa: PLC0415 (every other command starts faster)

    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def _with_choices(command: click.Command) -> click.Command:
    """Give the command an option for each argument that chooses rows of a table."""
    for name in _CHOICES:
        what = f"Only what has this {name.upper() if name in ('vlan', 'vrf') else name}; repeat it for several."
        command.params.append(click.Option([f"--{name}"], multiple=True, help=what))
    return command


@click.command("export", short_help="Export the plan for other programs.")
@click.argument("form", metavar="FORMAT", shell_complete=_complete_formats)
@click.argument("data", type=click.Path(path_type=Path, readable=False), default=Path("data"))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write into this file, or this folder.")
@click.option("--check", "committed", type=click.Path(path_type=Path), help="Compare with this file, or this folder.")
@click.option("--part", metavar="NAME", help="One file alone of a format that has several.")
@click.option("--domain", default="", metavar="NAME", help="The domain of names without one, as home.arpa.")
@profile_option
@click.option("--port", type=click.IntRange(1, 65535), help="The port of targets for Prometheus.")
def export(  # noqa: PLR0913, PLR0917 (click hands over each option)
    form: str,
    data: Path,
    output: Path | None,
    committed: Path | None,
    part: str | None,
    domain: str,
    port: int | None,
    profile: str,
    **choices: tuple[str, ...],
) -> None:
    """Print the plan in DATA (data/ by default) in a FORMAT for other programs, or write it into files.

    Formats: ansible, csv, dnsmasq, hosts, html, json, kea, markdown, mermaid, prometheus, zone. Examples:
    `cidrbook export hosts`, `cidrbook export csv --output netbox/`, `cidrbook export json --site home --check
    plan.json`. Exits with 1 where --check finds a file that is behind, and with 2 where nothing can be exported.
    """
    files = _exported_files(form, data, domain, port, profile, choices)
    several = list(files) != [form]
    if part is not None:
        files, several = {part: _one_file(form, part, files)}, False
    if committed is not None:
        if output is not None:
            stop("`--check` compares and `--output` writes: name one of them")
        _compare_files(files, _target_paths(files, committed, several=several))
    elif output is not None and str(output) != "-":
        _write_files(files, _target_paths(files, output, several=several))
    elif several:
        stop(f"`{form}` is several files: name a folder with `--output`, or one with `--part`: {', '.join(files)}")
    else:
        click.echo("".join(files.values()), nl=False)


_with_choices(export)


def _exported_files(  # noqa: PLR0913, PLR0917 (what was asked for, word by word)
    form: str, data: Path, domain: str, port: int | None, profile: str, choices: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """The files of the format; the end of the command where there are none."""
    from cidrbook.exports import FORMATS, exported  # noqa: PLC0415 (every other command starts faster)
    from cidrbook.exports.extract import ExportError, extract  # noqa: PLC0415 (as above)
    from cidrbook.publish.shown_plan import KEY  # noqa: PLC0415 (as above)

    if form not in FORMATS:
        stop(f"unknown format `{form}`; {did_you_mean(form, FORMATS)}")
    try:
        plan = load(data, shown(data, ""))
        comparison = compare(plan, data.parent, data.name) if form == "html" else Comparison(plan)
        rows: Extract = extract(
            comparison, datetime.now(UTC).date(), choices, domain, port, profile, os.environ.get(KEY, "")
        )
        return exported(form, rows)
    except (NoDataError, ExportError) as error:
        stop(str(error))


def _one_file(form: str, part: str, files: Mapping[str, str]) -> str:
    if part not in files:
        stop(f"`{form}` has no file `{part}`; {did_you_mean(part, list(files))}")
    return files[part]


def _target_paths(files: Mapping[str, str], path: Path, *, several: bool) -> dict[str, Path]:
    """Where each file is, or will be: in a folder where there are several, or where the path is one."""
    if several and path.exists() and not path.is_dir():
        stop(f"`{path}` is a file, and {len(files)} files belong there: name a folder")
    is_folder = several or path.is_dir()
    return {name: path / name if is_folder else path for name in files}


def _write_files(files: Mapping[str, str], targets: Mapping[str, Path]) -> None:
    try:
        replace_texts({real_path(targets[name]): text for name, text in files.items()})
    except OSError as error:
        stop(error.strerror or str(error) if error.filename is None else f"{error.filename}: {error.strerror}")


def _compare_files(files: Mapping[str, str], targets: Mapping[str, Path]) -> NoReturn:
    """Print how the files differ from those that are there, and end with 1 where one does."""
    is_behind = False
    for name, text in files.items():
        before = _committed_text(targets[name], is_one=len(files) == 1)
        difference = unified_diff(before.splitlines(), text.splitlines(), str(targets[name]), "the plan", lineterm="")
        for line in difference:
            click.echo(plain(line))
            is_behind = True
    raise SystemExit(1 if is_behind else 0)


def _committed_text(path: Path, *, is_one: bool) -> str:
    """The text of a file that an export is compared with; nothing for a new one of several in a folder."""
    try:
        return file_bytes(path).decode(errors="replace")
    except FileNotFoundError:
        if is_one or not path.parent.is_dir():
            stop(f"{path}: there is no such file; `--output` writes it")
        return ""
    except OSError as error:
        stop(f"{path}: {error.strerror or error}")
