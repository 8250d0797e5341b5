"""Equilibria over a grid of parameters, as a labelled dataset."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import reduce as joined_by
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import xarray as xr

from lsec_models.cluster.machine import machine
from lsec_models.cluster.workers import Cluster, cluster_of
from lsec_models.errors import DeclarationError, require_known
from lsec_models.evaluate.choices.plan import plan_of_choice
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.evaluate.closed_forms.on_grid import Backend, packages_of
from lsec_models.evaluate.dataset import dataset_of
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.grid import Key
from lsec_models.evaluate.memory_needed import field_over
from lsec_models.evaluate.plan import SweepPlan, plan_of
from lsec_models.evaluate.progress import tracked
from lsec_models.evaluate.reductions.asked import AskedReduction, Reduce, asked_of, quantities_of
from lsec_models.evaluate.rest_points.plan import plan_of_rest_points
from lsec_models.evaluate.sensitivity.values_at_points import Several, names_of
from lsec_models.evaluate.stored.store import opened
from lsec_models.evaluate.work import SweepWork, Words
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.static.game import Game
from lsec_models.signature import explained
from lsec_models.solve.dispatch import solve

if TYPE_CHECKING:
    from distributed import Client

_WAYS_OUT = (
    "ask with reduce= for what is wanted of all points together, name fewer in quantities=, keep them on the disk with "
    "store=, or sweep fewer points"
)


@explained
def sweep(
    equilibria: Swept | ChoiceEquilibrium | Game | DifferenceGame | RestPoints | EvolutionaryGame | Mapping[str, Swept],
    *,
    over: Mapping[Key, object],
    at: Mapping[Key, object] | None = None,
    backend: Backend = "numpy",
    quantities: Several = None,
    reduce: Reduce | None = None,
    store: str | os.PathLike[str] | None = None,
    client: Client | str | None = None,
) -> xr.Dataset:
    """Evaluate an equilibrium, or several, over a grid of parameters; or solve a game at each of its points.

    1. Write quantities and conditions as one graph of operations, take out of it what does not vary along both the
       last axis and the others, and evaluate the rest block by block, so that nothing but the dataset has its size.
    2. Find at each point the first condition that fails: declared signs of parameters first, then the conditions of
       the equilibrium's domain. Decided in floating point; a point within rounding of a boundary may fall on either
       side of it. Where a parameter is beyond 1e20, or nearer to zero than 1e-20, floats may not hold what is between,
       and conditions and quantities are worked out exactly, in some tenths of a millisecond a point.
    3. Where one fails, the equilibrium does not hold: its quantities are NaN there, and ``violated`` says which.
    4. Of a piecewise equilibrium whose regions are proved, take at each point the first regime that holds there; points
       within rounding of a boundary are decided exactly. Where they are not proved, solve the game exactly at each
       point instead, which takes some milliseconds a point.
    5. A game needs no equilibrium in closed form: it is solved exactly at each point, ``solve(game, at=point)``, and
       has values where there is one equilibrium, established. Elsewhere ``violated`` says "no equilibrium", "several
       equilibria", "other equilibria are not excluded", "not established" or "not resolved". ``regime`` is what binds.
       A difference game is solved at each point likewise: decisions are those of the first period, or without end those
       of the steady state, with its stocks. Of a game with a private type it is the least-cost separating equilibrium,
       by what each type decides, ``"e if better"``; ``regime`` is which kinds of equilibria there are. A reported
       quantity of a game that has no value at a point is NaN there.
    6. Of populations that learn, each rest point in closed form has its place along the dimension ``rest_point``:
       shares and payoffs are NaN where it does not rest, or is not the only one on its face, and ``violated`` says
       why. ``stability`` says what ``rest_points.at(point)`` does. All of that is decided exactly where rounding
       leaves it open; where an eigenvalue vanishes the game is solved at the point, in some milliseconds.
    7. Of a choice among modes take at each point the mode that is picked there, ``choice.at(point)``, compared in exact
       numbers, and what everybody decides and has in it. In a tie ``mode`` names all best modes, and the quantities are
       those of the mode that is declared first. Where no mode is picked, ``violated`` says "no mode available", "no
       pure equilibrium" or "several pure equilibria", the last two of simultaneous choosers.

    Parameters
    ----------
    equilibria : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, BayesianEquilibrium,
        ChoiceEquilibrium, Game, DifferenceGame, RestPoints, EvolutionaryGame, or mapping from str to equilibria. Of a
        game with signals, what is expected before any is seen. With several, the dataset has the leading dimension
        ``structure``, the keys being its coordinate, and the quantities that all of them have.
    over : mapping
        By name or symbol: a tuple ``(start, stop, count)`` of evenly spaced values, both ends included, or a list or
        array of values. Each becomes a dimension. Values that no equilibrium allows are welcome: they are marked.
    at : mapping, optional
        By name or symbol: a number for every other parameter.
    backend : {"numpy", "numba"}, optional
        ``"numba"`` (the extra ``lsec_models[fast]``) compiles one loop for an equilibrium, on all processors: a second
        or two for the first sweep ever, some ten where there are regimes, then several times as fast; worth it from
        some millions of points. Numbers may differ from NumPy's in the last digits. What is in terms of a root is
        evaluated by NumPy all the same, and a piecewise equilibrium whose regions are not proved is solved at each
        point. A game with exp, log or free powers is compiled too, in some ten seconds for its first sweep ever; other
        games, which are solved at each point, are refused.
    quantities : name, or sequence of names, optional
        What is computed: all quantities without it. With `reduce`, which names its own, it is refused.
    reduce : mapping, or "region", optional
        What is asked of all points together, by quantity: ``"count"``, ``"min"``, ``"mean"`` or ``"max"``; of several
        equilibria ``"argmax"`` or ``"argmin"``, which of them is best at how many points; ``Argmax(tolerance)``,
        ``Histogram(width=...)``, ``Quantile(share, width=...)``; or a list of them. ``"region"``, by itself or as
        ``{"region": "count"}``, counts the points by what holds, or fails first. Points at which an equilibrium does
        not hold have no value. The points are never there all at once: a grid may have 1e9.
    store : path, optional
        A folder that keeps, as a Zarr store, what is computed, piece by piece (the extra ``lsec_models[store]``). A
        sweep that is interrupted goes on where it was when it is asked for again, and comes out the same to the last
        bit; on another type of processor, or with other versions, it is refused. What is returned is read from the
        folder as it is needed.
    client : distributed.Client or str, optional
        A Dask cluster that computes, or its scheduler's address, ``"tcp://127.0.0.1:8786"`` (the extra
        ``lsec_models[cluster]``). All workers must be of one kind. Give each one thread.

    Returns
    -------
    xarray.Dataset
        One variable for each decision, payoff (by player) and reported quantity, with the attributes ``latex``,
        ``kind`` (``"decision"``, ``"payoff"`` or ``"report"``) and, but for reports, ``player``; ``long_name`` and
        ``units``, of parameters too, where the game's `meanings` say them, as they do in what :func:`lsec_models.load`
        returns (figures show them), and ``long_name`` of every payoff; fixed parameters as scalar coordinates; and the
        integer variable ``violated``: -1 where the equilibrium holds, else the place of the first failing condition in
        its attribute ``conditions``, which has one on each line (netCDF knows no lists of texts).
        Attributes of the dataset: ``power_structure`` and ``evidence``, what each equilibrium rests on (on one line
        each, with several equilibria), ``caveat``, what keeps them from being established (empty where nothing does),
        ``fixed``, in words, and ``version`` and ``backend``, of what computed. With a piecewise equilibrium also the
        integer variable ``regime``: the place of the regime in the lines of its attribute ``regimes``, -1 where none
        holds; the line "beside the regimes" stands for equilibria that belong to none. A reported quantity that is not
        defined in a regime is NaN there, and its attribute ``undefined`` names the regimes. Of a choice likewise the
        integer variable ``mode``, the place in the lines of its attribute ``modes``, all quantities that a mode has,
        NaN in modes that do not have them, and the reservation as the payoff of who takes no part in a mode. Of rest
        points shares, whose ``kind`` is ``"share"``, and payoffs; the integer variable ``stability``, the place in the
        lines of its attribute ``verdicts``, -1 where it does not rest; and, as attributes of the dataset,
        ``not_in_closed_form`` and ``ties``: which rest points there may be besides, or where. With `reduce` one
        variable for each that is asked, ``q_mean`` for the mean of q, and the grid in words: ``over`` and ``points``.
        Who is best stands along ``q_best``, for ``argmin`` along ``q_least``.

    Raises
    ------
    UnknownName
        If a key is not a parameter, or there is no such quantity.
    DeclarationError
        If a parameter is missing or given twice, a range is empty or not numeric, the equilibria have no quantity in
        common, a name of the game is one that the dataset needs for itself, or all that is asked for is more than the
        memory that is free, which is asked before anything is computed.
    NoClosedForm
        If an evolutionary game has other dynamics than the replicator's.
    OutsideDomain
        If a quantity is not finite, or too large for floats, at a point at which all conditions hold, exactly.
    StoreError
        If the folder holds anything else than this sweep, begun on a machine like this one, or another process is
        sweeping into it, or the disk has no room.
    ClusterError
        If no scheduler answers, or the workers do not compute alike.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> monopoly = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> data = sweep(monopoly, over={"b": (0, 2, 3)}, at={"a": 8})
    >>> data["p"].values
    array([nan,  4.,  2.])
    >>> data["violated"].values.tolist(), data["violated"].attrs["conditions"].splitlines()
    ([1, -1, -1], ['a > 0  [declared sign]', 'b > 0  [declared sign]'])
    >>> few = sweep(monopoly, over={"b": (0, 2, 3)}, at={"a": 8}, reduce={"p": ["count", "mean"]})
    >>> int(few["p_count"]), float(few["p_mean"])
    (2, 3.0)
    """
    plan = _plan(equilibria, over, {} if at is None else at, backend)
    if store is not None:
        plan = replace(plan, is_portable=True)
    asked = None if reduce is None else asked_of(reduce, plan)
    work = SweepWork(_chosen(plan, quantities) if asked is None else _reduced(plan, quantities, asked), asked)
    if store is None and asked is None:
        return _in_memory(work, client)
    with _cluster(work, client) as cluster:
        if store is not None:
            return _stored(work, store, cluster)
        return work.fold.dataset(joined_by(work.fold.joined, _done(work, cluster)))


def sweep_of(
    quantity: str,
    equilibria: Swept | Mapping[str, Swept],
    *,
    over: Mapping[Key, object],
    at: Mapping[Key, object],
) -> xr.Dataset:
    """Return what :func:`sweep` says of one quantity; no other is compiled or evaluated.

    Raises
    ------
    UnknownName
        If the equilibria have no such quantity in common.
    """
    return _in_memory(SweepWork(_chosen(plan_of(equilibria, over, at, "numpy"), quantity)))


def _plan(
    equilibria: Swept | ChoiceEquilibrium | Game | DifferenceGame | RestPoints | EvolutionaryGame | Mapping[str, Swept],
    over: Mapping[Key, object],
    at: Mapping[Key, object],
    backend: Backend,
) -> SweepPlan:
    """Return what will be computed; an evolutionary game is solved, as its rest points need no point."""
    if isinstance(equilibria, EvolutionaryGame):
        equilibria = solve(equilibria)
    several = equilibria.values() if isinstance(equilibria, Mapping) else ()
    if any(isinstance(one, RestPoints) for one in several):
        raise DeclarationError("rest points have a dimension of their own; sweep them alone, sweep(rest_points, ...)")
    if any(isinstance(one, ChoiceEquilibrium) for one in several):
        raise DeclarationError("a choice has modes of its own; sweep it alone, sweep(choice, ...)")
    if isinstance(equilibria, RestPoints):
        return plan_of_rest_points(equilibria, over, at, backend)
    if isinstance(equilibria, ChoiceEquilibrium):
        return plan_of_choice(equilibria, over, at, backend)
    return plan_of(equilibria, over, at, backend)


def _chosen(plan: SweepPlan, quantities: Several) -> SweepPlan:
    """Return the plan of a sweep of the quantities that are named; of all where none is."""
    names = names_of(quantities)
    for name in names:
        require_known(name, plan.quantities, f"no quantity {name!r} in this sweep")
    return plan.only(dict.fromkeys(names)) if names else plan


def _reduced(plan: SweepPlan, quantities: Several, asked: tuple[AskedReduction, ...]) -> SweepPlan:
    """Return the plan of a sweep of what reductions need."""
    if quantities is not None:
        raise DeclarationError("reduce= names its quantities itself; leave quantities= out")
    return plan.only(quantities_of(asked))


def _in_memory(work: SweepWork, client: Client | str | None = None) -> xr.Dataset:
    """Fill a dataset of the size of the grid: nothing else has its size."""
    field = field_over(work.plan, _WAYS_OUT)
    if client is None:
        return _filled(work, field)
    with _cluster(work, client) as cluster:
        return _gathered(work, field, cluster)


def _filled(work: SweepWork, field: Field) -> xr.Dataset:
    plan, evaluator = work.plan, work.plan.evaluator()
    for piece in tracked(work.pieces, "pieces"):
        evaluator.fill(piece.block, [field.at(place).block(piece.block) for place in range(len(plan.labels))])
    return dataset_of(plan, field, evaluator.conditions, evaluator.regimes)


def _gathered(work: SweepWork, field: Field, cluster: Cluster | None) -> xr.Dataset:
    plan, words = work.plan, Words()
    for piece, part in zip(work.pieces, _done(work, cluster), strict=True):
        found = words.entered(part)
        for place in range(len(plan.labels)):
            field.at(place).block(piece.block).take(found.at(place))
    return dataset_of(plan, field, words.conditions, words.regimes)


def _stored(work: SweepWork, store: object, cluster: Cluster | None) -> xr.Dataset:
    backend = work.plan.backend
    where = machine(packages_of(backend)) if cluster is None else cluster.machine
    kept = opened(store, work, {"backend": backend, **where})
    try:
        for number, found in enumerate(_done(work, cluster, kept.done), start=kept.done):
            kept.keep(number, found)
        return kept.dataset()
    finally:
        kept.release()


def _cluster(work: SweepWork, client: Client | str | None) -> AbstractContextManager[Cluster | None]:
    """Return the cluster that computes; none without a client."""
    return nullcontext() if client is None else cluster_of(client, packages_of(work.plan.backend))


def _done(work: SweepWork, cluster: Cluster | None, first: int = 0) -> Iterator[Any]:
    """Yield what each piece is, from one on, in order: here, or on a cluster."""
    numbers = range(first, len(work.pieces))
    found: Iterator[Any] = map(work.done, numbers) if cluster is None else cluster.done_in_order(work, first)
    return map(itemgetter(1), zip(tracked(numbers, "pieces"), found, strict=True))
