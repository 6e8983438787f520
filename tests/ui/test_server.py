"""The middleware, tried without a server: what goes out for a page, a script, a language."""

import asyncio
import base64
import hashlib
import re

import pytest

from socialimpact.ui.server import _INDEX, PageGuard

PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head>'
    b"<body><noscript><p>old</p></noscript></body></html>"
)


def answer(path="/", query=b"", headers=(), content_type=b"text/html; charset=utf-8", body=PAGE):
    """(status, headers, body) of what the guarded application answers, and what the application was asked."""
    asked = {}

    async def application(scope, _, send):
        asked.update(scope)
        kept = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": kept})
        await send({"type": "http.response.body", "body": body[:20], "more_body": True})
        await send({"type": "http.response.body", "body": body[20:]})

    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query, "headers": list(headers)}
    asyncio.run(PageGuard(application)(scope, None, send))
    whole = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return dict(sent[0]["headers"]), whole.decode(), asked


HTML = (b"accept", b"text/html,*/*")


@pytest.mark.parametrize(
    ("query", "wish", "language"),
    [(b"", b"it-IT,it;q=0.9", "it"), (b"", b"en-GB", "en"), (b"lang=it", b"en-GB", "it"), (b"lang=xx", b"it", "it")],
)
def test_the_document_says_its_language(query, wish, language):
    headers, body, _ = answer(query=query, headers=[HTML, (b"accept-language", wish)])
    assert f'<html lang="{language}">' in body
    assert headers[b"content-length"] == b"%d" % len(body.encode())


def test_the_title_and_the_sentence_without_scripts_are_ours():
    _, body, _ = answer(headers=[HTML, (b"accept-language", b"it")])
    assert "<title>socialimpact</title>" in body
    assert "JavaScript" in body
    assert "old" not in body


def test_a_document_is_not_kept_in_the_browser_in_the_wrong_language():
    wanted = [HTML, (b"if-none-match", b"x"), (b"accept-encoding", b"gzip")]
    headers, _, asked = answer(headers=wanted)
    assert b"etag" not in headers
    assert headers[b"vary"] == b"Accept-Language"
    assert {name for name, _ in asked["headers"]} == {b"accept"}


def test_other_files_pass_as_they_are():
    headers, body, asked = answer(
        "/static/x.js", headers=[(b"accept", b"*/*"), (b"accept-encoding", b"gzip")], content_type=b"text/javascript"
    )
    assert body == PAGE.decode()
    assert headers[b"etag"] == b"x"
    assert (b"accept-encoding", b"gzip") in asked["headers"]


def test_every_answer_keeps_the_page_inside_this_machine():
    for kind in (b"text/html", b"text/javascript"):
        headers, _, _ = answer(headers=[HTML], content_type=kind)
        policy = headers[b"content-security-policy"].decode()
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http:" not in policy
        assert "https:" not in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in re.search(r"script-src [^;]*", policy)[0]
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"x-frame-options"] == b"DENY"


def test_the_frameworks_own_script_may_run():
    (script,) = re.findall(r"<script>(.*?)</script>", _INDEX.read_text(encoding="utf-8"), re.DOTALL)
    mark = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{mark}'" in answer()[0][b"content-security-policy"].decode()


def test_websockets_are_left_alone():
    seen = []

    async def application(scope, *_):
        seen.append(scope["type"])

    asyncio.run(PageGuard(application)({"type": "websocket"}, None, None))
    assert seen == ["websocket"]


def test_an_address_that_no_page_has_leads_to_the_page_that_says_so():
    for path, query, where in (
        ("/targets", b"year=2025", "/not-found?address=targets"),
        ("/a/b c", b"lang=it", "/not-found?address=a%2Fb+c&lang=it"),
    ):
        headers, body, _ = answer(path, query, headers=[HTML])
        assert headers[b"location"].decode() == where
        assert b"content-security-policy" in headers
        assert body == ""


def test_addresses_of_pages_and_files_that_are_no_page_lead_nowhere_else():
    for path, kind in (("/overview", b"text/html"), ("/trends/", b"text/html"), ("/not-found", b"text/html"),
                       ("/media/x.png", b"image/png")):  # fmt: skip
        assert b"location" not in answer(path, headers=[HTML], content_type=kind)[0]
