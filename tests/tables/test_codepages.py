from __future__ import annotations

import pytest

from socialimpact.tables.codepages import decode, mended, utf16_without_mark, utf32_without_mark, wide_encoding


def test_utf16_and_utf32_are_known_without_their_marks():
    assert utf16_without_mark("Data;Importo\n".encode("utf-16-le")) == "utf-16-le"
    assert utf16_without_mark("Data;Importo\n".encode("utf-16-be")) == "utf-16-be"
    assert utf16_without_mark(b"Data;Importo\n") is None
    assert utf32_without_mark("Data;Importo\n".encode("utf-32-le")) == "utf-32-le"
    assert utf32_without_mark("Data;Importo\n".encode("utf-32-be")) == "utf-32-be"
    assert utf32_without_mark("Data;Importo\n".encode("utf-16-le")) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_from_narrow_ones(encoding):
    assert (
        "Città di Forlì".encode(encoding).decode(wide_encoding("Città di Forlì".encode(encoding))) == "Città di Forlì"
    )
    assert wide_encoding("Città".encode()) is None
    assert wide_encoding("Città".encode("utf-8-sig")) is None


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"),
    [
        ("<meta charset=utf-8>Città".encode(), "utf-8", False),
        ("<meta charset='windows-1252'>Città €".encode("cp1252"), "cp1252", False),
        ("<meta content='text/html; charset=iso-8859-1'>Città €".encode("cp1252"), "cp1252", False),
        ("<?xml version='1.0' encoding='ISO-8859-15'?>Città €".encode("iso8859-15"), "iso8859-15", False),
        ("Città".encode(), "utf-8", True),
        (b"plain", "utf-8", False),
        ("<meta charset=utf-8>Città".encode("cp1252"), "cp1252", True),
        ("<meta charset=nonsense>Città".encode(), "utf-8", True),
        ("<meta charset=base64>Città".encode(), "utf-8", True),
        ("Città".encode("utf-16"), "utf-16", False),
    ],
)
def test_a_page_is_decoded_as_it_declares_itself_else_as_it_can_be(data, encoding, guessed):
    decoded = decode(data)
    assert (decoded.encoding, decoded.guessed) == (encoding, guessed)
    assert "Citt" in decoded.text.replace("plain", "Citt")
    assert "�" not in decoded.text


def test_lines_in_two_encodings_are_both_read():
    assert decode("Città\n".encode() + "Società\n".encode("cp1252")).text == "Città\nSocietà\n"


@pytest.mark.parametrize(
    "right", ["Città", "perché è così", "l’Aquila – “Caffè”", "€ 12", "Müller & Søn", "ÀÈÌ", "n° 5", "ESPAÑA", "½"]
)
def test_letters_that_were_read_wrongly_before_are_put_right(right):
    garbled = "".join(
        bytes([byte]).decode("cp1252" if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1")
        for byte in right.encode()
    )
    text, found = mended(garbled)
    assert text == right
    assert found


def test_a_grave_a_that_lost_its_second_half_is_put_right_where_others_show_it():
    assert mended("SocietÃ  cooperativa Ã¨ CittÃ")[0] == "Società cooperativa è Città"
    assert mended("SÃ O PAULO") == ("SÃ O PAULO", [])


@pytest.mark.parametrize(
    "text", ["così è «perché» l’età”–", "Âge, Île, Ça", "SÃO PAULO, IRMÃOS", "„gärtnerei Ä“", "n.º 1ª"]
)
def test_right_letters_are_left_alone(text):
    assert mended(text) == (text, [])
