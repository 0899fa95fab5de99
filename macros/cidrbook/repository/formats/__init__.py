"""The formats that are read, one module each; the folder is the registry.

A reader declares with a decorator of `repository/reader.py` what it matches, and yields what it sees. It yields nothing
for a value that is still open, and nothing twice.
"""
