"""Picture files to pixels: which are opened, how large they may be, and what is said of the others."""

import io
import math

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import TILELENGTH, TILEWIDTH

from digits.errors import DrawingError, FormatError, TooMuchError

# AVIF and JPEG 2000 are not among them: what their decoders need cannot be told beforehand. An AVIF that promises 100
# pixels a side may decode to 256 million, and a JPEG 2000 takes the more for each the smaller its code blocks are.
FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]
OTHER_BRANDS = {"an AVIF picture": {b"avif", b"avis"}, "a HEIC photo": {b"heic", b"heix", b"hevc", b"mif1"}}
JPEG_2000 = b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"  # how its files begin
MAX_PIXELS = 64_000_000  # pixels
MAX_DECODED = 320_000_000  # bytes: what opening a picture may take
BYTES_OF_MODE = {"L": 2, "RGB": 6, "1": 6, "I;16": 6}  # a pixel, to decode and to convert it
BYTES_OF_ANY, BYTES_OF_STRIPS, BYTES_OF_WEBP = 10, 2, 21  # of other modes, on top in a TIFF, and of a WEBP
MAX_SIDE = 1200  # pixels: of what is shown and of the flat sheet; a larger picture is shrunk first
MAX_OPENED_SIDE = 2000  # pixels: of the picture that the sheet is cut from
NARROW, MAX_LONGER = 3, 4  # times as long as wide: what is narrower, a receipt, may be longer; and times how long


def opened(data: bytes) -> Image.Image:
    """Return a picture file as L, RGB or RGBA, upright, no longer than `MAX_OPENED_SIDE`; a JPEG is read at that."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        limit = max_pixels(picture, data)
        if _pixels(picture) > limit:
            raise Image.DecompressionBombError(limit)
        picture.draft("RGB" if picture.mode != "L" else "L", (MAX_SIDE, MAX_SIDE))
        picture = _in_bytes(picture)
        picture.thumbnail((longest(picture.size, MAX_OPENED_SIDE),) * 2)
        ImageOps.exif_transpose(picture, in_place=True)
    except Image.DecompressionBombError as error:
        most = next(filter(lambda given: isinstance(given, int), error.args), MAX_PIXELS) // 1_000_000
        raise TooMuchError(f"expected at most {most} megapixels in such a file, got more") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(data) from error
    return picture


def _refused(data: bytes) -> DrawingError:
    """Return why a file cannot be opened."""
    kind = _other_kind(data)
    if kind:
        return FormatError(f"This is {kind}: choose JPEG, or take a screenshot of it.")
    return DrawingError(f"expected a picture file such as PNG or JPEG, got {len(data)} unreadable bytes")


def _other_kind(data: bytes) -> str | None:
    """Return what people call a picture file that is of none of the `FORMATS`; None for what is no such file."""
    if data.startswith(JPEG_2000):
        return "a JPEG 2000 picture"
    if data[4:8] != b"ftyp":
        return None
    head = data[: int.from_bytes(data[:4])]  # a brand, a version, and the brands that the file is compatible with
    brands = {head[at : at + 4] for at in range(8, min(len(head), 64), 4)}
    return next((kind for kind, known in OTHER_BRANDS.items() if known & brands), None)


def max_pixels(picture: Image.Image, data: bytes) -> int:
    """Return how many pixels a picture may have that was not decoded yet: what its decoder needs is bounded."""
    if picture.format == "JPEG":
        return min(MAX_PIXELS, MAX_DECODED // _bytes_of_scans(picture, data))
    if picture.format == "WEBP":
        return MAX_DECODED // BYTES_OF_WEBP
    strips = BYTES_OF_STRIPS if picture.format == "TIFF" else 0
    of_mode = BYTES_OF_ANY if _is_see_through(picture) else BYTES_OF_MODE.get(picture.mode, BYTES_OF_ANY)
    return min(MAX_PIXELS, MAX_DECODED // (of_mode + strips))


def _pixels(picture: Image.Image) -> int:
    """Return how many pixels are decoded at once: a TIFF's tile may be larger than the picture."""
    tags = getattr(picture, "tag_v2", {})
    tile = int(tags.get(TILEWIDTH, 0)) * int(tags.get(TILELENGTH, 0))
    return max(picture.width * picture.height, tile)


def _bytes_of_scans(picture: Image.Image, data: bytes) -> int:
    """Return the bytes a pixel that a JPEG needs before it is made smaller: all of several scans are kept."""
    bands = len(picture.getbands())
    file: io.BytesIO = getattr(picture, "fp")  # noqa: B009 (Pillow's types do not name it): it was read up to the scans
    at = data.rfind(b"\xff\xda", 0, file.tell())
    is_one_scan = "progressive" not in picture.info and data[at + 4 : at + 5] == bytes([bands])
    return 1 if is_one_scan else 2 * bands + 1


def _in_bytes(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as L, RGB or RGBA."""
    if picture.mode == "RGBA" or (picture.mode in ("L", "RGB") and not _is_see_through(picture)):
        return picture
    if picture.mode.startswith(("I", "F")):
        step = max(1, max(picture.size) // (2 * MAX_SIDE))  # before it takes four bytes a pixel
        levels = np.nan_to_num(np.asarray(np.asarray(picture)[::step, ::step], np.float32), posinf=0, neginf=0)
        brightest = float(levels.max(initial=0))
        full = next((each for each in (1, 255, 65_535) if brightest <= each), brightest)
        return Image.fromarray(np.clip(levels * (255 / full), 0, 255).astype(np.uint8))
    see_through = picture.mode in ("LA", "PA", "La", "RGBa") or _is_see_through(picture)
    return picture.convert("RGBA" if see_through else "RGB")


def _is_see_through(picture: Image.Image) -> bool:
    """Return whether one of a picture's colours, or some of its palette, stands for transparency."""
    return "transparency" in picture.info


def longest(size: tuple[int, ...], usual: int) -> int:
    """Return how long a picture may be that is usually no longer than this: a narrow one has as many pixels."""
    return round(usual * math.sqrt(min(max(1.0, max(size) / min(size) / NARROW), MAX_LONGER**2)))
