"""The formats that are read, one module each; the folder is the registry.

A reader says with a decorator of `repository/reader.py` what it matches, and yields what it sees there. It says nothing
where a value is still open, and nothing twice.
"""
