"""A sweep on a Dask cluster: pieces go out, and come back in order; a worker that dies takes nothing with it."""

from __future__ import annotations

import importlib.util
import pickle
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from lsec_models.errors import ClusterError, DeclarationError, described
from lsec_models.evaluate.machine import differences, machine
from lsec_models.evaluate.on_grid import Backend
from lsec_models.evaluate.reductions.fold import States
from lsec_models.evaluate.reductions.reduction import Part
from lsec_models.evaluate.work import SweepWork

_PIECES_A_THREAD = 3
_SECONDS_TO_ANSWER = "30s"


@contextmanager
def cluster_of(client: object, backend: Backend) -> Iterator[Cluster]:
    """Yield the cluster of a client, or of a scheduler's address; what was opened here is closed.

    Raises
    ------
    DeclarationError
        If `client` is neither, or Dask is not installed.
    ClusterError
        If nobody answers there, there are no workers, they lack the package, or they do not compute alike.
    """
    if importlib.util.find_spec("distributed") is None:
        raise DeclarationError("client= needs Dask: python -m pip install 'lsec_models[cluster]'; or leave client= out")
    from distributed import Client

    if not isinstance(client, Client | str):
        raise DeclarationError(
            f"client = {described(client)}; give a dask.distributed.Client, or a scheduler's address as in "
            "client='tcp://127.0.0.1:8786'"
        )
    with ExitStack() as opened:
        if isinstance(client, str):
            try:
                own: Any = Client(client, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
            except (OSError, ValueError) as error:
                raise ClusterError(f"{client}: no scheduler answers; start one with 'dask scheduler'") from error
            client = opened.enter_context(own)
        yield Cluster(client, backend)


class Cluster:
    """The workers of a Dask client, all of which compute the same numbers to the last bit.

    Parameters
    ----------
    client : distributed.Client
    backend : {"numpy", "numba"}

    Attributes
    ----------
    machine : dict from str to str
        What they all are; see :func:`lsec_models.evaluate.machine.machine`.
    """

    def __init__(self, client: Any, backend: Backend) -> None:
        self._client, self._backend = client, backend
        self.machine = self._alike()

    def done_in_order(self, work: SweepWork, first: int) -> Iterator[Part] | Iterator[States]:
        """Yield what each piece is, from one on; some pieces are ahead, so that no worker waits.

        Raises
        ------
        ClusterError
            If a worker that joined later computes otherwise, or pieces take every worker down that does them.
        """
        from distributed.scheduler import KilledWorker

        # A task, not data that is sent about: where all that hold it die, it is done again.
        sent = self._client.submit(pickle.loads, pickle.dumps(work), pure=False)
        threads = max(1, sum(self._client.nthreads().values()))
        ahead: deque[Any] = deque()
        numbers = iter(range(first, len(work.pieces)))
        try:
            while True:
                while len(ahead) < _PIECES_A_THREAD * threads and (number := next(numbers, None)) is not None:
                    ahead.append(self._client.submit(_done, sent, number, self._backend, pure=False))
                if not ahead:
                    return
                try:
                    found, where = ahead.popleft().result()
                except KilledWorker as error:
                    raise ClusterError(
                        f"a piece took down {error.last_worker.address} and others before it, as if by lack of memory; "
                        "give workers more of it, or sweep fewer points"
                    ) from error
                if where != self.machine:
                    raise ClusterError(_unlike(where, self.machine))
                yield found
        finally:
            self._client.cancel(list(ahead))

    def _alike(self) -> dict[str, str]:
        try:
            found = self._client.run(machine, self._backend)
        except ImportError as error:
            raise ClusterError(f"a worker lacks what the sweep needs: {error}; install it there") from error
        if not found:
            raise ClusterError("the cluster has no workers; start some with 'dask worker ADDRESS'")
        one, *others = found.values()
        for other in others:
            if other != one:
                raise ClusterError(_unlike(other, one))
        return dict(one)


def _done(work: SweepWork, number: int, backend: Backend) -> tuple[Part | States, dict[str, str]]:
    """Return what a piece is, and on what machine it was computed."""
    return work.done(number), machine(backend)


def _unlike(one: dict[str, str], other: dict[str, str]) -> str:
    return (
        f"the workers do not compute alike, so that last digits may differ: {differences(one, other)}; "
        "use workers of one kind, with the same versions"
    )
