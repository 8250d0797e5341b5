"""Results, rankings and sign tables as pandas data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsec_models.algebra.description import Described
from lsec_models.games.summary.summary import Summary
from lsec_models.prove.results.signs import Comparison, SignTable
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import ByRegime, Verdict

if TYPE_CHECKING:
    import pandas as pd


def dataframe_of(
    thing: Summary | Comparison | SignTable | Verdict | Threshold | Thresholds | Described,
) -> pd.DataFrame:
    """Return what a result says as a data frame; see :func:`lsec_models.show.to_dataframe`."""
    import pandas as pd

    if isinstance(thing, Verdict):
        cases = thing.cases.items() if isinstance(thing, ByRegime) else [("", thing)]
        verdicts = [{"regime": name, "status": case.status, "claim": case.claim} for name, case in cases]
        return pd.DataFrame(verdicts).drop(columns=[] if isinstance(thing, ByRegime) else ["regime"])
    if isinstance(thing, Threshold | Thresholds):
        several = thing if isinstance(thing, Thresholds) else (thing,)
        columns = ["symbol", "value", "equation", "turns", "where"]
        return pd.DataFrame([[getattr(one, name) for name in columns] for one in several], columns=columns)
    if isinstance(thing, Described):
        said = thing.description()
        return pd.DataFrame(said.rows, columns=said.columns or None)
    if not isinstance(thing, Summary):
        table: pd.DataFrame = thing.table()
        return table
    rows: list[dict[str, Any]] = [{"role": q.role, "quantity": q.name, "value": q.value} for q in thing.quantities]
    rows += [
        {thing.branch_kind: branch.name, "role": q.role, "quantity": q.name, "value": q.value}
        for branch in thing.branches
        for q in branch.quantities
    ]
    rows += [
        {thing.branch_kind: branch.name, "role": "condition", "quantity": condition.origin, "value": condition.relation}
        for branch in thing.branches
        if not branch.quantities
        for cell in branch.cells
        for condition in cell
    ]
    rows += [{thing.branch_kind: b.name, "role": "note", "value": b.note} for b in thing.branches if b.note]
    columns = [*([thing.branch_kind] if thing.branches else []), "role", "quantity", "value"]
    return pd.DataFrame(rows, columns=columns)
