"""The API on a cluster: the same `/v2` and `/read`, with as many readers as there is work for.

serve run --name digits deploy.ray_app:app    with the packages of deploy/requirements-ray.txt

Requests come in at `Front`, which hands each on to a reader. A reader that dies takes no request along: it is asked of
another one. There is no batching of requests: the network reads a batch no faster than its drawings one by one.
"""

import asyncio
import os
from typing import Any, cast

from ray import serve
from ray.exceptions import RayActorError
from ray.serve.handle import DeploymentHandle
from starlette.applications import Starlette

from digits.api.answering import answer
from digits.api.figures import Figures
from digits.api.messages import Asked, Reply
from digits.api.routes import routes
from digits.errors import EngineError
from digits.reading import engine
from digits.reading.tally import ANSWERS

# Of the whole cluster; by itself it knows no machine but the one that starts it.
MAX_READERS = int(os.environ.get("DIGITS_READERS") or os.cpu_count() or 1)
ATTEMPTS = 5
WAIT = 0.2  # seconds: until a reader that died is known to be dead

READERS = {
    "autoscaling_config": {
        "min_replicas": 1,
        "max_replicas": MAX_READERS,
        "target_ongoing_requests": 2,
        "upscale_delay_s": 2,
        "downscale_delay_s": 60,
    },
    "max_ongoing_requests": 4,
    "health_check_period_s": 2,
    "ray_actor_options": {"num_cpus": 1},
}


@serve.deployment(name="reader", **READERS)
class Reader:
    """What reads: one network, one request at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def answer(self, asked: Asked) -> Reply:
        """Return the reply to a request."""
        async with self._turn:
            return await asyncio.to_thread(answer, asked)

    def check_health(self) -> None:
        """Raise where the network's file is not what it should be."""
        engine.verified()


class Readers:
    """All of the readers, asked as if they were the one of `digits.api.reading`."""

    def __init__(self, handle: "DeploymentHandle[Reader]") -> None:
        self._handle = handle

    async def ask(self, asked: Asked) -> Reply:
        """Return the reply to a request, of another reader where one died over it."""
        for _ in range(ATTEMPTS):
            try:
                reply: Reply = await self._handle.answer.remote(asked)
            except RayActorError:
                await asyncio.sleep(WAIT)
                continue
            if reply.counted:
                ANSWERS.merge(reply.counted)
            return reply
        raise EngineError("No reader answers. Try again.")


def api() -> Starlette:
    """Return the API of `serve.py`, before the readers of this cluster."""
    return Starlette(routes=routes(Figures(), Readers(serve.get_deployment_handle("reader", "digits"))))


@serve.deployment(name="front", ray_actor_options={"num_cpus": 0.1}, max_ongoing_requests=64)
@serve.ingress(api)
class Front:
    """Where requests come in."""

    def __init__(self, readers: "DeploymentHandle[Reader]") -> None:
        self._readers = readers  # named, so that they are deployed too


def bound(**options: object) -> Any:  # noqa: ANN401 (what Ray's decorators make of classes)
    """Return the application, whose readers have other options than the usual ones."""
    front, reader = cast("Any", Front), cast("Any", Reader)
    return front.bind(reader.options(**options).bind())


app = bound()
