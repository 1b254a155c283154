import numpy as np

from digits.scoring import ours


def test_our_own_pens_writers_write_every_digit():
    found = ours.drawings(2, np.random.default_rng(1))
    assert {each.writer for each in found} == {"pen 0", "pen 1"}
    for writer in ("pen 0", "pen 1"):
        assert sorted({each.label for each in found if each.writer == writer}) == list("0123456789")
