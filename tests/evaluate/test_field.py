from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.evaluate.field import Field


@given(shape=st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple), count=st.integers(1, 64))
def test_arrays_of_a_field_are_apart_and_begin_at_different_places_of_their_pages(
    shape: tuple[int, ...], count: int
) -> None:
    values = Field.empty(shape, map(str, range(count))).values
    for number, value in enumerate(values.values()):
        assert value.shape == shape
        assert value.flags["C_CONTIGUOUS"]
        value[...] = number
    assert all((value == int(name)).all() for name, value in values.items())
    begins = [value.__array_interface__["data"][0] % 4096 for value in values.values()]
    assert len(set(begins)) == count
    assert {begin % 64 for begin in begins} == {0}


def test_a_field_has_no_more_memory_than_a_page_beyond_its_numbers() -> None:
    [value] = Field.empty((100, 1000), ["p"]).values.values()
    assert isinstance(value.base, np.ndarray)
    assert value.base.nbytes <= value.nbytes + 4096


@given(more=st.integers(0, 1 << 22), count=st.integers(1, 20))
def test_large_arrays_have_whole_large_pages_from_a_place_of_their_own_on(more: int, count: int) -> None:
    for number, value in enumerate(Field.empty(((1 << 19) + more,), map(str, range(count))).values.values()):
        assert isinstance(value.base, np.ndarray)
        begins, address = value.base.__array_interface__["data"][0], value.__array_interface__["data"][0]
        assert address % (1 << 21) == number * 320 % 4096
        assert begins <= address
        end_of_last_page = -(-(address + value.nbytes) // (1 << 21)) * (1 << 21)
        assert end_of_last_page <= begins + value.base.nbytes
        assert value.base.nbytes <= value.nbytes + (1 << 22)
