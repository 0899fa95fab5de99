"""cidrbook: a home lab's network plan as a documentation site that cannot disagree with itself.

mkdocs-macros and Zensical call `define_env`; everything else is in the rooms below.
"""

from __future__ import annotations

import gc
from typing import Any

SITE = "https://cidrbook.github.io/cidrbook/"
"""Where the documentation is published."""

__version__ = "1.0.0"


def define_env(env: Any) -> None:
    """Give the pages of a site their macros."""
    collecting = gc.isenabled()
    gc.disable()  # importing and reading leave nothing to collect; a build of 200 pages would notice the pauses
    try:
        from cidrbook import engine  # noqa: PLC0415 (the command line does without it, and starts twice as fast)

        engine.attach(env)
    finally:
        if collecting:
            gc.enable()
