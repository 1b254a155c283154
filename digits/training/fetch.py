"""Fetch what people drew from its homes, and convert it to files that `train.py --hands` takes.

python -m digits.training.fetch               all of it, to the cache
python -m digits.training.fetch pendigits     one set

The files to learn from lie in ~/.cache/digits/hands (or DIGITS_CACHE), those of other writers in its folder judge/.
What was fetched, with its SHA-256, is written to fetched.json. An archive that lies there already is not downloaded.
"""

import argparse
import hashlib
import json
import os
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from digits.errors import DataError
from digits.training import convert

TIMEOUT = 60  # seconds without an answer
CHUNK = 1 << 16  # bytes
RECORD = "fetched.json"


class Original(NamedTuple):
    """An archive as its authors publish it."""

    url: str
    file: str  # what it is called in the cache
    drawings: Callable[[Path], Iterator[convert.Drawing]]
    sha256: str = ""  # "" where nobody here ever held the original: then what was fetched is only written down


ORIGINALS = {
    "pendigits": Original(
        "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip",
        "pendigits.zip",
        convert.pendigits,
    ),
    "unipen": Original(
        "https://zenodo.org/api/records/1195803/files/unipen-CDROM-train_r01_v07.tgz/content",
        "unipen-CDROM-train_r01_v07.tgz",
        convert.unipen,
    ),
    "omniglot": Original(
        "https://github.com/brendenlake/omniglot/raw/master/python/strokes_background.zip",
        "strokes_background.zip",
        convert.omniglot,
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 when all was fetched, 1 with a sentence for each set that was not."""
    parser = argparse.ArgumentParser(
        prog="digits.training.fetch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(ORIGINALS)} (default: all)")
    parser.add_argument("--out", type=Path, help="folder to write to (default: hands in the cache)")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.sets if name not in ORIGINALS]
    if unknown:
        parser.error(f"expected sets of {', '.join(ORIGINALS)}, got {', '.join(unknown)}")
    folder = options.out or cache()
    failed = 0
    for name in options.sets or ORIGINALS:
        try:
            print(f"{name}: {fetch(name, ORIGINALS[name], folder)}")
        except (DataError, OSError, tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
            by_hand = f"Or fetch {ORIGINALS[name].url} by hand to {folder / ORIGINALS[name].file} and call again."
            print(f"{name} could not be had: {str(error).rstrip('.')}. {by_hand}", file=sys.stderr)
            failed += 1
    if failed < len(options.sets or ORIGINALS):
        print(f"Train with them: python train.py --hands {folder}")
    return int(failed > 0)


def cache() -> Path:
    """Return the folder of real hands in the cache."""
    return Path(os.environ.get("DIGITS_CACHE") or Path.home() / ".cache" / "digits") / "hands"


def fetch(name: str, original: Original, folder: Path) -> str:
    """Fetch and convert an archive, unless that was done; return a sentence on what there is now."""
    record = _read_record(folder)
    done = record.get(name, {}).get("files", {})
    if done and all((folder / file).exists() for file in done):
        return f"is there already, {sum(done.values()):,} drawings."
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as new:
        archive = folder / original.file
        if not archive.exists():
            archive = _download(original.url, Path(new) / original.file, name)
        digest = _digest(archive)
        if original.sha256 and digest != original.sha256:
            raise DataError(f"it is not the original, its SHA-256 is {digest}")
        counts = convert.write(original.drawings(archive), Path(new) / "files")
        for file in counts:
            (folder / file).parent.mkdir(exist_ok=True)
            (Path(new) / "files" / file).replace(folder / file)
    record[name] = {"url": original.url, "sha256": digest, "files": counts}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    known = "the original's" if original.sha256 else f"which nobody here could compare; it is kept in {RECORD}"
    return f"{sum(counts.values()):,} drawings in {', '.join(counts)}. The archive's SHA-256 is {digest}, {known}."


def _download(url: str, path: Path, name: str) -> Path:
    """Download a file, with a line of progress where somebody watches."""
    print(f"{name}: fetching {url} …", file=sys.stderr)
    with urllib.request.urlopen(url, timeout=TIMEOUT) as answer, path.open("wb") as file:  # noqa: S310 (ours, above)
        total, done = int(answer.headers.get("Content-Length") or 0), 0
        while chunk := answer.read(CHUNK):
            file.write(chunk)
            done += len(chunk)
            if sys.stderr.isatty():
                print(f"\r{done / 1e6:.1f} of {total / 1e6:.1f} MB", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if total and done != total:
        raise DataError(f"the download broke off after {done:,} of {total:,} bytes")
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_record(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
