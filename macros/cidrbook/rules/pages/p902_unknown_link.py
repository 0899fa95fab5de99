"""A page asks for a link that is not in the plan.

```yaml
links:
  external:
    calico: {url: "https://docs.tigera.io/calico/"}
```

```jinja
I use {{ links.external('callico') }}. {# P902: 26 #}
```

Use instead:

```jinja
I use {{ links.external('calico') }}.
```

Source: [the macros](../macros.md).
"""
