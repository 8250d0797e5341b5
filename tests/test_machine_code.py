from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from lsec_models.errors import DeclarationError
from lsec_models.machine_code import compiled_run


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_a_thread_that_asks_while_another_is_being_served_waits() -> None:
    before = set(sys.modules)
    source = "import time\n\ntime.sleep(0.2)\n\n\ndef run():\n    return 7\n"
    first = threading.Thread(target=compiled_run, args=(source, "loop"))
    first.start()
    while not any(name.startswith("loop_") for name in sys.modules.keys() - before):
        time.sleep(0.001)
    assert compiled_run(source, "loop")() == 7
    first.join()


def test_a_source_that_fails_leaves_no_module_behind() -> None:
    before = set(sys.modules)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            compiled_run("run = 1 / 0\n", "loop")
    assert not {name for name in sys.modules.keys() - before if name.startswith("loop_")}


def test_a_cache_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(taken))
    with pytest.raises(DeclarationError, match=r"taken.*XDG_CACHE_HOME"):
        compiled_run("def run():\n    return 1\n", "loop")
