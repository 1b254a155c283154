"""A network's layers as a diagram: each a block, as high and wide as its maps, and as deep as there are many."""

from html import escape
from typing import Any, NamedTuple

from digits.live import export
from digits.page.parts.words import count

Layers = list[dict[str, Any]]  # as the header of a `.live` file has them

SIDE = 28  # of the input
WIDTH, HEIGHT = 80, 92  # of a block's picture
FACE = 52  # of it, the side of the input's face
DEPTH = 0.2  # of it, for each map
PATCH = 0.3  # of what is left of a face: how far from its left, and from its lower edge, the next filter lies


class Block(NamedTuple):
    """What a layer hands on: maps of a side, with what is said of it beneath."""

    side: int
    maps: int
    words: tuple[str, ...]


def network_layers() -> Layers:
    """Return the layers of the network that is run; raise `EngineError` where they are not such as a browser runs."""
    layers: Layers = export.header(export.verified())["layers"]
    return layers


def diagram(layers: Layers) -> str:
    """Return the layers from the input to the answers as HTML, which wraps where there is little room."""
    blocks = _blocks(layers)
    sizes = [*(layer["size"] for layer in layers), 0]
    return f'<ol class="layers-drawn">{"".join(map(_item, blocks, sizes))}</ol>'


def _blocks(layers: Layers) -> list[Block]:
    side, blocks = SIDE, [Block(SIDE, 1, ("Drawing", _square(SIDE)))]
    for layer in layers:
        size, outputs = layer["size"], layer["outputs"]
        weights = f"{count(size * size * layer['inputs'] * outputs)} weights"
        side = 1 if layer.get("valid") else -(-side // layer["stride"])
        named = (f"{outputs} scores",) if layer.get("valid") else (f"{outputs} maps", _square(side))
        blocks.append(Block(side, outputs, (*named, f"filter {_square(size)}", weights)))
    return blocks


def _square(side: int) -> str:
    return f"{side}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{side}"


def _item(block: Block, next_filter: int) -> str:
    first, *others = map(escape, block.words)
    lines = "".join(f"<span>{line}</span>" for line in others)
    return f"<li>{_picture(block, next_filter)}<b>{first}</b>{lines}</li>"


def _picture(block: Block, next_filter: int) -> str:
    """Return a block seen from its upper right, and how the next layer's filter looks at it."""
    face, depth = FACE * block.side / SIDE, max(2, DEPTH * block.maps)
    left, top = (WIDTH - face - depth) / 2, (HEIGHT - face + depth) / 2
    right, bottom = left + face, top + face
    shapes = (
        _shape("face", (left, top), (right, top), (right, bottom), (left, bottom))
        + _shape("top", (left, top), (left + depth, top - depth), (right + depth, top - depth), (right, top))
        + _shape("end", (right, top), (right + depth, top - depth), (right + depth, bottom - depth), (right, bottom))
    )
    if next_filter:
        patch = face * min(next_filter / block.side, 1)
        x, y = left + (face - patch) * PATCH, top + (face - patch) * (1 - PATCH)
        shapes += _shape("patch", (x, y), (x + patch, y), (x + patch, y + patch), (x, y + patch))
        shapes += "".join(f'<path d="M{x + patch:.1f} {at:.1f}L{WIDTH} {HEIGHT / 2}"/>' for at in (y, y + patch))
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{shapes}</svg>'


def _shape(name: str, *corners: tuple[float, float]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon class="{name}" points="{points}"/>'
