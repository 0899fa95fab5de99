"""The nuances of BGP, load balancing and addressing: what applies here, and the whole catalogue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from cidrbook.nuances.match import Judgement, matches
from cidrbook.pages.book import Book
from cidrbook.pages.markup import escape, render
from cidrbook.pages.network_page import checked, heading
from cidrbook.pages.notation import anchor, of_plan, several
from cidrbook.pages.source_names import source_name
from cidrbook.plan.entry import Entry
from cidrbook.plan.model import Conditions, Nuance
from cidrbook.plan.views.product_names import product_name
from cidrbook.text.finding import Severity

_CONFIDENCE = {
    "verified": "verified in the source code that does it",
    "documented": "documented",
    "reported": "reported by users",
    "unverified": "not verified",
}
_SUBJECTS = {
    "router": "BGP",
    "sessions": "BGP",
    "cluster": "Kubernetes",
    "services": "Kubernetes",
    "api": "Kubernetes",
    "cni": "Kubernetes",
    "lb": "Load balancers",
    "vip": "Virtual addresses",
    "networks": "Networks",
}
"""What a nuance affects that is about no product, by what its conditions ask for."""

_PRODUCTS = ("router.product", "cni.product", "lb.product", "vip.product", "api.through", "cluster.distribution")
"""The facts whose values are products, which the nuance affects."""


class Affected(NamedTuple):
    """What nuances affect, to choose them by: a product or a part of the lab. `key` is its name in HTML."""

    key: str
    name: str
    number: int


class NuanceRow(NamedTuple):
    """A nuance as a page shows it: `link` is the id of its fold, `affects` the keys and names of what it affects."""

    nuance: Nuance
    link: str
    affects: list[tuple[str, str]]
    because: list[tuple[str, str]]
    when: str
    sources: list[tuple[str, str]]

    @property
    def keys(self) -> str:
        """What it is chosen by."""
        return " ".join(key for key, _ in self.affects)


def bgp_nuances(book: Book, all: bool = False, level: int | None = None) -> str:  # noqa: A002, FBT001, FBT002 (what pages write)
    """The nuances that apply to this plan, by severity, each with why, what to do instead and its sources.

    Then those that cannot be told, by the fact that would decide them. Those that do not apply are left out. With
    `all`, the whole catalogue by topic, whatever applies. A block of Markdown: it stands alone on its lines. `level`
    is that of the headings of groups, 1 to 5: by default 3, and 2 of the catalogue. With 0 it is one line of HTML
    without headings, for a list, a tab or an admonition.
    """
    level = (2 if all else 3) if level is None else level
    if level != 0:
        checked(level, 5)
    found = matches(book.plan)
    return _catalogue(book, level, found) if all else _of_plan(book, level, found)


def _catalogue(book: Book, level: int, found: Sequence[Judgement]) -> str:
    """Every nuance by topic, each topic once."""
    topics: dict[str, list[NuanceRow]] = {}
    for match in found:
        topic = (match.nuance.tags or ("Of this plan",))[0]
        topics.setdefault(topic, []).append(_nuance_row(match, match.nuance.id, applies=False))
    return _nuance_choice(book, level, [(topic, "", members) for topic, members in topics.items()], "")


def _of_plan(book: Book, level: int, found: Sequence[Judgement]) -> str:
    """The nuances that apply to a plan by severity, then those that cannot be told."""
    applies = [match for match in found if match.verdict == "applies"]
    if not applies and not any(match.verdict == "cannot tell" for match in found):
        words = "None of the nuances applies to this plan." if found else _NOTHING
        return _FRAME.format(render("sentence.html.jinja", text=words))
    rows = [_nuance_row(match, anchor("nuance", match.nuance.id), applies=True) for match in applies]
    groups = [(one.heading, str(one), [row for row in rows if row.nuance.severity == one]) for one in Severity]
    sentence = f"{len(applies)} of {several(len(found), 'known pitfall')} apply to this plan."
    block = _nuance_choice(book, level, [group for group in groups if group[2]], sentence)
    unclear = render("nuances-unclear.html.jinja", unclear=_unclear(found))
    return _GAP[level == 0].join(filter(None, (block, str(unclear).strip())))


_CHOICES = 14
"""The products that readers may choose by; where there are more, those of one nuance alone are not among them."""

_GAP = {True: " ", False: "\n\n"}
_FRAME = Markup('<div class="cidrbook-nuances">{}</div>')
_TITLE = Markup('<p class="cidrbook-title">{}<strong>{}</strong></p>')

_NOTHING = "There is nothing in the plan that a nuance could be about."


def _nuance_choice(book: Book, level: int, groups: Sequence[tuple[str, str, list[NuanceRow]]], sentence: str) -> str:
    """A choice of what to show, a table of all, and each nuance as a fold below a heading of its own."""
    number = str(next(book.calls))
    rows = [row for _, _, members in groups for row in members]
    affected, severities = _affected(rows), [one for one in Severity if any(row.nuance.severity == one for row in rows)]
    empty = {
        one.key: [title for title, _, members in groups if not any(one.key in row.keys.split() for row in members)]
        for one in affected
    }
    marks = {title: index for index, (title, _, _) in enumerate(groups)}
    table = render(
        "nuances.html.jinja",
        sentence=sentence,
        id=number,
        rows=sorted(rows, key=lambda row: row.nuance.severity.rank),
        affected=affected,
        severities=[(str(one), sum(row.nuance.severity == one for row in rows)) for one in severities],
        empty={key: [marks[title] for title in titles] for key, titles in empty.items()},
        total=len(rows),
        has_reasons=any(row.because for row in rows),
    )
    blocks = [str(table)]
    for title, severity, members in groups:
        blocks.append(_titled(level, 0, title, _mark(number, f"group-{marks[title]}", severity)))
        for row in members:
            blocks.append(
                _titled(level, 1, row.nuance.name.replace("`", ""), _mark(number, row.keys, row.nuance.severity))
            )
            blocks.append(str(render("nuance.html.jinja", row=row, id=number, confidence=_CONFIDENCE)))
    return _GAP[level == 0].join(blocks)


def _titled(level: int, below: int, title: str, mark: Markup) -> str:
    """A heading, or the same as a paragraph where there are no headings."""
    return heading(level + below, title, mark) if level else str(_TITLE.format(mark, escape(title)))


def _mark(number: str, keys: str, severity: str) -> Markup:
    """What a heading is hidden by, when a reader chooses what to see."""
    mark = Markup('<span class="cidrbook-nuance" data-g="{}" data-p="{}" data-v="{}"></span>')
    return mark.format(number, keys, severity)


def nuances_compared(book: Book, data: str, before: str = "", page: str = "") -> str:
    """What becomes of the nuances when the lab is as the plan in the folder `data` says: resolved, new, unchanged.

    Each leads to the nuance, if it is on this page, or on `page`, which has the whole catalogue.
    """
    earlier, later = book.other(before), book.other(data)
    old, new = _applying(earlier), _applying(later)
    fates = [
        ("resolved", earlier, [nuance for name, nuance in old.items() if name not in new]),
        ("new", later, [nuance for name, nuance in new.items() if name not in old]),
        ("unchanged", later, [nuance for name, nuance in new.items() if name in old]),
    ]
    rows = [(nuance, fate, _nuance_link(of, nuance, page)) for fate, of, members in fates for nuance in members]
    return render("nuances-compared.html.jinja", rows=rows, page=page)


def _nuance_link(book: Book, nuance: Nuance, page: str) -> str:
    if page:
        return nuance.id
    with of_plan(book.folder):
        return anchor("nuance", nuance.id)


def _applying(book: Book) -> dict[str, Nuance]:
    return {match.nuance.id: match.nuance for match in matches(book.plan) if match.verdict == "applies"}


def _nuance_row(match: Judgement, link: str, *, applies: bool) -> NuanceRow:
    nuance = match.nuance
    because = [(reason.words, _written_at(reason.entry)) for reason in match.because]
    names = list(_affected_products(nuance))
    here = [name for name in names if any(name in words for words, _ in because)] if applies else []
    return NuanceRow(
        nuance,
        link,
        [(_filter_key(name), name) for name in here or names],
        because if applies else [],
        "" if applies else in_words(nuance.when),
        [(source, source_name(source)) for source in nuance.sources],
    )


def _written_at(entry: Entry) -> str:
    """Where an object is written; nothing, where that is not shown."""
    at = entry.at()
    return f"{at.file}:{at.line}" if at.file else ""


def _affected_products(nuance: Nuance) -> Iterator[str]:
    """What a nuance affects: the products that its conditions name, or else the part of the lab it is about."""
    conditions = list(_every(nuance.when))
    products = [value for key, values in conditions if key in _PRODUCTS for value in values if value.isascii()]
    named = [product_name(product) for product in products if product != "unset"]
    parts = [_SUBJECTS.get(key.partition(".")[0], "") for key, _ in conditions]
    yield from dict.fromkeys(named or filter(None, parts))


def _every(conditions: Conditions) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from conditions.facts.items()
    for way in conditions.any:
        yield from _every(way)


def _filter_key(name: str) -> str:
    return "".join(char if char.isalnum() and char.isascii() else "-" for char in name.lower()) or "other"


def _affected(rows: Iterable[NuanceRow]) -> list[Affected]:
    """What the nuances affect, the most frequent first."""
    names = {key: name for row in rows for key, name in row.affects}
    counts = Counter(key for row in rows for key, _ in row.affects)
    usual = [(key, number) for key, number in counts.most_common(_CHOICES) if number > 1 or len(counts) <= _CHOICES]
    return [Affected(key, names[key], number) for key, number in usual]


def _unclear(found: Sequence[Judgement]) -> list[tuple[str, list[tuple[Nuance, tuple[str, ...]]]]]:
    """The nuances that cannot be told, by the first fact that would decide them, with the others they need."""
    by_fact: dict[str, list[tuple[Nuance, tuple[str, ...]]]] = defaultdict(list)
    for match in found:
        if match.verdict == "cannot tell":
            first, *rest = match.missing
            by_fact[first].append((match.nuance, tuple(rest)))
    return sorted(by_fact.items(), key=lambda item: (-len(item[1]), item[0]))


def in_words(conditions: Conditions) -> str:
    """The conditions as a sentence, with the facts set as code."""
    parts = [f"`{key}` is {_values_text(values)}" for key, values in conditions.facts.items()]
    if conditions.any:
        parts.append(" or ".join(f"({in_words(way)})" for way in conditions.any))
    return " and ".join(parts)


def _values_text(values: Iterable[str]) -> str:
    return " or ".join(f"`{value}`" for value in values)
