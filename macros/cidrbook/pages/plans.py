"""Another plan than the site's own, for pages that show what would be if."""

from __future__ import annotations

from cidrbook import rules
from cidrbook.pages.book import Book, WrongCallError
from cidrbook.plan.files import NoDataError
from cidrbook.plan.load import load
from cidrbook.plan.plan import Plan


def plan_of(book: Book, folder: str = "") -> Plan:
    """The plan in a folder of the site's project; the site's own where none is named.

    A plan that is inconsistent, or not there, is a wrong argument.
    """
    if not folder:
        return book.plan
    if book.root is None or not (book.root / folder).resolve().is_relative_to(book.root.resolve()):
        raise WrongCallError("wrong-argument", f"`{folder}` is not a folder of this project")
    try:
        plan = load(book.root / folder, folder)
    except NoDataError as error:
        raise WrongCallError("wrong-argument", str(error)) from None
    failing = [finding for finding in rules.check(plan, book.today) if finding.fails] if book.today else []
    if failing:
        first = failing[0].problem
        where = f"{first.at.file}:{first.at.line}"
        raise WrongCallError("wrong-argument", f"the plan in `{folder}` is inconsistent: {where}: {first.message}")
    return plan
