from __future__ import annotations

import pytest

from lsec_models.evaluate import progress


@pytest.mark.parametrize("watched", [True, False])
def test_a_bar_leaves_standard_output_to_what_is_computed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, watched: bool
) -> None:
    monkeypatch.setattr(progress, "_watched", lambda: watched)
    assert list(progress.tracked([1, 2, 3], "pieces")) == [1, 2, 3]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert watched or printed.err == ""
