"""A published file holds a public address, a device's MAC address or its serial number.

`cidrbook leaks` knows them by their form, with or without a plan. Addresses for documentation, resolvers that the
whole world uses, and MAC addresses that software sets identify nobody. Allow others by a waiver whose `between` names
the value.

```yaml
settings: {publish: redacted}
networks:
  - {name: Servers, cidr: 192.168.42.0/24}
```

```jinja
Connect to 100.42.17.5 from outside. {# P906: 12 #}
```

Use instead:

```jinja
Connect to 203.0.113.5 from outside.
```

Source: [RFC 5737](https://www.rfc-editor.org/rfc/rfc5737) for addresses in documentation.
"""
