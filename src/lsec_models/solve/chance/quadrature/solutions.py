"""Decisions of one player whose expected payoff has no closed form, at numbers: found by quadrature, and enclosed.

1. Look at decisions of many sizes, by means over quantiles, and next to the best of them for where the slopes vanish,
   by integrals with an error bound (:mod:`lsec_models.solve.chance.quadrature.enclosed_expectation`).
   Of several movers, expected payoffs are sums over nodes (:mod:`lsec_models.solve.chance.quadrature.summed_game`).
2. Where the payoff is concave in each world, all best decisions are near that place if the slopes around it say so
   (:mod:`lsec_models.solve.chance.quadrature.concave_enclosure`). Else it is a candidate, checked at so many points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np
import sympy as sp
from scipy import special, stats

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.frozen import Frozen
from lsec_models.games.laws import Exponential, Normal, Uniform
from lsec_models.games.static.bounds import regime_of
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.risk_aversion import neutral_players_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.chance.concave_in_worlds import is_concave_in_worlds
from lsec_models.solve.chance.quadrature.concave_enclosure import radius_of_best
from lsec_models.solve.chance.quadrature.enclosed_expectation import enclosed_expectation
from lsec_models.solve.chance.quadrature.search import NUMBER_LOOKED_AT, NotMet, Search
from lsec_models.solve.chance.quadrature.summed_game import is_summed, partly_expected, summed_solutions

_MOST_DECISIONS, _QUANTILES = 3, 4001
_RADIUS = Fraction(1, 10**9)
_DIGITS = 10
_ENCLOSED = "concave in each world; slopes around it, by integrals with an error bound"
_WITHIN = (
    "concave in each world; no decision is best that is further away than 1e-9 of it, or than 1e-9 where it is zero"
)
_SEARCHED = "the expected payoff at decisions of many sizes, by means over quantiles"


def quadrature_solutions(declared: Game, there: Game, point: Mapping[str, Fraction]) -> Solutions:
    """Return the best decisions of one player, whose expected payoff is integrated in numbers.

    Parameters
    ----------
    declared : Game
    there : Game
        The same at numbers.
    point : Mapping from str to Fraction
        The numbers.

    Raises
    ------
    DeclarationError
        If others decide something too, or several random numbers stand together without a closed form.
    """
    values, left = partly_expected(there)
    if _is_large(there) and is_summed(there, values, left):
        _require_neutral_players(there, left)
        return summed_solutions(declared, there, point, values, left[0])
    problem = _problem(there, values, left)
    try:
        place = problem.search.place()
        shown = {name: problem.shown(value, place) for name, value in problem.values.items()}
        status = problem.established(place)
    except (NotImplementedError, NotMet) as refusal:
        reason = str(refusal)
        exists = found(Row(about=About.EXISTS), Status.OPEN, detail=reason)
        return Solutions(game=declared, point=point, reason=reason, findings=(exists,))
    decided, at_ends = {}, []
    for decision, number, ends in zip(problem.decisions, place, problem.search.ends, strict=True):
        end = next((end for end in ends if end is not None and to_fraction(end) == number), None)
        decided[decision.name] = end if end is not None else sp.Float(float(number), _DIGITS)
        at_ends += [f"{decision} = {end}"] if end is not None else []
    return Solutions(
        game=declared,
        point=point,
        quantities=(Frozen(decided | shown),),
        regimes=(regime_of(at_ends),),
        selections=("",),
        findings=tuple(_findings(declared, status)),
    )


def _findings(game: Game, status: Status) -> Iterator[Finding]:
    is_certain = status is Status.VERIFIED
    means = _ENCLOSED if is_certain else _SEARCHED
    for row in (Row(about=About.EXISTS), *rows_of_moves(game), Row(about=About.OFF_PATH)):
        yield found(row, status, means, points=0 if is_certain else NUMBER_LOOKED_AT)
    yield found(Row(about=About.COMPLETE), status if is_certain else Status.OPEN, _WITHIN if is_certain else "")


@dataclass(frozen=True, kw_only=True)
class _Problem:
    """What one player decides, what is drawn, and payoffs and reports of both."""

    player: str
    decisions: Sequence[Decision]
    drawn: Random
    values: Mapping[str, sp.Expr]

    @property
    def payoff(self) -> sp.Expr:
        return self.values[self.player]

    @cached_property
    def search(self) -> Search:
        modules: list[Any] = [{"erf": special.erf}, "numpy"]
        worlds = sp.lambdify((*self.decisions, self.drawn), self.payoff, modules)
        draws = _quantiles(self.drawn)((np.arange(_QUANTILES) + 0.5) / _QUANTILES)
        return Search(
            names=[decision.name for decision in self.decisions],
            ends=[decision.ends for decision in self.decisions],
            open_below=[bool(decision.is_positive) for decision in self.decisions],
            mean=lambda places: float(np.mean(worlds(*places, draws))),
            slopes=lambda place: np.array([float(slope.mid()) for slope in self.slopes(place)]),
        )

    def slopes(self, place: Sequence[Fraction]) -> list[flint.arb]:
        """Return balls that hold the slopes of the expected payoff."""
        return [self._integral(sp.diff(self.payoff, decision), place) for decision in self.decisions]

    def established(self, place: Sequence[Fraction]) -> Status:
        """Return how far it is certain that nothing is better."""
        if not is_concave_in_worlds(self.payoff, self.decisions):
            return Status.CHECKED
        sides, units = self.search.sides(place), [abs(number) or Fraction(1) for number in place]
        bends = np.zeros((len(place), len(place)))
        inside = [i for i, side in enumerate(sides) if not side]
        bends[np.ix_(inside, inside)] = self.search.bends(place, inside)
        radius = radius_of_best(self.slopes, place, units, bends, sides)
        return Status.VERIFIED if radius is not None and radius <= _RADIUS else Status.CHECKED

    def shown(self, value: sp.Expr, place: Sequence[Fraction]) -> sp.Float:
        """Return the expected value at a place."""
        return sp.Float(float(self._integral(value, place).mid()), _DIGITS)

    def _integral(self, value: sp.Expr, place: Sequence[Fraction]) -> flint.arb:
        return enclosed_expectation(value, self.drawn, dict(zip(self.decisions, place, strict=True)))


def _is_large(there: Game) -> bool:
    """Whether more is decided than what one player does at once, within the number of decisions that are enclosed."""
    movers = [player for player in there.players if player.decides]
    return len(movers) > 1 or len(there.stages) > 1 or len(there.decisions) > _MOST_DECISIONS


def _require_neutral_players(there: Game, drawn: Sequence[Random]) -> None:
    neutral_players_only(there.players, f"where expected values over {', '.join(map(str, drawn))} have no closed form")


def _problem(there: Game, declared: Mapping[str, sp.Expr], drawn: Sequence[Random]) -> _Problem:
    """Return the problem of the only one who decides, other random numbers integrated out where that is possible."""
    _require_neutral_players(there, drawn)
    if len(drawn) != 1 or _is_large(there) or there.constraints or there.expectations:
        names = ", ".join(map(str, drawn))
        raise DeclarationError(
            f"the expected value over {names} has no closed form, and is integrated in numbers for one player with up "
            f"to {_MOST_DECISIONS} decisions made at once, or for stages of decisions whose payoffs are smooth and "
            f"have no pole in what is random, without constraints, and over one random number: declare {names} "
            f"discrete(...) or a sample(...), or write the expected value by yourself{_by_hand(drawn)}"
        )
    [player] = [player for player in there.players if player.decides]
    if player.is_one_of_several:
        raise DeclarationError(
            f"the expected value over {drawn[0]} has no closed form, and is integrated in numbers for one player "
            f"without copies; declare {drawn[0]} discrete(...) or a sample(...)"
        )
    return _Problem(player=player.name, decisions=there.decisions, drawn=drawn[0], values=declared)


def _quantiles(drawn: Random) -> Any:
    law = drawn.law
    if isinstance(law, Normal):
        return stats.norm(float(law.mean), float(sp.sqrt(law.variance))).ppf
    if isinstance(law, Exponential):
        return stats.expon(scale=float(law.mean)).ppf
    assert isinstance(law, Uniform)
    return stats.uniform(float(law.low), float(law.length)).ppf


def _by_hand(drawn: Sequence[Random]) -> str:
    """Return of what an expected value with kinks is made under the law of the only random number, as a clause."""
    name, law = drawn[0], drawn[0].law
    if len(drawn) > 1:
        return ""
    if isinstance(law, Exponential):
        return f", of what counts on each side of a kink: {name} is below x with the chance 1 - exp(-x/({law.mean}))"
    words = f", of what counts on each side of a kink: {name} is below x with the chance probability({name} < x)"
    if not isinstance(law, Normal):
        return words
    factor = f"exp({law.mean + law.variance / 2})"
    return f"{words}; exp({name}) if it is, else 0, has the mean {factor}*probability({name} < x - {law.variance})"
