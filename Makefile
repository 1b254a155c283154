# Everything that people and CI do here. `make help` lists it; PYTHON=… and PORT=… are honoured.
PORT ?= 8501
PY := .venv/bin/python
DEV := .venv-dev/bin

.PHONY: help run test train bench clean libraries
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: libraries  ## serve the page, at PORT (8501)
	@$(PY) scripts/serve.py "$(PORT)"

test: libraries .venv-dev/ready  ## format, lint, types; then unit, page and browser tests
	@scripts/chromium.sh
	$(DEV)/ruff format --check .
	$(DEV)/ruff check .
	$(DEV)/mypy
	$(DEV)/python -m pytest

train: libraries  ## train the bundled network anew
	$(PY) train.py

bench: libraries .venv-dev/ready  ## what it all costs, beside what people would do instead; ONLY=answer for one of them
	@scripts/chromium.sh
	$(DEV)/python -m bench $(ONLY)

clean:  ## forget the environments; the next call makes them again
	rm -rf .venv .venv-dev

libraries: .venv/ready
	@$(PY) scripts/libraries.py

# .venv holds requirements.txt and nothing else; .venv-dev adds the tools and sees .venv through a path file.
# An environment that lost its interpreter or its packages (after an upgrade of Python, say) is made anew.
has = $(1)/bin/python -c 'import importlib.util as u, sys; sys.exit(u.find_spec("$(2)") is None)' 2>/dev/null
$(shell $(call has,.venv,streamlit) || rm -f .venv/ready)
$(shell $(call has,.venv-dev,pytest) || rm -f .venv-dev/ready)

.venv/ready: requirements.txt scripts/venv.sh
	@scripts/venv.sh .venv requirements.txt

.venv-dev/ready: requirements-dev.txt .venv/ready
	@scripts/venv.sh .venv-dev requirements-dev.txt .venv
