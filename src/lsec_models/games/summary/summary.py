"""What a result says, in the one form from which every format is written: text, HTML, LaTeX, Mathematica and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any, Protocol

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.domains.latex import latex_of
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import require_known
from lsec_models.games.evidence.evidence import Evidence
from lsec_models.games.frozen import Frozen
from lsec_models.games.summary.numbers import rounded
from lsec_models.games.summary.quantity_name import QuantityName

DECISION, PAYOFF, REPORT, SHARE = "decision", "payoff", "report", "share"
STRATEGY, VALUE, SPEED, START, STEADY = "strategy", "value function", "speed", "start", "steady state"
_WORDS = {PAYOFF: "payoff of {}", VALUE: "value of {}", SPEED: "speed of {}", START: "start of {}"}
_WORDS |= {STEADY: "steady state {}", SHARE: "share of {}"}
_LATEX = {DECISION: "{}^*", PAYOFF: r"\pi_{{{}}}^*", REPORT: "{}^*", STRATEGY: "{}^*", VALUE: "V_{{{}}}^*"}
_LATEX |= {SHARE: "{}^*", SPEED: r"\dot{{{}}}", START: "{}(0)", STEADY: r"\bar{{{}}}"}


class Asked(Protocol):
    """What a result asks of the parameters."""

    @property
    def relation(self) -> sp.Basic:
        """The inequality, as SymPy shows it."""
        ...

    @property
    def origin(self) -> str:
        """Where it comes from, in words; what is asked, where the relation is only ``true``, or ``false`` for never."""
        ...


@dataclass(frozen=True, kw_only=True)
class ReadCondition:
    """A long condition as people read it.

    Attributes
    ----------
    condition : Asked
        The same in parameters alone.
    relation : sympy.Basic
        With names for factors.
    """

    condition: Asked
    relation: sp.Basic

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return self.condition.origin

    def __str__(self) -> str:
        return f"{self.relation}  [{self.origin}]"


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One quantity of a result.

    Attributes
    ----------
    name : str
        By which the result gives it.
    role : str
        What it is: a decision, payoff, report or share; over time a strategy, value function, speed, start or steady
        state.
    value : sympy.Expr
    symbol : sympy.Symbol or None
        How it is written; None where it is called by its name in words.
    exact : Ratio or None
        The same as a rational function, where it is one.
    shown : sympy.Expr or None
        The value as people read it, with names for factors; None where it is read as it is.
    declared : sympy.Expr or None
        How it was declared, in decisions and parameters.
    by_names : sympy.Expr or None
        The value in terms of other quantities of the result, where that is much shorter.
    """

    name: str
    role: str
    value: sp.Expr
    symbol: sp.Symbol | None = None
    exact: Ratio | None = None
    shown: sp.Expr | None = None
    declared: sp.Expr | None = None
    by_names: sp.Expr | None = None

    @property
    def readable(self) -> sp.Expr:
        """The value as people read it, its decimals rounded."""
        return self.closed_form if self.by_names is None else self.by_names

    @property
    def closed_form(self) -> sp.Expr:
        """The value in parameters alone, with names for factors."""
        return rounded(self.value) if self.shown is None else self.shown

    @property
    def exact_form(self) -> sp.Expr:
        """The value in parameters alone, with names for factors, all digits of its decimals kept."""
        return self.value if self.shown is None else self.shown

    @property
    def reference(self) -> sp.Symbol:
        """What stands for it where others are written in terms of it."""
        return QuantityName(self.name, self.label) if self.symbol is None else self.symbol

    @property
    def is_said(self) -> bool:
        """Whether it is shown to people: speeds and starts are for programs."""
        return self.role not in (SPEED, START)

    @property
    def label(self) -> str:
        """What it is called in text.

        Examples
        --------
        >>> Quantity(name="streamer", role=PAYOFF, value=sp.Integer(3)).label
        'payoff of streamer'
        """
        return _WORDS.get(self.role, "{}").format(self.name)

    @property
    def latex(self) -> str:
        """What it is called in formulas.

        Examples
        --------
        >>> print(Quantity(name="streamer", role=PAYOFF, value=sp.Integer(3)).latex)
        \\pi_{\\text{streamer}}^*
        """
        words = rf"\text{{{self.name.replace('_', ' ')}}}"
        return _LATEX[self.role].format(words if self.symbol is None else sp.latex(self.symbol))


@dataclass(frozen=True, kw_only=True, repr=False)
class NamedFactor:
    """What formulas share, under a name: a factor of several quantities, or another quantity of the same result.

    Attributes
    ----------
    symbol : sympy.Symbol
    value : sympy.Expr
    positive : bool
        Whether it is known to be positive where the result holds.
    below : bool
        Whether some quantity is divided by it.
    """

    symbol: sp.Symbol
    value: sp.Expr
    positive: bool
    below: bool = False

    def __repr__(self) -> str:
        return f"{self.symbol} = {self.value}{' > 0' if self.positive else ''}"

    @property
    def latex(self) -> str:
        """The same as a formula."""
        return f"{sp.latex(self.symbol)} = {latex_of(self.value)}{' > 0' if self.positive else ''}"


@dataclass(frozen=True, kw_only=True)
class SummaryBranch:
    """One of the alternatives that a result consists of: a regime, a mode, or one equilibrium of several.

    Attributes
    ----------
    name : str
    quantities : tuple of Quantity
    cells : tuple of tuples of conditions
        It holds where all conditions of at least one cell do; a cell without conditions holds wherever the result does.
        Without cells, where it holds is not a question: the result stands at one point.
    note : str
        What else is to be known of it.
    binding : tuple of str
        The constraints that bind.
    holds_where : str
        The words that introduce the conditions.
    """

    name: str
    quantities: tuple[Quantity, ...] = ()
    cells: tuple[tuple[Asked, ...], ...] = ()
    note: str = ""
    binding: tuple[str, ...] = ()
    holds_where: str = "holds where"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a result says.

    Attributes
    ----------
    kind, title, label : str
        What kind of result it is, its headline, and what was solved, in words.
    evidence : Evidence
    parameters, states : tuple of sympy.Symbol
        What its formulas are made of.
    point : Mapping from str to Fraction, optional
        Where it stands, if at one point only.
    quantities : tuple of Quantity
        Those of the whole result; what has alternatives has them in `branches`.
    conditions : tuple of conditions
        Where it holds.
    holds_where : str
        The words that introduce the conditions; empty for what holds at one point.
    branches : tuple of SummaryBranch
    branch_kind : str
        What a branch is: a regime, a mode or a solution.
    notes : tuple of str
        What else is to be known, a line each.
    method : str
        How it was solved, where there are several ways.
    root : (Symbol, Ratio), optional
        The square root that exact formulas have: what stands for it, and what it is the root of.
    factors : tuple of NamedFactor
        The names in what people read, the same for all quantities.
    definitions : tuple of ParametricRoot
        What symbols in formulas stand for that are not parameters.
    explained : tuple of sympy.Symbol
        Further symbols in formulas, which notes explain.
    tiled : bool or None
        Whether it is proved that the branches tile the domain; None where that is not a question.
    """

    kind: str
    title: str
    label: str
    evidence: Evidence
    parameters: tuple[sp.Symbol, ...] = ()
    states: tuple[sp.Symbol, ...] = ()
    point: Mapping[str, Fraction] = Frozen({})
    quantities: tuple[Quantity, ...] = ()
    conditions: tuple[Asked, ...] = ()
    holds_where: str = ""
    branches: tuple[SummaryBranch, ...] = ()
    branch_kind: str = "solution"
    notes: tuple[str, ...] = ()
    method: str = ""
    root: tuple[sp.Symbol, Ratio] | None = None
    factors: tuple[NamedFactor, ...] = ()
    definitions: tuple[ParametricRoot, ...] = ()
    explained: tuple[sp.Symbol, ...] = ()
    tiled: bool | None = None

    @property
    def everything(self) -> Iterator[Quantity]:
        """The quantities of the result and of all its branches."""
        yield from self.quantities
        for branch in self.branches:
            yield from branch.quantities

    @property
    def asked(self) -> Iterator[Asked]:
        """The conditions of the result and of all its branches."""
        yield from self.conditions
        for branch in self.branches:
            yield from chain.from_iterable(branch.cells)

    @property
    def common_names(self) -> tuple[str, ...]:
        """The names of the quantities that all branches have which have any; where nothing is played there is none."""
        names = dict.fromkeys(quantity.name for branch in self.branches for quantity in branch.quantities)
        had = [{quantity.name for quantity in branch.quantities} for branch in self.branches if branch.quantities]
        return tuple(name for name in names if all(name in one for one in had))

    def only(self, names: Sequence[str]) -> Summary:
        """Return the same with some of its quantities, in the order in which they are named.

        Raises
        ------
        UnknownName
            If there is no such quantity, or some branch does not have it.
        """
        known = self.common_names if self.branches else tuple(quantity.name for quantity in self.quantities)
        for name in names:
            where = "at this equilibrium" if known else f"here: {self.title}"
            require_known(name, known, f"no quantity {name!r} {where}")
        place = {name: number for number, name in enumerate(names)}

        def kept(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
            named = [quantity for quantity in quantities if quantity.name in place]
            return tuple(sorted(named, key=lambda quantity: place[quantity.name]))

        branches = tuple(replace(branch, quantities=kept(branch.quantities)) for branch in self.branches)
        some = self._defined(replace(self, quantities=kept(self.quantities), branches=branches))
        used = {symbol for quantity in some.everything for symbol in quantity.readable.free_symbols}
        used |= {symbol for asked in some.asked for symbol in asked.relation.free_symbols}
        used |= {symbol for one in some.factors for symbol in one.value.free_symbols if one not in self.factors}
        return replace(some, factors=tuple(one for one in some.factors if one.symbol in used))

    def _defined(self, some: Summary) -> Summary:
        """Return a part of this in which each quantity that others are written in, and that is left out, is defined.

        Branches have closed forms instead: a quantity is another one in each.
        """
        branches = tuple(
            replace(branch, quantities=tuple(replace(quantity, by_names=None) for quantity in branch.quantities))
            for branch in some.branches
        )
        kept = {quantity.name for quantity in some.quantities}
        left_out = {quantity.reference: quantity for quantity in self.quantities if quantity.name not in kept}
        defined: dict[sp.Symbol, NamedFactor] = {}
        asked = [quantity.readable for quantity in some.quantities]
        while asked:
            for symbol in sorted(asked.pop(0).free_symbols & left_out.keys() - defined.keys(), key=str):
                value = left_out[symbol].readable
                defined[symbol] = NamedFactor(symbol=symbol, value=value, positive=False)
                asked.append(value)
        return replace(some, branches=branches, factors=(*defined.values(), *self.factors))


def quantities_of(game: Any, values: Mapping[str, Any]) -> tuple[Quantity, ...]:
    """Return quantities of a game that has players, decisions and reports, each with its role.

    Parameters
    ----------
    game : Game or DifferentialGame
    values : mapping from str to Ratio, sympy.Expr or number
    """
    symbols = {decision.name: decision for decision in game.decisions}
    players = {player.name for player in game.players}
    hidden: frozenset[str] = getattr(game, "hidden", frozenset())
    declared: Mapping[str, sp.Expr] = getattr(game, "declared_quantities", {})
    return tuple(
        Quantity(
            name=name,
            role=DECISION if name in symbols else PAYOFF if name in players else REPORT,
            value=value.expression() if isinstance(value, Ratio) else sp.sympify(value),
            symbol=symbols.get(name),
            exact=value if isinstance(value, Ratio) else None,
            declared=declared.get(name),
        )
        for name, value in values.items()
        if name not in hidden
    )


def exact_condition(condition: Asked) -> Asked:
    """Return a condition in parameters alone."""
    return condition.condition if isinstance(condition, ReadCondition) else condition


def payoff_quantities(payoffs: Mapping[str, Any]) -> tuple[Quantity, ...]:
    """Return payoffs by player as quantities."""
    return tuple(Quantity(name=name, role=PAYOFF, value=sp.sympify(value)) for name, value in payoffs.items())


def at_point(point: Mapping[str, object]) -> str:
    """Return where a result stands, to be added to what it is called; nothing without parameters.

    Examples
    --------
    >>> at_point({"a": 1}), at_point({})
    (' at a = 1', '')
    """
    return f" at {shown_point(point)}" if point else ""


def shown_point(point: Mapping[Any, object]) -> str:
    """Return a point as it stands in a sentence.

    Examples
    --------
    >>> shown_point({"a": Fraction(7, 2), "b": 1})
    'a = 7/2, b = 1'
    """
    return ", ".join(f"{name} = {value}" for name, value in point.items())
