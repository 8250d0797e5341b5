"""A process that has imported what chapters use, and becomes a kernel, in a copy of itself, for each who asks."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module

import lsec_models

_exit = os._exit  # Code of a chapter may put another function in its place.
_PATIENCE = 1.0  # seconds
_INLINE = "module://matplotlib_inline.backend_inline"
_USED = ("ipykernel.kernelapp", "lsec_models.live", "matplotlib.pyplot", "pandas", "scipy.optimize", "xarray")


def main(listening: int) -> None:
    """Copy this process for each who asks, until the one that started it is gone.

    Parameters
    ----------
    listening : int
        The descriptor of a socket that :mod:`lsec_models.book.kernel_client` connects to.
    """
    _import_what_chapters_use()
    gc.freeze()
    asking = _next_to_ask(socket.socket(fileno=listening))
    if asking is not None:
        _be_the_kernel_of(asking)


def _import_what_chapters_use() -> None:
    os.environ["MPLBACKEND"] = _INLINE  # A kernel sets it before it imports anything.
    for module in _USED:
        import_module(module)
    for name in lsec_models.__all__:
        getattr(lsec_models, name)


def _next_to_ask(listening: socket.socket) -> socket.socket | None:
    """Return, in a copy of this process, who asks for a kernel; here None, at the end."""
    starter = os.getppid()
    with listening:
        listening.settimeout(_PATIENCE)
        while os.getppid() == starter:
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            try:
                asking, _ = listening.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                return asking
            asking.close()
    return None


def _be_the_kernel_of(asking: socket.socket) -> None:
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    asking.settimeout(None)
    asked = json.loads(asking.makefile("rb").readline())
    os.chdir(asked["folder"])
    threading.Thread(target=_end_with, args=(asking,), daemon=True).start()
    sys.argv = ["ipykernel_launcher", *asked["arguments"]]
    IPKernelApp.launch_instance(argv=[*asked["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with(asking: socket.socket) -> None:
    if not asking.recv(1):
        _exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
