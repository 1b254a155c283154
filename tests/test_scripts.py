"""What stands between a newcomer and the page is said in one sentence, with what to do about it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pip
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from bench.server import runtime_python
from scripts import libraries, serve
from tests.conftest import ROOT

# `make` hands its own settings on; what is tested here starts from none.
BARE = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "MAKEFLAGS", "MAKEOVERRIDES")}


def run(*command, folder=ROOT, **environment):
    done = subprocess.run(
        command, cwd=folder, env={**BARE, **environment}, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stderr.strip()


def program(folder, name, text):
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def quick(tmp_path):
    """Settings under which an environment is made at once: it has no pip, and a call of one passes."""
    folder = tmp_path / "quick"
    folder.mkdir()
    (folder / "pip.py").touch()
    (folder / "sitecustomize.py").write_text("import venv\nvenv.EnvBuilder._setup_pip = lambda self, context: None\n")
    return {"PYTHON": sys.executable, "PYTHONPATH": str(folder)}


@pytest.fixture
def with_pip(tmp_path, quick):
    """The same with this environment's pip."""
    (tmp_path / "quick" / "pip.py").unlink()
    (tmp_path / "quick" / "pip").symlink_to(Path(pip.__file__).parent)
    return quick


@pytest.fixture
def nothing(tmp_path):
    """A lock that names no package."""
    path = tmp_path / "nothing.lock"
    path.write_text("")
    return path


@pytest.mark.parametrize("version", ["3.10.13", "3.14.0", "2.7.18"])
def test_another_python_is_refused(tmp_path, version):
    old = program(tmp_path, "python", f'#!/bin/sh\n[ "$1" = --version ] && echo Python {version} && exit 0\nexit 1\n')
    status, message = run("scripts/venv.sh", tmp_path / "venv", "requirements.lock", PYTHON=str(old))
    assert status != 0
    assert message == (
        f"Digits needs Python 3.11, 3.12 or 3.13 and found Python {version}: "
        "install one of them, or name it with PYTHON=/path/to/python3.12."
    )


def test_a_python_without_venv_is_refused(tmp_path):
    bare = program(
        tmp_path, "python", f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    )
    status, message = run("scripts/venv.sh", tmp_path / "venv", "requirements.lock", PYTHON=str(bare))
    assert status != 0
    assert "cannot make virtual environments: install its venv module" in message


def refused_by_pip(folder, lock, environment):
    """Return what is said of a lock that cannot be installed."""
    (folder / "asked.lock").write_text(lock)
    status, message = run("scripts/venv.sh", folder / "venv", folder / "asked.lock", **environment)
    assert status != 0
    assert message.splitlines()[-1].startswith("The packages in ")
    assert not (folder / "venv" / "ready").exists()
    return message


def test_packages_that_cannot_be_had_are_said(tmp_path, with_pip):
    assert "no-such-package" in refused_by_pip(tmp_path, "./no-such-package\n", with_pip)


def test_a_package_without_a_hash_is_refused(tmp_path, with_pip):
    wheel = tmp_path / "nothing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("nothing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: nothing\nVersion: 1.0\n")
    assert "Hashes are required" in refused_by_pip(tmp_path, f"nothing @ {wheel.as_uri()}\n", with_pip)


def test_an_environment_is_made_and_a_broken_one_made_anew(tmp_path, quick):
    home = tmp_path / "a place with spaces"
    home.mkdir()
    (home / "requirements.lock").write_text("")
    quick["PYTHON"] = str(program(home, "python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'))
    python = home / "venv" / "bin" / "python"
    for _ in range(2):
        assert run("scripts/venv.sh", home / "venv", home / "requirements.lock", **quick) == (0, "")
        assert subprocess.run([python, "-c", ""], check=False).returncode == 0
        assert not (home / "venv" / "left").exists()
        (home / "venv" / "left").touch()
        python.unlink()
        program(python.parent, "python", "#!/bin/sh\nexit 1\n")


def test_an_environment_upon_others_sees_what_they_hold(tmp_path, quick, nothing):
    low, middle, high = (tmp_path / name for name in ("low", "middle", "high"))
    assert run("scripts/venv.sh", low, nothing, **quick) == (0, "")
    assert run("scripts/venv.sh", middle, nothing, low, **quick) == (0, "")
    assert run("scripts/venv.sh", high, nothing, middle, **quick) == (0, "")
    for folder in (low, middle):
        (site,) = (folder / "lib").glob("python*/site-packages")
        (site / f"only_{folder.name}.py").touch()
    imports = [high / "bin" / "python", "-c", "import only_low, only_middle"]
    assert subprocess.run(imports, check=False).returncode == 0
    assert subprocess.run([low / "bin" / "python", *imports[1:]], capture_output=True, check=False).returncode != 0


def test_the_page_asks_for_neither_tensorflow_nor_keras_nor_matplotlib():
    page, everything = ((ROOT / name).read_text() for name in ("requirements-page.txt", "requirements.txt"))
    assert "-r requirements-page.txt" in everything.splitlines()
    for package in ("tensorflow", "keras", "matplotlib"):
        assert re.search(rf"^{package}==[\d.]+$", everything, re.MULTILINE)
        assert package not in page


def made(folder, *arguments, **environment):
    """Return the environments that a call of `make` would make, in a folder with the project's Makefile."""
    shutil.copytree(ROOT / "scripts", folder / "scripts", dirs_exist_ok=True)
    for file in (ROOT / "Makefile", *ROOT.glob("requirements*.lock")):
        shutil.copy(file, folder)
    command = ["make", "--dry-run", *arguments]
    done = subprocess.run(command, cwd=folder, env={**BARE, **environment}, capture_output=True, text=True, check=True)
    return re.findall(r"^scripts/venv\.sh (\S+)", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("target", "environments"),
    [
        ("run", [".venv"]),
        ("train", [".venv", ".venv-train"]),
        ("check", [".venv", ".venv-train", ".venv-dev"]),
        ("test", [".venv", ".venv-train", ".venv-dev"]),
        ("bench", [".venv", ".venv-train", ".venv-dev"]),
        ("attack", [".venv", ".venv-train", ".venv-dev"]),
        ("lock", [".venv", ".venv-train", ".venv-dev"]),
        ("clean", []),
    ],
)
def test_a_target_makes_the_environments_that_it_needs(tmp_path, target, environments):
    assert made(tmp_path, target) == environments


WHOLE, BROKEN = "#!/bin/sh\nexit 0\n", "#!/bin/sh\nexit 1\n"


@pytest.mark.parametrize(
    ("python", "installs"),
    [(WHOLE, []), (BROKEN, [".venv"]), (None, [".venv"])],
    ids=["whole", "without its packages", "without its interpreter"],
)
def test_a_second_run_reinstalls_only_what_is_broken(tmp_path, python, installs):
    environment(tmp_path, python)
    assert made(tmp_path, "run") == installs


@pytest.mark.parametrize(("version", "installs"), [("3.12.1", []), ("3.13.0", [".venv"])])
def test_another_python_makes_the_environment_anew(tmp_path, version, installs):
    environment(tmp_path, "#!/bin/sh\necho 3.12.1\n")
    asked_for = program(tmp_path, "python", f"#!/bin/sh\necho {version}\n")
    assert made(tmp_path, "run", f"PYTHON={asked_for}") == installs
    assert made(tmp_path, "run", PYTHON=str(asked_for)) == installs


def environment(folder, python):
    """Put an environment of the page there that looks as if it were made in the future."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    if python:
        program(folder / ".venv" / "bin", "python", python)
    (folder / ".venv" / "ready").touch()
    os.utime(folder / ".venv" / "ready", (2e9, 2e9))


def test_each_python_of_the_machine_is_tried_and_the_others_are_said(tmp_path):
    """`python3.12` is there and passes, 3.13 fails, 3.11 is on this machine under a name that prints nothing."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    program(tmp_path, "python3.11", "#!/bin/sh\nexit 127\n")
    for version in ("3.12", "3.13"):
        program(tmp_path, f"python{version}", f"#!/bin/sh\necho {version}\n")
    made = 'mkdir -p "$1/bin"\nprintf "#!/bin/sh\\necho tests: \\$*" >"$1/bin/python"\nchmod +x "$1/bin/python"\n'
    program(tmp_path / "scripts", "venv.sh", f'#!/bin/sh\n[ "$1" != .venv-pythons/3.13/page ] || exit 1\n{made}')
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        ["scripts/pythons.sh", "-m", "pure"], cwd=tmp_path, env={"PATH": path, "HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "Python 3.11 is not on this machine: skipped.",
        "Python 3.12: python3.12",
        "tests: -m pytest -p no:cacheprovider -m pure",
        "Python 3.13: python3.13",
    ]
    assert done.stderr.strip() == "The page does not work with Python 3.13: see above."
    assert done.returncode == 1


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_page_is_served_under_this_machines_names_and_no_others():
    port = free_port()
    command = [runtime_python(), "scripts/serve.py", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env={**BARE, "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}) as server:
        try:
            assert is_healthy(port, server)
            assert [name for name in ("localhost", "127.0.0.1", "digits.test") if takes(port, name)] == [
                "localhost",
                "127.0.0.1",
            ]
        finally:
            server.terminate()


def takes(port, name):
    """Whether the page speaks to a browser that knows it by a name."""
    try:
        address = f"ws://{name}:{port}/_stcore/stream"
        there = socket.create_connection(("127.0.0.1", port))
        with connect(address, sock=there, subprotocols=[Subprotocol("streamlit")]):
            return True
    except InvalidStatus as error:
        assert error.response.status_code == 400
        return False


def started(monkeypatch, capsys, **environment):
    """Return the environment that Streamlit would be started in, and what is said before."""
    environments = []
    monkeypatch.setattr(os, "execve", lambda _path, _command, environment: environments.append(environment))
    monkeypatch.setattr(sys, "argv", ["serve.py", str(free_port())])
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    serve.main()
    return environments[0], capsys.readouterr().out


def test_phones_are_told_where_the_page_is(monkeypatch, capsys):
    monkeypatch.setattr(serve, "_network_addresses", lambda: ["192.168.7.7"])
    environment, said = started(monkeypatch, capsys)
    assert re.search(r"^Phones in the same network find it at http://192\.168\.7\.7:\d+\.$", said, re.MULTILINE)
    assert "localhost" in environment["DIGITS_HOSTS"].split(",")


def test_who_names_address_and_hosts_is_not_contradicted(monkeypatch, capsys):
    hosts = {"STREAMLIT_SERVER_ADDRESS": "127.0.0.1", "DIGITS_HOSTS": "digits.test"}
    environment, said = started(monkeypatch, capsys, **hosts)
    assert environment["DIGITS_HOSTS"] == "digits.test"
    assert "Phones" not in said


def is_healthy(port, server):
    """Wait until a server answers that it is healthy, or has ended."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.05)
    return False


def refusal(main, monkeypatch, *arguments):
    """Return the sentence with which a script ends."""
    monkeypatch.setattr(sys, "argv", ["script", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_a_busy_port_is_said(monkeypatch):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        message = refusal(serve.main, monkeypatch, str(port))
    assert message == f"Port {port} is taken. Choose another, for example: make run PORT={port + 1}"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port, monkeypatch):
    message = refusal(serve.main, monkeypatch, port)
    assert message == f"PORT: expected a number from 1 to 65535, got {port!r}."


def test_a_script_that_refuses_ends_with_an_error():
    assert run(sys.executable, "scripts/serve.py") == (1, "PORT: expected a number from 1 to 65535, got 'nothing'.")


NO_LIBGL = "ImportError('libGL.so.1: cannot open shared object file')"
NO_PACKAGE = """ModuleNotFoundError("No module named 'cv2'")"""


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (NO_LIBGL, "OpenCV cannot start: libGL.so.1: .*as root, apt-get install libgl1"),
        (NO_PACKAGE, "No module named 'cv2': install the packages with `make clean run`"),
    ],
)
def test_a_missing_library_is_said(tmp_path, monkeypatch, error, advice):
    (tmp_path / "cv2.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    assert re.match(advice, refusal(libraries.main, monkeypatch))


@pytest.mark.training
def test_training_says_which_library_is_missing(tmp_path):
    (tmp_path / "cv2.py").write_text(f"raise {NO_LIBGL}")
    status, message = run(sys.executable, "train.py", PYTHONPATH=str(tmp_path))
    assert status != 0
    assert re.match("libGL.so.1: .*on Debian or Ubuntu with `apt-get install libgl1", message.splitlines()[-1])
    assert "Traceback" not in message


@pytest.mark.parametrize("user", [0, 1000])
def test_a_machine_without_chromium_is_told_how_to_get_one(tmp_path, user):
    """Neither Debian's package nor Playwright's download works: the sentence remains."""
    (tmp_path / "sh").symlink_to(shutil.which("sh"))
    program(tmp_path, "id", f"#!/bin/sh\necho {user}\n")
    program(tmp_path, "apt-get", "#!/bin/sh\nexit 1\n")
    for folder, name in ((".venv-dev/bin", "python"), (".venv-dev/bin", "playwright")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        program(tmp_path / folder, name, "#!/bin/sh\necho $0 $1 >>asked\nexit 1\n")
    status, message = run(ROOT / "scripts" / "chromium.sh", folder=tmp_path, PATH=str(tmp_path))
    assert status == 1
    assert "playwright install" in (tmp_path / "asked").read_text()
    assert message.endswith("as root: apt-get install chromium) and call again.")
