"""Regimes along one parameter: exact critical values, an exact answer between any two and at each of them.

1. With one decision left after elimination, the parameter is cut where anything may change for it: where curves of
   possible decisions begin, end or meet, or two are worth the same. These are roots of resultants and discriminants.
2. Between any two neighbouring cuts the game is solved at a rational number, and at each cut in the field of the root:
   what binds, and which root of which polynomial is best, is the same on the whole of a cell.
3. Neighbouring cells are one piece where the same binds and the best decision runs on through the cut.

References
----------
Basu, S., Pollack, R. and Roy, M.-F. (2006). Algorithms in Real Algebraic Geometry, chapters 5 and 11. Springer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, number_between
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.regimes_along import RegimeChange, RegimePiece
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium
from lsec_models.solve.polynomial.numbers.exact_values import all_roots_of, univariate
from lsec_models.solve.polynomial.over_parameters.branch_form import BranchForm
from lsec_models.solve.polynomial.over_parameters.continuity import runs_on
from lsec_models.solve.polynomial.over_parameters.family import ParametricGame, of_the_domain
from lsec_models.solve.polynomial.solutions import Settled, settled, solutions_of

NONE, OPEN, OUTSIDE = "no equilibrium", "not resolved", "the game is not defined"


@dataclass(frozen=True, eq=False, kw_only=True)
class Cell:
    """An open interval between neighbouring cuts.

    Attributes
    ----------
    low, high : RealRoot
    label : str
    solutions : Solutions or None
        At a number inside; None where the game is not defined.
    form : BranchForm or None
        Of the only equilibrium.
    """

    low: RealRoot
    high: RealRoot
    label: str
    solutions: Solutions | None
    form: BranchForm | None = None


class Line:
    """A game along one parameter, with one decision left after elimination.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    symbol : sympy.Symbol
    """

    def __init__(self, game: Game, fixed: Mapping[sp.Symbol, Fraction], symbol: sp.Symbol) -> None:
        self.game, self.symbol = game, symbol
        self._fixed = dict(fixed)
        self._family = ParametricGame(game, fixed, [symbol])

    def pieces(self, low: RealRoot, high: RealRoot) -> tuple[list[RegimePiece], list[RegimeChange]]:
        """Return the pieces between two ends, and what holds where they meet.

        Raises
        ------
        Unresolved
            If a critical polynomial would be too large.
        """
        cells = [self._cell(*ends) for ends in pairwise(distinct([low, *self._cuts(low, high), high]))]
        groups: list[list[Cell]] = []
        changes: list[RegimeChange] = []
        for cell in cells:
            if not groups:
                groups.append([cell])
                continue
            here = self._at_cut(groups[-1][-1], cell)
            if self._is_one(groups[-1][-1], cell, here):
                groups[-1].append(cell)
            else:
                groups.append([cell])
                changes.append(here)
        rooted = [group for group in groups if group[0].form is not None and not group[0].form.is_rational]
        numbers = {id(group): str(number) for number, group in enumerate(rooted, 1)} if len(rooted) > 1 else {}
        return numbered([self._piece(group, numbers.get(id(group), "")) for group in groups]), changes

    def _cuts(self, low: RealRoot, high: RealRoot) -> list[RealRoot]:
        polynomials = [*self._family.critical_polynomials(), *of_the_domain(self.game, self._fixed, [self.symbol])]
        roots = [root for polynomial in polynomials for root in all_roots_of(univariate(polynomial, 0))]
        return distinct(root for root in roots if low < root < high)

    def _cell(self, low: RealRoot, high: RealRoot) -> Cell:
        sample = number_between(low, high)
        if self.game.domain.failures({**self._fixed, self.symbol: sample}):
            return Cell(low=low, high=high, label=OUTSIDE, solutions=None)
        solutions, places = self.solved_at(sample)
        plain = Cell(low=low, high=high, label=label_of(solutions), solutions=solutions)
        if not solutions.complete or len(places) != 1:
            return plain
        with suppress(Unresolved):
            (place,) = places
            return replace(plain, form=BranchForm.at(place, self._family.cuts.curves[place.reply.piece]))
        return plain

    def solutions_at(self, value: Fraction) -> Solutions:
        """Return all equilibria at a number of the parameter."""
        return self.solved_at(value)[0]

    def solved_at(self, value: Fraction) -> tuple[Solutions, list[DecidedPlace]]:
        """Return all equilibria at a number of the parameter, and where they are."""
        places: list[DecidedPlace] = []

        def solved() -> Settled:
            found, incomplete = self._family.problem.equilibria(RealRoot.rational(value))
            places.extend(found)
            return settled(self._family.problem, found, incomplete)

        return solutions_of(self.game, {**self._fixed, self.symbol: value}, solved), places

    def _at_cut(self, left: Cell, right: Cell) -> RegimeChange:
        """Return what holds at a critical value between two cells."""
        problem, plain = self._family.problem, RegimeChange(symbol=self.symbol, value=right.low, holds="")
        if not self._family.is_defined_at(right.low):
            return replace(plain, holds=OUTSIDE)
        try:
            places, incomplete = problem.equilibria(right.low)
            label = label_from(map(problem.binding, places), incomplete)
        except NoEquilibrium:
            return replace(plain, holds=NONE)
        except Unresolved:
            return replace(plain, is_complete=False)
        plain = replace(plain, is_complete=not incomplete)
        if left.form is None or right.form is None or len(places) != 1:
            return replace(plain, holds=label)
        is_one = runs_on(problem, places[0], (left.form, right.form), left.low, right.high)
        return replace(plain, holds=label, runs_on=is_one)

    def _is_one(self, left: Cell, right: Cell, here: RegimeChange) -> bool:
        """Whether two neighbouring cells are one piece: the same binds, also between them, and a decision runs on."""
        if left.label != right.label or (here.holds or OPEN) != left.label:
            return False
        if left.form is None or right.form is None:
            return left.form is right.form
        return here.runs_on and left.form.function == right.form.function

    def _piece(self, cells: Sequence[Cell], number: str) -> RegimePiece:
        first = cells[0]
        plain = RegimePiece(
            symbol=self.symbol,
            low=first.low,
            high=cells[-1].high,
            label=first.label,
            solutions=first.solutions,
        )
        forms = [(cell.low, cell.form) for cell in cells if cell.form is not None]
        if not forms:
            return plain
        quantities, root, words = forms[0][1].written(self._family.problem, self.symbol, forms, number)
        return replace(plain, quantities=quantities, root=root, words=words)


def label_of(solutions: Solutions) -> str:
    """Return what to call what was found at a point."""
    if solutions.status != "found":
        return NONE if solutions.is_none else OPEN
    return label_from(solutions.regimes, "" if solutions.complete else "incomplete")


def label_from(regimes: Iterable[str], incomplete: str) -> str:
    """Return what binds in each of several equilibria, each once, and whether there may be more."""
    counted = Counter(regimes)
    words = " and ".join(name if count == 1 else f"{name} ({count} equilibria)" for name, count in counted.items())
    return f"{words}; others not excluded" if incomplete else words


def numbered(pieces: list[RegimePiece]) -> list[RegimePiece]:
    """Return pieces with numbers where two neighbours have the same label: there the best decision jumps."""
    jumping = {left.label for left, right in pairwise(pieces) if left.label == right.label} - {OPEN}
    seen: Counter[str] = Counter()
    found = []
    for piece in pieces:
        if piece.label in jumping:
            seen[piece.label] += 1
            found.append(replace(piece, label=f"{piece.label} ({seen[piece.label]})"))
        else:
            found.append(piece)
    return found


def findings_along(
    game: Game, pieces: Sequence[RegimePiece], changes: Sequence[RegimeChange], means: str
) -> tuple[Finding, ...]:
    """Return what is established of pieces between exact critical values, and at these."""
    solved = [piece.solutions for piece in pieces if piece.solutions is not None]
    met = [one for one in solved if one.status == "found"]
    unsettled = [f"{p}: {p.note}" for p in pieces if p.solutions is not None and p.solutions.status == "open"]
    rows = (*rows_of_moves(game), Row(about=About.OFF_PATH), Row(about=About.COMPLETE))
    findings = []
    for row in rows:
        stated = [finding for one in met for finding in one.evidence.rows if finding.row == row]
        least = min(stated, key=lambda finding: finding.status, default=None)
        if least is None or (unsettled and row.about is About.COMPLETE):
            # Of no equilibrium all is true; of what is not resolved nothing is known.
            findings.append(
                found(row, Status.OPEN if unsettled else Status.PROVED, means, detail="".join(unsettled[:1]))
            )
        else:
            findings.append(found(row, least.status, means, detail=least.detail))
    partly = [change for change in changes if not change.is_complete]
    if partly and findings[-1].status is Status.PROVED:
        findings[-1] = found(Row(about=About.COMPLETE), Status.OPEN, detail=str(partly[0]))
    cover = Row(about=About.COVER)
    if unsettled:
        return (*findings, found(cover, Status.OPEN, means, detail=unsettled[0]))
    is_partly_seen = any(piece.unseen for piece in pieces) or not all(change.holds for change in changes)
    return (*findings, found(cover, Status.PROVED, means, part="between critical values" if is_partly_seen else ""))
