"""Photos made of our own pen's strokes: what a phone makes of a sheet of paper, and what is found on it."""

import io
import subprocess
import sys

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from digits.drawing import opening, photo, strokes
from digits.errors import DrawingError, FormatError, TooMuchError
from digits.pen import writing as pen
from digits.reading.pieces import ink_patches
from digits.reading.reader import Reader
from digits.reading.verdict import Thresholds
from digits.scoring import photos
from digits.scoring.photos import Scene
from tests.conftest import ROOT
from tests.drawing.written import page

SIZE = 900, 700


def sheet(label="7", *, ruled=0, light_on_dark=False, pen_width=12):
    """A number on a sheet of paper, evenly lit, `float (h, w)` from 0 to 1."""
    width, height = SIZE
    right, runs = 180.0, []
    for digit in label:
        written = pen.digit(int(digit), 260, (right, 220))
        runs += written
        right = max(x for run in written for x, _ in run) + 70
    paper = np.full((height, width), 0.9)
    if ruled:
        paper[60::ruled] = paper[61::ruled] = 0.35
    paper *= 1 - 0.05 * cv2.GaussianBlur(np.random.default_rng(1).random((height, width)), (0, 0), 3)
    paper *= 1 - 0.8 * strokes.draw(runs, width, height, pen_width) / 255
    return 1 - paper if light_on_dark else paper


def photographed(paper, *, tilt=0.0, shadow=0.0, noise=0.02, quality=60, orientation=None):
    """The same as a phone sees it, a JPEG file."""
    height, width = paper.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    paper = cv2.warpAffine(paper, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    paper = paper * (1 - 0.4 * across)
    paper[across + 0.3 * down > 0.75] *= 1 - shadow
    paper = cv2.GaussianBlur(paper, (0, 0), 1.2)
    paper += np.random.default_rng(1).normal(0, noise, paper.shape)
    image = Image.fromarray(np.uint8(np.clip(paper, 0, 1) * 255)).convert("RGB")
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        image = image.transpose({3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation])
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, exif=exif)
    return file.getvalue()


def read(data, network):
    """The digits on a picture, whatever the verdict."""
    answer = Reader(network, Thresholds(0.5, 1.0)).read(photo.read(data))
    return "".join(str(each.digit) for each in answer.readings)


PHOTOS = {
    "plain": ({}, {}),
    "shadow": ({}, {"shadow": 0.4}),
    "tilted": ({}, {"tilt": 7}),
    "noisy": ({}, {"noise": 0.06, "quality": 25}),
    "ruled": ({"ruled": 60}, {}),
    "ruled and tilted": ({"ruled": 60}, {"tilt": 3, "shadow": 0.3}),
    "chalk": ({"light_on_dark": True}, {}),
    "thin": ({"pen_width": 5}, {}),
    "bold": ({"pen_width": 34}, {}),
    "upside down": ({}, {"orientation": 3}),
    "on its side": ({}, {"orientation": 6}),
}


@pytest.mark.parametrize("kind", PHOTOS)
@pytest.mark.parametrize("label", ["4", "27", "805"])
def test_a_photo_is_read(network, label, kind):
    on_paper, seen = PHOTOS[kind]
    assert read(photographed(sheet(label, **on_paper), **seen), network) == label


@pytest.mark.parametrize("kind", ["plain", "shadow", "ruled", "noisy"])
def test_an_empty_sheet_has_no_ink(kind):
    on_paper, seen = PHOTOS[kind]
    assert photo.read(photographed(sheet("", **on_paper), **seen)) is None


@pytest.mark.parametrize("size", [(28, 28), (320, 320), (2400, 1800)])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_flat_picture_of_any_size_is_read(network, size, inverted):
    drawn = strokes.draw(pen.digit(5, 200, (90, 60)), 320, 320, 26)
    picture = cv2.resize(drawn if inverted else 255 - drawn, size, interpolation=cv2.INTER_AREA)
    assert read(bytes(cv2.imencode(".png", picture)[1]), network) == "5"


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16", "I", "F", "CMYK"])
def test_every_kind_of_file_gives_the_digit(network, mode):
    grey = 255 - strokes.draw(pen.digit(3, 200, (90, 60)), 320, 320, 20)
    image = Image.fromarray(grey)
    image = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else image.convert(mode)
    file = io.BytesIO()
    image.save(file, "TIFF" if mode in ("CMYK", "I", "F") else "PNG")
    assert read(file.getvalue(), network) == "3"


@pytest.mark.parametrize("label,pen_width", [(1, 10), (7, 8), (2, 4), (8, 12)])
def test_a_picture_cut_close_to_its_digit_keeps_all_of_it(network, label, pen_width):
    drawn = strokes.draw(pen.digit(label, 190, (60, 60)), 320, 320, pen_width)
    left, top, width, height = cv2.boundingRect(drawn)
    cut = 255 - drawn[top - 1 : top + height + 1, left - 1 : left + width + 1]
    assert read(bytes(cv2.imencode(".png", cut)[1]), network) == str(label)


def test_digits_that_reach_the_edge_are_kept_beside_one_that_does_not():
    paper = np.full((100, 260), 255, np.uint8)
    for x, radius in ((48, 44), (130, 26), (212, 44)):
        cv2.circle(paper, (x, 50), radius, 0, 6)
    paper[:8, 40:56] = paper[:8, 204:220] = 0
    assert len(ink_patches(photo.read(bytes(cv2.imencode(".png", paper)[1])))) == 3


def test_a_small_digit_on_a_large_sheet_is_found(network):
    paper = 255 - strokes.draw(pen.digit(3, 50, (600, 400)), 1200, 900, 4)
    assert read(bytes(cv2.imencode(".png", paper)[1]), network) == "3"


@pytest.mark.parametrize("size", [(1200, 1), (1200, 2), (5000, 3), (1, 1200), (1, 1)])
def test_an_odd_strip_is_an_empty_sheet(size):
    assert photo.read(bytes(cv2.imencode(".png", np.full(size[::-1], 255, np.uint8))[1])) is None


def test_an_opaque_picture_with_an_alpha_channel_is_a_photo(network):
    image = Image.open(io.BytesIO(photographed(sheet("4"), shadow=0.4))).convert("RGBA")
    file = io.BytesIO()
    image.save(file, "PNG")
    assert read(file.getvalue(), network) == "4"


def test_a_transparent_picture_is_a_canvas(network):
    ink = strokes.draw(pen.digit(9, 200, (90, 60)), 320, 320, 20)
    pixels = np.dstack([np.full((320, 320, 3), 90, np.uint8), ink])
    assert read(bytes(cv2.imencode(".png", pixels)[1]), network) == "9"


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_a_colour_that_stands_for_transparency_is_paper(network, mode):
    pixels = Image.fromarray(255 - strokes.draw(pen.digit(9, 200, (90, 60)), 320, 320, 20) // 255 * 245)
    black = pixels.point(lambda level: 0 if level == 255 else 1).convert(mode)
    file = io.BytesIO()
    black.save(file, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0)
    assert read(file.getvalue(), network) == "9"


def flat(text, width=460, height=260, pen_width=10):
    """A window with a number in it, `uint8 (h, w)`."""
    runs = [run for i, digit in enumerate(text) for run in pen.digit(int(digit), 140, (40 + 130 * i, 60))]
    return 255 - strokes.draw(runs, width, height, pen_width)


def window(content, margin, shadow):
    """A picture of a window: transparent around it, but for its shadow."""
    alpha = np.pad(np.full(content.shape, 255, np.uint8), margin)
    if shadow:
        alpha = np.maximum(alpha, cv2.GaussianBlur(alpha // 2, (0, 0), margin / 4))
    return np.dstack([np.pad(content, margin)] * 3 + [alpha])


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(("margin", "shadow"), [(60, True), (10, False)])
def test_what_is_transparent_around_a_window_is_not_looked_at(network, margin, shadow, inverted):
    content = flat("420")
    pixels = window(255 - content if inverted else content, margin, shadow)
    assert read(bytes(cv2.imencode(".png", pixels)[1]), network) == "420"


def test_a_sheet_that_was_cut_out_is_read(network):
    content = flat("420")
    round_ = cv2.ellipse(np.zeros(content.shape, np.uint8), (225, 130), (225, 128), 0, 0, 360, 255, -1)
    assert read(bytes(cv2.imencode(".png", np.dstack([content] * 3 + [round_]))[1]), network) == "420"


def test_pens_of_two_colours_on_transparency_are_ink(network):
    four, two = (strokes.draw(pen.digit(digit, 200, (x, 60)), 480, 320, 20) for digit, x in ((4, 60), (2, 260)))
    grey = np.where(two > 0, 200, 0).astype(np.uint8)
    assert read(bytes(cv2.imencode(".png", np.dstack([grey] * 3 + [np.maximum(four, two)]))[1]), network) == "42"


@pytest.mark.parametrize("label", range(10))
@pytest.mark.parametrize("scale", [1, 3])
def test_lines_of_one_pixel_are_ink(network, label, scale):
    paper = np.full((300 * scale, 300 * scale), 255, np.uint8)
    for run in pen.digit(label, 180 * scale, (90 * scale, 60 * scale)):
        cv2.polylines(paper, [np.rint(strokes.smoothed(np.array(run))).astype(np.int32)], False, 0, 1)
    assert read(bytes(cv2.imencode(".png", paper)[1]), network) == str(label)


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize(("down", "across"), [(60, 0), (400, 0), (0, 300)])
def test_bars_around_a_photo_are_no_paper(network, down, across, colour):
    seen = cv2.imdecode(np.frombuffer(photographed(sheet("27")), np.uint8), cv2.IMREAD_COLOR)
    framed = cv2.copyMakeBorder(seen, down, down, across, across, cv2.BORDER_CONSTANT, value=(colour,) * 3)
    assert read(bytes(cv2.imencode(".png", framed)[1]), network) == "27"


def needed(file, times):
    """Read a photo in a fresh process; return the ink's width, the seconds of the fastest time, and the kilobytes."""
    code = (
        "import sys, timeit; from digits.drawing import photo; from pathlib import Path; "
        "from bench.server import peak; data = Path(sys.argv[1]).read_bytes(); kept = []; before = peak(); "
        "seconds = timeit.repeat(lambda: kept.append(photo.read(data)), number=1, repeat=int(sys.argv[2])); "
        "print(kept[0].shape[1], min(seconds), 1024 * (peak() - before))"
    )
    command = [sys.executable, "-c", code, str(file), str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(each) for each in done.stdout.split()]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [".jpg", ".png"])
def test_fifty_megapixels_take_bounded_time_and_memory(network, tmp_path, kind):
    paper = cv2.resize(np.uint8(sheet("4") * 255), (8660, 5774), interpolation=cv2.INTER_CUBIC)
    (tmp_path / "photo").write_bytes(bytes(cv2.imencode(kind, cv2.cvtColor(paper, cv2.COLOR_GRAY2BGR))[1]))
    width, _, kilobytes = needed(tmp_path / "photo", 1)
    assert width == opening.MAX_SIDE
    assert kilobytes < 300_000
    assert read((tmp_path / "photo").read_bytes(), network) == "4"


PAGES = {
    "three lines": (["123", "4567", "890"], Scene(perspective=0.05)),
    "a sheet on a desk": (["2745", "031"], Scene(desk="wood", tilt=6, perspective=0.1, shadow=0.3)),
    "a line tilted by 25°": (["52073"], Scene(tilt=25)),
    "a line tilted by 40° the other way": (["52073"], Scene(tilt=-40)),
    "squared paper": (["2745", "031"], Scene(paper="squared", ruled=0.6, tilt=-12, spacing=0.04)),
    "a blackboard in a shadow": (["2745", "031"], Scene(light_on_dark=True, shadow=0.45)),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_read_line_by_line(network, kind):
    lines, scene = PAGES[kind]
    taken = photos.photographed(page(lines), np.random.default_rng(4), scene._replace(side=1200))
    assert Reader(network, Thresholds(0.5, 1.0)).read(photo.read(taken.data)).text.split("\n") == lines


def test_signs_are_left_out(network):
    taken = photos.photographed(page(["3+4=7"]), np.random.default_rng(4), Scene(side=1200))
    answer = Reader(network, Thresholds(0.5, 1.0)).read(photo.read(taken.data))
    assert (answer.text, len(answer.signs)) == ("347", 2)


@pytest.mark.parametrize("kind", PAGES)
def test_a_point_of_the_ink_is_where_it_is_on_the_photo(kind):
    lines, scene = PAGES[kind]
    written = page(lines)
    taken = photos.photographed(written, np.random.default_rng(4), scene._replace(side=1200))
    developed = photo.develop(taken.data)
    back = np.linalg.inv(developed.to_photo) @ taken.to_photo
    there = cv2.warpPerspective(written, back, developed.ink.shape[::-1])
    assert ((there > 128) & (developed.ink > 80)).sum() > 0.6 * (there > 128).sum()
    assert max(developed.photo.shape) <= opening.MAX_SIDE


def test_a_flat_picture_is_developed_as_it_is():
    drawn = 255 - strokes.draw(pen.digit(5, 200, (90, 60)), 320, 320, 26)
    developed = photo.develop(bytes(cv2.imencode(".png", drawn)[1]))
    assert (developed.to_photo == np.eye(3)).all()
    assert (developed.photo == drawn[:, :, np.newaxis]).all()
    assert developed.ink.shape == drawn.shape


@pytest.mark.slow
def test_forty_digits_on_twelve_megapixels_take_bounded_time_and_memory(network, tmp_path):
    lines = ["".join(str((3 * i + j) % 10) for j in range(8)) for i in range(5)]
    scene = Scene(desk="wood", paper="ruled", perspective=0.05, tilt=5, side=4000, blur=2)
    taken = photos.photographed(page(lines, size=(2400, 1800), height=170), np.random.default_rng(4), scene)
    (tmp_path / "photo").write_bytes(taken.data)
    _, seconds, kilobytes = needed(tmp_path / "photo", 3)
    assert seconds < 0.6
    assert kilobytes < 200_000
    assert Reader(network, Thresholds(0.5, 1.0)).read(photo.read(taken.data)).text.split("\n") == lines


def test_more_is_refused():
    with pytest.raises(TooMuchError, match="at most 64 megapixels"):
        photo.read(bytes(cv2.imencode(".png", np.zeros((9000, 9000), np.uint8))[1]))


def blank(mode, kind, megapixels, **settings):
    """A blank picture file."""
    file = io.BytesIO()
    Image.new(mode, (4000, round(megapixels * 250))).save(file, kind, **settings)
    return file.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "most", "settings"),
    [
        ("RGB", "WEBP", 15, {"lossless": True, "quality": 0, "method": 0}),
        ("RGBA", "PNG", 32, {}),
        ("RGB", "PNG", 53, {}),
        ("CMYK", "TIFF", 26, {"compression": "tiff_adobe_deflate"}),
        ("RGB", "JPEG", 45, {"progressive": True}),
        ("CMYK", "JPEG", 35, {"progressive": True}),
    ],
)
def test_what_a_decoder_would_keep_is_bounded(mode, kind, most, settings):
    data = blank(mode, kind, 1, **settings)
    assert opening.max_pixels(Image.open(io.BytesIO(data)), data) // 1_000_000 == most
    with pytest.raises(TooMuchError, match=f"at most {most} megapixels"):
        photo.read(blank(mode, kind, most + 1, **settings))


def test_a_jpeg_of_several_scans_is_told_from_one_of_one():
    whole, coloured = blank("RGB", "JPEG", 1), Image.open(io.BytesIO(blank("RGB", "JPEG", 1)))
    assert opening.max_pixels(coloured, whole) == opening.MAX_PIXELS
    at = whole.rindex(b"\xff\xda")
    first_of_three = whole[:at] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + whole[at + 14 :]
    apart = Image.open(io.BytesIO(first_of_three))
    assert opening.max_pixels(apart, first_of_three) < 46_000_000


def test_a_tile_larger_than_its_picture_is_refused():
    tags = ImageFileDirectory_v2()
    for tag, value in {256: 16, 257: 16, 258: 8, 259: 1, 262: 1, 322: 65_536, 323: 16_384, 324: 8, 325: 256}.items():
        tags[tag] = value
    file = io.BytesIO()
    file.write(b"II*\0" + (8 + 256).to_bytes(4, "little") + b"\xff" * 256)
    tags.save(file)
    with pytest.raises(TooMuchError):
        photo.read(file.getvalue())


@pytest.mark.parametrize("data", [b"", b"junk", b"\x89PNG\r\n\x1a\n junk", b"\xff\xd8\xff\xe0 junk", b"GIF89a"])
def test_junk_is_refused(data):
    with pytest.raises(DrawingError, match=f"got {len(data)} unreadable bytes"):
        photo.read(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC photo"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", "a HEIC photo"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "an AVIF picture"),
        (b"\xff\x4f\xff\x51\0", "a JPEG 2000 picture"),
    ],
)
def test_a_picture_of_another_format_is_told_so(data, kind):
    with pytest.raises(FormatError, match=f"This is {kind}: choose JPEG, or take a screenshot of it."):
        photo.read(data)


def test_pictures_that_pillow_writes_in_other_formats_are_told_so():
    for kind, name in (("AVIF", "an AVIF picture"), ("JPEG2000", "a JPEG 2000 picture")):
        with pytest.raises(FormatError, match=name):
            photo.read(blank("RGB", kind, 0.1))


@pytest.mark.parametrize("data", [b"\0\0\0\x18ftypisom\0\0\0\0mp42", b"\0\0\0\x10ftypmp42\0\0\0\0mif1"])
def test_a_film_is_no_picture(data):
    with pytest.raises(DrawingError, match="unreadable bytes"):
        photo.read(data)


def test_a_truncated_photo_is_refused():
    data = photographed(sheet())
    with pytest.raises(DrawingError, match="unreadable bytes"):
        photo.read(data[: len(data) // 2])


@pytest.mark.parametrize("pen_colour,paper_colour", [
    ((240, 200, 40), (255, 255, 255)), ((0x90, 0xEE, 0x90), (255, 255, 255)), ((0, 130, 0), (255, 0, 0)),
])  # fmt: skip
def test_ink_as_bright_as_its_paper_is_told_by_its_colour(network, pen_colour, paper_colour):
    share = page(["47"], size=(600, 400))[:, :, np.newaxis] / 255
    picture = np.rint(np.array(paper_colour) * (1 - share) + np.array(pen_colour) * share).astype(np.uint8)
    assert read(cv2.imencode(".png", picture[:, :, ::-1])[1].tobytes(), network) == "47"


def test_a_coloured_sheet_without_ink_is_empty():
    assert photo.read(cv2.imencode(".png", np.full((300, 400, 3), (60, 200, 250), np.uint8))[1].tobytes()) is None
