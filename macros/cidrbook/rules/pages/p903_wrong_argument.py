"""A macro has an invalid argument.

```yaml
networks:
  - {name: Servers, cidr: 192.168.42.0/24}
```

```jinja
{{ cidr_table(columns=['name', 'cdir']) }} {# P903: 33 #}
```

Use instead:

```jinja
{{ cidr_table(columns=['name', 'cidr']) }}
```

Source: [the macros](../macros.md).
"""
