# `make` alone lists what there is. Needs Python 3.11 or newer; everything else comes by itself.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo setup test unit browser bench screenshots lock wheel clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.runtime ## show a whole hub with invented people (PORT=8000); Ctrl-C stops it
	@$(BIN)/doneinone demo --port $(PORT)

setup: $(VENV)/.development ## prepare .venv for development

test: $(VENV)/.development browser ## run every check, as CI does
	@tools/check_everything.sh

unit: $(VENV)/.development ## run the fast tests only, in under a minute
	@$(BIN)/python -m pytest tests/unit tests/architecture -q -n 2 -m "not slow"

browser: ## install Chromium for the browser tests where this machine lets us
	@tools/install_browser.sh

bench: $(VENV)/.development ## measure how much the hub takes
	@$(BIN)/python -m bench

screenshots: $(VENV)/.development browser ## take the pictures of the documentation anew
	@$(BIN)/python tools/screenshots.py

lock: $(VENV)/.development ## write both lock files anew (UPGRADE=1 takes newer versions)
	@tools/lock.sh $(if $(UPGRADE),--upgrade)

wheel: $(VENV)/.development ## build the package into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## remove what was built and the data of tests; .venv and the demonstration stay
	rm -rf build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV); the first time this takes a minute."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) with the tools of development; the first time this takes a minute or two."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(VENV)/.runtime $@
