# make install: set up .venv from the lock file · make demo: grade the sample copies · make test: run all tests
PYTHON ?= python3.11
BIN := .venv/bin
PO := $(wildcard src/examen/locale/*/*.po)

.PHONY: install demo test lint check catalogues lock clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The catalogues follow their sources: run after editing a .po file (make test does it).
catalogues: .venv/installed $(PO)
	@$(BIN)/python tools/catalogues.py > /dev/null

lock: .venv/installed
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev --no-annotate --no-header pyproject.toml -o requirements.lock
