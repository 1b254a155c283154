"""Photos and scans: each digit boxed on the photo, and read line by line."""

import base64
import binascii
import secrets
from collections.abc import Iterator
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digits.errors import EngineError
from digits.page import state
from digits.page.parts import pictures
from digits.page.parts.bundle import bundle
from digits.page.parts.frame import frame
from digits.page.parts.network import shared_reader
from digits.page.parts.photo import photo_with_text
from digits.page.parts.pictures import Seen
from digits.page.parts.table import as_csv, table

KINDS = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]
OTHER_KINDS = ["heic", "heif", "avif"]  # cannot be opened, and what to do is said
MAX_PICTURES = 20  # at once
SAMPLE = Path(__file__).resolve().parents[3] / "assets" / "sample.jpg"  # by `scripts/sample.py`

Named = tuple[str, bytes]

_HERE = Path(__file__).parent
_BESIDE_A_BUTTON = ".paste button { width: 100%; font: inherit; } .paste p:empty { margin: 0; }"
_paste = st.components.v2.component(
    "digits_paste",
    html='<div class="paste"><button type="button">Paste a picture</button><p role="status"></p></div>',
    css=(_HERE.parent / "board" / "board.css").read_text(encoding="utf-8") + _BESIDE_A_BUTTON,
    js=bundle(_HERE / "paste.js"),
)


def show() -> None:
    """Draw the page."""
    if frame():
        st.session_state[state.PICTURES_LOST] = True  # unless this session has them
    st.title("Pictures")
    _read_pictures()


@st.fragment
def _read_pictures() -> None:
    """Draw what was read, where everybody sees it first; what takes pictures comes after, then all the others."""
    first = st.container()
    given = _given()
    others = st.container()
    if not given:
        _invite(first)
        return
    st.session_state.pop(state.PICTURES_LOST, None)
    if len(given) > MAX_PICTURES:
        first.warning(f"These are {len(given)} pictures; the first {MAX_PICTURES} are read.")
    try:
        _show_read(given[:MAX_PICTURES], first, others)
    except EngineError as error:
        first.error(f"The network is not available. {error}")


def _invite(place: DeltaGenerator) -> None:
    if state.PICTURES_LOST in st.session_state:
        place.info("Choose the pictures again: the server began anew, and had kept none.")
    else:
        place.write("A photo or a scan of digits on paper or on a screen: a number, or a page of them.")


def _given() -> list[Named]:
    """Draw all that takes pictures, and return those that it took: their names and their bytes."""
    uploader = _uploader()
    if uploader not in st.session_state:  # back from another page, it forgets what it had
        st.session_state[state.CARRIED] = _uploaded()[:MAX_PICTURES]
        st.session_state[state.UPLOADED] = []
    st.file_uploader("Pictures", KINDS + OTHER_KINDS, accept_multiple_files=True, key=uploader, on_change=_keep_files)
    if st.session_state[state.CARRIED] or state.PASTED in st.session_state:  # the uploader offers no way to drop them
        st.button("Put the pictures away", key=state.PUT_AWAY, on_click=_put_away)
    left, right = st.columns(2)
    with left:
        _paste(key=state.PASTE, on_picture_change=_keep_pasted)
    is_shown = st.session_state.get(state.SAMPLE_IS_SHOWN, False)
    label = "Put the sample away" if is_shown else "Try a sample photo"
    if SAMPLE.exists():
        right.button(label, key=state.SAMPLE, on_click=_turn_sample, width="stretch")
    taken = None
    if st.toggle("Use the camera", key=state.CAMERA_IS_ON):
        taken = st.camera_input("Hold a digit in front of the camera", key=state.CAMERA, on_change=_put_sample_away)
    return list(_pictures(taken, _uploaded()))


def _uploader() -> str:
    """Return the key of the uploader: another one where it is to begin empty, as in a session that knows of no file."""
    return state.uploader(st.session_state.setdefault(state.UPLOADER, secrets.token_hex(4)))


def _uploaded() -> list[Named]:
    """Return the files of this visit: those of earlier uploaders, then those that this one holds."""
    carried: list[Named] = st.session_state.get(state.CARRIED, [])
    held: list[Named] = st.session_state.get(state.UPLOADED, [])
    return carried + held


def _keep_files() -> None:
    """Keep what the uploader holds for as long as the visit lasts."""
    files: list[UploadedFile] = st.session_state[_uploader()]
    st.session_state[state.UPLOADED] = [(file.name, file.getvalue()) for file in files]
    _put_sample_away()


def _put_away() -> None:
    """Forget all pictures, but the camera's; the uploader begins anew."""
    for each in (state.UPLOADER, state.CARRIED, state.UPLOADED, state.PASTED):
        st.session_state.pop(each, None)
    _put_sample_away()


def _keep_pasted() -> None:
    """Keep the picture that was pasted, in place of the one before."""
    if pasted := (st.session_state[state.PASTE] or {}).get("picture"):
        st.session_state[state.PASTED] = pasted
        _put_sample_away()


def _put_sample_away() -> None:
    st.session_state[state.SAMPLE_IS_SHOWN] = False


def _turn_sample() -> None:
    st.session_state[state.SAMPLE_IS_SHOWN] = not st.session_state.get(state.SAMPLE_IS_SHOWN, False)


def _pictures(taken: UploadedFile | None, uploaded: list[Named]) -> Iterator[Named]:
    """Yield the name and the bytes of each picture: the camera's, the pasted one, and the files."""
    if taken:
        yield "The camera's picture", taken.getvalue()
    if pasted := st.session_state.get(state.PASTED):
        try:
            yield "The pasted picture", base64.b64decode(pasted.partition(",")[2], validate=True)
        except (ValueError, AttributeError, binascii.Error):
            yield "The pasted picture", b""
    if st.session_state.get(state.SAMPLE_IS_SHOWN):
        yield "The sample photo", SAMPLE.read_bytes()
    yield from uploaded


def _show_read(given: list[Named], first: DeltaGenerator, others: DeltaGenerator) -> None:
    """Read pictures one after the other, and show each; several have a table first."""
    progress = first.empty()
    place = others if len(given) > 1 else first
    rows: list[tuple[str, Seen]] = []
    for i, (name, data) in enumerate(given):
        progress.progress(i / len(given), f"Looking at picture {i + 1} of {len(given)} …")
        seen = _seen(data, _turns(data))
        place.html(photo_with_text(name, seen))
        if seen.photo:
            place.button("Turn the picture", key=state.turn_button(i), on_click=_turn, args=(data, seen.turns))
        rows.append((name, seen))
    progress.empty()
    if len(rows) > 1:
        first.html(table(rows))
        first.download_button("Download as CSV", as_csv(rows), "digits.csv", "text/csv", on_click="ignore")


def _turns(data: bytes) -> int | None:
    """Return how many quarter turns a picture was given; None for one that nobody turned."""
    turned: dict[int, int] = st.session_state.get(state.TURNED, {})
    return turned.get(hash(data))


def _turn(data: bytes, shown: int) -> None:
    st.session_state.setdefault(state.TURNED, {})[hash(data)] = (shown + 1) % 4


@st.cache_data(max_entries=50, show_spinner=False)
def _seen(data: bytes, turns: int | None) -> Seen:
    """Return what is made of a picture file after quarter turns to the right."""
    return pictures.seen(data, shared_reader(), turns)
