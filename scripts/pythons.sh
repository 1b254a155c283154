#!/bin/sh
# pythons.sh [PYTEST'S FLAGS]: install what the page needs under each supported Python of this machine, and run tests
# there, without TensorFlow. A version that is not here is skipped, and said. Exits with 1 where a version failed.
set -u
cd "$(dirname "$0")/.." || exit

runs() { [ "$("$1" -c 'import sys; print(*sys.version_info[:2], sep=".")' 2>/dev/null)" = "$2" ]; }

find_python() {
    for candidate in "python$1" "$HOME/.pyenv/versions/$1".*/bin/python; do
        if runs "$candidate" "$1"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

try() {
    folder=.venv-pythons/$version
    PYTHON=$1 scripts/venv.sh "$folder/page" requirements-page.lock &&
        scripts/venv.sh "$folder/dev" requirements-dev.lock "$folder/page" &&
        shift && "$folder/dev/bin/python" -m pytest -p no:cacheprovider "$@"
}

failed=
for version in 3.11 3.12 3.13; do
    if python=$(find_python "$version"); then
        echo "Python $version: $python"
        try "$python" "$@" || failed="$failed $version"
    else
        echo "Python $version is not on this machine: skipped."
    fi
done
if [ -n "$failed" ]; then
    echo "The page does not work with Python$failed: see above." >&2
    exit 1
fi
