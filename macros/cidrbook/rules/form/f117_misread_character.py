"""A character means something else to YAML than to you.

No-break spaces and curly quotes come with text that was copied from a web page, a chat or a word
processor. YAML takes both for letters. cidrbook reads them as what they look like, so everything
else is checked; other programs do not. A `#` behind a space begins a comment, so `AP #2` is only
`AP`; that is a warning where a number follows, because you may mean a comment.

```yaml
networks:
  - name: “Home” # F117: 11
    cidr: 10.0.0.0/24
    purpose: cameras #1 and #2 # F117: 22
```

Use instead:

```yaml
networks:
  - name: "Home"
    cidr: 10.0.0.0/24
    purpose: "cameras #1 and #2"
```

Source: [YAML 1.1](https://yaml.org/spec/1.1/), on white space, quoted scalars and comments.
"""

from collections.abc import Iterator

from cidrbook.plan.plan import Plan
from cidrbook.text.finding import Problem


def check(plan: Plan) -> Iterator[Problem]:
    """Odd blanks, curly quotes and texts that a comment cuts off."""
    return plan.problems_of("misread-character")
