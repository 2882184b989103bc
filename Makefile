# `make check` is what CI asks for. Everything runs in .venv, which the first target makes.
BIN := .venv/bin

.PHONY: setup check test lint types floors golden sample samples manual ci

setup:
	.ci/setup dev,ginza

check: setup lint types floors test

lint:
	$(BIN)/ruff check regenlint checks tests bench docs/examples
	$(BIN)/yamllint -c .yamllint checks dictionaries docs/examples action.yml

types:
	$(BIN)/mypy

floors:
	$(BIN)/lint-imports --no-logo

test:
	./run-tests

# Rewrites the expected outputs of the formats; look at the difference before you commit it.
golden: setup
	REGENLINT_GOLDEN=1 $(BIN)/python -m pytest tests/report/test_formats.py

sample:
	./lint-sample

# Rewrites the files under docs/samples that the manual links to.
samples: setup
	bench/samples $(BIN)/regenlint

# Builds the manual into build/manual; broken links and anchors are errors.
manual:
	.ci/setup docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

ci:
	.ci/run
