"""What stands in for building the image: what it would hold serves the page, and its files say what they should."""

import asyncio
import re
import shutil
import subprocess

import pytest
import yaml

from bench.server import free_port, runtime_python, wait_until_healthy
from bench.visitors import Visitor, session
from tests.conftest import ROOT
from tests.logs import tracebacks

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


def copied():
    """Yield what the Dockerfile copies, each with its place in the image."""
    for sources, target in re.findall(r"^COPY (.+) (\S+)$", DOCKERFILE, re.MULTILINE):
        yield from ((name, name if target == "./" else target) for name in sources.split())


@pytest.mark.slow
def test_what_the_image_holds_serves_page_and_api(tmp_path):
    for name, target in copied():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / target)
    _, command = re.search(r"^CMD \[(\"python\"), (.+)\]$", DOCKERFILE, re.MULTILINE).groups()
    port = free_port()
    arguments = [each.strip('" ') for each in command.split(",")]
    arguments = [each.replace("0.0.0.0", "127.0.0.1").replace("8501", str(port)) for each in arguments]
    log = tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen([runtime_python(), *arguments], cwd=tmp_path, stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(f"{address}/v2/health/ready", server)
            assert asyncio.run(errors_of_a_visit(address)) == 0
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert tracebacks(log) == 0


async def errors_of_a_visit(address):
    async with session(address) as socket:
        visitor = Visitor(socket)
        await visitor.open()
        await visitor.draw(7)
        return visitor.errors


def test_only_what_is_copied_is_sent_to_the_builder():
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {name for name, _ in copied()}


def test_the_image_runs_as_nobody_and_says_how_it_is():
    (user,) = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)
    assert f"useradd --system --no-create-home --uid {user} digits" in DOCKERFILE
    assert "/v2/health/ready" in DOCKERFILE.partition("HEALTHCHECK")[2]


def test_the_replicas_of_compose_are_those_of_the_balancer():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    balancer, database = (told["services"].pop(name) for name in ("balancer", "database"))
    pages = {name: f"{name}:8501" for name in told["services"]}
    asked = {value for name, value in balancer["environment"].items() if name.startswith("REPLICA_")}
    assert asked == set(pages.values())
    configured = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "haproxy.cfg").read_text()))
    assert configured == balancer["environment"].keys()
    for page in told["services"].values():
        assert "STREAMLIT_SERVER_COOKIE_SECRET" in page["environment"]
        assert page["environment"]["FORWARDED_ALLOW_IPS"] == "*"  # else all have the balancer's address
        assert "ports" not in page
        assert page["environment"]["DIGITS_DATABASE"].startswith(
            f"postgresql://{database['environment']['POSTGRES_USER']}:"
        )
