"""Quantities of something solved at many points of its parameters, with the condition that fails at each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import DeclarationError, described, require_known
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.evaluate.closed_forms.on_grid import Backend
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.dataset import met_in
from lsec_models.evaluate.grid import Key, paired_points_of
from lsec_models.evaluate.kernel import INSIDE
from lsec_models.evaluate.memory_needed import field_over
from lsec_models.evaluate.plan import plan_on
from lsec_models.evaluate.work import SweepWork
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.refusals import refusal
from lsec_models.games.static.game import Game

Evaluated: TypeAlias = Swept | Game | DifferenceGame
Several: TypeAlias = "str | sp.Symbol | list[str] | tuple[str, ...] | None"


@dataclass(frozen=True, kw_only=True)
class ValuesAtPoints:
    """What something solved is at points.

    Attributes
    ----------
    values : dict from str to array
        Each quantity; NaN where a condition fails.
    failing : array of int
        The place of the first condition that fails in `conditions`; -1 where all hold.
    conditions : tuple of str
    regime : array of int
        The place of the regime in `regimes`; -1 where there is none.
    regimes : tuple of str
    parameters : dict from str to dict
        The attributes of each parameter.
    described : dict from str to dict
        The attributes of each quantity.
    attributes : dict from str to str
        What a sweep says of itself: ``fixed``, ``power_structure``, ``evidence``, ``caveat``.
    """

    values: Mapping[str, Floats]
    failing: NDArray[np.int16]
    conditions: tuple[str, ...]
    regime: NDArray[np.int16]
    regimes: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, str]]
    described: Mapping[str, Mapping[str, str]]
    attributes: Mapping[str, str]

    @property
    def holds(self) -> NDArray[np.bool_]:
        """At which points no condition fails."""
        return np.asarray(self.failing == INSIDE)

    def why(self, place: int) -> str:
        """Return the words of the first condition that fails at a point; empty where none does."""
        code = int(self.failing[place])
        return "" if code == INSIDE else self.conditions[code]

    def regime_at(self, place: int) -> str:
        """Return the name of the regime at a point; empty where there is none."""
        code = int(self.regime[place])
        return "" if code == INSIDE else self.regimes[code]


def values_at_points(
    verb: str,
    solved: Any,
    together: Mapping[str, Floats],
    at: Mapping[Key, object],
    quantities: Several = None,
    backend: Backend = "numpy",
) -> ValuesAtPoints:
    """Return the quantities of something solved at points, in floats, as a sweep has them over a grid.

    Parameters
    ----------
    verb : str
        Who asks, for messages.
    solved : Evaluated
    together : mapping from str to array
        The parameters that vary, as arrays of one length.
    at : mapping
        The others.
    quantities : name, or sequence of names, optional
        All without it.
    backend : {"numpy", "numba"}, optional

    Raises
    ------
    DeclarationError, UnknownName, OutsideDomain
        As of :func:`lsec_models.sweep`, and if a quantity is not known.
    """
    require_evaluated(verb, solved)
    plan = plan_on(solved, lambda names: paired_points_of(names, together, at), backend)
    chosen = names_of(quantities) or list(plan.quantities)
    for name in chosen:
        require_known(name, plan.quantities, f"no quantity {name!r}")
    work = SweepWork(plan.only(chosen))
    field = field_over(work.plan, "ask for fewer points, or fewer quantities")
    evaluator = work.plan.evaluator()
    for piece in work.pieces:
        evaluator.fill(piece.block, [field.at(0).block(piece.block)])
    met: Counter[str] = met_in(field, evaluator.conditions)
    return ValuesAtPoints(
        values={name: value[0] for name, value in field.values.items()},
        failing=field.violated[0],
        conditions=tuple(evaluator.conditions),
        regime=field.regime[0],
        regimes=tuple(evaluator.regimes),
        parameters=plan.parameters,
        described=work.plan.quantities,
        attributes=work.plan.attributes(met),
    )


def require_evaluated(verb: str, solved: object) -> None:
    """Refuse what is neither a closed form nor a game that is solved at points.

    Raises
    ------
    DeclarationError
    """
    if isinstance(solved, (*get_args(Swept), Game, DifferenceGame)):
        return
    takes = "a closed form that solve(game) returns, or a Game or DifferenceGame itself, which is solved point by point"
    raise refusal(verb, takes, solved)


def names_of(asked: Several, argument: str = "quantities") -> list[str]:
    """Return names, of one or several names or symbols; none of None, by which all are meant.

    Raises
    ------
    DeclarationError
        If something else is given as the argument, or nothing is named.
    """
    if asked is None:
        return []
    if isinstance(asked, str | sp.Symbol):
        return [str(asked)]
    names = list(asked) if isinstance(asked, Iterable) and not isinstance(asked, Mapping) else []
    if not names or not all(isinstance(name, str | sp.Symbol) for name in names):
        raise DeclarationError(
            f"{argument} = {described(asked)}: give names, as in {argument}=['q', 'w']; for all of them leave it out"
        )
    return [str(name) for name in names]


def parameters_of(solved: Evaluated) -> tuple[sp.Symbol, ...]:
    """Return the parameters of something solved, by name."""
    symbols = solved.parameters if isinstance(solved, Game | DifferenceGame) else solved.ring.symbols
    return tuple(sorted(symbols, key=lambda symbol: symbol.name))


def moved_parameters(solved: Evaluated, asked: Several) -> list[sp.Symbol]:
    """Return the parameters that are to move by a share: those that are named, else all that are not whole numbers.

    Raises
    ------
    UnknownName
        If one is not known.
    DeclarationError
        If one that is named is declared integer, or none moves.
    """
    known = {symbol.name: symbol for symbol in parameters_of(solved)}
    for name in names_of(asked, "parameters"):
        require_known(name, known, f"no parameter {name!r}")
        if known[name].is_integer:
            raise DeclarationError(
                f"{name} is declared integer: it does not move by a share; sweep it, over={{{name!r}: [1, 2, 3]}}"
            )
    moved = [known[name] for name in names_of(asked, "parameters") or known if not known[name].is_integer]
    if not moved:
        why = "every parameter is declared integer; sweep it" if known else "there is no parameter; give the game some"
        raise DeclarationError(f"nothing moves by a share: {why}")
    return moved
