"""`python -m cidrbook`."""

from cidrbook.cli import run

run()
