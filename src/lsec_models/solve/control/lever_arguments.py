"""What is asked of a lever, read and checked: its ends, its cost, the start, and numbers for everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import Point, exact_number, given_values, point_of
from lsec_models.errors import DeclarationError, OutsideDomain, described, require_known
from lsec_models.games.evolutionary.dynamics import REPLICATOR, WORDS
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.summary.summary import shown_point
from lsec_models.solve.control.simple_levers import CONSTANTS
from lsec_models.solve.control.steered_populations import SteeredPopulations, free_shares, replicator_motion

Cost = Callable[[Mapping[str, sp.Symbol]], Any]


@dataclass(frozen=True, kw_only=True)
class AskedLever:
    """Exact numbers, and the same as functions of floats.

    Attributes
    ----------
    name : str
        Of the lever.
    point : mapping from str to Fraction
        All other parameters.
    between : tuple of Fraction
    running_cost : sympy.Expr
        In shares, by name, and the lever.
    horizon, discount : Fraction
    steered : SteeredPopulations
    """

    name: str
    point: Mapping[str, Fraction]
    between: tuple[Fraction, Fraction]
    running_cost: sp.Expr
    horizon: Fraction
    discount: Fraction
    steered: SteeredPopulations


def asked_lever(
    game: EvolutionaryGame,
    lever: str | sp.Symbol,
    *,
    cost: Cost,
    between: tuple[object, object],
    horizon: object,
    start: Mapping[str, object],
    at: Point | None,
    discount: object,
) -> AskedLever:
    """Return what is asked; arguments and errors as of :func:`lsec_models.solve.control.best_lever.best_lever`."""
    if not isinstance(game, EvolutionaryGame):
        raise DeclarationError(f"best_lever takes an EvolutionaryGame, and {described(game)}; declare one")
    if game.dynamics != REPLICATOR:
        raise DeclarationError(
            f"best_lever follows {WORDS[REPLICATOR]}, and this game has {WORDS[game.dynamics]}; leave out dynamics="
        )
    symbols = {symbol.name: symbol for symbol in game.parameters}
    name = str(lever)
    require_known(name, symbols, f"lever: no parameter {name!r} in {game.label}")
    ends = _ends(between)
    length, rate = exact_number(horizon, "horizon"), exact_number(discount, "discount")
    if length <= 0:
        raise DeclarationError(f"horizon = {horizon!r}: a lever is set for some time; give a number above 0")
    if rate < 0:
        raise DeclarationError(f"discount = {discount!r}: give a rate, at least 0")
    point = _admissible(game, name, ends, given_values(at))
    free, shares = free_shares(game)
    known = {name: sp.Symbol(name, nonnegative=True) for name in shares}
    others = {symbols[other]: value for other, value in point.items()}
    running = _running_cost(game, cost, known, symbols[name], others)
    steered = SteeredPopulations(
        game=game,
        free=free,
        shares=shares,
        lever=symbols[name],
        motion=replicator_motion(game, shares, others),
        cost=running.subs({known[one]: share for one, share in shares.items()}),
        low=float(ends[0]),
        high=float(ends[1]),
        horizon=float(length),
        discount=float(rate),
        start=_start(game, start),
    )
    return AskedLever(
        name=name, point=point, between=ends, running_cost=running, horizon=length, discount=rate, steered=steered
    )


def _ends(between: object) -> tuple[Fraction, Fraction]:
    if not isinstance(between, tuple | list) or len(between) != 2:
        raise DeclarationError(f"between = {between!r}: give the ends of the lever, (lowest, highest)")
    low, high = (exact_number(end, "between") for end in between)
    if not low < high:
        raise DeclarationError(f"between = {between!r}: the lowest level comes first, and is below the highest")
    return low, high


def _admissible(
    game: EvolutionaryGame, lever: str, ends: tuple[Fraction, Fraction], given: Mapping[str, object]
) -> dict[str, Fraction]:
    """Return the other parameters, which must be admissible with each level of a grid inside the ends.

    The ends themselves may be limits, as zero is of a fine that is declared positive.
    """
    if lever in given:
        raise DeclarationError(f"at gives {lever} a number, but it is the lever; leave it out, its ends are between=")
    low, high = ends
    for number in range(1, CONSTANTS - 1):
        level = low + (high - low) * Fraction(number, CONSTANTS - 1)
        exact = point_of(game.ring, {**given, lever: level})
        failing = list(game.domain.failures(exact))
        if failing:
            raise OutsideDomain(
                f"the level {float(level):g} of {lever} is not admissible at {shown_point(exact)}: "
                f"{'; '.join(failing)}; choose other ends, or another point"
            )
    return {symbol.name: value for symbol, value in exact.items() if symbol.name != lever}


def _running_cost(
    game: EvolutionaryGame,
    cost: Cost,
    known: Mapping[str, sp.Symbol],
    lever: sp.Symbol,
    others: Mapping[sp.Symbol, Fraction],
) -> sp.Expr:
    if not callable(cost):
        raise DeclarationError(
            "cost: give a function of the shares, such as cost=lambda share: 3 * share['lax'] + fine**2 / 2"
        )
    try:
        said = sp.sympify(cost(known))
    except KeyError as error:
        require_known(str(error.args[0]), known, f"cost: no share of {error.args[0]!r}")
        raise
    if not isinstance(said, sp.Expr) or said.has(sp.zoo, sp.nan, sp.oo):
        raise DeclarationError(f"cost: {said!r} is not an expression; return one in shares, the lever and parameters")
    if said.has(sp.I):
        raise DeclarationError(f"cost: {said} is not a real number; return a real expression")
    numbers = {symbol: sp.Rational(value.numerator, value.denominator) for symbol, value in others.items()}
    for symbol in sorted(said.free_symbols - set(known.values()) - set(numbers) - {lever}, key=str):
        raise DeclarationError(
            f"cost: {symbol} is neither a share nor a parameter of {game.label}; make the expression of "
            "these, or of numbers"
        )
    return said.subs(numbers)


def _start(game: EvolutionaryGame, start: object) -> tuple[float, ...]:
    if not isinstance(start, Mapping):
        raise DeclarationError(f"start = {start!r}: give shares by name of the strategy, such as {{'lax': 0.5}}")
    for name in start:
        require_known(str(name), list(game.share_names.values()), f"start: no share of {str(name)!r}")
    free: list[float] = []
    for population, strategies in game.populations.items():
        names = [game.share_names[population, strategy] for strategy in strategies]
        given = {name: exact_number(start[name], f"start of {name}") for name in names if name in start}
        left = [name for name in names if name not in given]
        if len(left) > 1:
            raise DeclarationError(f"start: no shares of {', '.join(left)}; leave out at most one of each population")
        given |= {name: 1 - sum(given.values(), Fraction(0)) for name in left}
        if sum(given.values()) != 1:
            raise DeclarationError(f"start: the shares of {', '.join(names)} do not add up to 1; leave one out")
        for name, share in given.items():
            if not 0 < share < 1:
                raise DeclarationError(
                    f"start: the share of {name} is {float(share):g}; what nobody plays never comes up, and what all "
                    "play stays: give a number between 0 and 1, or leave the strategy out of the game"
                )
        free += [float(given[name]) for name in names[:-1]]
    return tuple(np.array(free))
