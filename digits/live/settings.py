"""What the browser's reader is told beside the network: its digest, the kernel, and what decides verdicts."""

import base64
from pathlib import Path
from typing import Any

from digits.reading import memory, metrics, rows, several

KERNEL = Path(__file__).with_name("kernel.wasm")
LIMITS = "CLEAR_DIGIT", "LIKELY_SEVERAL", "MAX_PIECES", "MIN_ROWS"  # that `several.may_be_number` goes by
LINE_LIMITS = "FLAT", "MIN_PAPER", "MIN_SPAN"  # and `rows.line_beneath`
MEMORY_LIMITS = "MAX_OF_CLASS", "MAP_SIDE", "POOLED_SIDE", "LEAST"


def settings(network: Path) -> dict[str, Any]:
    """Return what `reader.js` and `network.js` are handed for a verified `.live` file, as JSON takes it."""
    return {
        "digest": metrics.read(network.parent, ["sha256"])["sha256"][network.name],
        "kernel": base64.b64encode(KERNEL.read_bytes()).decode(),
        **verdicts(network.parent),
    }


def verdicts(folder: Path | None = None) -> dict[str, Any]:
    """Return the thresholds of verdicts, the limits that say what may be a number, and how a memory counts."""
    return {
        "thresholds": metrics.thresholds(folder)._asdict(),
        "limits": {
            **{name: getattr(several, name) for name in LIMITS},
            **{name: getattr(rows, name) for name in LINE_LIMITS},
        },
        "memory": {
            "strengths": memory.strengths(folder)._asdict(),
            "limits": {name: getattr(memory, name) for name in MEMORY_LIMITS},
        },
    }
