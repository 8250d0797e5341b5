"""An equilibrium as people read it: text or LaTeX, with numbers put in where they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.ratio import Ratio
from lsec_models.errors import OutsideDomain
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.show.export.formulas import to_latex


def equilibrium_text(
    equilibrium: Equilibrium, *, at: Mapping[sp.Symbol, Fraction] | None = None, only: Sequence[str] = ()
) -> str:
    """Return an equilibrium as lines of text.

    Parameters
    ----------
    equilibrium : Equilibrium
    at : mapping, optional
        Values for some or all parameters. With all of them, every quantity is a number.
    only : sequence of str
        The quantities to show, without anything else; everything without it.

    Returns
    -------
    str

    Raises
    ------
    OutsideDomain
        If the equilibrium does not exist at these values; the message says why.
    UnknownName
        If a quantity does not exist.
    """
    shown = _shown(equilibrium, at or {}, only)
    lines = [f"{name} = {_value(value)}" for name, value in shown.quantities]
    if only:
        return "\n".join(lines)
    holds = [str(condition) for condition in shown.conditions] or ["all parameters are as declared"]
    given = [f"  {symbol} = {value}" for symbol, value in (at or {}).items()]
    return "\n".join(
        [
            equilibrium.title,
            *(["at", *given] if given else []),
            *(f"  {line}" for line in lines),
            *([] if shown.is_point else [equilibrium.holds_where, *(f"  {words}" for words in holds)]),
            equilibrium.evidence.line(),
        ]
    )


def equilibrium_latex(
    equilibrium: Equilibrium, *, at: Mapping[sp.Symbol, Fraction] | None = None, only: Sequence[str] = ()
) -> str:
    """Return an equilibrium as a LaTeX ``align*`` environment, with its evidence as a comment.

    Parameters and errors are those of :func:`equilibrium_text`.
    """
    shown = _shown(equilibrium, at or {}, only)
    rows = [rf"{_symbol(equilibrium, name)}^* &= {to_latex(value)}" for name, value in shown.quantities]
    said = ""
    if not only:
        rows += [rf"&{to_latex(condition.relation)}" for condition in shown.conditions]
        said = f"% {equilibrium.title}\n% {equilibrium.evidence.line()}\n"
    return said + "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


@dataclass(frozen=True, kw_only=True)
class _Shown:
    quantities: list[tuple[str, sp.Expr]]
    conditions: list[Condition]
    is_point: bool


def _shown(equilibrium: Equilibrium, at: Mapping[sp.Symbol, Fraction], only: Sequence[str]) -> _Shown:
    names = list(only) or list(equilibrium.exact)
    for name in names:
        equilibrium[name]
    is_point = bool(at) and len(at) == len(equilibrium.ring.symbols)
    if is_point:
        values = equilibrium.at(at).values
        return _Shown(quantities=[(name, values[name]) for name in names], conditions=[], is_point=True)
    numbers = {symbol: Ratio.constant(equilibrium.ring, value) for symbol, value in at.items()}
    conditions = [
        kept for c in equilibrium.domain.conditions if (kept := _reduced(equilibrium, c, numbers)) is not None
    ]
    _check_declared(at)
    quantities = [(name, equilibrium.exact[name].substitute(numbers).expression()) for name in names]
    return _Shown(quantities=quantities, conditions=conditions, is_point=False)


def _reduced(equilibrium: Equilibrium, condition: Condition, numbers: Mapping[sp.Symbol, Ratio]) -> Condition | None:
    """Return what is left of a condition with numbers put in; None where nothing is."""
    ring = equilibrium.ring
    left = Ratio(ring, condition.polynomial).substitute(numbers).numerator
    if not ring.used(left):
        value = int(left.leading_coefficient()) if not left.is_zero() else 0
        if value < 0 or (value == 0 and condition.strict):
            raise OutsideDomain(
                f"the {equilibrium.kind} of {equilibrium.label} does not hold at these values: {condition}"
            )
        return None
    return Condition(ring=ring, polynomial=left, strict=condition.strict, origin=condition.origin)


def _check_declared(at: Mapping[sp.Symbol, Fraction]) -> None:
    for symbol, value in at.items():
        if (symbol.is_positive and value <= 0) or (symbol.is_nonnegative and value < 0):
            kind = "positive" if symbol.is_positive else "nonnegative"
            raise OutsideDomain(f"{symbol} is declared {kind}, given {value}")


def _value(value: sp.Expr) -> str:
    if not value.is_Rational or value.is_Integer:
        return str(value)
    return f"{value}  ({Decimal(int(value.p)) / Decimal(int(value.q)):.6g})"


def _symbol(equilibrium: Equilibrium, name: str) -> str:
    for decision in equilibrium.game.decisions:
        if decision.name == name:
            return to_latex(decision)
    words = name.replace("_", " ")
    return rf"\pi_{{\text{{{words}}}}}" if name in equilibrium.payoffs else rf"\text{{{words}}}"
