"""Which sightings are one thing, and the observation that they make; it begins in `assembly.py`."""
