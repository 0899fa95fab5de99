"""Where the commands and URLs of documents reach the API of a cluster, or its nodes.

Port 6443 is the API's; `talosctl` takes nodes behind `--nodes`, and nodes or the API's address behind `--endpoints`. A
machine that is installed with `--insecure` may have any address yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.documents.statements import NOT_SO, OTHER_TIMES, At
from cidrbook.repository.statement import Detail, Topic
from cidrbook.text.markdown import Cell, Passage
from cidrbook.text.source import Source

_PORT = re.compile(r":6443(?![0-9])")
_OPTION = re.compile(r"(?:^|\s)(--nodes|--endpoints|--node|-n|-e)[=\s\"']+[\w.,:\"'-]*$")
_COMMAND = re.compile(r"\btalosctl\b(?!.*\s(?:--insecure|-i)\b)")
_FRESH = re.compile(r"\s(?:--insecure|-i)\b")
_LONG = re.compile(r"(?:^|\s)--(?:nodes|endpoints)[=\s\"']+[\w.,:\"'-]*$")
_SET = re.compile(r"\btalosctl (?:config )?(?:endpoints?|nodes?)\s[\w.,: -]*$")


def reached(source: Source, passage: Passage) -> Iterator[Detail]:
    """What a passage reaches at an address with the API's port, or by an option of a command."""
    texts = [cell.text for cell in passage.cells]
    if any(map(NOT_SO.search, texts)) or any(map(OTHER_TIMES.search, texts)):
        return
    for cell in passage.cells:
        if any(one in cell.text for one in ("6443", "talosctl", "--nodes", "--endpoints")):
            yield from _of_cell(source, passage, cell)


def _of_cell(source: Source, passage: Passage, cell: Cell) -> Iterator[Detail]:
    for literal in literals(cell.text):
        topic, label = _topic(cell.text, literal.start, literal.end)
        if topic and literal.address is not None:
            said = At(source, passage, cell).says(literal, (label,), ("", "none"))
            number, beside = int(literal.address), clean(" ".join(one.text for one in passage.cells))
            yield Detail(topic, said.text, said.place, literal.version, number, number, (label, beside), said.headings)


def _topic(text: str, start: int, end: int) -> tuple[Topic | None, str]:
    """What an address is reached for, and what says so."""
    if _PORT.match(text, end):
        return "api", "port 6443"
    before = text[max(0, start - 200) : start]
    option = _OPTION.search(before) or _SET.search(before)
    goes_on = bool(option) and "talosctl" not in text and bool(_LONG.search(before)) and not _FRESH.search(text)
    return ("nodes", "talosctl") if goes_on or (option and _COMMAND.search(text)) else (None, "")
