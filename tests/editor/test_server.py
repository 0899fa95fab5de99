"""The language server, asked by a real client over its protocol, in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from textwrap import dedent

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from cidrbook.editor.server import _SEVERITIES
from cidrbook.text.finding import Severity

NETWORKS = """\
networks:
  - name: Servers
    cidr: 10.0.0.0/24
    gateway: 10.0.0.1
    hosts:
      - {name: nas, address: 10.0.0.10}
      - {name: dns, address: 10.0.0.53}
  - name: Backup \N{FLOPPY DISK}
    id: backup
    cidr: 10.0.1.0/24
    parent: servers
"""


class Editor:
    """A client that has opened files of a lab, and what the server shows of them."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client, self.folder, self.versions = client, folder, 0
        self.shown: dict[str, Sequence[types.Diagnostic]] = {}
        self.told = asyncio.Event()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls leaves it so
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = params.diagnostics
            self.told.set()

    def uri(self, name: str) -> str:
        return (self.folder / name).resolve().as_uri()

    def open(self, name: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        item = types.TextDocumentItem(self.uri(name), "yaml", 0, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, text: str) -> None:
        self.versions += 1
        document = types.VersionedTextDocumentIdentifier(self.versions, self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(self, name: str) -> Sequence[types.Diagnostic]:
        """What is shown in a file once the server has told anything new."""
        await asyncio.wait_for(self.told.wait(), timeout=30)
        # The server answers in order: behind this answer, all files of the same check have been told.
        await self.client.text_document_hover_async(types.HoverParams(*self.at(name, 0, 0)))
        self.told.clear()
        return self.shown.get(self.uri(name), [])

    def at(self, name: str, line: int, character: int) -> tuple[types.TextDocumentIdentifier, types.Position]:
        return types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character)


def talk(folder: Path, files: dict[str, str], story: Callable[[Editor], Awaitable[None]]) -> None:
    """Start the server beside a lab, let an editor talk to it, and end both."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    async def session() -> None:
        client = LanguageClient("editor", "1")
        editor = Editor(client, folder)
        await client.start_io(sys.executable, "-m", "cidrbook", "lsp")
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=folder.as_uri()))
        client.initialized(types.InitializedParams())
        await story(editor)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]  # as above

    asyncio.run(session())


def said(found: Sequence[types.Diagnostic]) -> list[tuple[str | int | None, int, int, int]]:
    return sorted(
        (each.code, each.range.start.line + 1, each.range.start.character + 1, each.range.end.character + 1)
        for each in found
    )


def test_findings_come_and_go_while_somebody_types(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        editor.open("data/networks.yaml")
        assert [code for code, *_ in said(await editor.diagnostics("data/networks.yaml"))] == ["A203"]
        editor.type(
            "data/networks.yaml", NETWORKS.replace("10.0.0.53", "10.0.0.10").replace("    parent: servers\n", "")
        )
        found = await editor.diagnostics("data/networks.yaml")
        assert said(found) == [("H302", 7, 30, 39)]
        assert found[0].severity == types.DiagnosticSeverity.Error
        assert "hint: " in found[0].message
        related = found[0].related_information or []
        assert [(each.location.uri, each.location.range.start.line + 1) for each in related] == [
            (editor.uri("data/networks.yaml"), 6)
        ]
        editor.type("data/networks.yaml", NETWORKS.replace("    parent: servers\n", ""))
        assert said(await editor.diagnostics("data/networks.yaml")) == []

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_a_place_is_counted_as_the_editor_counts(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        text = dedent("""\
            networks:
              - {name: "\N{FLOPPY DISK}", id: a, cidr: 10.0.0.1/24}
        """)
        (editor.folder / "data" / "networks.yaml").write_text(text, encoding="utf-8")
        editor.open("data/networks.yaml")
        found = [each for each in await editor.diagnostics("data/networks.yaml") if each.code == "F108"]
        line = text.splitlines()[1]
        units = len(line[: line.index("10.0.0.1/24")].encode("utf-16-le")) // 2
        assert [each.range.start.character for each in found] == [units]

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_hover_shows_who_has_an_address_and_what_is_free_around_it(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        editor.open("data/networks.yaml")
        await editor.diagnostics("data/networks.yaml")
        shown = await editor.client.text_document_hover_async(
            types.HoverParams(*editor.at("data/networks.yaml", 5, 35))
        )
        assert shown is not None
        assert isinstance(shown.contents, types.MarkupContent)
        assert shown.contents.value.splitlines() == [
            "network Servers (10.0.0.0/24)  data/networks.yaml:3",
            "host nas (10.0.0.10)  data/networks.yaml:6",
            "free near it: 10.0.0.8, 10.0.0.9, 10.0.0.11",
        ]
        blank = await editor.client.text_document_hover_async(types.HoverParams(*editor.at("data/networks.yaml", 1, 0)))
        assert blank is None

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


COMPLETIONS = {
    "address": ("      - {name: new, address: }\n", "address: ", ["10.0.0.2", "10.0.0.3", "10.0.0.4"]),
    "machine": ("      - {name: new, on: n}\n", "on: n", ["dns", "nas", "new"]),
    "network": ("    parent: s\n", "parent: s", ["backup", "servers"]),
    "none": ("    description: s\n", "description: s", []),
}


def test_values_are_offered_by_their_key(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        editor.open("data/networks.yaml")
        await editor.diagnostics("data/networks.yaml")
        lines = NETWORKS.splitlines(keepends=True)
        offered = {}
        for key, (line, until, _) in COMPLETIONS.items():
            editor.type("data/networks.yaml", "".join([*lines[:7], line, *lines[7:]]))
            asked = editor.at("data/networks.yaml", 7, line.index(until) + len(until))
            found = await editor.client.text_document_completion_async(types.CompletionParams(*asked))
            assert isinstance(found, list)
            offered[key] = [item.label for item in found]
        assert offered == {key: words for key, (_, _, words) in COMPLETIONS.items()}

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_a_name_leads_to_its_object_and_back(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        editor.open("data/networks.yaml")
        await editor.diagnostics("data/networks.yaml")
        name = editor.at("data/networks.yaml", 10, 14)
        there = await editor.client.text_document_definition_async(types.DefinitionParams(*name))
        assert isinstance(there, list)
        assert [each.range.start.line for each in there if isinstance(each, types.Location)] == [1]
        context = types.ReferenceContext(include_declaration=False)
        back = await editor.client.text_document_references_async(
            types.ReferenceParams(context, *editor.at("data/networks.yaml", 1, 12))
        )
        assert [each.range.start.line for each in back or []] == [10]

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_an_exact_hint_is_a_quick_fix(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        (editor.folder / "data" / "networks.yaml").write_text(
            "networks:\n  - {name: Servers, cidr: 10.0.0.7/24}\n", encoding="utf-8"
        )
        editor.open("data/networks.yaml")
        found = await editor.diagnostics("data/networks.yaml")
        assert [each.code for each in found] == ["F108"]
        document = types.TextDocumentIdentifier(editor.uri("data/networks.yaml"))
        actions = await editor.client.text_document_code_action_async(
            types.CodeActionParams(document, found[0].range, types.CodeActionContext(found))
        )
        edits = [
            (edit.new_text, edit.range.start.character, edit.range.end.character)
            for action in actions or []
            if isinstance(action, types.CodeAction) and action.edit and action.edit.changes
            for edit in action.edit.changes[editor.uri("data/networks.yaml")]
        ]
        assert edits == [("10.0.0.0/24", 26, 37)]

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_a_manifest_is_judged_before_it_is_saved(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        manifest = dedent("""\
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: pool}
            spec: {addresses: [10.0.0.200-10.0.0.210]}
        """)
        (editor.folder / "pool.yaml").write_text(manifest, encoding="utf-8")
        plan = NETWORKS.replace("    parent: servers\n", "") + "sources: [{path: .}]\n"
        (editor.folder / "data" / "networks.yaml").write_text(plan, encoding="utf-8")
        editor.open("data/networks.yaml")
        await editor.diagnostics("pool.yaml")
        editor.open("pool.yaml")
        await editor.diagnostics("pool.yaml")
        editor.type("pool.yaml", manifest.replace("210]", "310]"))
        editor.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri("pool.yaml")))
        )
        found = await editor.diagnostics("pool.yaml")
        assert ("F104", 4) in [(code, line) for code, line, *_ in said(found)]

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_a_file_without_a_plan_is_left_alone(tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        for file in (editor.folder / "data").iterdir():
            file.unlink()
        (editor.folder / "data").rmdir()
        (editor.folder / "other.yaml").write_text("a: 10.0.0.1\n", encoding="utf-8")
        editor.open("other.yaml")
        asked = editor.at("other.yaml", 0, 5)
        assert await editor.client.text_document_hover_async(types.HoverParams(*asked)) is None
        assert await editor.client.text_document_definition_async(types.DefinitionParams(*asked)) == []

    talk(tmp_path, {"data/networks.yaml": NETWORKS}, story)


def test_an_editor_has_a_word_for_every_severity() -> None:
    assert {severity.sarif for severity in Severity} <= _SEVERITIES.keys()
