# Two commands do everything on a fresh machine with Python 3.11 or newer, git and make:
#   make jsonl   set up, then write all datasets into dist/
#   make test    set up, then run all tests
# `make demo` does the first on a small corpus of our own, offline.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO := build/demo

.DEFAULT_GOAL := setup
.PHONY: setup jsonl test demo lint clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is `$(PYTHON) --version`. Try make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

jsonl: $(READY)
	$(BIN)/pytest cases --emit-jsonl=dist

test: $(READY)
	$(BIN)/pytest -n auto

demo: $(READY)
	@rm -rf $(DEMO)
	@mkdir -p $(DEMO)
	@$(BIN)/python examples/miniature/make_repository.py $(DEMO)/relay.git
	cd examples/miniature && ../../$(BIN)/pytest cases --corpus=../../$(DEMO)/relay.git --emit-jsonl=../../$(DEMO)/dist
	@cat $(DEMO)/dist/relay.jsonl

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean:
	rm -rf .venv build dist
