#!/usr/bin/env bash
# Every check, one after another; a failure does not hide the ones after it.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

section() { # section TITLE COMMAND...
    local title=$1 began=$SECONDS
    shift
    printf '\n==== %s\n' "$title"
    if "$@"; then
        printf '==== %s: passed in %d s\n' "$title" $((SECONDS - began))
    else
        printf '==== %s: FAILED in %d s\n' "$title" $((SECONDS - began))
        failed+=("$title")
    fi
}

tests() { # tests TITLE FOLDER...: a folder without tests is not a failure, nor does it pass
    local title=$1 folder
    shift
    local folders=()
    for folder in "$@"; do
        if [ -n "$(find "$folder" -name 'test_*.py' -print -quit 2>/dev/null)" ]; then
            folders+=("$folder")
        fi
    done
    if [ ${#folders[@]} -eq 0 ]; then
        printf '\n==== %s: no tests here\n' "$title"
        return
    fi
    local spread=()
    if [ "$title" = unit ]; then spread=(-n 2); fi
    section "tests: $title" "$bin/python" -m pytest -q "${spread[@]}" "${folders[@]}"
}

stop_database() {
    DONEINONE_DATA="${DONEINONE_DATA:-var/tests}" "$bin/doneinone" db stop >/dev/null 2>&1 || true
}
trap stop_database EXIT

section "layout (ruff format)" "$bin/ruff" format --check .
section "lint (ruff)" "$bin/ruff" check .
section "types (mypy --strict)" "$bin/mypy"
section "floors and rooms (import-linter)" "$bin/lint-imports"
if grep -q '^\[tool.djlint\]' pyproject.toml; then
    section "templates (djlint)" "$bin/djlint" --lint --quiet src/doneinone
fi
tests unit tests/unit tests/architecture
tests api tests/api
tests browser tests/browser
tests faults tests/faults
tests docs tests/docs

printf '\n'
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
fi
printf 'Everything passed in %d s.\n' "$SECONDS"
