import re

from digits.api.figures import BOUNDS, Figures

LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$')


def test_figures_are_lines_of_a_name_labels_and_a_number():
    figures = Figures(lambda: 3)
    figures.count("/read", 200, 0.02)
    figures.count("/read", 400, 99)
    text = figures.text()
    assert all(LINE.match(line) for line in text.splitlines() if not line.startswith("# "))
    lines = text.splitlines()
    assert "digits_visitors 3" in lines
    assert 'digits_requests_total{path="/read",status="400"} 1' in lines
    assert f'digits_request_seconds_bucket{{le="{BOUNDS[-1]:g}"}} 1' in lines
    assert 'digits_request_seconds_bucket{le="+Inf"} 2' in lines
    assert re.search(r"^process_resident_memory_bytes \d{7,}$", text, re.MULTILINE)


def test_each_family_is_described_once():
    names = re.findall(r"^# TYPE (\S+)", Figures().text(), re.MULTILINE)
    assert len(names) == len(set(names)) == 7
