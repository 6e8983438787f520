"""A logo, hostile until it is read: its real type, its size, and its pixels drawn anew in a process of their own."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from socialimpact import settings
from socialimpact.errors import Refused
from socialimpact.language import msg

MOST_BYTES = 2 * 1024 * 1024
_SECONDS = 20
_MEMORY = 2 * 1024**3
Kind = Literal["png", "jpeg", "svg"]
_SVG = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?svg[\s>]", re.DOTALL)
# An entity can grow without end, and nothing that a drawing names outside itself is fetched.
_NOT_IN_SVG = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|<script|<foreignObject", re.IGNORECASE)


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its first bytes, whatever its name says."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "svg" if _SVG.match(content) else None


def reencoded(content: bytes) -> str:
    """The picture as a PNG of at most 900 by 360 pixels, as base64 text. Raises `Refused`."""
    if len(content) > MOST_BYTES:
        raise Refused(msg("The logo is larger than {n} MB.", n=MOST_BYTES // 1024**2), code="logo_too_large")
    kind = kind_of(content)
    if kind is None:
        raise Refused(
            msg("This is no PNG, JPEG or SVG picture, whatever its name says: save the logo as one of these."),
            code="not_a_picture",
        )
    if kind == "svg" and _NOT_IN_SVG.search(content):
        raise Refused(
            msg("This drawing holds more than a drawing (a script, a foreign page or entities): export it as plain SVG"
                " or as PNG."),
            code="not_a_plain_drawing",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="socialimpact-logo-") as folder:
        source, target = Path(folder) / f"logo.{kind}", Path(folder) / "drawn.png"
        source.write_bytes(content)
        try:
            subprocess.run(  # noqa: S603 - our own interpreter on our own module
                [sys.executable, "-P", "-m", "socialimpact.services.reporting.logo_worker", str(source), str(target),
                 str(_MEMORY), str(_SECONDS)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=2 * _SECONDS,
                env={**os.environ, "PYTHONPATH": str(settings.ROOT)}, check=True,
            )  # fmt: skip
            made = target.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refused(
                msg("This picture cannot be drawn: it is damaged, empty or far too large. Save it anew, as PNG."),
                code="picture_not_drawn",
            ) from error
    return base64.b64encode(made).decode("ascii")
