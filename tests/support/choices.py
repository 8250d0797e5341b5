"""Choices between games whose payoffs are given."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import decisions, parameters
from lsec_models.errors import OutsideDomain
from lsec_models.games.choice.at_point import NO_MODE, OUTSIDE
from lsec_models.games.choice.declaration import Choice
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player
from lsec_models.solve.choice import solve_choice

a, F, k, r, s, low, high, u = parameters("a F k r s low high u", positive=True)
q, z, w, q_m, q_i, e = decisions("q z w q_m q_i e")


def fixed(assuming: tuple[Any, ...] = (), **payoffs: Any) -> Game:
    """Return a game whose payoffs nobody's decision moves."""
    clock = Player("clock", decides=[z], payoff=2 * z - z**2)
    return Game(
        players=[*(Player(name, decides=[], payoff=sp.sympify(v)) for name, v in payoffs.items()), clock],
        assuming=assuming,
    )


def entry(**fields: Any) -> ChoiceEquilibrium:
    """Return a firm that may open a second market at cost F, with a host who is paid F and may ask for u."""
    closed = Game(
        players=[Player("firm", decides=[q], payoff=q * (a - q)), Player("host", decides=[], payoff=sp.S.Zero)]
    )
    opened = Game(
        players=[
            Player("firm", decides=[q], payoff=q * (2 * a - q) - F),
            Player("host", decides=[e], payoff=F - (e - 1) ** 2),
        ]
    )
    return solve_choice(Choice(by="firm", among={"closed": closed, "open": opened}, **fields))


def hosts() -> ChoiceEquilibrium:
    """Return a manufacturer with four ways to sell, curved boundaries, refusals and a mode that ends."""
    modes = {
        "none": fixed(firm=k, host=0),
        "fee": fixed(firm=r**2 + 1 - F, host=F + r / 5),
        "share": fixed(firm=3 * r * (1 - r) + k * r, host=r**2 + k / 3, assuming=(r < 2,)),
        "both": fixed(firm=r * k**2 + sp.Rational(1, 2), host=1 / (1 + r)),
    }
    return solve_choice(Choice(by="firm", among=modes, participation={"host": u}))


HOSTS_AT = {"F": Fraction(1, 3), "u": Fraction(3, 5)}


def exact_label(choice: ChoiceEquilibrium, point: Mapping[str, Fraction], view: Any) -> str:
    """Return the label by way of full equilibria, reasons and all, not by polynomials on the slice."""
    try:
        found = choice.at(point)
    except OutsideDomain as failure:
        return NO_MODE if "no mode is available" in str(failure) else OUTSIDE
    return found.label if view is None else str(view.label(found))


def table(rows: str, columns: str, **payoffs: tuple[Any, Any]) -> ChoiceEquilibrium:
    """Return a game of two players from payoffs by joined names of actions."""
    among = {(x, y): fixed(row=payoffs[x + y][0], column=payoffs[x + y][1]) for x in rows for y in columns}
    return solve_choice(Choice(by=("row", "column"), among=among))


FINITE: dict[str, tuple[ChoiceEquilibrium, set[tuple[str, str]], int]] = {
    "prisoners": (table("cd", "cd", cc=(2, 2), cd=(0, 3), dc=(3, 0), dd=(1, 1)), {("d", "d")}, 1),
    "pennies": (table("ht", "ht", hh=(1, -1), ht=(-1, 1), th=(-1, 1), tt=(1, -1)), set(), 1),
    "sexes": (table("bo", "bo", bb=(2, 1), bo=(0, 0), ob=(0, 0), oo=(1, 2)), {("b", "b"), ("o", "o")}, 3),
}
