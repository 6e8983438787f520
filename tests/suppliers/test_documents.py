"""Papers: told by their bytes, whatever they are called; called what is safe to show and to save."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact import settings
from socialimpact.errors import FileRefused
from socialimpact.suppliers import documents

PNG, JPEG = b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xd8\xff\xe0\x00\x10JFIF"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "


@pytest.mark.parametrize(
    ("content", "form"), [(b"%PDF-1.7\n", "pdf"), (PNG, "png"), (JPEG, "jpeg"), (WEBP, "webp")]
)  # fmt: skip
def test_the_bytes_say_what_it_is(tmp_path, content, form):
    path = tmp_path / "anything.exe"
    path.write_bytes(content)
    assert documents.recognised(path) == (form, len(content))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"<html>", "document_format"),
        (b"<svg onload=alert(1)>", "document_format"),
        (b"GIF89a", "document_format"),
        (b"\n%PDF-1.7", "document_format"),
        (b"RIFF\x24\x00\x00\x00WAVE", "document_format"),
        (b"0\x80\x06\x09*\x86H", "document_format"),
    ],
)
def test_anything_else_is_refused(tmp_path, content, code):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        documents.recognised(path)
    assert refusal.value.code == code


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(settings.DOCUMENT_BYTES + 1)
    with pytest.raises(FileRefused) as refusal:
        documents.recognised(path)
    assert refusal.value.code == "document_too_large"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("Visura 2025.pdf", "Visura 2025.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\visura.PDF", "visura.pdf"),
        ('a"b<c>|d?.pdf', "a b c d.pdf"),
        ("page.html", "page.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "x Set-Cookie a=b.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("....", "document.pdf"),
        ("", "document.pdf"),
        ("perché.pdf", "perché.pdf"),
    ],
)
def test_a_name_is_made_safe(given_name, safe):
    assert documents.safe_name(given_name, "pdf") == safe


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_its_line(text):
    name = documents.safe_name(text, "png")
    assert Path(name).name == name
    assert name.endswith(".png")
    assert name.isprintable()
    assert len(name) <= 130
