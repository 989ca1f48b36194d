# The two commands: `make site` and `make test`. Needs Python 3.11 or newer with venv, and GNU make 4.3 or newer.
PYTHON ?= python3
JOBS ?= auto
# For sitegen build: make site BUILD_FLAGS="--base-url https://preview.example.org --noindex"
BUILD_FLAGS :=
# What `make bench` and `make bench-preview` are told, such as BENCH='--rounds 1 --peers hugo'
BENCH ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for=editable

.PHONY: help site test serve bench bench-preview lint lock clean

help:
	@echo "make site    the archive of this repository, built into public/"
	@echo "make test    the same, then the linters and the whole test suite"
	@echo "make serve   preview with live reload on http://127.0.0.1:8000/"
	@echo "make lint    ruff and mypy alone"
	@echo "make bench   this generator beside others, on synthetic archives (20 to 30 minutes)"
	@echo "make bench-preview  the preview beside other previews, in a browser (some 30 minutes)"
	@echo "make lock    the lock files anew from pyproject.toml (needs a package index)"
	@echo "make clean   remove public/, .sitegen/ and .venv/"

site: $(VENV)/.runtime
	$(BIN)/sitegen build $(BUILD_FLAGS)

test: site lint
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile

serve: $(VENV)/.runtime
	$(BIN)/sitegen serve

bench: $(VENV)/.development
	$(BIN)/python benchmarks/compare.py $(BENCH)

bench-preview: $(VENV)/.development
	$(BIN)/python benchmarks/preview.py $(BENCH)

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/mypy

lock: $(VENV)/.runtime
	$(PIP) install --quiet 'pip-tools>=7.6,<8'
	$(COMPILE) --upgrade --output-file=requirements.lock pyproject.toml
	$(COMPILE) --upgrade --constraint=requirements.lock --extra=test --extra=dev --output-file=requirements-dev.lock pyproject.toml

clean:
	rm -rf public .sitegen $(VENV)

# A changed lock makes the environment anew, so that nothing the lock no longer names stays in it.
$(VENV)/.runtime: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sitegen needs Python 3.11 or newer")'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	touch $@
