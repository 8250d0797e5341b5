"""Random linear-quadratic games with constraints, each reproducible from its seed.

Payoffs are concave in a player's own decisions, and all decisions at zero satisfy every constraint. Nothing else is
promised: leaders may gain without bound, best replies may cycle, and several equilibria may exist.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models import Game, Player, decisions, parameters
from lsec_models.algebra.domains.symbols import Decision, Parameter

_MOST_DECISIONS = 4
_MOST_BEFORE_LAST = 3


@dataclass(frozen=True, kw_only=True)
class RandomGame:
    """A game with parameter points at which its declared signs hold.

    Attributes
    ----------
    seed : int
        Equal seeds give equal games.
    game : Game
    points : tuple of dict
        Exact numbers for every parameter, by name.
    """

    seed: int
    game: Game
    points: tuple[dict[str, Fraction], ...]


def random_game(seed: int, *, points: int = 3) -> RandomGame:
    """Return the game of a seed: 2 or 3 players, up to 3 stages, 1 or 2 decisions for each player.

    Parameters
    ----------
    seed : int
    points : int
        At how many parameter points it is to be looked at.
    """
    dice = random.Random(seed)
    free = _parameters(dice)
    owned = _owned_decisions(dice)
    order = _order(dice, owned)
    every = [decision for own in owned.values() for decision in own]
    strength = dice.choice((1, 1, 1, 1, 2, 3))
    payoffs = {
        name: _payoff(dice, own, [d for d in every if d not in own], free, strength) for name, own in owned.items()
    }
    game = Game(
        players=[Player(name, decides=own, payoff=payoffs[name]) for name, own in owned.items()],
        order=order,
        constraints=_constraints(dice, owned, order, free),
    )
    return RandomGame(
        seed=seed,
        game=game,
        points=tuple({p.name: _value(dice, p) for p in game.parameters} for _ in range(points)),
    )


def _parameters(dice: random.Random) -> list[Parameter]:
    signs = dice.choices(("positive", "nonnegative", "real"), weights=(4, 1, 1), k=dice.randint(1, 3))
    return [parameters(name, **{sign: True}) for name, sign in zip("acd", signs, strict=False)]


def _value(dice: random.Random, parameter: Parameter) -> Fraction:
    value = Fraction(dice.randint(1, 24), dice.randint(2, 5))
    if parameter.is_nonnegative and not parameter.is_positive and dice.random() < 0.1:
        return Fraction(0)
    return value if parameter.is_nonnegative or dice.random() < 0.5 else -value


def _owned_decisions(dice: random.Random) -> dict[str, list[Decision]]:
    players, names = dice.choice((2, 2, 3)), iter("xyzu")
    counts = [1] * players
    for number in range(players):
        if sum(counts) < _MOST_DECISIONS and dice.random() < 0.35:
            counts[number] = 2
    return {
        player: [_decision(dice, next(names)) for _ in range(count)]
        for player, count in zip(("Ann", "Bob", "Cid"), counts, strict=False)
    }


def _decision(dice: random.Random, name: str) -> Decision:
    found: Decision = decisions(name, real=True) if dice.random() < 0.12 else decisions(name, nonnegative=True)
    return found


def _order(dice: random.Random, owned: dict[str, list[Decision]]) -> list[tuple[Decision, ...]]:
    """Put every decision into a stage; a player with two decisions may take them in different stages."""
    stages = dice.choice((1, 2, 2, 3, 3))
    while True:
        placed: dict[int, list[Decision]] = {}
        for own in owned.values():
            together = dice.random() < 0.6
            number = dice.randrange(stages)
            for decision in own:
                placed.setdefault(number if together else dice.randrange(stages), []).append(decision)
        slots = [tuple(placed[number]) for number in sorted(placed)]
        if len(slots) == min(stages, sum(map(len, slots))) and sum(map(len, slots[:-1])) <= _MOST_BEFORE_LAST:
            return slots


def _payoff(
    dice: random.Random, own: Sequence[Decision], others: Sequence[Decision], free: Sequence[Parameter], strength: int
) -> sp.Expr:
    bends = [sp.Integer(dice.randint(2, 4)) for _ in own]
    payoff = sum((x * (_level(dice, free) - bend * x / 2) for x, bend in zip(own, bends, strict=True)), sp.Integer(0))
    if len(own) == 2:
        payoff += sp.Rational(dice.randint(-3, 3), 2) * own[0] * own[1]
    for x in own:
        for y in others:
            if dice.random() < 0.85:
                payoff += strength * _cross(dice, free) * x * y
    for y in others:
        if dice.random() < 0.5:
            payoff += _level(dice, free) * y / 2
        if dice.random() < 0.2:
            payoff -= sp.Rational(dice.randint(1, 3), 4) * y**2
    return sp.expand(payoff)


def _level(dice: random.Random, free: Sequence[Parameter]) -> sp.Expr:
    """Return a linear term: some parameter, less or more of another or of a number."""
    first = dice.choice(free)
    second = dice.choice([*free, sp.Integer(1), sp.Integer(2)])
    return first - second * sp.Rational(dice.randint(-3, 4), 2)


def _cross(dice: random.Random, free: Sequence[Parameter]) -> sp.Expr:
    """Return how one decision moves the marginal payoff of another: substitutes or complements."""
    size = sp.Rational(dice.choice((-4, -3, -2, -1, 1, 2, 3)), 4)
    return size * dice.choice(free) / 4 if dice.random() < 0.08 else size


def _constraints(
    dice: random.Random,
    owned: dict[str, list[Decision]],
    order: Sequence[tuple[Decision, ...]],
    free: Sequence[Parameter],
) -> dict[str, list[sp.Basic]]:
    """Confine every decision that may be negative, and some others; a joint constraint is its last mover's."""
    owner = {decision: player for player, own in owned.items() for decision in own}
    stage = {decision: number for number, slot in enumerate(order) for decision in slot}
    found: dict[str, list[sp.Basic]] = {}
    for decision, player in owner.items():
        if not decision.is_nonnegative:
            found.setdefault(player, []).append(decision >= -_room(dice, free))
        if not decision.is_nonnegative or dice.random() < 0.25:
            found.setdefault(player, []).append(decision <= _room(dice, free))
    for _ in range(dice.choice((0, 0, 1))):
        first, second = dice.sample(sorted(owner, key=str), 2)
        last = max((first, second), key=lambda decision: stage[decision])
        joint = first + second if dice.random() < 0.7 else 2 * first - second
        found.setdefault(owner[last], []).append(joint <= _room(dice, free))
    return found


def _room(dice: random.Random, free: Sequence[Parameter]) -> sp.Expr:
    """Return something that is never negative: a number, or a parameter's multiple."""
    size = sp.Rational(dice.randint(1, 8), 2)
    signed = [parameter for parameter in free if parameter.is_nonnegative]
    return size * dice.choice(signed) if signed and dice.random() < 0.4 else size
