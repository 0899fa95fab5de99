"""A file is not one valid YAML document.

The file is skipped, so references to its objects may be reported as well until you fix it. Tabs, an
unclosed quote or bracket, and wrong indentation are the usual causes. A second document (`---`)
needs a file of its own: all files below `data/` are one plan. Aliases and nesting are limited, so
that a small file cannot expand to billions of values.

In a repository, only YAML documents with an address in them are reported, and the other documents
are read. Templates are not YAML and are skipped.

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
    """The files and documents that could not be parsed."""
    return plan.problems_of("yaml-syntax")


observed = check
