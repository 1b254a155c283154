"""What one and two readers on a Ray cluster read in a second, beside one process of `serve.py`.

.venv-ray/bin/python -m bench.cluster        once `make cluster` has brought Ray

Clients, Ray's own processes and the readers share the machine's cores. The three take turns.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from bench import table
from bench.api import Row, bulk, infer, rate
from bench.server import ROOT, free_port, serving

READERS = (1, 2)
TURNS = 3
MAX_START = 120  # seconds
LARGE = 64  # images in a request
BULK = "ten PNGs in a list", "strokes as JSON lines", "a photo of fifteen digits"
CLIENTS = 8  # at once: while two readers read, some requests wait for them


def main() -> None:
    """Print readings a second of each, then the same as one line of JSON."""
    options = table.options(__doc__ or "", seconds=(4, "for each figure"))
    seconds, turns = (0.2, 1) if options.quick else (options.seconds, TURNS)
    posts = {f"{LARGE} images in a request": infer(np.random.default_rng(1).random((LARGE, 28, 28, 1), np.float32))}
    others = bulk()
    posts |= {name: others[name] for name in BULK}
    found: dict[str, list[Row]] = {name: [] for name in posts}
    with serving(page="serve.py") as server, on_ray() as cluster:
        for _ in range(turns):
            rates = {"serve.py": {name: rate(server.address, post, seconds, CLIENTS) for name, post in posts.items()}}
            for readers in READERS:
                have(readers)
                rates[f"{readers} on Ray"] = {
                    name: rate(cluster, post, seconds, CLIENTS) for name, post in posts.items()
                }
            for name, rows in found.items():
                rows.append({who: each[name] for who, each in rates.items()})
    medians = {name: _summary(each) for name, each in found.items()}
    table.show("readings a second, medians", medians)
    table.finish("cluster", medians, options.json)


@contextmanager
def on_ray() -> Iterator[str]:
    """Have a Ray cluster of this machine, on the loopback address; gives the address that its API gets."""
    import ray
    from ray import serve

    settings = {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
    with patch.dict(os.environ, settings):
        ray.init(num_cpus=4, include_dashboard=False, _node_ip_address="127.0.0.1", log_to_driver=False)
        try:
            port = free_port()
            serve.start(http_options={"host": "127.0.0.1", "port": port})
            yield f"http://127.0.0.1:{port}"
        finally:
            serve.shutdown()
            ray.shutdown()


def have(readers: int) -> None:
    """Have so many readers behind the API, no more and no fewer."""
    from ray import serve

    from deploy.ray_app import bound

    serve.run(bound(autoscaling_config=None, num_replicas=readers), name="digits", route_prefix="/")
    ends = time.monotonic() + MAX_START
    while _states().get("RUNNING") != readers or len(_states()) > 1:
        if time.monotonic() > ends:
            raise RuntimeError(f"expected {readers} readers, got {_states()}")
        time.sleep(0.2)


def _states() -> dict[str, int]:
    """Return how many readers are in each state."""
    from ray import serve

    states = serve.status().applications["digits"].deployments["reader"].replica_states
    return {getattr(state, "value", str(state)): count for state, count in states.items() if count}


def _summary(turns: list[Row]) -> Row:
    one, two = (f"{readers} on Ray" for readers in READERS)
    medians = {who: float(np.median([turn[who] for turn in turns])) for who in turns[0]}
    return {**medians, "two, times one": float(np.median([turn[two] / turn[one] for turn in turns]))}


if __name__ == "__main__":
    main()
