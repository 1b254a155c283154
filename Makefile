# Everything that people and CI do here. `make help` lists it; PYTHON=… and PORT=… are honoured.
PORT ?= 8501
PY := .venv/bin/python
DEV := .venv-dev/bin

.PHONY: help run test train bench clean
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/ready  ## serve the page, at PORT (8501)
	@$(PY) scripts/serve.py $(PORT)

test: .venv-dev/ready  ## format, lint, types; then unit, page and browser tests
	@scripts/chromium.sh
	$(DEV)/ruff format --check .
	$(DEV)/ruff check .
	$(DEV)/mypy
	$(DEV)/python -m pytest

train: .venv/ready  ## train the bundled network anew
	$(PY) train.py

bench: .venv/ready  ## what an answer costs, beside the naive way
	$(PY) -m bench.answer --keras

clean:  ## forget the environments; the next call makes them again
	rm -rf .venv .venv-dev

# .venv holds requirements.txt and nothing else; .venv-dev adds the tools and sees .venv through a path file.
.venv/ready: requirements.txt scripts/venv.sh
	@scripts/venv.sh .venv requirements.txt

.venv-dev/ready: requirements-dev.txt .venv/ready
	@scripts/venv.sh .venv-dev requirements-dev.txt .venv
