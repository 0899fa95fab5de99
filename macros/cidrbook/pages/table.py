"""What tables of the plan have in common: columns, a choice of rows, an order, and an end where pages get too long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from markupsafe import Markup

from cidrbook.drift.comparison import Comparison
from cidrbook.pages.book import WrongCallError
from cidrbook.pages.choices import CHOICES, Choice, chosen_rows, one_of, several
from cidrbook.pages.markup import code, escape, render
from cidrbook.pages.notation import amount
from cidrbook.pages.notation import several as counted
from cidrbook.pages.rows import Row
from cidrbook.report.words import cut

MOST = 290_000
"""The bytes that a macro may give, so that browsers and search indexes bear it."""

_LINES = 40
"""How many values of a cell are shown."""

_ROW = 28

_PLACES = frozenset({"cluster", "site", "vrf"})
"""The columns that need no saying where all rows have the same in them, as in a lab of one cluster."""

R = TypeVar("R", bound=Row)


class Column(NamedTuple, Generic[R]):
    """A column: its heading, the values that a row has in it, and whether they are set as code.

    `key` is what a script sorts its cells by, where their text would not do. `number` columns are aligned at the
    right. On a phone a row is a block: `side` values stand at the right of its name, the others below it with the
    heading before them, unless they are `plain`.
    """

    heading: str
    values: Callable[[R], Iterable[object]]
    code: bool = False
    key: Callable[[R], str] | None = None
    number: bool = False
    side: bool = False
    plain: bool = False

    @property
    def mark(self) -> Markup:
        """What its cells say of themselves in HTML: their class, and their heading for phones."""
        classes = [name for name, asked in (("cidrbook-n", self.number), ("cidrbook-side", self.side)) if asked]
        named = Markup(' class="{}"').format(" ".join(classes)) if classes else Markup()
        return named if self.plain else named + Markup(' data-h="{}"').format(self.heading)


class TableCell(NamedTuple):
    """A cell: its values, each as HTML, and the key to sort it by, if it needs one."""

    values: list[Markup]
    key: str
    mark: Markup = Markup()

    @property
    def size(self) -> int:
        """About the bytes that it takes."""
        values = sum(len(markup.encode()) + 5 for markup in self.values)
        return values + len(self.key) + len(self.mark) + (36 if self.key else 22)


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A table: its columns, those that are shown unless others are asked for, and the orders of its rows.

    Of the usual columns those that would be empty are left out, but never those of `always`.
    `anchor` is the id of a row; the first order is the usual one.
    """

    macro: str
    label: str
    columns: Mapping[str, Column[R]]
    usual: tuple[str, ...]
    always: tuple[str, ...]
    sorts: Mapping[str, Callable[[R], Any]]
    anchor: Callable[[R], str]
    choices: Mapping[str, Callable[[R], Iterable[str]]] = field(default_factory=lambda: CHOICES)

    @property
    def first(self) -> Callable[[R], Any]:
        """The usual order of its rows."""
        return next(iter(self.sorts.values()))

    def shown(
        self,
        comparison: Comparison,
        rows: Iterable[R],
        columns: Choice,
        sort: str | None,
        choices: Mapping[str, Choice],
    ) -> Markup:
        """The table that a page asks for."""
        found = self._chosen(comparison, list(rows), choices)
        order = one_of("sort", sort, self.sorts) if sort is not None else self.first
        if columns is None:
            return self.html(sorted(found, key=order))
        asked = [self._column(name) for name in several("columns", columns)]
        if not asked:
            raise WrongCallError("wrong-argument", "`columns` names no column", self.columns)
        return self.html(sorted(found, key=order), asked)

    def _column(self, name: str) -> Column[R]:
        """A column by its name; `custom.…` is one of the owner's own fields."""
        table, _, field_ = name.partition(".")
        if table == "custom" and field_:
            return Column(field_.replace("_", " ").capitalize(), lambda row: [row.custom.get(field_)])
        return one_of("columns", name, self.columns)

    def html(
        self,
        rows: Sequence[R],
        columns: Sequence[Column[R]] | None = None,
        *,
        most: int = MOST,
        without: Collection[str] = (),
        ids: bool = True,
    ) -> Markup:
        """The rows as a table of at most about so many bytes; the rest of them is counted.

        Unless columns are given, these are the usual ones, `without` some. Rows have ids, unless they are told of
        in passing.
        """
        if not rows:
            return render("sentence.html.jinja", text=f"{self.label}: none.")
        columns = self._usual(rows, without) if columns is None else columns
        lines = list(self._lines(rows, columns, most))
        return render(
            "table.html.jinja",
            label=self.label,
            columns=columns,
            title=self._title(columns),
            ids=[name if ids else "" for name, _ in lines],
            rows=[cells for _, cells in lines],
            rest=counted(len(rows) - len(lines), "row") if len(lines) < len(rows) else "",
        )

    def _chosen(self, comparison: Comparison, rows: list[R], choices: Mapping[str, Choice]) -> list[R]:
        for argument in choices:
            if argument not in self.choices:
                arguments = ["columns", "sort", *self.choices]
                message = f"`{self.macro}` has no argument `{argument}`"
                raise WrongCallError("wrong-argument", message, arguments, argument)
        return chosen_rows(comparison, rows, self.choices, choices)

    def _usual(self, rows: Sequence[R], without: Collection[str]) -> list[Column[R]]:
        columns = ((name, self.columns[name]) for name in self.usual if name not in without)
        return [
            column
            for name, column in columns
            if name in self.always
            or (self._tells(name, [tuple(map(str, _column_values(column, row))) for row in rows]))
        ]

    def _tells(self, name: str, cells: Sequence[tuple[str, ...]]) -> bool:
        """Whether a column tells the reader anything: one that is empty, or in which all are of one place, does not."""
        is_said = name in _PLACES or (name == "network" and len(cells) > 1)
        return any(cells) and (not is_said or len(set(cells)) > 1)

    def _title(self, columns: Sequence[Column[R]]) -> int:
        """Which of the columns has the name of a row: the one called so, or the first."""
        name = self.columns.get("name")
        return next((index for index, column in enumerate(columns) if column is name), 0)

    def _lines(
        self, rows: Sequence[R], columns: Sequence[Column[R]], most: int
    ) -> Iterator[tuple[str, list[TableCell]]]:
        """The rows that there is room for, at least one, each with its id; an id stands once."""
        seen = {""}
        for number, row in enumerate(rows):
            name = self.anchor(row)
            cells = [_table_cell(column, row) for column in columns]
            most -= sum(cell.size for cell in cells) + len(name.encode()) + _ROW
            if number and most < 0:
                return
            yield "" if name in seen else name, cells
            seen.add(name)


def _column_values(column: Column[R], row: R) -> list[object]:
    return [value for value in column.values(row) if value not in (None, "")]


def _table_cell(column: Column[R], row: R) -> TableCell:
    values = _column_values(column, row)
    shape = code if column.code else escape
    lines = [value if isinstance(value, Markup) else shape(cut(str(value))) for value in values[:_LINES]]
    if len(values) > _LINES:
        lines.append(escape(f"and {amount(len(values) - _LINES)} more"))
    return TableCell(lines, column.key(row) if column.key and values else "", column.mark)
