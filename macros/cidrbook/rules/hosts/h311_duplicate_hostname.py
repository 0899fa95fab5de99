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

from cidrbook.plan.entry import Machine
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import machines
from cidrbook.text.finding import Problem, Related


def check(plan: Plan) -> Iterator[Problem]:
    """Host names that a machine of another id has too."""
    first: dict[tuple[str, str], Machine] = {}
    for (_, site), machine in machines(plan):
        name = machine.hostname.lower().removesuffix(".")
        if name:
            before = first.setdefault((name, "" if "." in name else site), machine)
            if before.id.lower() != machine.id.lower() and not (before.shared and machine.shared):
                yield _duplicate_hostname(before, machine)


def _duplicate_hostname(before: Machine, machine: Machine) -> Problem:
    return Problem(
        at=machine.at("hostname"),
        message=f"{machine.name} has the host name `{machine.hostname}`, which {before.name} already has",
        label="again",
        related=(Related(at=before.at("hostname"), message=f"{before.kind} {before.name} has it here"),),
        hint="give one of them another host name; if they are one machine, give them one `id`",
        parties=(machine.id, before.id),
    )
