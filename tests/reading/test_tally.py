from digits.drawing.strokes import by_one_pen
from digits.reading import reader
from digits.reading.tally import ANSWERS, BOUNDS, Tally
from digits.reading.verdict import Verdict


def test_answers_are_counted_by_verdict_and_by_how_long_they_took():
    tally = Tally()
    tally.add(Verdict.SURE, BOUNDS[0])
    tally.add(Verdict.BLANK, 99)
    counted = tally.counted()
    assert (counted.verdicts[Verdict.SURE], counted.verdicts[Verdict.BLANK], counted.verdicts[Verdict.UNSURE]) == (
        1,
        1,
        0,
    )
    assert (counted.durations[0], counted.durations[-1], sum(counted.durations)) == (1, 1, 2)
    assert counted.seconds == 99 + BOUNDS[0]


def test_what_was_taken_is_merged_and_no_more_there():
    one, other = Tally(), Tally()
    one.add(Verdict.SURE, 0.1)
    other.add(Verdict.SURE, 0.2)
    other.merge(one.taken())
    assert not sum(one.counted().durations)
    assert (other.counted().verdicts[Verdict.SURE], round(other.counted().seconds, 3)) == (2, 0.3)


def test_every_answer_is_counted():
    before = sum(ANSWERS.counted().verdicts.values())
    reader.load().read(by_one_pen([[[90.0, 90.0], [90.0, 250.0]]], 20))
    assert sum(ANSWERS.counted().verdicts.values()) == before + 1
