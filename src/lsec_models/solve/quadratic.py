"""Linear-quadratic games as matrices, over the rational functions of the parameters or at one exact point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_fmpq
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import ExactPoint
from lsec_models.errors import DeclarationError, NotQuadratic
from lsec_models.games.static.game import Game, require_only_stages
from lsec_models.games.static.player import Player

# An element of the field: a Ratio in the parameters, or a flint.fmpq at one point. Both add, multiply and divide.
Element = Any
Row = list[Element]
Matrix = list[Row]


@dataclass(frozen=True, kw_only=True)
class LinearConstraint:
    """A linear constraint: ``row @ (decisions so far, 1) >= 0``.

    Attributes
    ----------
    words : str
        What the constraint asks.
    row : list
        One coefficient for each decision up to its stage, and the constant.
    players : tuple of str
        Who must respect it.
    strict : bool
        Whether it must hold with more than zero, so that whoever it stops has no best choice.
    foresees : bool
        Whether it has coefficients of all decisions, since later movers decide something in it.
    hidden : bool
        Whether it is about what only stands for copies of a player, and is not told when it binds.
    """

    words: str
    row: Row
    players: tuple[str, ...]
    strict: bool
    foresees: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class StageShape:
    """Who decides which variables in one stage.

    Attributes
    ----------
    start : int
        How many decisions are made before.
    stop : int
        How many are made by the end of the stage.
    movers : tuple of (str, tuple of int)
        Each player and the positions of its decisions.
    limits : tuple of LinearConstraint
        The constraints that are settled in the stage.
    """

    start: int
    stop: int
    movers: tuple[tuple[str, tuple[int, ...]], ...]
    limits: tuple[LinearConstraint, ...]


@dataclass(frozen=True, kw_only=True)
class LinearQuadratic:
    """A game with quadratic payoffs and linear constraints, decisions numbered in the order in which they are made.

    Attributes
    ----------
    names : tuple of str
        The decisions.
    stages : tuple of StageShape
        Leaders first.
    payoffs : Mapping from str to matrix
        ``Q`` with ``payoff = (z, 1) @ Q @ (z, 1) / 2``.
    zero, one : Element
        Of the field.
    """

    names: tuple[str, ...]
    stages: tuple[StageShape, ...]
    payoffs: Mapping[str, Matrix]
    zero: Element
    one: Element

    @property
    def is_numeric(self) -> bool:
        """Whether the coefficients are numbers, so that signs can be read off."""
        return not isinstance(self.one, Ratio)

    def at(self, point: ExactPoint) -> LinearQuadratic:
        """Return the game at one exact point (see :meth:`Ring.exact_point`).

        Raises
        ------
        ZeroDivisionError
            If a coefficient has a pole there.
        """

        def number(value: Ratio) -> flint.fmpq:
            return to_fmpq(value.evaluate(point))

        stages = tuple(
            StageShape(
                start=stage.start,
                stop=stage.stop,
                movers=stage.movers,
                limits=tuple(replace(limit, row=[number(x) for x in limit.row]) for limit in stage.limits),
            )
            for stage in self.stages
        )
        payoffs = {name: [[number(x) for x in row] for row in matrix] for name, matrix in self.payoffs.items()}
        return LinearQuadratic(names=self.names, stages=stages, payoffs=payoffs, zero=flint.fmpq(0), one=flint.fmpq(1))


def linear_quadratic(game: Game) -> LinearQuadratic:
    """Return a game as matrices over the rational functions of its parameters.

    Raises
    ------
    NotQuadratic
        If a payoff is not a quadratic, or a constraint not a linear, function of the decisions.
    """
    require_only_stages(game, "solve with corners")
    order = [decision for stage in game.stages for decision in stage.decisions]
    zero, one = (Ratio.constant(game.domain.ring, value) for value in (0, 1))
    limits = _limits(game, order, zero, one)
    place = {decision: i for i, decision in enumerate(order)}
    stages, start = [], 0
    for stage in game.stages:
        stop = start + len(stage.decisions)
        movers = tuple((move.player, tuple(place[d] for d in move.decisions)) for move in stage.moves)
        own = tuple(
            limit if limit.foresees else replace(limit, row=[*limit.row[:stop], limit.row[-1]])
            for number, limit in limits
            if number == stage.number
        )
        stages.append(StageShape(start=start, stop=stop, movers=movers, limits=own))
        start = stop
    payoffs = {player.name: _own_matrix(game, order, player, zero) for player in game.players if player.decides}
    names = tuple(decision.name for decision in order)
    return LinearQuadratic(names=names, stages=tuple(stages), payoffs=payoffs, zero=zero, one=one)


def _limits(game: Game, order: list[sp.Symbol], zero: Ratio, one: Ratio) -> list[tuple[int, LinearConstraint]]:
    """Return nonnegativity and the declared constraints, each with the stage that settles it."""
    found = []
    for stage in game.stages:
        for move in stage.moves:
            for decision in move.decisions:
                if decision.is_nonnegative:
                    row = [one if other == decision else zero for other in order] + [zero]
                    strict = bool(decision.is_positive)
                    words = f"{decision} {'>' if strict else '>='} 0"
                    kink = game.kinks.get(decision, "")
                    words, hidden = kink or words, move.player in game.hidden and not kink
                    limit = LinearConstraint(words=words, row=row, players=(move.player,), strict=strict, hidden=hidden)
                    found.append((stage.number, limit))
    for bound in game.bounds:
        if not bound.stage:
            raise DeclarationError(f"constraint {bound.words} is about parameters only; put it into assuming=")
        matrix = _matrix(game, order, bound.function, f"constraint {bound.words}", zero)
        if any(not entry.is_zero() for row in matrix[:-1] for entry in row[:-1]):
            raise NotQuadratic(
                f"constraint {bound.words} is not linear in the decisions; corner regimes need linear constraints"
            )
        row = [*matrix[-1][:-1], matrix[-1][-1] / Ratio.constant(game.domain.ring, 2)]
        limit = LinearConstraint(
            words=bound.words,
            row=row,
            players=bound.players,
            strict=bound.strict,
            foresees=bound.foresees,
            hidden=bool(bound.players) and game.hidden.issuperset(bound.players),
        )
        found.append((bound.stage, limit))
    return found


def _own_matrix(game: Game, order: Sequence[sp.Symbol], player: Player, zero: Ratio) -> Matrix:
    """Return a payoff as a matrix, and say of one that only stands for kinks which these are."""
    try:
        return _matrix(game, order, game.ratios[player.name], f"payoff of {player.name!r}", zero)
    except NotQuadratic:
        kinks = [game.kinks[decision] for decision in player.decides if decision in game.kinks]
        if not kinks:
            raise
        raise NotQuadratic(
            f"a kink, where {' or '.join(kinks)}, compares what is not linear in the decisions; corner regimes "
            "are found where both sides are: solve at given numbers, solve(game, at={...}), or declare the sides as "
            "modes of a Choice"
        ) from None


def _matrix(game: Game, order: Sequence[sp.Symbol], function: Ratio, what: str, zero: Ratio) -> Matrix:
    """Return the symmetric matrix of a quadratic function."""
    ring, small = game.ring, game.domain.ring
    for decision in order:
        if function.denominator.degrees()[ring.index[decision]] > 0:
            raise NotQuadratic(_not_quadratic(what, f"{decision} stands in a denominator"))
    below = Ratio(small, small.convert(function.denominator))
    places = [ring.index[decision] for decision in order]
    grouped: dict[tuple[int, ...], dict[tuple[int, ...], int]] = {}
    for powers, coefficient in function.numerator.terms():
        chosen = tuple(i for i, place in enumerate(places) for _ in range(powers[place]))
        if len(chosen) > 2:
            product = "*".join(str(order[i]) for i in chosen)
            raise NotQuadratic(_not_quadratic(what, f"it has a term in {product}"))
        rest = tuple(0 if i in places else n for i, n in enumerate(powers))
        grouped.setdefault(chosen, {})[rest] = coefficient
    size = len(order) + 1
    matrix = [[zero] * size for _ in range(size)]
    for chosen, terms in grouped.items():
        value = Ratio(small, small.convert(ring.from_terms(terms))) / below
        i, j = (*chosen, size - 1, size - 1)[:2] if chosen else (size - 1, size - 1)
        if i == j:
            value = value + value
        matrix[i][j] = matrix[j][i] = value
    return matrix


def _not_quadratic(what: str, why: str) -> str:
    return (
        f"{what} is not quadratic in the decisions: {why}; corner regimes are found for quadratic payoffs only: fix a "
        "decision as a parameter, solve for the interior equilibrium (corners=False), or at given numbers, "
        "solve(game, at={...})"
    )


def value_of(matrix: Matrix, point: Sequence[Element], one: Element) -> Element:
    """Return a quadratic function at a point."""
    total = None
    vector = [*point, one]
    for x, row in zip(vector, matrix, strict=True):
        for y, entry in zip(vector, row, strict=True):
            if not is_zero(entry):
                term = x * entry * y
                total = term if total is None else total + term
    if total is None:
        return one - one
    return total / (one + one)


def affine_at(row: Row, point: Sequence[Element]) -> Element:
    """Return an affine function, its constant last, at a point."""
    total = row[-1]
    for x, y in zip(row[:-1], point, strict=True):
        if not is_zero(x):
            total = total + x * y
    return total


def difference(first: Matrix, second: Matrix) -> Matrix:
    """Return what one quadratic function is more than another, entry by entry."""
    return [[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(first, second, strict=True)]


def is_zero(value: Element) -> bool:
    """Whether an element of the field is zero."""
    if isinstance(value, flint.fmpq):
        return not value  # Comparing it with 0 takes twenty times as long.
    return value.is_zero() if isinstance(value, Ratio) else bool(value == 0)


def row_key(row: Row) -> tuple[object, ...]:
    """Return what is equal for equal rows: a rational number itself takes long to hash.

    Examples
    --------
    >>> half = flint.fmpq(1, 2)
    >>> row_key([half, -half]) == row_key([half, half - 1]) != row_key([half, half])
    True
    """
    return tuple((x.p, x.q) if isinstance(x, flint.fmpq) else x for x in row)
