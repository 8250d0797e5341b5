"""Units in which a game's numbers are about one, whatever the units in which it was declared.

What a search looks at is near one, or some powers of ten away. Each decision gets a unit such that the terms of
payoffs, and those of either side of a kink, are as large as each other as far as possible, in logarithms by least
squares.
Declared in other units, a game has the same natural ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.copies import OthersSum, TotalSum, sums_in
from lsec_models.games.static.game import Game
from lsec_models.games.static.kinks import KINKED, has_kinks

_LARGEST = 900


@dataclass(frozen=True, kw_only=True)
class Units:
    """A game in other units.

    Attributes
    ----------
    game : Game
        Of the same names; a decision of it, times its unit, is one of the declared game.
    of : Mapping from str to Fraction
        The unit of each decision and each player's payoff: a power of two, so that no digits are lost.
    """

    game: Game
    of: Mapping[str, Fraction]


def in_natural_units(game: Game) -> Units:
    """Return a game without parameters in its natural units.

    Parameters
    ----------
    game : Game
        At a point of its parameters; something may be random.

    Examples
    --------
    >>> from lsec_models import Player, decisions
    >>> p = decisions("p")
    >>> far = Game(players=[Player("seller", decides=[p], payoff=p * (1_000_000 - p))])
    >>> int(in_natural_units(far).of["p"])
    1048576
    """
    equations = list(_equations(game))
    unknowns = sorted({name for weights, _ in equations for name in weights})
    sizes = np.zeros(len(unknowns))
    if equations:
        matrix = np.array([[weights.get(name, 0.0) for name in unknowns] for weights, _ in equations])
        sizes = np.linalg.lstsq(matrix, np.array([constant for _, constant in equations]), rcond=None)[0]
    size = dict(zip(unknowns, sizes, strict=True))
    names = [*(decision.name for decision in game.decisions), *(player.name for player in game.players)]
    of = {name: Fraction(2) ** round(min(max(size.get(name, 0.0), -_LARGEST), _LARGEST)) for name in names}
    return Units(game=_rescaled(game, of), of=of)


def _equations(game: Game) -> Iterator[tuple[dict[str, float], float]]:
    """Yield what logarithms of units should satisfy: weights of units, and what their sum should be.

    The terms of one payoff are in one unit, its own, and so are those of a kink, in a unit that nothing else has.
    """
    for player in game.players:
        for smooth in _on_each_side(player.payoff):
            yield from _alike(player.name, game, smooth)
        for i, kink in enumerate(sorted(player.payoff.atoms(*KINKED), key=str)):
            for smooth in _on_each_side(kink):
                yield from _alike(f"{player.name}, kink {i}", game, smooth)


def _on_each_side(expression: sp.Expr) -> Iterator[sp.Expr]:
    """Yield an expression with the first side in place of each kink, then the second, as long as some kink has one."""
    most = max((len(kink.args) for kink in expression.atoms(*KINKED)), default=1)
    for side in range(most):
        yield _on_side(expression, side)


def _on_side(expression: sp.Expr, side: int) -> sp.Expr:
    if not has_kinks(expression):
        return expression
    if isinstance(expression, KINKED):
        chosen = expression.args[min(side, len(expression.args) - 1)]
        return _on_side(chosen.expr if isinstance(expression, sp.Piecewise) else chosen, side)
    return expression.func(*(_on_side(part, side) for part in expression.args))


def _alike(unit: str, game: Game, expression: sp.Expr) -> Iterator[tuple[dict[str, float], float]]:
    symbols: list[sp.Symbol] = [*game.decisions, *game.random]
    expression = expression.xreplace({one: one.args[0] for one in sums_in(expression)})
    polynomial = expression.as_poly(*symbols) if expression.free_symbols & {*symbols} else None
    if polynomial is None:
        return
    for powers, coefficient in polynomial.terms():
        if not coefficient.is_number or not any(powers):
            continue
        weights, constant = {unit: 1.0}, _logarithm(coefficient)
        for symbol, power in zip(symbols, powers, strict=True):
            if isinstance(symbol, Random):
                constant += power * _logarithm(symbol.law.moment(2)) / 2
            elif power:
                weights[symbol.name] = weights.get(symbol.name, 0.0) - power
        yield weights, constant


def _logarithm(number: sp.Expr) -> float:
    """Return the logarithm to the base two of the size of a number, which may be too large for a float."""
    return float(sp.log(abs(number), 2).evalf())


def _rescaled(game: Game, of: Mapping[str, Fraction]) -> Game:
    moved: dict[Any, Decision] = {decision: _in_unit(decision, of[decision.name]) for decision in game.decisions}
    images: dict[sp.Basic, sp.Basic] = {}
    for decision, image in moved.items():
        unit = to_sympy(of[decision.name])
        images |= {decision: unit * image, **{sums(decision): unit * sums(image) for sums in (OthersSum, TotalSum)}}

    def inserted(parts: Iterable[sp.Basic]) -> tuple[sp.Basic, ...]:
        return tuple(part.xreplace(images) for part in parts)

    players = tuple(
        replace(
            player,
            decides=tuple(moved[decision] for decision in player.decides),
            payoff=sp.expand(inserted([player.payoff])[0] / to_sympy(of[player.name])),
            risk=None if player.risk is None else player.risk.in_unit(to_sympy(of[player.name])),
        )
        for player in game.players
    )
    constraints = game.constraints
    return replace(
        game,
        players=players,
        order=tuple(
            tuple(moved.get(entry, entry) for entry in slot) if isinstance(slot, tuple) else moved.get(slot, slot)
            for slot in game.order or ()
        ),
        report=dict(zip(game.report, inserted(game.report.values()), strict=True)),
        expectations=dict(zip(game.expectations, inserted(game.expectations.values()), strict=True)),
        constraints=(
            {name: inserted(parts) for name, parts in constraints.items()}
            if isinstance(constraints, Mapping)
            else inserted(constraints)
        ),
    )


def _in_unit(decision: Decision, unit: Fraction) -> Decision:
    low, high = (None if end is None else end / to_sympy(unit) for end in decision.within)
    return Decision(decision.name, (low, high), **decision._assumptions_orig)
