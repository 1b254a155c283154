#!/usr/bin/env bash
# Test the API on a Ray cluster of this machine. Ray is large, so it has an environment of its own upon .venv-dev.
set -euo pipefail
packages() { "$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }

if [ ! .venv-ray/ready -nt deploy/requirements-ray.txt ]; then
    .venv-dev/bin/python -m venv --clear .venv-ray
    below=$(packages .venv-dev)
    # Ray's own packages come first; those of the page and of the tests are found after them.
    { echo "$below" && cat "$below/beneath.pth"; } >"$(packages .venv-ray)/beneath.pth"
    echo "Installing Ray into .venv-ray; this happens once …"
    .venv-ray/bin/python -m pip install --quiet --disable-pip-version-check --requirement deploy/requirements-ray.txt
    touch .venv-ray/ready
fi
.venv-ray/bin/python -m pytest -n 0 tests/deploy/test_ray.py
