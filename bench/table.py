"""What the benchmarks have in common: timing, a table, and the line of JSON that ends each."""

import argparse
import datetime
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from digits.commands import whole_number
from digits.training.report import processor

PACKAGES = ["ai-edge-litert", "keras", "numpy", "opencv-python", "streamlit", "streamlit-drawable-canvas", "tensorflow"]


def options(doc: str, **also: tuple[int, str]) -> argparse.Namespace:
    """Return what was asked for: `--quick`, `--json`, and further whole numbers with their help."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="for rot, not for timing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the line of JSON there too")
    for name, (default, text) in also.items():
        parser.add_argument(f"--{name}", type=whole_number(1), default=default, help=f"{text} (default {default})")
    return parser.parse_args()


def times(work: Callable[[Any], Any], given: Iterable[Any], repeat: int) -> list[float]:
    """Return how many milliseconds each piece of work takes, once it is warm."""
    given = list(given)
    for item in given:
        work(item)
    found = []
    for item in given * repeat:
        started = time.perf_counter()
        work(item)
        found.append(1000 * (time.perf_counter() - started))
    return found


def summary(found: Iterable[float]) -> dict[str, float]:
    """Return the median, the 95th and the 99th percentile."""
    values = list(found) or [np.nan]  # nobody was answered
    return {
        name: round(float(np.percentile(values, share)), 3)
        for name, share in (("median", 50), ("p95", 95), ("p99", 99))
    }


def show(title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    """Print a table, a row each, whose columns are those of the first row."""
    columns = list(next(iter(rows.values())))
    print(f"{title:44}" + "".join(f"{column:>15}" for column in columns))
    for name, row in rows.items():
        print(f"{name:44}" + "".join(f"{row.get(column, float('nan')):>15,.3f}" for column in columns))


def finish(bench: str, figures: Mapping[str, Any], file: Path | None) -> None:
    """Print everything as one line of JSON, with what it was measured on; write it to a file where one is given."""
    line = json.dumps({"bench": bench, **figures, **environment()})
    print(line)
    if file:
        file.write_text(line + "\n", encoding="utf-8")


def environment() -> dict[str, Any]:
    """Return the versions, the machine and the day."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"versions": versions, "machine": _machine(), "date": datetime.date.today().isoformat()}


def _machine() -> str:
    return f"{os.cpu_count()} cores of {processor()}, {platform.system()}"
