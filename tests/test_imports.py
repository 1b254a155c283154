"""The design's table: what each room may import. Import statements are read, not run; three ways are also tried out."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ANYWHERE = {"errors", "commands"}  # modules of no room
ARRAYS = {"numpy"}
PICTURES = ARRAYS | {"cv2", "PIL"}
STREAMLIT = {"streamlit"}
PARTS = {"page.state", "page.board", "page.parts", "page.rooms"}

# room → the rooms it may import, and the libraries. A room that is divided has a line for each part.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "drawing": (set(), PICTURES),
    "reading": ({"drawing"}, PICTURES | {"ai_edge_litert", "keras"}),
    "live": ({"drawing", "reading"}, ARRAYS),
    "live.golden": ({"drawing", "reading", "pen", "live.settings"}, ARRAYS),
    "live.__main__": ({"live", "reading"}, {"keras"}),
    "pen": ({"drawing", "reading.classes"}, PICTURES),
    "training": (
        {"drawing", "pen", "live.export"}
        | {"reading.calibration", "reading.classes", "reading.metrics", "reading.verdict"},
        PICTURES | {"keras", "jax", "torch", "matplotlib", "tensorflow_datasets"},
    ),
    "scoring": ({"drawing", "pen", "reading"}, PICTURES),
    "scoring.scattered": (set(), {"ray"}),
    "collection": ({"drawing", "reading.classes"}, {"sqlalchemy"}),
    "audience": ({"collection", "reading.classes"}, ARRAYS | {"sqlalchemy"}),
    "sharing": ({"drawing"}, PICTURES),
    "api": ({"drawing", "reading"}, PICTURES | {"starlette"}),
    "page": (set(), set()),
    "page.board": ({"drawing", "page.state"}, ARRAYS | STREAMLIT | {"streamlit_drawable_canvas"}),
    "page.board.messages": ({"drawing"}, ARRAYS),
    "page.parts": (
        {"drawing", "reading", "live.export", "live.settings", "collection", "audience", "sharing"}
        | {"page.state", "page.board"},
        PICTURES | STREAMLIT,
    ),
    "page.rooms": (
        {"drawing", "reading", "collection", "audience", "sharing", "page.state", "page.board", "page.parts"},
        ARRAYS | STREAMLIT | {"sqlalchemy"},
    ),
    "page.panels": ({"drawing", "reading", "audience", "sharing", *PARTS}, PICTURES | STREAMLIT),
    "page.pages": (
        {"drawing", "reading", "sharing", "page.panels", *PARTS},
        PICTURES | STREAMLIT,
    ),
}
DOORS = {  # modules of no room → what they open
    "digits.errors": (set(), set()),
    "digits.commands": ({"errors"}, set()),
    "digits.evaluate": ({"scoring"}, set()),
    "app": ({"page"}, STREAMLIT),
    "serve": ({"api", "page.parts"}, STREAMLIT | {"starlette"}),
    "train": ({"training"}, set()),
}
APART = {"page.pages"}  # rooms whose modules do not import one another
TRAINING = {"keras", "tensorflow", "matplotlib"}  # Keras brings matplotlib along where it is installed


def modules() -> dict[str, Path]:
    """Every module of the tree by its name, in an order that all workers agree on."""
    files = [*sorted((ROOT / "digits").rglob("*.py")), *(ROOT / f"{door}.py" for door in ("app", "serve", "train"))]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in files}


def imports(file: Path) -> Iterator[str]:
    """What a module imports, at its top or later on: `package.module`, as far as the statement says."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(module: str) -> tuple[str, set[str], set[str]]:
    """The room of a module, and what it may import: rooms and libraries."""
    if module in DOORS:
        return module, *DOORS[module]
    path = module.removeprefix("digits.")
    rooms = [room for room in TABLE if f"{path}.".startswith(f"{room}.")]
    assert rooms, f"{module} is in no room of the table"
    room = max(rooms, key=len)
    return room, *TABLE[room]


def is_within(path: str, rooms: set[str]) -> bool:
    return any(f"{path}.".startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("module", [name for name in modules() if not name.endswith("__init__")])
def test_a_module_imports_only_what_the_table_allows(module):
    room, rooms, libraries = allowed(module)
    for name in imports(modules()[module]):
        top = name.partition(".")[0]
        if top == "digits":
            own = set() if room in APART else {room}
            assert is_within(name.removeprefix("digits."), rooms | ANYWHERE | own), f"{module} imports {name}"
        elif top not in sys.stdlib_module_names:
            assert top in libraries, f"{module} imports {name}"


def test_a_door_is_one_docstring():
    for file in (ROOT / "digits").rglob("__init__.py"):
        (statement,) = ast.parse(file.read_text(encoding="utf-8")).body
        assert isinstance(statement, ast.Expr), file
        assert isinstance(statement.value, ast.Constant), file


def test_no_module_imports_itself_in_a_circle():
    known = {module: list(imports(file)) for module, file in modules().items()}
    needs = {
        module: {name for name in known for found in imported if f"{found}.".startswith(f"{name}.")} - {module}
        for module, imported in known.items()
    }
    while free := [module for module in needs if not needs[module] & needs.keys()]:
        for module in free:
            del needs[module]
    assert not needs


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after running some code."""
    code += "; import sys; print('MODULES', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split("MODULES")[-1].split())


def test_an_answer_brings_neither_tensorflow_nor_keras():
    code = "from digits.drawing.strokes import by_one_pen; from digits.reading import reader; "
    found = loaded(code + "reader.load().read(by_one_pen([[[90.0, 90.0], [90.0, 250.0]]], 20))")
    assert "ai_edge_litert" in found
    assert found.isdisjoint(TRAINING | {"streamlit"})


def test_the_page_brings_neither_tensorflow_nor_keras():
    run = "AppTest.from_file('app.py', default_timeout=60).run()"
    found = loaded(f"from streamlit.testing.v1 import AppTest; assert not {run}.exception")
    assert "streamlit_drawable_canvas" in found
    assert found.isdisjoint(TRAINING)


def test_an_api_call_brings_neither_tensorflow_nor_keras_nor_the_page():
    """In the process that reads, and in the one that takes requests in, which the page is in only by `serve.py`."""
    code = "from digits.api import answering, messages, routes; "
    row = '{"strokes": [[[90, 90], [90, 250]]]}'
    call = f"answering.answer(messages.Asked(messages.Kind.DRAWINGS, b'{row}'))"
    found = loaded(f"{code}assert {call}.status == 200")
    assert "ai_edge_litert" in found
    assert found.isdisjoint(TRAINING | {"streamlit"})


@pytest.mark.training
def test_the_trainer_brings_neither_the_page_nor_its_engine():
    found = loaded("from digits.training import command")
    assert "keras" in found
    assert found.isdisjoint({"streamlit", "ai_edge_litert"})
