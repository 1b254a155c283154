"""Work that is handed to a Ray cluster in parts, and comes back in its order."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from digits.errors import ClusterError

PART = 200  # pieces of work that go together
ROOT = Path(__file__).resolve().parents[2]

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Use a cluster for the block. Its machines have this project in the same place; `local` is this one alone."""
    try:
        import ray
    except ImportError as error:
        raise ClusterError("--ray: Ray is not installed: `pip install -r deploy/requirements-ray.txt`.") from error
    try:
        ray.init(address, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}})
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ClusterError(f"--ray: expected the address of a Ray cluster, or local, got {address}.") from error
    try:
        yield
    except ray.exceptions.RayError as error:
        raise ClusterError(f"--ray: the cluster failed: {str(error).strip().splitlines()[-1]}") from error
    finally:
        ray.shutdown()


def scattered(
    work: Callable[[int, Sequence[Item]], list[Result]], items: Sequence[Item]
) -> Iterator[tuple[int, list[Result]]]:
    """Yield what comes of each part of the items, and how many are done; the work is told the number of its first."""
    import ray

    def done(start: int, part: Sequence[Item]) -> list[Result]:  # Ray takes functions only
        return work(start, part)

    there = ray.remote(done)
    parts = {start: there.remote(start, items[start : start + PART]) for start in range(0, len(items), PART)}
    for start, part in parts.items():
        yield min(start + PART, len(items)), ray.get(part)
