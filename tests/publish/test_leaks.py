"""The leak guard: what is planted in a folder is found, in whatever it is packed; what is healthy is not."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from command import run

from cidrbook.publish.patterns import identifiers, secrets
from cidrbook.publish.site_files import texts

PLAN = """\
settings: {publish: redacted}
networks:
  - name: Servers
    cidr: [192.168.42.0/24, "fd5b:7c1e:93a2:42::/64"]
    vlan: 42
    gateway: 192.168.42.1
    description: behind the blue door of the garage
    hosts:
      - name: nas-anna
        address: [192.168.42.60, "fd5b:7c1e:93a2:42::60"]
        mac: 74:ac:b9:10:00:60
        hostname: nas-anna.lab.kovacs.dev
      - {name: titan, address: 192.168.42.61}
  - {name: Uplink, cidr: 84.17.60.0/29, hosts: [{name: fritz, address: 84.17.60.2}]}
routers:
  - {name: edge, addresses: 192.168.42.1, asn: 4200054321}
links:
  repository: https://git.example.net/kovacs/home-ops
"""


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"") + after


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def page(body: str, head: str = "") -> str:
    return f"<!doctype html>\n<html><head>{head}</head>\n<body>\n<main>\n{body}\n</main></body></html>\n"


PLANTED: dict[str, tuple[str, str | bytes, int]] = {
    "prose": ("index.html", page("<p>The backups are at 192.168.42.60.</p>"), 5),
    "an address that nothing has": ("index.html", page("<p>I use 192.168.42.77 for tests.</p>"), 5),
    "a prefix": ("index.html", page("<p>Servers: 192.168.42.0/24</p>"), 5),
    "an address with a port": ("index.html", page('<a href="http://192.168.42.60:5000/x">NAS</a>'), 5),
    "the beginning of an address": ("index.html", page("<p>all of 192.168.42.x</p>"), 5),
    "an address over inline tags": ("index.html", page("<p>192.168.<b>42</b>.<wbr>60</p>"), 5),
    "a code block that is coloured": (
        "index.html",
        page('<pre><span class="n">ping</span>\n<span>192.168</span><span class="p">.</span><span>42.60</span></pre>'),
        6,
    ),
    "alternative text": ("index.html", page('<p>x</p>\n<img src="a.png" alt="The rack of titan">'), 6),
    "a title": ("index.html", page('<p title="192.168.42.60">x</p>'), 5),
    "entities": ("index.html", page("<p>192&#46;168&#x2e;42&period;60</p>"), 5),
    "unseen characters": ("index.html", page("<p>192.168\u200b.42.\u00ad60</p>"), 5),
    "a comment": ("index.html", page("<!-- todo: titan\nis old -->"), 5),
    "a data attribute": ("index.html", page('<td data-sort="v4-3232246332">x</td>'), 5),
    "an anchor": ("index.html", page('<h2 id="nas-anna">Backups</h2>'), 5),
    "front matter": ("index.html", page("x", head='\n<meta name="description" content="All of nas-anna">'), 3),
    "linked data": ("index.html", page("x", '<script type="application/ld+json">\n{"a": "192.168.42.60"}</script>'), 3),
    "a redirect": ("old/index.html", '<meta http-equiv="refresh" content="0; url=../nas-anna/">', 1),
    "an inline script": ("index.html", page("<script>\nconst nas = '192.168.42.60'\n</script>"), 6),
    "IPv6 in another form": ("index.html", page("<p>fd5b:7c1e:93a2:0042:0:0:0:60</p>"), 5),
    "IPv6 in capitals": ("index.html", page("<p>[FD5B:7C1E:93A2:42::60]:443</p>"), 5),
    "a MAC address with dashes": ("index.html", page("<p>74-AC-B9-10-00-60</p>"), 5),
    "a MAC address as Cisco writes it": ("index.html", page("<p>74ac.b910.0060</p>"), 5),
    "an AS number": ("index.html", page("<p>AS 4200054321</p>"), 5),
    "an AS number in asdot": ("index.html", page("<p>AS64087.48689</p>"), 5),
    "a VLAN": ("index.html", page("<p>on VLAN 42</p>"), 5),
    "a domain": ("index.html", page("<p>See grafana.lab.kovacs.dev</p>"), 5),
    "a description": ("index.html", page("<p>It stands behind the blue door of the garage.</p>"), 5),
    "the repository": ("index.html", page('<a href="https://git.example.net/kovacs/home-ops/">source</a>'), 5),
    "a name in capitals": ("index.html", page("<p>TITAN is the new one</p>"), 5),
    "a search index": ("search/search_index.json", json.dumps({"docs": [{"text": "<code>192.168.42</code>.60"}]}), 1),
    "a search index with escapes": ("search.json", '{"items":[{"text":"\\u0031\\u0039\\u0032.168.42.60"}]}', 1),
    "a feed": ("feed.xml", "<rss>\n<item><title><![CDATA[titan moved]]></title></item></rss>", 2),
    "a sitemap": ("sitemap.xml", "<urlset>\n<url><loc>https://lab.example/hosts/nas-anna/</loc></url></urlset>", 2),
    "a packed sitemap": ("sitemap.xml.gz", gzip.compress(b"<urlset>\n<loc>https://lab.example/nas-anna/</loc>"), 2),
    "a zip in a gzip": ("backup.gz", gzip.compress(zipped("plan.txt", b"192.168.42.60")), 1),
    "a tar": ("all.tar", tarred("notes.md", b"one\n192.168.42.60"), 2),
    "a packed tar": ("all.tar.bz2", bz2.compress(tarred("nas-anna.txt", b"x")), 1),
    "xz": ("a.xz", lzma.compress(b"titan"), 1),
    "a drawing": ("map.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n<title>192.168.42.60</title></svg>', 2),
    "the text of a picture": ("a.png", png(chunk(b"tEXt", b"Comment\0rack of nas-anna")), 1),
    "the packed text of a picture": ("b.png", png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"192.168.42.60"))), 1),
    "the long text of a picture": (
        "c.png",
        png(chunk(b"iTXt", b"Title\0\1\0en\0\0" + zlib.compress(b"das Regal von nas-anna"))),
        1,
    ),
    "what follows a picture": ("d.png", png(after=b"192.168.42.60 192.168.42.60"), 1),
    "a photo": ("e.jpg", b"\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0" + b"\0" * 30 + b"taken at nas-anna\0\xff\xd9", 1),
    "a file name": ("images/nas-anna.png", png(), 1),
    "a folder's name": ("hosts/titan/index.html", page("x"), 1),
    "a source map": ("app.js.map", '{"version":3,"sourcesContent":["const a=\\"192.168.42.60\\""]}', 1),
    "a script": ("app.js", "a=1;\nfetch('http://nas-anna:80')", 2),
    "a stylesheet": ("x.css", "a{}\n/* 192.168.42.60 */", 2),
    "UTF-16": ("notes.txt", "one\n192.168.42.60".encode("utf-16"), 2),
    "base64": ("index.html", page(f"<a href='data:text/plain;base64,{encoded(b'see 192.168.42.60')}'>"), 5),
    "an address of the web in another": ("index.html", page('<a href="/?u=http%3A%2F%2F192.168.42.60%2F">x</a>'), 5),
    "reverse DNS": ("zone.txt", "60.42.168.192.in-addr.arpa. PTR x", 1),
    "a name that holds an address": ("index.html", page("<p>192-168-42-60.sslip.io</p>"), 5),
    "a public address": ("index.html", page("<p>84.17.60.2</p>"), 5),
    "an address in an address": ("index.html", page("<p>::ffff:192.168.42.60</p>"), 5),
    "a MAC address in an address": ("index.html", page("<p>fe80::76ac:b9ff:fe10:60</p>"), 5),
    "a name written as one word": ("index.html", page("<p>class NasAnna</p>"), 5),
    "hexadecimal": ("index.html", page("<p>0xc0a82a3c</p>"), 5),
    "a manifest": ("site.webmanifest", '{"name": "Lab of titan"}', 1),
    "robots": ("robots.txt", "User-agent: *\nDisallow: /nas-anna/", 2),
    "a headers file": ("_redirects", "/old /hosts/nas-anna 301", 1),
    "a document": ("guide.pdf", b"%PDF-1.7\n1 0 obj <</Title (The rack of nas-anna)>>\0\nendobj", 1),
}


def leaks(folder: Path, *options: str, plan: str = PLAN) -> list[dict[str, object]]:
    """What `cidrbook leaks` finds in the folder `site`."""
    if plan:
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data/plan.yaml").write_text(plan, encoding="utf-8")
    result = run("leaks", "site", "--format", "json", *options, folder=folder)
    found: list[dict[str, object]] = json.loads(result.stdout)["findings"]
    assert result.exit_code == int(any(not finding.get("waived") for finding in found))
    return found


def plant(folder: Path, name: str, content: str | bytes) -> None:
    file = folder / "site" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(("name", "content", "line"), PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_found(name: str, content: str | bytes, line: int, tmp_path: Path) -> None:
    plant(tmp_path, name, content)
    found = leaks(tmp_path)
    assert {finding["code"] for finding in found} == {"P904"}
    assert (f"site/{name}", line) in {(str(finding["file"]).partition("!")[0], finding["line"]) for finding in found}


def test_there_are_forty_plants() -> None:
    assert len(PLANTED) >= 40


HEALTHY = {
    "words that everybody uses": "The servers, the uplink and the edge router. A titanic nas.",
    "documentation": "192.0.2.1, 203.0.113.7, 2001:db8::1, AS 64496, 00:00:5e:00:53:01",
    "other labs' addresses": "10.0.0.1 and 192.168.1.1 and 192.168.4.2 and 1192.168.42.60",
    "releases": "version 2.7.2.1, OPNsense 26.7.1.3, firmware 84.17.60.9",
    "resolvers": "1.1.1.1, 8.8.8.8, 9.9.9.9 and 2606:4700:4700::1111",
    "a drawing's path": '<svg><path d="M84.17.61.2.5.5 1.5.5.5 0 0 1 84.17.61.3"/></svg>',
    "numbers": "3232246332.5 42 4200054322 42000543210",
    "a locally administered MAC address": "52:54:00:12:34:56",
    "other VLANs": "VLAN 420, vlan 4",
    "a placeholder": "password: changeme, token: YOUR_TOKEN_GOES_HERE, api_key: xxxxxxxxxxxxxxxxxxxx",
}


@pytest.mark.parametrize("text", HEALTHY.values(), ids=HEALTHY)
def test_what_tells_nothing_is_not_found(text: str, tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page(f"<p>{text}</p>"))
    assert leaks(tmp_path) == []


PATTERNS = {
    "a public address": ("P906", "The WAN is 84.17.60.2 today."),
    "a public prefix": ("P906", "84.17.60.0/29"),
    "a public IPv6 address": ("P906", "2a02:810d:1234:5600::17"),
    "a device": ("P906", "f0:9f:c2:1a:2b:3c"),
    "a serial number": ("P906", "Serial number: 5CG8391XYZ"),
    "a private key": ("P905", "-----BEGIN OPENSSH PRIVATE KEY-----"),
    "an age key": ("P905", "AGE-SECRET-KEY-1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P"),
    "a key of WireGuard": ("P905", "PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="),
    "a token of GitHub": ("P905", "ghp_0123456789abcdefghijABCDEFGHIJ456789"),
    "a token of the web": ("P905", f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{'dozjgNryP4J3jVmN' * 2}"),
    "a password": ("P905", "password: kD93jf8Xq21LmZ0p"),
}


@pytest.mark.parametrize(("code", "text"), PATTERNS.values(), ids=PATTERNS)
def test_without_a_plan_identifiers_and_keys_are_known_by_their_form(code: str, text: str, tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page(f"<pre>\n{text}\n</pre>"))
    found = leaks(tmp_path, plan="")
    assert [(finding["code"], finding["line"]) for finding in found] == [(code, 6)]


def test_a_secret_is_never_printed(tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page("<p>password: kD93jf8Xq21LmZ0p</p>"))
    result = run("leaks", "site", folder=tmp_path)
    assert result.exit_code == 1
    assert "kD93jf8Xq21LmZ0p" not in result.output


def test_a_waiver_with_a_reason_allows_a_value(tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page("<p>84.17.60.2 and 192.168.42.60</p>"))
    waiver = "waivers: [{rule: leaked-value, between: [84.17.60.2], reason: the web server is public}]\n"
    found = leaks(tmp_path, plan=PLAN + waiver)
    assert {str(finding["message"]).split()[0]: finding.get("waived") for finding in found} == {
        "`84.17.60.2`": "the web server is public",
        "`192.168.42.60`": None,
    }


def test_what_the_plan_shows_is_no_leak(tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page("<p>84.17.60.2</p>"))
    assert leaks(tmp_path, "--profile", "full") == []


def test_the_finding_says_where_it_is_typed_and_which_macro_to_use(tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page("<p>192.168.42.60</p>"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Lab\n\n192.168.42.60\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/plan.yaml").write_text(PLAN, encoding="utf-8")
    result = run("leaks", "site", folder=tmp_path)
    assert "{{ address('nas-anna') }}" in result.output
    assert "docs/index.md:3:1: it is typed here" in result.output


@pytest.mark.parametrize(
    ("make", "status"),
    [(False, 2), (True, 2)],
    ids=["no such folder", "an empty folder"],
)
def test_nothing_read_is_no_success(make: bool, status: int, tmp_path: Path) -> None:  # noqa: FBT001
    if make:
        (tmp_path / "site").mkdir()
    assert run("leaks", "site", folder=tmp_path).exit_code == status


def test_what_could_not_be_read_whole_is_said(tmp_path: Path) -> None:
    plant(tmp_path, "a.gz", gzip.compress(b"x" * 1000)[:-9])
    assert [finding["code"] for finding in leaks(tmp_path, plan="")] == ["P904"]


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(b"0" * 65_000_000, 1),
        zipped("a.gz", gzip.compress(b"0" * 65_000_000, 1)),
        zipped("a.zip", zipped("b.zip", zipped("c.zip", zipped("d.zip", zipped("e.zip", b"x"))))),
        b"PK\x03\x04 no archive",
        png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * 65_000_000))),
    ],
    ids=["a large file", "packed twice", "packed six times", "broken", "a large text in a picture"],
)
def test_a_bomb_is_not_unpacked_whole(bomb: bytes) -> None:
    read = list(texts("bomb", bomb))
    assert sum(len(one.text) for one in read) < 70_000_000
    assert not all(one.whole for one in read) or bomb.startswith(b"\x89PNG")


def test_links_are_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, "index.html", page("x"))
    (tmp_path / "secret.txt").write_text("84.17.60.2", encoding="utf-8")
    (tmp_path / "site/a.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "site/b").symlink_to(tmp_path)
    assert leaks(tmp_path, plan="") == []


@pytest.mark.parametrize("text", ["", *(part * 100_000 for part in ("aaa", "1.", ":", "<", "{{", "a:", "-1", "=="))])
def test_hostile_texts_hold_nothing(text: str) -> None:
    assert list(identifiers(text)) == list(secrets("a", text)) == []
