"""The only first mover of a game, with one decision to make, and all that later movers answer inserted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.errors import LsecError, NoClosedForm
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.results.equilibrium import SolvedStage
from lsec_models.solve.interior.backward_induction import answered_backwards
from lsec_models.solve.interior.optimality.own_problem import where_possible


@dataclass(frozen=True, kw_only=True)
class Required:
    """What must be positive (strict) or at least zero for later movers to answer inside their bounds.

    Attributes
    ----------
    value : Ratio
        In the parameters and the first decision.
    strict : bool
    origin : str
        Why it is asked for, in words.
    stops : Decision or None
        The decision that stops at an end where it fails; None where none does.
    end : Ratio or None
        That end, in the parameters and earlier decisions.
    lowest : bool
        Whether what lies below that end is excluded, and not what lies above.
    own : bool
        Whether the first mover itself must respect it, so that nothing beyond it is feasible.
    """

    value: Ratio
    strict: bool
    origin: str
    stops: sp.Symbol | None = None
    end: Ratio | None = None
    lowest: bool = False
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class FirstMover:
    """Who moves first, and what follows.

    Attributes
    ----------
    game : Game
    move : Move
    decision : Decision
    ring : Ring
        The parameters and the decision.
    later : tuple of SolvedStage
        The later stages, solved.
    answers : mapping from Decision to Ratio
        All decisions, in the parameters and the first one.
    payoffs : mapping from str to Ratio
        All payoffs, likewise.
    """

    game: Game
    move: Move
    decision: sp.Symbol
    ring: Ring
    later: tuple[SolvedStage, ...]
    answers: Mapping[sp.Symbol, Ratio]
    payoffs: Mapping[str, Ratio]

    @property
    def slope(self) -> Ratio:
        """The derivative of the mover's payoff in the decision."""
        return self.payoffs[self.move.player].derivative(self.decision)

    def inserted(self, function: Ratio) -> Ratio:
        """Return a function of the game with all decisions as they follow from the first."""
        images = {d: value.convert(function.ring) for d, value in self.answers.items() if d != self.decision}
        return function.substitute(images).convert(self.ring)

    def answered_after(self, number: int, function: Ratio) -> Ratio:
        """Return a function of the game with the answers of the stages after one inserted."""
        for solved in reversed(self.later):
            if solved.stage.number > number:
                function = function.substitute({d: solved.responses[d.name] for d in solved.stage.decisions})
        return function

    def own_bounds(self) -> Iterator[tuple[Ratio, bool, str]]:
        """Yield what must be positive (strict) or at least zero for the decision to be feasible."""
        known = {*self.game.parameters, self.decision}
        for bound in self.game.bounds:
            used = {s for s in self.game.ring.symbols if bound.function.depends_on(s)}
            if bound.stage == 1 and used <= known:
                yield bound.function.convert(self.ring), bound.strict, bound.words

    def required(self) -> Iterator[Required]:
        """Yield what is asked of the decision so that later movers answer inside their bounds, with concave payoffs."""
        for solved in self.later:
            for minor in solved.minors:
                origin = f"second-order condition of {minor.player}, stage {solved.stage.number}"
                yield Required(value=self.inserted(minor.value), strict=True, origin=origin)
            for decision in solved.stage.decisions:
                if decision.is_nonnegative:
                    strict = bool(decision.is_positive)
                    origin = f"{decision.name} is {'positive' if strict else 'not negative'}"
                    zero = Ratio.constant(self.game.ring, 0)
                    value = self.answers[decision]
                    yield Required(value=value, strict=strict, origin=origin, stops=decision, end=zero, lowest=True)
        for bound in self.game.bounds:
            if any(bound.function.depends_on(d) for d in self.game.decisions if d != self.decision):
                yield self._bound(bound.function, bound.strict, f"constraint {bound.words}", bound.stage)

    @cached_property
    def _feasible(self) -> Domain:
        """The parameters, and all decisions, the first one in its bounds."""
        return where_possible(self.game, self.game.domain.over(self.game.ring), 2)

    def _bound(self, function: Ratio, strict: bool, origin: str, number: int) -> Required:
        value = self.inserted(function)
        function = self.answered_after(number, function)
        stage = next((solved.stage for solved in self.later if solved.stage.number == number), None)
        used = [d for d in (stage.decisions if stage else ()) if function.depends_on(d)]
        asked = Required(value=value, strict=strict, origin=origin, own=number == 1)
        if len(used) != 1 or not _is_linear(function, used[0]):
            return asked
        (stops,) = used
        rise = self._feasible.sign(function.derivative(stops))
        if not rise.is_nonzero:
            return asked
        return replace(asked, stops=stops, end=_zero_of(function, stops), lowest=rise.is_positive)


def first_mover(game: Game) -> FirstMover:
    """Return the first mover, later stages solved by backward induction.

    Raises
    ------
    NoClosedForm
        If several move first, or decide several things, or a later stage has no rational answer.
    """
    first, *later = game.stages
    if len(first.decisions) != 1:
        raise NoClosedForm(f"{first} decides {len(first.decisions)} things at once")
    try:
        solved, payoffs = answered_backwards(game, later)
    except LsecError as reason:
        raise NoClosedForm(f"a later stage has no rational answer ({reason})") from None
    (decision,), (move,) = first.decisions, first.moves
    ring = ring_of((*game.parameters, decision))
    values: dict[sp.Symbol, Ratio] = {}
    for stage in solved:
        for name, response in stage.responses.items():
            own = next(d for d in stage.stage.decisions if d.name == name)
            values[own] = response.substitute({d: v for d, v in values.items() if response.depends_on(d)})
    answers = {d: value.convert(ring) for d, value in values.items()}
    answers[decision] = Ratio.variable(ring, decision)
    return FirstMover(
        game=game,
        move=move,
        decision=decision,
        ring=ring,
        later=tuple(solved),
        answers=answers,
        payoffs={name: payoff.convert(ring) for name, payoff in payoffs.items()},
    )


def _is_linear(function: Ratio, symbol: sp.Symbol) -> bool:
    i = function.ring.index[symbol]
    return bool(function.numerator.degrees()[i] == 1 and function.denominator.degrees()[i] <= 0)


def _zero_of(function: Ratio, symbol: sp.Symbol) -> Ratio:
    """Return where a function that is linear in a symbol vanishes."""
    ring = function.ring
    parts = ring.by_powers(function.numerator, ring.index[symbol])
    return Ratio(ring, -parts.get(0, ring.zero), parts[1])
