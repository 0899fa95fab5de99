"""A node name is not valid in Kubernetes.

A node joins under its host name, which consists of lower-case letters, digits, hyphens and dots;
each part begins and ends with a letter or a digit. With another name it does not join, or joins
under a different one. A node with a `hostname` joins under that, whatever its name is.

```yaml
clusters:
  - name: home
    nodes:
      - {name: K8s_0} # K825: 16
```

Use instead:

```yaml
clusters:
  - name: home
    nodes:
      - {name: k8s-0}
      - {name: k8s-1.lab.internal}
      - {name: The old laptop, hostname: k8s-2}
```

Source: [Kubernetes](https://kubernetes.io/docs/concepts/architecture/nodes/#node-name-uniqueness), on nodes' names.
"""

import re
from collections.abc import Iterator

from cidrbook.plan.cluster import Node
from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem, Severity
from cidrbook.text.regex import regex

SEVERITY = Severity.WARNING

_NAME = regex(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_LONGEST = 253
"""Characters of a DNS subdomain (RFC 1123), which Kubernetes requires."""


def check(plan: Plan) -> Iterator[Problem]:
    """Nodes that have no host name, and a name that is no RFC 1123 subdomain."""
    for cluster in plan.clusters:
        for node in cluster.nodes:
            wrong = len(node.name) > _LONGEST or not _NAME.fullmatch(node.name)
            if wrong and node.name and not node.hostname and not plan.lacks(node, "hostname"):
                yield _problem(node)


def _problem(node: Node) -> Problem:
    corrected = re.sub(r"[^a-z0-9.]+", "-", node.name.lower()).strip("-.")
    fits = bool(_NAME.fullmatch(corrected)) and len(corrected) <= _LONGEST
    return Problem(
        at=node.at("name"),
        message=f"`{node.name}` is no valid node name: use lower-case letters, digits, hyphens and dots",
        hint=f"write `{corrected}`, or its `hostname` beside the name"
        if fits
        else "write its `hostname` beside the name",
        parties=(node.id,),
    )
