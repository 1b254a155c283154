"""How long are the documentation's sentences? Prints their number, the median and the 90th percentile of their words.

python scripts/prose.py [FILE …]    by default README, CONTRIBUTING, CHANGELOG and docs/*.md

Code, tables, HTML, pictures and headings do not count. A list item is at least one sentence. A link counts by its text.
"""

import math
import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_SKIPPED = re.compile(r"^(```|~~~).*?^\1|^\s*\|.*?$|^#.*?$|<!--.*?-->|</?[a-z][^>]*>|!\[[^]]*\]\([^)]*\)", re.M | re.S)
_LINK = re.compile(r"\[([^]]+)\]\([^)]*\)")
_BLOCK = re.compile(r"\n\s*\n|^\s*(?:[-*]|\d+\.)\s+", re.M)  # a blank line, or what begins a list item
_END = re.compile(r"(?<=[.!?…])[\"”'’)`*]*\s+(?=[\"“'‘(`*\[]*[A-Z0-9`])")
_WORD = re.compile(r"\S*\w\S*")


def main(arguments: Sequence[str]) -> int:
    """Return the exit status 0, after a line for each file and one for all of them."""
    files = [Path(each) for each in arguments] or documentation()
    lengths = {str(file): words_a_sentence(file.read_text(encoding="utf-8")) for file in files}
    together = [count for counts in lengths.values() for count in counts]
    print(f"{'words a sentence':40}{'sentences':>10}{'median':>8}{'90 %':>6}")
    for name, counts in {**lengths, "together": together}.items():
        print(f"{name:40}{len(counts):>10}{statistics.median(counts or [0]):>8g}{percentile(counts, 0.9):>6}")
    return 0


def documentation() -> list[Path]:
    """Return the files that people read: README, CONTRIBUTING, CHANGELOG and docs/*.md."""
    return [*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")), *sorted(ROOT.glob("docs/*.md"))]


def words_a_sentence(markdown: str) -> list[int]:
    """Return how many words each sentence has, at least 1; a word holds a letter or a digit."""
    counts = (len(_WORD.findall(sentence)) for sentence in sentences(markdown))
    return [count for count in counts if count]


def sentences(markdown: str) -> Iterator[str]:
    """Yield the sentences of a text."""
    for block in _BLOCK.split(_LINK.sub(r"\1", _SKIPPED.sub("", markdown))):
        yield from _END.split(block)


def percentile(counts: Sequence[int], share: float) -> int:
    """Return the smallest count that this share of all does not exceed; 0 for none."""
    return sorted(counts)[math.ceil(share * len(counts)) - 1] if counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
