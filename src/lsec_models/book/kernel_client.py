"""What Jupyter starts for a kernel, by its path: it asks for a copy of the process that has imported the package.

It lives as long as the kernel does, and the kernel ends with it.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path


def main(address: str, *arguments: str) -> None:
    """Ask for a kernel, and wait for its end.

    Parameters
    ----------
    address : str
        Of the socket on which :mod:`lsec_models.book.kernel_server` listens.
    *arguments : str
        What a kernel is started with, such as where Jupyter has written how it will speak with it.
    """
    with socket.socket(socket.AF_UNIX) as kernel:
        kernel.connect(address)
        kernel.sendall(json.dumps({"arguments": arguments, "folder": str(Path.cwd())}).encode() + b"\n")
        kernel.recv(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
