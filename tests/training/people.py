"""Files of what people drew, made for the tests by our own pen."""

import gzip
import json

import numpy as np

from digits.pen import writing as pen


def rows(writers=12, each=5, labels=(*range(10), "A", "K"), seed=0):
    """Rows of JSON lines: so many drawings of some labels by each writer. Letters are crosses."""
    rng = np.random.default_rng(seed)
    for writer in range(writers):
        for label in rng.choice(np.array(labels, object), each, replace=False):
            drawn = pen.write(label, rng) if isinstance(label, int) else [[[0, 0], [9, 9]], [[0, 9], [9, 0]]]
            yield {"label": label, "strokes": np.round(np.vstack(drawn), 2)[None].tolist(), "writer": f"w{writer}"}


def write(path, rows):
    """Write rows to a file of JSON lines, gzipped; return its path."""
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    text = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    return path
