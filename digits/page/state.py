"""The keys of a visit's state: the session's own, and those of its widgets. No key is spelt elsewhere."""

# The board
CANVAS = "canvas"  # `surroundings.js` and the style sheets find the canvas by it
BOARD = "board"  # the component around it
CODE = "code"
PRELOADED = "preloaded"  # the message that the canvas was last given, with its turn
LATEST = "latest drawing"
ASKED_OVER = "asked over"  # a room's task, and what was on the canvas when it was first seen
ANSWER_COUNT = "answers"
OPENED_LINK = "opened link"
CONNECTION = "connection"
HAND, OFFERED_HAND = "hand", "offered hand"  # what was corrected, and what the browser is to remember

# Beneath it
CHALLENGE, JUDGED = "challenge", "judged drawing"
HISTORY, OFFERED_HISTORY = "history", "offered history"
HISTORY_PAGE = "history page"
FORGET, FORGOTTEN, FORGOTTEN_DRAWING = "forget", "times forgotten", "forgotten drawing"
CHOSEN_DIGIT = "chosen digit"
SHARE_SHEET = "share sheet"
ALBUM, OPENED_ALBUM = "album", "opened album"

# What may be kept
VISIT, CONSENT, CONSENT_SAID = "visit", "consent", "what became of it"
KEPT_VISITOR, KEPT_LAST = "visitor whose drawings are kept", "what was kept last"
KEPT_KEYS = "keys of the drawings that were kept"

# Other pages
VIEW = "view"
PICTURES = "pictures"  # the keys of uploaders end in it
UPLOADER, PUT_AWAY = "uploader", "put away"
CARRIED, UPLOADED, PICTURES_LOST = "pictures of earlier uploaders", "uploaded pictures", "pictures lost"
PASTE, PASTED = "paste", "pasted picture"
CAMERA, CAMERA_IS_ON = "camera", "camera on"
SAMPLE, SAMPLE_IS_SHOWN = "sample", "sample shown"
TURNED = "turned pictures"

# Rooms
VISITOR, HOLD, SECRETS = "visitor", "hold", "secrets"
SEAT, SENT, AFTER, NICKNAME = "seat", "sent drawing", "place after it", "nickname"
LEAVE, LEFT, SKIP, LOOK = "leave room", "left room", "skip digit", "look"
ROOM, ROOM_SAID = "room", "what became of the room"
WALL, PLACES, TILES, HIDDEN = "wall", "places on the wall", "tiles on the wall", "what was hidden last"
TALLY = "tally of the networks"
CANVAS_SHOWN, NETWORKS_SHOWN, REDRAW = "canvas shown", "networks shown", "redraw"
ENDING = "ending"


def clock_lag(room: str) -> str:
    """Return the key of how far this machine's clock is ahead of a room's."""
    return f"lag {room}"


def uploader(name: str) -> str:
    """Return the key of the uploader of pictures that has this name."""
    return f"{name} {PICTURES}"


def turn_button(number: int) -> str:
    """Return the key of the button that turns the picture of this number."""
    return f"turn picture {number}"


def label_field(drawing: str) -> str:
    """Return the key of the field that says what a drawing of the history is."""
    return f"label {drawing}"


def bring_back_button(drawing: str) -> str:
    """Return the key of the button that brings a drawing of the history back."""
    return f"back {drawing}"


def request_field(task: int, digit: int | None) -> str:
    """Return the key of the digits to ask a room for, while this is its task."""
    return f"ask of {task} {digit}"
