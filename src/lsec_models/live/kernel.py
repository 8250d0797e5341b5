"""What a live page computes with: the equilibria of its cases as JavaScript functions, and where each of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium, RootCondition
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.summary.summary import shown_point
from lsec_models.live.javascript import javascript_at_root, javascript_function
from lsec_models.live.words import greek, readable_relation

LiveEquilibrium: TypeAlias = Equilibrium | ImplicitEquilibrium | PiecewiseEquilibrium | FeedbackEquilibrium

_EXACT_IN_DOUBLE = 2**53


@dataclass(kw_only=True)
class PageKernel:
    """Functions and conditions of all cases of a page; what several cases have in common is kept once.

    Attributes
    ----------
    sliders : tuple of str
        The parameters that move: the numbers of every function's first argument, in this order.
    functions : dict from str to int
        The source of each JavaScript function, and its number.
    conditions : list of dict
        Each condition: its words, whether it is strict, and the polynomial that must be positive, term by term, so
        that its sign at a point can be decided in whole numbers (none where there is a square root).
    cases : list of dict
        Each case: the numbers of its functions and conditions.
    """

    sliders: tuple[str, ...]
    functions: dict[str, int] = field(default_factory=dict)
    conditions: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)

    def add(self, equilibrium: LiveEquilibrium, fixed: Mapping[str, Fraction]) -> None:
        """Add the case of an equilibrium, with numbers in place of the parameters that no slider moves.

        Parameters
        ----------
        equilibrium : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium or FeedbackEquilibrium
        fixed : mapping from str to Fraction
            A number for every parameter that has no slider.

        Raises
        ------
        DeclarationError
            If something divides by zero there.
        """
        case = _Case(kernel=self, ring=equilibrium.ring, fixed=fixed)
        self.cases.append(case.compiled(equilibrium))

    def data(self) -> dict[str, Any]:
        """Return all but the functions, ready for JSON."""
        return {"sliders": list(self.sliders), "conditions": self.conditions, "cases": self.cases}

    def source(self) -> str:
        """Return the functions as one JavaScript array."""
        return "[\n" + ",\n".join(self.functions) + "\n]"

    def number_of(self, function: str) -> int:
        """Return the number of a function, which is added where it is new."""
        return self.functions.setdefault(function, len(self.functions))

    def number_of_condition(self, condition: dict[str, Any]) -> int:
        """Return the number of a condition, which is added where it is new."""
        if condition not in self.conditions:
            self.conditions.append(condition)
        return self.conditions.index(condition)


@dataclass(frozen=True, kw_only=True)
class _Case:
    kernel: PageKernel
    ring: Ring
    fixed: Mapping[str, Fraction]
    numbers: list[int] = field(default_factory=list)
    formulas: list[sp.Expr] = field(default_factory=list)

    def compiled(self, equilibrium: LiveEquilibrium) -> dict[str, Any]:
        """Return the case as data; its functions and conditions go to the kernel."""
        signs = [self._sign(symbol, kind) for symbol, kind in self._moving(equilibrium) if kind is not Kind.FREE]
        domain = signs + [self._asked(condition) for condition in equilibrium.domain.conditions]
        cells: list[list[Any]] = [[0, []]]
        regimes: Sequence[Any] = [equilibrium]
        if isinstance(equilibrium, FeedbackEquilibrium):
            cells = [[0, [self._asked_with_root(condition) for condition in equilibrium.root_conditions]]]
        if isinstance(equilibrium, PiecewiseEquilibrium):
            regimes = equilibrium.regimes
            cells = [
                [i, [self._asked(condition) for condition in piece.asked]]
                for i, regime in enumerate(equilibrium.regimes)
                for piece in regime.pieces
            ]
        names = quantities_of(equilibrium)
        paths = equilibrium.paths if isinstance(equilibrium, FeedbackEquilibrium) else {}
        return {
            "uses": [i for i, name in enumerate(self.kernel.sliders) if name in self.ring.names],
            "conditions": self.numbers,
            "domain": domain,
            "cells": cells,
            "holds": self._function(self.formulas),
            "regimes": [getattr(regime, "name", "") for regime in regimes],
            "quantities": list(names),
            "values": [self._values(regime, [self._fixed(regime[name]) for name in names]) for regime in regimes],
            "paths": list(paths),
            "along": self._function([self._fixed(path) for path in paths.values()], time=True) if paths else None,
        }

    def _moving(self, equilibrium: LiveEquilibrium) -> list[tuple[sp.Symbol, Kind]]:
        kinds = zip(self.ring.symbols, equilibrium.domain.kinds, strict=True)
        return [(symbol, kind) for symbol, kind in kinds if symbol.name not in self.fixed]

    def _sign(self, symbol: sp.Symbol, kind: Kind) -> int:
        position = self.kernel.sliders.index(symbol.name)
        condition = {
            "words": f"{symbol.name} is declared {kind.value}",
            "shown": f"{greek(symbol.name)} is declared {kind.value}",
            "origin": "",
            "slider": position,
            "strict": kind is Kind.POSITIVE,
            "terms": [[1, position, 1]],
        }
        return self._position(condition, symbol)

    def _asked(self, condition: Condition) -> int:
        images = {s: Ratio.constant(self.ring, self.fixed[s.name]) for s in self.ring.symbols if s.name in self.fixed}
        polynomial = Ratio(self.ring, condition.polynomial).substitute(images).numerator
        terms = [_term(self.kernel.sliders, self.ring, powers, int(c)) for powers, c in polynomial.terms()]
        return self._position(_said(condition) | {"terms": terms}, self.ring.expression(polynomial))

    def _asked_with_root(self, condition: RootCondition) -> int:
        return self._position(_said(condition) | {"terms": None}, self._fixed(condition.value))

    def _position(self, condition: dict[str, Any], formula: sp.Expr) -> int:
        """Return the position of a condition in this case, which is added where it is new."""
        number = self.kernel.number_of_condition(condition)
        if number not in self.numbers:
            self.numbers.append(number)
            self.formulas.append(formula)
        return self.numbers.index(number)

    def _fixed(self, formula: sp.Expr) -> sp.Expr:
        images = {s: to_sympy(self.fixed[s.name]) for s in self.ring.symbols if self._stands(s)}
        found = formula.xreplace(images)
        if found.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            shown = shown_point(images)
            raise DeclarationError(f"{formula} divides by zero at {shown}; fix the parameters at other values")
        return found

    def _stands(self, symbol: sp.Symbol) -> bool:
        return symbol.name in self.fixed

    def _values(self, regime: Any, formulas: Sequence[sp.Expr]) -> int:
        if not isinstance(regime, ImplicitEquilibrium):
            return self._function(formulas)
        root = regime.root
        parts = root.ring.by_powers(root.polynomial, root.ring.index[root.symbol])
        powers = [root.ring.expression(parts.get(n, root.ring.zero)) for n in range(root.degree, -1, -1)]
        ends = [end.expression() for end in (root.low, root.high) if end is not None]
        polynomial, between = (list(map(self._fixed, some)) for some in (powers, ends))
        source = javascript_at_root(formulas, root.symbol, polynomial, between, self._arguments())
        return self.kernel.number_of(source)

    def _arguments(self) -> dict[sp.Symbol, str]:
        sliders = self.kernel.sliders
        return {s: f"p[{sliders.index(s.name)}]" for s in self.ring.symbols if s.name in sliders}

    def _function(self, formulas: Sequence[sp.Expr], *, time: bool = False) -> int:
        arguments = self._arguments()
        if time:
            arguments |= {s: "t" for formula in formulas for s in formula.free_symbols if s not in self.ring.index}
        return self.kernel.number_of(javascript_function(formulas, arguments, "p,t" if time else "p"))


def quantities_of(equilibrium: LiveEquilibrium) -> tuple[str, ...]:
    """Return the names of what an equilibrium determines.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a = parameters("a", positive=True)
    >>> p = decisions("p")
    >>> quantities_of(solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - p))])))
    ('p', 'monopolist')
    """
    if isinstance(equilibrium, PiecewiseEquilibrium):
        return equilibrium.common_names
    return tuple(equilibrium if isinstance(equilibrium, FeedbackEquilibrium) else equilibrium.names)


def repeated(equilibrium: LiveEquilibrium) -> list[str]:
    """Return the reported quantities that are a decision by another name: the same function in every regime.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a = parameters("a", positive=True)
    >>> p = decisions("p")
    >>> firm = Player("monopolist", decides=[p], payoff=p * (a - p))
    >>> repeated(solve(Game(players=[firm], report={"price": p, "sales": 2 * a - p})))
    ['price']
    """
    pieces = [*equilibrium.pieces] if isinstance(equilibrium, PiecewiseEquilibrium) else [equilibrium]
    decided = [d.name for player in equilibrium.game.players for d in player.decides]
    return [
        name
        for name in quantities_of(equilibrium)
        if name in equilibrium.game.report and any(all(_same(piece, name, d) for piece in pieces) for d in decided)
    ]


def vanishing(equilibrium: LiveEquilibrium) -> list[str]:
    """Return the reported quantities that are zero throughout, such as sales of a channel that is not there."""
    pieces = [*equilibrium.pieces] if isinstance(equilibrium, PiecewiseEquilibrium) else [equilibrium]
    reported = [name for name in quantities_of(equilibrium) if name in equilibrium.game.report]
    return [name for name in reported if all(piece.exact[name].is_zero() for piece in pieces)]


def _same(piece: Equilibrium | ImplicitEquilibrium | FeedbackEquilibrium, name: str, decision: str) -> bool:
    return decision in piece.exact and (piece.exact[name] - piece.exact[decision]).is_zero()


def _said(condition: Condition | RootCondition) -> dict[str, Any]:
    return {
        "words": str(condition),
        "shown": readable_relation(condition.relation),
        "origin": condition.origin,
        "strict": condition.strict,
    }


def _term(sliders: Sequence[str], ring: Ring, powers: tuple[int, ...], coefficient: int) -> list[int | str]:
    """Return a term as its coefficient, then slider and exponent of each factor; long coefficients are text."""
    factors = [(sliders.index(name), int(n)) for name, n in zip(ring.names, powers, strict=True) if n]
    shown = coefficient if abs(coefficient) < _EXACT_IN_DOUBLE else str(coefficient)
    return [shown, *(number for factor in factors for number in factor)]
