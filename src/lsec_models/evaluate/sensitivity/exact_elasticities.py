"""Elasticities of closed forms at a point: derivatives of exact functions, evaluated exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import OutsideDomain
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.result import admissible
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.summary.summary import shown_point

ExactPoint = Mapping[sp.Symbol, Fraction]
Elasticity = Callable[[str, sp.Symbol], sp.Expr | None]


def form_at(result: Swept, at: Mapping[Any, object]) -> tuple[Any, ExactPoint, str]:
    """Return the closed form that holds around a point, the exact point, and the name of the regime there.

    Raises
    ------
    OutsideDomain
        If it does not hold at the point, or the point lies at the edge of where it does.
    """
    if isinstance(result, PiecewiseEquilibrium):
        return _regime_at(result, at)
    point = _admissible(result, at)
    _require_inside(result.domain, _assumed(result), point)
    return result, point, ""


def elasticity_at(form: Any, point: ExactPoint) -> Elasticity:
    """Return what computes the elasticity of a quantity in a parameter; None where the quantity is zero."""
    if isinstance(form, ImplicitEquilibrium):
        return _through_root(form, point)
    if isinstance(form, FeedbackEquilibrium) and form.root is not None:
        return _of_expressions(form, point)
    return _of_ratios(form, point)


def _regime_at(result: PiecewiseEquilibrium, at: Mapping[Any, object]) -> tuple[Equilibrium, ExactPoint, str]:
    point = _admissible(result, at)
    result.solutions_at(point).only()
    name = result.at(point).regime
    if not name:
        raise OutsideDomain(
            f"the equilibrium at {shown_point(point)} belongs to none of the regimes of {result.label}, so that there "
            "is no formula; give the game itself, elasticities(result.game, at={...})"
        )
    pieces = [piece for piece in result.regime(name).pieces if piece.domain.contains(point)]
    for piece in pieces or result.regime(name).pieces[:1]:
        _require_inside(piece.domain, _assumed(result), point)
    return result.regime(name).pieces[0], point, name


def _admissible(result: Swept, at: Mapping[Any, object]) -> ExactPoint:
    return admissible(result.domain, at, None, result._refusal, result._failures)


def _assumed(result: Swept) -> Sequence[Any]:
    return tuple(result.game.domain.conditions)


def _require_inside(domain: Domain, assumed: Sequence[Any], point: ExactPoint) -> None:
    """Require that no condition of the solution binds: what is assumed of the parameters may."""
    exact = domain.ring.exact_point(dict(point))
    edges = [
        str(condition)
        for condition in domain.conditions
        if condition not in assumed and Ratio(domain.ring, condition.polynomial).evaluate(exact) <= 0
    ]
    if edges:
        raise OutsideDomain(
            f"at {shown_point(point)} the formula is at the edge of where it is known to hold, {'; '.join(edges)}, and "
            "another may hold beyond; move the point off the edge"
        )


def _of_ratios(form: Any, point: ExactPoint) -> Elasticity:
    """Of rational functions of the parameters."""
    where = form.ring.exact_point(dict(point))

    def elasticity(name: str, symbol: sp.Symbol) -> sp.Expr | None:
        value = form.exact[name].evaluate(where)
        if not value:
            return None
        return to_sympy(point[symbol] * form.exact[name].derivative(symbol).evaluate(where) / value)

    return elasticity


def _through_root(form: ImplicitEquilibrium, point: ExactPoint) -> Elasticity:
    """Of rational functions of the parameters and a root, which moves with them by the implicit function theorem."""
    root, there = form.root, form.root.at(point)

    def elasticity(name: str, symbol: sp.Symbol) -> sp.Expr | None:
        function = form.exact[name].convert(root.ring)
        if root.value(function, point, there).expression() == 0:
            return None
        slope = function.derivative(symbol) + function.derivative(root.symbol) * root.derivative(symbol)
        share = Ratio(root.ring, root.ring.generators[root.ring.index[symbol]]) * slope / function
        return root.value(share, point, there).expression()

    return elasticity


def _of_expressions(form: FeedbackEquilibrium, point: ExactPoint) -> Elasticity:
    """Of functions with a square root, as SymPy has them."""
    numbers = {symbol: to_sympy(value) for symbol, value in point.items()}

    def elasticity(name: str, symbol: sp.Symbol) -> sp.Expr | None:
        function = form[name]
        value = sp.radsimp(sp.expand(function.subs(numbers)))
        if value == 0:
            return None
        slope = sp.diff(function, symbol).subs(numbers)
        return sp.radsimp(sp.expand(numbers[symbol] * slope / value))

    return elasticity
