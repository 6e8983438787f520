from __future__ import annotations

from array import array
from decimal import Decimal

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.columns import valid
from socialimpact.tables.arrays import (
    WHITE_SPACE,
    day_array,
    number_array,
    parted_text_array,
    strings,
    text_array,
    tidy,
)
from socialimpact.tables.frames import NO_DAY, encode_plain_text


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1))
def test_numbers_are_written_in_plain_digits_that_give_the_same_number_back(values):
    buffer = pa.py_buffer(array("d", [float("nan") if value is None else value for value in values]))
    texts = number_array(buffer).to_pylist()
    for value, text in zip(values, texts, strict=True):
        if value is None:
            assert text is None
        else:
            assert float(text) == value
            assert "e" not in text.lower()
            assert not text.endswith(".0")
            assert Decimal(text).is_finite()


def test_numbers_like_identifiers_stay_whole():
    assert number_array(pa.py_buffer(array("d", [12345678901.0, 7.0]))).to_pylist() == ["12345678901", "7"]
    assert number_array(pa.py_buffer(array("d", [12345678901.0, 7.5]))).to_pylist() == ["12345678901", "7.5"]


def test_days_are_written_as_iso_dates():
    assert day_array(pa.py_buffer(array("i", [0, NO_DAY, 19_723]))).to_pylist() == ["1970-01-01", None, "2024-01-01"]


@settings(deadline=None)
@given(st.lists(st.text(st.one_of(st.sampled_from(WHITE_SPACE), st.characters(exclude_categories=["Cs"])))))
def test_texts_lose_outer_white_space_and_blank_ones_are_null(texts):
    expected = [text.strip(WHITE_SPACE) or None for text in texts]
    assert strings(texts).to_pylist() == expected
    assert tidy(pa.array(texts, pa.string())).to_pylist() == expected
    assert tidy(pa.array(["  x", *texts], pa.string()).slice(1)).to_pylist() == expected


def test_valid_knows_slices():
    cells = pa.array(["a", None, "b", None, None, "c"])
    assert valid(cells.slice(1, 4)).tolist() == [False, True, False, False]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_texts_that_nul_parts_arrive_like_those_with_offsets(texts):
    tag, parts = encode_plain_text(texts)
    received = {
        "e": lambda: pa.nulls(len(texts), pa.string()),
        "n": lambda: parted_text_array(pa.py_buffer(parts[0])),
        "s": lambda: text_array(*map(pa.py_buffer, parts)),
    }[tag]()
    assert received.to_pylist() == strings(texts).to_pylist()
