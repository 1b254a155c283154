"""What the evaluator puts together of a file's digits, by the flag that asks for it."""

import argparse
from collections.abc import Callable, Sequence

import numpy as np

from digits.drawing.labelled import Labelled
from digits.scoring.layouts import layouts
from digits.scoring.numbers import Composed, numbers
from digits.scoring.pages import pages

Compose = Callable[[Sequence[Labelled], int, int, np.random.Generator], list[Composed]]

KINDS: dict[str, tuple[Compose, str]] = {
    "numbers": (numbers, "put each writer's digits together to numbers, and read those"),
    "layouts": (layouts, "the same far apart, in columns, with stops and with lines beneath"),
    "pages": (pages, "put each writer's digits together to pages of one to six lines"),
    "photos": (pages, "take photos of such pages, on desks and ruled paper"),
}


def asked_for(options: argparse.Namespace) -> Compose | None:
    """Return what puts drawings together; None where they are scored as they are."""
    return next((compose for flag, (compose, _) in KINDS.items() if getattr(options, flag)), None)
