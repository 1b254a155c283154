import re

from digits.reading import metrics
from digits.training import card


def test_the_cards_figures_are_those_of_the_metrics():
    figures = metrics.read(metrics.BUNDLED)
    page = (metrics.BUNDLED / "README.md").read_text()
    assert page == card.text(figures)
    assert f"{figures['test_accuracy']:.2%} ({len(figures['mistakes'])} of 10,000 read wrong)" in page
    assert figures["test_accuracy"] == 1 - len(figures["mistakes"]) / 10_000
    assert f"{figures['expected_calibration_error']:.4f}" in page
    for picture in re.findall(r"!\[.*\]\((.*)\)", page):
        assert (metrics.BUNDLED / picture).stat().st_size > 1000


def test_a_network_that_saw_only_digits_is_not_said_to_reject():
    bundled = metrics.read(metrics.BUNDLED)
    figures = {name: value for name, value in bundled.items() if name not in ("written", "hands")}
    page = card.text({**figures, "seeds": dict([next(iter(figures["seeds"].items()))])})
    assert "One seed was run." in page
    assert "Ten probabilities" in page
    assert "doodles" not in page
    assert "names a digit for any drawing" in page


def test_the_spread_is_that_of_the_seeds():
    seeds = {"1": {"test_accuracy": 0.98}, "2": {"test_accuracy": 0.99}}
    page = card.text({**metrics.read(metrics.BUNDLED), "seeds": seeds})
    assert "Over 2 seeds (1, 2) the test accuracy is 98.50% ± 0.71 points." in page


def test_what_a_training_began_with_is_on_the_card():
    bundled = metrics.read(metrics.BUNDLED)
    assert "a `old.keras` whose SHA-256 begins with `0123456789ab`." in card.text(
        {**bundled, "settings": {**bundled["settings"], "from": {"old.keras": "0123456789abcdef"}}}
    )
    assert "It began with" not in card.text({**bundled, "settings": {}})


def test_whom_real_hands_are_owed_to_is_on_the_card():
    counts = {"digits": 9, "non_digits": 3, "writers": 2, "left_out": 1, "broken": 1, "sha256": "ab" * 32}
    owed = [("one", "A. Author, CC BY 4.0"), ("two", "A. Author, CC BY 4.0"), ("own", None)]
    held_out = {"digits": 4, "non_digits": 0, "digits_read": 0.75, "digits_rejected": 0.25, "writers": 1,
                "writers_without_mistake": 0.0, "worst_tenth": 0.75, "non_digits_rejected": None}  # fmt: skip
    hands = {
        "files": [{"file": file, "citation": citation, **counts} for file, citation in owed],
        "shares": {"digits": 0.4, "others": 0.2, "numbers": 0.03, "pen": 0.65},
        "learned": counts,
        "held_out": held_out,
    }
    page = card.text({**metrics.read(metrics.BUNDLED), "hands": hands})
    assert page.count("- A. Author, CC BY 4.0.") == 1
    assert "`own`: whoever has it knows its origin" in page
    assert "| digits of 1 held-out writers read right | 75.00% of 4 |" in page
    assert "| non-digits by held-out writers rejected | none to tell by |" in page
    assert "by the writers below" in page
