# make install: set up .venv · make demo: grade the sample copies · make test: all tests
# Needs Python 3.11 or later with its venv module: make PYTHON=/path/to/python3.12 install
PYTHON ?= $(firstword $(shell sh -c 'command -v python3.11') python3)
BIN := .venv/bin
# Twice quiet: errors only.
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet
LOCALES := src/examen/locale
CATALOGUE := $(LOCALES)/fr/LC_MESSAGES/examen.mo

EXAM := bts-ndrc-2020-e5-groupama
COPIES := samples/groupama/copies.jsonl

.PHONY: install demo test lock clean

install: $(CATALOGUE)

# The marker is written last: a set-up that was interrupted starts again.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "examen needs Python 3.11 or later with its venv module, and '$(PYTHON)' is not that." \
		"Install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv, once (about a minute)…"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -c 'from examen.language import reader; reader("fr"), reader("en")' # prepares words
	@touch $@

$(CATALOGUE): .venv/installed tools/catalogues.py $(wildcard $(LOCALES)/*/*.po)
	@$(BIN)/python tools/catalogues.py > /dev/null

demo: install
	@$(BIN)/examen grade $(EXAM) $(COPIES) -o demo
	@$(BIN)/examen render $(EXAM) -o demo

test: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

# The lock names no package index, so that each machine uses its own.
lock: .venv/installed
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock

clean:
	rm -rf .venv demo .mypy_cache .pytest_cache .ruff_cache .hypothesis
