# `make maps` builds every page of the built-in data into maps/.
# `make test` runs the whole suite, browser tests included, and `make test-long` more examples of it.
# `make docs` builds the documentation into site/.
# All make their own virtual environment first, from wheels whose hashes are in constraints.txt; what
# checks the scripts is installed from tools/js with npm.
# `make lock`, `make upgrade`, `make audit` and `make sbom` are described in CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip --disable-pip-version-check install --quiet
LOCKED := $(PIP) --only-binary :all: --require-hashes --requirement
SUPPLY := $(VENV)/supply
UV := UV_CUSTOM_COMPILE_COMMAND="make lock" $(SUPPLY)/bin/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url $(UV_FLAGS)
JS := tools/js/node_modules
PEERS := bench/peers/node_modules
ESLINT := $(JS)/.bin/eslint --config tools/js/eslint.config.mjs --max-warnings 0 \
	frontline/webmap/assets frontline/desk/static tests/js tools/js

.PHONY: maps test test-long check bench bench-growth bench-docs docs picture format clean browser lock upgrade audit sbom

maps: $(VENV)/.runs
	$(BIN)/python -m frontline build --out maps

# Hundreds of commands run in the suite: each would compile all modules if it could not keep them.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --maxprocesses 4 --dist worksteal
# By default one worker more than processors: make test WORKERS="--numprocesses 2" runs two.
WORKERS ?= --numprocesses auto

test: $(VENV)/.tests browser $(JS)/.installed
	$(PYTEST) $(WORKERS)

test-long: $(VENV)/.tests browser $(JS)/.installed
	$(PYTEST) $(WORKERS) --hypothesis-profile long --interruptions 10

check: $(VENV)/.tests browser $(JS)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(ESLINT)

bench: $(VENV)/.tests browser $(PEERS)/.installed
	$(BIN)/python bench/bench.py

# The work of each command at 1,000, 10,000 and 100,000 places, printed row by row.
bench-growth: $(VENV)/.tests
	$(BIN)/python bench/growth.py

# The same, and what was measured replaces the tables in docs/benchmarks.md and docs/scale.md.
bench-docs: $(VENV)/.tests browser $(PEERS)/.installed
	$(BIN)/python bench/bench.py --renew
	$(BIN)/python bench/growth.py --renew

docs: $(VENV)/.tests
	SOURCE_DATE_EPOCH=0 NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

picture: $(VENV)/.tests browser
	$(BIN)/python tools/picture.py
	$(BIN)/python tools/desk_pictures.py

format: $(VENV)/.tests browser $(JS)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(ESLINT) --fix

browser:
	@sh tools/browser.sh

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: $(VENV)/.made requirements.txt
	$(BIN)/python $(LOCKED) requirements.txt
	@touch $@

# An editable install cannot be checked against a hash: everything it needs is installed before it,
# and it may not install anything itself.
$(VENV)/.tests: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python $(LOCKED) constraints.txt
	$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runs

# The tools for the lock files, the audit and the SBOM have their own environment.
$(SUPPLY)/.installed: $(VENV)/.made tools/supply.txt
	$(PYTHON) -m venv $(SUPPLY)
	$(SUPPLY)/bin/python $(LOCKED) tools/supply.txt
	@touch $@

# constraints.txt locks everything; requirements.txt is the part that the program needs to run.
lock: $(SUPPLY)/.installed
	$(UV) pyproject.toml --all-extras --group build --output-file constraints.txt
	$(UV) pyproject.toml --constraint constraints.txt --output-file requirements.txt
	$(UV) --group supply --constraint constraints.txt --output-file tools/supply.txt

upgrade:
	$(MAKE) lock UV_FLAGS=--upgrade

audit: $(SUPPLY)/.installed
	$(SUPPLY)/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
		--requirement constraints.txt --requirement tools/supply.txt

sbom: $(SUPPLY)/.installed requirements.txt
	rm -rf build/sbom
	$(PYTHON) -m venv --without-pip build/sbom
	$(SUPPLY)/bin/python $(subst -m pip,-m pip --python build/sbom/bin/python,$(LOCKED)) requirements.txt
	@mkdir -p dist
	@version=$$(sed -n 's/^__version__ = //p' frontline/__init__.py) && \
		sed "s/^dynamic = .*/version = $$version/" pyproject.toml > build/sbom/pyproject.toml
	$(SUPPLY)/bin/cyclonedx-py environment --pyproject build/sbom/pyproject.toml --mc-type application \
		--output-reproducible --output-file dist/frontline-mapper.cdx.json build/sbom/bin/python

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
