"""Makes the contact sheet `docs/views.webp` and README's pictures of the page, of the screenshots that tests take.

.venv-dev/bin/python -m pytest -m browser tests/browser/test_axe.py tests/browser/test_first_look.py
.venv-dev/bin/python scripts/views.py
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "artefacts"
SHEET = ROOT / "docs" / "views.webp"
SCHEMES = "light", "dark"
SCREENS = {"desktop": 250, "phone": 120}  # pixels: how wide each is on the sheet
MAX_HEIGHT, GAP, COLUMNS = 270, 8, 2  # pixels, and views side by side
DESK = 128, 128, 128  # between pictures of day and night
README_SHOT, README_SIZE = "look-digit-1280x800", (960, 600)


def main() -> int:
    """Return the exit status: 1 where the tests have not left their screenshots."""
    views = sorted({_view(shot) for shot in SHOTS.glob("*-phone-light.png") if _view(shot)})
    readme = [SHOTS / f"{README_SHOT}-{scheme}.png" for scheme in SCHEMES]
    if not views or not all(shot.exists() for shot in readme):
        print(__doc__, file=sys.stderr)
        return 1
    _sheet([_row(view) for view in views]).save(SHEET, quality=62, method=6)
    for shot, scheme in zip(readme, SCHEMES, strict=True):
        picture = Image.open(shot).convert("RGB").resize(README_SIZE, Image.Resampling.LANCZOS)
        picture.quantize(64).save(ROOT / "assets" / f"page-{scheme}.png", optimize=True)
    return 0


def _view(shot: Path) -> str:
    """Return the view that a screenshot shows; "" where the others of that view are missing."""
    view = shot.name.removesuffix("-phone-light.png")
    names = [f"{view}-{screen}-{scheme}.png" for screen in SCREENS for scheme in SCHEMES]
    return view if all((SHOTS / name).exists() for name in names) else ""


def _row(view: str) -> Image.Image:
    """Return a view on both screens, by day and by night, side by side."""
    return _beside(list(_shots(view)))


def _shots(view: str) -> Iterator[Image.Image]:
    for screen, width in SCREENS.items():
        for scheme in SCHEMES:
            shot = Image.open(SHOTS / f"{view}-{screen}-{scheme}.png").convert("RGB")
            height = round(width * shot.height / shot.width)
            yield shot.resize((width, height), Image.Resampling.LANCZOS).crop((0, 0, width, min(height, MAX_HEIGHT)))


def _sheet(rows: list[Image.Image]) -> Image.Image:
    """Return all rows, in columns that are read from the top."""
    each = -(-len(rows) // COLUMNS)
    columns = [rows[first : first + each] for first in range(0, len(rows), each)]
    return _beside([_beneath(column) for column in columns])


def _beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(each.width + GAP for each in pictures) - GAP
    joined = Image.new("RGB", (width, max(each.height for each in pictures)), DESK)
    left = 0
    for each in pictures:
        joined.paste(each, (left, 0))
        left += each.width + GAP
    return joined


def _beneath(pictures: list[Image.Image]) -> Image.Image:
    turned = [each.transpose(Image.Transpose.TRANSPOSE) for each in pictures]
    return _beside(turned).transpose(Image.Transpose.TRANSPOSE)


if __name__ == "__main__":
    sys.exit(main())
