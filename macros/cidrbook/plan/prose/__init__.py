"""What documents say, beside what the repository holds: one module a kind of disagreement."""
