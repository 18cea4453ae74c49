"""What was measured, as JSON and as a page of the documentation."""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.house import ROOT, House
from bench.rows import DISTRIBUTION
from bench.scale import BOUND

TARGET = 0.20
PAGE = ROOT / "docs/reference/performance.md"
RESULTS = ROOT / "bench/results"


def machine(house: House) -> dict[str, Any]:
    """Describe the machine by what matters, and nothing that names it."""
    with psycopg.connect(house.url()) as connection:
        version = connection.execute("show server_version").fetchone()
    load = os.getloadavg()
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "python": platform.python_version(),
        "postgresql": version[0] if version else "",
        "system": platform.system(),
        "load_before": [round(one, 1) for one in load],
    }


def kept(*, name: str) -> dict[str, Any]:
    """Read the results of an earlier run under the same name, or nothing."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def keep(results: dict[str, Any], *, name: str) -> Path:
    """Write the results as JSON."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(results, indent=2) + "\n")
    return path


def write_page(results: dict[str, Any], *, on: date) -> None:
    """Write the page of the documentation."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join(_lines(results, on)) + "\n")


def _lines(results: dict[str, Any], on: date) -> list[str]:
    about, opening = results["machine"], results["opening"]
    load = about["load_before"][0]
    return [
        "# How much the hub takes",
        "",
        "Written by `make bench`; do not edit. Figures of one machine say little, so what counts "
        "are ratios of things measured in turns on the same machine.",
        "",
        f"Measured on {on.isoformat()}: {about['cores']} cores, {about['memory_gb']} GB of memory, "
        f"Python {about['python']}, PostgreSQL {about['postgresql']} (embedded), "
        f"{about['system']}. Other work on the machine when it began: a load of {load}.",
        "",
        "## Cases opened over HTTP",
        "",
        "`POST /api/v1/services/report-pothole/cases` with a key, a postcode and contact details, "
        f"over {opening['connections']['http']} kept-alive connections to "
        f"{opening['web_processes']} web processes, with the worker reacting meanwhile; against "
        "a bare loop that inserts the "
        "same rows as the same role with nothing round it: "
        f"{opening['connections']['bare']} connections, one transaction for each case.",
        "",
        *_opening_table(opening),
        "",
        f"**Ratio, best against best: {opening['open_case_ratio']:.3f}** (wanted: at least "
        f"{TARGET:.2f}); of medians: {opening['open_case_ratio_of_medians']:.3f}.",
        "",
        *_profile_lines(results["profile"]),
        *(_scale_lines(results["scale"]) if results.get("scale") else []),
    ]


def _opening_table(opening: dict[str, Any]) -> list[str]:
    rows = zip(opening["http"], opening["bare"], opening["open_case_ratio_by_round"], strict=True)
    return [
        "| round | HTTP, a second | half answer within | 95 in 100 within | bare loop, a second "
        "| ratio |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {number} | {http['rate']:,.0f} | {http['median_ms']:.0f} ms | "
            f"{http['p95_ms']:.0f} ms | {bare['rate']:,.0f} | {ratio:.2f} |"
            for number, (http, bare, ratio) in enumerate(rows, start=1)
        ),
    ]


def _profile_lines(profile: dict[str, Any]) -> list[str]:
    return [
        "### Where the rest goes",
        "",
        f"One POST in one process: {profile['statements']} statements, "
        f"{profile['cpu_us_best']:,} µs of CPU at best and {profile['cpu_us_median']:,} µs in "
        "the median, "
        f"{profile['wall_us_median']:,} µs in all. By part, as the profiler sees CPU time:",
        "",
        "| part | share |",
        "| --- | ---: |",
        *(f"| {part} | {100 * share:.0f}% |" for part, share in profile["shares"].items()),
        "",
    ]


def _scale_lines(scale: dict[str, Any]) -> list[str]:
    sizes = list(next(iter(scale["looks"].values()))["best_ms"])
    heads = " | ".join(f"{int(size):,} cases" for size in sizes)
    found = {k: v for k, v in scale["whole_reads_of_large_tables"].items() if v}
    reads = (
        "None of them reads a large table from end to end (the database's own counts, and the plan "
        "of every statement, as the role that serves)."
        if not found
        else f"Read from end to end: {found}."
    )
    pages = ", ".join(
        f"{k.removesuffix(': page')} {v}" for k, v in scale["statements_of_pages"].items()
    )
    return [
        "## As the hub grows",
        "",
        f"{DISTRIBUTION} Milliseconds, the best round's median; each size has its own database, "
        f"and they take turns. Wanted: the largest at most {BOUND} times the smallest.",
        "",
        f"| look | {heads} | largest to smallest | of medians |",
        "| --- |" + " ---: |" * (len(sizes) + 2),
        *(
            f"| {name} | "
            + " | ".join(f"{one['best_ms'][size]:.1f}" for size in sizes)
            + f" | {one['largest_to_smallest']:.2f} | {one['largest_to_smallest_of_medians']:.2f} |"
            for name, one in scale["looks"].items()
        ),
        "",
        f"Statements of each page: {pages}. {reads}",
    ]
