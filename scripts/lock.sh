#!/bin/sh
# lock.sh [--upgrade]: write each list's lock anew, with the hashes of all that it brings, for every system and Python
# that the project supports. What is locked keeps its version where the list allows it; --upgrade takes the newest.
# Training and tools sit upon the page's environment: their locks leave out what its lock names.
set -eu
cd "$(dirname "$0")/.."

lock() {
    list=$1
    shift
    .venv-dev/bin/uv pip compile "$list.txt" --output-file "$list.lock" "$@" --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
}

lock requirements-page "$@"
set -- "$@" --constraint requirements-page.lock \
    $(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements-page.lock)
lock requirements "$@"
lock requirements-postgresql "$@"
# tritonclient asks for an older ml-dtypes than the page has, for a type that nothing here uses.
overrides=$(mktemp)
trap 'rm -f "$overrides"' EXIT
echo "ml-dtypes>=0.5" >"$overrides"
lock requirements-dev "$@" --constraint requirements.lock --overrides "$overrides"
