# Everything a newcomer needs. `make help` explains.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
PORT ?= 8000

.PHONY: help run test check bench night install install-dev lock css clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## Start Yui with the sample world: web and worker on http://127.0.0.1:8000
	@$(BIN)/python tools/run.py --data $(DATA) --port $(PORT)

test: install-dev ## Install what tests need, then run every test on SQLite and PostgreSQL
	@$(BIN)/python tools/run_tests.py

check: install-dev ## Lint, types, structure: at most 4 minutes
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/python tools/build_css.py --check
	$(BIN)/mypy src
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/structure
	YUI_PROFILE=test YUI_DATA=build/check $(BIN)/python -m django check --settings yui.config.settings --fail-level WARNING

bench: install-dev ## Measure against peers; writes benchmarks/results/
	$(BIN)/python benchmarks/run.py

night: install-dev ## The heavier proofs: whole national file, races, long properties
	@$(BIN)/python tools/run_tests.py --night

install: $(VENV)/run.stamp
install-dev: $(VENV)/dev.stamp

$(VENV)/bin/uv: requirements/bootstrap.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock

$(VENV)/run.stamp: requirements/run.lock pyproject.toml $(VENV)/bin/uv
	@test -f $(VENV)/dev.stamp || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml $(VENV)/bin/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

lock: ## Resolve the dependencies anew and write the hashed locks
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --python-version 3.11 --generate-hashes --no-header -o requirements/run.lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group dev --group bench --python-version 3.11 --generate-hashes --no-header -o requirements/dev.lock
	echo uv setuptools | tr ' ' '\n' | $(BIN)/uv pip compile --quiet --upgrade - --python-version 3.11 --generate-hashes --no-header -o requirements/bootstrap.lock

css: install-dev ## Bundle the style sheets after a change
	$(BIN)/python tools/build_css.py

clean: ## Remove the environment and everything built
	rm -rf $(VENV) build
