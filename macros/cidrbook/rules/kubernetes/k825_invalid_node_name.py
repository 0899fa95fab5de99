"""A node's name is not one that Kubernetes accepts.

A node joins under its host name, which is made of lower-case letters, digits,
hyphens and dots, and begins and ends each part with a letter or a digit. Under
another name it does not join, or joins under one that is written nowhere. A node
with a `hostname` joins under that, whatever you call it.

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

SEVERITY = Severity.WARNING

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_LONGEST = 253


def check(plan: Plan) -> Iterator[Problem]:
    """Nodes that have no host name, and a name that is no RFC 1123 subdomain."""
    for cluster in plan.clusters:
        for node in cluster.nodes:
            wrong = len(node.name) > _LONGEST or not _NAME.fullmatch(node.name)
            if wrong and node.name and not node.hostname and not plan.lacks(node, "hostname"):
                yield _refused(node)


def _refused(node: Node) -> Problem:
    mended = re.sub(r"[^a-z0-9.]+", "-", node.name.lower()).strip("-.")
    fits = bool(_NAME.fullmatch(mended)) and len(mended) <= _LONGEST
    return Problem(
        at=node.at("name"),
        message=f"`{node.name}` is no name for a node: lower-case letters, digits, hyphens and dots are",
        hint=f"write `{mended}`, or its `hostname` beside the name" if fits else "write its `hostname` beside the name",
        parties=(node.id,),
    )
