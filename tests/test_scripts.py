"""What stands between a newcomer and the page is said in one sentence, with what to do about it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.conftest import ROOT


def run(*command, **environment):
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stderr.strip()


def program(folder, name, text):
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("version", ["3.10.13", "3.14.0", "2.7.18"])
def test_another_python_is_refused(tmp_path, version):
    old = program(tmp_path, "python", f'#!/bin/sh\n[ "$1" = --version ] && echo Python {version} && exit 0\nexit 1\n')
    status, said = run("scripts/venv.sh", str(tmp_path / "venv"), "requirements.txt", PYTHON=str(old))
    assert status != 0
    assert said == (
        f"Digits needs Python 3.11, 3.12 or 3.13 and found Python {version}: "
        "install one of them, or name it with PYTHON=/path/to/python3.12."
    )


def test_a_python_without_venv_is_refused(tmp_path):
    bare = program(
        tmp_path, "python", f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    )
    status, said = run("scripts/venv.sh", str(tmp_path / "venv"), "requirements.txt", PYTHON=str(bare))
    assert status != 0
    assert "cannot make virtual environments: install its venv module" in said


def test_packages_that_cannot_be_had_are_said(tmp_path):
    (tmp_path / "requirements.txt").write_text("./no-such-package\n")
    command = ["scripts/venv.sh", str(tmp_path / "venv"), str(tmp_path / "requirements.txt")]
    status, said = run(*command, PYTHON=sys.executable)
    assert status != 0
    assert said.splitlines()[-1].startswith("The packages in ")
    assert not (tmp_path / "venv" / "ready").exists()


def test_an_environment_is_made_and_a_broken_one_made_anew(tmp_path):
    home = tmp_path / "a place with spaces"
    home.mkdir()
    (home / "requirements.txt").write_text("")
    interpreter = program(home, "python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python = home / "venv" / "bin" / "python"
    for _ in range(2):
        command = ["scripts/venv.sh", str(home / "venv"), str(home / "requirements.txt")]
        assert run(*command, PYTHON=str(interpreter)) == (0, "")
        assert subprocess.run([python, "-c", ""], check=False).returncode == 0
        assert not (home / "venv" / "left").exists()
        (home / "venv" / "left").touch()
        python.unlink()
        program(python.parent, "python", "#!/bin/sh\nexit 1\n")


def test_an_environment_upon_another_sees_what_that_holds(tmp_path):
    (tmp_path / "requirements.txt").write_text("")
    requirements = str(tmp_path / "requirements.txt")
    assert run("scripts/venv.sh", str(tmp_path / "low"), requirements, PYTHON=sys.executable)[0] == 0
    assert run("scripts/venv.sh", str(tmp_path / "high"), requirements, str(tmp_path / "low"))[0] == 0
    (site,) = (tmp_path / "low" / "lib").glob("python*/site-packages")
    (site / "only_below.py").touch()
    command = [tmp_path / "high" / "bin" / "python", "-c", "import only_below"]
    assert subprocess.run(command, check=False).returncode == 0


def dry_run(folder):
    """Return what `make run` would do in a folder that holds the project's Makefile and some environment."""
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "requirements.txt", folder)
    shutil.copytree(ROOT / "scripts", folder / "scripts", dirs_exist_ok=True)
    done = subprocess.run(["make", "--dry-run", "run"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize(
    "python,installs",
    [("#!/bin/sh\nexit 0\n", False), ("#!/bin/sh\nexit 1\n", True), (None, True)],
    ids=["whole", "without its packages", "without its interpreter"],
)
def test_a_second_run_reinstalls_only_what_is_broken(tmp_path, python, installs):
    dry_run(tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    if python:
        program(tmp_path / ".venv" / "bin", "python", python)
    (tmp_path / ".venv" / "ready").touch()
    os.utime(tmp_path / ".venv" / "ready", (2e9, 2e9))
    assert ("venv.sh" in dry_run(tmp_path)) == installs


def test_the_page_is_served_within_five_seconds():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.monotonic()
    environment = {**os.environ, "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}
    with subprocess.Popen([sys.executable, "scripts/serve.py", str(port)], cwd=ROOT, env=environment) as server:
        try:
            while time.monotonic() - started < 5:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
                        assert answer.status == 200
                        return
                except OSError:
                    time.sleep(0.05)
            pytest.fail("not served within 5 s")
        finally:
            server.terminate()


def test_a_busy_port_is_said():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        status, said = run(sys.executable, "scripts/serve.py", str(port))
    assert status != 0
    assert said == f"Port {port} is taken. Choose another, for example: make run PORT={port + 1}"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port):
    status, said = run(sys.executable, "scripts/serve.py", port)
    assert status != 0
    assert said == f"PORT: expected a number from 1 to 65535, got {port!r}."


NO_LIBGL = "ImportError('libGL.so.1: cannot open shared object file')"
NO_PACKAGE = """ModuleNotFoundError("No module named 'cv2'")"""


@pytest.mark.parametrize(
    "script,error,advice",
    [
        ("scripts/libraries.py", NO_LIBGL, "OpenCV cannot start: libGL.so.1: .*as root, apt-get install libgl1"),
        ("scripts/libraries.py", NO_PACKAGE, "No module named 'cv2': install the packages with `make clean run`"),
        ("train.py", NO_LIBGL, "libGL.so.1: .*on Debian or Ubuntu with `apt-get install libgl1"),
    ],
)
def test_a_missing_library_is_said(tmp_path, script, error, advice):
    (tmp_path / "cv2.py").write_text(f"raise {error}")
    status, said = run(sys.executable, script, PYTHONPATH=str(tmp_path))
    assert status != 0
    assert re.match(advice, said.splitlines()[-1])
    assert "Traceback" not in said


@pytest.mark.parametrize("user", [0, 1000])
def test_a_machine_without_chromium_is_told_how_to_get_one(tmp_path, user):
    """Neither Debian's package nor Playwright's download works: the sentence remains."""
    (tmp_path / "sh").symlink_to(shutil.which("sh"))
    program(tmp_path, "id", f"#!/bin/sh\necho {user}\n")
    program(tmp_path, "apt-get", "#!/bin/sh\nexit 1\n")
    for folder, name in ((".venv-dev/bin", "python"), (".venv-dev/bin", "playwright")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        program(tmp_path / folder, name, "#!/bin/sh\necho $0 $1 >>asked\nexit 1\n")
    done = subprocess.run(
        [ROOT / "scripts" / "chromium.sh"], cwd=tmp_path, env={"PATH": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "playwright install" in (tmp_path / "asked").read_text()
    assert done.stderr.strip().endswith("as root: apt-get install chromium) and call again.")
