"""What of a file no excerpt shows."""

from __future__ import annotations

import pytest

from cidrbook.report.excerpt import excerpt
from cidrbook.report.secrets import masked
from cidrbook.report.words import cut
from cidrbook.text.source import Place, Source

HIDDEN = "hunter2supersecret"

LINES = {
    "key": "password: hunter2supersecret",
    "in a list": "- psk: hunter2supersecret # of the guests",
    "several words": "wifi_password: hunter2supersecret with blanks, and commas",
    "quoted": 'passphrase: "hunter2supersecret"',
    "with an escape": r'token: "a\"hunter2supersecret"',
    "flow": "{name: a, password: hunter2supersecret, address: 10.0.0.300}",
    "json": '  "apiKey": "hunter2supersecret",',
    "camel": "clientSecret: hunter2supersecret",
    "bare key": "key: hunter2supersecret",
    "env": "DB_PASSWORD=hunter2supersecret",
    "sops": "value: ENC[hunter2supersecret,iv:x]",
    "login": "url: https://me:hunter2supersecret@10.0.0.300/x",
    "a word behind": "snmp_community_string: hunter2supersecret # of the switch",
    "hash": "password_hash: hunter2supersecret",
    "md5": "ospf: {area: 0, md5: hunter2supersecret}",
    "several": "secrets: [hunter2supersecret, 'b]', hunter2supersecret]",
    "with brackets in it": "x: {secrets: {a: [hunter2supersecret], b: hunter2supersecret}, address: 10.0.0.300}",
    "two words": "pass_word: hunter2supersecret",
    "env with a comma": "DB_PASSWORD=a,hunter2supersecret",
    "login without user": "url: redis://:hunter2supersecret@10.0.0.300:6379",
    "login with a slash": "url: https://me:a/hunter2supersecret@10.0.0.300",
    "login with an at": "url: https://me:a@hunter2supersecret@10.0.0.300",
    "curl": "run `curl http://10.0.0.1 -u admin:hunter2supersecret`",
    "curl in full": 'curl --user "admin:hunter2supersecret" 10.0.0.1',
    "option": "mysql --password hunter2supersecret -h 10.0.0.1",
    "header": 'curl -H "Authorization: Bearer hunter2supersecret" 10.0.0.1',
    "command in prose": "Type `neighbor 10.0.0.1 password hunter2supersecret` there",
    "password for": "- redis: 10.0.0.53, password for it is hunter2supersecret",
    "password of": "The password of fd00::1 is hunter2supersecret",
    "for, with a colon": "password for 10.0.0.1: hunter2supersecret",
    "in a quote": "> Passphrase: correct hunter2supersecret",
    "login pair": "10.0.0.1, login admin / hunter2supersecret",
    "name and value": "{name: DB_PASSWORD, value: hunter2supersecret}",
    "comment": "#   password: correct hunter2supersecret",
    "arguments": "args: [--password, hunter2supersecret]",
    "sshpass": "sshpass -p hunter2supersecret ssh 10.0.0.1",
    "mysql": "mysql -h 10.0.0.1 -phunter2supersecret",
    "arrow": "- nas: 10.0.0.1, password \u2192 hunter2supersecret",
    "past": "- nas: 10.0.0.1, its password was set to hunter2supersecret",
    "is, with a colon": "- nas: 10.0.0.1, password is: hunter2supersecret",
    "far along": f"a: {'x ' * 4_000} password=hunter2supersecret",
    "farther along": f"a: {'x ' * 60_000} hunter2supersecret",
    "sentence": "The password is `hunter2supersecret`.",
    "colon in prose": "- **Password**: hunter2supersecret",
    "xml": "<pre-shared-key>hunter2supersecret</pre-shared-key>",
}
"""Lines that hold a secret."""

OPEN = (
    "password: true",
    "password: yes # one is set",
    "{peer: a, password: false, peer_asn: 65000}",
    "secretName: tls-of-the-lab",
    "sharing_key: web",
    "public_key: abcdef",
    "address: 10.0.0.300",
    "tokens of the ring",
    "| Name | Address |",
)
"""Lines that hold none."""


def shown(text: str, number: int, file: str = "a.yaml") -> str:
    return masked(Source(file, text), number).text


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_secret_is_hidden_and_so_is_how_long_it_is(line: str) -> None:
    result = shown(line, 1)
    assert HIDDEN not in result
    assert "********" in result
    assert result.replace("*", "")[:3] == line.replace("*", "")[:3]
    assert shown(line.replace(HIDDEN, "x"), 1) == shown(line.replace(HIDDEN, HIDDEN * 3), 1) == result


def test_a_message_tells_no_password_of_a_url() -> None:
    assert (
        cut(f"`redis://:{HIDDEN}@10.0.0.5` is not an IP address") == "`redis://:********@10.0.0.5` is not an IP address"
    )
    assert cut(f"{HIDDEN}@10.0.0.5, http://10.0.0.5:80/a") == f"{HIDDEN}@10.0.0.5, http://10.0.0.5:80/a"


def test_a_long_user_of_a_url_is_a_token() -> None:
    assert shown(f"url: https://ghp_{HIDDEN}@git.example.org", 1) == "url: https://********@git.example.org"
    assert shown("url: ssh://git@git.example.org", 1) == "url: ssh://git@git.example.org"


CARETS = {
    "before a secret": ("{address: 10.0.0.300, password: hunter2}", "10.0.0.300", "10.0.0.300"),
    "behind a long one": (f"{{password: {HIDDEN}, address: 10.0.0.300}}", "10.0.0.300", "10.0.0.300"),
    "behind a short one": ("{password: a, address: 10.0.0.300}", "10.0.0.300", "10.0.0.300"),
    "behind two": (f"{{password: a, token: {HIDDEN}, address: 10.0.0.300}}", "10.0.0.300", "10.0.0.300"),
    "behind a very long one": (f"{{password: {HIDDEN * 20}, address: 10.0.0.300}}", "10.0.0.300", "10.0.0.300"),
    "a long secret itself": (f"{{password: {HIDDEN}, a: b}}", HIDDEN, "********"),
    "a short secret itself": ("{password: q, a: b}", "q", "********"),
    "a part of a secret": (f"{{password: {HIDDEN}, a: b}}", "super", "********"),
    "from the key to its secret": (f"{{password: {HIDDEN}, a: b}}", f"password: {HIDDEN}", "password: ********"),
    "no secret": ("{address: 10.0.0.300}", "10.0.0.300", "10.0.0.300"),
}
"""Lines, what of them a finding points at, and what stands above its carets."""


@pytest.mark.parametrize(("line", "part", "above"), CARETS.values(), ids=CARETS)
def test_carets_stand_below_what_they_point_at_whatever_is_hidden_before(line: str, part: str, above: str) -> None:
    place = Place(Source("a.yaml", line), 1, line.index(part) + 1, len(part))
    found = excerpt(place)
    assert found is not None
    assert found.line[found.caret : found.caret + found.width] == above


@pytest.mark.parametrize("line", OPEN)
def test_a_line_without_a_secret_is_shown_as_it_is(line: str) -> None:
    assert shown(line, 1) == line


@pytest.mark.parametrize(
    "line",
    [
        " neighbor 10.0.0.1 password hunter2supersecret",
        "snmp-server community hunter2supersecret ro",
        "username me password 7 hunter2supersecret",
        " ip ospf message-digest-key 1 md5 hunter2supersecret",
        " authentication-key hunter2supersecret",
        'set ipsec psk "hunter2supersecret"',
    ],
)
def test_a_router_writes_a_blank_between_word_and_secret(line: str) -> None:
    assert HIDDEN not in shown(line, 1, "router.conf")
    assert shown("the password manager", 1, "README.md") == "the password manager"


BLOCKS = {
    "block": ("tls:\n  private_key: |\n    x\n    hunter2supersecret\n  a: 1", 4),
    "vault": ("user: !vault |\n  $ANSIBLE_VAULT;1.1\n  hunter2supersecret\nb: 1", 3),
    "pem": ("a\n-----BEGIN PRIVATE KEY-----\nhunter2supersecret\n-----END PRIVATE KEY-----\n", 3),
    "kind": ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  user: hunter2supersecret\n", 5),
    "kind below": ("data:\n  user: hunter2supersecret\nkind: Secret\n", 2),
    "second document": ("kind: ConfigMap\n---\nkind: Secret\nstringData:\n  a: hunter2supersecret\n", 5),
    "kind in a list": ("- kind: Secret\n  stringData: {a: hunter2supersecret}\n", 2),
    "kind below in a list": ("items:\n- apiVersion: v1\n  kind: Secret\n  data:\n    a: hunter2supersecret\n", 5),
    "kind above in a list": ("items:\n- data:\n    a: hunter2supersecret\n  kind: Secret\n", 3),
    "a Secret's block": ("kind: Secret\nstringData:\n  README: |\n    admin\n    hunter2supersecret 10.0.0.1\n", 5),
    "a Secret's list": ("kind: Secret\nstringData:\n  a:\n  - hunter2supersecret\n", 4),
    "a Secret's name": ("kind: Secret\nstringData:\n  name: hunter2supersecret\n", 3),
    "a comment between": ("kind: Secret\nstringData:\n# a\n  type: |\n    hunter2supersecret\n", 5),
    "a Secret in JSON": ('{\n  "data": {"a":"hunter2supersecret"},\n  "kind": "Secret"\n}\n', 2),
    "a Secret in one line": ('x\n{"kind": "Secret", "data": {"name":"hunter2supersecret"}}\n', 2),
    "a Secret of Terraform": (
        'resource "kubernetes_secret" "a" {\n  data = {\n    a = "hunter2supersecret"\n  }\n}\n',
        3,
    ),
    "a generator": ("secretGenerator:\n- name: a\n  literals:\n  - user=hunter2supersecret\n", 4),
    "list below": ("passwords:\n- a\n- hunter2supersecret\n", 3),
    "text below": ("password:\n  hunter2supersecret\n", 2),
    "text that goes on": ("a:\n- password: 'a\n    hunter2supersecret'\n", 3),
    "value beside a name": ("env:\n- name: DB_PASSWORD\n  value: hunter2supersecret\n", 3),
    "value above a name": ("env:\n- value: hunter2supersecret\n  name: DB_PASSWORD\n", 2),
    "block beside a name": ("- name: API_KEY\n  value: |\n    hunter2supersecret\n", 3),
    "value in JSON": ('{\n  "name": "DB_PASSWORD",\n  "value": "hunter2supersecret"\n}\n', 3),
    "default of Terraform": ('variable "db_password" {\n  type    = string\n  default = "hunter2supersecret"\n}\n', 3),
    "argument below": ("args:\n- --password\n- hunter2supersecret\n", 3),
    "heredoc": ("password = <<EOT\nhunter2supersecret\nEOT\n", 2),
    "login": ("| Service | Login |\n|---|---|\n| a | admin, hunter2supersecret |\n", 3),
    "column without bars": ("host | ip | password\n---|---|---\nredis | 10.0.0.52 | hunter2supersecret\n", 3),
    "column in a quote": ("> | host | password |\n> |---|---|\n> | a | hunter2supersecret |\n", 3),
    "column with more words": ("| host | **Password** (default) |\n|---|---|\n| a | hunter2supersecret |\n", 3),
    "column without a rule": ("| host | password |\n| a | hunter2supersecret |\n", 2),
    "column": ("| Network | Password |\n| --- | --- |\n| LAN | hunter2supersecret |\n", 3),
    "row": ("| What | Value |\n|---|---|\n| WiFi password | hunter2supersecret |\n", 3),
}
"""Texts, and the line of each that is secret because of others."""


@pytest.mark.parametrize(("text", "number"), BLOCKS.values(), ids=BLOCKS)
def test_lines_around_say_that_a_line_is_secret(text: str, number: int) -> None:
    assert HIDDEN not in shown(text, number)


def test_what_stands_after_a_secret_is_shown_again() -> None:
    text = "kind: Secret\ndata: {a: b}\n---\nkind: Service\nspec: {ip: 10.0.0.1}\n"
    assert shown(text, 5) == "spec: {ip: 10.0.0.1}"
    assert shown("- psk: |\n    a\n  ip: 10.0.0.1", 3) == "  ip: 10.0.0.1"
    assert shown("- name: A_TOKEN\n  value: b\n- name: IP\n  value: 10.0.0.1", 4) == "  value: 10.0.0.1"
    assert shown("- kind: Secret\n  data: {a: b}\n- kind: ConfigMap\n  data: {a: b}", 4) == "  data: {a: b}"
    assert shown("from:\n- kind: Secret\n  name: a\nvalues:\n  ip: 10.0.0.1", 5) == "  ip: 10.0.0.1"
    assert shown("password = <<EOT\na\nEOT\nip = 1\n", 4) == "ip = 1"
    assert shown("secret:\n  type: a\n  mounts:\n  - path: /b", 3) == "  mounts:"
    assert shown("secret:\n  type: a", 2) == "  type: ********"
    assert shown("from:\n- kind: Secret\n  name: a\n  ip: 10.0.0.1\n", 4) == "  ip: 10.0.0.1"
    assert shown("a: |\n  b\nip: 10.0.0.1", 3) == "ip: 10.0.0.1"
    assert shown("| a | Password |\n|--|--|\n| x | y |\n\n| b | c |\n|--|--|\n| d | e |", 7) == "| d | e |"


def test_a_fence_holds_commands() -> None:
    assert HIDDEN not in shown("```\nset psk hunter2supersecret\n```\n", 2, "README.md")


@pytest.mark.parametrize(
    "junk", ["a" * 20_000, "|-" * 20_000, "password" * 5_000, "a: " * 9_000, '"' * 20_000, " " * 90_000 + "x"]
)
def test_a_long_line_is_looked_at_in_linear_time(junk: str) -> None:
    assert 0 < len(shown(f"kind: Secret\n{junk}\n", 2)) <= 8 * len(junk)
