"""Kernels that are copies of one process: each has the package, its own names and folder, and ends with who asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lsec_models.book.kernels import warm_kernels
from lsec_models.book.sphinx import kernel_environment

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("jupyter_book")]
_PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    out = tmp_path_factory.mktemp("kernels")
    own = kernel_environment(out)
    with warm_kernels(out, own) as found:
        yield own | dict(found)


@pytest.fixture
def start(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Start a kernel; what it is asked is answered as text."""
    from jupyter_client.manager import start_new_kernel

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    started = []

    def start() -> Any:
        started.append(start_new_kernel(kernel_name="python3", cwd=str(tmp_path)))
        return started[-1]

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def answer(client: Any, code: str) -> str:
    said: list[str] = []

    def hear(message: Any) -> None:
        content = message["content"]
        said.append(content.get("text") or content.get("data", {}).get("text/plain") or content.get("ename") or "")

    client.execute_interactive(code, output_hook=hear, timeout=_PATIENCE)
    return "".join(said)


def test_copies_share_the_package_and_nothing_else(start: Callable[[], Any], tmp_path: Path) -> None:
    (_, first), (_, second) = start(), start()
    loaded = "import sys; sorted({'lsec_models.solve', 'matplotlib.pyplot', 'sympy'} & set(sys.modules))"
    assert answer(first, loaded) == "['lsec_models.solve', 'matplotlib.pyplot', 'sympy']"
    assert answer(first, "import os; os.getcwd()") == repr(str(tmp_path))
    assert answer(first, "import sympy; sympy.mine = 1; sympy.mine") == "1"
    assert answer(second, "sympy") == "NameError"
    assert answer(second, "import sympy; hasattr(sympy, 'mine')") == "False"
    draw = "import random, numpy; (random.random(), float(numpy.random.default_rng().random()))"
    assert answer(first, draw) != answer(second, draw), "no two draw the same numbers"
    assert answer(first, "import subprocess; subprocess.run(['sh', '-c', 'exit 3']).returncode") == "3"


def test_figures_stand_below_their_cell(start: Callable[[], Any]) -> None:
    _, client = start()
    kinds: list[str] = []
    client.execute_interactive(
        "import matplotlib.pyplot as plt; plt.plot([1, 2]);",
        output_hook=lambda message: kinds.extend(message["content"].get("data", {})),
        timeout=_PATIENCE,
    )
    assert "image/png" in kinds or "image/svg+xml" in kinds


def test_a_kernel_that_dies_is_missed_and_one_that_nobody_wants_ends(start: Callable[[], Any]) -> None:
    (lost, client), (left, other) = start(), start()
    number = int(answer(other, "import os; os.getpid()"))
    client.execute("import os; os._exit(1)")
    assert _comes_true(lambda: not lost.is_alive())
    left.signal_kernel(9)
    assert _comes_true(lambda: not _runs(number))


def test_an_interrupted_cell_leaves_its_kernel(start: Callable[[], Any], tmp_path: Path) -> None:
    manager, client = start()
    client.execute("begun = open('begun', 'w').close()\nwhile True: pass", stop_on_error=False)
    assert _comes_true((tmp_path / "begun").exists)
    manager.interrupt_kernel()
    assert answer(client, "begun is None") == "True"


def _comes_true(found: Callable[[], bool]) -> bool:
    end = time.monotonic() + _PATIENCE
    while not found() and time.monotonic() < end:
        time.sleep(0.1)
    return found()


def _runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
