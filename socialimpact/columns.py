"""Columns of values as Arrow arrays, and back, without pandas.

`pyarrow.array` and its like, a literal beside an array and `to_numpy` make pyarrow load pandas: 0.3 s and 45 MiB, more
than a ledger of 20,000 lines takes. Here arrays are put together from buffers and taken apart again.
"""

from __future__ import annotations

import contextlib
import ctypes
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    import numpy.typing as npt

_EPOCH = date(1970, 1, 1).toordinal()
_NUMPY: dict[pa.DataType, type[np.generic]] = {
    pa.int32(): np.int32,
    pa.int64(): np.int64,
    pa.uint8(): np.uint8,
    pa.float64(): np.float64,
    pa.date32(): np.int32,
}


def array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """An array of texts, whole or floating numbers, dates or truth values; None is null."""
    holes = np.fromiter((value is None for value in values), bool, len(values))
    if kind == pa.string():
        return _texts(values, holes)
    if kind == pa.bool_():
        return mask(np.fromiter((bool(value) for value in values), bool, len(values)), holes)
    if kind == pa.date32():
        values = [None if value is None else value.toordinal() - _EPOCH for value in values]
    filled = [0 if value is None else value for value in values]
    return fixed(np.array(filled, _NUMPY[kind]), kind, holes)


def texts(values: Sequence[str | None]) -> pa.Array:
    """An array of texts; None is null."""
    return array(values, pa.string())


def scalar(value: Any, kind: pa.DataType | None = None) -> pa.Scalar:
    """One value (a text, unless `kind` says otherwise), to compute with beside an array."""
    return array([value], kind or pa.string())[0]


def fixed(values: npt.NDArray[Any], kind: pa.DataType, holes: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """An array of a type of fixed width over the memory of `values`; null where `holes`."""
    present = None if holes is None or not holes.any() else _bits(~holes)
    return pa.Array.from_buffers(kind, len(values), [present, pa.py_buffer(values)])


def mask(flags: npt.NDArray[np.bool_], holes: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """A boolean array, to filter with; null where `holes`."""
    present = None if holes is None or not holes.any() else _bits(~holes)
    return pa.Array.from_buffers(pa.bool_(), len(flags), [present, _bits(flags)])


def valid(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Which cells are not null."""
    if not array.null_count:
        return np.ones(len(array), bool)
    return _unpacked(array, 0)


def whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The chunks of an array as one; `combine_chunks` of none would load pandas."""
    if isinstance(array, pa.Array):
        return array
    return pa.concat_arrays(array.chunks) if array.num_chunks else pa.nulls(0, array.type)


def flags(array: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """The values of a boolean array; null is false."""
    one = whole(array)
    return _unpacked(one, 1) & valid(one) if len(one) else np.zeros(0, bool)


def numbers(array: pa.Array | pa.ChunkedArray) -> npt.NDArray[Any]:
    """The values of an array of whole or floating numbers without nulls; not to be written to."""
    one = whole(array)
    values = np.frombuffer(one.buffers()[1] or b"", _NUMPY[one.type])
    return values[one.offset : one.offset + len(one)]


def _texts(values: Sequence[str | None], holes: npt.NDArray[np.bool_]) -> pa.Array:
    parts = [(value or "").encode("utf-8", "replace") for value in values]
    offsets = np.fromiter(accumulate(map(len, parts), initial=0), np.int32, len(parts) + 1)
    present = _bits(~holes) if holes.any() else None
    return pa.StringArray.from_buffers(len(parts), pa.py_buffer(offsets), pa.py_buffer(b"".join(parts)), present)


def _unpacked(array: pa.Array, place: int) -> npt.NDArray[np.bool_]:
    bits = np.frombuffer(array.buffers()[place], np.uint8)
    found = np.unpackbits(bits, count=array.offset + len(array), bitorder="little")
    return found[array.offset :].astype(bool)


def _bits(values: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))


# As in malloc.h, and bytes.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_SMALL, _LARGE = 128 * 1024, 32 * 1024 * 1024


def _free_at_once() -> None:
    """Have the memory of columns that are let go of be free at once.

    Arrow's own pool would keep it, and so would the C library (glibc): it raises what it calls large as large pieces
    come and go, and keeps the others.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    _call_large(_SMALL)


@contextlib.contextmanager
def memory_reused() -> Generator[None, None, None]:
    """While the block runs, memory that is let go of serves what comes next; at its end it is free.

    For work on a million rows: the system hands out every piece anew and clears it, a tenth of the whole time.
    """
    _call_large(_LARGE)
    try:
        yield
    finally:
        _call_large(_SMALL)
        with contextlib.suppress(AttributeError, OSError, TypeError):
            ctypes.CDLL(None).malloc_trim(0)


def _call_large(size: int) -> None:
    """From what size on the C library asks the system for a piece of memory, and gives it back."""
    with contextlib.suppress(AttributeError, OSError, TypeError):  # other systems do as they do
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, size)
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, size)


_free_at_once()

NO_TEXT = scalar(None)
NO = scalar(False, pa.bool_())
