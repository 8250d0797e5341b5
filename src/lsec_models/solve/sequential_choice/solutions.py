"""Decisions that a choice among modes follows, at one exact point of the parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.errors import LsecError
from lsec_models.games.choice.sequential import everybody_in
from lsec_models.games.evidence.evidence import About, Evidence, Finding, Row, Status, found
from lsec_models.games.frozen import values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.games.static.results.point_equilibrium import PointEquilibrium
from lsec_models.games.static.results.solutions import Solutions
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.kuhn_tucker.equilibrium import constrained_solutions_at
from lsec_models.solve.polynomial.numbers.comparison import exceeds
from lsec_models.solve.sequential_choice.alternatives import Alternative
from lsec_models.solve.sequential_choice.induced_games import (
    InducedGame,
    alternatives_by_mode,
    induced_games,
    leader_of,
    where_liked_more,
)

_COMPARED = "what the leader has in each mode that it can bring about, compared exactly"
_DIGITS = 60
_LIKED = "the mode is liked best after each decision, as the leader's constraint says"


@dataclass(frozen=True, eq=False, kw_only=True)
class _Induced:
    induced: InducedGame
    solutions: Solutions


def followed_solutions_at(game: Game, point: Mapping[sp.Symbol, Fraction]) -> Solutions:
    """Return the equilibria of a game that a choice follows, at an exact point.

    1. For each mode, find the leader's best decisions among those after which the follower likes the mode best.
    2. Of these, those with the leader's largest payoff are equilibria. A follower who is indifferent there chooses that
       mode; whether another choice leaves an equilibrium is looked at, and said.

    Parameters
    ----------
    game : Game
    point : mapping from sympy.Symbol to Fraction
    """
    numbers, shown = game.with_values(point), everybody_in(game)
    by_name = values_by_name(point)
    try:
        leader, known = leader_of(numbers), alternatives_by_mode(numbers)
        solved = [
            _Induced(induced=one, solutions=constrained_solutions_at(one.game, {}))
            for one in induced_games(numbers, known)
        ]
    except LsecError as refusal:
        return _without(shown, by_name, str(refusal), is_none=False)
    reason, is_none = _why_none(numbers, solved)
    if reason:
        return _without(shown, by_name, reason, is_none=is_none)
    having = [one for one in solved if one.solutions.status == "found"]
    values = [one.solutions[0].payoffs[leader] for one in having]
    try:
        best = [one for one, value in zip(having, values, strict=True) if not any(exceeds(v, value) for v in values)]
    except Unresolved as refusal:
        return _without(shown, by_name, str(refusal), is_none=False)
    rows = list(_different(best))
    ties = _Ties(numbers, leader, known, having)
    return Solutions(
        game=shown,
        point=by_name,
        quantities=tuple(there.values for _, there in rows),
        regimes=tuple(": ".join((one.induced.name, there.regime)) for one, there in rows),
        selections=tuple(ties.words(one, there, others=len(best) > 1) for one, there in rows),
        findings=tuple(
            _findings(shown, numbers, solved, best, known, single=any(ties.is_secure(*row) for row in rows))
        ),
    )


def _different(best: Sequence[_Induced]) -> Iterator[tuple[_Induced, PointEquilibrium]]:
    """Yield each equilibrium in a mode once, also at the edge of two regimes of another mode."""
    seen = set()
    for one in best:
        for there in one.solutions:
            if (one.induced.mode, there.values) not in seen:
                seen.add((one.induced.mode, there.values))
                yield one, there


def _why_none(numbers: Game, solved: Sequence[_Induced]) -> tuple[str, bool]:
    """Return why nothing can be stated, or there is no equilibrium; empty if neither is so."""
    for one in solved:
        there = one.solutions
        if there.is_none and "without bound" in there.reason:
            if _is_unbounded_where_liked(numbers, one):
                return f"{one.induced.name}: {there.reason}", True
            return f"{one.induced.name}: {there.reason}, perhaps only where the follower is indifferent", False
        unreached = there.is_none and "constraints" not in there.reason
        if there.status == "open" or there.continua or unreached:
            return f"{one.induced.name}: {there.reason or 'a continuum'}", False
    if all(one.solutions.is_none for one in solved):
        return "no mode can be brought about", False
    return "", False


def _is_unbounded_where_liked(numbers: Game, one: _Induced) -> bool:
    """Whether a leader gains without bound by decisions after which the follower can but choose the mode."""
    liked_more = where_liked_more(numbers, one.induced)
    if liked_more is None:
        return False
    there = constrained_solutions_at(liked_more, {})
    return there.is_none and "without bound" in there.reason


def _without(game: Game, point: Mapping[str, Fraction], reason: str, *, is_none: bool) -> Solutions:
    exists = Row(about=About.EXISTS)
    finding = found(exists, Status.REFUTED if is_none else Status.OPEN, detail=reason)
    return Solutions(game=game, point=point, reason=reason, is_none=is_none, findings=(finding,))


def _findings(
    shown: Game,
    numbers: Game,
    solved: Sequence[_Induced],
    best: Sequence[_Induced],
    known: Mapping[str, Sequence[Alternative]],
    *,
    single: bool,
) -> Iterator[Finding]:
    behind = [one.evidence for pieces in known.values() for one in pieces if one.evidence is not None]
    modes = [one.solutions.evidence for one in solved if one.solutions.status == "found"]
    after = Status.PROVED if all(one.established for one in behind) else Status.OPEN
    reached = [one.solutions.evidence for one in best]
    yield found(Row(about=About.EXISTS), min(one.status(About.EXISTS) for one in reached), _COMPARED)
    for row in rows_of_moves(shown):
        yield found(row, min(after, *(_of(one, row) for one in modes)), _COMPARED)
    then = numbers.then
    assert then is not None
    chooser = Row(
        about=About.OPTIMAL,
        player=str(then.by),
        decisions=(" or ".join(map(str, then.among)),),
        stage=len(shown.stages) + 1,
    )
    yield found(chooser, after, _LIKED)
    yield found(Row(about=About.OFF_PATH), min(after, *(one.status(About.OFF_PATH) for one in modes)), _LIKED)
    complete = min(one.status(About.COMPLETE) for one in reached)
    detail = "" if complete is Status.PROVED else "the leader may have as much with other decisions"
    several = next((one.mode for pieces in known.values() for one in pieces if not one.is_single), "")
    if several:
        complete, detail = Status.OPEN, f"mode {several!r} may have other equilibria after some decisions"
    elif not single:
        complete, detail = (
            Status.OPEN,
            "another equilibrium may be that the follower, indifferent, chooses another mode",
        )
    yield found(Row(about=About.COMPLETE), complete, _COMPARED if not detail else "", detail=detail)


def _of(evidence: Evidence, row: Row) -> Status:
    """Return how far it is established that a first mover is optimal in one mode."""
    known = [f.status for f in evidence.rows if f.about is About.OPTIMAL and f.player == row.player and f.stage == 1]
    return min(known, default=Status.OPEN)


@dataclass(frozen=True, eq=False)
class _Ties:
    """What a follower's indifference means at an equilibrium."""

    game: Game
    leader: str
    known: Mapping[str, Sequence[Alternative]]
    solved: Sequence[_Induced]

    def words(self, one: _Induced, there: PointEquilibrium, *, others: bool) -> str:
        """Return, in words, between which modes the follower is indifferent and why it chooses as it does."""
        then, values = self.game.then, there.values
        assert then is not None
        follower, said = str(then.by), []
        decided = {d: values[d.name] for d in self.game.decisions}
        for other in one.induced.others:
            gap = values[follower] - other.payoffs[follower].subs(decided) - self._before(follower, decided)
            if sp.simplify(gap) != 0:
                continue
            said.append(f"{follower}, indifferent to {other.mode!r}, chooses {one.induced.mode!r}")
            instead = other.payoffs[self.leader].subs(decided) + self._before(self.leader, decided)
            if others and sp.simplify(values[self.leader] - instead) == 0:
                said.append("either choice leaves an equilibrium")
            elif not others and one.solutions.complete and self.is_secure(one, there):
                said.append("only so is there an equilibrium")
        return ": ".join(said)

    def is_secure(self, one: _Induced, there: PointEquilibrium) -> bool:
        """Whether the leader has, or comes as close as it likes to, its payoff however an indifferent follower chooses.

        It does where the follower likes the mode better there, or after decisions close by, at which the same closed
        forms hold.
        """
        then = self.game.then
        assert then is not None
        follower = str(then.by)
        if follower == self.leader:
            return True
        decided = {d: there.values[d.name] for d in self.game.decisions}
        own = [piece for piece in self.known[one.induced.mode] if _is_inside(piece, decided)]
        if not own or not all(_is_inside(other, decided) for other in one.induced.others):
            return False
        gaps = [own[0].payoffs[follower] - other.payoffs[follower] for other in one.induced.others]
        tied = [gap for gap in gaps if _sign(gap, decided) == 0]
        return not tied or any(
            self._may_move(decision, way, decided)
            and all(_sign(sp.diff(gap, decision), decided) == way for gap in tied)
            for decision in self.game.decisions
            for way in (1, -1)
        )

    def _may_move(self, decision: sp.Symbol, way: int, decided: Mapping[sp.Symbol, sp.Expr]) -> bool:
        """Whether a decision may be a little larger (1), or smaller (-1), all others being what they are."""
        limits = [bound.function.expression() for bound in self.game.bounds]
        limits += [decision] * bool(decision.is_nonnegative)
        return all(
            _sign(limit, decided) > 0 or not limit.has(decision) or _sign(sp.diff(limit, decision), decided) == way
            for limit in limits
        )

    def _before(self, player: str, decided: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
        """Return what a player has from the decisions themselves, whatever mode follows."""
        return sp.Add(*(p.payoff.subs(decided) for p in self.game.players if p.name == player))


def _is_inside(piece: Alternative, decided: Mapping[sp.Symbol, sp.Expr]) -> bool:
    """Whether decisions are inside the region of a closed form, and not at its edge."""
    return all(_sign(relation.gts - relation.lts, decided) > 0 for relation in piece.region)


def _sign(value: sp.Expr, decided: Mapping[sp.Symbol, sp.Expr]) -> int:
    """Return the sign of a number, 0 also where sixty digits do not tell it from zero."""
    number = sp.sympify(value).subs(decided).evalf(_DIGITS)
    return 0 if abs(number) < sp.Float(10) ** (-_DIGITS // 2) else int(sp.sign(number))
