"""The trainer's command line and what it leaves, on a sliver of the real MNIST."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import train
from tests.training import people
from tests.training.conftest import SLIVER, run


@pytest.mark.training
def test_a_run_leaves_the_network_its_figures_pictures_and_card(trained):
    assert sorted(file.name for file in trained.iterdir()) == sorted(
        ["digits.keras", "digits.h5", "digits.tflite", "digits.live", "metrics.json", "README.md", "samples.png",
         "varied.png", "curves.png", "confusion.png", "reliability.png", "mistakes.png", "misread.png"]
    )  # fmt: skip
    metrics = json.loads((trained / "metrics.json").read_text())
    assert metrics["command"].startswith("python train.py --out ")
    assert metrics["command"].endswith("--limit 130 --epochs 14")
    assert metrics["digits"] == dict.fromkeys(("train", "validation", "test"), 130)
    assert metrics["seeds"]["1"]["test_accuracy"] == metrics["test_accuracy"]
    assert metrics["seeds"]["1"]["backend"] == "tensorflow"
    assert {"python", "keras", "numpy"} <= metrics["versions"].keys()


@pytest.mark.training
def test_a_report_holds_what_the_bundled_one_holds(trained):
    from digits.reading.metrics import BUNDLED

    def keys(value):
        return {key: keys(each) for key, each in value.items()} if isinstance(value, dict) else None

    ours, bundled = (json.loads((folder / "metrics.json").read_text()) for folder in (trained, BUNDLED))
    bundled.pop("hands", None)  # which it may have learned from, see the next test
    bundled.pop("memory", None)  # whose strengths are chosen after a training, by another command
    for name in ("hands", "from"):
        bundled["settings"].pop(name, None)
    ours["seeds"] = bundled["seeds"] = ours["seeds"]["1"]
    assert keys(ours) == keys(bundled)


@pytest.mark.training
def test_what_was_learned_from_real_hands_is_in_the_report_and_on_the_card(with_hands):
    folder, file = with_hands
    metrics = json.loads((folder / "metrics.json").read_text())
    (source,) = metrics["hands"]["files"]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (source["file"], source["sha256"], source["drawings"]) == ("omniglot.jsonl.gz", digest, 130)
    assert metrics["settings"]["hands"] == {"omniglot.jsonl.gz": digest}
    learned, held_out = metrics["hands"]["learned"], metrics["hands"]["held_out"]
    assert learned["digits"] + learned["non_digits"] + held_out["drawings"] == 130
    assert held_out["digits_read"] == pytest.approx(1 - len(held_out["mistakes"]) / held_out["digits"], abs=1e-5)
    assert held_out["per_file"]["omniglot.jsonl.gz"]["digits"] == held_out["digits"]
    page = (folder / "README.md").read_text()
    assert "B. M. Lake, R. Salakhutdinov and J. B. Tenenbaum, 2015: Omniglot" in page
    assert "and on held-out writers" in page
    assert all((folder / name).stat().st_size > 1000 for name in ("hands.png", "hands-misread.png"))


@pytest.mark.training
def test_a_network_is_adapted_to_real_hands_from_where_it_stands(with_hands, tmp_path):
    folder, file = with_hands
    flags = ("--hands", str(file), "--from", str(folder / "digits.keras"), "--limit", "130", "--epochs", "1")
    assert run(tmp_path, *flags) == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert list(metrics["settings"]["from"]) == ["digits.keras"]
    assert "--from" in metrics["command"]


@pytest.mark.training
def test_another_seed_with_other_hands_is_refused(with_hands, tmp_path, capsys):
    folder, _ = with_hands
    other = people.write(tmp_path / "omniglot.jsonl.gz", people.rows(seed=5))
    assert run(folder, "--hands", str(other), "--limit", "130", "--epochs", "2", "--seed", "2", "--spread") == 1
    assert "expected a seed of {'recipe': 'ours'" in capsys.readouterr().err


@pytest.mark.training
def test_what_is_done_without_is_said_in_a_sentence(capsys):
    from digits.training import command

    command._material(command.Options(Path("x"), limit=10))
    assert "Without --hands it learns from MNIST and our own pen alone" in capsys.readouterr().out
    command._material(command.Options(Path("x"), recipe="plain", limit=10))
    assert capsys.readouterr().out == ""


@pytest.mark.training
def test_another_seed_joins_the_report_and_leaves_the_network(trained, tmp_path):
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    before = (tmp_path / "digits.tflite").read_bytes()
    assert run(tmp_path, *SLIVER, "--seed", "2", "--spread") == 0
    seeds = json.loads((tmp_path / "metrics.json").read_text())["seeds"]
    assert list(seeds) == ["1", "2"]
    assert "Over 2 seeds (1, 2)" in (tmp_path / "README.md").read_text()
    assert (tmp_path / "digits.tflite").read_bytes() == before
    assert not list(tmp_path.glob("checkpoint*"))


@pytest.mark.training
@pytest.mark.parametrize(
    "flags,complaint",
    [
        ((*SLIVER, "--seed", "1", "--spread"), "--seed: expected one that is not in "),
        (("--limit", "130", "--epochs", "3", "--seed", "2", "--spread"), "expected a seed of {'recipe': 'ours'"),
    ],
)
def test_a_seed_that_does_not_compare_is_refused_before_it_trains(trained, capsys, flags, complaint):
    assert run(trained, *flags) == 1
    output, errors = capsys.readouterr()
    assert complaint in errors
    assert "Epoch" not in output


@pytest.mark.training
def test_all_trains_every_classic_recipe_and_prints_the_table(tmp_path, capsys):
    from digits.training.networks import CLASSIC

    assert run(tmp_path, "--all", "--limit", "300", "--epochs", "1") == 0
    table = json.loads((tmp_path / "table.json").read_text())
    assert [row["recipe"] for row in table["rows"]] == CLASSIC
    assert table["command"].endswith("--all --limit 300 --epochs 1")
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[-len(CLASSIC) :]] == CLASSIC
    assert {file.name for file in tmp_path.iterdir()} == {"table.json", *(f"{name}.tflite" for name in CLASSIC)}


@pytest.mark.training
def test_one_recipe_is_trained_again_and_the_rest_of_the_table_stays(tmp_path, capsys):
    others = [{"recipe": "six-filters", "parameters": 1, "seconds": 1, "train": 1, "validation": 1, "test": 1,
               "reported": "", "sha256": {"six-filters.tflite": "0"}}]  # fmt: skip
    rows = [*others, {**others[0], "recipe": "plain"}]
    (tmp_path / "table.json").write_text(json.dumps({"command": "python train.py --all", "rows": rows}))
    (tmp_path / "six-filters.tflite").write_bytes(b"another network")
    assert run(tmp_path, "--recipe", "plain", "--table", "--limit", "300", "--epochs", "1") == 0
    table = json.loads((tmp_path / "table.json").read_text())
    assert table["command"] == "python train.py --all"
    assert table["rows"][:-1] == others
    row = table["rows"][-1]
    assert (row["recipe"], row["parameters"]) == ("plain", 121930)
    assert row["command"].endswith("--recipe plain --table --limit 300 --epochs 1")
    assert row["sha256"] == {"plain.tflite": hashlib.sha256((tmp_path / "plain.tflite").read_bytes()).hexdigest()}
    assert (tmp_path / "six-filters.tflite").read_bytes() == b"another network"
    assert {file.name for file in tmp_path.iterdir()} == {"table.json", "plain.tflite", "six-filters.tflite"}
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[-2:]] == ["six-filters", "plain"]


@pytest.mark.training
def test_a_first_row_begins_the_table(tmp_path):
    from digits.training import command

    table = command._table(command.Options(tmp_path, seed=3))
    assert (table["rows"], table["seed"], table["backend"]) == ([], 3, "tensorflow")


@pytest.mark.training
@pytest.mark.parametrize(
    "flags,complaint",
    [
        (["--data", "no-such-folder"], "no-such-folder is not MNIST: expected an .npz"),
        (["--recipe", "soup", "--limit", "10"], "recipe: expected one of ours, mnist-only"),
        (["--recipe", "soup", "--table"], "--table: expected --recipe with one of six-filters"),
        (["--table"], "got 'ours'"),
        (["--hands", "nowhere.jsonl", "--limit", "10"], "--hands: [Errno 2] No such file"),
        (["--hands", "nowhere.jsonl", "--recipe", "plain"], "--hands: expected --recipe ours"),
        (["--from", "nowhere.keras", "--limit", "10"], "--from: [Errno 2] No such file"),
    ],
)
def test_what_stands_in_the_way_is_said_in_a_sentence(tmp_path, capsys, flags, complaint):
    assert run(tmp_path, *flags) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert complaint in sentence


@pytest.mark.parametrize(
    "flags,complaint",
    [
        (["--epochs", "0"], "--epochs: expected a whole number of at least 1, got '0'"),
        (["--seed", "x"], "--seed: expected a whole number of at least 0, got 'x'"),
        (["--data", "x", "--source", "tfds"], "--data and --source tfds exclude each other"),
        (["--all", "--spread"], "not allowed with argument --all"),
        (["--all", "--table"], "not allowed with argument --all"),
        (["--all", "--recipe", "plain"], "--all trains the classic recipes"),
    ],
)
def test_flags_that_make_no_sense_are_refused(tmp_path, capsys, flags, complaint):
    with pytest.raises(SystemExit, match="2"):
        run(tmp_path, *flags)
    assert complaint in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.training
def test_a_folder_that_cannot_be_written_is_said(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert run(tmp_path / "file", "--limit", "10", "--recipe", "plain") == 1
    assert "File exists" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.training
def test_a_shape_mistake_in_a_recipe_keeps_its_traceback(tmp_path, monkeypatch):
    from keras import layers

    from digits.training import networks

    def mistaken():
        return layers.Conv2D(8, 3)(layers.Flatten()(layers.Input((28, 28, 1))))

    monkeypatch.setitem(networks.RECIPES, "mine", networks.Recipe(mistaken, epochs=1))
    with pytest.raises(ValueError, match="ndim"):
        run(tmp_path, "--recipe", "mine", "--limit", "10")


def failing(monkeypatch, statement):
    """Have the trainer fail at an import."""
    monkeypatch.setattr(train, "_run", lambda *_: exec(statement))


@pytest.mark.parametrize("typo", ["import digits.trainig", "from digits.training.augment import vray"])
def test_a_typo_in_an_import_of_our_own_keeps_its_traceback(tmp_path, monkeypatch, typo):
    failing(monkeypatch, typo)
    with pytest.raises(ImportError, match=r"trainig|vray"):
        run(tmp_path)


def test_a_missing_library_is_answered_with_how_to_install_it(tmp_path, monkeypatch, capsys):
    failing(monkeypatch, "import no_such_library")
    assert run(tmp_path) == 1
    assert capsys.readouterr().err.startswith(
        "No module named 'no_such_library'. Install what training needs with `pip"
    )


def test_nothing_less_than_a_whole_run_replaces_the_bundled_network():
    def folder(*flags):
        return str(train._options(flags).out)

    assert folder() == "model"
    assert folder("--seed", "2", "--spread") == "model"
    assert folder("--limit", "100") == folder("--epochs", "1") == "runs/ours"
    assert folder("--hands", "file") == "model"
    assert folder("--from", "model/digits.keras") == "runs/ours"
    assert folder("--recipe", "plain") == "runs/plain"
    assert folder("--all") == folder("--recipe", "plain", "--table") == "model/recipes"
    assert folder("--all", "--limit", "100") == folder("--table", "--epochs", "1") == "runs/recipes"


@pytest.mark.training
def test_every_choice_that_can_be_made_is_made_with_its_flag(tmp_path, monkeypatch):
    from digits.training import command

    made = []
    for action in ("train", "spread", "compare", "add_row"):
        monkeypatch.setattr(command, action, lambda options, action=action: made.append((action, options)))
    for flags in ([], ["--spread"], ["--all"], ["--table"]):
        run(tmp_path, *flags, "--limit", "5", "--resume", "--seed", "3", "--data", "x")
    assert [action for action, _ in made] == ["train", "spread", "compare", "add_row"]
    options = made[0][1]
    assert options._replace(command="") == command.Options(
        tmp_path, data=Path("x"), limit=5, seed=3, resume=True, command=""
    )
    assert options.command == f"python train.py --out {tmp_path} --limit 5 --seed 3 --data x"


@pytest.mark.parametrize("way", ["--all", "--table"])
@pytest.mark.parametrize("flags", [("--hands", "file"), ("--from", "file")])
def test_the_classic_recipes_take_no_hands(way, flags, capsys):
    with pytest.raises(SystemExit):
        train._options([way, *flags])
    assert "take neither --hands nor --from" in capsys.readouterr().err
