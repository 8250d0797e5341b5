"""The sign of a function of parameters and a root, and of its derivatives, at the root."""

from __future__ import annotations

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.prove.deciding.decide import decide
from lsec_models.prove.results.signs import DecidedSign
from lsec_models.prove.results.verdicts import Contradictory, Mixed, Proved, Verdict
from lsec_models.prove.special_claims.at_root import RootProblem
from lsec_models.prove.statements.claim_to_statement import sign_statement
from lsec_models.work import Work

_ATTEMPTS = {1: ((">", ">"), (">=", ">=")), -1: (("<", "<"), ("<=", "<="))}


def sign_at_root(function: Ratio, root: ParametricRoot, *, name: str, work: Work) -> DecidedSign:
    """Decide the sign of a function of parameters and a root.

    Points say what to prove; a function of both signs is shown with a point for each.

    Parameters
    ----------
    function : Ratio
        Over the ring of the root.
    root : ParametricRoot
    name : str
        What verdicts call the function.
    work : Work
        Of which each statement that is tried takes slices.
    """
    if function.is_zero():
        verdict: Verdict = decide(sign_statement(function, "=", root.region, name), work)
        return DecidedSign(symbol="=", condition=None, verdict=verdict)
    signs = RootProblem(stated=sign_statement(function, ">", root.region, name), roots=(root,)).signs_at_points()
    for relation, symbol in _ATTEMPTS[-1 if -1 in signs and 1 not in signs else 1]:
        verdict = _verdict(function, relation, root, name, work)
        if isinstance(verdict, Mixed):
            return DecidedSign(symbol="><", condition=None, verdict=verdict)
        if isinstance(verdict, Contradictory):
            return DecidedSign(symbol="-", condition=None, verdict=verdict)
        if isinstance(verdict, Proved):
            return DecidedSign(symbol=symbol, condition=None, verdict=verdict)
    return DecidedSign(symbol="?", condition=None, verdict=verdict)


def slope_at_root(function: Ratio, root: ParametricRoot, parameter: sp.Symbol) -> Ratio:
    """Return a function with the sign of how another one moves with a parameter, by the implicit function theorem.

    The defining polynomial falls at the root, which is simple: the derivative times minus its slope there has the sign
    of the derivative.
    """
    ring = root.ring
    defining = Ratio(ring, root.polynomial)
    direct = function.derivative(parameter) * defining.derivative(root.symbol)
    return function.derivative(root.symbol) * defining.derivative(parameter) - direct


def _verdict(function: Ratio, relation: str, root: ParametricRoot, name: str, work: Work) -> Verdict:
    stated = sign_statement(function, relation, root.region, name)
    return RootProblem(stated=stated, roots=(root,)).decided(lambda asked: decide(asked, work))
