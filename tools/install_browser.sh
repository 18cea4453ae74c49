#!/bin/sh
# Chromium for the browser tests, from the system's packages. Where that cannot be, say so.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
        exit 0
    fi
done
if ! command -v apt-get >/dev/null; then
    echo "No Chromium here: install it, or the browser tests cannot run." >&2
    exit 0
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "No Chromium here: sudo apt-get install chromium, or the browser tests cannot run." >&2
        exit 0
    fi
    as_root=sudo
fi
echo "Installing Chromium."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    chromium >/dev/null
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    fonts-inter >/dev/null || echo "The font Inter is not to be had; the tests do without." >&2
