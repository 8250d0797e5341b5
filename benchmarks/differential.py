"""Random linear-quadratic games over time against a discretised solver that shares no code: how much is wrong?

For each family N games are drawn from the seeds SEED, SEED + 1, ...; what the solver states of each is put to
`tests/support/grids/open_loop.py`. Prints one line a family and each wrong statement with its game. Returns 1 if
anything is wrong::

    python benchmarks/differential.py [N=15] [SEED=0] [FAMILY ...]

A stated equilibrium is *wrong* if a payoff is more than 1 % from the extrapolation of two grids that agree to 0.2 %, or
if a deviation gains more than 0.2 %; a refusal is wrong if it says that somebody gains without bound where the grid has
a maximum. *Unclear* is what the grids cannot tell, *refused* what the solver leaves open. Times are CPU time.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Column, Table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from families.differential import Drawn, families
from grids.open_loop import extrapolated, feedback_payoffs, gain, is_bounded
from lsec_models.errors import LsecError
from lsec_models.games.differential.finite_horizon import FinitePoint
from lsec_models.games.differential.open_loop import OpenLoopPoint

OFF, AGREE, GAIN = 0.01, 0.002, 0.002
RIGHT, WRONG, UNCLEAR, REFUSED = "right", "wrong", "unclear", "refused"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One game: what it was judged to be, why, and how long the solver took."""

    word: str
    reason: str
    seconds: float


def verdict(game: Drawn) -> Verdict:
    """Return whether what the solver states of a game is so.

    Parameters
    ----------
    game : Drawn
    """
    begun = time.process_time()
    try:
        found = lsec.solve(game.declared, at={})
    except LsecError as error:
        word, reason = _refusal(game, error)
        return Verdict(word=word, reason=reason, seconds=time.process_time() - begun)
    except Exception:
        return Verdict(word=WRONG, reason=traceback.format_exc(), seconds=time.process_time() - begun)
    seconds = time.process_time() - begun
    word, reason = _JUDGES[type(found)](game, found)
    return Verdict(word=word, reason=reason, seconds=seconds)


def _refusal(game: Drawn, error: LsecError) -> tuple[str, str]:
    words = f"{type(error).__name__}: {error}"
    if "gains without bound" in words and is_bounded(game.grid):
        return WRONG, f"{words}, but all are bounded on the grid"
    return REFUSED, words


def _open_loop(game: Drawn, found: OpenLoopPoint) -> tuple[str, str]:
    """Judge an open-loop equilibrium by the payoffs of the grid's, and by what deviations from it gain."""
    steps = 60 if game.declared.horizon is not None else 160
    gained = gain(game.grid, [partial(_path, found, d.name) for d in game.declared.decisions], steps)
    if gained > GAIN:
        return WRONG, f"a deviation gains {gained:.4g}"
    known = extrapolated(game.grid, steps)
    if known is None or known.apart > AGREE or np.isnan(gained):
        return UNCLEAR, "no equilibrium on the grid" if known is None else f"grids {known.apart:.2g} apart"
    return _compared(np.array(list(found.payoffs.values())), known.payoffs)


def _path(found: OpenLoopPoint, name: str, times: Any) -> Any:
    """Return a decision over time; beyond what was computed, everything is at rest."""
    return found.path(name, np.minimum(times, found.until))


def _finite(game: Drawn, found: FinitePoint) -> tuple[str, str]:
    """Judge a feedback equilibrium over a finite horizon by dynamic programming."""
    known = feedback_payoffs(game.grid)
    if known is None:
        return UNCLEAR, "dynamic programming leaves every bound"
    return _compared(np.array(list(found.payoffs.values())), known)


def _compared(stated: Any, known: Any) -> tuple[str, str]:
    off = float(np.abs(stated - known).max() / max(float(np.abs(known).max()), 1e-6))
    return (WRONG if off > OFF else RIGHT), f"payoffs {stated} for {known}, {off:.3g} off"


_JUDGES: Mapping[type, Callable[[Drawn, Any], tuple[str, str]]] = {OpenLoopPoint: _open_loop, FinitePoint: _finite}


def _table(found: Mapping[str, Sequence[Verdict]]) -> Table:
    table = Table(Column("family", no_wrap=True), "games", RIGHT, WRONG, UNCLEAR, REFUSED, "median s", "max s")
    for family, verdicts in found.items():
        counts, times = Counter(one.word for one in verdicts), [one.seconds for one in verdicts]
        words = [str(counts[word]) for word in (RIGHT, WRONG, UNCLEAR, REFUSED)]
        table.add_row(family, str(len(verdicts)), *words, f"{np.median(times):.2f}", f"{max(times):.2f}")
    return table


def main() -> int:
    """Print the table; return 1 if anything is wrong."""
    given = sys.argv[1:]
    games, first = (int(given[i]) if len(given) > i else default for i, default in enumerate((15, 0)))
    known = families()
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 140)
    found: dict[str, list[Verdict]] = {}
    for family in given[2:] or list(known):
        for seed in range(first, first + games):
            game = known[family](seed)
            found.setdefault(family, []).append(verdict(game))
            last = found[family][-1]
            if last.word != RIGHT:
                console.print(f"{last.word}: {family} {seed}: {last.reason}", markup=False, highlight=False)
            if last.word == WRONG:
                console.print(repr(game.declared), markup=False, highlight=False)
    console.print(_table(found))
    return 1 if any(one.word == WRONG for verdicts in found.values() for one in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
