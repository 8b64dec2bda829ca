# `make maps` builds every page of the built-in data into maps/.
# `make test` runs the whole suite, browser tests included.
# `make docs` builds the documentation into site/.
# All make their own virtual environment first, with the versions in constraints.txt; what checks
# the scripts is installed from tools/js with npm.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
JS := tools/js/node_modules
PEERS := bench/peers/node_modules
ESLINT := $(JS)/.bin/eslint --config tools/js/eslint.config.mjs --max-warnings 0 \
	frontline/webmap/assets tests/js tools/js

.PHONY: maps test check bench docs picture format clean browser

maps: $(VENV)/.runs
	$(BIN)/frontline build --out maps

test: $(VENV)/.tests browser $(JS)/.installed
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

check: $(VENV)/.tests browser $(JS)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(ESLINT)

bench: $(VENV)/.tests browser $(PEERS)/.installed
	$(BIN)/python bench/bench.py

docs: $(VENV)/.docs
	SOURCE_DATE_EPOCH=0 NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

picture: $(VENV)/.tests browser
	$(BIN)/python tools/picture.py

format: $(VENV)/.tests browser $(JS)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(ESLINT) --fix

browser:
	@sh tools/browser.sh

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.runs

$(VENV)/.docs: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) --editable '.[docs]'
	@touch $@

# What checks the scripts and the pages; its versions are in the lock file beside it. The browser
# script comes first, since it brings npm.
$(JS)/.installed: tools/js/package.json tools/js/package-lock.json | browser
	npm ci --prefix tools/js --silent
	@touch $@

# The scripts that folium's pages load from elsewhere, for the bench.
$(PEERS)/.installed: bench/peers/package.json bench/peers/package-lock.json | browser
	npm ci --prefix bench/peers --silent --ignore-scripts
	@touch $@

clean:
	rm -rf $(VENV) $(JS) $(PEERS) site .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
