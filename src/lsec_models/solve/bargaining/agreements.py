"""Terms that maximise every pair's Nash product, the terms of other pairs being what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.errors import NoClosedForm
from lsec_models.games.static.game import Game
from lsec_models.solve.bargaining.values import PairValues
from lsec_models.solve.interior.critical_points.elimination import rational_solutions


@dataclass(frozen=True, eq=False, kw_only=True)
class Agreement:
    """Terms of all bargains, and whose outside options bind.

    Attributes
    ----------
    terms : dict from decision to Ratio
    leaving : tuple of (int or None)
        For each bargain, which of the two gets its outside option only; None where neither does.
    required : tuple of (Ratio, bool, str)
        What must be positive (strict) or at least zero, in terms, and why: powers, gains, outside options, and answers
        to a breakdown.
    """

    terms: dict[sp.Symbol, Ratio]
    leaving: tuple[int | None, ...]
    required: tuple[tuple[Ratio, bool, str], ...]


def agreements(game: Game, pairs: Sequence[PairValues]) -> tuple[list[Agreement], bool]:
    """Return the terms that solve the conditions of all Nash products together and are rational functions.

    With a fee, the two maximise what they have together over the other terms, and the fee divides their gains by their
    powers, or gives one of them its outside option. Without one, the weighted relative gains balance in each term.

    Returns
    -------
    list of Agreement
    bool
        Whether these are all.

    Raises
    ------
    NoClosedForm
        If outside options are given where there is no fee.
    """
    unknowns = tuple(term for pair in pairs for term in pair.bargain.over)
    found, is_all = [], True
    for leaving in product(*map(_who_may_leave, pairs)):
        rows = list(zip(pairs, leaving, strict=True))
        equations = [equation for pair, who in rows for equation in equations_of(game, pair, who)]
        solutions, complete = rational_solutions(game.ring, equations, unknowns)
        is_all = is_all and complete
        required = tuple(asked for pair, who in rows for asked in _required(game, pair, who))
        found += [Agreement(terms=solution, leaving=leaving, required=required) for solution in solutions]
    return found, is_all


def equations_of(game: Game, pair: PairValues, leaving: int | None = None) -> list[Ratio]:
    """Return what must vanish for the terms of one bargain."""
    (one, other), (mine, yours) = pair.payoffs, pair.gains
    power, rest = (ratio(game.ring, weight) for weight in pair.bargain.weights)
    if pair.fee is None:
        slopes = [(one.derivative(term), other.derivative(term)) for term in pair.bargain.over]
        equations = [power * first * yours + rest * second * mine for first, second in slopes]
    else:
        equations = [(one + other).derivative(term) for term in pair.others]
        if leaving is None:
            equations.append(rest * mine - power * yours)
        else:
            equations.append(pair.payoffs[leaving] - _outside(game, pair)[leaving])
    return [equation.substitute(pair.believed) for equation in equations]


def _who_may_leave(pair: PairValues) -> tuple[int | None, ...]:
    if pair.bargain.outside is None:
        return (None,)
    if pair.fee is None:
        raise NoClosedForm(
            f"the {pair.bargain} has outside options but no fee, a term that moves payoff from one to the other and "
            "changes nothing else; add one, count the options as disagreement=, or, with one term, solve it at a point"
        )
    return None, 0, 1


def _outside(game: Game, pair: PairValues) -> tuple[Ratio, Ratio]:
    assert pair.bargain.outside is not None
    one, other = (ratio(game.ring, value) for value in pair.bargain.outside)
    return one, other


def _required(game: Game, pair: PairValues, leaving: int | None) -> Iterator[tuple[Ratio, bool, str]]:
    for player, weight in zip(pair.bargain.players, pair.bargain.weights, strict=True):
        yield ratio(game.ring, weight), False, f"the power of {player} is not negative"
    yield from pair.asked
    strict = pair.fee is None
    for player, gain in zip(pair.bargain.players, pair.gains, strict=True):
        yield gain.substitute(pair.believed), strict, f"{player} gains by agreeing"
    if pair.bargain.outside is None:
        return
    options = _outside(game, pair)
    for number, (player, payoff, option) in enumerate(zip(pair.bargain.players, pair.payoffs, options, strict=True)):
        if number != leaving:
            yield (payoff - option).substitute(pair.believed), False, f"{player} does not leave"
            continue
        power = ratio(game.ring, pair.bargain.weights[number])
        mine, total = pair.gains[number], pair.gains[0] + pair.gains[1]
        yield (mine - power * total).substitute(pair.believed), False, f"the outside option of {player} binds"
