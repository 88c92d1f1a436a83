# `make` alone says what there is. Everything is set up as it is needed, in .venv.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help route test docs schema postcodes bench bench-peers bench-batch scoreboard look clean

help:
	@echo "make route      set up, and answer a few questions about one child"
	@echo "make test       set up, and run every check: tests, types, lint, documents, the built wheel"
	@echo "make docs       write the generated parts of the documents again, and the pictures"
	@echo "make schema     write the JSON Schema that editors use for the dataset again"
	@echo "make postcodes  build the table of postcodes again, and prove it against its sources"
	@echo "make bench      measure"
	@echo "make bench-peers  measure beside other rule engines and programs, in one table"
	@echo "make bench-batch measure many cases at once, beside DuckDB and polars"
	@echo "make scoreboard which faults of a decision table other engines report when they load it"
	@echo "make look       take pictures of the page that seips export page writes, into looks/"
	@echo "make clean      remove what was set up"

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "seips needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/tools: .venv/made pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,postcodes]'
	@touch $@ .venv/installed

route: .venv/installed
	@$(BIN)/seips route || case $$? in 1|2|130) ;; *) exit 4 ;; esac

# What measures whether a page can be used by everybody; without npm, the tests that need it say so and are skipped.
AXE := .venv/axe/node_modules/axe-core/axe.min.js
$(AXE): .venv/made
	@if command -v npm > /dev/null; \
	  then npm install --silent --prefix .venv/axe --no-save --ignore-scripts --no-audit --no-fund axe-core@4.14.1 || \
	    echo "axe-core could not be fetched"; \
	  else echo "npm is not installed, so axe-core is not either"; fi

test: .venv/tools $(AXE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

docs: .venv/tools
	$(BIN)/python scripts/pictures.py
	$(BIN)/cog -r -P -I scripts README.md docs/json.md

schema: .venv/tools
	$(BIN)/python -m seips_cli.parsing > data/partnerships.schema.json

postcodes: .venv/tools
	$(BIN)/python scripts/build_postcodes.py
	$(BIN)/pytest -m source

bench: .venv/made
	@$(PYTHON) -m venv --clear .venv/wheel
	@.venv/wheel/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv/wheel/bin/python -m pip install --quiet --disable-pip-version-check .
	@.venv/wheel/bin/python -m bench.startup
	@.venv/wheel/bin/python -m pip install --quiet --disable-pip-version-check z3-solver
	@.venv/wheel/bin/python -m bench.proof

bench-peers: .venv/made
	@$(PYTHON) -m venv --clear .venv/peers
	@.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv/peers/bin/python -m pip install --quiet --disable-pip-version-check . \
	  datalogic-py zen-engine json-logic-qubit business-rules duckdb
	@.venv/peers/bin/python -m bench.peers

bench-batch: .venv/made
	@$(PYTHON) -m venv .venv/bench
	@.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	@.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check . duckdb polars
	@.venv/bench/bin/python -m bench.batch

scoreboard: .venv/made
	@$(PYTHON) -m venv .venv/engines
	@.venv/engines/bin/python -m pip install --quiet --disable-pip-version-check . \
	  zen-engine business-rules json-logic-qubit bkflow-dmn pyDMNrules
	@.venv/engines/bin/python -m pip install --quiet --disable-pip-version-check certcc-ssvc || \
	  echo "certcc-ssvc does not install on this Python (it asks for 3.12); it is left out"
	@.venv/engines/bin/python bench/scoreboard.py

look: .venv/tools
	$(BIN)/python scripts/look_page.py looks

clean:
	rm -rf .venv dist build looks
