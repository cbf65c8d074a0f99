# Two commands are enough on a fresh machine with python3, make and git: `make demo` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: install demo test lint types floors unit browser postgresql pango bench journeys laws faults fuzz nightly look-up lock phrases clean

$(VENV)/.ok: requirements/base.lock requirements/reports.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jalon needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip -q install --disable-pip-version-check --require-hashes --no-deps -r requirements/base.lock
	$(BIN)/pip -q install --disable-pip-version-check --require-hashes --no-deps -r requirements/reports.lock
	$(BIN)/pip -q install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.ok requirements/dev.lock requirements/channels.lock
	$(BIN)/pip -q install --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	$(BIN)/pip -q install --disable-pip-version-check --require-hashes --no-deps -r requirements/channels.lock
	@touch $@

install: $(VENV)/.ok            ## leaves .venv/bin/jalon

phrases: $(VENV)/.ok            ## compile the French and English phrases
	@$(BIN)/python scripts/compile_catalogues.py

demo: $(VENV)/.ok phrases pango       ## the main job on a simulated company, served on localhost
	$(BIN)/jalon demo

test: $(VENV)/.dev phrases browser postgresql pango lint floors
	@$(MAKE) --no-print-directory -j 2 unit types      # the types are checked beside the tests: neither waits

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

floors: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev phrases
	$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not nightly"

browser:                        ## Chromium for the browser tests; says so when it cannot be had
	@scripts/ensure_browser

postgresql:                     ## PostgreSQL's own programs for the records; says so when they cannot be had
	@scripts/ensure_postgresql

pango:                          ## what PDF needs of the system; says so when it cannot be had
	@scripts/ensure_pango

bench: $(VENV)/.dev             ## both sides of every figure, measured in one run
	$(BIN)/python -m benchmarks

faults: $(VENV)/.dev            ## kills, damage, hostile files, three weeks of restated days, seeded; SEED=N repeats a run
	$(BIN)/pytest -q -m slow tests/faults tests/promises/sources tests/routines tests/demo tests/web/api

nightly: test journeys laws faults fuzz bench         ## what no change waits for, too: thousands of hostile files, a child each
	$(BIN)/pytest -q -m nightly tests

journeys: $(VENV)/.dev phrases  ## every screen and journey once more: in the other language, at the other width, by night
	$(BIN)/pytest -q -n 2 --dist loadfile -m slow tests/journeys

laws: $(VENV)/.dev              ## every law on all of its examples; `make test` shows a third of the longest ones
	JALON_LAWS=all $(BIN)/pytest -q -n 2 --dist loadfile tests/laws

fuzz: $(VENV)/.dev              ## every reader on spoilt exports, and every law, on new examples each time
	JALON_FUZZ=$${JALON_FUZZ:-2000} $(BIN)/pytest -q tests/laws

look-up: $(VENV)/.ok phrases    ## write the look-up pages from the code
	$(BIN)/python scripts/write_look_up.py

lock:                           ## write the hash-locked requirements anew (needs uv)
	scripts/lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache
