"""What one mover faces once everybody else has decided: a payoff in its own decisions, and where these may lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.games.static.bounds import Bound
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.subgames import Subgame, stated_path


@dataclass(frozen=True, kw_only=True)
class OwnProblem:
    """The problem of one mover of a stage, the other movers' and later movers' stated answers inserted.

    Attributes
    ----------
    move : Move
        Who decides what.
    payoff : Ratio
        In parameters, the mover's decisions and, off the path, earlier decisions.
    answers : dict from Decision to Ratio
        What is stated to be best.
    region : Domain
        The parameters, earlier decisions and own decisions that are feasible; it may be larger than that, but only
        where nothing is stated.
    limits : tuple of Condition
        Those conditions of the region that limit the mover's own decisions.
    divisors : tuple of Ratio
        What the payoff divides by as it is declared, whether it cancels or not.
    """

    move: Move
    payoff: Ratio
    answers: dict[sp.Symbol, Ratio]
    region: Domain
    limits: tuple[Condition, ...]
    divisors: tuple[Ratio, ...]

    @property
    def names(self) -> str:
        """The mover's decisions in words."""
        return ", ".join(decision.name for decision in self.move.decisions)

    @cached_property
    def signs(self) -> KnownSigns:
        """What is known of signs for all feasible decisions."""
        return KnownSigns(domain=self.region, ring=self.region.ring)

    @cached_property
    def advantage(self) -> Ratio:
        """What the stated answers yield above any other decisions.

        Raises
        ------
        ZeroDivisionError
            If the payoff is undefined at the stated answers.
        """
        return self.payoff.substitute(self.answers) - self.payoff

    @property
    def is_defined(self) -> bool:
        """Whether the payoff is known to be defined, as it is declared, for all feasible decisions."""
        return self.signs.finite(self.payoff) and all(map(self.signs.nonzero, self.divisors))

    def where_answered(self) -> Domain:
        """Return the part of the region in which the stated answers are feasible."""
        asked = in_range(self.answers)
        asked += [self._at_answers(condition) for condition in self.limits]
        return self.region.where(_condition(self.region, value, strict, "answers") for value, strict in asked)

    def _at_answers(self, condition: Condition) -> tuple[Ratio, bool]:
        return Ratio(self.region.ring, condition.polynomial).substitute(self.answers), condition.strict


def on_the_path(equilibrium: Equilibrium, domain: Domain, subgames: Sequence[Subgame], move: Move) -> OwnProblem:
    """Return what a mover faces where all earlier and simultaneous decisions are the stated ones.

    Feasible are decisions after which the stated answers of later movers are feasible.

    Parameters
    ----------
    equilibrium : Equilibrium
    domain : Domain
        The admissible parameters.
    subgames : sequence of Subgame
        The stage of the mover, and all later ones.
    move : Move
        The mover's part of it.

    Raises
    ------
    ZeroDivisionError
        If the payoff, or a constraint, is undefined along the path.
    """
    path = stated_path(equilibrium)
    fixed = {decision: value for decision, value in path.items() if decision not in move.decisions}
    answers = {decision: path[decision] for decision in move.decisions}
    return _problem(equilibrium.game, domain, subgames, move, fixed, answers)


def after_every_history(
    equilibrium: Equilibrium, domain: Domain, subgames: Sequence[Subgame], move: Move
) -> OwnProblem:
    """Return what a mover faces whatever was decided before, while the others' stated answers are in their range.

    Later movers' answers are inserted whether they are feasible or not. Parameters and errors as of
    :func:`on_the_path`.
    """
    game, subgame = equilibrium.game, subgames[0]
    fixed = {decision: value for decision, value in subgame.answers.items() if decision not in move.decisions}
    answers = {decision: subgame.answers[decision] for decision in move.decisions}
    earlier = tuple(d for stage in game.stages if stage.number < subgame.stage.number for d in stage.decisions)
    return _problem(game, domain, subgames, move, fixed, answers, earlier)


def where_possible(game: Game, domain: Domain, number: int) -> Domain:
    """Return the part of a domain, of parameters and decisions, in which earlier movers than a stage's keep to theirs.

    Parameters
    ----------
    game : Game
    domain : Domain
        Its ring has all decisions of earlier stages.
    number : int
        The stage; constraints that only speak of decisions before it hold.
    """
    before = [bound for bound in game.bounds if 0 < bound.stage < number]
    return domain.where(_condition(domain, bound.function, bound.strict, bound.words) for bound in before)


def in_range(decided: dict[sp.Symbol, Ratio]) -> list[tuple[Ratio, bool]]:
    """Return what must be positive (strict) or at least zero for decisions to have their declared signs."""
    return [(value, bool(d.is_positive)) for d, value in decided.items() if d.is_nonnegative]


def _problem(
    game: Game,
    domain: Domain,
    subgames: Sequence[Subgame],
    move: Move,
    fixed: dict[sp.Symbol, Ratio],
    answers: dict[sp.Symbol, Ratio],
    earlier: tuple[sp.Symbol, ...] | None = None,
) -> OwnProblem:
    ring = ring_of((*game.parameters, *(earlier or ()), *move.decisions))
    domain = domain.over(ring)
    subgame = subgames[0]
    own = [(_answered(bound.function, subgames[1:]), bound) for bound in _own_bounds(game, subgame, move)]
    limits = [_condition(domain, function.substitute(fixed), bound.strict, bound.words) for function, bound in own]
    if earlier is None:
        limits += [_condition(domain, *limit) for limit in _left_by_later(game, subgames[1:], fixed)]
        assumed = []
    else:
        domain = where_possible(game, domain, subgame.stage.number)
        assumed = [_condition(domain, *asked, "feasible") for asked in in_range(fixed)]
    return OwnProblem(
        move=move,
        payoff=subgame.payoffs[move.player].substitute(fixed).convert(ring),
        answers={decision: value.convert(ring) for decision, value in answers.items()},
        region=domain.where([*assumed, *limits]),
        limits=tuple(limit for limit in limits if any(limit.polynomial.degrees()[ring.index[d]] > 0 for d in answers)),
        divisors=tuple(value.convert(ring) for value in _divisors(game, subgames, move.player, fixed)),
    )


def _left_by_later(
    game: Game, later: Sequence[Subgame], fixed: dict[sp.Symbol, Ratio]
) -> Iterator[tuple[Ratio, bool, str]]:
    """Yield what must be positive (strict) or at least zero for the stated answers of later movers to be feasible."""
    earlier = {d: value for d, value in fixed.items() if not any(d in subgame.answers for subgame in later)}
    decided: dict[sp.Symbol, Ratio] = {}
    for subgame in later:
        decided |= {d: answer.substitute(decided).substitute(earlier) for d, answer in subgame.answers.items()}
    for decision, value in decided.items():
        if decision.is_nonnegative:
            yield value, bool(decision.is_positive), f"{decision.name} >= 0"
    for bound in game.bounds:
        if any(bound.stage == subgame.stage.number for subgame in later):
            yield bound.function.substitute(decided).substitute(earlier), bound.strict, bound.words


def _own_bounds(game: Game, subgame: Subgame, move: Move) -> list[Bound]:
    """Return the constraints that a mover must respect in a stage."""
    return [b for b in game.bounds if b.stage == subgame.stage.number and move.player in b.players]


def _divisors(game: Game, subgames: Sequence[Subgame], player: str, fixed: dict[sp.Symbol, Ratio]) -> Iterator[Ratio]:
    for base in divided_by(game, player):
        yield _answered(base, subgames[1:]).substitute(fixed)


def _answered(function: Ratio, later: Sequence[Subgame]) -> Ratio:
    """Return a function with the answers of later stages inserted."""
    for subgame in reversed(later):
        function = function.substitute(subgame.answers)
    return function


def divided_by(game: Game, player: str) -> list[Ratio]:
    """Return what a player's payoff divides by as it is declared, whether it cancels or not."""
    payoff = next(one.payoff for one in game.players if one.name == player)
    powers = (power for power in payoff.atoms(sp.Pow) if power.exp.is_negative)
    return [ratio(game.ring, power.base) for power in sorted(powers, key=str)]


def _condition(domain: Domain, value: Ratio, strict: bool, origin: str) -> Condition:
    """Return the condition that a function is positive (at least zero), where it is defined."""
    placed = value.convert(domain.ring)
    polynomial = placed.numerator * placed.denominator
    return Condition(ring=domain.ring, polynomial=polynomial, strict=strict, origin=origin)
