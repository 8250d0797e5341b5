"""Results, rankings and sign tables as pandas data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsec_models.games.summary import Summary
from lsec_models.prove.compare import Comparison
from lsec_models.prove.statics import SignTable

if TYPE_CHECKING:
    import pandas as pd


def dataframe_of(thing: Summary | Comparison | SignTable) -> pd.DataFrame:
    """Return what a result says as a data frame; see :func:`lsec_models.show.to_dataframe`."""
    import pandas as pd

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
