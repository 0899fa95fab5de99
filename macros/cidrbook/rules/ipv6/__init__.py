"""IPv6: prefixes and interface identifiers."""
