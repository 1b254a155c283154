"""What stands between a newcomer and the page is said in one sentence, with what to do about it."""

import os
import shutil
import socket
import subprocess
import sys

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
        tmp_path, "python", f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n'
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
    (tmp_path / "requirements.txt").write_text("")
    command = ["scripts/venv.sh", str(tmp_path / "venv"), str(tmp_path / "requirements.txt")]
    python = tmp_path / "venv" / "bin" / "python"
    for _ in range(2):
        assert run(*command, PYTHON=sys.executable)[0] == 0
        assert subprocess.run([python, "-c", ""], check=False).returncode == 0
        python.unlink()
        program(python.parent, "python", "#!/bin/sh\nexit 1\n")


def test_a_busy_port_is_said():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        status, said = run(sys.executable, "scripts/serve.py", str(port))
    assert status != 0
    assert (
        said == f"Port {port} cannot be used: Address already in use. Choose another, for example: make run PORT=8502"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port):
    status, said = run(sys.executable, "scripts/serve.py", port)
    assert status != 0
    assert said == f"PORT: expected a number from 1 to 65535, got {port!r}."


def test_a_missing_libgl_is_said(tmp_path):
    (tmp_path / "cv2.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')")
    status, said = run(sys.executable, "scripts/serve.py", "8501", PYTHONPATH=str(tmp_path))
    assert status != 0
    assert said.startswith("OpenCV cannot start: libGL.so.1: cannot open shared object file.")
    assert "apt-get install libgl1" in said


def test_a_machine_without_chromium_is_told_how_to_get_one(tmp_path):
    """Neither root nor with a download that works: the sentence remains."""
    tools = {name: shutil.which(name) for name in ("sh", "dirname")}
    for name, path in tools.items():
        (tmp_path / name).symlink_to(path)
    program(tmp_path, "id", "#!/bin/sh\necho 1000\n")
    for folder, name in ((".venv-dev/bin", "python"), (".venv-dev/bin", "playwright")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        program(tmp_path / folder, name, "#!/bin/sh\nexit 1\n")
    done = subprocess.run(
        [ROOT / "scripts" / "chromium.sh"], cwd=tmp_path, env={"PATH": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip().endswith("as root: apt-get install chromium) and call again.")
