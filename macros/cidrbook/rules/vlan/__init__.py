"""VLANs: their ids."""
