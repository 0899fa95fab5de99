"""A page asks for a network or an address that is not in the plan.

It may be misspelt, or the object was renamed. The build stops, whatever `on_error_fail` says,
rather than publish a page with a gap.

```yaml
networks:
  - {name: Servers, cidr: 192.168.42.0/24}
```

```jinja
My servers are in {{ cidr('sevrers') }}. {# P901: 28 #}
```

Use instead:

```jinja
My servers are in {{ cidr('servers') }}.
```

Source: [the macros](../macros.md).
"""
