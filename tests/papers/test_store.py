"""A step gives back what was put, or says that it was changed: no byte can be edited without being noticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsec_models.papers.run.store import Damaged, StepValue, Store, checksum_of, require_unchanged

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda parts: (
        st.lists(parts, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), parts, max_size=4)
    ),
    max_leaves=8,
)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.slow
@SHARED
@given(value=VALUES)
def test_what_was_put_is_given_back(tmp_path: Path, value: Any) -> None:
    store = Store(folder=tmp_path, fingerprint="f")
    store.put("claim-C", value)
    assert store.get("claim-C") == StepValue(value=value)
    assert Store(folder=tmp_path, fingerprint="g").get("claim-C") is None


@pytest.mark.slow
@SHARED
@given(value=VALUES, where=st.integers(0, 10_000), byte=st.binary(max_size=3), length=st.integers(0, 3))
def test_an_edited_byte_is_noticed_or_changes_nothing(
    tmp_path: Path, value: Any, where: int, byte: bytes, length: int
) -> None:
    store = Store(folder=tmp_path, fingerprint="f")
    store.put("claim-C", value)
    before = store.file("claim-C").read_bytes()
    at = where % len(before)
    store.file("claim-C").write_bytes(before[:at] + byte + before[at + length :])
    try:
        kept = store.get("claim-C")
    except Damaged:
        return
    assert kept == StepValue(value=value), "blanks between the parts of a record may differ, what it says may not"


@pytest.mark.slow
@SHARED
@given(first=VALUES, second=VALUES)
def test_a_value_can_not_be_put_into_another_record(tmp_path: Path, first: Any, second: Any) -> None:
    store = Store(folder=tmp_path, fingerprint="f")
    store.put("claim-C", first)
    store.put("claim-D", second)
    records = {step: json.loads(store.file(step).read_text(encoding="utf-8")) for step in ("claim-C", "claim-D")}
    store.file("claim-D").write_text(json.dumps(records["claim-D"] | {"value": first}), encoding="utf-8")
    if json.dumps(first) == json.dumps(second):
        assert store.get("claim-D") == StepValue(value=first)
    else:
        with pytest.raises(Damaged, match=r"claim-D\.json was changed"):
            store.get("claim-D")


def test_files_of_a_step_are_compared_with_what_it_kept(tmp_path: Path) -> None:
    files = [tmp_path / "a.svg", tmp_path / "a.png"]
    with pytest.raises(Damaged, match="is missing"):
        require_unchanged(files, [])
    for file in files:
        file.write_text(file.name)
    require_unchanged(files, [checksum_of(file) for file in files])
    for checksums in ([], None, {}, [checksum_of(files[0])], [checksum_of(file) for file in reversed(files)]):
        with pytest.raises(Damaged, match="was changed"):
            require_unchanged(files, checksums)
