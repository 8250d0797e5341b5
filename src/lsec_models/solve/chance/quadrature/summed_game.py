"""Games of several movers whose expected payoffs have no closed form, at numbers: sums over the nodes of Gauss's rule.

1. Write each expected payoff as a sum over eight nodes of the rule of the law: Hermite's of the normal one, Laguerre's
   of the exponential one, Legendre's of the uniform one. Search that game
   (:mod:`lsec_models.solve.numerical.solutions`).
2. Double the nodes and search anew, until no number changes; where one still does with the most nodes, the answer is
   not resolved. A mean that does not exist gives sums that grow with the nodes, and a pole that no node meets could be
   overlooked: what is divided by, or under a root or a logarithm, must have one sign whatever is drawn.

References
----------
Golub and Welsch (1969), Calculation of Gauss quadrature rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.laws import Exponential, Normal, Uniform
from lsec_models.games.static.chance.expected_values.expectation import expected
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.games.static.smooth_payoffs import is_smooth
from lsec_models.solve.numerical.solutions import numerical_solutions_at

_NODES = (8, 16, 32, 64)
# By which share of itself a number may change where nodes are doubled, and what is nothing beside the largest one.
_APART, _NOTHING = 1e-8, 1e-9
_RULE = "Gauss quadrature"


def partly_expected(game: Game) -> tuple[Mapping[str, sp.Expr], list[Random]]:
    """Return payoffs and reports, expected where that has a closed form, and what is still random in them."""
    declared, drawn = game.declared_quantities, []
    for symbol in game.random:
        try:
            declared = {name: expected(value, [symbol], rational=False) for name, value in declared.items()}
        except DeclarationError:
            drawn.append(symbol)
    return declared, drawn


def is_summed(game: Game, values: Mapping[str, sp.Expr], drawn: Sequence[Random]) -> bool:
    """Whether a game at numbers is made of stages of decisions, with one random number in smooth payoffs without poles.

    Parameters
    ----------
    game : Game
    values : mapping from str to sympy.Expr
        What :func:`partly_expected` returns, with what is still random.
    drawn : sequence of Random
    """
    is_of_stages = not (game.constraints or game.expectations or any(p.is_one_of_several for p in game.players))
    return (
        is_of_stages
        and len(drawn) == 1
        and all(is_smooth(value) and _has_no_pole(value, drawn[0]) for value in values.values())
    )


def summed_solutions(
    declared: Game, there: Game, point: Mapping[str, Fraction], values: Mapping[str, sp.Expr], drawn: Random
) -> Solutions:
    """Return what is found of the equilibria of a game whose expected payoffs are sums over nodes.

    Parameters
    ----------
    declared : Game
    there : Game
        The same at numbers.
    point : Mapping from str to Fraction
        The numbers.
    values : mapping from str to sympy.Expr
        Payoffs and reports of `there`.
    drawn : Random
        What is still random in them.
    """
    searched = (numerical_solutions_at(_summed(there, values, drawn, count), {}) for count in _NODES)
    apart = np.inf
    for (count, coarse), (_, fine) in pairwise(zip(_NODES, searched, strict=True)):
        apart = _apart(coarse, fine)
        if apart <= _APART:
            accurate = Finding(
                about=About.ACCURATE,
                status=Status.CHECKED,
                means=f"{_RULE} with {2 * count} nodes; half as many change no number by more than {apart:.0e} of it",
                points=2 * count,
            )
            return replace(fine, game=declared, point=point, findings=(*map(_of_sums, fine.findings), accurate))
        last = fine
    why = last.reason or f"numbers change by up to {apart:.0e} of themselves where {count} nodes are doubled"
    reason = f"the expected value over {drawn} is not certain by {_RULE}: {why}"
    exists = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
    return Solutions(game=declared, point=point, reason=reason, findings=(exists,))


def gauss_rule(law: Uniform | Normal | Exponential, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return nodes and weights, which sum to one, of the rule that is exact for polynomials below twice their number.

    Examples
    --------
    >>> from lsec_models import exponential
    >>> nodes, weights = gauss_rule(exponential(2), 4)
    >>> round(float(weights @ nodes**3), 9)
    48.0
    """
    if isinstance(law, Normal):
        nodes, weights = np.polynomial.hermite_e.hermegauss(count)
        nodes = float(law.mean) + float(law.variance) ** 0.5 * nodes
    elif isinstance(law, Exponential):
        nodes, weights = np.polynomial.laguerre.laggauss(count)
        nodes = float(law.mean) * nodes
    else:
        nodes, weights = np.polynomial.legendre.leggauss(count)
        nodes = float(law.low) + float(law.length) * (nodes + 1) / 2
    return nodes, weights / weights.sum()


def _summed(there: Game, values: Mapping[str, sp.Expr], drawn: Random, count: int) -> Game:
    """Return the game whose payoffs are sums over nodes, of which nothing is random."""
    nodes, weights = (list(map(sp.Float, map(float, numbers))) for numbers in gauss_rule(drawn.law, count))  # type: ignore[arg-type]
    sums = {
        name: sp.Add(*(weight * value.xreplace({drawn: node}) for node, weight in zip(nodes, weights, strict=True)))
        if drawn in value.free_symbols
        else value
        for name, value in values.items()
    }
    return replace(
        there,
        players=tuple(replace(player, payoff=sums[player.name]) for player in there.players),
        report={name: sums[name] for name in there.report},
    )


def _has_no_pole(value: sp.Expr, drawn: Random) -> bool:
    """Whether all that is divided by, or under a root or a logarithm, has one sign whatever is drawn."""
    real = sp.Dummy(real=True, nonnegative=True if drawn.law.lowest.is_nonnegative else None)
    return all(
        (inner := part.args[0].xreplace({drawn: real})).is_positive or inner.is_negative
        for part in value.atoms(sp.Pow, sp.log)
        if drawn in part.args[0].free_symbols and not (part.is_Pow and part.exp.is_Integer and part.exp.is_positive)
    )


def _apart(one: Solutions, other: Solutions) -> float:
    """Return by which share of themselves numbers of two lists of equilibria differ at most."""
    if not len(one) or len(one) != len(other) or one.regimes != other.regimes:
        return float("inf")
    return max(_apart_at(first, second) for first, second in zip(one.quantities, other.quantities, strict=True))


def _apart_at(first: Mapping[str, sp.Expr], second: Mapping[str, sp.Expr]) -> float:
    if first.keys() != second.keys():
        return float("inf")
    sizes = [abs(float(number)) for number in second.values()]
    least = max(_NOTHING * max(sizes, default=0.0), np.finfo(float).tiny)
    pairs = zip(first.values(), second.values(), sizes, strict=True)
    return max(abs(float(number - again)) / max(size, least) for number, again, size in pairs)


def _of_sums(finding: Finding) -> Finding:
    """Return what is established of expected payoffs where sums over nodes are looked at: no interval holds of them."""
    if finding.status is not Status.VERIFIED:
        return finding
    return replace(finding, status=Status.CHECKED, means=f"of sums over nodes: {finding.means}")
