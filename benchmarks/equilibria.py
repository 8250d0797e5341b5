"""Equilibria of random games in numbers against a brute force that shares no code: how much of what is stated is wrong?

For each family N games are drawn from the seeds SEED, SEED + 1, ...; what the solver states of each is put to
`tests/support/equilibrium_brute_force`. Prints one line a family, each statement that is not right, and each wrong
one with its game, as Python to be pasted. Returns 1 if anything is wrong; interrupted, it says what it found so far::

    python benchmarks/equilibria.py [N=20] [SEED=0] [FAMILY ...]

A statement is *wrong* if a stated equilibrium is refuted, if "no equilibrium" is stated where a robust one was found,
if a complete list lacks a robust one, or if the solver stops with an error that is not the package's own. *Not
resolved* is what the solver leaves open; *unclear* what the brute force cannot tell. Times are CPU time of the solver.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Column, Table
from scipy.optimize import nnls

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from equilibrium_brute_force import check_point, find, is_left_for, is_outdone
from families.static import Declared, families
from lsec_models.errors import DeclarationError, LsecError

FAR = 200
SECONDS = 60.0
INNER_POINTS = 3
# A search for which gains below 1e-6 are noise places the top of a parabola to about 1e-3.
CLOSE = 1e-3
RIGHT, WRONG, OPEN, UNCLEAR = "right", "wrong", "not resolved", "unclear"


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What the solver states of a game.

    Attributes
    ----------
    status : str
        "found", "none" or "open".
    points : list of dict from str to float
    favoured : list of bool
        Of each point, whether it is one with indifferent later movers who favour the mover before them.
    continua : list of (vertices, rays, favoured)
        The first two are lists of such dicts; the last is as for a point.
    complete : bool
        Whether it is stated that there is no other.
    reason : str
    """

    status: str
    points: list[dict[str, float]] = field(default_factory=list)
    favoured: list[bool] = field(default_factory=list)
    continua: list[tuple[list[dict[str, float]], list[dict[str, float]], bool]] = field(default_factory=list)
    complete: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One game: what it was judged to be, why, and how long the solver took."""

    word: str
    reason: str
    seconds: float


class _TooLongError(Exception):
    pass


def stated(game: Declared) -> Stated:
    """Return what the solver states of a game; its own errors are statements, others are raised.

    Parameters
    ----------
    game : Declared
    """
    try:
        found = lsec.solve(game.game(), corners=True, at={})
    except DeclarationError:
        found = None
    except LsecError as error:
        return Stated(status="open", reason=_named(error))
    if not hasattr(found, "status") or not hasattr(found, "continua"):
        return _stated_with_regions(game)
    if found.status == "found" and not found.evidence.established:
        return Stated(status="open", reason=f"a candidate: {found.evidence.line()}")
    return Stated(
        status=found.status,
        points=[_numbers(point.decisions) for point in found],
        favoured=[not point.selection for point in found],
        continua=[
            ([_numbers(vertex) for vertex in one.vertices], [_numbers(ray) for ray in one.rays], not one.selection)
            for one in found.continua
        ],
        complete=bool(found.complete),
        reason=str(getattr(found, "reason", "")),
    )


def _stated_with_regions(game: Declared) -> Stated:
    """Read the answer of a solver that knows no `at` beside corners: all that it has at the only point."""
    try:
        found = lsec.solve(game.game(), corners=True, seconds=SECONDS)
        points = found.all_at({})
    except LsecError as error:
        status = "none" if "no pure equilibrium" in str(error) else "open"
        return Stated(status=status, reason=_named(error))
    return Stated(
        status="found" if points else "open",
        points=[{name: float(value) for name, value in point.decisions.items()} for point in points],
    )


def _numbers(decided: Mapping[object, object]) -> dict[str, float]:
    return {str(name): float(value) for name, value in decided.items()}  # type: ignore[arg-type]


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


def verdict(game: Declared) -> Verdict:
    """Return what becomes of the solver's statement on a game.

    Parameters
    ----------
    game : Declared
    """
    start = os.times()
    try:
        with _limited(3 * SECONDS):
            said = stated(game)
    except _TooLongError:
        return Verdict(word=OPEN, reason="interrupted", seconds=_since(start))
    except Exception:
        return Verdict(word=WRONG, reason=f"crash: {traceback.format_exc(limit=-3)}", seconds=_since(start))
    seconds = _since(start)
    try:
        with _limited(5 * SECONDS, of_cpu=True):
            word, reason = _judged(game, said)
    except (_TooLongError, NotImplementedError) as error:
        word, reason = UNCLEAR, f"brute force: {type(error).__name__} {error}"
    return Verdict(word=word, reason=reason, seconds=seconds)


def _judged(game: Declared, said: Stated) -> tuple[str, str]:
    if said.status == "open":
        return OPEN, said.reason
    doubts = []
    for point, is_favoured in _points_of(said):
        finding = check_point(game, point)
        if finding.refuted:
            return WRONG, f"stated {_shown(point)}: {finding.reason}"
        if (finding.softly and is_favoured and not finding.several) or finding.unsure:
            doubts.append(f"stated {_shown(point)}: {finding.reason or 'could not be told'}")
    if said.status == "none" or said.complete:
        # Beyond this the search stops, so that what it likes best there is no equilibrium.
        missing = find(game, lambda path: max(map(abs, path.values())) >= FAR or _among(path, said))
        # A search misses better places on a ridge of two decisions; what is stated may be one.
        missing = [one for one in missing if not any(is_left_for(game, one.decisions, point) for point in said.points)]
        for one in missing:
            if one.robust:
                return WRONG, f"{said.status} ({said.reason}), but {_shown(one.decisions)} is an equilibrium"
        favoured = [point for point, is_favoured in zip(said.points, said.favoured, strict=False) if is_favoured]
        doubts.extend(
            f"{said.status} ({said.reason}), and {_shown(one.decisions)} may be an equilibrium: {one.finding.reason}"
            for one in missing
            if not (one.finding.refuted or one.finding.softly)
            and not any(is_outdone(game, one.decisions, point) for point in favoured)
        )
    if doubts:
        return UNCLEAR, doubts[0]
    return RIGHT, said.status


def _points_of(said: Stated) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield each stated point, of a continuum its vertices and some points inside, and whether it is favoured."""
    yield from zip_longest(said.points, said.favoured, fillvalue=True)
    dice = np.random.default_rng(0)
    for vertices, rays, is_favoured in said.continua:
        for vertex in vertices:
            yield vertex, is_favoured
        for _ in range(INNER_POINTS):
            shares, lengths = dice.dirichlet(np.ones(len(vertices))), 3 * dice.exponential(size=len(rays))
            inner = {
                name: float(
                    sum(share * vertex[name] for share, vertex in zip(shares, vertices, strict=True))
                    + sum(length * ray.get(name, 0.0) for length, ray in zip(lengths, rays, strict=True))
                )
                for name in vertices[0]
            }
            yield inner, is_favoured


def _among(point: Mapping[str, float], said: Stated) -> bool:
    """Return whether a point is one of those stated, or in one of the continua."""
    names = list(point)
    here = np.array([point[name] for name in names])
    close = CLOSE * (1 + np.abs(here).max())
    if any(np.abs(here - [other[name] for name in names]).max() <= close for other in said.points):
        return True
    for vertices, rays, _ in said.continua:
        columns = [[*(vertex[name] for name in names), 1.0] for vertex in vertices]
        columns += [[*(ray.get(name, 0.0) for name in names), 0.0] for ray in rays]
        if nnls(np.array(columns).T, np.append(here, 1.0))[1] <= close:
            return True
    return False


def _shown(point: Mapping[str, float]) -> str:
    return "(" + ", ".join(f"{name} = {value:.9g}" for name, value in point.items()) + ")"


@contextmanager
def _limited(seconds: float, *, of_cpu: bool = False) -> Iterator[None]:
    """Stop what runs for too long, where the system can; seconds of this process are the same on a busy machine."""

    def stop(*_: object) -> None:
        raise _TooLongError

    if not hasattr(signal, "setitimer"):
        yield
        return
    timer, sent = (signal.ITIMER_PROF, signal.SIGPROF) if of_cpu else (signal.ITIMER_REAL, signal.SIGALRM)
    before = signal.signal(sent, stop)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(sent, before)


def _since(start: os.times_result) -> float:
    return sum(os.times()[:4]) - sum(start[:4])


def _table(found: Mapping[str, Sequence[Verdict]]) -> Table:
    table = Table(Column("family", no_wrap=True), *("games", RIGHT, WRONG, f"{OPEN} (%)", UNCLEAR, "median s", "max s"))
    for family, verdicts in found.items():
        if verdicts:
            counts = Counter(one.word for one in verdicts)
            times = [one.seconds for one in verdicts]
            table.add_row(
                family,
                str(len(verdicts)),
                str(counts[RIGHT]),
                str(counts[WRONG]),
                f"{counts[OPEN]} ({100 * counts[OPEN] / len(verdicts):.0f})",
                str(counts[UNCLEAR]),
                f"{statistics.median(times):.2f}",
                f"{max(times):.2f}",
            )
    return table


def main() -> int:
    given = sys.argv[1:]
    games, first = (int(given[i]) if len(given) > i else default for i, default in enumerate((20, 0)))
    known = families()
    wanted = given[2:] or list(known)
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 120)
    quiet = not console.is_terminal
    found: dict[str, list[Verdict]] = {family: [] for family in wanted}
    try:
        for family in wanted:
            for seed in track(range(first, first + games), description=family, console=console, disable=quiet):
                game = known[family](seed)
                found[family].append(verdict(game))
                last = found[family][-1]
                if last.word != RIGHT:
                    words = f"{last.word}: {family} {seed}: {last.reason}"
                    console.print(words, markup=False, highlight=False)
                if last.word == WRONG:
                    console.print(game.text(), markup=False, highlight=False)
    except KeyboardInterrupt:
        console.print("interrupted")
    console.print(_table(found))
    return 1 if any(one.word == WRONG for verdicts in found.values() for one in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
