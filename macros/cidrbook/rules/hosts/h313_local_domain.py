"""Host names end in .local, which is reserved for multicast DNS.

Names in `.local` are resolved by multicast on the link (Bonjour, Avahi). Many systems never ask a
DNS server for them, and others ask both and wait, so one device finds the host and the next one
does not. Use `home.arpa` at home, or `internal` in any private network.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, hostname: nas.home.local} # H313: 51
      - {name: printer, address: 10.3.1.61, hostname: printer.home.local}
```

It is reported once, at the first of them. Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, hostname: nas.home.arpa}
      - {name: printer, address: 10.3.1.61, hostname: local.example.org}
      - {name: tv, address: 10.3.1.62, hostname: mylocal}
```

Source: [RFC 6762](https://www.rfc-editor.org/rfc/rfc6762#section-3), section 3, and appendix G;
[RFC 8375](https://www.rfc-editor.org/rfc/rfc8375), for `home.arpa`.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.plan.views.machines import and_more, machines
from cidrbook.text.finding import Problem, Severity

SEVERITY = Severity.WARNING


def check(plan: Plan) -> Iterator[Problem]:
    """The first host name in .local, with how many more there are."""
    found = [machine for _, machine in machines(plan) if machine.hostname and _is_local_domain(machine.hostname)]
    for machine in found[:1]:
        rest = machine.hostname.removesuffix(".")[: -len(".local")]
        yield Problem(
            at=machine.at("hostname"),
            message=f"{machine.name} ({machine.hostname}){and_more(found, ' has a name', ' have names')} in `.local`,"
            " which is for multicast DNS",
            hint=f"use a domain of your own, or `home.arpa`: `{rest}.home.arpa`",
            parties=tuple(dict.fromkeys(machine.id for machine in found)),
        )


def _is_local_domain(hostname: str) -> bool:
    return hostname.lower().removesuffix(".").endswith(".local")
