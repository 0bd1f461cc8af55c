# What people and CI type. `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help setup setup-check setup-test run test check fix lint types bench lock upgrade clean

BIN := .venv/bin
TEMPLATES := $(wildcard templates reports)
QUICK := not browser and not postgres
# Two workers: one core for each on the machines we measure on. Tests that share a browser or a database
# server stay together on one of them.
WORKERS := -n 2 --dist loadgroup

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

setup: ## Install what running needs: system packages, .venv, locked packages
	@deploy/setup run

setup-check: ## What checking, measuring and locking need: no browser, no PostgreSQL
	@deploy/setup check

setup-test: ## What the whole suite needs: Chromium, PostgreSQL and poppler too
	@deploy/setup test

run: setup ## Start Amends with a demonstration school; prints its address (PORT=8080 chooses another)
	@$(BIN)/python -m deploy.run

test: setup-test lint types ## Everything that CI runs, browser and PostgreSQL included
	$(BIN)/python -m pytest $(WORKERS)

check: setup-check lint types ## Lint, types and the quick tests (no browser, no PostgreSQL)
	$(BIN)/python -m pytest $(WORKERS) -m "$(QUICK)"

lint: setup-check ## Style, format, direction of imports, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet $(TEMPLATES)

types: setup-check ## Types of the service and its reports
	$(BIN)/mypy

fix: setup-check ## Put format and simple lint right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The scripts of bench/ that measure; the others are what these stand on.
BENCHES := report_pdf search figures memory case_page teacher_minute

bench: setup-check ## Measure speed and size; figures go into bench/README.md by hand
	@for name in $(BENCHES); do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

# The lock files name no index, so that a school's own mirror serves as well as any other. Each is made from
# the one before: first everything, then its parts, so that all three agree.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-strip-extras --no-emit-index-url --no-emit-find-links

lock: setup-check ## Write requirements/*.txt from pyproject.toml, keeping the versions that still fit
	$(LOCK) $(UPGRADE) --extra production --group development --output-file requirements/development.txt
	$(LOCK) $(UPGRADE) --constraints requirements/development.txt --extra production --output-file requirements/production.txt
	$(LOCK) $(UPGRADE) --constraints requirements/development.txt --output-file requirements/runtime.txt

upgrade: ## The same with the newest versions that pyproject.toml allows
	$(MAKE) lock UPGRADE=--upgrade

clean: ## Remove what tools left behind (never data or .venv)
	rm -rf build dist .coverage .coverage.* htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -type d -name __pycache__ -exec rm -rf {} +
