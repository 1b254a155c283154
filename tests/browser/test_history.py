"""What was drawn in a visit: brought back, corrected, taken home and opened again."""

import io
import json
import zipfile

from playwright.sync_api import expect

from digits.sharing import album
from tests.browser.screens import PHONE, TALL
from tests.browser.visitor import TouchVisitor, Visitor, digit

BRING_BACK = "Bring back"


def as_labelled(entries):
    """Return what each drawing of an album was read as, and what somebody says it is."""
    return [(entry.text, entry.label) for entry in entries]


def test_history_brings_back_corrects_and_travels(visit, artefacts, tmp_path):
    visitor = visit(**TALL)
    for label in (7, 4):
        visitor.draw(label)
        visitor.press("Clear", leaves=0)
    visitor.open("History")
    back = visitor.page.get_by_role("button", name=BRING_BACK)
    expect(back).to_have_count(2)
    back.nth(1).click()
    visitor.reads("7")
    visitor.wait_until_at_rest()
    expect(back).to_have_count(2)  # not a third time
    label = visitor.page.get_by_label("What it is, where 4 is wrong")
    label.fill("9")
    with visitor.answering():
        label.press("Enter")
    visitor.page.screenshot(path=artefacts / "history.png")
    file = tmp_path / "digits.zip"
    file.write_bytes(visitor.download("Download all"))
    assert as_labelled(album.unpack(file.read_bytes())) == [("7", None), ("4", "9")]
    other = visit(**TALL)
    other.open("History")
    other.page.locator("input[type=file]").set_input_files(file)
    expect(other.page.get_by_role("button", name=BRING_BACK)).to_have_count(2)
    expect(other.page.get_by_label("What it is, where 4 is wrong")).to_have_value("9")
    other.page.get_by_role("button", name=BRING_BACK).nth(1).click()
    other.reads("7")
    other.page.reload()
    other.open("History")
    expect(other.page.get_by_role("button", name=BRING_BACK)).to_have_count(2)
    expect(other.page.get_by_label("What it is, where 4 is wrong")).to_have_value("9")


def test_a_label_outlives_a_refresh(visit):
    visitor = visit(**TALL)
    visitor.draw_strokes([*digit(4, 120, (30, 90)), *digit(2, 120, (170, 90))])
    visitor.open("History")
    label = visitor.page.get_by_label("What it is, where 42 is wrong")
    label.fill("47")
    with visitor.answering():
        label.press("Enter")
    visitor.page.wait_for_function("() => JSON.parse(localStorage.getItem('digits.history'))[0].label === '47'")
    visitor.page.reload()
    visitor.reads("42")
    visitor.open("History")
    expect(label).to_have_value("47")


def test_the_browser_keeps_the_history_until_all_is_forgotten(visit):
    visitor = visit(**TALL)
    for label in (7, 4):
        visitor.draw(label)
        visitor.press("Clear", leaves=0)
    visitor.page.reload()
    visitor.open("History")
    back = visitor.page.get_by_role("button", name=BRING_BACK)
    expect(back).to_have_count(2)
    back.nth(1).click()
    visitor.reads("7")
    visitor.press("Forget all", leaves=0)
    expect(back).to_have_count(0)
    visitor.reads("?")
    visitor.page.reload()
    visitor.open("History")
    expect(visitor.page.get_by_text("Nothing drawn yet")).to_be_visible()
    visitor.reads("?")


def test_what_is_forgotten_in_one_tab_is_forgotten_in_the_other(visit):
    visitor = visit(**TALL)
    tab = visitor.page.context.new_page()
    try:
        other = Visitor(tab, visitor.page.url)
        other.draw(3)
        visitor.draw(7)
        for each in (other, visitor):
            each.open("History")
        visitor.press("Forget all", leaves=0)
        other.reads("?")
        expect(tab.get_by_text("Nothing drawn yet")).to_be_visible()
        expect(other.button("Undo")).to_have_attribute("aria-disabled", "true")
        visitor.draw(4)
        for each, reads in ((other, "?"), (visitor, "4")):
            each.page.reload()
            each.reads(reads)
    finally:
        tab.close()


def test_a_file_that_is_no_history_is_refused_in_a_sentence(visit, tmp_path):
    (tmp_path / "junk.zip").write_bytes(b"PK\3\4 but no more")
    visitor = visit(**TALL)
    visitor.open("History")
    visitor.page.locator("input[type=file]").set_input_files(tmp_path / "junk.zip")
    expect(visitor.page.get_by_text("That file cannot be opened")).to_be_visible()


def test_the_download_holds_what_the_evaluator_reads(visit):
    visitor = visit(**TALL)
    visitor.draw(6)
    visitor.open("History")
    with zipfile.ZipFile(io.BytesIO(visitor.download("Download all"))) as file:
        row = json.loads(file.read("drawings.jsonl"))
        assert row["label"] == row["said"] == "6"
        assert file.namelist() == ["drawings.jsonl", "001-6.png"]


def test_a_tap_on_a_picture_brings_it_back_into_view(visit):
    visitor = visit(TouchVisitor, **PHONE)
    visitor.draw(7)
    visitor.press("Clear", leaves=0)
    visitor.open("History")
    picture = visitor.page.get_by_role("button", name=BRING_BACK).get_by_role("img")
    picture.scroll_into_view_if_needed()
    visitor.push(picture)
    visitor.reads("7")
    expect(visitor.canvas).to_be_in_viewport(ratio=0.99)
