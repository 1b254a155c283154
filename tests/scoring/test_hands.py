"""What a memory is worth, on writers of our own pen: one calls every 7 a 1."""

import io
import json
from xml.etree import ElementTree

import numpy as np
import pytest

from digits.drawing.labelled import NON_DIGIT_LABEL, Labelled
from digits.drawing.strokes import by_one_pen, placed
from digits.pen import writing as pen
from digits.reading import reader as readers
from digits.scoring import curve, evaluate, hands

RNG = np.random.default_rng(3)


def drawing(label, called, writer):
    return Labelled(by_one_pen(placed(pen.digit(label, 200), RNG, 20), 20), called, writer=writer)


@pytest.fixture(scope="module")
def drawings():
    odd = [drawing(label, "1" if label == 7 else str(label), "odd") for label in [7, 3, 7, 4] * 6]
    plain = [drawing(label, str(label), "plain") for label in [*range(10)] * 2]
    return [*odd, *plain, *[drawing(7, "1", "few")] * 19]


@pytest.fixture(scope="module")
def study(drawings):
    return hands.study(readers.load(), drawings, 3)


def test_only_who_drew_enough_counts_in_the_order_of_writing(drawings):
    found = hands.by_writer(drawings)
    assert [(writer, len(many)) for writer, many in found.items()] == [("odd", 24), ("plain", 20)]
    assert [each.label for each in found["odd"][:4]] == ["1", "3", "1", "4"]


def test_an_error_counts_before_it_is_corrected(study):
    odd, plain = study.final
    assert (odd.errors_alone, odd.errors, odd.harmed) == (12, 1, 0)
    assert odd.corrected == [0]
    assert odd.rest == (11, 0)
    assert (plain.errors_alone, plain.errors, plain.corrected) == (0, 0, [])


def test_fewer_corrections_are_read_as_if_there_had_never_been_more():
    reader, called = readers.load(), {7: "1", 4: "9", 3: "8"}
    drawings = [drawing(label, called[label], "three") for label in [7, 4, 3] * 4]
    alone = [hands.read(reader, each) for each in drawings]
    all_three, _ = hands.taught(reader, drawings, alone, 10)
    assert (all_three.errors_alone, all_three.corrected) == (12, [0, 1, 2])
    for limit in (1, 2, 3):
        expected, _ = hands.taught(reader, drawings, alone, limit)
        found = hands.with_fewer(reader, drawings, all_three, limit)
        assert (found.corrected, [each.text for each in found.learned]) == (
            expected.corrected,
            [each.text for each in expected.learned],
        )


def test_who_was_read_right_is_read_with_anothers_memory(study):
    drawings, errors = study.borrowed
    assert drawings == 20
    assert errors == 2  # of the two sevens


def test_what_the_first_half_taught_is_told_on_the_second(study):
    assert study.later == {"odd": (6, 0)}


def test_others_are_read_with_each_memory():
    signs = [drawing(label, NON_DIGIT_LABEL if label == 7 else str(label), "signs") for label in [7, 3, 7, 4] * 5]
    found = hands.study(readers.load(), signs, 3, others=[drawing(label, None, "") for label in (7, 3)])
    assert found.rejected == [0.0, 0.5]  # the memory knows that a seven is no digit


def test_what_a_memory_lets_pass_is_told(study):
    row = hands.figures("odd.jsonl", study._replace(rejected=[0.9, 0.9, 0.8]))
    assert row["others"] == {"rejected": [0.9, 0.85, 0.8]}
    told = io.StringIO()
    hands.show(row, told)
    assert "90.00 %  85.00 %  80.00 %" in told.getvalue()
    assert hands.figures("odd.jsonl", study)["others"] is None


def test_the_figures_say_who_got_better_and_by_how_much(study):
    row = json.loads(json.dumps(hands.figures("odd.jsonl", study)))
    assert (row["writers"], row["drawings"], row["corrections"]) == (2, 44, 3)
    assert row["all"] == {"alone": 12, "learned": 1, "fewer": round(11 / 12, 4), "rest": [11, 0]}
    assert row["later"] == {"all": [6, 0], "many_errors": [6, 0]}
    assert (row["better"], row["worse"], row["worst"], row["harmed"]) == (1, 0, 0, 0)
    assert row["curve"].keys() == {"1", "2", "3"}
    assert row["alone"]["accuracy_mean"] < row["learned"]["accuracy_mean"]
    (writer,) = row["by_writer"]
    assert (writer["writer"], writer["corrections"], writer["rest"]) == ("odd", 1, [11, 0])
    told = io.StringIO()
    hands.show(row, told)
    assert "12 → 1 (-91.7 %)" in told.getvalue()
    assert "second halves, all               6 → 0 (-100.0 %)" in told.getvalue()


def test_the_curve_is_a_picture_that_starts_at_all_errors(study):
    row = hands.figures("odd.jsonl", study)
    (found,) = hands.curves([row])
    assert (found.name, found.shares[0], found.shares[3]) == ("odd", 1.0, 1 / 12)
    picture = ElementTree.fromstring(curve.picture([found]))
    texts = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"odd", "8% of the errors left", "corrections remembered", "100%", "3"} <= set(texts)
    assert hands.curves([row | {"many_errors": {"alone": 0}}]) == []


def test_the_command_prints_and_draws_it(tmp_path, capsys):
    rows = [{"label": 1, "strokes": pen.digit(7, 200), "writer": "odd"} for _ in range(20)]
    file = tmp_path / "odd.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    flags = [
        file,
        "--memory",
        2,
        "--others",
        file,
        "--curve",
        tmp_path / "curve.svg",
        "--json",
        tmp_path / "figures.json",
    ]
    assert evaluate.main([str(each) for each in flags]) == 0
    assert "20 drawings by 1 writers" in capsys.readouterr().out
    (row,) = json.loads((tmp_path / "figures.json").read_text())
    assert row["all"]["alone"] == 20
    assert row["all"]["learned"] <= 3
    assert (tmp_path / "curve.svg").read_text().startswith("<svg")


def test_what_is_not_a_digit_is_an_error_where_it_is_not_rejected(study):
    score = study.final[1].alone[0]
    assert [hands.is_error(score._replace(is_digit=False, text=text)) for text in ("4", "")] == [True, False]
    assert [hands.is_error(score._replace(text=text)) for text in (score.label, "")] == [False, True]
