"""The language server: what an editor asks by its protocol, and the answers of this room in the protocol's words.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from cidrbook import __version__
from cidrbook.editor.completion import completions
from cidrbook.editor.corrections import corrections
from cidrbook.editor.definitions import definitions, references
from cidrbook.editor.words import word_at
from cidrbook.editor.workspace import Workspace, open_workspace, plan_folder, with_open_plan
from cidrbook.plan.files import NoDataError
from cidrbook.report.answers import answers, free_around
from cidrbook.text.finding import Finding
from cidrbook.text.paths import real_path
from cidrbook.text.source import Place, Source

_PAUSE = 0.05
"""Seconds without a key before a check: shorter than a pause in typing, longer than the time between two keys."""

_SEVERITIES = MappingProxyType(
    {
        "error": types.DiagnosticSeverity.Error,
        "warning": types.DiagnosticSeverity.Warning,
        "note": types.DiagnosticSeverity.Information,
    }
)
"""What editors call the levels of SARIF, which every severity has one of."""


class PlanServer(LanguageServer):
    """A server with the plan of the files that are open."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("cidrbook", __version__)
        self.today = today
        self.book: Workspace | None = None
        self._shown: set[Path] = set()
        self._changes = 0

    @property
    def opened(self) -> dict[Path, str]:
        """The texts that the editor has open, by the resolved paths of their files."""
        named = ((to_fs_path(uri), document.source) for uri, document in self.workspace.text_documents.items())
        return {real_path(Path(path)): text for path, text in named if path}

    def read(self, uri: str) -> None:
        """Read the plan that a file belongs to, and its repositories, and show what is wrong."""
        path = to_fs_path(uri)
        folder = plan_folder(real_path(Path(path))) if path else None
        folder = folder or (self.book.folder if self.book else None)
        if folder:
            self._show_findings(folder, again=True)

    async def wait_and_check(self, uri: str) -> None:
        """Check the plan once nobody has typed for a moment."""
        self._changes += 1
        change = self._changes
        await asyncio.sleep(_PAUSE)
        if change != self._changes:
            return
        if self.book is None:
            self.read(uri)
        else:
            self._show_findings(self.book.folder, again=False)

    def _show_findings(self, folder: Path, *, again: bool) -> None:
        try:
            if again or self.book is None:
                self.book = open_workspace(folder, self.opened)
            else:
                self.book = with_open_plan(self.book, self.opened)
        except NoDataError:
            self.book = None
        by_file: dict[Path, list[types.Diagnostic]] = defaultdict(list)
        if self.book:
            for finding in self.book.findings(self.today()):
                by_file[self.book.path(finding.problem.at.file)].append(self._diagnostic(self.book, finding))
        for path in sorted({*self._shown, *by_file, *self.opened}):
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri=uri_of(path), diagnostics=by_file[path])
            )
        self._shown = {path for path, found in by_file.items() if found}

    def _diagnostic(self, book: Workspace, finding: Finding) -> types.Diagnostic:
        problem = finding.problem
        return types.Diagnostic(
            range=self.range(problem.at),
            severity=_SEVERITIES[finding.severity.sarif],
            code=finding.code,
            code_description=types.CodeDescription(href=finding.url) if finding.url else None,
            source="cidrbook",
            message=problem.message + (f"\nhint: {problem.hint}" if problem.hint else ""),
            related_information=[
                types.DiagnosticRelatedInformation(self.location(book, related.at), related.message)
                for related in problem.related
            ],
        )

    def location(self, book: Workspace, place: Place) -> types.Location:
        """A place as the protocol names it."""
        return types.Location(uri_of(book.path(place.file)), self.range(place))

    def range(self, place: Place) -> types.Range:
        """What a place covers, in the units that the editor counts."""
        start = types.Position(place.line - 1, place.column - 1)
        end = types.Position(place.line - 1, place.column - 1 + place.width)
        return self.workspace.position_codec.range_to_client_units(place.source.lines, types.Range(start, end))

    def at(self, uri: str, position: types.Position) -> tuple[Workspace, Source, int, int] | None:
        """The plan, the file and the line and column that are asked about; None where the file is in no plan."""
        path = real_path(Path(to_fs_path(uri) or ""))
        source = self.book.sources.get(path) if self.book else None
        if self.book is None or source is None:
            return None
        if source.text != self.opened.get(path, source.text):  # typed since the last check
            self.book = with_open_plan(self.book, self.opened)
            source = self.book.sources[path]
        asked = self.workspace.position_codec.position_from_client_units(source.lines, position)
        return self.book, source, asked.line + 1, asked.character + 1


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def make_server(today: Callable[[], date]) -> PlanServer:
    """A server that answers what editors ask. `today` tells which waivers have ended."""
    server = PlanServer(today)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.read(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.read(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.read(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        await server.wait_and_check(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        asked = server.at(params.text_document.uri, params.position)
        lines = "\n".join(_about(asked[0], word_at(*asked[1:]))) if asked else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, lines)) if lines else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "["]))
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        asked = server.at(params.text_document.uri, params.position)
        words = completions(asked[0].comparison, *asked[1:]) if asked else []
        kind = types.CompletionItemKind.Value
        return [types.CompletionItem(word, kind=kind, sort_text=f"{at:04}") for at, word in enumerate(words)]

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        asked = server.at(params.text_document.uri, params.position)
        found = definitions(asked[0].comparison.plan, *asked[1:]) if asked else []
        return [server.location(asked[0], place) for place in found] if asked else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def all_references(params: types.ReferenceParams) -> list[types.Location]:
        asked = server.at(params.text_document.uri, params.position)
        found = references(asked[0].comparison.plan, *asked[1:]) if asked else []
        return [server.location(asked[0], place) for place in found] if asked else []

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return list(_quick_fixes(server, params)) if server.book else []

    return server


def _about(book: Workspace, word: str) -> Iterator[str]:
    """What is at an address, in a prefix, or called so, and what is free near it."""
    if not word:
        return
    for answer in dict.fromkeys(answers(book.comparison, word)):
        there = " (in the repository)" if answer.seen else ""
        yield f"{answer.what} {answer.name}{there}  {answer.place.file}:{answer.place.line}"
    if free := free_around(book.comparison, word):
        yield f"free near it: {', '.join(free)}"


def _quick_fixes(server: PlanServer, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    book, uri = server.book, params.text_document.uri
    if book is None:
        return
    asked = {(shown.code, shown.range.start.line) for shown in params.context.diagnostics}
    for finding, correction in corrections(book, _asked_findings(book, asked, server.today()), server.today()):
        place = correction.place
        if uri_of(book.path(place.file)) != uri_of(real_path(Path(to_fs_path(uri) or ""))):
            continue
        edit = types.TextEdit(server.range(place), correction.text)
        yield types.CodeAction(
            title=f"Write {correction.text}",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown for shown in params.context.diagnostics if shown.code == finding.code],
            edit=types.WorkspaceEdit(changes={uri: [edit]}),
        )


def _asked_findings(book: Workspace, asked: Iterable[tuple[str | int | None, int]], today: date) -> tuple[Finding, ...]:
    wanted = set(asked)
    return tuple(finding for finding in book.findings(today) if (finding.code, finding.problem.at.line - 1) in wanted)
