"""The words beside an address: before it, behind it or in brackets, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cidrbook.repository.documents.literals import Literal, literals
from cidrbook.repository.documents.roles import role_of, words
from cidrbook.repository.vocabulary import NAMELESS, NEUTRAL, word_set
from cidrbook.text.regex import regex

_DECORATION = regex(
    r"^[\s>]*(?:[-*+•]|[0-9]{1,3}[.)])\s(?:\[[ xX]\]\s)?|<br\s*/?>|\]\([^)\s]{0,300}\)|!?\[|[`*|\]]|[│├└─]"
)
_SCHEME = regex(r"(?<=\S)[:=]?[\s\"'`]+https?$")
_EDGES = " \t:;,=-–—>{}\"'./\\"  # noqa: RUF001 (an en dash, as people write it)
_ASIDE_OF = regex(r"[`*_\s]{0,4}\(([^()\n]{1,60})\)")
_BEHIND = regex(r"[`*_]{0,3}[ \t]([A-Za-z][\w-]{1,20}(?: [A-Za-z][\w-]{1,20})?)(?=\s*[,;)])")
_ARROW = regex(r"→|⟶|⇒|-{1,2}>|=>")
_LAST_ARROW = regex(r"(?:→|⟶|⇒|-{1,2}>|=>)$")
_PARTS = regex(r"[.;]\s|,\s(?=and\b|with\b|which\b)|\(|\)|(?:→|⟶|⇒|-{1,2}>|=>)")
_BLANK_BEFORE = regex(r"(?<=\w) (?=[:,;])")
"""What markup leaves before a mark: `**n4**: agent`."""
_PURPOSE = regex(r"[`*_]{0,3}\s(?:as|for|is)\s(?:the\s)?([A-Za-z][\w /-]{2,40}?)(?=\s+(?:and|with)\b|[,;.)]|\s*$)")
_BRACKETED = regex(r"[^\s.;,()→>][^.;,()→>\n]{0,60}\([^()\n]{1,60}\)[\s:=]*$")
_GUEST_ON = regex(
    r"\b(?:lxc|ct|vm|guest|jail|container)s?(?: [\w#-]{1,12})? (?:running )?on [\w*`.-]{1,40}[\s*`():=-]*$",
    re.IGNORECASE,
)
_REACHES = regex(
    r"\b(?:uses?|using|via|through|from|reach(?:es)?|hits?|peers? with"
    r"|(?:connect|talk|replicate|send|sync|forward|route)s?(?: \w+){0,3} to"
    r"|(?:logs?|syslog|backups?|metrics|mails?) to)$",
    re.IGNORECASE,
)
"""The end of words before what a thing reaches, which has the address: `mail uses 10.0.0.53`."""
_NUMBERING = regex(r"^[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]?\s+")
_EXPLAINED = regex(r"\s[\u2013\u2014]\s|\s--?\s")
_INTERFACE = regex(
    r"(?:vlan|eth|ether|bond|br|bridge|en[opsx]|lan|wan|wg|tun|tap|lo|sfp|port|vmbr)[-_.]?[0-9][\w.-]*", re.IGNORECASE
)
"""What interfaces are called: they have the addresses of the machine that they are part of."""
_STOP = word_set(
    "to via from the a an at is are of on in into with through by for and or vs versus has uses using as its it"
    " this that be must can goes go hits reach reaches"
)
"""Words that end a name before an address."""
_SUBJECT = regex(
    r"(?:^|[`*\s])([A-Za-z][a-z0-9]*(?:-[a-z0-9]+)+|(?<=`)[a-z][a-z0-9]{2,30}(?=`))[`*]{0,3}"
    r"(?: (?:container|service|server|host|vm))?"
    r"(?: (?:watches|handles|accepts|terminates)\b[^.;(]{1,80} and)?"
    r" (?:is (?:the|a|an|our|my)\b[^.;(,]{1,40} (?:host|server|machine|vm|container|box|node|router|switch|nas)"
    r"|(?:is|are) (?:pinned|exposed|available|reachable|published|served|bound|assigned|fixed|deployed)"
    r"|(?:serves|listens|answers|lives|sits|runs|stays)\b)[^.;(]{0,60} (?:on|at|to)[\s`*]*$"
)
"""An id, and a verb that says where that is, up to an address: `k8s-gateway answers queries on 10.0.0.53`."""
_OF_VALUE = NEUTRAL | word_set("cluster load balancer loadbalancer lb pinned fixed")
"""Words in brackets that say what the address behind them is: `inner (LB IP 10.0.0.5)`."""
_NAME_LENGTH = 3
"""Words of a name before an address. More are a sentence."""
_BRACKET = 40
"""Characters between a name and an address in brackets behind it. With more, the name belongs to something else."""


def labelled(text: str, found: list[Literal]) -> Iterator[tuple[Literal, str, str]]:
    """Each address with its label: the words before it, behind one that begins the line, or in brackets."""
    starts = [*(literal.start for literal in found[1:]), len(text)]
    forward = bool(found) and not clean(text[: found[0].start])
    label, before = "", 0
    for literal, after in zip(found, starts, strict=False):
        bracket = _bracket_behind(text, literal) or _owner_behind(text, before, literal)
        begin = bracket.end() if bracket else literal.end
        purpose = _purpose_behind(text, before, literal) if not (bracket or forward) else None
        label = clean(text[begin:after] if forward else text[before : literal.start]) or label
        if purpose:
            label, begin = purpose[1], purpose.end()
        aside = clean(bracket[1]) if bracket and not any(literals(bracket[1])) else ""
        before = begin
        yield literal, _nearest_part(label, forward=forward), aside


def end_with_bracket(text: str, literal: Literal) -> int:
    """The end of an address with the bracket behind it, which is its own: `10.0.0.5 (oak), 10.0.0.6 (elm)`."""
    bracket = _bracket_behind(text, literal)
    return bracket.end() if bracket else literal.end


def _bracket_behind(text: str, literal: Literal) -> re.Match[str] | None:
    return _ASIDE_OF.match(text, literal.end)


def _owner_behind(text: str, before: int, literal: Literal) -> re.Match[str] | None:
    """The owner that stands behind an address in brackets: `(10.42.0.0/16 main, 10.52.0.0/16 edge)`."""
    opened = text.rfind("(", 0, literal.start)
    inside = opened > text.rfind(")", 0, literal.start) and not clean(text[max(opened + 1, before) : literal.start])
    return _BEHIND.match(text, literal.end) if inside else None


def _purpose_behind(text: str, before: int, literal: Literal) -> re.Match[str] | None:
    """What a sentence says behind an address that it is for, if that is a role: `10.42.0.0/16 as pod CIDR and …`."""
    found = _PURPOSE.match(text, literal.end)
    own = text[before : literal.start].rstrip("`*_ ")
    is_role = found is not None and not own.endswith(":") and bool(role_of(found[1]).role)
    return found if is_role and not role_of(clean(own)).role else None


def _nearest_part(label: str, *, forward: bool) -> str:
    """The part of a sentence next to the address; with a bracket that ends the part, as `vault (on oak)`."""
    if not forward and (whole := _BRACKETED.search(label)):
        return clean(whole[0])
    parts = _PARTS.split(label if forward else _LAST_ARROW.sub("", label.rstrip()).rstrip())
    return clean(parts[0] if forward else parts[-1])


def ending(text: str) -> str:
    """The last words of a line, which the next line continues."""
    return _nearest_part(clean(text), forward=False)


def name_before(text: str, start: int, since: int) -> str:
    """The words right before an address that may be a name: `the gateway inner (10.0.0.5)`, `inner (LAN, 10.0.0.5)`.

    Nothing where they say what something runs on, which has an address of its own: `a container on oak, 10.0.0.5`,
    `LXC 103 on oak (10.0.0.5)`.
    """
    found: list[str] = []
    if reaches(text[since:start]):
        return ""
    before = _ARROW.sub(" . ", _without_bracket(text[since:start]))
    goes_on = text[since:start].rstrip(" `*").endswith((",", " at")) or bool(_GUEST_ON.search(before))
    for word in reversed(before.split()):
        plain = clean(word)
        stop = words(plain) in _STOP or not plain
        if stop and not found:
            continue
        if stop and goes_on and words(plain) == "on":
            return ""
        if stop or len(found) == _NAME_LENGTH or (found and word.endswith((",", ";", ":", ".", ")"))):
            break
        found.append(plain)
    name = " ".join(reversed(found))
    return "" if (NEUTRAL - {"internal"}).issuperset(words(name).split()) else name


def reaches(before: str) -> bool:
    """Whether the words before an address say that something reaches it, and not that it has it."""
    return bool(_REACHES.search(clean(before)))


def subject_before(before: str) -> str:
    """The id that a sentence says to be at the address behind these words; empty, where it says so of none."""
    found = _SUBJECT.search(before)
    return found[1] if found else ""


def _without_bracket(before: str) -> str:
    """The text before an open bracket that begins with other words, or only says what follows: `inner (LAN,`."""
    opened = before.rfind("(")
    is_open = opened > before.rfind(")") and len(before) - opened < _BRACKET
    behind = before[opened + 1 :].rpartition(",")[2]
    return before[:opened] if is_open and _OF_VALUE.issuperset(words(clean(behind)).split()) else before


def heading_name(heading: str) -> str:
    """What a heading calls its section, without a number before it and an explanation behind it."""
    return _EXPLAINED.split(_NUMBERING.sub("", clean(heading)), maxsplit=1)[0]


def is_neutral(*texts: str) -> bool:
    """Whether texts only say that something is an address."""
    return NEUTRAL.issuperset(words(" ".join(texts)).split())


def is_interface(label: str) -> bool:
    """Whether a label is what an interface is called."""
    return bool(_INTERFACE.fullmatch(label.strip(" `*")))


def names_nothing(text: str) -> bool:
    """Whether a heading or a label names no thing: `Identity`, `Network details`, `Pool`."""
    return (NEUTRAL | NAMELESS).issuperset(words(text).split())


@lru_cache(maxsize=1 << 12)
def clean(text: str) -> str:  # headings and columns are asked for again with each line below them
    """Words without markup."""
    plain = _SCHEME.sub("", " ".join(_DECORATION.sub(" ", text).split()).strip(_EDGES))
    plain = plain.lstrip(f"){_EDGES}").rstrip(f"({_EDGES}")
    plain = _BLANK_BEFORE.sub("", plain)
    return plain if plain.count("(") == plain.count(")") else plain.strip(f"(){_EDGES}")
