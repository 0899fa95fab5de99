"""`cidrbook lsp`: the language server that an editor starts."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import click

from cidrbook.commands._common import stop


@click.command(short_help="Run a language server for an editor.")
def lsp() -> None:
    """Run a language server on standard input and output, for an editor to start.

    It shows findings of the whole plan while you type, says who has an address, completes names and free addresses,
    and leads to where something is written. It needs `pip install 'cidrbook[lsp]'`. Example: `cidrbook lsp`.
    """
    try:
        from cidrbook.editor.server import make_server  # noqa: PLC0415 (only this command needs its libraries)
    except ModuleNotFoundError:
        stop("the language server needs pygls: pip install 'cidrbook[lsp]'")
    gc.enable()  # a server lives on
    make_server(lambda: datetime.now(UTC).date()).start_io()
