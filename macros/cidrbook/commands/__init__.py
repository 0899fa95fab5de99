"""The command line: what a person, a hook or a CI job runs. One module a command; the folder is the registry."""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import sys
from pathlib import Path

import click

from cidrbook import __version__
from cidrbook.text.regex import regex

_SHORT_HELP = regex(r"@click\.command\(.*short_help=\"([^\"]+)\"\)\n")


class _Commands(click.Group):
    """The modules of this folder, each imported when it is asked for, so that every command starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's interface)
        """The names of all commands."""
        return sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, which has the module's name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        things = vars(importlib.import_module(f"{__name__}.{cmd_name}")).values()
        [command] = [thing for thing in things if isinstance(thing, click.Command) and thing.name == cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what their files say of them, so that none has to be imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _short_help(name)) for name in self.list_commands(ctx)])


def _short_help(name: str) -> str:
    found = _SHORT_HELP.search(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    return found[1] if found else ""


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="cidrbook")
def main() -> None:
    """Check a home lab's network plan: YAML that becomes a documentation site."""


def run() -> None:
    """The `cidrbook` command: `main`, on whatever it is given to print to, and a quick end.

    Taking a plan of 100,000 networks apart, object by object, would take as long as loading it.
    """
    gc.disable()  # nothing is left to collect, or the process ends before it matters; looking for it takes a tenth
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # it would look for some in all installed packages
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    status: object = 0
    try:
        try:
            main()
        except OSError as error:  # a folder that is gone, a disk that is full
            where = f"{str(error.filename)!r}: " if error.filename else ""
            click.echo(f"cidrbook: {where}{error.strerror or 'this cannot be done here'}", err=True)
            sys.exit(2)
    except SystemExit as end:
        status = end.code
    os._exit(_flushed(status if isinstance(status, int) else 0 if status is None else 1))


def _flushed(status: int) -> int:
    """The exit status, when all is printed; 2 where that cannot be done."""
    for stream in (sys.stderr, sys.stdout):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            return status
        except (OSError, ValueError):
            status = 2
    return status
