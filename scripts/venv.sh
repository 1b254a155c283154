#!/bin/sh
# venv.sh FOLDER LOCK [BENEATH]: make FOLDER anew as a virtual environment that holds what LOCK names and nothing else,
# and FOLDER/ready when done. With BENEATH it also sees what that environment holds or sees.
# PYTHON=… chooses the interpreter.
set -eu
folder=$1 lock=$2 beneath=${3:-}

fail() {
    echo "$*" >&2
    exit 1
}

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.13 python3.12 python3.11 python; fi
    for candidate in "$@"; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    found=$("$1" --version 2>/dev/null || echo "no $1")
    fail "Digits needs Python 3.11, 3.12 or 3.13 and found $found: install one of them, or name it with PYTHON=/path/to/python3.12."
}

packages() { "$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }

if [ -n "$beneath" ]; then python=$beneath/bin/python; else python=$(find_python); fi
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "$python cannot make virtual environments: install its venv module (on Debian or Ubuntu, as root: apt-get install python3-venv)."

"$python" -m venv --clear "$folder"
if [ -n "$beneath" ]; then
    beneath=$(cd "$beneath" && pwd)
    # Python does not follow a path file that it finds through another: the lines of the one below come along.
    { packages "$beneath" && cat "$(packages "$beneath")/beneath.pth" 2>/dev/null || true; } >"$(packages "$folder")/beneath.pth"
fi
echo "Installing $lock into $folder; this happens once …"
# Hashes: a package that is not the one which was tested is refused, wherever it comes from.
# Wheels only: a missing one is said at once, where building it from source would fail after half an hour.
# No dependencies: a lock names them all.
# No compiling: Python compiles what it imports, and keeps it; most of what is installed is never imported.
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --only-binary :all: \
    --require-hashes --no-deps --requirement "$lock" ||
    fail "The packages in $lock could not be installed: see above; a full disk and no network are the usual causes. Then call again."
touch "$folder/ready"
