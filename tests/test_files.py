from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsec_models.files import is_stem, remove_unfinished, write_atomically

LIMITED = """\
import resource, sys
from pathlib import Path
from lsec_models.files import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), "x" * 100_000)
except OSError as error:
    print(error.filename, error.strerror, sep=": ")
"""


def test_a_file_for_which_there_is_no_room_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "small2024" / "a.txt"
    write_atomically(file, "before")
    done = subprocess.run([sys.executable, "-c", LIMITED, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout == f"{file}: File too large\n"
    assert file.read_text() == "before"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", ["words", b"words"])
def test_a_place_that_is_taken_is_named(tmp_path: Path, content: str | bytes) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(IsADirectoryError) as error:
        write_atomically(tmp_path / "a.txt", content)
    assert error.value.filename == str(tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]


KILLED = """\
import os, signal, sys
from pathlib import Path
from lsec_models import files
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files.write_atomically(Path(sys.argv[1]), "whole")
"""


def test_what_a_killed_writer_leaves_is_found_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "steps" / "a.txt"
    write_atomically(file, "before")
    done = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    assert done.returncode == -9
    assert len(list(file.parent.iterdir())) == 2
    remove_unfinished(tmp_path, below=False)
    assert len(list(file.parent.iterdir())) == 2
    remove_unfinished(tmp_path)
    assert list(file.parent.iterdir()) == [file]
    assert file.read_text() == "before"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_a_stem_is_a_name_in_its_own_folder(name: str) -> None:
    if is_stem(name):
        file = Path("folder") / f"{name}.json"
        assert file.parent == Path("folder")
        assert file.stem == name
        assert len(file.name.encode()) < 120
    else:
        assert not name.isalnum() or not name.isascii() or len(name) > 100 or name.lower()[:3] in DEVICES


DEVICES = ("con", "prn", "aux", "nul", "com", "lpt")
