"""Work on a Dask cluster: pieces go out, and come back in order; a worker that dies takes nothing with it."""

from __future__ import annotations

import importlib.util
import pickle
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from lsec_models.cluster.machine import differences, machine
from lsec_models.errors import ClusterError, DeclarationError, described

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# A host and a port, or what stands for this process.
_ADDRESS = re.compile(r"(\w+://)?[^/\s]+:\d+(/\S*)?|inproc://\S+")
_PIECES_A_THREAD = 3
_SECONDS_TO_ANSWER = "30s"


class InPieces(Protocol[T_co]):
    """Work in numbered pieces, which can be sent to another process."""

    @property
    def pieces(self) -> Sized:
        """As many as there are."""

    def done(self, number: int) -> T_co:
        """Return what a piece comes to."""


@dataclass(frozen=True)
class Each(Generic[T]):
    """A question asked of each of some things.

    Attributes
    ----------
    ask : callable
        What is asked; it can be sent to another process.
    pieces : sequence
        The things.
    """

    ask: Callable[[Any], T]
    pieces: Sequence[Any]

    def done(self, number: int) -> T:
        """Return the answer for one of them."""
        return self.ask(self.pieces[number])


def answers(ask: Callable[[Any], T], things: Sequence[Any], client: object, packages: Sequence[str]) -> Iterator[T]:
    """Yield what is answered for each thing, in order: here, or by the workers of a client.

    Parameters
    ----------
    ask : callable
    things : sequence
    client : distributed.Client or str or None
        A scheduler's address opens a client of its own; here without one.
    packages : sequence of str
        Whose versions must be alike everywhere.

    Raises
    ------
    DeclarationError, ClusterError
        See :func:`cluster_of` and :meth:`Cluster.done_in_order`.

    Examples
    --------
    >>> list(answers(abs, [-1, 2], None, ["lsec_models"]))
    [1, 2]
    """
    if client is None:
        yield from map(ask, things)
        return
    with asked_of(client, packages) as asked:
        yield from asked(ask, things)


@contextmanager
def asked_of(
    client: object, packages: Sequence[str]
) -> Iterator[Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]]:
    """Yield what returns the answers of workers for some things, in order, any number of times.

    Parameters
    ----------
    client : distributed.Client or str
    packages : sequence of str
        Whose versions must be alike everywhere.

    Raises
    ------
    DeclarationError, ClusterError
        See :func:`cluster_of`.
    """
    with cluster_of(client, packages) as cluster:
        yield lambda ask, things: cluster.done_in_order(Each(ask, things))


@contextmanager
def cluster_of(client: object, packages: Sequence[str]) -> Iterator[Cluster]:
    """Yield the cluster of a client, or of a scheduler's address; what was opened here is closed.

    Parameters
    ----------
    client : distributed.Client or str
    packages : sequence of str
        Whose versions must be alike everywhere.

    Raises
    ------
    DeclarationError
        If `client` is neither, or no address, or Dask is not installed.
    ClusterError
        If nobody answers there, there are no workers, they lack the package, or they do not compute alike.
    """
    if importlib.util.find_spec("distributed") is None:
        raise DeclarationError("client= needs Dask: python -m pip install 'lsec_models[cluster]'; or leave client= out")
    from distributed import Client

    if not isinstance(client, Client) and not (isinstance(client, str) and _ADDRESS.fullmatch(client)):
        raise DeclarationError(
            f"client = {described(client)}; give a dask.distributed.Client, or a scheduler's address with its port, as "
            "in client='tcp://127.0.0.1:8786'"
        )
    with ExitStack() as opened:
        if isinstance(client, str):
            try:
                own: Any = Client(client, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
            except (OSError, ValueError) as error:
                raise ClusterError(f"{client}: no scheduler answers; start one with 'dask scheduler'") from error
            client = opened.enter_context(own)
        yield Cluster(client, packages)


class Cluster:
    """The workers of a Dask client, all of which compute the same numbers to the last bit.

    Parameters
    ----------
    client : distributed.Client
    packages : sequence of str
        Whose versions must be alike everywhere.

    Attributes
    ----------
    machine : dict from str to str
        What they all are; see :func:`lsec_models.cluster.machine.machine`.
    """

    def __init__(self, client: Any, packages: Sequence[str]) -> None:
        self._client, self._packages = client, tuple(packages)
        self.machine = self._alike()

    def done_in_order(self, work: InPieces[T], first: int = 0) -> Iterator[T]:
        """Yield what each piece comes to, from one on; some pieces are ahead, so that no worker waits.

        Raises
        ------
        ClusterError
            If a worker that joined later computes otherwise, or pieces take every worker down that does them.
        """
        from distributed.protocol.pickle import dumps
        from distributed.scheduler import KilledWorker

        # A task, not data that is sent about: where all that hold it die, it is done again.
        sent = self._client.submit(pickle.loads, dumps(work), pure=False)
        threads = max(1, sum(self._client.nthreads().values()))
        ahead: deque[Any] = deque()
        numbers = iter(range(first, len(work.pieces)))
        try:
            while True:
                while len(ahead) < _PIECES_A_THREAD * threads and (number := next(numbers, None)) is not None:
                    ahead.append(self._client.submit(_done, sent, number, self._packages, pure=False))
                if not ahead:
                    return
                try:
                    found, where = ahead.popleft().result()
                except KilledWorker as error:
                    raise ClusterError(
                        f"a piece took down {error.last_worker.address} and others before it, as if by lack of memory; "
                        "give workers more of it, or ask for less at once"
                    ) from error
                if where != self.machine:
                    raise ClusterError(_unlike(where, self.machine))
                yield found
        finally:
            self._client.cancel(list(ahead))

    def _alike(self) -> dict[str, str]:
        try:
            found = self._client.run(machine, self._packages)
        except ImportError as error:
            raise ClusterError(f"a worker lacks what this needs: {error}; install it there") from error
        if not found:
            raise ClusterError("the cluster has no workers; start some with 'dask worker ADDRESS'")
        one, *others = found.values()
        for other in others:
            if other != one:
                raise ClusterError(_unlike(other, one))
        return dict(one)


def _done(work: InPieces[T], number: int, packages: Sequence[str]) -> tuple[T, dict[str, str]]:
    """Return what a piece comes to, and on what machine it was computed."""
    return work.done(number), machine(packages)


def _unlike(one: dict[str, str], other: dict[str, str]) -> str:
    return (
        f"the workers do not compute alike, so that last digits may differ: {differences(one, other)}; "
        "use workers of one kind, with the same versions"
    )
