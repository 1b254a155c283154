"""The documentation's sentences stay short, and what counts them counts well."""

import re
import statistics

import pytest

from scripts import prose

TEXT = """# A heading of many words that nobody counts

Five words of plain text. `make run` serves; 0.8 ms is 1 answer!

<img src="a.png" width="620" alt="What it shows. In many words.">

| a | table. Of cells. |
| --- | --- |

- One [item of four](https://example.org/a.b?c=d)
  and its end.
- **Bold.** Another.

```sh
code is skipped  # Even this. And this.
```
![A picture. Of two sentences.](a.png)
"""


def test_words_are_counted_sentence_by_sentence():
    assert prose.words_a_sentence(TEXT) == [5, 8, 7, 1, 1]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("One. Two? Three!", 3), ("Version 2.4 of a.py.\nNext.", 2), ("`a.b` is. `c` is.", 2), ("1. a\n2. b", 2)],
)
def test_a_sentence_ends_where_one_ends(text, count):
    assert len(prose.words_a_sentence(text)) == count


def test_the_90th_percentile_is_a_count_that_occurs():
    assert prose.percentile(range(1, 11), 0.9) == 9
    assert prose.percentile([7], 0.9) == 7
    assert prose.percentile([], 0.9) == 0


def test_every_file_has_a_line_and_all_have_one(tmp_path, capsys):
    (tmp_path / "a.md").write_text("One two three.\n")
    assert prose.main([str(tmp_path / "a.md")]) == 0
    _, row, together = capsys.readouterr().out.splitlines()
    assert row.split()[1:] == together.split()[1:] == ["1", "3", "3"]


DOCUMENTATION = {file.name: file.read_text(encoding="utf-8") for file in prose.documentation()}


def test_the_documentations_sentences_are_short():
    counts = [n for name, text in DOCUMENTATION.items() if name != "CHANGELOG.md" for n in prose.words_a_sentence(text)]
    assert statistics.median(counts) <= 18


@pytest.mark.parametrize("file", prose.documentation(), ids=lambda file: file.name)
def test_what_a_document_links_to_is_there(file):
    for path, _, section in re.findall(r"\]\((?!https?:)([^)#]*)(#([^)]+))?\)", file.read_text(encoding="utf-8")):
        target = file.parent / path if path else file
        assert target.exists(), path
        assert not section or section in headings(target), section


@pytest.mark.parametrize("name", DOCUMENTATION)
def test_a_file_that_a_document_names_is_there(name):
    """Paths from the root, or from `digits/`; what is gone may stand in the changelog only."""
    named = re.findall(r"`(\w+/[\w./-]+)`", DOCUMENTATION[name]) if name != "CHANGELOG.md" else []
    made = {"runs/NAME", "digits/page/panels/NAME.py"}
    assert [path for path in named if path not in made and not is_there(path)] == []


def is_there(path):
    return (prose.ROOT / path).exists() or (prose.ROOT / "digits" / path).exists()


def headings(file):
    """The anchors of a document's headings, as GitHub makes them."""
    lines = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in lines}
