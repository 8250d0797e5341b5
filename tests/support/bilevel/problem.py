"""A published bilevel problem, as a game of two movers, and what is known of its solution."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models import Game, Player, decisions


@dataclass(frozen=True, kw_only=True)
class BilevelProblem:
    """A linear-quadratic bilevel problem and what is published of its solution.

    Attributes
    ----------
    name : str
    source : str
        Who states the problem, and where.
    year : int
    leader, follower : str
        The names of the decisions of each, separated by blanks.
    real : str
        Which of them may take either sign. All others are nonnegative, and that is a constraint of who decides them.
    leader_minimises, follower_minimises : str
        Quadratic in all decisions; the follower's is convex in the follower's decisions.
    leader_constraints, follower_constraints : tuple of str
        Linear, beyond the signs.
    published_value : Fraction or float
        The best value of the leader's objective that is published.
    published_point : tuple of Fraction or float, optional
        A solution, the leader's decisions first.
    better_value : Fraction or float, optional
        The value that the brute force finds, where it is below the published one.
    note : str
        What else to know.
    """

    name: str
    source: str
    year: int
    leader: str
    follower: str
    real: str = ""
    leader_minimises: str
    follower_minimises: str
    leader_constraints: tuple[str, ...] = ()
    follower_constraints: tuple[str, ...] = ()
    published_value: Fraction | float
    published_point: tuple[Fraction | float, ...] | None = None
    better_value: Fraction | float | None = None
    note: str = ""

    @property
    def value(self) -> Fraction | float:
        """The best known value, published or not."""
        return self.published_value if self.better_value is None else self.better_value

    def agrees(self, value: float) -> bool:
        """Whether a value is the best known one, as far as its digits say."""
        return _close(value, self.value)

    def is_joint(self) -> bool:
        """Whether a constraint of the leader contains decisions of the follower."""
        symbols = {name: sp.Symbol(name) for name in f"{self.leader} {self.follower}".split()}
        own = {symbols[name] for name in self.leader.split()}
        return any(read(text, symbols).free_symbols - own for text in self.leader_constraints)

    def game(self) -> Game:
        """Return the problem as a game: the leader, then the follower; payoffs are minus what is minimised."""
        real = self.real.split()
        symbols = {
            name: decisions(name, real=True) if name in real else decisions(name)
            for name in f"{self.leader} {self.follower}".split()
        }
        own = {
            "leader": [symbols[name] for name in self.leader.split()],
            "follower": [symbols[name] for name in self.follower.split()],
        }
        minimised = {"leader": self.leader_minimises, "follower": self.follower_minimises}
        followers = [read(text, symbols) for text in self.follower_constraints]
        # What the follower cannot influence restricts nobody but the leader.
        idle = [relation for relation in followers if not relation.free_symbols & set(own["follower"])]
        leaders = [read(text, symbols) for text in self.leader_constraints]
        return Game(
            players=[Player(name, decides=own[name], payoff=-read(minimised[name], symbols)) for name in own],
            order=["leader", "follower"],
            constraints={
                "leader": [*leaders, *idle],
                "follower": [relation for relation in followers if relation not in idle],
            },
        )


def read(text: str, symbols: dict[str, sp.Symbol]) -> sp.Basic:
    """Return the expression or inequality that a text of this collection means; decimals are exact."""
    expression = sp.sympify(text, locals=symbols, rational=True)
    if isinstance(expression, sp.logic.boolalg.BooleanAtom):
        raise ValueError(f"{text} is {expression} whatever the decisions are; leave it out")
    return expression


def _close(value: float, known: Fraction | float) -> bool:
    # Some authors round, some cut off: a known float may be wrong by one in its last digit.
    shown = 1e-6 if isinstance(known, Fraction) else 10.0 ** -len(repr(known).partition(".")[2])
    return abs(value - float(known)) <= shown + 1e-6 * max(1.0, abs(float(known)))
