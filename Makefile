# Everything is installed once into .venv, and again only when the pins or the project file change.
PYTHON ?= python3
BIN := .venv/bin
CONSTRAINTS ?= constraints.txt
PINS := $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))

.PHONY: site test serve pictures bench mutants house lint schema stable dist clean

site: .venv/.ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

test: .venv/.ready lint
	$(BIN)/python -m compileall -q macros # once, and not in each process that tests start, where bytecode is not kept
	NO_MKDOCS_2_WARNING=1 $(BIN)/pytest -n 3 # one more than two cores can do: a preview mostly waits

serve: .venv/.ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

pictures: site
	$(BIN)/python benchmarks/pictures.py site docs/assets/readme.png

bench: .venv/.bench
	$(BIN)/python benchmarks/ratios.py

.venv/.bench: .venv/.ready # the peers; a row without its peer is left out
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check yamllint pytricia
	touch $@

mutants: .venv/.ready
	$(BIN)/python benchmarks/mutants.py

house: .venv/.ready
	$(BIN)/python benchmarks/house.py

lint: .venv/.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@complex=$$($(BIN)/radon cc --min D --show-complexity macros) && test -z "$$complex" || { echo "too complex: $$complex"; exit 1; }

schema: .venv/.ready
	$(BIN)/python -c "from cidrbook.report.schema import as_schema; print(as_schema())" > macros/cidrbook/report/schema.json

.venv/.ready: constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PINS) --editable '.[dev]'
	touch $@

# The names that a release promises to keep
stable: .venv/.ready
	PYTHONPATH=tests $(BIN)/python tests/test_stability.py > tests/stable.yaml.new && mv tests/stable.yaml.new tests/stable.yaml

# What a release uploads, built and tried as others will get it. RELEASE is its tag, if there is one.
dist: .venv/.ready
	rm -rf dist .cache/dist
	$(BIN)/hatchling build --target sdist --target wheel
	test -z "$(RELEASE)" || test "$(RELEASE)" = "v$$($(BIN)/hatchling version)"
	$(PYTHON) -m venv .cache/dist
	.cache/dist/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd examples/home && ../../.cache/dist/bin/cidrbook check .
	.cache/dist/bin/python -m pip install --quiet --disable-pip-version-check twine
	.cache/dist/bin/twine check --strict dist/*

clean:
	rm -rf .venv .cache site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
