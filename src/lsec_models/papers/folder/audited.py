"""The audit of a paper's equilibria, as its folder records and shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.show.export.table import Table

_TOLERANCE = "1e-6"


def audited(equilibria: Mapping[str, Equilibrium], *, draws: int, seed: int = 0) -> dict[str, Any]:
    """Audit equilibria at random admissible parameters.

    Returns
    -------
    dict
        ``draws``, ``seed``, ``tolerance`` (the largest gain that passes, as a share of the payoff), and whether each
        ``passed``, by label.
    """
    from lsec_models.audits import audit

    results = {
        label: audit(found, draws=draws, seed=seed, tolerance=float(_TOLERANCE)) for label, found in equilibria.items()
    }
    passed = {label: result.audits[-1].passed() for label, result in results.items()}
    return {"draws": draws, "seed": seed, "tolerance": _TOLERANCE, "passed": passed}


def audit_table(value: Mapping[str, Any], *, of: str, titles: Mapping[str, str]) -> Sequence[Table]:
    """Show in which games nobody found a profitable deviation.

    Parameters
    ----------
    value : mapping
        What :func:`audited` returned.
    of : str
        What heads the games, such as ``"power structure"``.
    titles : mapping from str to str
        What each game is called, in the order of rows.
    """
    caption = (
        f"Whether no player gains more than {value['tolerance']} of its payoff by deviating, at {value['draws']} "
        f"random admissible parameters for each {of}."
    )
    rows = [[title, value["passed"][label]] for label, title in titles.items()]
    return [Table(name="audit", caption=caption, columns=[of, "no gain"], rows=rows)]
