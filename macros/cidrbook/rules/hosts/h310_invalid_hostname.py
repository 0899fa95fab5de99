"""A host name is not valid.

Each part has 1 to 63 letters, digits and hyphens, with no hyphen at either end; the whole name has
at most 253 characters and may end in a dot. Some program refuses any other name sooner or later:
resolvers, certificates, Kubernetes.

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: nas, address: 10.3.1.60, hostname: my_nas.example.org} # H310: 51
      - {name: printer, address: 10.3.1.61, hostname: printer-.example.org} # H310: 55
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.3.1.0/24
    hosts:
      - {name: my_nas, address: 10.3.1.60, hostname: my-nas.example.org}
      - {name: printer, address: 10.3.1.61, hostname: 3--printer.example.org.}
```

Source: [RFC 1123](https://www.rfc-editor.org/rfc/rfc1123#section-2.1), section 2.1, and
[RFC 952](https://www.rfc-editor.org/rfc/rfc952); [RFC 1035](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4),
section 2.3.4, for the lengths.
"""

import re
from collections.abc import Iterator

from cidrbook.net.address_text import to_int
from cidrbook.plan.plan import Plan
from cidrbook.plan.views.dns_names import dns_names
from cidrbook.text.finding import Problem
from cidrbook.text.regex import regex

_LABEL = regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)
_LONGEST = 253
"""Characters of a name in DNS: 255 octets, with the first length and the root (RFC 1035)."""


def check(plan: Plan) -> Iterator[Problem]:
    """Host names and aliases that break the grammar of host names; an alias may begin with `*.`."""
    for name in dns_names(plan):
        wrong = _name_fault(name.written.removeprefix("*.") if name.is_alias else name.written)
        if wrong:
            what = "alias" if name.is_alias else "host name"
            yield Problem(
                at=name.place,
                message=f"the {what} `{name.written}` of {name.owner.name} {wrong[0]}",
                hint=wrong[1],
                parties=(name.owner.id,),
            )


def _name_fault(hostname: str) -> tuple[str, str] | None:
    """What is wrong with a host name and what to do about it, or None."""
    name = hostname.removesuffix(".")
    if to_int(name, 4) is not None:
        return "is an address", "write its name in DNS, or remove it"
    if len(name) > _LONGEST:
        return f"has {len(name)} characters", f"write at most {_LONGEST}"
    wrong = next((label for label in name.split(".") if not _LABEL.fullmatch(label)), None)
    return None if wrong is None else _wrong_label(wrong, hostname)


def _wrong_label(label: str, hostname: str) -> tuple[str, str]:
    """What is wrong with one part of a host name, and what to do about it."""
    if not label:
        return "has an empty part", "write one dot between two parts, and none before the first"
    corrected = hostname.replace("_", "-")
    if "_" in label and all(map(_LABEL.fullmatch, corrected.removesuffix(".").split("."))):
        return "has an underscore, which is not allowed in host names", f"write a hyphen: `{corrected}`"
    if not label.isascii():
        return f"has letters in `{label}` that DNS does not know", "write it in ASCII, for example as `xn--…`"
    what = f"has `{label}` in it, which is not 1 to 63 letters, digits and inner hyphens"
    return what, "write letters, digits, and hyphens between them"
