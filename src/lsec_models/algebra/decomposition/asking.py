"""Who is asked for the labels of a map, many points at once: this process, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from distributed import Client

P = TypeVar("P")
T = TypeVar("T")
# What returns the answers at several points, in their order, from what gives one.
Asking: TypeAlias = Callable[[Callable[[P], T], Sequence[P]], Iterable[T]]


def asking(client: Client | str | None, packages: Sequence[str]) -> AbstractContextManager[Asking[Any, Any]]:
    """Return what asks many points: here one by one, or on a cluster that is looked for when it is entered.

    Parameters
    ----------
    client : distributed.Client or str or None
        A Dask client, or a scheduler's address.
    packages : sequence of str
        Whose versions must be alike everywhere.

    Raises
    ------
    DeclarationError, ClusterError
        See :func:`lsec_models.cluster.workers.cluster_of`.

    Examples
    --------
    >>> with asking(None, ["lsec_models"]) as ask:
    ...     list(ask(abs, [-1, 2]))
    [1, 2]
    """
    if client is None:
        return nullcontext(map)
    from lsec_models.cluster.workers import asked_of

    return asked_of(client, packages)
