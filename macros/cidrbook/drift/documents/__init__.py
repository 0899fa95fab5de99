"""Documents compared with the repository, one module a kind of disagreement."""
