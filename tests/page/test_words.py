import pytest

from digits.page.parts.words import plain


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
