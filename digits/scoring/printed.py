"""The evaluator's figures as text, and how far it is."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

Row = dict[str, Any]
MAX_COMPLAINTS = 10  # of a file's


class Progress:
    """A progress bar on stderr, where that is a terminal."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._is_shown = name, total, sys.stderr.isatty()

    def step(self, done: int) -> None:
        """Draw the bar for so many drawings done."""
        if self._is_shown and (done % 50 == 0 or done == self._total):
            filled = 30 * done // self._total
            end = "\n" if done == self._total else ""
            print(f"\r{self._name} [{'#' * filled:30}] {done}/{self._total}", end=end, file=sys.stderr, flush=True)


def show(rows: Sequence[Row], broken: Mapping[str, Sequence[str]], to: TextIO) -> None:
    """Print the figures of files, and what could not be read of them."""
    for row in rows:
        accuracy = _list({f"{width}:": share for width, share in row["accuracy"].items()})
        print(f"{row['file']}: {row['n']} drawings", file=to)
        if accuracy:
            low, high = row["confidence_interval"]
            print(f"  right     {accuracy}  mean {_percent(row['accuracy_mean'])} ({low:.4f} to {high:.4f})", file=to)
            print(f"  by digit  {_list(row['per_class'])}", file=to)
            if row["by_group"]:
                print(f"  by group  {_list(row['by_group'])}", file=to)
            if row["lines"] is not None:
                print(f"  lines     {_percent(row['lines'])} of them right", file=to)
            print(f"  unflagged {_percent(row['accuracy_unflagged'])}  ece {_percent(row['ece'])}", file=to)
        auroc = "" if row["auroc"] is None else f"  separates digits from others (AUROC) {row['auroc']:.4f}"
        verdicts = f"rejected {_percent(row['rejected'])}  unsure {_percent(row['unsure'])}{auroc}"
        print(f"  {verdicts}  {row['milliseconds']} ms a drawing", file=to)
    for file, complaints in broken.items():
        for complaint in complaints[:MAX_COMPLAINTS]:
            print(f"{file}: {complaint}", file=to)
        if len(complaints) > MAX_COMPLAINTS:
            print(f"{file}: and {len(complaints) - MAX_COMPLAINTS} more", file=to)


def _list(shares: dict[str, float | None]) -> str:
    return "  ".join(f"{name} {_percent(share)}" for name, share in shares.items())


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"
