"""What only a name or a copy tells, one module each; the folder is a registry like `formats`."""
