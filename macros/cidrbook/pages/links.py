"""Links by name: `links.external('calico')`, `links.repoUrl('ansible', 'tree/main/ansible')`."""

from __future__ import annotations

from cidrbook.pages.book import Book, WrongCallError
from cidrbook.pages.markup import inline, render


def external(book: Book, name: str, label: str = "") -> str:
    """The link of this name in the registry, opening in a new tab.

    Its text is `label`, with inline Markdown; or the registry's label, or the name.
    """
    link = book.plan.links.get(str(name))
    if link is None and book.masked:
        return str(inline(label or name))
    if link is None:
        raise WrongCallError("unknown-link", f"there is no link `{name}` in the registry", book.plan.links, str(name))
    return render("link.html.jinja", url=link.url, text=inline(label) if label else link.label or name)


def repo_url(book: Book, label: str = "", suffix: str = "") -> str:
    """A link into the lab's repository, opening in a new tab: `suffix` is what follows its address."""
    base = book.plan.repository
    if not base and book.masked:
        return str(inline(label))
    if not base:
        raise WrongCallError("unknown-link", "the registry has no `repository`, so there is nothing to link into")
    url = f"{base.rstrip('/')}/{str(suffix).lstrip('/')}" if suffix else base
    return render("link.html.jinja", url=url, text=inline(label) if label else url)
