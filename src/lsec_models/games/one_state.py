"""One decision maker, one state, one control, infinite horizon: what such a problem is. Nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.description import Described, Description
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.parameter_point import Point, exact_number
from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Decision, Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row
from lsec_models.games.result import admissible
from lsec_models.games.sequence_fields import relation_sequence
from lsec_models.games.static.results.evidence_subject import digest
from lsec_models.games.summary.summary import shown_point
from lsec_models.signature import explained_fields

_SMOOTH = (sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.atan, sp.sinh, sp.cosh, sp.tanh)
_ATOMS = (sp.Rational, sp.Float, sp.Symbol, type(sp.pi), type(sp.E))


@explained_fields
@dataclass(frozen=True, kw_only=True, repr=False)
class OneStateProblem(Described):
    """Choose a control over time so that the discounted stream of payoffs is largest.

    Maximise the integral of ``exp(-discount * t) * payoff(state, control)`` over all times from 0 on, where
    ``d state / dt = dynamics(state, control)``.

    Attributes
    ----------
    state : sympy.Symbol
        What changes over time; not a parameter.
    control : Decision
        What is chosen. A decision that is declared nonnegative is at least zero.
    payoff : sympy.Expr
        What is earned per unit of time: a smooth expression in state, control and parameters.
    dynamics : sympy.Expr
        How fast the state changes; must contain the control.
    discount : sympy.Expr
        The discount rate, in parameters only; positive at every point at which the problem is solved.
    between : tuple of two expressions
        The interval of states that is studied: numbers, or expressions in parameters.
    control_between : tuple of two expressions or None, optional
        The smallest and the largest control; None for an end without bound. Without it, the declared sign counts.
    assuming : sequence of SymPy inequalities
        What is known of the parameters, beyond their declared signs.

    Raises
    ------
    DeclarationError
        If the dynamics do not contain the control, a symbol is undeclared or plays two roles, an expression is not
        smooth, the discount rate is not positive, or an interval is empty.
    ContradictoryAssumptions
        If no parameters satisfy the assumptions.

    Examples
    --------
    >>> from lsec_models import decisions, parameters
    >>> r, delta = parameters("r delta", positive=True)
    >>> goodwill, effort = sp.Symbol("G"), decisions("e")
    >>> problem = OneStateProblem(state=goodwill, control=effort, payoff=goodwill - effort**2 / 2,
    ...                           dynamics=effort - delta * goodwill, discount=r, between=(0, 10))
    >>> problem.parameters
    (delta, r)
    >>> problem.at({"r": 0.1, "delta": 0.2}).dynamics
    e - G/5
    """

    state: sp.Symbol
    control: Decision
    payoff: sp.Expr
    dynamics: sp.Expr
    discount: sp.Expr
    between: tuple[sp.Expr, sp.Expr]
    control_between: tuple[sp.Expr | None, sp.Expr | None] | None = None
    assuming: Sequence[sp.Basic] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.state, sp.Symbol) or isinstance(self.state, Parameter):
            raise DeclarationError(f"state {self.state!r}: give a sympy.Symbol that is not a parameter")
        if not isinstance(self.control, Decision) or self.control == self.state:
            raise DeclarationError(
                f"control {self.control!r}: give a decision other than the state; declare it with decisions('u')"
            )
        for role in ("payoff", "dynamics", "discount"):
            object.__setattr__(self, role, _smooth(getattr(self, role), role))
        ends = (0 if self.control.is_nonnegative else None, None)
        object.__setattr__(self, "between", _interval(self.between, "between", self.state))
        given = ends if self.control_between is None else self.control_between
        object.__setattr__(self, "control_between", _interval(given, "control_between", self.control))
        object.__setattr__(self, "assuming", relation_sequence(self.assuming, "assuming"))
        _check_ends(self)
        _check_symbols(self)
        _ = self.domain

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters, sorted by name."""
        return tuple(sorted(_symbols(self) - {self.state, self.control}, key=lambda symbol: symbol.name))

    @cached_property
    def domain(self) -> Domain:
        """The admissible parameters, by declared signs and `assuming`."""
        return domain_of(self.parameters, self.assuming)

    @property
    def control_ends(self) -> tuple[sp.Expr | None, sp.Expr | None]:
        """The smallest and the largest control; None for an end without bound."""
        assert self.control_between is not None, "the declaration fills it in"
        return self.control_between

    def description(self) -> Description:
        """Return what is maximised, how the state moves, and between which ends."""
        low, high = self.control_ends
        ends = [f"from {low} on" if low is not None else "", f"at most {high}" if high is not None else ""]
        held = ", ".join(filter(None, ends)) if high is None or low is None else f"from {low} to {high}"
        return Description(
            title=f"Steering {self.state} by {self.control}",
            rows=(
                ("payoff per unit of time", self.payoff),
                (f"d{self.state}/dt", self.dynamics),
                ("discount rate", self.discount),
                (self.state, f"from {self.between[0]} to {self.between[1]}"),
                (self.control, held or "any number"),
            ),
            notes=tuple(("assuming", relation) for relation in self.assuming),
        )

    def at(self, point: Point | None = None, **values: object) -> OneStateProblem:
        """Return the same problem with exact numbers in place of its parameters.

        Parameters
        ----------
        point : mapping, optional
            A number for every parameter, by name or symbol; floats are read as the decimal they print as, and text such
            as ``"7/2"`` is exact.
        **values : numbers
            The same by name, as in ``at(a=10)``.

        Raises
        ------
        UnknownName
            If a name is not a parameter.
        DeclarationError
            If a parameter has no value, the discount rate is not positive there, or an interval is empty there.
        OutsideDomain
            If a declared sign or an assumption fails there.
        """
        exact = admissible(self.domain, point, values, lambda: "the problem is not defined")
        values = {symbol: to_sympy(value) for symbol, value in exact.items()}
        try:
            return OneStateProblem(
                state=self.state,
                control=self.control,
                payoff=self.payoff.xreplace(values),
                dynamics=self.dynamics.xreplace(values),
                discount=self.discount.xreplace(values),
                between=_at(self.between, values),
                control_between=_at(self.control_ends, values),
            )
        except DeclarationError as error:
            where = shown_point(exact) or "the only point"
            raise DeclarationError(f"at {where}: {error}") from None


def _at(ends: tuple[sp.Expr | None, sp.Expr | None], values: Mapping[sp.Symbol, sp.Rational]) -> Any:
    return tuple(None if end is None else end.xreplace(values) for end in ends)


def _smooth(value: object, role: str) -> sp.Expr:
    """Return an expression built of smooth functions alone, its floats read as the decimals they print as."""
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | sp.Expr):
        raise DeclarationError(f"{role}: {value!r} is not an expression; build it from the declared symbols")
    expression = value if isinstance(value, sp.Expr) else _rational(value, role)
    for node in sp.preorder_traversal(expression):
        if not isinstance(node, _SMOOTH + _ATOMS):
            raise DeclarationError(
                f"{role}: {node} is not a smooth function that is understood here; use powers, exp, log, sin, cos, "
                "tan, atan, sinh, cosh and tanh of declared symbols and finite numbers"
            )
    return expression.xreplace({number: _rational(number, role) for number in expression.atoms(sp.Float)})


def _rational(value: object, role: str) -> sp.Rational:
    return to_sympy(exact_number(value, f"a number in {role}"))


def _interval(value: object, what: str, symbol: sp.Symbol) -> tuple[sp.Expr | None, sp.Expr | None]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise DeclarationError(f"{what}: {value!r} is not a pair; write (lowest {symbol}, highest {symbol})")
    low, high = (None if end is None else _smooth(end, what) for end in value)
    return low, high


def _check_ends(problem: OneStateProblem) -> None:
    if None in problem.between:
        raise DeclarationError(f"between: the interval of {problem.state} needs two finite ends")
    for what, (low, high) in {"between": problem.between, "control_between": problem.control_ends}.items():
        if low is not None and high is not None and (high - low).is_positive is False:
            raise DeclarationError(
                f"{what}: from {low} to {high} there is no interval; the first end must be the lower"
            )
    if problem.discount.is_positive is False:
        raise DeclarationError(
            f"discount: the rate {problem.discount} is not positive, so that payoffs without end have no finite value; "
            "give a positive rate"
        )


def _symbols(problem: OneStateProblem) -> set[sp.Symbol]:
    ends = [end for end in (*problem.between, *problem.control_ends) if end is not None]
    parts = (problem.payoff, problem.dynamics, problem.discount, *ends, *problem.assuming)
    return {symbol for part in parts for symbol in getattr(part, "free_symbols", ())}


def _check_symbols(problem: OneStateProblem) -> None:
    for symbol in sorted(_symbols(problem) - {problem.state, problem.control}, key=str):
        if not isinstance(symbol, Parameter):
            raise DeclarationError(
                f"symbol {symbol} is undeclared: it is neither the state {problem.state} nor the control "
                f"{problem.control}; declare it with parameters({symbol.name!r}, ...)"
            )
    names = [symbol.name for symbol in _symbols(problem) | {problem.state, problem.control}]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DeclarationError(f"the name {twice[0]!r} is used for two different symbols; rename one of them")
    if problem.control not in problem.dynamics.free_symbols:
        raise DeclarationError(
            f"dynamics: {problem.dynamics} does not contain the control {problem.control}, so that nothing can be "
            f"steered; put {problem.control} into it"
        )
    ends = [end for end in (*problem.between, *problem.control_ends) if end is not None]
    for part in (problem.discount, *ends, *problem.assuming):
        moving: set[sp.Symbol] = getattr(part, "free_symbols", set()) & {problem.state, problem.control}
        if moving:
            raise DeclarationError(
                f"{part} contains {sorted(moving, key=str)[0]}; discount, intervals and assumptions are made of "
                "parameters and numbers"
            )


def evidence_of_one_state(problem: OneStateProblem, findings: Iterable[Finding], *stated: object) -> Evidence:
    """Return the evidence of a solution of a one-state problem.

    Parameters
    ----------
    problem : OneStateProblem
    findings : iterable of Finding
        What is established; a row that none is about is open.
    *stated : object
        The quantities; they print as the same text only where they are the same.
    """
    return Evidence(subject=digest(problem, *stated), required=required_of_one_state(problem), findings=tuple(findings))


def required_of_one_state(problem: OneStateProblem) -> tuple[Row, ...]:
    """Return what a solution must answer: what every result over time must, and how accurate its numbers are.

    Examples
    --------
    >>> x, u = sp.Symbol("x"), Decision("u", real=True)
    >>> problem = OneStateProblem(state=x, control=u, payoff=-(x**2) - u**2, dynamics=u, discount=1, between=(-1, 1))
    >>> for row in required_of_one_state(problem):
    ...     print(row)
    exists at each admissible point
    optimal: decision maker in u
    off the path: later answers exist and are optimal
    transversality: nothing is left to gain at the end, or in the long run
    stable: the states settle
    complete: no other equilibrium
    accurate: the numbers are within the stated error
    """
    best = Row(about=About.OPTIMAL, player="decision maker", decisions=(problem.control.name,))
    others = (About.OFF_PATH, About.TRANSVERSALITY, About.STABLE, About.COMPLETE, About.ACCURATE)
    return (Row(about=About.EXISTS), best, *(Row(about=about) for about in others))
