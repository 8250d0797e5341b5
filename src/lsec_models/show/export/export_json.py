"""Equilibria, rankings and sign tables as JSON: exact, stable, and read again by this package's parser.

Every document has ``"format": "lsec_models"``, ``"version": 1`` and a ``"kind"``. Formulas are text in the grammar of
:mod:`lsec_models.algebra.parse`; nothing is rounded. Entries may be added within a version, never renamed or removed.

============================  ==========================================================================================
``FRACTION``                  ``{"numerator": TEXT, "denominator": TEXT}``: coprime, factored, with whole coefficients
``QUANTITIES``                an object from the name of each quantity to a ``FRACTION`` and its ``"role"``:
                              ``decision``, ``payoff`` or ``report``
``CONDITION``                 ``{"relation": TEXT, "origin": WORDS}``
``SYMBOLS``                   ``[{"name": TEXT, "declared": "positive" | "nonnegative" | "real"}, ...]``
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
                           where that is not established, only a candidate for an equilibrium
``piecewise equilibrium``  ``label``, ``parameters``, ``conditions`` (what the game assumes), ``tiling``
                           (``{"proved": BOOL, "words": WORDS}``) and ``regimes``, a list of ``{"name", "binding",
                           "quantities", "cells"}``: the regime holds where the conditions of at least one cell do;
                           ``evidence``
``feedback equilibrium``   ``label``, ``method``, ``parameters``, ``states`` (``SYMBOLS``), ``root`` (null, or a
                           ``FRACTION`` with a ``"name"``: the square of that name); objects from names to ``FRACTION``
                           in parameters, states and the root: ``strategies``, ``values``, ``speeds``, ``start``,
                           ``steady_state``; ``conditions``, and ``root_conditions``, whose text has ``sqrt`` of
                           parameters, which the package's own parser does not read; ``evidence``
``comparison``             ``cells``: list of ``{"left", "right", "quantity"}`` and a ``SIGN``, that of left minus right
``sign table``             ``cells``: list of ``{"quantity", "parameter"}`` and a ``SIGN``, that of the derivative
=========================  =============================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

import sympy as sp

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.ratio import Ratio
from lsec_models.errors import DeclarationError
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.differential.game import speed_name
from lsec_models.games.static.equilibrium import Equilibrium
from lsec_models.games.static.game import Game
from lsec_models.games.static.piecewise import PiecewiseEquilibrium
from lsec_models.prove.compare import Comparison, Sign
from lsec_models.prove.statics import SignTable
from lsec_models.show.export.formulas import to_text

_Object = dict[str, Any]


def json_of(thing: object) -> str:
    """Return the JSON text of a result; see :func:`lsec_models.show.export.export.to_json`.

    Raises
    ------
    DeclarationError
        If it is nothing that can be exported.
    """
    return json.dumps({"format": "lsec_models", "version": 1} | _content(thing), indent=2, ensure_ascii=False) + "\n"


@singledispatch
def _content(thing: object) -> _Object:
    raise DeclarationError(
        f"a {type(thing).__name__} can not be exported to JSON; export a closed form (an Equilibrium, "
        "PiecewiseEquilibrium or FeedbackEquilibrium), a ranking (compare) or a sign table (comparative_statics)"
    )


@_content.register
def _equilibrium(thing: Equilibrium) -> _Object:
    return {
        "kind": thing.kind,
        "label": thing.label,
        "parameters": _symbols(thing.ring.symbols),
        "quantities": _quantities(thing.game, thing.exact),
        "conditions": _conditions(thing.domain.conditions),
        "evidence": thing.evidence.to_data(),
    }


@_content.register
def _piecewise(thing: PiecewiseEquilibrium) -> _Object:
    regimes = [
        {
            "name": regime.name,
            "binding": list(regime.binding),
            "quantities": _quantities(thing.game, regime.exact),
            "cells": [_conditions(piece.asked) for piece in regime.pieces],
        }
        for regime in thing.regimes
    ]
    return {
        "kind": "piecewise equilibrium",
        "label": thing.label,
        "parameters": _symbols(thing.ring.symbols),
        "conditions": _conditions(thing.domain.conditions),
        "tiling": {"proved": thing.tiling.is_proved, "words": str(thing.tiling)},
        "regimes": regimes,
        "evidence": thing.evidence.to_data(),
    }


@_content.register
def _feedback(thing: FeedbackEquilibrium) -> _Object:
    root = _root(thing)
    stocks = thing.game.stocks

    def fractions(values: Mapping[str, Ratio]) -> _Object:
        return {name: _fraction(value, root) for name, value in values.items()}

    return {
        "kind": "feedback equilibrium",
        "label": thing.label,
        "method": thing.method,
        "parameters": _symbols(thing.ring.symbols),
        "states": _symbols(stocks),
        "root": None
        if thing.root is None
        else {"name": root[thing.root.symbol].name, **_fraction(thing.root.radicand, root)},
        "strategies": fractions({d.name: thing.laws[d.name] for d in thing.game.decisions}),
        "values": fractions(thing.worth),
        "speeds": fractions({state.name: thing.laws[speed_name(state)] for state in stocks}),
        "start": fractions({state.name: value for state, value in thing.game.start.items()}),
        "steady_state": fractions({state.name: value for state, value in thing.steady.items()}),
        "conditions": _conditions(thing.domain.conditions),
        "root_conditions": [{"relation": to_text(c.relation), "origin": c.origin} for c in thing.root_conditions],
        "evidence": thing.evidence.to_data(),
    }


@_content.register
def _comparison(thing: Comparison) -> _Object:
    cells = [{"left": c.left, "right": c.right, "quantity": c.quantity, **_sign(c.sign)} for c in thing]
    return {"kind": "comparison", "cells": cells}


@_content.register
def _sign_table(thing: SignTable) -> _Object:
    cells = [{"quantity": c.quantity, "parameter": c.parameter, **_sign(c.sign)} for c in thing]
    return {"kind": "sign table", "cells": cells}


def _root(thing: FeedbackEquilibrium) -> dict[sp.Symbol, sp.Symbol]:
    """Return a readable name for the square root, one that no parameter or state has."""
    if thing.root is None:
        return {}
    taken, name = {*thing.ring.names, *(state.name for state in thing.game.stocks)}, "root"
    while name in taken:
        name += "_"
    return {thing.root.symbol: sp.Symbol(name, positive=True)}


def _quantities(game: Game, exact: Mapping[str, Ratio]) -> _Object:
    roles = dict.fromkeys((d.name for d in game.decisions), "decision")
    roles |= dict.fromkeys((player.name for player in game.players), "payoff")
    return {name: {"role": roles.get(name, "report"), **_fraction(value)} for name, value in exact.items()}


def _fraction(value: Ratio, renamed: Mapping[sp.Symbol, sp.Symbol] | None = None) -> _Object:
    parts = {"numerator": value.numerator, "denominator": value.denominator}
    return {key: str(Ratio(value.ring, part).expression().xreplace(renamed or {})) for key, part in parts.items()}


def _conditions(conditions: Iterable[Condition]) -> list[_Object]:
    return [{"relation": to_text(condition.relation), "origin": condition.origin} for condition in conditions]


def _symbols(symbols: Iterable[sp.Symbol]) -> list[_Object]:
    return [{"name": symbol.name, "declared": _declared(symbol)} for symbol in symbols]


def _declared(symbol: sp.Symbol) -> str:
    if symbol.is_positive:
        return "positive"
    return "nonnegative" if symbol.is_nonnegative else "real"


def _sign(sign: Sign) -> _Object:
    condition = None if sign.condition is None else to_text(sign.condition)
    return {"sign": sign.symbol, "verdict": sign.verdict.status, "condition": condition}
