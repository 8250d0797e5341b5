"""Hypothesis strategies that several test modules share: polynomials, domains, exact grids, quadratic games.

``LSEC_THOROUGH=20 pytest ...`` tries twenty times as many examples, ``LSEC_SEED=7 pytest ...`` other ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, ring_of

_THOROUGH = int(os.environ.get("LSEC_THOROUGH", "1"))


def examples(count: int) -> settings:
    """Return the settings of a property test: `count` examples, drawn from the seed of the run."""
    return settings(
        max_examples=count * _THOROUGH,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


# ---- numbers, polynomials, rational functions ------------------------------------------------------------------


def fractions(bound: int = 4, denominators: int = 4) -> st.SearchStrategy[Fraction]:
    """Small rationals of either sign."""
    return st.builds(Fraction, st.integers(-bound, bound), st.integers(1, denominators))


@st.composite
def polynomials(draw: Any, ring: Ring, max_terms: int = 4, degree: int = 2, low: int = -3, high: int = 3) -> Polynomial:
    """Sparse polynomials of a ring: up to `degree` in each symbol and `degree + 1` in all."""
    powers = st.tuples(*(st.integers(0, degree) for _ in ring.symbols)).filter(lambda p: sum(p) <= degree + 1)
    terms = draw(st.dictionaries(powers, st.integers(low, high), max_size=max_terms))
    return ring.from_terms({p: c for p, c in terms.items() if c})


def nonnegative_polynomials(ring: Ring, max_terms: int = 3, degree: int = 1) -> st.SearchStrategy[Polynomial]:
    """Polynomials without negative coefficients."""
    return polynomials(ring, max_terms, degree, low=1)


@st.composite
def rational_expressions(draw: Any, symbols: tuple[sp.Symbol, ...], depth: int = 3) -> sp.Expr:
    """SymPy expressions with +, -, *, / and integer powers, never dividing by zero identically."""
    leaf = st.one_of(st.sampled_from(symbols), fractions().map(lambda f: sp.Rational(f.numerator, f.denominator)))
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        return draw(leaf)
    left, right = (draw(rational_expressions(symbols, depth - 1)) for _ in range(2))
    operation = draw(st.sampled_from(["+", "-", "*", "*", "/", "**"]))
    if operation == "+":
        return left + right
    if operation == "-":
        return left - right
    if operation == "/":
        return left if sp.cancel(right) == 0 else left / right
    if operation == "**":
        power = draw(st.integers(-2, 2))
        return left if power < 0 and sp.cancel(left) == 0 else left**power
    return left * right


# ---- domains, and grids on which floating point is exact -------------------------------------------------------

_POSITIVE_GRID = (0.125, 0.5, 1.0, 2.0, 3.0, 8.0)
_GRIDS = {
    "positive": _POSITIVE_GRID,
    "nonnegative": (0.0, *_POSITIVE_GRID),
    "real": (*(-v for v in _POSITIVE_GRID), 0.0, *_POSITIVE_GRID),
}


@st.composite
def parameter_rings(draw: Any, least: int = 1, most: int = 3) -> Ring:
    """Rings of one to three parameters of random declared sign."""
    signs = draw(
        st.lists(st.sampled_from(["positive", "positive", "nonnegative", "real"]), min_size=least, max_size=most)
    )
    return ring_of(parameters(name, **{sign: True}) for name, sign in zip("xyz", signs, strict=False))


@st.composite
def conditions(draw: Any, ring: Ring) -> Condition:
    """Conditions of the shapes that assumptions have, and arbitrary ones: bounds on one symbol, sums, products."""
    positive = nonnegative_polynomials(ring)
    shape = draw(st.sampled_from(["bound", "bound", "upper", "constant", "difference", "product", "any"]))
    i = draw(st.integers(0, len(ring.symbols) - 1))
    x = ring.generators[i]
    if shape == "bound":
        polynomial = x * draw(st.integers(1, 3)) - draw(positive)
    elif shape == "upper":
        polynomial = draw(positive) - x * draw(positive)
    elif shape == "constant":
        polynomial = draw(st.sampled_from([1, -1])) * (x * draw(st.integers(1, 3)) - draw(st.integers(-2, 4)))
    elif shape == "difference":
        polynomial = draw(positive) - draw(positive)
    elif shape == "product":
        polynomial = draw(polynomials(ring, 3, 1)) * draw(polynomials(ring, 2, 1))
    else:
        polynomial = draw(polynomials(ring, 4, 2))
    return Condition(ring=ring, polynomial=polynomial, strict=draw(st.booleans()), origin=f"drawn as {shape}")


@st.composite
def domains(draw: Any, most_conditions: int = 4) -> Domain:
    """Domains with up to four conditions; they may be empty."""
    ring = draw(parameter_rings())
    return Domain(ring=ring).where(draw(st.lists(conditions(ring), max_size=most_conditions)))


@dataclass(frozen=True)
class Grid:
    """All points of a box of dyadic numbers, as columns; polynomials of small degree are exact on it."""

    columns: tuple[np.ndarray, ...]

    def values(self, polynomial: Polynomial) -> np.ndarray:
        """Return the exact values of `polynomial`, one for each point."""
        total = np.zeros(len(self.columns[0]))
        for powers, coefficient in polynomial.terms():
            term = np.full(len(total), float(int(coefficient)))
            for column, power in zip(self.columns, powers, strict=True):
                term = term * column ** int(power)
            total = total + term
        return total

    def meets(self, condition: Condition) -> np.ndarray:
        """Return where a condition holds."""
        values = self.values(condition.polynomial)
        return values > 0 if condition.strict else values >= 0

    def inside(self, domain: Domain) -> np.ndarray:
        """Return where all conditions of a domain hold."""
        mask = np.ones(len(self.columns[0]), dtype=bool)
        for condition in domain.conditions:
            mask &= self.meets(condition)
        return mask


def grid_of(ring: Ring) -> Grid:
    """Return the grid over the declared signs of a ring's symbols."""
    signs = ["positive" if s.is_positive else "nonnegative" if s.is_nonnegative else "real" for s in ring.symbols]
    mesh = np.meshgrid(*(np.array(_GRIDS[sign]) for sign in signs), indexing="ij")
    return Grid(tuple(axis.ravel() for axis in mesh))


# ---- quadratic games -------------------------------------------------------------------------------------------

A, K = parameters("a k", positive=True)
G = parameters("g", real=True)


@st.composite
def quadratic_games(draw: Any, most_players: int = 4, most_decisions: int = 6, symbolic: bool = True) -> Game:
    """Games of two to four players, each with one to three decisions, in a random order.

    Own second derivatives outweigh all others, so that most games are solvable. Intercepts, and with `symbolic` one
    curvature and one interaction, are parameters.
    """
    owned = _owned_decisions(draw, most_players, most_decisions)
    everybody = [d for own in owned for d in own]
    special = draw(st.sampled_from(["none", "k", "g", "both"])) if symbolic else "none"
    curved = draw(st.sampled_from(everybody)) if special in ("k", "both") else None
    linked = draw(st.sampled_from(everybody)) if special in ("g", "both") else None
    players = [
        Player(f"player{n}", decides=own, payoff=_payoff(draw, own, everybody, curved, linked))
        for n, own in enumerate(owned, start=1)
    ]
    return Game(players=players, order=draw(orders(players)), report={"total": sp.Add(*(p.payoff for p in players))})


def _owned_decisions(draw: Any, most_players: int, most_decisions: int) -> list[list[Decision]]:
    sizes = draw(
        st.lists(st.integers(1, 3), min_size=2, max_size=most_players).filter(lambda s: sum(s) <= most_decisions)
    )
    kinds = st.sampled_from([{"real": True}, {"real": True}, {"nonnegative": True}])
    return [
        [decisions(f"x{n}_{m}", **draw(kinds)) for m in range(1, size + 1)] for n, size in enumerate(sizes, start=1)
    ]


def _payoff(
    draw: Any, own: list[Decision], everybody: list[Decision], curved: Decision | None, linked: Decision | None
) -> sp.Expr:
    weak = st.sampled_from([Fraction(n, 4) for n in (-2, -1, 0, 0, 1, 2)])
    others = [d for d in everybody if d not in own]
    payoff = sp.S.Zero
    for n, d in enumerate(own):
        intercept = draw(st.sampled_from([A, 2 * A, A + 1, 3, 1 - A, sp.Rational(1, 3)]))
        curvature = (4 if d is not curved else 4 * K) * draw(st.integers(1, 2))
        payoff += intercept * d - curvature * d**2 / 2
        payoff += sp.Add(*(_exact(draw(weak)) * d * mate for mate in own[n + 1 :]))
        payoff += sp.Add(*(_exact(draw(weak)) * d * other for other in others))
        if d is linked and others:
            payoff += G * d * draw(st.sampled_from(others))
    return payoff + sp.Add(*(_exact(draw(weak)) * other + _exact(draw(weak)) * other**2 / 4 for other in others))


def _exact(value: Fraction) -> sp.Rational:
    return sp.Rational(value.numerator, value.denominator)


@st.composite
def orders(draw: Any, players: list[Player]) -> list[tuple[str | Decision, ...]]:
    """Random power structures; some players move with one decision at a time."""
    entries: list[str | Decision] = []
    for player in players:
        split = draw(st.sampled_from(["whole", "whole", "every", "some"]))
        if split == "whole" or len(player.decides) == 1:
            entries.append(player.name)
        elif split == "every":
            entries += player.decides
        else:
            entries += [player.decides[0], player.name]
    levels = draw(st.lists(st.integers(0, 3), min_size=len(entries), max_size=len(entries)))
    slots = [tuple(e for e, at in zip(entries, levels, strict=True) if at == level) for level in sorted(set(levels))]
    return [tuple(draw(st.permutations(slot))) for slot in slots]


def parameter_values(game: Game) -> st.SearchStrategy[dict[Parameter, Fraction]]:
    """Values for every parameter of a game that keep to the declared signs."""
    positive = st.builds(Fraction, st.integers(1, 20), st.integers(1, 5))
    return st.fixed_dictionaries({p: positive if p.is_positive else fractions(3, 6) for p in game.parameters})
