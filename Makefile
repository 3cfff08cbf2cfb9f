# Two commands do everything: `make run` and `make test`. Both make the environment they need.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev

help: ## show the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

run: setup bundle ## build the graph from seeds/ and serve it at http://localhost:7878
	@$(BIN)/python -m parley up seeds $(ARGS)

test: $(READY_DEV) ## set up and run every check and test
	@scripts/check

setup: $(READY) ## create .venv with the parley command in it

$(READY): requirements-build.txt requirements.txt pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" scripts/setup requirements.txt
	@touch $(READY)

$(READY_DEV): requirements-build.txt requirements.txt requirements-dev.txt pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" scripts/setup requirements-dev.txt
	@touch $(READY) $(READY_DEV)

frontend: setup ## bundle the scripts of the pages (needs Node.js, or fetches it)
	@scripts/frontend --strict

bundle: setup
	@scripts/frontend

lock: ## write the requirements files anew from pyproject.toml (needs uv)
	@scripts/lock

clean: ## remove the environment and the built graph
	rm -rf .venv data frontend/node_modules server/static/build

.PHONY: help run test setup frontend bundle lock clean
