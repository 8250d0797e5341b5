"""Games of several players who are alike, each written out as a player of its own; and random ones of that kind."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models import Game, Player, decisions, others, parameters, total

n = parameters("n", integer=True)
q, w = decisions("q w")
theta = sp.Rational


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A game of alike firms, after a leader or not, at numbers.

    Attributes
    ----------
    base, own, rival, cost, cap : Fraction
        A firm earns ``q*(base - own*q - rival*sum of the others' q - price) - cost*q``.
    leads : bool
        Whether a leader sets the price, for ``w*total``.
    """

    base: Fraction
    own: Fraction
    rival: Fraction
    cost: Fraction
    cap: Fraction | None
    leads: bool

    def game(self, copies: object) -> Game:
        """The game, one firm standing for all."""
        payoff = self._payoff(q, others(q))
        players = [Player("firm", decides=[q], payoff=payoff, copies=copies)]
        leader = [Player("leader", decides=[w], payoff=w * total(q))] if self.leads else []
        return Game(
            players=[*leader, *players],
            order=["leader", "firm"] if self.leads else ["firm"],
            constraints=[] if self.cap is None else [q <= self.cap],
            report={"all": total(q)},
        )

    def written_out(self, count: int) -> Game:
        """The game with `count` firms, each a player of its own."""
        own = decisions(" ".join(f"q_{i}" for i in range(count))) if count > 1 else (decisions("q_0"),)
        firms = [Player(f"firm {i}", decides=[x], payoff=self._payoff(x, sum(own) - x)) for i, x in enumerate(own)]
        leader = [Player("leader", decides=[w], payoff=w * sum(own))] if self.leads else []
        names = tuple(firm.name for firm in firms)
        return Game(
            players=[*leader, *firms],
            order=["leader", names] if self.leads else [names],
            constraints=[] if self.cap is None else [x <= self.cap for x in own],
            report={"all": sum(own)},
        )

    def _payoff(self, mine: sp.Expr, rest: sp.Expr) -> sp.Expr:
        paid = w if self.leads else 0
        return mine * (self.base - self.own * mine - self.rival * rest - paid) - self.cost * mine


def random_alike(seed: int) -> Alike:
    """Return the game of a seed: rivals may help or hurt, more or less than a firm's own decision does."""
    dice = random.Random(seed)
    return Alike(
        base=Fraction(dice.randint(-2, 12)),
        own=Fraction(dice.randint(1, 4), 2),
        rival=Fraction(dice.choice((-1, 1, 1, 2, 3, 5)), dice.choice((2, 3, 4))),
        cost=Fraction(dice.randint(0, 6), 2),
        cap=Fraction(dice.randint(1, 6), 2) if dice.random() < 0.3 else None,
        leads=dice.random() < 0.4,
    )
