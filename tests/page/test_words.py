import re

import pytest

from digits.page.parts.words import count, plain, share
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![a](http://x.test/b)", r"\!\[a\]\(http\://x.test/b\)"),
        ("<img src=//x.test>", r"\<img src=//x.test\>"),
        ("&sol; :red[a] $x$ `b` *c* _d_ ~e~ |f| {g}", r"\&sol; \:red\[a\] \$x\$ \`b\` \*c\* \_d\_ \~e\~ \|f\| \{g\}"),
        ("a\n\n# b\t\\", r"a \# b \\"),
        ("its line 7 holds no drawing", "its line 7 holds no drawing"),
    ],
)
def test_what_others_wrote_means_nothing_in_markdown(text, shown):
    assert plain(text) == shown


def test_thousands_are_parted_and_shares_have_two_decimals():
    assert [count(number) for number in (7, 1134, 328245)] == ["7", "1,134", "328,245"]
    assert [share(each) for each in (1.0, 0.997, 0.00082)] == [
        f"{text}\N{NO-BREAK SPACE}%" for text in ("100.00", "99.70", "0.08")
    ]


def test_nobody_else_parts_thousands():
    sources = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "digits" / "page").rglob("*.py")}
    assert [name for name, source in sources.items() if re.search(r":,[}.d]", source)] == ["words.py"]
