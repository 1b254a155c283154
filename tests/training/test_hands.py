"""Real hands: what is learned from, what is held out, and what the report says of the files."""

import hashlib

import numpy as np
import pytest

from digits.errors import DataError
from digits.reading import classes
from tests.training import people

pytestmark = pytest.mark.training

CROSS = [[[0, 0], [9, 9]], [[0, 9], [9, 0]]]
LINE = [[[5, 0], [5, 9]]]


@pytest.fixture
def file(tmp_path):
    return people.write(tmp_path / "people.jsonl.gz", people.rows(writers=30))


def load(*paths, **settings):
    from digits.training import hands

    return hands.load(paths, **settings)


def test_one_writer_in_ten_is_held_out_whatever_file_they_stand_in(tmp_path, file):
    other = people.write(tmp_path / "more.jsonl.gz", people.rows(writers=30, seed=1))
    both = load(file, other)
    learned, held_out = set(both.learned.writers), set(both.held_out.writers)
    assert not learned & held_out
    assert len(learned | held_out) == 30
    assert 1 <= len(held_out) <= 8
    assert set(load(file).held_out.writers) == set(load(other).held_out.writers) == held_out
    assert set(both.held_out.sources) == {"people.jsonl.gz", "more.jsonl.gz"}


def test_rows_without_a_writer_are_held_out_one_by_one(tmp_path):
    rows = [{**row, "writer": ""} for row in people.rows(writers=40)]
    hands = load(people.write(tmp_path / "a.jsonl.gz", rows))
    assert 0.03 < len(hands.held_out.y) / 200 < 0.2


def test_labels_are_digits_numbers_or_neither_and_what_looks_like_a_digit_is_left_out(tmp_path):
    given = [(3, CROSS), ("3", CROSS), (3.0, CROSS), ("17", CROSS), ("1\n7", CROSS), ("A", CROSS), ("none", CROSS),
             (1, LINE), ("O", CROSS), ("Korean/character33", CROSS), ("A", LINE), ("A", [[[2, 2]]])]  # fmt: skip
    rows = [{"label": label, "strokes": strokes, "writer": "w0"} for label, strokes in given]
    rows.append({"label": 5, "strokes": CROSS, "writer": "w0", "flags": ["degenerate"]})
    rows.append({"label": 5, "strokes": CROSS, "writer": "w0", "flags": ["odd_aspect"]})
    hands = load(people.write(tmp_path / "a.jsonl.gz", rows))
    assert [*hands.learned.y, *hands.held_out.y] == [
        3, 3, 3, classes.SEVERAL, classes.SEVERAL, classes.NOT_A_DIGIT, classes.NOT_A_DIGIT, 1, 5,
    ]  # fmt: skip
    assert hands.sources[0]["left_out"] == 5


def test_the_report_names_each_file_its_digest_counts_and_origin(tmp_path):
    rows = [*people.rows(writers=12), "junk", {"label": 3}]
    known = people.write(tmp_path / "omniglot.jsonl.gz", rows)
    own = people.write(tmp_path / "my-own.jsonl.gz", people.rows(writers=12))
    first, second = load(known, own).sources
    assert first["sha256"] == hashlib.sha256(known.read_bytes()).hexdigest()
    assert (first["drawings"], first["writers"], first["broken"], first["left_out"]) == (60, 12, 2, 0)
    assert first["digits"] + first["non_digits"] == 60
    assert (first["set"], second["set"], second["citation"]) == ("Omniglot", None, None)
    assert "MIT" in first["citation"]


@pytest.mark.usefixtures("file")
def test_a_folder_stands_for_its_files_of_json_lines(tmp_path):
    (tmp_path / "notes.txt").touch()
    (tmp_path / "judge").mkdir()
    assert [source["file"] for source in load(tmp_path).sources] == ["people.jsonl.gz"]


def test_the_digest_is_that_of_what_is_learned(tmp_path, file):
    other = people.write(tmp_path / "more.jsonl.gz", people.rows(writers=30, seed=1))
    assert load(file).digest == load(file).digest
    assert len({each.digest for each in (load(file), load(other), load(file, other), load(file, limit=40))}) == 4


def test_a_limit_holds_for_each_file(file):
    assert load(file, limit=40).sources[0]["drawings"] == 40


@pytest.mark.parametrize("name,text,complaint", [
    ("none.jsonl", None, "No such file"), ("a.txt", "text", "expected strokes"), ("a.jsonl", "junk", "with digits"),
    ("a.jsonl", '{"label": "A", "strokes": [[[0, 0], [1, 1], [0, 5]]]}', "with digits to learn from, got a.jsonl"),
])  # fmt: skip
def test_files_without_digits_are_refused_in_a_sentence(tmp_path, name, text, complaint):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(DataError, match=f"--hands: .*{complaint}"):
        load(tmp_path / name)


def test_an_empty_folder_is_refused_with_where_to_get_some(tmp_path):
    with pytest.raises(DataError, match=r"make hands"):
        load(tmp_path)


def test_a_mixture_has_its_shares_and_few_writers_do_not_fill_it(tmp_path):
    from digits.training.hands import Mixture
    from digits.training.networks import FromHands

    rows = [{**row, "writer": "much"} for row in people.rows(writers=60)]
    file = people.write(tmp_path / "a.jsonl.gz", [*rows, *people.rows(writers=20)])
    learned = load(file).learned
    mixture = Mixture(learned, FromHands(digits=0.5, others=0.3, numbers=0.1))
    split = mixture.draw(100, np.random.default_rng(0))
    assert np.bincount(split.y, minlength=12)[10:].tolist() == [30, 10]
    assert split.x.shape == (90, 28, 28)
    picked = mixture._digits.pick(4000, np.random.default_rng(0))
    digits = [writer for writer, y in zip(learned.writers, learned.y, strict=True) if y < classes.DIGITS]
    drawn = [learned.writers[i] for i in picked].count("much") / len(picked)
    assert drawn < 0.7 * digits.count("much") / len(digits)


def test_a_mixture_of_digits_alone_has_no_others(tmp_path):
    from digits.training.hands import Mixture
    from digits.training.networks import FromHands

    file = people.write(tmp_path / "a.jsonl.gz", people.rows(labels=range(10)))
    split = Mixture(load(file).learned, FromHands(numbers=0)).draw(50, np.random.default_rng(0))
    assert (split.y < classes.DIGITS).all()
    assert len(split.y) == 20
