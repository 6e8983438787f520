# One command for each thing. `make help` lists them. On Windows without make see README.md.

SHELL := /bin/sh
VENV  := .venv
BIN   := $(VENV)/bin
PIP   := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PORT  ?= 8501
# Fast enough on two cores; the browser journeys run afterwards.
JOBS  ?= 2
# What Python has compiled is kept, also where the machine says otherwise: every test that starts a process would
# compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check browser bench docs lock demo clean install install-dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: install ## install what is missing, start the app, say where
	@echo "socialimpact: http://127.0.0.1:$(PORT)  (Ctrl+C stops it)"
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: check browser ## everything: format, lint, types, import floors, all tests, the browser journeys included
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --ignore=tests/browser
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/browser

check: install-dev ## format, lint, types and import floors, without the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --num-workers $(JOBS)
	@$(BIN)/lint-imports

browser: install-dev ## find a browser for the tests, or install one
	@$(BIN)/python -m tests.browser.chromium

bench: install-dev ## measure the speed that is promised, as ratios in one run
	@$(BIN)/python -m benchmarks.run

docs: install ## write docs/figures.md, docs/ledgers.md and docs/registers.md from the declarations
	@$(BIN)/python -m docs.build_figures
	@$(BIN)/python -m docs.build_ledgers
	@$(BIN)/python -m docs.build_registers

demo: install ## fill an empty home with the demo company
	@$(BIN)/python -m socialimpact demo

lock: install-dev ## renew both locks: newest versions that the requirements allow
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-config \
		--custom-compile-command "make lock" requirements-dev.txt --output-file requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-config \
		--custom-compile-command "make lock" requirements.txt --constraint requirements-dev.lock --no-annotate \
		--output-file requirements.lock
	@echo "Locks renewed. Run make test before you commit them."

clean: ## remove the virtual environment and every cache; the organisation's data stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache benchmarks/results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment: made with the first Python that is new enough, kept while it works.
$(BIN)/python:
	@found=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or newer was found. Install one from https://www.python.org, or name it: make PYTHON=/path/to/python" >&2; exit 1; \
	fi; \
	echo "Making the virtual environment in $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "Python could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# Installed from the lock alone, and only when the lock is not the one that was installed.
install: $(BIN)/python
	@cmp -s requirements.lock $(VENV)/installed.lock || { \
		echo "Installing (a few minutes the first time)"; \
		$(PIP) -r requirements.lock \
		&& cp requirements.lock $(VENV)/installed.lock; }

# uv is one of them and goes first: it installs the others in a third of the time. Where it cannot, because only pip is
# told where this machine finds packages, pip does.
install-dev: $(BIN)/python
	@cmp -s requirements-dev.lock $(VENV)/installed-dev.lock || { \
		echo "Installing what the tests need (a few minutes the first time)"; \
		sed -n '/^uv==/,/# via/p' requirements-dev.lock > $(VENV)/uv.lock; \
		$(PIP) -r $(VENV)/uv.lock && { \
			$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
				-r requirements-dev.lock || $(PIP) -r requirements-dev.lock; } \
		&& cp requirements-dev.lock $(VENV)/installed-dev.lock && cp requirements.lock $(VENV)/installed.lock; }
