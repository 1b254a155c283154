"""The documentation's sentences stay short, and what counts them counts well."""

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
