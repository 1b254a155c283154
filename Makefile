# Everything that people and CI do here. `make help` lists it; PYTHON=… and PORT=… are honoured.
PORT ?= 8501
WORKERS ?= 2
MINUTES ?= 25
TRAIN := .venv-train/bin/python
DEV := .venv-dev/bin
PYTEST := $(DEV)/python -m pytest -n $(WORKERS)
PURE := not training and not browser and not bench
# Python keeps what it compiles of the environments at the first import (scripts/venv.sh leaves that to it).
unexport PYTHONDONTWRITEBYTECODE
# Last of all, so that it only helps out: the Node that scripts/js.sh brings where the machine has none.
export PATH := $(PATH):$(CURDIR)/.venv-dev/bin

.PHONY: help run check test attack cluster pythons train hands bench lock clean libraries static
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: libraries  ## serve the page, at PORT (8501)
	@.venv/bin/python scripts/serve.py "$(PORT)"

check: static  ## format, lint, types and the pure tests: under a minute
	$(PYTEST) --dist worksteal -m "$(PURE) and not slow"

# Three groups, one after the other: a browser beside a training would wait for its answers. In the last two a file stays
# with one worker, so that TensorFlow starts twice at most. The browser tests need npm: scripts/js.sh has put one into
# .venv-dev where the machine has none.
test: static  ## everything: what check does, then training, benchmarks and a real browser
	@scripts/chromium.sh
	$(PYTEST) --dist worksteal -m "$(PURE)"
	$(PYTEST) --dist loadfile -m "(training or bench) and not browser"
	PATH="$(CURDIR)/$(DEV):$$PATH" $(PYTEST) --dist loadfile -m browser

attack: libraries .venv-dev/ready  ## attack the page for MINUTES (25), from a fresh seed, which is printed
	@scripts/chromium.sh
	$(DEV)/python -m tests.attack --minutes $(MINUTES)

cluster: libraries .venv-dev/ready  ## the API on a Ray cluster of this machine; brings Ray, which is large
	@scripts/cluster.sh

pythons:  ## the page's packages and the pure tests with each supported Python of this machine
	@scripts/pythons.sh -n $(WORKERS) -m "$(PURE) and not slow"

train: libraries .venv-train/ready  ## train the network from nothing, without real hands
	$(TRAIN) train.py

hands: libraries .venv-train/ready  ## fetch what people drew, for `train.py --hands`
	$(TRAIN) -m digits.training.fetch

bench: libraries .venv-dev/ready  ## what it all costs, beside what people would do instead; ONLY=answer for one of them
	@scripts/chromium.sh
	$(DEV)/python -m bench $(ONLY)

lock: .venv-dev/ready  ## lock all packages anew after a change of requirements; UPGRADE=--upgrade for the newest
	@scripts/lock.sh $(UPGRADE)

clean:  ## forget the environments; the next call makes them again
	rm -rf .venv .venv-train .venv-dev .venv-ray .venv-pythons

static: libraries .venv-dev/ready
	$(DEV)/ruff format --check .
	$(DEV)/ruff check .
	$(DEV)/mypy
	$(DEV)/hadolint deploy/Dockerfile
	@scripts/js.sh

libraries: .venv/ready
	@.venv/bin/python scripts/libraries.py

# .venv holds requirements-page.txt and nothing else. .venv-train adds the rest of requirements.txt, .venv-dev the tools;
# each sees those before it through a path file. They are installed from the lists' locks. One that lost its interpreter
# or its packages (after an upgrade of Python, say) is made anew, and so is one whose Python is not the PYTHON that was
# asked for.
has = $(1)/bin/python -c 'import importlib.util as u, sys; sys.exit(u.find_spec("$(2)") is None)' >/dev/null 2>&1
version = "$$($(1) -c 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null)"
$(shell $(call has,.venv,streamlit) || rm -f .venv/ready)
$(shell $(call has,.venv-train,keras) || rm -f .venv-train/ready)
$(shell $(call has,.venv-dev,pytest) || rm -f .venv-dev/ready)
ifdef PYTHON
$(shell test $(call version,.venv/bin/python) = $(call version,$(PYTHON)) || rm -f .venv/ready)
endif

.venv/ready: requirements-page.lock scripts/venv.sh
	@scripts/venv.sh .venv requirements-page.lock

.venv-train/ready: requirements.lock .venv/ready
	@scripts/venv.sh .venv-train requirements.lock .venv

.venv-dev/ready: requirements-dev.lock .venv-train/ready
	@scripts/venv.sh .venv-dev requirements-dev.lock .venv-train
