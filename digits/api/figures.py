"""What the server did so far, in Prometheus's text format."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from digits.reading import tally

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0  # seconds, of requests

Labels = Mapping[str, object]


class Figures:
    """Requests by path and status, how long they took, and the page's errors; answers are counted where they are made.

    One thread counts requests. Visitors are asked for when they are told.
    """

    def __init__(self, visitors: Callable[[], int] = lambda: 0) -> None:
        self._visitors = visitors
        self._requests: Counter[tuple[str, int]] = Counter()
        self._durations = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self.page_errors = 0

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests[path, status] += 1
        self._durations[next((i for i, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))] += 1
        self._seconds += seconds

    def text(self) -> str:
        """Return all figures."""
        answers = tally.ANSWERS.counted()
        lines = [
            *_family("digits_visitors", "gauge", "Open pages.", [({}, self._visitors())]),
            *_family(
                "digits_answers_total",
                "counter",
                "Drawings and pictures that were read, by verdict.",
                [({"verdict": verdict}, count) for verdict, count in answers.verdicts.items()],
            ),
            *_histogram(
                "digits_answer_seconds", "From ink to answer.", tally.BOUNDS, answers.durations, answers.seconds
            ),
            *_family(
                "digits_requests_total",
                "counter",
                "Requests to the API, by path and status.",
                [({"path": path, "status": status}, count) for (path, status), count in self._requests.items()],
            ),
            *_histogram("digits_request_seconds", "From request to reply.", BOUNDS, self._durations, self._seconds),
            *_family("digits_page_errors_total", "counter", "Errors of the page.", [({}, self.page_errors)]),
            *_memory(),
        ]
        return "".join(f"{line}\n" for line in lines)


def _family(name: str, kind: str, told: str, rows: Sequence[tuple[Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"
    yield from (f"{name}{_labels(labels)} {value}" for labels, value in rows)


def _histogram(name: str, told: str, bounds: Sequence[float], counts: Sequence[int], seconds: float) -> Iterator[str]:
    """Yield a histogram: how many took so long at most."""
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} histogram"
    up_to = list(accumulate(counts))
    yield from (f'{name}_bucket{{le="{bound:g}"}} {count}' for bound, count in zip(bounds, up_to, strict=False))
    yield f'{name}_bucket{{le="+Inf"}} {up_to[-1]}'
    yield f"{name}_sum {seconds:.6f}"
    yield f"{name}_count {up_to[-1]}"


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""


def _memory() -> Iterator[str]:
    """Yield the process's memory, where the system tells it."""
    status = Path("/proc/self/status")
    sizes = (
        [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS")]
        if status.exists()
        else []
    )
    name = "process_resident_memory_bytes"
    yield from _family(name, "gauge", "Memory of the page's process.", [({}, 1024 * int(size)) for size in sizes])
