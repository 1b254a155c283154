from digits.pen.signs import SIGNS
from digits.pen.styles import HELD_OUT, STYLES


def test_every_style_is_a_path_of_its_own():
    styles = [style for lists in (STYLES, HELD_OUT) for digit in lists.values() for style in digit]
    assert len({*styles, *SIGNS}) == len(styles) + len(SIGNS)


def test_every_digit_has_styles_to_train_on_and_some_held_out():
    assert set(STYLES) == set(HELD_OUT) == set(range(10))
    assert min(map(len, STYLES.values())) >= 9
    assert {len(styles) for styles in HELD_OUT.values()} == {3}
