"""A file is not one valid YAML document.

Nothing of such a file is read, so whatever other files say about the objects in
it may be reported too, until it is mended. Tabs, a quote or bracket that is
never closed and a line that is indented unlike its neighbours are the usual
causes. A second document (`---`) belongs into a file of its own: all files
below `data/` are one plan. Aliases and nesting are bounded, so that a file of
a kilobyte cannot stand for a billion values.

In a repository, a document of YAML that holds an address is named, and the rest
is read as if it were not there; templates are no YAML, and are left out.

```yaml
networks:
  - name: lan
   cidr: 10.0.0.0/24 # F101: 4
```

Use instead:

```yaml
networks:
  - name: lan
    cidr: 10.0.0.0/24
```

Source: [YAML 1.1](https://yaml.org/spec/1.1/), on indentation, quotes and documents.
"""

from collections.abc import Iterator

from cidrbook.plan.inventory import Inventory
from cidrbook.text.finding import Problem, Severity

OBSERVED = Severity.INFO


def check(plan: Inventory) -> Iterator[Problem]:
    """What the reader could not read."""
    return plan.problems_of("yaml-syntax")


observed = check
