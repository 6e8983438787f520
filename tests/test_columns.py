"""Arrays that are put together from buffers hold what pyarrow's own would."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.columns import array, flags, mask, numbers, scalar, texts, valid, whole

VALUES = {
    pa.string(): st.text(),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
}


@pytest.mark.parametrize("kind", VALUES, ids=str)
@given(data=st.data())
def test_values_of_every_kind_come_back(kind, data):
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=20))
    made = array(values, kind)
    made.validate(full=True)
    assert made.to_pylist() == values
    assert made.equals(pa.array(values, kind))


def test_a_text_may_be_empty_and_is_not_null():
    assert texts(["", None, "è"]).to_pylist() == ["", None, "è"]


def test_a_scalar_is_a_text_unless_it_is_said_otherwise():
    assert (scalar("a").as_py(), scalar(date(2025, 1, 31), pa.date32()).as_py()) == ("a", date(2025, 1, 31))
    assert scalar(None).type == pa.string()


@given(st.lists(st.none() | st.booleans(), max_size=40), st.integers(0, 9))
def test_truth_values_are_taken_out_of_any_slice(values, start):
    part = array(values, pa.bool_()).slice(start)
    assert flags(part).tolist() == [bool(value) for value in values[start:]]
    assert valid(part).tolist() == [value is not None for value in values[start:]]
    assert flags(pa.chunked_array([part, part], pa.bool_())).tolist() == 2 * [bool(value) for value in values[start:]]


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=20), st.integers(0, 9))
def test_numbers_are_taken_out_of_any_slice(values, start):
    part = array(values, pa.int32()).slice(start)
    assert numbers(part).tolist() == values[start:]
    assert numbers(pa.chunked_array([part, part], pa.int32())).tolist() == 2 * values[start:]


def test_a_mask_filters():
    kept = mask(np.array([True, False, True]))
    assert array([1, 2, 3], pa.int32()).filter(kept).to_pylist() == [1, 3]


def test_no_chunks_are_an_empty_array():
    assert whole(pa.chunked_array([], pa.string())).equals(texts([]))
    assert numbers(pa.chunked_array([], pa.int32())).tolist() == []
