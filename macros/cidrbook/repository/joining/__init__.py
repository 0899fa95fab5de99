"""Which sightings are one thing, and the observation that they make."""
