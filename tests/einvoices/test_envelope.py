"""Signed files: whatever way the content is packed, the same bytes come out; what is broken is never half read."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.einvoices import envelope
from socialimpact.einvoices.invoice import NoInvoice
from tests.einvoices.making import DATA, SHA256, SIGNED_DATA, element, signed

CONTENTS = st.binary(max_size=2000).filter(lambda content: not envelope.is_wrapped(content))


@given(CONTENTS, st.integers(0, 300), st.booleans(), st.sampled_from([0, 2, 3, 4]))
def test_any_packing_gives_the_content_back(content, piece, indefinite, long_form):
    packed = signed(content, piece=piece, indefinite=indefinite, long_form=long_form)
    assert envelope.is_wrapped(packed)
    assert envelope.unwrap(packed) == content


@given(CONTENTS, st.sampled_from(["plain", "lines", "windows", "pem"]))
def test_base64_gives_the_content_back(content, how):
    packed = signed(content, piece=100, indefinite=True)
    text = {
        "plain": base64.b64encode(packed),
        "lines": base64.encodebytes(packed),
        "windows": base64.encodebytes(packed).replace(b"\n", b"\r\n"),
        "pem": b"-----BEGIN PKCS7-----\n" + base64.encodebytes(packed) + b"-----END PKCS7-----\n",
    }[how]
    assert envelope.is_wrapped(text[:4096])
    assert envelope.unwrap(text) == content


@given(CONTENTS)
def test_an_envelope_in_an_envelope(content):
    assert envelope.unwrap(signed(signed(content, piece=64), indefinite=True, piece=50)) == content


@given(CONTENTS, st.integers(1, 200))
def test_a_file_that_was_cut_is_damaged(content, missing):
    packed = signed(content)
    with pytest.raises(NoInvoice) as refusal:
        envelope.unwrap(packed[: max(len(packed) - missing, 20)])
    assert refusal.value.code == "damaged_envelope"


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(noise):
    for data in (noise, b"0\x80" + SIGNED_DATA + noise, signed(b"x")[:40] + noise):
        try:
            envelope.unwrap(data)
        except NoInvoice as refusal:
            assert refusal.code in {"damaged_envelope", "detached_signature", "encrypted"}  # noqa: PT017 - or content


@pytest.mark.parametrize("depth", [1_000, 200_000])
def test_endless_nesting_ends(depth):
    for tag in (0x30, 0x24):
        nested = b"0\x80" + SIGNED_DATA + b"\xa0\x80" + bytes([tag, 0x80]) * depth
        with pytest.raises(NoInvoice):
            envelope.unwrap(nested)


def test_five_envelopes_are_too_many():
    packed = b"content"
    for _ in range(5):
        packed = signed(packed)
    with pytest.raises(NoInvoice):
        envelope.unwrap(packed)


def test_a_signature_without_content_is_told_apart():
    body = b"\x02\x01\x01" + element(0x31, SHA256) + element(0x30, DATA) + element(0x31, b"")
    detached = element(0x30, SIGNED_DATA + element(0xA0, element(0x30, body)))
    with pytest.raises(NoInvoice) as refusal:
        envelope.unwrap(detached)
    assert refusal.value.code == "detached_signature"


def test_an_encrypted_envelope_is_told_apart():
    sealed = element(0x30, bytes.fromhex("06092a864886f70d010703") + element(0xA0, element(0x30, b"\x02\x01\x00")))
    with pytest.raises(NoInvoice) as refusal:
        envelope.unwrap(sealed)
    assert refusal.value.code == "encrypted"


@pytest.mark.parametrize("text", [b"Data;Numero;Fornitore\n1;2;3\n", b"MIIB", b"", b"0", b"ABCDEFGH" * 100, b"<?xml?>"])
def test_other_files_are_no_envelopes(text):
    assert not envelope.is_wrapped(text)
