# Everything a developer or a curious person types; `make help` lists it.

SHELL := /bin/sh
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
LOCKS := requirements/runtime.txt requirements/test.txt requirements/lint.txt
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup translations

help:  ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/installed translations  ## make .venv from the locks and compile the translations

.venv/installed: $(LOCKS)
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python "$$(command -v $(PYTHON))" .venv
	uv pip sync --quiet --require-hashes --python $(BIN)/python $(LOCKS)
else
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "This Python lacks venv; on Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(foreach lock,$(LOCKS),-r $(lock))
endif
	@touch $@

translations: .venv/installed
	@test ! -d locale || $(BIN)/pybabel --quiet compile --domain django --directory locale --use-fuzzy
