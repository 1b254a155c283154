"""The page's JavaScript as one module: Streamlit takes a component's code as one text."""

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def bundle(entry: Path) -> str:
    """Return a module with all that it imports as one module; only its default export is left.

    What modules call their own at the top must therefore differ from one to the next.
    """
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", module.read_text(encoding="utf-8"))) for module in _ordered(entry))


def _ordered(module: Path, known: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Return the modules known so far, then those that one needs and are not among them, and it."""
    for name in _IMPORT.findall(module.read_text(encoding="utf-8")):
        known = _ordered((module.parent / name).resolve(), known)
    return known if module in known else (*known, module)
