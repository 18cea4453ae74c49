#!/bin/sh
# Both lock files from pyproject.toml, with the hash of every published file and no word on
# where they were fetched from. Run it with the oldest Python we support: newer ones need no more.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
        --build-deps-for editable --no-header --no-emit-options --no-emit-index-url \
        --no-emit-find-links --no-emit-trusted-host "$@" pyproject.toml
}

compile "$@" --output-file requirements.lock
compile "$@" --extra dev --constraint requirements.lock --output-file requirements-dev.lock
if grep -nE '://|^ *[^#]* /|^--' requirements.lock requirements-dev.lock; then
    echo "These lines name a place: a lock file must hold for every machine." >&2
    exit 1
fi
