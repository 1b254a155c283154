"""What holds of every drawing."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from digits.drawing import strokes
from digits.drawing.eraser import after_erasing
from digits.drawing.strokes import SIDE, Drawing
from digits.pen import writing as pen
from digits.sharing import links
from tests.attack.targets import shared_reader

COORDINATES = st.floats(0, SIDE, allow_nan=False).map(lambda value: round(value, 1))
STROKES = st.lists(
    st.lists(st.tuples(COORDINATES, COORDINATES).map(list), min_size=1, max_size=12), min_size=1, max_size=6
)
PENS = st.lists(st.sampled_from([1, 12, 20, 28, 100]), min_size=6, max_size=6)
WIDTHS = st.lists(st.sampled_from([12, 28, -12, -36]), min_size=6, max_size=6)
steadily = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def furthest(points, others):
    """How far the furthest of some points is from the nearest of others."""
    return max(np.hypot(*(np.asarray(others) - point).T).min() for point in np.asarray(points))


@pytest.mark.slow
@steadily
@given(runs=STROKES, pens=PENS)
def test_what_is_packed_into_a_link_unpacks_to_itself_within_half_a_step(runs, pens):
    drawing = Drawing(runs, pens[: len(runs)])
    text = links.pack(drawing)
    assume(text is not None)
    back = links.unpack(text)
    assert back.pens == drawing.pens
    step = links.STEPS[next(i for i, step in enumerate(links.STEPS) if _as_packed(drawing, step) == text)]
    for before, after in zip(runs, back.strokes, strict=True):
        even = strokes.resampled(np.array(before, float), links.STRIDE * step)
        assert np.shape(after) == even.shape
        assert np.abs(np.array(after) - even).max() <= step / 2 + 1e-9
    assert links.unpack(links.pack(back)).pens == back.pens


def _as_packed(drawing, step):
    """A link's text where only steps of this size may be taken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "STEPS", [step])
        return links.pack(drawing)


@pytest.mark.slow
@steadily
@given(runs=STROKES, widths=WIDTHS)
def test_erasing_never_adds_ink(runs, widths):
    drawing = Drawing(runs, [abs(widths[0]), *widths[1 : len(runs)]])
    kept = after_erasing(drawing)
    pens_only = [(run, width) for run, width in zip(*drawing[:2], strict=True) if width > 0]
    assert set(kept.pens) <= {width for _, width in pens_only}
    for run, width in zip(kept.strokes, kept.pens, strict=True):
        if (run, width) in pens_only:  # no eraser touched it
            continue
        along = np.vstack([strokes.resampled(np.array(each, float), 1) for each, pen in pens_only if pen == width])
        assert furthest(run, along) <= 1
    without = strokes.picture(Drawing([run for run, _ in pens_only], [width for _, width in pens_only]))
    assert (strokes.picture(drawing) <= without).all()


@pytest.mark.slow
@steadily
@given(
    label=st.integers(0, 9),
    height=st.integers(60, 140),
    across=st.integers(0, 140),
    down=st.integers(0, 140),
)
def test_reading_is_the_same_wherever_a_drawing_lies(label, height, across, down):
    runs = pen.digit(label, height, (20, 20))
    moved = [[[x + across, y + down] for x, y in run] for run in runs]
    assume(max(max(point) for run in moved for point in run) < SIDE - 10)
    here, there = (shared_reader().read(strokes.by_one_pen(each, 20)) for each in (runs, moved))
    assert (here.text, here.verdict) == (there.text, there.verdict)
    assert there.confidence == pytest.approx(here.confidence, abs=1e-6)
    assert np.array_equal(here.whole.input, there.whole.input)
