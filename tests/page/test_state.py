"""No key of a visit's state is spelt outside `state.py`."""

import ast

from tests.conftest import ROOT


def spelt_keys(source):
    """The session's keys that are spelt as strings in some code, whether read, set, dropped or looked for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("session_state"):
            yield from (each.value for each in [node.slice] if isinstance(each, ast.Constant))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[0].endswith("session_state"):
            yield from (each.value for each in node.args[:1] if isinstance(each, ast.Constant))
        if isinstance(node, ast.Call) and not ast.unparse(node.func).endswith(("container", "sorted", "min", "max")):
            keys = [each.value for each in node.keywords if each.arg == "key"]  # a container's is for the style sheet
            yield from (each.value for each in keys if isinstance(each, ast.Constant))
        if isinstance(node, ast.Compare) and "session_state" in ast.unparse(node.comparators[0]):
            yield from (each.value for each in [node.left] if isinstance(each, ast.Constant))


def test_keys_live_in_one_module():
    code = "'a' in st.session_state; st.session_state['b'] = st.session_state.get('c'); st.button('Go', key='d')"
    assert list(spelt_keys(code)) == list("abcd")
    files = [*(ROOT / "digits" / "page").rglob("*.py"), ROOT / "app.py"]
    found = {file.name: list(spelt_keys(file.read_text(encoding="utf-8"))) for file in files}
    assert {name: keys for name, keys in found.items() if keys} == {}
