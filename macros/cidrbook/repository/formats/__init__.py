"""The formats that are read, one module each; the folder is the registry.

A reader yields what it sees: `read_document(document)` from one YAML document, when
its variables are filled in; `read_documents(documents)` from all of them, where what one says
depends on another, each with its cluster as `scope`; or `read_text(file)` from the text of a file
that it knows by its name or its looks. It never raises, and never says the same thing twice.
"""
