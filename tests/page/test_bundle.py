import re
from collections import Counter

import pytest

from digits.page.parts.bundle import bundle
from tests.conftest import ROOT

BOARD = ROOT / "digits" / "page" / "board" / "board.js"


def test_each_module_is_there_once_after_what_it_imports(tmp_path):
    (tmp_path / "a.js").write_text("export const a = 1;\n")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n\nexport function b() {\n  return a;\n}\n')
    (tmp_path / "c.js").write_text(
        'import { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\n\nexport default function () {\n  b(a);\n}\n'
    )
    found = bundle(tmp_path / "c.js")
    assert re.findall(r"^(?:const|function|export default function) ?(\w*)", found, re.MULTILINE) == ["a", "b", ""]
    assert "import" not in found
    assert found.count("export") == 1


@pytest.mark.parametrize("entry", ["board/board.js", "pages/paste.js"])
def test_no_name_of_joined_modules_is_given_twice(entry):
    code = bundle(ROOT / "digits" / "page" / entry)
    names = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", code, re.MULTILINE)
    assert len(names) > 5
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("word", ["import ", "export {"])
def test_the_board_is_one_module(word):
    assert not re.search(rf"^{word}", bundle(BOARD), re.MULTILINE)
