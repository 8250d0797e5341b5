"""Remarks on equilibria at a point in which a decision is weakly dominated, such as a price below unit cost.

A payoff may be the product of a margin, linear in the own decision, and of something that is never negative, such as
what is sold. Where the margin is zero the player has the same whatever others decide; where it is negative never more
than that, and less for some decisions of others. An equilibrium may still rest on such a decision: nobody buys.

References
----------
Mas-Colell, A., Whinston, M. D. and Green, J. R. (1995). Microeconomic Theory, section 8.B. Oxford University Press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TypeAlias

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.games.static.player import Player
from lsec_models.games.static.representative import RepresentativeGame
from lsec_models.games.static.results.solutions import Continuum, Solutions

_TRIED = (sp.S.One, sp.Integer(1000), sp.S.Zero)
_MOST_TRIED = 200

_Limit: TypeAlias = tuple[sp.Expr, bool]


@dataclass(frozen=True, kw_only=True)
class _Safe:
    """A decision at which a player has the same whatever others decide, and never more on one side of it.

    Attributes
    ----------
    player : str
    decision : Decision
    at : sympy.Expr
    side : int
        Minus one where lower decisions are the worse ones.
    rest : sympy.Expr
        What is never negative, and is lost on that side.
    limits : sequence of pair of sympy.Expr and bool
        What constraints keep at least zero, or positive.
    """

    player: str
    decision: Decision
    at: sp.Expr
    side: int
    rest: sp.Expr
    limits: Sequence[_Limit]

    def is_better_than(self, decided: Mapping[str, sp.Expr]) -> bool:
        """Whether a decision is on the worse side, and worse for some decisions of others that are tried."""
        own = decided[self.decision.name]
        return bool((own - self.at) * self.side > 0) and self._loses_at(own)

    def _loses_at(self, own: sp.Expr) -> bool:
        rest = self.rest.subs(self.decision, own)
        others = sorted(rest.free_symbols, key=str)
        tried = islice(product(*(_numbers(decision) for decision in others)), _MOST_TRIED)
        profiles = [{self.decision: own, **dict(zip(others, values, strict=True))} for values in tried]
        return any(rest.subs(profile) > 0 and _are_met(self.limits, profile) for profile in profiles)

    def remark(self, which: str) -> str:
        """Return what is to say of decisions, in words."""
        return (
            f"{which} is weakly dominated by {self.decision} = {self.at}: whatever others decide, {self.player} never "
            "has more from it, and sometimes less"
        )


def with_dominated_decisions_remarked(found: Solutions) -> Solutions:
    """Return the same equilibria, with a remark on each decision that is proved to be weakly dominated.

    Parameters
    ----------
    found : Solutions
    """
    if found.status != "found" or found.is_in_decimals:
        return found
    safe = list(_safe_decisions(found))
    if not safe:
        return found
    return replace(
        found,
        remarks=tuple(_of_point(values, safe) for values in found.quantities),
        continua=tuple(replace(one, remark=_of_continuum(one, safe)) for one in found.continua),
    )


def _of_point(values: Mapping[str, sp.Expr], safe: Sequence[_Safe]) -> str:
    worse = [one for one in safe if one.is_better_than(values)]
    return "; ".join(one.remark(f"{one.decision} = {values[one.decision.name]}") for one in worse)


def _of_continuum(continuum: Continuum, safe: Sequence[_Safe]) -> str:
    found = [one.remark(", ".join(ends)) for one in safe if (ends := _ends(continuum, one))]
    return "; ".join(found)


def _ends(continuum: Continuum, safe: _Safe) -> list[str]:
    """Return the dominated ends of a decision in a continuum, in words."""
    worse = dict.fromkeys(v[safe.decision.name] for v in continuum.vertices if safe.is_better_than(v))
    return [f"its end {safe.decision} = {value}" for value in worse]


def _safe_decisions(found: Solutions) -> Iterator[_Safe]:
    game = found.game.declared if isinstance(found.game, RepresentativeGame) else found.game
    if game.then is not None or game.bargains or any(player.copies != 1 for player in game.players):
        return
    numbers = {symbol: sp.Rational(found.point[symbol.name]) for symbol in game.parameters}
    limits = [(bound.function.expression().subs(numbers), bound.strict) for bound in game.bounds]
    earned = [*found.quantities, *(values for one in found.continua for values in one.quantities)]
    for player in game.players:
        if len(player.decides) != 1:
            continue
        payoff = player.payoff.subs(numbers)
        rest, moved = payoff.as_independent(*game.decisions, as_Add=True)
        # Who has more than that could not have it beyond a safe decision.
        if payoff.free_symbols <= set(game.decisions) and any(one.get(player.name) == rest for one in earned):
            yield from _safe_decision(player, moved, limits)


def _safe_decision(player: Player, payoff: sp.Expr, limits: Sequence[_Limit]) -> Iterator[_Safe]:
    """Yield the decision at which a payoff is zero whatever others decide, if its sign tells all other decisions."""
    (own,) = player.decides
    factors = sp.Mul.make_args(sp.factor(payoff))
    margins = [factor for factor in factors if factor.free_symbols == {own} and factor.is_polynomial(own)]
    if len(margins) != 1 or sp.degree(margins[0], own) != 1:
        return
    margin = sp.Poly(margins[0], own)
    at = -margin.nth(0) / margin.nth(1)
    scale = sp.Mul(margin.nth(1), *(factor for factor in factors if factor.is_number))
    rest = [factor for factor in factors if not factor.is_number and factor is not margins[0]]
    if all(map(_is_never_negative, rest)) and _is_allowed(own, at) and _are_met(limits, {own: at}):
        side = -1 if scale > 0 else 1
        yield _Safe(player=player.name, decision=own, at=at, side=side, rest=sp.Mul(*rest), limits=limits)


def _is_never_negative(value: sp.Expr) -> bool:
    """Whether an expression in decisions is seen to be negative nowhere."""
    parts = value.args
    if isinstance(value, Decision):
        return value.ends[0] is not None and bool(value.ends[0].is_nonnegative)
    if isinstance(value, sp.Max):
        return any(map(_is_never_negative, parts))
    if isinstance(value, sp.Min | sp.Add | sp.Mul):
        return all(map(_is_never_negative, parts))
    if isinstance(value, sp.Pow):
        return bool(parts[1].is_even) or (bool(parts[1].is_number) and _is_never_negative(parts[0]))
    return bool(value.is_number and value.is_nonnegative)


def _are_met(limits: Sequence[_Limit], decided: Mapping[Decision, sp.Expr]) -> bool:
    """Whether decisions meet all constraints in which they occur, whatever others are decided."""
    own = [(value, strict) for value, strict in limits if not value.free_symbols.isdisjoint(decided)]
    at = [(value.subs(decided), strict) for value, strict in own]
    return all(bool(value.is_positive if strict else value.is_nonnegative) for value, strict in at)


def _is_allowed(decision: Decision, at: sp.Expr) -> bool:
    low, high = decision.ends
    if not all(end is None or end.is_number for end in (low, high)):
        return False
    return bool((low is None or at >= low) and (high is None or at <= high) and not (decision.is_positive and at <= 0))


def _numbers(decision: Decision) -> list[sp.Expr]:
    """Return some numbers that a decision may be."""
    return [at for at in dict.fromkeys((*_TRIED, *decision.ends)) if at is not None and _is_allowed(decision, at)]
