"""What can go wrong through no fault of the code; each message is one sentence that says what to do.

DigitsError
├── DrawingError       what was drawn, sent, uploaded or linked holds no drawing that can be read
│   ├── TooMuchError   it holds more than anybody draws by hand
│   └── FormatError    it is a picture file of a kind that is not read
├── DataError          a file to learn from or to score is missing, broken, or another one than it should be
├── EngineError        the network cannot be loaded or run
├── ClusterError       a Ray cluster is not there, or cannot do the work
├── RequestError       a request over HTTP cannot be answered as it is
├── TrainingError      a training cannot begin, go on or be written
├── CollectionError    the kept drawings cannot be read or written
└── RoomError          a room cannot be opened, entered, held or drawn in
    ├── NoRoomError       there is no such room, or it has ended
    ├── FullRoomError     it has as many people, or as many drawings, as it takes
    ├── WrongCodesError   too many wrong codes came from one place
    ├── NoHoldError       this screen does not hold the room
    └── NicknameError     a name is no name, or is taken

Whatever else is raised is a bug, and keeps its traceback.
"""

import re


class DigitsError(Exception):
    """The root of all of them."""


class DrawingError(DigitsError):
    """What was drawn, sent, uploaded or linked holds no drawing that can be read."""


class TooMuchError(DrawingError):
    """A drawing holds more than anybody draws by hand."""


class FormatError(DrawingError):
    """A picture file is of a kind that is not read."""


class DataError(DigitsError):
    """A file to learn from or to score is missing, broken, or another one than it should be."""


class EngineError(DigitsError):
    """The network cannot be loaded or run."""


class ClusterError(DigitsError):
    """A Ray cluster is not there, or cannot do the work."""


class RequestError(DigitsError):
    """A request over HTTP cannot be answered as it is; the status says which kind of mistake it is."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class TrainingError(DigitsError):
    """A training cannot begin, go on or be written."""


class CollectionError(DigitsError):
    """The kept drawings cannot be read or written."""


class RoomError(DigitsError):
    """A room cannot be opened, entered, held or drawn in."""


class NoRoomError(RoomError):
    """There is no such room, or it has ended."""


class FullRoomError(RoomError):
    """It has as many people, or as many drawings, as it takes."""


class WrongCodesError(RoomError):
    """Too many wrong codes came from one place."""


class NoHoldError(RoomError):
    """This screen does not hold the room."""


class NicknameError(RoomError):
    """A name is no name, or is taken."""


def is_missing_library(error: ImportError) -> bool:
    """Return whether an import failed for want of a library, not for a mistake in our own code."""
    top = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError):
        return top not in ("digits", "")
    return top != "digits" and bool(re.search(r"\.so(\.\d+)*(:|$)|^DLL ", str(error)))
