"""Equilibria, rankings and sign tables as JSON: exact, stable, and read again by this package's parser.

Every document has ``"format": "lsec_models"``, ``"version": 1`` and a ``"kind"``; that of a result also a ``"title"``,
which says in words what was found, or why nothing was. Formulas are text in the grammar of
:mod:`lsec_models.algebra.parsing.parse`; nothing is rounded. Entries may be added within a version, never renamed or
removed.

============================  ==========================================================================================
``FRACTION``                  ``{"numerator": TEXT, "denominator": TEXT}``: coprime, factored, with whole coefficients
``QUANTITIES``                an object from the name of each quantity to a ``FRACTION`` and its ``"role"``:
                              ``decision``, ``payoff`` or ``report``; what is no such fraction, an exponential or an
                              irrational number, has ``{"value": TEXT}`` in place of numerator and denominator
``CONDITION``                 ``{"relation": TEXT, "origin": WORDS}``
``SYMBOLS``                   ``[{"name": TEXT, "declared": "positive" | "nonnegative" | "real" | "integer"}, ...]``
``EVIDENCE``                  ``{"established": BOOL, "subject": DIGEST, "rows": [ROW, ...], "rests_on": [...]}``: a row
                              has its ``"statement"`` in words, ``"about"``, ``"status"`` (``refuted``, ``open``,
                              ``checked``, ``verified`` or ``proved``), and what else is known, such as ``"means"``,
                              ``"detail"``, ``"player"``, ``"decisions"``, ``"stage"``, ``"points"``; ``"rests_on"``
                              lists the evidence of what it builds on, each with its ``"label"``
``SIGN``                      ``{"sign": S, "verdict": WORD, "condition": TEXT or null}``; ``S`` is ``>``, ``<``, ``=``,
                              ``>=``, ``<=``, ``><`` (turns: positive exactly where the condition, if there is one,
                              holds), ``?`` (undecided) or ``-`` (no admissible parameters)
============================  ==========================================================================================

=========================  =============================================================================================
kind                       further entries
=========================  =============================================================================================
``equilibrium``            ``label``, ``parameters`` (``SYMBOLS``), ``quantities``, ``conditions`` (list), ``evidence``;
                           where that is not established, only a candidate for an equilibrium; ``roots``, where
                           formulas have some: ``{"name", "polynomial", "low", "high", "closed_form"}``, each the only
                           root of its polynomial between two ``FRACTION`` (``high`` null: no end), with a formula or
                           null
``piecewise equilibrium``  ``label``, ``parameters``, ``conditions`` (what the game assumes), ``tiling``
                           (``{"proved": BOOL, "words": WORDS}``) and ``regimes``, a list of ``{"name", "binding",
                           "quantities", "cells"}``: the regime holds where the conditions of at least one cell do;
                           ``evidence``
``feedback equilibrium``   ``label``, ``method``, ``parameters``, ``states`` (``SYMBOLS``), ``root`` (null, or a
                           ``FRACTION`` with a ``"name"``: the square of that name); objects from names to ``FRACTION``
                           in parameters, states and the root: ``strategies``, ``values``, ``speeds``, ``start``,
                           ``steady_state``; ``conditions``, and ``root_conditions``, whose text has ``sqrt`` of
                           parameters, which the package's own parser does not read; ``evidence``
``choice``                 ``label``, ``parameters``, ``conditions`` (what it assumes), ``modes``, a list of
                           ``{"name", "cells"}`` as above, with ``"note"`` where there is more to say; ``evidence``
``finite-horizon ...``     as a feedback equilibrium, in parameters, states and the time
at one point               ``label``, ``point`` (an object from names to numbers as text) in place of ``parameters``,
                           what the closed form has, and ``notes``
several at one point       ``equilibria at a point``, ``matrix equilibria``, ``feedback solutions``, ``one-state
                           solution``: ``label``, ``point``, ``solutions`` (a list of ``{"name", "note"}`` with
                           quantities), ``notes``, ``evidence``
``comparison``             ``cells``: list of ``{"left", "right", "quantity"}`` and a ``SIGN``, that of left minus right
``sign table``             ``cells``: list of ``{"quantity", "parameter"}`` and a ``SIGN``, that of the derivative
=========================  =============================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp

from lsec_models.algebra.algebraic_functions.parametric_root import ParametricRoot
from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.symbols import declared_sign
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.games.summary.summary import (
    SPEED,
    START,
    STEADY,
    STRATEGY,
    VALUE,
    Asked,
    Quantity,
    Summary,
    SummaryBranch,
    exact_condition,
)
from lsec_models.prove.results.signs import Comparison, DecidedSign, SignTable
from lsec_models.show.export.formulas import to_text

_Object = dict[str, Any]
_PARTS = {STRATEGY: "strategies", VALUE: "values", SPEED: "speeds", START: "start", STEADY: "steady_state"}


def json_of(thing: Summary | Comparison | SignTable) -> str:
    """Return the JSON text of what a result says; see :func:`lsec_models.show.export.export.to_json`."""
    return json.dumps({"format": "lsec_models", "version": 1} | _content(thing), indent=2, ensure_ascii=False) + "\n"


def _content(thing: Summary | Comparison | SignTable) -> _Object:
    if isinstance(thing, Summary):
        return _summary(thing)
    return _comparison(thing) if isinstance(thing, Comparison) else _sign_table(thing)


def _summary(thing: Summary) -> _Object:
    """Return a result; entries that have nothing to say at its kind are left out."""
    root, asked = _root(thing), [exact_condition(condition) for condition in thing.conditions]
    content: _Object = {"kind": thing.kind, "title": thing.title, "label": thing.label}
    if thing.method:
        content["method"] = thing.method
    if thing.point:
        content["point"] = {name: str(value) for name, value in thing.point.items()}
    else:
        content["parameters"] = _symbols(thing.parameters)
    if thing.states:
        content["states"] = _symbols(thing.states)
    if thing.method:
        content["root"] = None
        if thing.root is not None:
            symbol, radicand = thing.root
            content["root"] = {"name": root[symbol].name, **_fraction(radicand, root)}
    content |= _quantities(thing.quantities, root)
    if thing.definitions:
        content["roots"] = [_definition(one) for one in thing.definitions]
    if thing.holds_where or thing.conditions:
        content["conditions"] = _conditions(c for c in asked if isinstance(c, Condition))
    if thing.method:
        content["root_conditions"] = _conditions(c for c in asked if not isinstance(c, Condition))
    if thing.tiled is not None:
        content["tiling"] = {"proved": thing.tiled, "words": "\n".join(thing.notes)}
    elif thing.notes:
        content["notes"] = list(thing.notes)
    if thing.branches:
        content[f"{thing.branch_kind}s"] = [_branch(branch) for branch in thing.branches]
    return content | {"evidence": thing.evidence.to_data()}


def _definition(root: ParametricRoot) -> _Object:
    closed = None if root.closed_form is None else to_text(root.closed_form)
    return {
        "name": root.symbol.name,
        "polynomial": str(root.equation.lhs),
        "low": _fraction(root.low),
        "high": None if root.high is None else _fraction(root.high),
        "closed_form": closed,
    }


def _branch(branch: SummaryBranch) -> _Object:
    said = {"note": branch.note, "binding": list(branch.binding), **_quantities(branch.quantities, {})}
    cells = {"cells": [_conditions(cell) for cell in branch.cells]} if branch.cells else {}
    bound = ("binding",) if branch.cells else ()
    return {"name": branch.name, **{key: value for key, value in said.items() if value or key in bound}, **cells}


def _comparison(thing: Comparison) -> _Object:
    cells = [{"left": c.left, "right": c.right, "quantity": c.quantity, **_sign(c.sign)} for c in thing]
    return {"kind": "comparison", "cells": cells}


def _sign_table(thing: SignTable) -> _Object:
    cells = [{"quantity": c.quantity, "parameter": c.parameter, **_sign(c.sign)} for c in thing]
    of = {} if thing.unsolved is None else {"of": thing.resting_words()}
    return {"kind": "sign table", **of, "cells": cells}


def _root(thing: Summary) -> dict[sp.Symbol, sp.Symbol]:
    """Return a readable name for the square root, one that no parameter or state has."""
    if thing.root is None:
        return {}
    taken, name = {symbol.name for symbol in (*thing.parameters, *thing.states)}, "root"
    while name in taken:
        name += "_"
    return {thing.root[0]: sp.Symbol(name, positive=True)}


def _quantities(quantities: Iterable[Quantity], root: Mapping[sp.Symbol, sp.Symbol]) -> _Object:
    """Return an object for each part: what players decide and earn, and over time strategies, values and so on."""
    parts: dict[str, _Object] = {}
    for quantity in quantities:
        part = _PARTS.get(quantity.role, "quantities")
        role = {"role": quantity.role} if part == "quantities" else {}
        parts.setdefault(part, {})[quantity.name] = role | _value(quantity, root)
    return dict(parts)


def _value(quantity: Quantity, root: Mapping[sp.Symbol, sp.Symbol]) -> _Object:
    if quantity.exact is not None:
        return _fraction(quantity.exact, root)
    if quantity.value.is_Rational:
        return {"numerator": str(quantity.value.p), "denominator": str(quantity.value.q)}
    return {"value": to_text(quantity.value)}


def _fraction(value: Ratio, renamed: Mapping[sp.Symbol, sp.Symbol] | None = None) -> _Object:
    parts = {"numerator": value.numerator, "denominator": value.denominator}
    return {key: str(Ratio(value.ring, part).expression().xreplace(renamed or {})) for key, part in parts.items()}


def _conditions(conditions: Iterable[Asked]) -> list[_Object]:
    exact = map(exact_condition, conditions)
    return [{"relation": to_text(condition.relation), "origin": condition.origin} for condition in exact]


def _symbols(symbols: Iterable[sp.Symbol]) -> list[_Object]:
    return [{"name": symbol.name, "declared": declared_sign(symbol)} for symbol in symbols]


def _sign(sign: DecidedSign) -> _Object:
    condition = None if sign.condition is None else to_text(sign.condition)
    return {"sign": sign.symbol, "verdict": sign.verdict.status, "condition": condition}
