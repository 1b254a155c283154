"""It learns the visitor's hand: corrected once, read right from then on, in this browser and nowhere else."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.screens import PHONE, TALL
from tests.browser.visitor import TouchVisitor, Visitor

KINDS = pytest.mark.parametrize("kind,screen", [(Visitor, TALL), (TouchVisitor, PHONE)], ids=["desktop", "phone"])
SMALLER = {"height": 120, "corner": (40, 60)}  # the same digit, written again
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });"
FULL = "Storage.prototype.setItem = () => { throw new Error('full'); };"
TO_THE_TOP = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"


def correct(visitor, name):
    """Say beside the answer what it is, and wait until it is read so."""
    visitor.push(visitor.page.locator(".correction").get_by_text(name, exact=True))
    visitor.reads({"no digit": "–"}.get(name, name))


def clear(visitor):
    visitor.page.evaluate(TO_THE_TOP)
    visitor.press("Clear", leaves=0)
    visitor.page.evaluate(TO_THE_TOP)


def why(visitor):
    return visitor.page.locator(".correction .why")


def forget_buttons(visitor):
    return visitor.page.get_by_role("button", name="Forget this")


def taught(visit, kind=Visitor, read=4, label="9", **screen):
    """A visitor who corrected one digit, and cleared the canvas."""
    visitor = visit(kind, **(screen or TALL))
    visitor.draw(read)
    visitor.reads(str(read))
    correct(visitor, label)
    expect(why(visitor)).to_contain_text("Remembered")
    clear(visitor)
    return visitor


@KINDS
def test_what_was_corrected_is_read_right_when_it_is_written_again(visit, kind, screen, artefacts):
    visitor = taught(visit, kind, **screen)
    visitor.draw(4, **SMALLER)
    visitor.reads("9")
    expect(why(visitor)).to_have_text("Read so because you corrected one like it. Wrong?")
    visitor.page.screenshot(path=artefacts / f"hand-{kind.__name__}.png")
    clear(visitor)
    visitor.draw(3)
    visitor.reads("3")
    expect(why(visitor)).to_have_text("Wrong? It is")


@KINDS
def test_it_is_there_after_a_reload_and_in_a_new_tab(visit, kind, screen):
    visitor = taught(visit, kind, **screen)
    visitor.page.reload()
    visitor.reads("?")
    visitor.draw(4, **SMALLER)
    visitor.reads("9")
    tab = visitor.page.context.new_page()
    try:
        tab.set_viewport_size(visitor.page.viewport_size)
        other = kind(tab, visitor.page.url, reads="9")  # with the drawing that this browser kept
        clear(other)
        other.draw(4)
        other.reads("9")
    finally:
        tab.close()


def test_a_rejected_drawing_becomes_a_digit_and_a_digit_none(visit):
    visitor = visit(**TALL)
    hat = [[60.0, 250.0], [160.0, 60.0], [260.0, 250.0]]
    visitor.draw_strokes([hat])
    visitor.reads("–")
    correct(visitor, "7")
    visitor.press("Clear", leaves=0)
    visitor.draw_strokes([hat])
    visitor.reads("7")
    visitor.press("Clear", leaves=0)
    visitor.draw(8)
    visitor.page.keyboard.press("x")
    visitor.reads("–")
    visitor.press("Clear", leaves=0)
    visitor.draw(8, **SMALLER)
    visitor.reads("–")


def test_a_key_corrects_and_forgetting_takes_it_back(visit):
    visitor = visit(**TALL)
    visitor.draw(4)
    visitor.page.keyboard.press("9")
    visitor.reads("9")
    expect(visitor.button("It is a 9 (9)")).to_have_attribute("aria-pressed", "true")
    visitor.push(visitor.button("Forget it"))
    visitor.reads("4")
    expect(why(visitor)).to_have_text("Wrong? It is")


def test_one_drawing_is_forgotten_then_all_and_the_memory_is_turned_off_and_on(visit, artefacts):
    visitor = taught(visit)
    visitor.draw(1)
    correct(visitor, "7")
    visitor.open("Your hand")
    expect(forget_buttons(visitor)).to_have_count(2)
    visitor.page.screenshot(path=artefacts / "hand-panel.png")
    visitor.push(visitor.button("Use it"))
    visitor.reads("1")
    visitor.push(visitor.button("Use it"))
    visitor.reads("7")
    visitor.push(visitor.button("Forget this: a 7"))
    visitor.reads("1")
    expect(forget_buttons(visitor)).to_have_count(1)
    visitor.push(visitor.button("Forget all of it"))
    expect(forget_buttons(visitor)).to_have_count(0)
    visitor.press("Clear", leaves=0)
    visitor.draw(4)
    visitor.reads("4")
    visitor.page.reload()
    visitor.reads("4")


def test_two_visitors_never_share(visit, browser, server):
    taught(visit)
    context = browser.new_context(**TALL)
    try:
        other = Visitor(context.new_page(), server)
        other.draw(4)
        other.reads("4")
        other.open("Your hand")
        expect(forget_buttons(other)).to_have_count(0)
    finally:
        context.close()


@pytest.mark.parametrize("harm", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_it_is_remembered_for_the_visit(browser, server, harm):
    context = browser.new_context(**TALL)
    context.add_init_script(harm)
    try:
        visitor = Visitor(context.new_page(), server)
        visitor.draw(4)
        correct(visitor, "9")
        visitor.press("Clear", leaves=0)
        visitor.draw(4, **SMALLER)
        visitor.reads("9")
        visitor.open("Your hand")
        expect(visitor.page.get_by_text("This browser keeps nothing")).to_be_visible()
    finally:
        context.close()


@pytest.mark.parametrize(
    "junk",
    ["{", "7", "null", '{"drawings": 7}', '{"drawings": [7, {"label": "9"}], "isOn": true}', json.dumps({"isOn": 3})],
)
def test_a_storage_full_of_junk_is_no_hand(visit, junk):
    visitor = visit(**TALL)
    visitor.page.evaluate("junk => localStorage.setItem('digits.hand', junk)", junk)
    visitor.page.reload()
    visitor.reads("?")
    visitor.draw(4)
    visitor.reads("4")
    correct(visitor, "9")


def test_a_digit_of_a_number_is_corrected_alone(visit):
    visitor = visit(**TALL)
    visitor.draw(3, 110, (30, 100))
    visitor.draw(4, 110, (180, 100))
    visitor.reads("34")
    visitor.push(visitor.page.locator(".correction .which").get_by_text("4", exact=True))
    visitor.push(visitor.page.locator(".correction .labels").get_by_text("9", exact=True))
    visitor.reads("39")


def test_it_goes_into_an_album_and_comes_out_of_it(visit, browser, server, tmp_path):
    visitor = taught(visit)
    visitor.open("History")
    file = tmp_path / "digits.zip"
    file.write_bytes(visitor.download("Download all"))
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as album:
        row = json.loads(album.read("drawings.jsonl").splitlines()[0])
        assert (row["label"], row["said"]) == ("9", "4")
    context = browser.new_context(**TALL)
    try:
        other = Visitor(context.new_page(), server)
        other.open("History")
        other.page.locator("input[type=file]").set_input_files(file)
        expect(other.page.get_by_label("What it is, where 4 is wrong")).to_have_value("9")
        other.draw(4)
        other.reads("9")
    finally:
        context.close()


def test_a_round_asks_for_each_digit_twice_and_learns_from_the_misread(visit):
    visitor = visit(**TALL)
    visitor.open("Your hand")
    visitor.push(visitor.button("Teach it"))
    asked = visitor.page.locator(".teaching .asked")
    expect(visitor.page.locator(".teaching .progress")).to_have_text("1 of 20")
    wanted = asked.inner_text().split()[-1]
    written = "1" if wanted == "7" else "7"
    visitor.draw(int(written))
    expect(visitor.page.locator(".teaching .progress")).to_have_text("2 of 20")
    expect(forget_buttons(visitor)).to_have_count(1)
    visitor.push(visitor.button("Stop"))
    expect(asked).to_have_text("Done: one was misread, and is remembered.")
    visitor.push(visitor.button("Close"))
    visitor.draw(int(written))
    visitor.reads(wanted)
