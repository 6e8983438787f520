"""Columns of cells as Arrow arrays: canonical text, empty cells as null, without outer white space.

Arrays are put together from buffers (see `columns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import fixed
from socialimpact.tables.frames import EXACT_INTEGER, NO_DAY, encode_text, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

NULL = pa.nulls(1, pa.string())[0]
BLANK = pa.StringArray.from_buffers(1, pa.py_buffer(bytes(8)), pa.py_buffer(b""))[0]
# Arrow writes numbers from 1e10 up, and those below 1e-6, with an exponent.
LEAST_PLAIN, MOST_PLAIN = 1e-6, 1e10
# The bytes with which white space may begin and end in UTF-8; a few letters share them, which only costs time.
_BLANK_STARTS = np.zeros(256, bool)
_BLANK_STARTS[[*range(33), 0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
_BLANK_ENDS = np.zeros(256, bool)
_BLANK_ENDS[[*range(33), *range(0x80, 0x8C), 0x9F, 0xA0, 0xAF, 0xBF]] = True
# Unicode white space, zero width included, and the byte order mark that some exports leave in the first cell
WHITE_SPACE = (
    " \t\r\n\f\v\x00\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u202f\u205f\u3000\ufeff"
)


def strings(texts: Sequence[str]) -> pa.Array:
    """Strings from Python's: trimmed, empty ones null."""
    tag, parts = encode_text(texts)
    if tag == "e":
        return pa.nulls(len(texts), pa.string())
    return text_array(pa.py_buffer(parts[0]), pa.py_buffer(parts[1]))


def text_array(offsets: pa.Buffer, data: pa.Buffer) -> pa.Array:
    """Strings from int32 offsets and UTF-8 data: trimmed, empty ones null."""
    size = len(offsets) // 4 - 1
    return tidy(pa.StringArray.from_buffers(size, offsets, data))


def parted_text_array(data: pa.Buffer) -> pa.Array:
    """Strings from UTF-8 data in which NUL parts them: trimmed, empty ones null."""
    characters = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(characters == 0)
    offsets = np.empty(len(ends) + 2, np.int32)
    offsets[0] = 0
    offsets[1:-1] = ends - np.arange(len(ends))
    offsets[-1] = len(characters) - len(ends)
    return text_array(pa.py_buffer(offsets), pa.py_buffer(data.to_pybytes().replace(b"\0", b"")))


def tidy(texts: pa.Array) -> pa.Array:
    """The strings without outer white space, blank ones null. Nothing is copied where nothing is to be trimmed."""
    if not _may_need_trimming(texts):
        return texts
    texts = pc.utf8_trim(texts, WHITE_SPACE)
    blank = pc.equal(texts, BLANK)
    return pc.if_else(blank, NULL, texts) if pc.any(blank).as_py() else texts


def _may_need_trimming(texts: pa.Array) -> bool:
    """Whether any string is empty, or begins or ends with a byte of white space."""
    _, offsets, data = texts.buffers()
    if data is None or not len(texts):
        return bool(len(texts) > texts.null_count)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    starts, ends = bounds[:-1], bounds[1:]
    filled = ends > starts
    count = np.count_nonzero(filled)
    if count < len(texts) - texts.null_count:
        return True
    if count < len(texts):
        starts, ends = starts[filled], ends[filled]
    characters = np.frombuffer(data, np.uint8)
    return bool(_BLANK_STARTS[characters[starts]].any() or _BLANK_ENDS[characters[ends - 1]].any())


def number_array(buffer: pa.Buffer) -> pa.Array:
    """Text of float64 values; NaN is null."""
    values = np.frombuffer(buffer, np.float64)
    holes = np.isnan(values)
    known = values[~holes]
    sizes = np.abs(known)
    if (sizes < EXACT_INTEGER).all() and (known == np.trunc(known)).all():
        return fixed(np.where(holes, 0, values).astype(np.int64), pa.int64(), holes).cast(pa.string())
    sizes = sizes[sizes > 0]
    if (sizes < MOST_PLAIN).all() and (sizes >= LEAST_PLAIN).all():
        return fixed(values, pa.float64(), holes).cast(pa.string())
    return strings(["" if hole else plain(value) for hole, value in zip(holes.tolist(), values.tolist(), strict=True)])


def day_array(buffer: pa.Buffer) -> pa.Array:
    """ISO text of days since 1970; the least value is null."""
    days = np.frombuffer(buffer, np.int32)
    return fixed(days, pa.date32(), days == NO_DAY).cast(pa.string())


def row_numbers(first: int, count: int) -> pa.Array:
    """`first`, `first` + 1, … as int32."""
    return fixed(np.arange(first, first + count, dtype=np.int32), pa.int32())


def fixed_rows(numbers: Sequence[int]) -> pa.Array:
    """The given row numbers as int32."""
    return fixed(np.fromiter(numbers, np.int32, len(numbers)), pa.int32())


def kind_array(kinds: npt.NDArray[np.uint8]) -> pa.Array:
    """Cell kinds as uint8."""
    return fixed(np.ascontiguousarray(kinds), pa.uint8())


def kind_scalar(kind: int) -> pa.Scalar:
    """One cell kind, to compare with."""
    return kind_array(np.array([kind], np.uint8))[0]
