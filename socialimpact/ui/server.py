"""What every answer of the web server carries: the page's language and headers that keep it inside this machine."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialimpact import settings
from socialimpact.language import msg
from socialimpact.ui import navigation, not_found, picture, skip_link
from socialimpact.ui.language import PARAMETER, document_language_script, preferred

_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
TITLE = "socialimpact"
VISIT = Path(__file__).with_name("visit.py")


def content_policy(inline_scripts: Iterable[str]) -> str:
    """A Content-Security-Policy that loads from, and sends to, this server only.

    Scripts run if they come as files of this server or are one of `inline_scripts`, named by their SHA-256.
    Styles may be inline: the framework writes them so.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline_scripts
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@cache
def _headers() -> tuple[tuple[bytes, bytes], ...]:
    own = [*(document_language_script(language) for language in settings.LANGUAGES), picture.SCRIPT, skip_link.SCRIPT]
    framework = _INLINE_SCRIPT.findall(_INDEX.read_text(encoding="utf-8")) if _INDEX.exists() else []
    return (
        (b"content-security-policy", content_policy([*framework, *own]).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    )


def localised(document: str, language: str) -> str:
    """The framework's empty page with its language, our title and our sentence for browsers without scripts."""
    sentence = html.escape(msg("This page needs JavaScript: please switch it on in your browser.").to(language))
    document = document.replace('<html lang="en">', f'<html lang="{language}">', 1)
    document = document.replace('<div id="root">', f'{skip_link.link(language)}<div id="root">', 1)
    document = document.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>", 1)
    return _NOSCRIPT.sub(lambda _: f"<noscript><p>{sentence}</p></noscript>", document, count=1)


def page_language(scope: MutableMapping[str, Any]) -> str:
    """`?lang=` in the address, else the browser's Accept-Language."""
    chosen: str = parse_qs(_query(scope)).get(PARAMETER, [""])[0]
    if chosen in settings.LANGUAGES:
        return chosen
    return preferred(dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1"))


def _query(scope: MutableMapping[str, Any]) -> str:
    query: bytes = scope.get("query_string", b"")
    return query.decode("latin-1")


class PageGuard:
    """ASGI middleware: adds the headers to every answer and rewrites the one HTML document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # An HTML answer must come unpacked to be rewritten, and whole, as its language may have changed since.
        asks_html = b"text/html" in dict(scope["headers"]).get(b"accept", b"")
        if asks_html:
            unwanted = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in unwanted]}
        language = page_language(scope) if asks_html else None
        await self._app(scope, receive, _Answer(send, language, _lost(scope) if asks_html else None))


def _lost(scope: MutableMapping[str, Any]) -> str | None:
    """Where somebody is sent who asks for an address that no page has; None for those that there are."""
    asked = scope["path"].removeprefix(scope.get("root_path", "")).strip("/")
    if asked in {"", not_found.URL} | {page.url for section in navigation.SECTIONS for page in section.entries}:
        return None
    told = urlencode({not_found.PARAMETER: asked, PARAMETER: parse_qs(_query(scope)).get(PARAMETER, [])}, doseq=True)
    return f"{scope.get('root_path', '')}/{not_found.URL}?{told}"


class _Answer:
    """Sends an answer on; holds an HTML body back until it is whole. `lost` is where the page is instead, if it is."""

    def __init__(self, send: Send, language: str | None, lost: str | None = None) -> None:
        self._send = send
        self._language = language
        self._lost = lost
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *_headers()]}
            kind = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
            if self._language and kind.startswith(b"text/html"):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await (self._send_on(self._lost) if self._lost else self._send_document(self._start))
            return
        await self._send(message)

    async def _send_document(self, start: Message) -> None:
        body = localised(self._body.decode("utf-8"), self._language or "").encode("utf-8")
        dropped = {b"content-length", b"etag", b"last-modified", b"accept-ranges"}
        kept = [pair for pair in start["headers"] if pair[0].lower() not in dropped]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length, (b"vary", b"Accept-Language")]})
        await self._send({"type": "http.response.body", "body": body})

    async def _send_on(self, where: str) -> None:
        headers = [*_headers(), (b"location", where.encode("latin-1")), (b"content-length", b"0")]
        await self._send({"type": "http.response.start", "status": 307, "headers": headers})
        await self._send({"type": "http.response.body", "body": b""})


MIDDLEWARE = (Middleware(PageGuard),)
