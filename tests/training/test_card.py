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
    figures = {name: value for name, value in metrics.read(metrics.BUNDLED).items() if name != "written"}
    page = card.text({**figures, "seeds": {"1": figures["seeds"]["1"]}})
    assert "One seed was run." in page
    assert "Ten probabilities" in page
    assert "doodles" not in page
    assert "names a digit for any drawing" in page


def test_the_spread_is_that_of_the_seeds():
    seeds = {"1": {"test_accuracy": 0.98}, "2": {"test_accuracy": 0.99}}
    page = card.text({**metrics.read(metrics.BUNDLED), "seeds": seeds})
    assert "Over 2 seeds (1, 2) the test accuracy is 98.50% ± 0.71 points." in page
