import re

import pytest

from digits import errors
from digits.errors import DigitsError, is_missing_library


def test_the_tree_at_the_top_of_the_module_is_the_real_one():
    names = re.findall(r"(?:├──|└──) (\w+)", errors.__doc__)
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DigitsError)]
    assert names == [each.__name__ for each in classes if each is not DigitsError]
    assert not any(issubclass(each, (ValueError, OSError)) for each in classes)


@pytest.mark.parametrize(
    "error,expected",
    [
        (ModuleNotFoundError("No module named 'cv2'", name="cv2"), True),
        (ModuleNotFoundError("No module named 'digits.raeding'", name="digits.raeding"), False),
        (ImportError("libGL.so.1: cannot open shared object file", name=None), True),
        (ImportError("DLL load failed while importing cv2"), True),
        (ImportError("cannot import name 'raed' from 'digits.reading.verdict'", name="digits.reading.verdict"), False),
        (ImportError("cannot import name 'raed' from 'digits' (/srv/my.software/digits/__init__.py)"), False),
        (ImportError("cannot import name 'Widget' from 'streamlit' (site-packages/a.so.py)", name="streamlit"), False),
    ],
)
def test_a_mistake_in_our_own_code_is_no_missing_library(error, expected):
    assert is_missing_library(error) is expected
