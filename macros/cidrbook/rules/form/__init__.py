"""The form of the data: YAML, keys, types and references."""
