"""Measure the hub: `python -m bench`, or `python -m bench --quick` for less than three minutes."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def main() -> int:
    """Measure, print, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, up to 30 thousand cases")
    parser.add_argument("--name", help="name of the file of results (the day)")
    parser.add_argument(
        "--only", choices=("opening", "scale"), help="one part; the other stays as in the file"
    )
    parser.add_argument("--rounds", type=int, help="rounds of opening cases")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that all is stopped and removed
    data = Path(tempfile.mkdtemp(prefix="doneinone-bench-"))
    try:
        return _run(options, data)
    finally:
        _stop(data)
        shutil.rmtree(data, ignore_errors=True)


def _run(options: argparse.Namespace, data: Path) -> int:
    from bench import house as houses
    from bench import opening, profiling, report, scale

    today = datetime.now(UTC).date()
    sizes = (10_000, 30_000) if options.quick else (10_000, 100_000, 1_000_000)
    print("Making a hub to measure.", flush=True)
    house = houses.prepare(data)
    name = options.name or _name(today, options)
    results = report.kept(name=name) if options.only else {}
    results |= {"machine": report.machine(house), "quick": options.quick}
    if options.only != "opening":
        scale.copy_databases(house, sizes)
    if options.only != "scale":
        print("Cases opened over HTTP, against a bare loop.", flush=True)
        rounds = options.rounds or (3 if options.quick else 5)
        length = opening.Length(rounds=rounds, seconds=4 if options.quick else 8)
        measured = opening.measure(house, length)
        results |= {"open_case_ratio": measured["open_case_ratio"], "opening": measured}
        results["profile"] = profiling.profile(house.keys, times=200)
        print(f"open_case_ratio {measured['open_case_ratio']:.3f}", flush=True)
        report.keep(results, name=name)
    if options.only != "opening":
        print("Pages as the hub grows.", flush=True)
        scale.fill_all(house, sizes)
        results["scale"] = scale.measure(
            sizes=sizes, rounds=3 if options.quick else 5, times=10 if options.quick else 15
        )
        for look, one in results["scale"]["looks"].items():
            print(f"  {look}: {one['best_ms']} ms, {one['largest_to_smallest']:.2f} times")
        print(f"  read whole: {results['scale']['whole_reads_of_large_tables']}")
    path = report.keep(results, name=name)
    if "opening" in results and "scale" in results and not options.quick:
        report.write_page(results, on=today)
    print(f"Written to {path.relative_to(houses.ROOT)}")
    return 0


def _name(today: Any, options: argparse.Namespace) -> str:
    return f"{today.isoformat()}{'-quick' if options.quick else ''}"


def _stop(data: Path) -> None:
    from doneinone.foundation.embedded_postgres import EmbeddedPostgres

    if "django" in sys.modules:
        from django.db import connections

        connections.close_all()
    EmbeddedPostgres(data=data / "database").stop()


if __name__ == "__main__":
    sys.exit(main())
