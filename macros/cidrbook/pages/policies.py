"""Who may reach whom, as a matrix; the conventions of a lab, as a legend; and its uplinks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress

from markupsafe import Markup

from cidrbook.pages.book import Book
from cidrbook.pages.markup import code, escape, note, render
from cidrbook.plan.convention import Convention
from cidrbook.plan.plan import Plan
from cidrbook.plan.policy import ANYBODY, Policy, Uplink
from cidrbook.plan.views.conventions import conventions as of_plan
from cidrbook.plan.views.policies import end_of

_MOST = 60
"""More rows or columns than anybody reads at once: the rest is counted."""


def policy_matrix(book: Book) -> Markup:
    """Who may reach whom, as a table: a row for each `from`, a column for each `to`, in the order of the policies."""
    policies = [policy for policy in book.plan.policies if policy.from_ and policy.to]
    if not policies:
        return render("sentence.html.jinja", text="Policies: none.")
    rows = _policy_end_names(name for policy in policies for name in policy.from_)
    columns = _policy_end_names(name for policy in policies for name in policy.to)
    return render(
        "matrix.html.jinja",
        columns=[_end_name(book.plan, name) for name in columns[:_MOST]],
        rows=[
            (_end_name(book.plan, row), [list(_policy_texts(policies, row, column)) for column in columns[:_MOST]])
            for row in rows[:_MOST]
        ],
        rest=max(len(rows) - _MOST, 0) + max(len(columns) - _MOST, 0),
    )


def _policy_end_names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(end_of, names)))


def _policy_texts(policies: list[Policy], row: str, column: str) -> Iterator[Markup]:
    """What the policies say of two ends, each as its action and ports."""
    for policy in policies:
        if row in map(end_of, policy.from_) and column in map(end_of, policy.to):
            yield Markup(" ").join([escape(policy.action), *map(code, policy.ports)])


def _end_name(plan: Plan, end: str) -> str:
    """The name of an end; what is no id stands for itself."""
    thing = None if end in ANYBODY else plan.network(end) or plan.host(end)
    return thing.name if thing else end


def conventions(book: Book) -> Markup:
    """The conventions of the plan, as a legend: what an octet or a host name follows from, and the values."""
    heads = ("Where", "Follows from", "Values", "Networks")
    return _cell_table("Conventions", heads, [_convention(book.plan, convention) for convention in of_plan(book.plan)])


def uplinks(book: Book) -> Markup:
    """The connections to providers, as a table: where each ends, its address and how fast it is."""
    heads = ("Uplink", "Provider", "Router", "Address", "Speed", "Notes")
    return _cell_table("Uplinks", heads, [_uplink(book.plan, uplink) for uplink in book.plan.uplinks])


def _cell_table(label: str, heads: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> Markup:
    """A table of cells with several values each, without empty columns; a sentence, where there is no row."""
    if not rows:
        return render("sentence.html.jinja", text=f"{label}: none.")
    told = [any(any(row[index]) for row in rows) for index in range(len(heads))]
    return render(
        "lines.html.jinja", label=label, heads=compress(heads, told), rows=[list(compress(row, told)) for row in rows]
    )


def _convention(plan: Plan, convention: Convention) -> tuple[list[str], ...]:
    where = "Host name" if convention.hostname else convention.part.capitalize()
    what = code(convention.hostname) if convention.hostname else code(convention.from_)
    values: list[str] = [
        Markup("{} {}").format(code(number), escape(word)) for word, number in convention.values.items()
    ]
    if convention.description:
        values.insert(0, note(convention.description))
    return [where], [what], values, [", ".join(_end_name(plan, name) for name in convention.networks)]


def _uplink(plan: Plan, uplink: Uplink) -> tuple[list[str], ...]:
    end = [_end_name(plan, uplink.router), uplink.interface]
    cells: list[list[str]] = [[uplink.name], [uplink.provider], end, [uplink.address], [uplink.speed]]
    return *([value for value in cell if value] for cell in cells), [note(uplink.description)]
