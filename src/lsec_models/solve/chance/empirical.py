"""The best decision against numbers one by one, exactly: the expected payoff is swept over all its kinks.

The numbers are those of a sample of data, or of a discrete law.

1. Write the payoff with positive parts; each of them is linear in the decision and in what is random.
2. Every number puts a border where such a part begins or ends, and what it adds beyond the border is a
   polynomial. Sort the borders, and add up from the left.
3. Between two borders the payoff is a polynomial of degree two at most; its best value is at the borders or at its
   vertex. Of a newsvendor that is an order statistic of the sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import comb
from operator import itemgetter
from typing import Any

import sympy as sp
from flint import fmpq

from lsec_models.algebra.domains.parameter_point import Point, blank_point
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction, to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Row, Status, found
from lsec_models.games.frozen import Frozen, values_by_name
from lsec_models.games.laws import Discrete, Law, Sample
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.risk_aversion import neutral_players_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.kinks import PositiveParts
from lsec_models.games.static.player import Player
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.solutions import Continuum, Solutions, admissible_point

_MEANS = "compared at all borders and vertices of the expected payoff, in exact arithmetic"
_DEGREE = 2

# Numbers are those of FLINT, of which thousands are added up in an instant.
Polynomial = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class PolynomialPiece:
    """A polynomial between two ends; None where there is no end."""

    low: Any
    high: Any
    polynomial: Polynomial

    def contains(self, place: Any) -> bool:
        """Whether a place is between the ends."""
        return (self.low is None or self.low <= place) and (self.high is None or place <= self.high)

    def value(self, place: Any) -> Any:
        """Return the polynomial at a place."""
        constant, slope, curvature = self.polynomial
        return constant + place * (slope + place * curvature)

    def cut(self, low: Any, high: Any) -> PolynomialPiece | None:
        """Return the part between two ends, if there is any."""
        first = low if self.low is None or (low is not None and low > self.low) else self.low
        last = high if self.high is None or (high is not None and high < self.high) else self.high
        if first is not None and last is not None and first > last:
            return None
        return PolynomialPiece(low=first, high=last, polynomial=self.polynomial)


class NotSummed(DeclarationError):
    """A payoff is not of degree two at most between kinks that are linear."""


def empirical_solutions(game: Game, drawn: Random, at: Point | None) -> Solutions:
    """Return the best decisions against a sample of data or a discrete law, at an exact point of the parameters.

    Parameters
    ----------
    game : Game
        One player decides one thing.
    drawn : Random
        What has the law of a sample, or a discrete one.
    at : mapping or None
        A number for every parameter.

    Raises
    ------
    DeclarationError
        If the game has parameters and no point is given, or more than one decision is made.
    NotSummed
        If a payoff is not of degree two at most between its kinks.
    OutsideDomain
        If an assumption fails at the point.
    """
    decision = _only_decision(game, drawn)
    point = _admissible(game, at)
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}
    low, high = (None if end is None else _exact(end.subs(numbers)) for end in decision.ends)
    declared = game.declared_quantities
    law = _weighed(drawn.law, numbers)
    pieces = {name: list(_pieces(value.subs(numbers), decision, drawn, law)) for name, value in declared.items()}
    own = [part for piece in pieces[game.stages[0].moves[0].player] if (part := piece.cut(low, high)) is not None]
    by_name = values_by_name(point)
    if reason := _unbounded(own, decision) if own else f"the ends of {decision} leave nothing between them":
        refuted = found(Row(about=About.EXISTS), Status.REFUTED, _MEANS, detail=reason)
        solved = _at_place(game, decision, pieces, _candidates(own[0])[0] if own else low)
        return Solutions(game=solved, point=by_name, reason=reason, is_none=True, findings=(refuted,))
    values = [(place, piece.value(place)) for piece in own for place in _candidates(piece)]
    best = max(value for _, value in values)
    places = sorted({place for place, value in values if value == best})
    flat = _flat(own, best)
    single = [place for place in places if not any(piece.contains(place) for piece in flat)]
    solved = _at_place(game, decision, pieces, places[0])
    quantities = {place: _quantities(decision, pieces, place) for place in places}
    return Solutions(
        game=solved,
        point=by_name,
        quantities=tuple(quantities[place] for place in single),
        regimes=tuple(f"{decision} = {_shown(place)}" if place in (low, high) else "interior" for place in single),
        selections=("",) * len(single),
        continua=tuple(_continuum(decision, piece, quantities) for piece in flat),
        findings=tuple(
            found(row, Status.PROVED, _MEANS)
            for row in (
                Row(about=About.EXISTS),
                *rows_of_moves(solved),
                Row(about=About.OFF_PATH),
                Row(about=About.COMPLETE),
            )
        ),
    )


def _exact(value: sp.Expr) -> fmpq:
    return to_fmpq(to_fraction(value))


def _shown(value: fmpq) -> sp.Rational:
    return to_sympy(to_fraction(value))


def _only_decision(game: Game, drawn: Random) -> Decision:
    """Return the one decision that is made, before anything is drawn."""
    others = [symbol for symbol in game.random if symbol is not drawn]
    special = game.expectations or game.then or game.bargains or game.given or game.constraints
    neutral_players_only(game.players, f"against as many numbers as {drawn} has")
    several = any(player.is_one_of_several for player in game.players)
    nature = any(isinstance(entry, Random) for entry in game.order or ())
    if len(game.decisions) == 1 and not game.decisions[0].is_positive and not (others or special or several or nature):
        return game.decisions[0]
    raise DeclarationError(
        f"{drawn} has the law {drawn.law}; against so many numbers one decision is solved for, made by one player "
        f"before {drawn} is known and not declared positive, without constraints or anything else that is random: take "
        "uniform(...), or discrete(...) with few values, for such a game"
    )


def _admissible(game: Game, at: Point | None) -> dict[sp.Symbol, Fraction]:
    if at is None and game.parameters:
        raise DeclarationError(
            "a game with a sample of data is solved at a point of its parameters; write solve(game, "
            f"at={blank_point(game.parameters)})"
        )
    return admissible_point(game, at or {})


def _weighed(law: Law, numbers: Mapping[sp.Symbol, sp.Expr]) -> list[tuple[fmpq, fmpq]]:
    """Return each number with its probability."""
    if isinstance(law, Sample):
        return [(to_fmpq(number), fmpq(1, len(law.data))) for number in law.data]
    known = law.with_parameters(dict(numbers))
    assert isinstance(known, Discrete)
    return [(_exact(value), _exact(chance)) for value, chance in known.probabilities.items()]


def _pieces(
    expression: sp.Expr, decision: Decision, drawn: Random, law: Sequence[tuple[fmpq, fmpq]]
) -> Iterator[PolynomialPiece]:
    """Yield the expected value of an expression in one decision, from the left to the right."""
    first, changes = [fmpq(0)] * (_DEGREE + 1), []
    for coefficient, x_power, power, inner, times in _products(expression, decision, drawn):
        constant, slope, rise = inner
        for number, chance in law:
            weight = coefficient * number**power * chance
            base = constant + slope * number
            if not rise:
                _add(first, x_power, weight * (max(base, fmpq(0)) ** times if times else 1))
                continue
            # Powers of base + rise * x.
            terms = [weight * comb(times, j) * base ** (times - j) * rise**j for j in range(times + 1)]
            changes.append((-base / rise, x_power, [term if rise > 0 else -term for term in terms]))
            if rise < 0:
                for j, term in enumerate(terms):
                    _add(first, x_power + j, term)
    low = None
    for place, group in groupby(sorted(changes, key=itemgetter(0)), key=itemgetter(0)):
        yield PolynomialPiece(low=low, high=place, polynomial=tuple(first))
        for _, x_power, terms in group:
            for j, term in enumerate(terms):
                _add(first, x_power + j, term)
        low = place
    yield PolynomialPiece(low=low, high=None, polynomial=tuple(first))


def _add(polynomial: list[fmpq], power: int, coefficient: fmpq) -> None:
    if power > _DEGREE:
        raise NotSummed(
            "a payoff against a sample of data is of degree two at most in the decision between its kinks; take "
            "uniform(...) for one that is not"
        )
    polynomial[power] += coefficient


def _products(
    expression: sp.Expr, decision: Decision, drawn: Random
) -> Iterator[tuple[fmpq, int, int, tuple[fmpq, fmpq, fmpq], int]]:
    """Yield each product: its coefficient, powers of the decision and of the draw, and of which positive part."""
    parts = PositiveParts(symbol.name for symbol in expression.free_symbols)
    smooth = parts.written(expression)
    used = [part for part in parts.of if part in smooth.free_symbols]
    polynomial = smooth.as_poly(decision, drawn, *used)
    inner = {part: _linear(parts.of[part], decision, drawn) for part in used}
    if polynomial is None or polynomial.free_symbols_in_domain or None in inner.values():
        raise NotSummed(
            f"{expression}: against a sample of data a payoff is a polynomial in {decision}, {drawn} and in kinks that "
            "are linear in both; take uniform(...) for one that is not"
        )
    for (x_power, power, *times), coefficient in polynomial.terms():
        kinked = [(part, m) for part, m in zip(used, times, strict=True) if m]
        if len(kinked) > 1:
            raise NotSummed(f"{expression} multiplies kinks with each other; take uniform(...) for such a payoff")
        if not kinked:
            yield _exact(coefficient), x_power, power, (fmpq(0), fmpq(0), fmpq(0)), 0
        for part, m in kinked:
            yield _exact(coefficient), x_power, power, inner[part], m


def _linear(function: sp.Expr, decision: Decision, drawn: Random) -> Any:
    """Return the constant of a linear function, and its slopes in the draw and in the decision; None of another."""
    polynomial = function.as_poly(decision, drawn)
    if polynomial is None or polynomial.free_symbols_in_domain or polynomial.total_degree() > 1:
        return None
    return tuple(_exact(polynomial.coeff_monomial(one)) for one in (1, drawn, decision))


def _candidates(piece: PolynomialPiece) -> list[fmpq]:
    """Return the places at which a polynomial of degree two at most can be best in its piece."""
    places = [end for end in (piece.low, piece.high) if end is not None]
    _, slope, curvature = piece.polynomial
    if curvature and piece.contains(vertex := -slope / (2 * curvature)):
        places.append(vertex)
    return places or [fmpq(0)]


def _unbounded(pieces: Sequence[PolynomialPiece], decision: Decision) -> str:
    """Return why there is no best decision, if there is none."""
    for piece, end, side, way in ((pieces[0], pieces[0].low, -1, "falls"), (pieces[-1], pieces[-1].high, 1, "rises")):
        _, slope, curvature = piece.polynomial
        if end is None and (curvature > 0 or (not curvature and side * slope > 0)):
            return f"the payoff rises without bound as {decision} {way}"
    return ""


def _flat(pieces: Sequence[PolynomialPiece], best: fmpq) -> list[PolynomialPiece]:
    """Return the pieces on which every decision is best, those that meet as one."""
    joined: list[PolynomialPiece] = []
    for piece in pieces:
        is_single = piece.low is not None and piece.low == piece.high
        if any(piece.polynomial[1:]) or piece.polynomial[0] != best or is_single:
            continue
        if joined and joined[-1].high == piece.low:
            joined[-1] = replace(joined[-1], high=piece.high)
        else:
            joined.append(piece)
    return joined


def _value(pieces: Sequence[PolynomialPiece], place: fmpq) -> fmpq:
    return next(piece for piece in pieces if piece.contains(place)).value(place)


def _quantities(decision: Decision, pieces: Mapping[str, Sequence[PolynomialPiece]], place: fmpq) -> Frozen[sp.Expr]:
    values = {decision.name: place} | {name: _value(own, place) for name, own in pieces.items()}
    return Frozen({name: _shown(value) for name, value in values.items()})


def _continuum(decision: Decision, piece: PolynomialPiece, quantities: Mapping[fmpq, Frozen[sp.Expr]]) -> Continuum:
    ends = [end for end in (piece.low, piece.high) if end is not None] or [fmpq(0)]
    open_ends = [(-1, piece.low), (1, piece.high)]
    return Continuum(
        vertices=tuple(Frozen({decision.name: _shown(end)}) for end in ends),
        rays=tuple(Frozen({decision.name: sp.Integer(side)}) for side, end in open_ends if end is None),
        quantities=tuple(quantities[end] for end in ends),
    )


def _at_place(
    game: Game, decision: Decision, pieces: Mapping[str, Sequence[PolynomialPiece]], place: fmpq
) -> RepresentativeGame:
    """Return a game that has the payoffs of the piece in which a decision lies."""

    def written(name: str) -> sp.Expr:
        piece = next(piece for piece in pieces[name] if piece.contains(place))
        return sp.Add(*(_shown(c) * decision**power for power, c in enumerate(piece.polynomial)))

    return RepresentativeGame(
        declared=game,
        players=tuple(Player(p.name, decides=tuple(p.decides), payoff=written(p.name)) for p in game.players),
        assuming=game.assuming,
        report={name: written(name) for name in game.report},
        meanings=game.meanings,
    )
