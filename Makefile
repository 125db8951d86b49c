# Everything a contributor runs. Each target does its own set-up: Python 3.11 or newer and make are enough.
#   make demo    a made-up job hunt played through the program; no account needed
#   make test    the tests                    make fit     weigh the rules anew on the labelled mail
#   make lint    style                        make bench   measure quality and speed
#   make types   types                        make lock    choose the newest dependencies, and pin them
#   make accuracy    the page docs/accuracy.md, made anew
#   make man     the manual page, made anew of the help of the commands
#   make pictures    those of the documentation; this needs chromium, dunst, Xvfb and ImageMagick
# After any of them .venv/bin/courtesy is the program as it stands in this checkout.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := PYTHONPATH=daemon $(BIN)/python
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

.PHONY: demo test lint types fit accuracy bench man pictures lock clean

demo: $(VENV)/.demos
	@$(RUN) -m courtesy demo

test: $(VENV)/.develops
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.develops
	$(BIN)/ruff check daemon tests bench
	$(BIN)/ruff format --check daemon tests bench

types: $(VENV)/.develops
	$(BIN)/mypy

# Both take a quarter of an hour. The first stores new weights, and the page on how well they do.
fit: $(VENV)/.fits
	$(RUN) bench/fit.py --write

accuracy: $(VENV)/.fits
	$(RUN) bench/fit.py --page

man: $(VENV)/.runs
	$(RUN) docs/man/make.py

pictures: $(VENV)/.develops
	PYTHONPATH=daemon:. $(BIN)/python docs/pictures/make.py

# How well mail of unseen writers is read, and how fast a big mailbox (this needs dovecot and mbsync).
bench: accuracy
	$(RUN) -m bench.first_scan
	$(RUN) -m bench.latency

# The hashes are those of PyPI; --universal serves Linux and macOS and every Python from 3.11.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-config --default-index https://pypi.org/simple --custom-compile-command "make lock" pyproject.toml
lock: $(VENV)/.exists
	$(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra demo --constraint requirements.lock --output-file requirements-demo.lock
	$(LOCK) --group test --group lint --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group fit --constraint requirements-dev.lock --output-file requirements-fit.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What is installed is noted by an empty file, so that the second time takes no time.
$(VENV)/.exists:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.13 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo 'On Debian and Ubuntu this needs one more package: apt install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.runs: requirements.lock $(VENV)/.exists
	$(PIP) -r requirements.lock
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m courtesy "$$@"\n' '$(CURDIR)/daemon' '$(CURDIR)/$(BIN)/python' >$(BIN)/courtesy
	@chmod +x $(BIN)/courtesy
	@touch $@

$(VENV)/.demos: requirements-demo.lock $(VENV)/.runs
	$(PIP) -r requirements-demo.lock
	@touch $@

$(VENV)/.develops: requirements-dev.lock $(VENV)/.runs
	$(PIP) -r requirements-dev.lock
	@touch $@

$(VENV)/.fits: requirements-fit.lock $(VENV)/.develops
	$(PIP) -r requirements-fit.lock
	@touch $@
