import asyncio

import pytest

from digits.api.headers import Headers, Hosts, hosts, policy


def headers_of(index, query):
    """The headers of a response that went through."""
    sent = []

    async def page(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    asyncio.run(Headers(page, index)({"type": "http", "query_string": query}, None, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    "query,is_free",
    [(b"", False), (b"embed=True&x=1", True), (b"embed=false", False), (b"embed=\xff", False)],
)
def test_only_who_asks_to_embed_is_framed(tmp_path, query, is_free):
    index = tmp_path / "index.html"
    index.write_text("<html></html>")
    found = headers_of(index, query)
    assert found["content-security-policy"].endswith("; frame-ancestors 'self'") is not is_free
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"


def test_scripts_of_the_first_page_are_known_by_their_digest():
    found = policy(b"<script>alert(1)</script><script src='x.js'></script>")
    assert "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in found
    assert found.count("sha256") == 1
    assert "unsafe-eval'" not in found.replace("wasm-unsafe-eval'", "")


@pytest.mark.parametrize(
    "setting,names", [(None, ["*"]), ("", ["*"]), ("a.org, *.b.org,", ["a.org", "*.b.org", "localhost"])]
)
def test_hosts_are_a_list_of_names_and_open_by_default(setting, names):
    assert hosts(setting) == names


def status(host, *names):
    """The status of a request that calls the page by a name."""
    sent = []

    async def page(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": [(b"host", host)]}
    asyncio.run(Hosts(page, names)(scope, None, send))
    return sent[0]["status"]


@pytest.mark.parametrize("host", [b"a.org", b"A.org:8501", b"x.b.org", b"[::1]:8501", b"127.0.0.1:80"])
def test_the_page_answers_to_its_names(host):
    assert status(host, "a.ORG", "*.b.org", "::1", "127.0.0.1") == 200
    assert status(host, "*") == 200


@pytest.mark.parametrize("host", [b"192.168.1.7:8501", b"10.0.0.1", b"[fe80::1]:8501"])
def test_the_page_answers_to_every_address(host):
    assert status(host, "a.org") == 200


@pytest.mark.parametrize(
    "host", [b"b.org", b"1.2.3.4.evil.org", b"evil.org", b"a.org.evil.org", b"", b"[", b"a.org@evil.org"]
)
def test_the_page_answers_to_no_other_name(host):
    assert status(host, "a.org", "*.b.org") == 400
