"""Valid things, spoilt: bytes flipped, cut, doubled or put in; parts of JSON replaced by what does not belong there."""

import copy
import json

NASTY = [
    *(None, True, False, "", "x", "Path", "\x00", "\ud800", [], {}, [[]], {"": {}}, [None], "9" * 400),
    *(0, -1, 1, 0.5, 1e-320, 99, 1001, 10_001, -(2**31), 2**31, 2**53, 2**64, 10**30, 1e300, -1e300),
    *(float("nan"), float("inf"), float("-inf")),
]


def mangled_bytes(data, rng):
    """Return bytes with a few changes, or cut short."""
    found = bytearray(data)
    for _ in range(int(rng.integers(1, 4))):
        at, kind = int(rng.integers(len(found) + 1)), rng.integers(5)
        if kind == 0:
            found[at : at + 1] = rng.bytes(1)
        elif kind == 1 and at < len(found):
            found[at] ^= 1 << int(rng.integers(8))
        elif kind == 2:
            found[at:at] = rng.bytes(int(rng.integers(1, 9)))
        elif kind == 3:
            found[at:at] = found[at : at + int(rng.integers(1, 99))]
        else:
            del found[at : at + int(rng.integers(1, 99))]
    return bytes(found[: int(rng.integers(len(found) + 1))] if rng.random() < 0.2 else found)


def mangled_json(value, rng):
    """Return a copy of lists, dictionaries and what is in them, with one to four parts replaced, dropped or nested."""
    root = [copy.deepcopy(value)]
    for _ in range(int(rng.integers(1, 5))):
        holder, key = _somewhere(root, rng)
        kind = rng.integers(6)
        if kind == 0 and holder is not root:
            del holder[key]
        elif kind == 1:
            holder[key] = [holder[key]]
        elif kind == 2 and isinstance(holder, list):
            holder[key:key] = [copy.deepcopy(holder[key])] * int(rng.integers(1, 9))
        elif kind == 3 and isinstance(holder[key], (int, float)):
            holder[key] = holder[key] * float(rng.choice([-1, 1e3, 1e-9, 1e308]))
        else:
            holder[key] = copy.deepcopy(NASTY[rng.integers(len(NASTY))])
    return root[0]


def as_text(value):
    """Return JSON as a stranger may write it: NaN and infinity too."""
    return json.dumps(value).encode()


def _somewhere(root, rng):
    """Return a list or a dictionary that is somewhere in another, and a key of it."""
    holder, key = root, 0
    while True:
        part = holder[key]
        if not isinstance(part, (list, dict)) or not part or rng.random() < 0.15:
            return holder, key
        keys = list(part) if isinstance(part, dict) else range(len(part))
        holder, key = part, keys[int(rng.integers(len(keys)))]
