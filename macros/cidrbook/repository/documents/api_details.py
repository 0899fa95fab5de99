"""The addresses by which commands and URLs of documents reach a cluster's API or nodes.

Port 6443 is the API's; `talosctl` takes nodes behind `--nodes`, and nodes or the API's address behind `--endpoints`. A
machine that is installed with `--insecure` may have any address yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from cidrbook.repository.documents.context import Context, addressed
from cidrbook.repository.documents.credibility import denial, other_times
from cidrbook.repository.documents.labels import clean
from cidrbook.repository.documents.literals import literals
from cidrbook.repository.statement import Detail, Topic
from cidrbook.text.markdown import Passage
from cidrbook.text.regex import regex
from cidrbook.text.source import Source

_PORT = regex(r":6443(?![0-9])")
_OPTION = regex(r"(?:^|\s)(--nodes|--endpoints|--node|-n|-e)[=\s\"']+[\w.,:\"'-]*$")
_COMMAND = regex(r"\btalosctl\b(?!.*\s(?:--insecure|-i)\b)")
_FRESH = regex(r"\s(?:--insecure|-i)\b")
_LONG = regex(r"(?:^|\s)--(?:nodes|endpoints)[=\s\"']+[\w.,:\"'-]*$")
_SET = regex(r"\btalosctl (?:config )?(?:endpoints?|nodes?)\s[\w.,: -]*$")


_SIGNS = ("6443", "talosctl", "--nodes", "--endpoints")
"""Every cell that reaches the API or a node contains one of these."""
_OPTION_WITHIN = 200
"""Characters before an address in which its command and option stand: a long command line."""


def api_details(source: Source, passage: Passage) -> Iterator[Detail]:
    """The addresses in a passage that have the API's port, or follow an option of a command."""
    texts = [cell.text for cell in passage.cells]
    if not any(sign in text for text in texts for sign in _SIGNS):
        return
    if any(map(denial, texts)) or any(map(other_times, texts)):
        return
    beside = clean(" ".join(texts))
    for cell in passage.cells:
        if any(sign in cell.text for sign in _SIGNS):
            yield from _reached_details(Context(source, passage, cell), beside)


def _reached_details(context: Context, beside: str) -> Iterator[Detail]:
    for literal in literals(context.cell.text):
        topic, label = _reached_topic(context.cell.text, literal.start, literal.end)
        if topic and literal.address is not None:
            why = context._replace(why=f"an address that is reached by {label}")
            yield addressed(why, topic, literal, (label, beside))


def _reached_topic(text: str, start: int, end: int) -> tuple[Topic | None, str]:
    """What an address is reached as, and the words that say so."""
    if _PORT.match(text, end):
        return "api", "port 6443"
    before = text[max(0, start - _OPTION_WITHIN) : start]
    option = _OPTION.search(before) or _SET.search(before)
    goes_on = bool(option) and "talosctl" not in text and bool(_LONG.search(before)) and not _FRESH.search(text)
    return ("nodes", "talosctl") if goes_on or (option and _COMMAND.search(text)) else (None, "")
