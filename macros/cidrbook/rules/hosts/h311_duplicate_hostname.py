"""Two machines have the same host name.

A lookup returns either of them. Case and a trailing dot make no difference in DNS. A name without a
domain may be used again at another site, and objects with one `id` are one machine.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, hostname: files.example.org}
      - {name: backup, address: 10.3.1.61, hostname: Files.example.org.} # H311: 54
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, hostname: files.example.org}
      - {name: backup, address: 10.3.1.61, hostname: files.backup.example.org}
  - name: storage
    cidr: 10.3.2.0/24
    hosts:
      - {name: nas, address: 10.3.2.60, hostname: files.example.org}
```

Source: [RFC 4343](https://www.rfc-editor.org/rfc/rfc4343), on case;
[RFC 1794](https://www.rfc-editor.org/rfc/rfc1794), on names with several addresses.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.dns_names import DnsName, dns_names
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Host names and aliases that something of another id has too; one address may have several names."""
    first: dict[tuple[str, str], DnsName] = {}
    for name in dns_names(plan):
        text = name.written.lower().removesuffix(".")
        before = first.setdefault((text, "" if "." in text else name.site), name)
        one, other = before.owner, name.owner
        if one.id.lower() != other.id.lower() and not (one.shared and other.shared):
            yield _duplicate_name(before, name)


def _duplicate_name(before: DnsName, name: DnsName) -> Problem:
    what = "alias" if name.is_alias else "host name"
    one, other = before.owner, name.owner
    return Problem(
        at=name.place,
        message=f"{other.name} has the {what} `{name.written}`, which {one.name} already has",
        label="again",
        related=(Related(at=before.place, message=f"{one.kind} {one.name} has it here"),),
        hint="give one of them another host name; if they are one machine, give them one `id`",
        parties=(other.id, one.id),
    )
