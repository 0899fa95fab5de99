"""`python -m cidrbook`."""

from cidrbook.commands import run

run()
