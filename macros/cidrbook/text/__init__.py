"""Texts that know their places: files, YAML, XML, Markdown, HCL, lines, and what is found wrong at a place."""
