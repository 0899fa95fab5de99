"""A published file holds a private key, a token, or what looks like a password.

`cidrbook leaks` finds it, with or without a plan. It is never printed.

```yaml
settings: {publish: redacted}
networks:
  - {name: Servers, cidr: 192.168.42.0/24}
```

```jinja
PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk= {# P905: 1 #}
```

Use instead:

```jinja
The key is in the vault.
```

Source: [how to publish less](../how-to/redact.md).
"""
