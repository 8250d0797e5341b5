"""Kernels that need not import anything: copies of one process that has, where a system can copy a process."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lsec_models.files import write_atomically

_COPIES = sys.platform == "linux"  # On macOS a copy of a process that has imported NumPy may not go on.
_SERVER = "lsec_models.book.kernel_server"
_CLIENT = Path(__file__).with_name("kernel_client.py")


@contextmanager
def warm_kernels(out: Path, environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Keep a process that has imported the package, of which each kernel that Jupyter starts is a copy.

    A kernel of one's own takes seconds until it has imported what chapters use.

    Parameters
    ----------
    out : Path
        Where to write what Jupyter reads of the kernel, and what the process says.
    environment : mapping from str to str
        Of the kernels.

    Yields
    ------
    mapping from str to str
        What Jupyter needs in its environment to find the kernel; nothing where kernels start by themselves.
    """
    if not _COPIES:
        yield {}
        return
    # The path of a socket is short.
    with tempfile.TemporaryDirectory() as place, socket.socket(socket.AF_UNIX) as listening:
        address = str(Path(place) / "kernels")
        listening.bind(address)
        listening.listen()
        _describe(out / "jupyter" / "warm" / "kernels" / "python3" / "kernel.json", address)
        with (out / "kernels.txt").open("wb") as said:
            server = subprocess.Popen(
                [sys.executable, "-P", "-m", _SERVER, str(listening.fileno())],
                env=environment,
                pass_fds=[listening.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        listening.close()
        try:
            yield {"JUPYTER_PATH": str(out / "jupyter" / "warm")}
        finally:
            server.terminate()
            server.wait()


def _describe(file: Path, address: str) -> None:
    kernel = {
        "argv": [sys.executable, "-I", str(_CLIENT), address, "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "interrupt_mode": "message",
        "metadata": {"debugger": True},
    }
    write_atomically(file, json.dumps(kernel))
