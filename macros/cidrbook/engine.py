"""What differs between MkDocs, ProperDocs and Zensical, and only that.

All three load the package by the same line and call `define_env(env)`:
mkdocs-macros (under MkDocs and ProperDocs) once a build, Zensical once a page.
A build with an inconsistent plan ends there, with every finding printed; a
preview goes on and shows them on top of each page.

A page that asks for what is not there ends a build too, whatever
`on_error_fail` says, when all its problems were printed: in MkDocs and
ProperDocs after the last page and before any is written, in Zensical after
each page, so that it never keeps such a page in its cache.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from posixpath import join, normpath
from threading import Lock
from types import TracebackType
from typing import Any, NoReturn
from xml.etree.ElementTree import Element

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from cidrbook import bookshelf, rules
from cidrbook.bookshelf import Opened
from cidrbook.pages import FILTERS, LINKS, MACROS
from cidrbook.pages.badge import ENDPOINT, PICTURE, badge_json, badge_svg
from cidrbook.pages.book import TEMPLATES, Book, WrongCallError
from cidrbook.pages.calls import LinkMacros, guarded
from cidrbook.pages.code_host import Hosting
from cidrbook.pages.expressions import frames, rendered_line, word_place
from cidrbook.pages.findings import Complaint, box, complaint, findings_box
from cidrbook.pages.view import View
from cidrbook.pages.whole_page import STYLESHEET, finished, style, styled
from cidrbook.plan.files import NoDataError
from cidrbook.publish.profile import PublishError
from cidrbook.report.text import as_text, one_as_text
from cidrbook.repository.observation import Observation
from cidrbook.text.finding import Finding, Problem
from cidrbook.text.paths import is_folder, is_there, real_path
from cidrbook.text.source import Place, Source

_FOLDER = "data"
_COMMANDS = ("build", "serve", "gh-deploy", "get-deps", "new")


_lock = Lock()  # Zensical renders its pages in several threads
_said: set[str] = set()


def attach(env: Any) -> None:
    """Give the pages their macros; end a build, or mark a preview's pages, when the plan is inconsistent."""
    if not _is_zensical(env):
        _said.clear()  # this is a new build, and not another page of one
    with _lock:
        opened, banner = _open(env)
    # each build, and with Zensical each page, counts for itself
    shows_links = opened.publication.choice.of("links") == "shown"
    book = replace(opened.shown, calls=count(1), hosting=_hosting(env) if shows_links else Hosting())
    book = replace(book, opener=partial(_open_other, env, book))
    _follow(env, _FOLDER, opened.book.observations)
    if banner and not _previewing():
        _end_build(env)
    env.cidrbook_banner, env.cidrbook_banners, env.cidrbook_wrong = banner, {}, False
    env.cidrbook_opened = opened
    if _is_zensical(env):
        env.cidrbook_hooked = _register(_AfterPage(env))
        if opened.publication.masks is not None and not _previewing():
            atexit.unregister(_after_zensical)
            atexit.register(_after_zensical, env)
    else:
        env.cidrbook_hooked = True
        env.conf.plugins.events["files"].append(partial(_add_files, env, book.findings))
        env.conf.plugins.events["page_content"].append(partial(_after_page, env))
        env.conf.plugins.events["env"].append(partial(_after_pages, env))
        env.conf.plugins.events["post_build"].append(partial(_after_build, env))
    complain = partial(_complain, env, opened.book)
    for name, macro in MACROS.items():
        env.macro(guarded(macro, book, complain), name)
    for name, macro in FILTERS.items():
        env.filter(guarded(macro, book, complain), name)
    links = {name: guarded(macro, book, complain) for name, macro in LINKS.items()}
    env.macro(LinkMacros(links, complain), "links")  # as a macro, not a variable: imported templates see only those
    env.variables["plan"] = View(book.plan, complain)


def _open(env: Any) -> tuple[Opened, Markup]:
    """The plan, checked, and the box that says what is wrong with it, if it fails."""
    try:
        opened = _checked(env, _FOLDER)
    except (NoDataError, PublishError) as error:
        bookshelf.put_back(Path(env.project_dir), _FOLDER)
        _say(f"cidrbook: {error}")
        title = "There is no network plan" if isinstance(error, NoDataError) else "The plan cannot be shown"
        return bookshelf.NOTHING, box(title, str(error))
    return opened, _print_findings(opened.book)


def _checked(env: Any, folder: str) -> Opened:
    """The plan in a folder; what was printed of it before it changed is printed again, if it is still so."""
    own = (env.conf.get("extra") or {}).get("cidrbook") or {}
    allows = isinstance(own, dict) and own.get("allow_outside") is True
    site = bookshelf.SiteBuild(Path(env.project_dir), _FOLDER, _previewing(), allow_outside=allows)
    opened, is_new = bookshelf.take(site, folder, datetime.now(UTC).date())
    if is_new and folder == _FOLDER:
        _said.clear()
    return opened


def _print_findings(book: Book) -> Markup:
    """Print what was found in a plan; the box that says it, where it ends a build."""
    if any(finding.waived is None for finding in book.findings):
        _say(as_text(book.findings))
    return findings_box(book.findings) if any(finding.fails for finding in book.findings) else Markup()


def _open_other(env: Any, book: Book, folder: str) -> Book:
    """The book of the plan in another folder. Where it is inconsistent, the page says so as of the site's own."""
    project, folder = Path(env.project_dir), normpath(str(folder))
    if folder == _FOLDER:
        return book
    if not real_path(project / folder).is_relative_to(real_path(project)):
        raise WrongCallError("wrong-argument", f"`{folder}` is not a folder of this project")
    try:
        with _lock:
            other = _checked(env, folder)
            banner = _print_findings(other.book)
    except (NoDataError, PublishError) as error:
        raise WrongCallError("wrong-argument", str(error)) from None
    _follow(env, folder, other.book.observations)
    if banner:
        env.cidrbook_banners[folder] = banner
        env.cidrbook_wrong = True
        if not env.cidrbook_hooked and not _previewing():
            _end_build(env)
    return replace(other.shown, calls=book.calls, hosting=book.hosting, folder=folder, opener=book.opener)


def _hosting(env: Any) -> Hosting:
    """Where the site says that its files can be seen."""
    project = Path(env.project_dir)
    docs = _relative(Path(project, env.conf["docs_dir"]), project)
    return Hosting(env.conf.get("repo_url") or "", env.conf.get("edit_uri") or "", docs)


def _say(text: str) -> None:
    """Print to the terminal, each text once for each state of the plan."""
    if text not in _said:
        _said.add(text)
        print(text, file=sys.stderr, flush=True)  # noqa: T201 (no engine shows what a module logs while it builds)


def _previewing() -> bool:
    """Whether the engine serves a preview. Its command line is all that every engine lets a thread see."""
    return next((word for word in sys.argv[1:] if word in _COMMANDS), "") == "serve"


def _is_zensical(env: Any) -> bool:
    return type(env).__module__.startswith("zensical.")


def _end_build(env: Any) -> NoReturn:
    """End the build; what is wrong was printed."""
    if _is_zensical(env):
        sys.excepthook = _quietly
        raise SystemExit(1)
    from mkdocs.exceptions import PluginError  # noqa: PLC0415 (Zensical comes without MkDocs)

    raise PluginError("cidrbook: nothing was built, see above")


def _quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Leave out the traceback of the `SystemExit` that Zensical hands on as an error of its own."""
    if "SystemExit: 1" not in str(error):
        sys.__excepthook__(kind, error, trace)


def _add_files(env: Any, findings: Sequence[Finding], files: Any, **_: object) -> None:
    """Give a site of MkDocs or ProperDocs the stylesheet and the badge, unless it has files of its own there."""
    kind = type(next(iter(files)))
    for name, content in ((STYLESHEET, style()), (PICTURE, badge_svg(findings)), (ENDPOINT, badge_json(findings))):
        if name not in files.src_uris:
            files.append(kind.generated(env.conf, name, content=content))
    env.conf["extra_css"].insert(0, STYLESHEET)


def _after_page(env: Any, html: str, **_: object) -> str:
    """Put the box on top of a page of MkDocs or ProperDocs: of its HTML, so that its title stays its own."""
    _guard_page(env, html)
    banners = [env.cidrbook_banner, *env.cidrbook_banners.values()]
    env.cidrbook_banners.clear()  # another page may show other plans
    return "\n".join([*filter(None, banners), finished(html)])


def _after_pages(env: Any, templates: object, **_: object) -> None:  # noqa: ARG001 (MkDocs' signature)
    """End a build of MkDocs or ProperDocs, before it writes, if any page asked for what is not there."""
    if env.cidrbook_wrong and not _previewing():
        _end_build(env)


def _after_build(env: Any, **_: object) -> None:
    """End a build of MkDocs or ProperDocs, if any file of the site holds what the profile does not show."""
    if not _previewing():
        found = bookshelf.site_problems(Path(env.project_dir), Path(env.project_dir, env.conf["site_dir"]))
        if any(finding.fails for finding in _reported(env.cidrbook_opened.book, found)):
            _end_build(env)


def _after_zensical(env: Any) -> None:
    """End Zensical with an error, if any file of the site holds what the profile does not show.

    Zensical has no hook for the end of a build. Its process ends there, and so is told by its exit code.
    """
    try:
        _after_build(env)
    except SystemExit:
        sys.stderr.flush()
        os._exit(1)


def _guard_page(env: Any, html: str) -> None:
    """Report what a page holds that the profile does not show."""
    opened: Opened = env.cidrbook_opened
    if opened.publication.masks is not None:
        from cidrbook.publish.guard import page_problems  # noqa: PLC0415 (a site that shows all builds faster)

        findings = _reported(opened.book, page_problems(opened.publication, _page_source(env), html))
        if any(finding.fails for finding in findings):
            env.cidrbook_wrong = True
            env.cidrbook_banners[""] = findings_box(findings)


def _reported(book: Book, found: Iterable[tuple[str, Problem]]) -> tuple[Finding, ...]:
    """The findings of these problems, each printed once."""
    if book.today is None:
        return ()
    findings = rules.judge(book.plan, [(rules.by_slug()[slug], problem) for slug, problem in found], book.today)
    for finding in findings:
        _say(one_as_text(finding))
    return findings


class _AfterPage(Postprocessor):
    """What is left to do when Zensical has rendered a page: end the build, or put the box on top."""

    def __init__(self, env: Any) -> None:
        super().__init__()
        self.env = env

    def run(self, text: str) -> str:
        shown = _after_page(self.env, text)
        if self.env.cidrbook_wrong and not _previewing():
            _end_build(self.env)
        return styled(shown)


class _Last(Treeprocessor):
    """Registers a postprocessor when all that call postprocessors for parts of a page, as `toc` does, are done."""

    def __init__(self, after_page: _AfterPage) -> None:
        super().__init__()
        self.after_page = after_page

    def run(self, root: Element) -> None:  # noqa: ARG002 (Python-Markdown's signature)
        self.after_page.md.postprocessors.register(self.after_page, "cidrbook", -1000)


def _register(after_page: _AfterPage) -> bool:
    """Have Zensical call it for the page that it is rendering; whether that could be done.

    Zensical has no hook for a page, and hands its Markdown instance to nobody;
    but `define_env` runs inside of that instance's preprocessors.
    """
    frame = next((frame for frame in frames() if isinstance(frame.f_locals.get("self"), Preprocessor)), None)
    if frame is None:
        return False
    after_page.md = frame.f_locals["self"].md
    after_page.md.treeprocessors.register(_Last(after_page), "cidrbook", -1000)
    return True


def _follow(env: Any, folder: str, observations: Sequence[Observation]) -> None:
    """Have the preview follow a plan's folder, trees and templates: MkDocs is told, Zensical has to be configured."""
    project, watched = Path(env.project_dir), env.conf["watch"]
    if is_folder(Path(project, TEMPLATES)) and not _is_zensical(env):
        watched.append(str(project / TEMPLATES))
    known = [real_path(Path(project, path)) for path in (*watched, env.conf["docs_dir"])]
    trees = ((seen.tree.path, seen.sources) for seen in observations if seen.tree)
    read = (join(path, source.file.partition("/")[0]) for path, sources in trees for source in sources)
    asked = {path: real_path(Path(project, path)) for path in (folder, *map(normpath, read))}
    missing = [
        path for path, asked_folder in asked.items() if not any(asked_folder.is_relative_to(path) for path in known)
    ]
    if _is_zensical(env) and missing:
        _say(
            f"cidrbook: Zensical shows old pages when {missing[0]}/ has changed, unless it is told to follow it;"
            f" write `watch: [{', '.join(missing)}]` into its configuration"
        )
    elif not _is_zensical(env):
        watched.extend(str(asked[path]) for path in missing if is_there(asked[path]))


def _complain(env: Any, book: Book, wrong: WrongCallError) -> str:
    """Report a page's wrong call; end the build, or say it on the page of a preview."""
    if book.today is None:  # there is no plan at all, and the page says so
        return Complaint()
    found = Problem(at=_place_of_word(env, wrong.wanted), message=wrong.message, hint=wrong.hint)
    findings = _reported(book, [(wrong.rule, found)])
    if any(finding.fails for finding in findings):
        env.cidrbook_wrong = True
        if not env.cidrbook_hooked and not _previewing():
            _end_build(env)
    return complaint(wrong.message, wrong.hint) if findings else Complaint()


def _place_of_word(env: Any, wanted: str) -> Place:
    """Where on the page the wrong word stands; the line's first expression, where it is not written there."""
    zensical, source = _is_zensical(env), _page_source(env)
    text = source.text
    line, rendered = rendered_line(Preprocessor)
    body = rendered if zensical else env.markdown
    line += text.rstrip().count("\n") - body.rstrip().replace("\r\n", "\n").count(
        "\n"
    )  # what the engine took off the top
    return word_place(source, line, wanted)


def _page_source(env: Any) -> Source:
    """The text that the page is made of."""
    if _is_zensical(env):
        file = Path(env.project_dir, env.conf["docs_dir"], env.page.path)
    else:
        file = Path(env.page.file.abs_src_path)
    return Source(_relative(file, Path(env.project_dir)), file.read_text(encoding="utf-8-sig", errors="replace"))


def _relative(file: Path, project: Path) -> str:
    return Path(os.path.relpath(file, project)).as_posix()
