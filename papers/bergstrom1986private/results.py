"""The numbered results: each is derived anew at every run; its docstring is what it states."""

from __future__ import annotations

from typing import Any

import sympy as sp

from lsec_models.papers import Results
from lsec_models.papers.folder.established_forms import established_forms

from . import tables
from .model import equilibria

RESULTS = Results()

_TRANSFERS = (0, 20, 40, 60)
_SHOWN = ("g_1", "g_2", "provided", "left_1", "left_2", "first", "second")


@RESULTS.add("R1", title="Contributions", tables=tables.closed_forms)
def closed_forms() -> dict[str, Any]:
    """Contributions, what is provided and payoffs, by incomes; that nobody gains by another contribution is proved."""
    return established_forms(equilibria())


@RESULTS.add("R2", title="Redistribution at numbers", tables=tables.transfers)
def transfers_at_numbers() -> list[dict[str, sp.Expr]]:
    """From incomes of 120 and 30: what is provided, and what both have left, as income is moved to the poorer one."""
    found = {t: equilibria()["moved"].at({"m_1": 120, "m_2": 30, "t": t}) for t in _TRANSFERS}
    return [{"t": sp.Integer(t), **{name: one[name] for name in _SHOWN}} for t, one in found.items()]
