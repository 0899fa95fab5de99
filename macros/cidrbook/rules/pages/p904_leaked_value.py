"""A published file holds a value that the profile does not show.

Macros show what the [profile](../how-to/redact.md) lets them. What you type by hand, and what pictures, archives and
themes bring, is found after the build, by the guard of a build and by `cidrbook leaks`. Use a macro, or allow the
value by a waiver whose `between` names it.

```yaml
settings: {publish: redacted}
networks:
  - {name: Servers, cidr: 192.168.42.0/24, hosts: [{name: nas, address: 192.168.42.60}]}
```

```jinja
The backups are at 192.168.42.60. {# P904: 20 #}
```

Use instead:

```jinja
The backups are at {{ address('nas') }}.
```

Source: [how to publish less](../how-to/redact.md).
"""
