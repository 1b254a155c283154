import json

import numpy as np
import pytest

from digits.drawing import strokes
from digits.drawing.labelled import Labelled
from digits.drawing.strokes import by_one_pen
from digits.errors import EngineError
from digits.pen import writing as pen
from digits.reading import memory, metrics, reader
from digits.reading.classes import NOT_A_DIGIT
from digits.reading.engine import Inference
from digits.reading.memory import MAX_OF_CLASS, USUAL, Correction, Memory
from digits.reading.verdict import Verdict
from tests.reading.conftest import PEN, row

RNG = np.random.default_rng(2)
HAT = [[[60.0, 250.0], [160.0, 60.0], [260.0, 250.0]]]  # a stroke up and one down, which is no digit


@pytest.fixture(scope="module")
def bundled():
    return reader.load()


def digit(label, width=20):
    return by_one_pen(pen.digit(label, 180, (90, 70)), width)


def corrected(bundled, drawing, label):
    """A reader that was told what one drawing is."""
    return bundled.knowing(bundled.corrections(Labelled(drawing, label)))


def features(count, near=None, noise=0.0):
    """Features of inputs: any, or near some others."""
    found = RNG.uniform(0, 1, (count, 1792)) if near is None else near + noise * RNG.uniform(0, 1, (count, 1792))
    return found.astype(np.float32)


def sure(label, count=1, rest=1e-6):
    rows = np.full((count, 12), rest, np.float32)
    rows[:, label] = 1 - 11 * rest
    return rows


def learned(inference, *labels):
    return memory.corrections(inference, labels)


def test_an_empty_memory_changes_nothing_to_the_bit(bundled):
    empty = bundled.knowing([])
    for drawing in [digit(4), by_one_pen(row("407")[0], PEN), strokes.NOTHING]:
        answer, same = bundled.read(drawing), empty.read(drawing)
        assert [each.probabilities.tobytes() for each in answer.segments] == [
            each.probabilities.tobytes() for each in same.segments
        ]
        assert (answer.readings, answer.is_recalled) == (same.readings, False)


@pytest.mark.parametrize("read,label", [(4, "9"), (1, "7"), (7, "1"), (0, "6"), (3, "none"), (8, "none")])
def test_what_was_corrected_once_is_read_right_however_it_is_placed(bundled, read, label):
    reader = corrected(bundled, digit(read), label)
    again = by_one_pen(pen.digit(read, 120, (30, 150)), 12)
    answer = reader.read(again)
    assert bundled.read(again).text == str(read)
    assert answer.text == label.replace("none", "")
    assert answer.is_recalled


def test_a_rejected_drawing_becomes_a_digit(bundled):
    drawing = by_one_pen(HAT, 20)
    assert bundled.read(drawing).verdict is Verdict.NOT_A_DIGIT
    answer = corrected(bundled, drawing, "1").read(drawing)
    assert (answer.text, answer.is_recalled) == ("1", True)
    assert answer.verdict is not Verdict.NOT_A_DIGIT


def test_other_digits_stay_what_they_are_and_are_not_said_to_be_recalled(bundled):
    reader = corrected(bundled, digit(4), "9")
    for label in (0, 1, 2, 3, 5, 6, 7, 8):
        answer = reader.read(digit(label))
        assert (answer.text, answer.is_recalled) == (str(label), False)


def test_a_digit_of_a_number_is_read_with_what_was_learned(bundled):
    reader = corrected(bundled, by_one_pen(row("4")[0], PEN), "9")
    number = by_one_pen(row("340")[0], PEN)
    assert (bundled.read(number).text, reader.read(number).text) == ("340", "390")
    assert reader.read(number).is_recalled


def test_what_the_network_said_on_its_own_is_not_asked_again(bundled):
    recall = memory.Recall(bundled.engine, corrected(bundled, digit(4), "9").memory)
    inputs = RNG.random((3, 28, 28, 1)).astype(np.float32)
    recall.predict(inputs)
    own = bundled.engine.predict(inputs)
    recall._engine = None
    assert recall.alone(inputs[[2, 0]]) == pytest.approx(own[[2, 0]])


@pytest.mark.parametrize("label", [None, "", "x", "44", "3900", "340"])
def test_a_label_that_is_no_class_teaches_nothing(bundled, label):
    assert bundled.corrections(Labelled(by_one_pen(row("340")[0], PEN), label)) == []
    assert bundled.corrections(Labelled(strokes.NOTHING, label)) == []


def test_a_pictures_ink_can_be_corrected(bundled):
    ink = strokes.draw(pen.digit(7, 180, (90, 70)), 320, 320, 20)
    reader = bundled.knowing(bundled.corrections(Labelled(strokes.NOTHING, "1", ink=ink)))
    assert reader.read(ink).text == "1"


def test_however_sure_the_error_was_the_drawing_itself_is_read_right():
    inference = Inference(sure(1, rest=1e-12), features(1))
    found = Memory(learned(inference, 4)).adjusted(inference)
    assert found[0, 4] > 0.9
    assert found.sum() == pytest.approx(1, abs=1e-5)


def test_far_from_all_corrections_nothing_changes_to_the_bit():
    known = Inference(sure(1), features(1) * (np.arange(1792) < 800))
    far = Inference(sure(2, 3), features(3) * (np.arange(1792) >= 900))
    found = Memory(learned(known, 4)).adjusted(far)
    assert found.tobytes() == far.probabilities.tobytes()


def test_the_nearer_the_stronger_is_the_pull():
    known = features(1)
    remembered = Memory(learned(Inference(sure(1), known), 4))
    noises = [0.0, 0.5, 1.0, 2.0]
    rows = Inference(
        sure(1, 4, 1e-3), np.vstack([features(1, known * (i > 0) + known, n) for i, n in enumerate(noises)])
    )
    pulled = remembered.adjusted(rows)[:, 4]
    assert (np.diff(pulled) <= 1e-6).all()


def test_only_the_newest_of_a_label_are_kept():
    inference = Inference(sure(1, 14), np.eye(14, 1792, dtype=np.float32) + features(14) / 50)
    kept = Memory(learned(inference, *[4] * 12, 5, 6)).corrections
    assert [each.label for each in kept] == [4] * MAX_OF_CLASS + [5, 6]
    assert kept[0].look is not None
    assert np.array_equal(kept[0].look, memory.looks(inference.features)[2])


def test_a_newer_correction_puts_out_what_it_contradicts():
    inference = Inference(sure(1, 2), np.repeat(features(1), 2, axis=0))
    first, second = learned(inference, 4, 9)
    assert Memory([first, second]).corrections == [second]
    assert Memory([second, first]).corrections == [first]
    assert len(Memory(learned(inference, 4, 4)).corrections) == 2


def test_without_features_nothing_is_learned_or_changed():
    bare = Inference(sure(1), np.zeros((1, 0), np.float32))
    assert learned(bare, 4) == []
    known = learned(Inference(sure(1), features(1)), 4)
    assert Memory(known).adjusted(bare) is bare.probabilities


def test_a_network_of_ten_classes_learns_no_other():
    inference = Inference(sure(1)[:, :10], features(1))
    assert learned(inference, NOT_A_DIGIT) == []
    assert len(learned(inference, 9)) == 1


def test_the_strengths_are_the_networks(tmp_path):
    assert memory.strengths(metrics.BUNDLED) == reader.load().memory.strengths
    (tmp_path / metrics.FILE).write_text("{}")
    assert memory.strengths(tmp_path) == USUAL
    (tmp_path / metrics.FILE).write_text(json.dumps({"memory": {"push": 3, "chosen": {}}}))
    assert memory.strengths(tmp_path) == USUAL._replace(push=3.0)
    (tmp_path / metrics.FILE).write_text(json.dumps({"memory": {"push": "strong"}}))
    with pytest.raises(EngineError, match=r"metrics\.json holds no strengths of the memory\. Restore it"):
        memory.strengths(tmp_path)


def test_a_correction_is_small():
    (each,) = learned(Inference(sure(1), features(1)), 4)
    assert isinstance(each, Correction)
    assert each.look.nbytes <= 2048
