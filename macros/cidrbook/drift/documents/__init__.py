"""Documents compared with the repository, one module a kind of disagreement; `detectors.py` asks them all."""
