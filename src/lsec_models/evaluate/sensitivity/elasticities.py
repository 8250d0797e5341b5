"""By how many percent quantities move where a parameter moves by one percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.errors import require_known
from lsec_models.evaluate.attributes import attributes_of
from lsec_models.evaluate.grid import Key
from lsec_models.evaluate.sensitivity.central_differences import central_differences
from lsec_models.evaluate.sensitivity.exact_elasticities import elasticity_at, form_at
from lsec_models.evaluate.sensitivity.implicit_elasticities import implicit_elasticities
from lsec_models.evaluate.sensitivity.values_at_points import (
    Evaluated,
    Several,
    moved_parameters,
    names_of,
    require_evaluated,
)
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.summary.summary import shown_point
from lsec_models.signature import explained

if TYPE_CHECKING:
    import pandas as pd


@explained
def elasticities(
    solved: Evaluated, quantities: Several = None, parameters: Several = None, *, at: Mapping[Key, object]
) -> pd.DataFrame:
    """Return the elasticity of each quantity in each parameter at a point, all other parameters held fixed.

    1. The elasticity of Q in x is ``(x / Q) dQ/dx``: by how many percent Q moves where x moves by one.
    2. Of a closed form it is exact: the derivative of the formula that holds around the point, of what is in terms of a
       root by the implicit function theorem, and evaluated in exact numbers.
    3. Of a game that is searched in numbers, inside all bounds, first-order conditions hold at neighbouring points too:
       their exact derivatives say how all moves, and the table says how far central differences are from that.
    4. Of another game it is a central difference of ``solve(game, at=...)``, and the table says how far two steps
       differ.

    Parameters
    ----------
    solved : Equilibrium, ImplicitEquilibrium, PiecewiseEquilibrium, FeedbackEquilibrium, BayesianEquilibrium, Game or \
DifferenceGame
        Of a piecewise equilibrium the formula of the regime at the point is taken.
    quantities : name, or sequence of names, optional
        All without it.
    parameters : name or symbol, or sequence of these, optional
        All without it that are not declared integer.
    at : mapping
        By name or symbol: a number for every parameter.

    Returns
    -------
    pandas.DataFrame
        A row for each quantity, a column for each parameter. Of a closed form entries are SymPy's exact numbers
        (``table.astype(float)`` for plain ones), of a game floats. NaN where a quantity is zero: it has no percentages.
        In ``attrs``: ``fixed``, the point in words, ``method``, ``regime``, ``evidence`` and ``caveat`` of what it is
        made of, ``error``, the greatest difference from, or between, central differences (0 where exact), and
        ``described``, how quantities and parameters are written. `plot` draws it.

    Raises
    ------
    OutsideDomain
        If nothing, or several equilibria, are found at the point, or it lies at the edge of where the formula holds.
    UnknownName, DeclarationError
        If a name is not known, or a parameter is missing, no number, or declared integer.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> monopoly = solve(Game(players=[Player("monopolist", decides=[p], payoff=(p - 1) * (a - b * p))]))
    >>> elasticities(monopoly, at={"a": 10, "b": 2})
                  a     b
    p           5/6  -5/6
    monopolist  5/2  -3/2
    """
    require_evaluated("elasticities", solved)
    if isinstance(solved, Game | DifferenceGame):
        return _of_game(solved, quantities, parameters, at)
    return _of_closed_form(solved, quantities, parameters, at)


def _of_closed_form(solved: Any, quantities: Several, parameters: Several, at: Mapping[Key, object]) -> pd.DataFrame:
    symbols = moved_parameters(solved, parameters)
    form, point, regime = form_at(solved, at)
    # Where a feedback law has a square root, its quantities have no names as rational functions.
    known = list(form) if isinstance(form, FeedbackEquilibrium) else list(form.names)
    names = names_of(quantities) or known
    for name in names:
        require_known(name, known, f"no quantity {name!r}")
    elasticity = elasticity_at(form, point)
    rows = [[elasticity(name, symbol) for symbol in symbols] for name in names]
    evidence = solved.evidence
    said = {
        "fixed": shown_point(point),
        "method": "exact",
        "regime": regime,
        "evidence": evidence.line(),
        "caveat": evidence.caveat(),
        "error": 0.0,
        "described": {name: attributes_of(form.game, name) for name in names},
    }
    return _table([[np.nan if one is None else one for one in row] for row in rows], names, symbols, said)


def _of_game(
    game: Game | DifferenceGame, quantities: Several, parameters: Several, at: Mapping[Key, object]
) -> pd.DataFrame:
    symbols = moved_parameters(game, parameters)
    values, errors, found = central_differences(game, quantities, symbols, at)
    point, method = point_of(game.domain.ring, at), "central differences"
    exact = implicit_elasticities(game, {name: float(value[0]) for name, value in found.values.items()}, symbols, point)
    if exact is not None:
        values, errors, method = exact, np.abs(exact - values), "implicit function theorem"
    known = errors[np.isfinite(values)]
    said = {
        "fixed": shown_point(point),
        "method": method,
        "regime": found.regime_at(0),
        "evidence": found.attributes["evidence"],
        "caveat": found.attributes.get("caveat", ""),
        "error": float(known.max(initial=0.0)),
        "described": {name: _without_unit(attributes) for name, attributes in found.described.items()},
    }
    return _table(values, list(found.values), symbols, said)


def _without_unit(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return how a quantity is written, without its unit: an elasticity has none."""
    return {key: words for key, words in attributes.items() if key != "units"}


def _table(rows: Any, names: list[str], symbols: Sequence[sp.Symbol], said: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(rows, index=names, columns=[symbol.name for symbol in symbols])
    parameters = {symbol.name: {"latex": sp.latex(symbol)} for symbol in symbols}
    table.attrs.update({**said, "described": said["described"] | parameters})
    return table
