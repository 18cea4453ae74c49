#!/bin/sh
# Make the virtual environment with the first Python of at least 3.11 on the PATH.
set -eu

for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            # Debian keeps these in a package of their own.
            if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
                apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
            else
                echo "$python cannot make virtual environments: install python3-venv." >&2
                exit 1
            fi
        fi
        exec "$python" -m venv "$1"
    fi
done
echo "Done in One needs Python 3.11 or newer; found $(python3 --version 2>&1 || true)." >&2
echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2
exit 1
