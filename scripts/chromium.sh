#!/bin/sh
# Make sure that the browser tests have a Chromium: the machine's, else Debian's package, else Playwright's own.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if .venv-dev/bin/python -c '
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not pathlib.Path(p.chromium.executable_path).exists())'; then exit 0; fi

echo "Getting a Chromium for the browser tests …"
debian() {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium
}
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && debian >/dev/null; then exit 0; fi
if .venv-dev/bin/playwright install chromium; then exit 0; fi
echo "The browser tests need Chromium: install your system's package of that name (on Debian or Ubuntu, as root: apt-get install chromium) and call again." >&2
exit 1
