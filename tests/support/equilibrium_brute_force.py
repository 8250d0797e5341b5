"""Subgame-perfect equilibria in pure strategies by nested search in floating point: no algebra, no closed forms.

Later movers are answered by search: the last mover's decision is the best of its ends and of the points at which its
payoff is level; every mover before it is answered by a grid that is refined around the best points. What a subgame may
lead to is kept as a *set* of paths, since an indifferent mover may choose and simultaneous movers may have several
equilibria. Of the two words on a deviation, `gains` is the careful one: the deviation pays whichever of these paths is
then played. `gains_softly` supposes the favourable one: an indifferent mover favours the mover just before it, then
the one before that.

Nothing here is exact: a deviation that gains less than the tolerance is not seen, nor one between two grid points.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
import sympy as sp

from equilibrium_families import Declared

GAIN = 1e-6
TIE = 1e-9
_BETWEEN = 10
_LOOSE = 1e-6
_EXACT = 1e-12
_FAR = 1e6
# A grid point beside a smooth maximum is almost as good and no tie; one on a plateau is.
_UNREFINED = 1e-4
_ALARM = 1e-3
_MODERATE = 60.0
# Random directions of several decisions, so many that some run along a ridge where an answer bends.
_RANDOM = 40
_FURTHER = np.array([0.5, 1.0, 3.0, 10.0])
_NEARBY = np.concatenate([sign * np.geomspace(1e-3, 0.1, 5) for sign in (-1, 1)])
_BESIDE = (1e-5, 1e-3)
_ALLOWED = 1e-7
_FLAT_STEPS = np.array([0.0, 0.3, 0.5, 0.7, 1.0])
_FLAT_AWAY = np.array([0.0, 0.5, 1.0, 3.0, 10.0])

Array = np.ndarray


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is found about a path that is said to be an equilibrium.

    Attributes
    ----------
    refuted : bool
        Whether it is none, whatever later movers do where they have a choice.
    softly : bool
        Whether it is none if later movers favour the deviator where they have a choice.
    reason : str
        Who gains, where, and how much; or which later mover has no best decision.
    gain : float
        The largest relative gain that was found by the careful count.
    unsure : bool
        Whether something could not be told.
    several : bool
        Whether later movers move at once, so that `softly` may mean no more than that they have several equilibria.
    open_ties : bool
        Whether a mover does not care how far it goes without bound, and an earlier one does: "favour" has no maximum.
    """

    refuted: bool
    softly: bool
    reason: str = ""
    gain: float = 0.0
    unsure: bool = False
    several: bool = False
    open_ties: bool = False


@dataclass(frozen=True, kw_only=True)
class Approximate:
    """An equilibrium that was found by search.

    Attributes
    ----------
    decisions : dict from str to float
    robust : bool
        Whether nothing gains from deviating under any count, also where ties are counted loosely, on finer grids.
    finding : Finding
    """

    decisions: dict[str, float]
    robust: bool
    finding: Finding


@dataclass(frozen=True)
class _Grid:
    """How finely a mover's decision is searched: grid points, brackets that are refined, points and rounds in each."""

    points: int
    brackets: int
    inner: int
    rounds: int


_FINE = _Grid(161, 5, 11, 16)
_USUAL = _Grid(49, 3, 9, 16)
_OUTER = _Grid(33, 2, 9, 14)
_COARSE = _Grid(25, 2, 9, 14)


@dataclass
class _Search:
    """One search: its tolerance, its grids stage by stage, who deviates, and what broke on the way.

    `open_ties` is set where a mover does not care how far it goes without bound, and somebody else does. The mover of
    the stage `careful`, if there is one, counts on the least that later movers may leave it.
    """

    grids: tuple[_Grid, ...]
    tie: float = TIE
    deviator: int | None = None
    broken: list[tuple[int, Array]] = field(default_factory=list)
    unsure: bool = False
    open_ties: bool = False
    careful: int | None = None


@dataclass
class _Paths:
    """What may follow some histories: paths (M, S, n), which count (M, S), and where nothing does.

    The first path of each row is the favourable one.
    """

    paths: Array
    ok: Array
    none: Array
    infeasible: Array


class NestedSearch:
    """The search for one game.

    Parameters
    ----------
    declared : Declared
    """

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.symbols = declared.decisions
        self.names = [symbol.name for symbol in self.symbols]
        self.size = len(self.symbols)
        self.players = list(declared.owners)
        owner = {d: number for number, own in enumerate(declared.owners.values()) for d in own}
        place = {symbol: number for number, symbol in enumerate(self.symbols)}
        self.stages: list[list[tuple[int, list[int]]]] = []
        for stage in declared.order:
            moves: dict[int, list[int]] = {}
            for decision in stage:
                moves.setdefault(owner[decision], []).append(place[decision])
            self.stages.append(list(moves.items()))
        self._payoffs = [_function(self.symbols, declared.payoffs[name]) for name in self.players]
        self._rows = self._eliminated()
        self._slopes: dict[tuple[int, int], list[Callable[..., Array]]] = {}
        self._poles: dict[tuple[int, int], list[Callable[..., Array]]] = {}
        self._bends: dict[tuple[int, int], float | None] = {}
        self._sizes: dict[int, float] = {}
        self._starts: dict[tuple[int, int], tuple[Callable[..., Array], float]] = {}

    # ---- the game in numbers

    def payoff(self, player: int, points: Array) -> Array:
        """Return a player's payoff at points (..., n); infinite or undefined ones are -inf.

        Parameters
        ----------
        player : int
        points : array
        """
        value = _called(self._payoffs[player], points)
        return np.where(np.isfinite(value), value, -np.inf)

    @property
    def constraints(self) -> tuple[Array, Array]:
        """The constraints that a path must satisfy: matrix @ path + constant >= 0."""
        return self._rows[-1]

    def path(self, point: Array) -> dict[str, float]:
        """Return a path by the names of its decisions.

        Parameters
        ----------
        point : array
        """
        return dict(zip(self.names, map(float, point), strict=True))

    def violation(self, point: Array) -> float:
        """Return by how much a path violates a constraint.

        Parameters
        ----------
        point : array
        """
        matrix, constant = self._rows[-1]
        return float(max(0.0, -(matrix @ point + constant).min(initial=0.0)))

    def _eliminated(self) -> list[tuple[Array, Array]]:
        """Return the constraints stage by stage, such that later movers have room left."""
        rows = []
        for number, symbol in enumerate(self.symbols):
            if symbol.is_nonnegative:
                rows.append((*tuple(Fraction(int(number == j)) for j in range(self.size)), Fraction(0)))
        for relation in itertools.chain.from_iterable(self.declared.constraints.values()):
            function = sp.expand(relation.gts - relation.lts)
            slopes = [_fraction(function.coeff(symbol)) for symbol in self.symbols]
            rows.append((*slopes, _fraction(function.subs(dict.fromkeys(self.symbols, 0)))))
        found = []
        for stage in reversed(self.stages):
            found.append(rows)
            for number in [number for _, own in stage for number in own]:
                rows = _without(rows, number)
        return [
            (
                np.array([[float(x) for x in row[:-1]] for row in part]).reshape(-1, self.size),
                np.array([float(row[-1]) for row in part]),
            )
            for part in reversed(found)
        ]

    def _interval(self, stage: int, number: int, points: Array) -> tuple[Array, Array]:
        """Return the ends of a decision's interval, given all others up to its stage."""
        matrix, constant = self._rows[stage]
        low, high = np.full(points.shape[:-1], -np.inf), np.full(points.shape[:-1], np.inf)
        for row, free in zip(matrix, constant, strict=True):
            if row[number] == 0:
                continue
            rest = row.copy()
            rest[number] = 0
            end = -(points @ rest + free) / row[number]
            low, high = (np.maximum(low, end), high) if row[number] > 0 else (low, np.minimum(high, end))
        return low, high

    def _derivative(self, player: int, number: int) -> list[Callable[..., Array]]:
        """Return the coefficients of the numerator of a payoff's derivative by a decision, highest first."""
        if (player, number) not in self._slopes:
            symbol = self.symbols[number]
            payoff = sp.together(self.declared.payoffs[self.players[player]])
            above = sp.numer(sp.together(sp.diff(payoff, symbol)))
            below = sp.denom(payoff)
            self._slopes[player, number] = self._coefficients(above, symbol)
            self._poles[player, number] = self._coefficients(below, symbol) if below.has(symbol) else []
        return self._slopes[player, number]

    def _coefficients(self, expression: sp.Expr, symbol: sp.Symbol) -> list[Callable[..., Array]]:
        return [_function(self.symbols, c) for c in sp.Poly(sp.expand(expression), symbol).all_coeffs()]

    # ---- what later movers do

    def answers(self, stage: int, points: Array, search: _Search) -> _Paths:
        """Return what may follow histories (M, n), of which the decisions before `stage` count.

        Parameters
        ----------
        stage : int
        points : array
        search : _Search
        """
        if stage == len(self.stages):
            count = len(points)
            return _Paths(points[:, None, :], np.ones((count, 1), bool), np.zeros(count, bool), np.zeros(count, bool))
        moves = self.stages[stage]
        last = stage == len(self.stages) - 1
        if len(moves) == 1 and len(moves[0][1]) == 1:
            found = (self._last if last else self._middle)(stage, points, search)
        elif last and all(len(own) == 1 for _, own in moves):
            found = self._at_once(stage, points, search)
        else:
            raise NotImplementedError("several decisions at once, not by last movers")
        for row in np.flatnonzero(found.none & ~found.infeasible):
            if np.abs(points[row]).max(initial=0.0) <= _MODERATE:
                search.broken.append((stage, points[row].copy()))
                break
        return found

    def _candidates(self, stage: int, player: int, number: int, points: Array) -> tuple[Array, Array, Array, Array]:
        """Return a last mover's possible best decisions (M, C), their values, where none is best, where none fits.

        Values are -inf where a decision is not allowed.
        """
        low, high = self._interval(stage, number, points)
        coefficients = np.stack([_called(f, points) for f in self._derivative(player, number)], axis=-1)
        size = 1 + _size(points)
        found = [low, high]
        if coefficients.shape[-1] == 2:
            first, second = coefficients[:, 0], coefficients[:, 1]
            found.append(np.where(np.abs(first) > 1e-12, -second / np.where(first == 0, 1, first), np.nan))
        elif coefficients.shape[-1] > 2:
            found.extend(_real_roots(coefficients).T)
        flat = _top(np.abs(coefficients)) <= 1e-11 * size
        if flat.any():
            for step, away in zip(_FLAT_STEPS, _FLAT_AWAY, strict=True):
                bounded = np.isfinite(low) & np.isfinite(high)
                inside = np.where(bounded, low + step * (high - low), np.nan)
                up = np.where(np.isfinite(low), low + away, np.where(np.isfinite(high), high - away, away))
                found.append(np.where(flat, np.where(bounded, inside, up), np.nan))
            for other in range(len(self.players)):
                slopes = [_called(f, points) for f in self._derivative(other, number)]
                if other != player and len(slopes) == 2:
                    ideal = np.where(slopes[0] == 0, np.nan, -slopes[1] / np.where(slopes[0] == 0, 1, slopes[0]))
                    found.append(np.where(flat, ideal, np.nan))
        if (~np.isfinite(low) & ~np.isfinite(high)).any():
            found.append(np.where(~np.isfinite(low) & ~np.isfinite(high), 0.0, np.nan))
        tried = np.stack(found, axis=-1)
        slack = 1e-9 * size[:, None]
        allowed = np.isfinite(tried) & (tried >= low[:, None] - slack) & (tried <= high[:, None] + slack)
        tried = np.clip(np.where(allowed, tried, 0.0), low[:, None], np.maximum(high, low)[:, None])
        none = np.zeros(len(points), bool)
        infeasible = low > high + 1e-9 * size
        allowed &= ~infeasible[:, None]
        value = np.where(allowed, self._valued(player, number, points, tried), -np.inf)
        best = _top(value)
        for end, sign in ((low, -1), (high, 1)):
            open_end = ~np.isfinite(end)
            if open_end.any():
                start = np.where(sign > 0, np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0))
                away = self._valued(player, number, points, (start + sign * _FAR * size)[:, None])[:, 0]
                none |= open_end & (away > best + 1e-5 * (1 + np.abs(best)))
        none |= self._poles_up(player, number, points, low, high)
        return tried, value, none & ~infeasible, infeasible

    def _cares_without_bound(self, stage: int, player: int, number: int, points: Array) -> bool:
        """Return whether a mover is indifferent on an interval without end, and an earlier mover is not."""
        slopes = self._derivative(player, number)
        low, high = self._interval(stage, number, points)
        flat = ~(np.isfinite(low) & np.isfinite(high)) & (_size(points) <= _MODERATE)
        for slope in slopes:
            flat &= np.abs(_called(slope, points)) <= 1e-11
        others = {other for moves in self.stages[:stage] for other, _ in moves if other != player}
        return bool(flat.any()) and any(
            (np.abs(_called(slope, points[flat])) > 1e-9).any()
            for other in others
            for slope in self._derivative(other, number)
        )

    def _poles_up(self, player: int, number: int, points: Array, low: Array, high: Array) -> Array:
        """Return where a payoff rises without bound at a pole inside the interval."""
        none = np.zeros(len(points), bool)
        poles = self._poles[player, number]
        if poles:
            for pole in _real_roots(np.stack([_called(f, points) for f in poles], axis=-1)).T:
                for sign in (-1, 1):
                    near = pole + sign * 1e-7 * (1 + np.abs(pole))
                    inside = np.isfinite(pole) & (near > low) & (near < high)
                    value = self._valued(player, number, points, np.where(inside, near, 0.0)[:, None])[:, 0]
                    none |= inside & (value > 1e4)
        return none

    def _valued(self, player: int, number: int, points: Array, tried: Array) -> Array:
        columns = [tried if place == number else points[:, place, None] for place in range(self.size)]
        with np.errstate(all="ignore"):
            value = np.broadcast_to(np.asarray(self._payoffs[player](*columns), dtype=float), tried.shape)
        return np.where(np.isfinite(value), value, -np.inf)

    def _last(self, stage: int, points: Array, search: _Search) -> _Paths:
        """Answer a last mover; where its payoff is known to be a parabola or a line, without trying all candidates."""
        player, (number,) = self.stages[stage][0]
        bend = self._bend(player, number)
        if bend is None:
            return self._best_candidates(stage, points, search)
        if bend < 0:
            return self._top_of_a_parabola(stage, player, number, points)
        paths, is_sure = self._better_end(stage, points, search)
        lines = np.ones((len(points), 1), bool)
        found = _Paths(paths[:, None, :], lines, np.zeros(len(points), bool), np.zeros(len(points), bool))
        rest = np.flatnonzero(~is_sure)
        return found if not len(rest) else _replaced(found, rest, self._best_candidates(stage, points[rest], search))

    def _best_candidates(self, stage: int, points: Array, search: _Search) -> _Paths:
        player, (number,) = self.stages[stage][0]
        tried, value, none, infeasible = self._candidates(stage, player, number, points)
        search.open_ties |= self._cares_without_bound(stage, player, number, points)
        best = _top(value)
        ok = np.isfinite(value) & (value >= (best - _slack(search.tie, best, points))[:, None]) & ~none[:, None]
        for i, j in itertools.combinations(range(tried.shape[1]), 2):
            ok[:, j] &= ~(ok[:, i] & (np.abs(tried[:, i] - tried[:, j]) <= 1e-12 * (1 + np.abs(tried[:, i]))))
        infeasible |= ~np.isfinite(best) & ~none
        counts = ok.sum(axis=-1)
        first = np.zeros(len(points), int)
        for i in reversed(range(tried.shape[1])):
            first[ok[:, i]] = i
        lines = np.arange(len(points))
        if counts.max(initial=0) <= 1:
            paths = points.copy()
            paths[:, number] = tried[lines, first]
            return _Paths(paths[:, None, :], ok[lines, first][:, None], none, infeasible)
        wide = np.argsort(~ok, axis=-1, kind="stable")[:, : counts.max()]
        paths = _with(points, number, np.take_along_axis(tried, wide, axis=1))
        ok = np.take_along_axis(ok, wide, axis=1)
        tied = np.flatnonzero(counts > 1)
        part = self._favoured(stage, _Paths(paths[tied], ok[tied], none[tied], infeasible[tied]), search)
        paths[tied], ok[tied] = part.paths, part.ok
        return _Paths(paths, ok, none, infeasible)

    def _bend(self, player: int, number: int) -> float | None:
        """Return the second derivative of a payoff by a decision if it is one number, and the payoff a polynomial."""
        if (player, number) not in self._bends:
            payoff = self.declared.payoffs[self.players[player]]
            second = sp.cancel(sp.diff(payoff, self.symbols[number], 2))
            is_known = second.is_number and payoff.is_polynomial(*self.symbols)
            self._bends[player, number] = float(second) if is_known else None
        return self._bends[player, number]

    def _gain(self, stage: int, player: int, number: int, points: Array) -> tuple[Array, Array]:
        """Return the better end for a mover whose payoff has no top, and by how much the upper one is better."""
        if (player, number) not in self._starts:
            payoff, own = sp.expand(self.declared.payoffs[self.players[player]]), self.symbols[number]
            size = self._coefficients_of(player)
            self._starts[player, number] = _function(self.symbols, sp.diff(payoff, own).subs(own, 0)), size
        slope, _ = self._starts[player, number]
        low, high = self._interval(stage, number, points)
        bend = self._bend(player, number) or 0.0
        with np.errstate(all="ignore"):
            middle = (low + high) / 2 if bend else 0.0
            gain = (high - low) * (_called(slope, points) + bend * middle)
        return np.where(gain > 0, high, low), np.where(high > low, gain, np.nan)

    def _coefficients_of(self, player: int) -> float:
        """Return the size of all coefficients of a payoff, at least 1; 1 if it has a denominator."""
        if player not in self._sizes:
            payoff = sp.expand(self.declared.payoffs[self.players[player]])
            is_known = payoff.is_polynomial(*self.symbols) and payoff != 0
            coefficients = sp.Poly(payoff, *self.symbols).coeffs() if is_known else []
            self._sizes[player] = max(1.0, float(sum(map(abs, coefficients))))
        return self._sizes[player]

    def _better_end(self, stage: int, points: Array, search: _Search) -> tuple[Array, Array]:
        """Return paths on which a last mover whose payoff has no top takes the better end, and where it surely is."""
        player, (number,) = self.stages[stage][0]
        end, gain = self._gain(stage, player, number, points)
        _, coefficients = self._starts[player, number]
        with np.errstate(all="ignore"):
            noise = (2 * search.tie + 1e-12) * (1 + coefficients) * (_size(points) + np.abs(end) + 1) ** 2
            is_sure = np.isfinite(end) & (np.abs(gain) > noise)
        paths = points.copy()
        paths[:, number] = np.where(is_sure, end, 0.0)
        return paths, is_sure

    def _top_of_a_parabola(self, stage: int, player: int, number: int, points: Array) -> _Paths:
        """Answer a last mover whose payoff is a parabola with one top: there, or at the end next to it."""
        low, high = self._interval(stage, number, points)
        infeasible = low > high + 1e-9 * (1 + _size(points))
        slope, constant = (_called(f, points) for f in self._derivative(player, number))
        paths = points.copy()
        paths[:, number] = np.clip(-constant / slope, low, np.maximum(high, low))
        paths[infeasible, number] = 0.0
        return _Paths(paths[:, None, :], ~infeasible[:, None], np.zeros(len(points), bool), infeasible)

    def _at_once(self, stage: int, points: Array, search: _Search) -> _Paths:
        """Answer last movers who move at once: every mixture of ends and level points, checked one by one."""
        moves = [(player, own[0]) for player, own in self.stages[stage]]
        count, movers = len(points), len(moves)
        ends = [self._interval(stage, number, points) for _, number in moves]
        infeasible = np.logical_or.reduce([low > high + 1e-9 for low, high in ends])
        slopes = [self._linear_slope(player, number) for player, number in moves]
        if any(slope is None for slope in slopes):
            raise NotImplementedError("payoffs of movers at once that are not quadratic")
        start = _with(points, moves[0][1], np.zeros((count, 1)))[:, 0, :]
        for _, number in moves:
            start[:, number] = 0
        numbers = [number for _, number in moves]
        inside = np.array([[slope[0][number] for number in numbers] for slope in slopes])
        outside = np.stack([start @ slope[0] + slope[1] for slope in slopes], axis=-1)
        found: list[Array] = []
        for types in itertools.product(("low", "high", "level"), repeat=movers):
            fixed = {i: ends[i][0] if kind == "low" else ends[i][1] for i, kind in enumerate(types) if kind != "level"}
            found.extend(_solved(inside, outside, fixed, ends))
        tried = np.stack(found, axis=1)
        finite = np.isfinite(tried).all(axis=-1)
        for i, (low, high) in enumerate(ends):
            slack = 1e-9 * (1 + np.abs(np.where(finite, tried[..., i], 0.0)))
            finite &= (tried[..., i] >= low[:, None] - slack) & (tried[..., i] <= high[:, None] + slack)
        tried = np.where(finite[..., None], tried, 0.0)
        paths = np.repeat(start[:, None, :], tried.shape[1], axis=1)
        paths[..., numbers] = tried
        loss = np.zeros(tried.shape[:2])
        flat_paths = paths.reshape(-1, self.size)
        for player, number in moves:
            _, value, none, _ = self._candidates(stage, player, number, flat_paths)
            best = _top(value)
            own = self.payoff(player, flat_paths)
            short = np.where(none, np.inf, (best - own) / (1 + np.abs(best) + 1e-5 * _size(flat_paths) ** 2))
            loss = np.maximum(loss, short.reshape(loss.shape))
        loss = np.where(finite, loss, np.inf)
        ok = loss <= max(search.tie, 1e-11)
        held = flat_paths[ok.reshape(-1)]
        search.open_ties |= any(self._cares_without_bound(stage, player, number, held) for player, number in moves)
        least = loss.min(axis=-1)
        none = ~ok.any(axis=-1)
        if (none & (least < 1e-4)).any():
            search.unsure = True
            none &= least >= 1e-4
        none &= ~infeasible
        return self._favoured(stage, _Paths(paths, ok, none, infeasible), search)

    def _linear_slope(self, player: int, number: int) -> tuple[Array, float] | None:
        payoff = self.declared.payoffs[self.players[player]]
        slope = sp.expand(sp.diff(payoff, self.symbols[number]))
        if not slope.is_polynomial(*self.symbols) or (slope != 0 and sp.Poly(slope, *self.symbols).total_degree() > 1):
            return None
        return (
            np.array([float(slope.coeff(symbol)) for symbol in self.symbols]),
            float(slope.subs(dict.fromkeys(self.symbols, 0))),
        )

    def _favoured(self, stage: int, found: _Paths, search: _Search) -> _Paths:
        """Put the favourable path first, and keep only paths that matter to somebody."""
        left = found.ok.copy()
        for player in self._priority(stage, search):
            value = np.where(left, self.payoff(player, found.paths), -np.inf)
            best = value.max(axis=-1, keepdims=True)
            left &= value >= best - _slack(TIE, best, found.paths[:, 0, :])
        return _reordered(found, left.argmax(axis=-1))

    def _priority(self, stage: int, search: _Search) -> Iterator[int]:
        for moves in reversed(self.stages[:stage]):
            players = [player for player, _ in moves]
            if search.deviator in players:
                yield search.deviator
            yield from (player for player in players if player != search.deviator)

    def _middle(self, stage: int, points: Array, search: _Search) -> _Paths:
        player, (number,) = self.stages[stage][0]
        low, high = self._interval(stage, number, points)
        infeasible = low > high + 1e-9 * (1 + _size(points))
        low, high = np.where(infeasible, 0.0, low), np.where(infeasible, 0.0, high)
        earlier = list(dict.fromkeys(self._priority(stage, search)))

        def values(rows: Array, tried: Array) -> Array:
            """Return, for each decision tried, the payoff by favour, at least, at most; and others' by favour."""
            later = self.answers(stage + 1, _with(points[rows], number, tried).reshape(-1, self.size), search)
            own = self.payoff(player, later.paths)
            columns = [
                own[:, 0],
                -_top(np.where(later.ok, -own, -np.inf)),
                _top(np.where(later.ok, own, -np.inf)),
                *(self.payoff(other, later.paths[:, 0, :]) for other in earlier),
            ]
            if search.careful == stage:
                columns[0] = columns[1]
            found = np.stack(columns, axis=-1)
            found[later.none | later.infeasible | ~later.ok.any(axis=-1)] = -np.inf
            return found.reshape(*tried.shape, -1)

        scale = 1 + _size(points)
        levels = self._levels(stage, number, points)
        pool, value, none = _maximised(values, low, high, scale, search.grids[stage], levels)
        noise = 4e-16 * self._coefficients_of(player) * (pool**2 + scale[:, None] ** 2)[..., None]
        best = (value[..., :2] - noise).max(axis=1)  # by favour, and what is safe
        slack = _slack(search.tie, best, points)
        short = np.repeat(slack[:, None, :], pool.shape[1], axis=1)
        short[:, : search.grids[stage].points] *= _UNREFINED
        short += noise
        good = np.isfinite(value[..., 0]) & (value[..., 2] >= best[:, None, 1] - short[..., 1])
        chosen = [_chosen_first(value, best, short[..., 0], earlier)]
        if _spread(pool, good, chosen[0]):
            # What is best where ties are broken against the mover need not be best where they favour it.
            chosen.append(np.where(good, value[..., 1], -np.inf).argmax(axis=-1))
            for column in range(3, value.shape[-1]):
                chosen.append(np.where(good, value[..., column], -np.inf).argmax(axis=-1))
                chosen.append(np.where(good, value[..., column], np.inf).argmin(axis=-1))
            chosen.append(np.where(good, pool, -np.inf).argmax(axis=-1))
            chosen.append(np.where(good, pool, np.inf).argmin(axis=-1))
        picked = np.stack(chosen, axis=-1)
        tried = np.take_along_axis(pool, picked, axis=1)
        later = self.answers(stage + 1, _with(points, number, tried).reshape(-1, self.size), search)
        wide = later.paths.shape[1]
        paths = later.paths.reshape(len(points), -1, self.size)
        ok = later.ok.reshape(len(points), -1).copy()
        ok &= np.repeat(np.take_along_axis(good, picked, axis=1), wide, axis=1)
        own = self.payoff(player, paths)
        ok &= own >= best[:, 1:2] - slack[:, 1:2]
        ok[:, 0] |= np.isfinite(best[:, 0])
        none |= ~np.isfinite(best[:, 0]) & ~infeasible
        ok[none | infeasible] = False
        return self._fewer(_Paths(paths, ok, none, infeasible), earlier)

    def _levels(self, stage: int, number: int, points: Array) -> Array:
        """Return decisions (M, E) at which a last mover does not care what it does, if its payoff is linear in that.

        A favourable answer inside an interval is given at such a place alone: no grid meets it, nor is it approached.
        If its payoff has no top, they are those at which its two ends pay the same, and places next to them: what is
        answered there may be the best only in a part that lies between two grid points.
        """
        found = []
        for player, own in self.stages[-1] if stage < len(self.stages) - 1 else ():
            for other in own:
                slopes = self._derivative(player, other)
                if len(slopes) == 1:
                    at = _with(points, number, np.broadcast_to(np.array([0.0, 1.0]), (len(points), 2)))
                    start, step = _called(slopes[0], at[:, 0, :]), np.diff(_called(slopes[0], at), axis=-1)[:, 0]
                    found.append(np.where(step == 0, np.nan, -start / np.where(step == 0, 1, step)))
                elif (self._bend(player, other) or 0.0) > 0 and stage == len(self.stages) - 2:
                    at = _with(points, number, np.broadcast_to(np.array([-1.0, 0.0, 1.0]), (len(points), 3)))
                    gain = self._gain(len(self.stages) - 1, player, other, at.reshape(-1, self.size))[1].reshape(-1, 3)
                    before, here, after = gain.T
                    level = _quadratic_roots((before + after) / 2 - here, (after - before) / 2, here)
                    away = 1e-7 * (1 + np.abs(level))
                    found.extend([*level.T, *(level - away).T, *(level + away).T])
        return np.stack(found, axis=-1) if found else np.zeros((len(points), 0))

    def _fewer(self, found: _Paths, earlier: Sequence[int]) -> _Paths:
        """Keep the favourable path and, for each earlier mover, the best and the worst."""
        if found.paths.shape[1] <= 2 * len(earlier) + 1:
            return found
        kept = [np.zeros(len(found.paths), int)]
        for player in earlier:
            value = self.payoff(player, found.paths)
            kept.append(np.where(found.ok, value, -np.inf).argmax(axis=-1))
            kept.append(np.where(found.ok, value, np.inf).argmin(axis=-1))
        picked = np.stack(kept, axis=-1)
        return _Paths(
            np.take_along_axis(found.paths, picked[..., None], axis=1),
            np.take_along_axis(found.ok, picked, axis=1),
            found.none,
            found.infeasible,
        )

    # ---- what a deviation brings

    def _deviations(
        self, stage: int, player: int, own: Sequence[int], point: Array, search: _Search
    ) -> tuple[Array, Array, slice]:
        """Return decisions of a mover (K, own), payoffs by favour, at least, at most (K, 3), and which are refined."""

        def values(tried: Array) -> Array:
            later = self.answers(stage + 1, _placed(point, own, tried), search)
            value = self.payoff(player, later.paths)
            found = np.stack(
                [
                    value[:, 0],
                    -_top(np.where(later.ok, -value, -np.inf)),
                    _top(np.where(later.ok, value, -np.inf)),
                ],
                axis=-1,
            )
            found[later.none | later.infeasible | ~later.ok.any(axis=-1)] = -np.inf
            return found

        if len(own) > 1:
            return self._in_several(stage, own, point, values)
        low, high = self._interval(stage, own[0], point[None, :])
        if low[0] > high[0]:
            middle = (low + high) / 2
            low = high = middle
        scale = np.array([1 + np.abs(np.delete(point, own)).max(initial=0.0)])
        pool, value, _ = _maximised(
            lambda _, tried: values(tried.reshape(-1, 1)).reshape(*tried.shape, 3),
            low,
            high,
            scale,
            search.grids[stage],
            self._levels(stage, own[0], point[None, :]),
        )
        return pool[0][:, None], value[0], slice(search.grids[stage].points, pool.shape[1])

    def _in_several(
        self, stage: int, own: Sequence[int], point: Array, values: Callable[[Array], Array]
    ) -> tuple[Array, Array, slice]:
        """Search several decisions of one mover at once: a grid, then steps from its best points."""
        matrix, constant = self._rows[stage]
        rest = point.copy()
        rest[list(own)] = 0
        matrix, constant = matrix[:, list(own)], constant + matrix @ rest
        axes: list[Array] = []
        lows: list[float] = []
        highs: list[float] = []
        for i in range(len(own)):
            rows = [
                (*map(Fraction, row), Fraction(free))
                for row, free in zip(matrix.tolist(), constant.tolist(), strict=True)
            ]
            for j in range(len(own)):
                rows = rows if j == i else _without(rows, j)
            low = max((float(-row[-1] / row[i]) for row in rows if row[i] > 0), default=-np.inf)
            high = min((float(-row[-1] / row[i]) for row in rows if row[i] < 0), default=np.inf)
            lows.append(low)
            highs.append(max(low, high))
            axes.append(_grid(np.array([low]), np.array(highs[-1:]), np.ones(1), 41 if len(own) == 2 else 17)[0])

        def allowed(tried: Array) -> Array:
            return (tried @ matrix.T + constant >= -1e-9).all(axis=-1)

        def masked(tried: Array) -> Array:
            found = np.full((len(tried), 3), -np.inf)
            inside = allowed(tried)
            if inside.any():
                # What lies beside a bound by rounding is no history, and an answer to it may be none.
                found[inside] = values(np.clip(tried[inside], lows, highs))
            return found

        corners = _corners(matrix, constant)
        mesh = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(own))
        pool = np.concatenate([mesh, corners]) if len(corners) else mesh
        value = masked(pool)
        tops, top_values = [], []
        dice = np.random.default_rng(0)
        span = max(float(np.diff(axis).min(initial=1.0)) for axis in axes)
        directions = _directions(matrix, len(own))
        for column in (0, 1):
            best = _apart(pool, value[:, column], 8, span)
            centre, reached, step = pool[best].copy(), value[best].copy(), np.full(len(best), 2 * span)
            earlier = centre.copy()
            for _ in range(60):
                random = dice.normal(size=(_RANDOM, len(own)))
                moves = np.concatenate([directions, random / np.linalg.norm(random, axis=-1, keepdims=True)])
                onward = centre[:, None, :] + _FURTHER[:, None] * (centre - earlier)[:, None, :]
                tried = np.concatenate([centre[:, None, :] + step[:, None, None] * moves, onward], axis=1)
                got = masked(tried.reshape(-1, len(own))).reshape(*tried.shape[:2], 3)
                ahead, behind = got[:, 0 : len(directions) : 2, column], got[:, 1 : len(directions) : 2, column]
                with np.errstate(invalid="ignore", divide="ignore"):
                    bend = ahead + behind - 2 * reached[:, None, column]
                    length = np.where(bend < 0, (behind - ahead) / (2 * bend), 0.0)
                length = np.clip(np.nan_to_num(length, posinf=0.0, neginf=0.0), -3, 3)
                further = centre[:, None, :] + (step[:, None] * length)[..., None] * directions[0::2]
                got_further = masked(further.reshape(-1, len(own))).reshape(*further.shape[:2], 3)
                tried, got = np.concatenate([tried, further], axis=1), np.concatenate([got, got_further], axis=1)
                first = got[..., column].argmax(axis=1)
                lines = np.arange(len(best))
                better = got[lines, first, column] > reached[:, column] + 1e-13 * (1 + np.abs(reached[:, column]))
                earlier[better] = centre[better]
                centre[better], reached[better] = tried[lines, first][better], got[lines, first][better]
                step = np.where(better, step, step / 2)
                if (step < 1e-10).all():
                    break
            tops.append(centre)
            top_values.append(reached)
        fit = np.isfinite(value[:, 0])
        return (
            np.concatenate([*tops, pool[fit]]),
            np.concatenate([*top_values, value[fit]]),
            slice(0, sum(map(len, tops))),
        )

    def _grids(self, stage: int, *, fine: bool = False) -> tuple[_Grid, ...]:
        later = len(self.stages) - 2 - stage
        below = _FINE if fine else (_USUAL if later <= 1 else _COARSE)
        above = _OUTER if later > 1 else _FINE
        return tuple(above if number <= stage else below for number in range(len(self.stages)))

    def move(self, stage: int, player: int, own: Sequence[int], point: Array, tolerance: float) -> Finding:
        """Return whether one mover gains by another decision on a path.

        Parameters
        ----------
        stage, player : int
        own : sequence of int
            Which decisions.
        point : array
        tolerance : float
            Relative gains below it are noise.
        """
        base = float(self.payoff(player, point))
        name = self.players[player]
        last = stage == len(self.stages) - 1
        if not np.isfinite(base):
            return Finding(refuted=True, softly=True, reason=f"the payoff of {name} is not defined there", gain=np.inf)
        if last and len(own) == 1:
            tried, value, none, _ = self._candidates(stage, player, own[0], point[None, :])
            if none[0]:
                return Finding(refuted=True, softly=True, reason=f"{name} gains without bound", gain=np.inf)
            value = value[0]
            better, gain = tried[0][value.argmax()], _relative(value.max(), base, point)
            words = f"{name} gains {gain:.3g} by {self.names[own[0]]} = {better:.9g}"
            return Finding(
                refuted=gain > tolerance, softly=gain > tolerance, reason=words * (gain > tolerance), gain=gain
            )
        search = _Search(self._grids(stage), deviator=player)
        tried, value, _ = self._deviations(stage, player, own, point, search)
        broken = self._really_broken(search)
        if broken is not None and broken.refuted:
            return broken
        words, gains, unsure = "", [0.0, 0.0], search.unsure
        for count, column in enumerate((1, 0)):  # the careful count, then the soft one
            for place in np.argsort(-value[:, column])[:3]:
                if not np.isfinite(value[place, column]) or _relative(value[place, column], base, point) <= tolerance:
                    continue
                tie = TIE if column else _EXACT
                again = _Search(self._grids(stage, fine=True), tie=tie, deviator=player)
                there = _placed(point, own, tried[place][None, :])
                later = self.answers(stage + 1, there, again)
                got = self.payoff(player, later.paths)[0]
                if later.none[0] or later.infeasible[0] or not later.ok[0].any():
                    unsure = True
                    continue
                sure = float(got[later.ok[0]].min() if column else got[0])
                gain = _relative(sure, base, there[0])
                if gain > tolerance:
                    gains[count] = max(gains[count], gain)
                    at = ", ".join(f"{self.names[n]} = {x:.9g}" for n, x in zip(own, tried[place], strict=True))
                    words = (
                        words or f"{name} gains {gain:.3g} by {at}{'' if column else ' (if later movers favour it)'}"
                    )
                    break
                unsure |= float(value[place, column]) - base > _ALARM * (1 + abs(base))  # coarse grids err by less
        refuted = gains[0] > tolerance
        return Finding(
            refuted=refuted,
            softly=refuted or gains[1] > tolerance or broken is not None,
            several=any(len(moves) > 1 for moves in self.stages[stage + 1 :]),
            reason=words or (broken.reason if broken else ""),
            gain=max(gains),
            unsure=unsure and not refuted,
            open_ties=search.open_ties or broken is not None,
        )

    def _really_broken(self, search: _Search) -> Finding | None:
        """Return that a later mover has no best decision, looked at again on the finest grids; None if it has one.

        That refutes a path if it is so whatever is answered, not only if later movers who may choose favour it.
        """
        soft = None
        for stage, point in search.broken[:3]:
            again = [
                self.answers(
                    stage,
                    point[None, :],
                    _Search(tuple(_FINE for _ in self.stages), deviator=search.deviator, careful=careful),
                ).none[0]
                for careful in (None, stage)
            ]
            if not again[0]:
                continue
            who = " and ".join(self.players[player] for player, _ in self.stages[stage])
            before = [n for moves in self.stages[:stage] for _, own in moves for n in own]
            after = ", ".join(f"{self.names[n]} = {point[n]:.6g}" for n in before)
            words = f"off the path: {who} cannot answer {after} (no best decision, or none that fit together)"
            if again[1]:
                return Finding(refuted=True, softly=True, reason=words, gain=np.inf)
            soft = soft or Finding(refuted=False, softly=True, reason=f"{words} if later movers favour it")
        return soft

    def attained(self, points: Array, stage: int) -> bool:
        """Return whether what a mover does best is a maximum, not only approached, after each of some histories.

        Parameters
        ----------
        points : array
            Histories (M, n).
        stage : int
            Whose.
        """
        if stage >= len(self.stages) - 1 or len(self.stages[stage]) > 1 or len(self.stages[stage][0][1]) > 1:
            return True
        player = self.stages[stage][0][0]
        found = self.answers(stage, points, _Search(self._grids(stage)))
        fit = ~found.none & ~found.infeasible & found.ok.any(axis=-1)
        paths = found.paths[fit][:, 0, :]
        return len(paths) == 0 or self.attained_on(paths, stage, player)

    def attained_on(self, paths: Array, stage: int, player: int, loss: float = 1e-4) -> bool:
        """Return whether a mover gets what it expects on paths if ties are counted loosely.

        Parameters
        ----------
        paths : array
        stage, player : int
        loss : float
            What it may get less.
        """
        loose = _Search(self._grids(stage), tie=_LOOSE, deviator=player)
        later = self.answers(stage + 1, paths, loose)
        expected, got = self.payoff(player, paths), self.payoff(player, later.paths)[:, 0]
        return bool((got >= expected - loss * (1 + np.abs(expected))).all())

    def is_favoured(self, point: Array) -> bool:
        """Return whether no indifferent mover has a decision nearby that suits the mover before it better.

        Of a continuum of equally good decisions a search meets those of a grid, so that it may miss the favourable one.

        Parameters
        ----------
        point : array
        """
        for stage in range(1, len(self.stages)):
            player, (number, *further) = self.stages[stage][0]
            before = [other for other in self._priority(stage, _Search(())) if other != player]
            if further or not before or len(self.stages[stage]) > 1:
                continue
            size = 1 + float(np.abs(point).max())
            low, high = self._interval(stage, number, point[None, :])
            around = np.clip(point[number] + size * _NEARBY, low[0], np.maximum(high, low)[0])
            later = self.answers(
                stage + 1, _placed(point, [number], around[:, None]), _Search(self._grids(0), deviator=player)
            )
            left = ~later.none & ~later.infeasible & later.ok.any(axis=-1)
            slack = TIE * (1 + np.abs(point).max() ** 2)
            gains, changes = (
                self.payoff(who, later.paths[:, 0, :]) - self.payoff(who, point) for who in (before[0], player)
            )
            if (left & (changes >= -slack) & (gains > slack)).any():
                return False
        return True


def check_point(game: Declared, decisions: Mapping[str, object], *, tolerance: float = GAIN) -> Finding:
    """Return whether a path is played in a subgame-perfect equilibrium in pure strategies.

    Parameters
    ----------
    game : Declared
    decisions : mapping from str to number
        The path that is claimed.
    tolerance : float
        Relative gains below it are taken for noise.
    """
    search = NestedSearch(game)
    point = np.array([float(decisions[name]) for name in search.names])  # type: ignore[arg-type]
    return _checked(search, point, tolerance)


def _checked(search: NestedSearch, point: Array, tolerance: float) -> Finding:
    if search.violation(point) > _ALLOWED * (1 + np.abs(point).max()):
        return Finding(refuted=True, softly=True, reason="a constraint is violated", gain=np.inf)
    findings = []
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for stage in reversed(range(len(search.stages))):
            # What a mover between this one and the last answers is placed no better than its payoff tells.
            noise = _BETWEEN * tolerance if stage < len(search.stages) - 2 else tolerance
            for player, own in search.stages[stage]:
                findings.append(search.move(stage, player, own, point, noise))
                if findings[-1].refuted:
                    return findings[-1]
    soft = [finding for finding in findings if finding.softly]
    return replace(
        (soft or [max(findings, key=lambda finding: finding.gain)])[0],
        unsure=any(finding.unsure for finding in findings),
        open_ties=any(finding.open_ties for finding in findings),
    )


def find(game: Declared, known: Callable[[Mapping[str, float]], bool] = lambda _: False) -> list[Approximate]:
    """Return equilibria that a search finds; there may be more.

    Parameters
    ----------
    game : Declared
    known : function from a path to bool
        Whether a path that the search meets is known, so that it is neither looked at again nor returned.
    """
    search = NestedSearch(game)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        points = [point for point in _distinct(_outcomes(search)) if not _is_beside_a_pole(search, point)]
        most = 12 if len(search.stages) < 4 else 3
        return [_approximate(search, point) for point in points[:most] if not known(search.path(point))]


def _is_beside_a_pole(search: NestedSearch, point: Array) -> bool:
    """Return whether the best grid point is one of many beside a pole, each better than the one before."""
    return any(abs(search.payoff(player, point)) > _FAR for player in range(len(search.players)))


def _is_beside_a_gap(search: NestedSearch, point: Array) -> bool:
    """Return whether somebody's payoff is not defined at the round number that a point is next to."""
    rounded = np.round(point, 6)
    return not all(np.isfinite(search.payoff(player, rounded)) for player in range(len(search.players)))


def is_left_for(game: Declared, decisions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Return whether a first mover gains, whatever is answered, by what it decides on another path or close beside it.

    Later movers who are indifferent just there are not close beside it.

    Parameters
    ----------
    game : Declared
    decisions, others : mapping from str to float
        The path, and the other one.
    """
    search = NestedSearch(game)
    point, other = (np.array([path[name] for name in search.names]) for path in (decisions, others))
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for player, own in search.stages[0]:
            beside = [side * step * axis for axis in np.eye(len(own)) for step in _BESIDE for side in (1, -1)]
            there = _placed(point, own, other[list(own)] + np.array([np.zeros(len(own)), *beside]))
            later = search.answers(1, there, _Search(search._grids(0, fine=True), deviator=player))
            for place in np.flatnonzero(later.ok.any(axis=1)):
                paths = later.paths[place][later.ok[place]]
                sure = float(search.payoff(player, paths).min())
                is_allowed = max(map(search.violation, paths)) <= _ALLOWED
                if is_allowed and _relative(sure, float(search.payoff(player, point)), there[place]) > GAIN:
                    return True
    return False


def least_after(game: Declared, decision: float) -> float | None:
    """Return the least payoff that a first mover may be left with by its one decision; None if it may not choose that.

    It is -inf if later movers have no answer.

    Parameters
    ----------
    game : Declared
    decision : float
    """
    search = NestedSearch(game)
    ((player, (number,)),) = search.stages[0]
    point = _placed(np.zeros(search.size), [number], np.array([[decision]]))
    low, high = search._interval(0, number, point)
    with np.errstate(all="ignore"):
        later = search.answers(1, point, _Search((_FINE,) * len(search.stages)))
    if later.infeasible[0] or not low[0] <= decision <= high[0]:
        return None
    return float(search.payoff(player, later.paths)[0][later.ok[0]].min(initial=np.inf if later.ok.any() else -np.inf))


def is_outdone(game: Declared, decisions: Mapping[str, float], others: Mapping[str, float]) -> bool:
    """Return whether a single first mover has more on another path.

    It has the same in all equilibria in which later movers favour whom they may: of two, one is none.

    Parameters
    ----------
    game : Declared
    decisions, others : mapping from str to float
        The path, and the other one.
    """
    search = NestedSearch(game)
    point, other = (np.array([path[name] for name in search.names]) for path in (decisions, others))
    first = [player for player, _ in search.stages[0]]
    if len(first) > 1:
        return False
    here, there = (float(search.payoff(first[0], path)) for path in (point, other))
    return _relative(there, here, point) > _BETWEEN * GAIN


def _approximate(search: NestedSearch, point: Array) -> Approximate:
    finding = _checked(search, point, 1e-7)
    if not finding.softly and not search.is_favoured(point):
        words = "an indifferent mover has decisions nearby that suit the mover before it better"
        finding = replace(finding, softly=True, reason=words)
    robust = not (finding.softly or finding.unsure or finding.open_ties or _is_beside_a_gap(search, point))
    if robust:
        dice = np.random.default_rng(1)
        for stage, moves in enumerate(search.stages[:-1]):
            robust = robust and all(search.attained_on(point[None, :], stage, player) for player, _ in moves)
            if stage and robust:
                histories = np.repeat(point[None, :], 24, axis=0)
                for number in [n for before in search.stages[:stage] for _, own in before for n in own]:
                    low, high = search._interval(0, number, np.zeros((1, search.size)))
                    low, high = max(float(low[0]), -6.0), min(float(high[0]), 6.0)
                    histories[:, number] = low + (high - low) * dice.random(24)
                robust = search.attained(histories, stage)
    return Approximate(decisions=search.path(point), robust=robust, finding=finding)


def _outcomes(search: NestedSearch) -> list[Array]:
    """Return paths that may be equilibria."""
    start = np.zeros((1, search.size))
    moves = search.stages[0]
    single = len(search.stages) == 1
    if len(moves) == 1:
        player, own = moves[0]
        plain = _Search(search._grids(0), tie=_EXACT, deviator=player)
        if single and len(own) == 1:
            found = search.answers(0, start, plain)
            return list(found.paths[0][found.ok[0]])
        tried, value, refined = search._deviations(0, player, own, start[0], plain)
        best = value[:, 0].max(initial=-np.inf)
        if not np.isfinite(best):
            return []
        short = np.full(len(value), 1e-9 * (1 + abs(best)))
        short[: refined.start], short[refined.stop :] = _UNREFINED * short[0], _UNREFINED * short[0]
        good = np.flatnonzero(value[:, 0] >= best - short)
        good = np.concatenate([good[good >= refined.start], good[good < refined.start]])[:12]
        later = search.answers(1, _placed(start[0], own, tried[good]), plain)
        return [later.paths[i, 0] for i in range(len(good)) if later.ok[i].any()]
    if single:
        try:
            found = search.answers(0, start, _Search(search._grids(0)))
            return list(found.paths[0][found.ok[0]])
        except NotImplementedError:
            pass
    if len(moves) == 2 and all(len(own) == 1 for _, own in moves):
        return _crossings(search)
    return []


def _crossings(search: NestedSearch) -> list[Array]:
    """Return where the replies of two movers in the first stage meet."""
    (first, (one,)), (second, (two,)) = search.stages[0]
    grids = (_USUAL, *(_USUAL for _ in search.stages[1:]))

    def reply(player: int, number: int, other: int, given: Array) -> Array:
        points = np.zeros((len(given), search.size))
        points[:, other] = given
        if len(search.stages) == 1:
            tried, value, none, _ = search._candidates(0, player, number, points)
            found = np.take_along_axis(tried, value.argmax(axis=-1)[:, None], axis=1)[:, 0]
            return np.where(none, np.nan, found)
        low, high = search._interval(0, number, points)
        how = _Search(grids, tie=_EXACT, deviator=player)

        def values(rows: Array, tried: Array) -> Array:
            later = search.answers(1, _with(points[rows], number, tried).reshape(-1, search.size), how)
            own = search.payoff(player, later.paths)[:, 0]
            own = np.where(later.none | later.infeasible, -np.inf, own)
            return np.stack([own, own, own], axis=-1).reshape(*tried.shape, 3)

        levels = search._levels(0, number, points)
        pool, value, none = _maximised(values, low, np.maximum(low, high), 1 + np.abs(given), _USUAL, levels)
        found = np.take_along_axis(pool, value[..., 0].argmax(axis=-1)[:, None], axis=1)[:, 0]
        return np.where(none | (low > high), np.nan, found)

    def shift(given: Array) -> tuple[Array, Array]:
        answer = reply(first, one, two, given)
        back = reply(second, two, one, np.nan_to_num(answer))
        return answer, np.where(np.isfinite(answer), back - given, np.nan)

    low, high = search._interval(0, two, np.zeros((1, search.size)))
    if low[0] > high[0]:
        return []
    tried = _grid(low, high, np.ones(1), 301)[0]
    answer, gap = shift(tried)
    # Replies to replies settle at what is stable even where the gap jumps.
    for _ in range(3):
        more = np.unique(np.round((tried + gap)[np.isfinite(gap)], 12))[:200]
        tried = np.concatenate([tried, more])
        answer_more, gap_more = shift(more)
        answer, gap = np.concatenate([answer, answer_more]), np.concatenate([gap, gap_more])
        if not len(more):
            break
    order = np.argsort(tried)
    tried, answer, gap = tried[order], answer[order], gap[order]
    pairs = [(a, t) for a, t, g in zip(answer, tried, gap, strict=True) if abs(g) <= 1e-8 * (1 + abs(t))]
    left = np.flatnonzero(gap[:-1] * gap[1:] < 0)[:24]
    starts, ends = tried[left], tried[left + 1]
    for _ in range(11):
        if not len(left):
            break
        inside = np.linspace(starts, ends, 17, axis=-1)
        _, gaps = shift(inside.reshape(-1))
        gaps = gaps.reshape(inside.shape)
        change = (np.sign(gaps[:, :-1]) != np.sign(gaps[:, 1:])).argmax(axis=-1)
        lines = np.arange(len(left))
        starts, ends = inside[lines, change], inside[lines, change + 1]
    if len(left):
        middle = (starts + ends) / 2
        answers, _ = shift(middle)
        pairs.extend(zip(answers, middle, strict=True))
    found = []
    for a, t in pairs[:60]:
        point = np.zeros(search.size)
        point[one], point[two] = a, t
        if not np.isfinite(point).all():
            continue
        if len(search.stages) > 1:
            later = search.answers(1, point[None, :], _Search(search._grids(0), tie=_EXACT))
            if not later.ok[0].any():
                continue
            point = later.paths[0, 0]
        found.append(point)
    return found


# ---- helpers


def _function(symbols: Sequence[sp.Symbol], expression: sp.Expr) -> Callable[..., Array]:
    return sp.lambdify(symbols, sp.sympify(expression), "numpy")


def _called(function: Callable[..., Array], points: Array) -> Array:
    with np.errstate(all="ignore"):
        value = function(*(points[..., number] for number in range(points.shape[-1])))
    return np.broadcast_to(np.asarray(value, dtype=float), points.shape[:-1])


def _fraction(value: sp.Expr) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _without(rows: Sequence[tuple[Fraction, ...]], number: int) -> list[tuple[Fraction, ...]]:
    """Eliminate a variable from rows a x + c >= 0."""
    up = [row for row in rows if row[number] > 0]
    down = [row for row in rows if row[number] < 0]
    kept = [row for row in rows if row[number] == 0]
    for first, second in itertools.product(up, down):
        row = tuple(x / first[number] - y / second[number] for x, y in zip(first, second, strict=True))
        if any(row[:-1]) or row[-1] < 0:
            kept.append(row)
    return list(dict.fromkeys(kept))


def _with(points: Array, number: int, tried: Array) -> Array:
    """Return points (M, n) with each of the decisions (M, C) in one place: (M, C, n)."""
    found = np.repeat(points[:, None, :], tried.shape[1], axis=1)
    found[..., number] = tried
    return found


def _placed(point: Array, own: Sequence[int], tried: Array) -> Array:
    found = np.repeat(point[None, :], len(tried), axis=0)
    found[:, list(own)] = tried
    return found


def _slack(tie: float, best: Array, points: Array) -> Array:
    """Return by how little a payoff may fall short of the best and still count as equal."""
    size = np.minimum(_size(points), 1e6).reshape(-1, *(1,) * (best.ndim - 1))
    return tie * (1 + np.where(np.isfinite(best), np.abs(best), 0.0)) + 1e-14 * size**2


def _top(value: Array) -> Array:
    """Return the maximum over the last axis, which is short."""
    found = value[..., 0]
    for place in range(1, value.shape[-1]):
        found = np.maximum(found, value[..., place])
    return found


def _size(points: Array) -> Array:
    return _top(np.abs(points))


def _relative(value: float, base: float, point: Array) -> float:
    return float((value - base) / (1 + abs(base) + 1e-9 * np.abs(point).max() ** 2))


def _real_roots(coefficients: Array) -> Array:
    """Return the real roots of polynomials (M, d + 1), highest first, as (M, d); nan where there are fewer."""
    found = np.full((len(coefficients), coefficients.shape[1] - 1), np.nan)
    for row, own in enumerate(coefficients):
        roots = np.roots(np.trim_zeros(own, "f")) if np.any(own) and np.isfinite(own).all() else np.array([])
        real = roots.real[np.abs(roots.imag) <= 1e-6 * (1 + np.abs(roots.real))]
        slope = np.polyder(own)
        for _ in range(2):
            step = np.polyval(slope, real)
            real = real - np.where(np.abs(step) > 1e-9, np.polyval(own, real) / np.where(step == 0, 1, step), 0.0)
        found[row, : len(real)] = real
    return found


def _quadratic_roots(square: Array, slope: Array, constant: Array) -> Array:
    """Return the real roots of quadratics, or of lines, as (M, 2); nan where there are fewer."""
    with np.errstate(all="ignore"):
        half = -(slope + np.copysign(np.sqrt(slope**2 - 4 * square * constant), slope)) / 2
        found = np.stack([half / square, constant / half], axis=-1)
    return np.where(np.isfinite(found), found, np.nan)


def _solved(
    inside: Array, outside: Array, fixed: Mapping[int, Array], ends: Sequence[tuple[Array, Array]]
) -> list[Array]:
    """Return decisions (M, movers) at which those not fixed are level; where a line is level, some points of it."""
    count, movers = outside.shape
    free = [i for i in range(movers) if i not in fixed]
    base = np.zeros((count, movers))
    for i, value in fixed.items():
        base[:, i] = value
    if not free:
        return [base]
    safe = np.where(np.isfinite(base), base, 0.0)
    right = -(outside + safe @ inside.T)[:, free]
    matrix = inside[np.ix_(free, free)]
    lost = ~np.isfinite(base).all(axis=-1)
    if abs(np.linalg.det(matrix)) > 1e-10:
        solutions = [np.linalg.solve(matrix, right.T).T]
    else:
        solutions = [(np.linalg.pinv(matrix) @ right.T).T]
        _, sizes, directions = np.linalg.svd(matrix)
        for direction in directions[sizes < 1e-10]:
            for at, i in enumerate(free):
                if abs(direction[at]) < 1e-9:
                    continue
                low, high = (
                    np.where(np.isfinite(end), end, other) for end, other in zip(ends[i], (-9.0, 9.0), strict=True)
                )
                for share in (0.0, 0.25, 0.5, 0.75, 1.0):
                    goal = low + share * (high - low)
                    solutions.append(solutions[0] + ((goal - solutions[0][:, at]) / direction[at])[:, None] * direction)
    found = []
    for solution in solutions:
        whole = base.copy()
        whole[:, free] = solution
        whole[lost] = np.nan
        found.append(whole)
    return found


def _replaced(found: _Paths, rows: Array, others: _Paths) -> _Paths:
    """Return what follows histories, of which some have other paths."""
    width = others.paths.shape[1]
    paths, ok = np.repeat(found.paths, width, axis=1), np.zeros((len(found.ok), width), bool)
    ok[:, 0] = found.ok[:, 0]
    none, infeasible = found.none.copy(), found.infeasible.copy()
    paths[rows], ok[rows], none[rows], infeasible[rows] = others.paths, others.ok, others.none, others.infeasible
    return _Paths(paths, ok, none, infeasible)


def _reordered(found: _Paths, first: Array) -> _Paths:
    order = np.repeat(np.arange(found.paths.shape[1])[None, :], len(first), axis=0)
    lines = np.arange(len(first))
    order[lines, first], order[:, 0] = 0, first
    return _Paths(
        np.take_along_axis(found.paths, order[..., None], axis=1),
        np.take_along_axis(found.ok, order, axis=1),
        found.none,
        found.infeasible,
    )


def _grid(low: Array, high: Array, scale: Array, points: int) -> Array:
    """Return (M, points) decisions, even in a bounded interval and ever wider apart in an unbounded one."""
    near = int(points * 0.6)
    away = np.concatenate([np.linspace(0, 10, near), np.geomspace(10, 1e4, points - near + 1)[1:]])
    half = points // 2
    side = np.concatenate(
        [np.linspace(0, 10, int(half * 0.6) + 1)[1:], np.geomspace(10, 1e4, half - int(half * 0.6) + 1)[1:]]
    )
    both = np.concatenate([-side[::-1], [0.0] * (points - 2 * half), side])
    start, end = np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0)
    even = start[:, None] + (end - start)[:, None] * np.linspace(0, 1, points)
    up = start[:, None] + scale[:, None] * away
    down = end[:, None] - scale[:, None] * away[::-1]
    free = scale[:, None] * both
    below, above = np.isfinite(low)[:, None], np.isfinite(high)[:, None]
    return np.where(below & above, even, np.where(below, up, np.where(above, down, free)))


def _vertex(t: Array, v: Array) -> Array:
    """Return the top of the parabola through three points (B, 3); nan where it has none between them."""
    left, right = t[:, 0] - t[:, 1], t[:, 2] - t[:, 1]
    with np.errstate(all="ignore"):
        first, second = (v[:, 0] - v[:, 1]) / left, (v[:, 2] - v[:, 1]) / right
        bend = (second - first) / (right - left)
        top = -(first - bend * left) / (2 * bend)
    good = np.isfinite(top) & (bend < 0) & (top >= left) & (top <= right)
    return np.where(good, t[:, 1] + np.where(good, top, 0.0), np.nan)


def _maximised(
    values: Callable[[Array, Array], Array], low: Array, high: Array, scale: Array, grid: _Grid, further: Array
) -> tuple[Array, Array, Array]:
    """Search one decision for each of M rows: a grid, then narrowing brackets around its best points, further places.

    Returns the points (M, P), their values (M, P, c) of which the first three are searched where they differ, and
    where the first rises without bound.
    """
    rows = np.arange(len(low))
    tried = _grid(low, high, scale, grid.points)
    value = values(rows, tried)
    none = np.zeros(len(low), bool)
    for end, last, before in ((high, -1, -2), (low, 0, 1)):
        top = value[:, last, 0]
        rising = top > value[:, before, 0] + 1e-6 * (1 + np.abs(value[:, before, 0]))
        none |= ~np.isfinite(end) & np.isfinite(top) & rising & (top >= value[..., 0].max(axis=-1))
    pools, found = [tried], [value]
    for column in range(3):
        # Refining the first may lead to places at which later movers are indifferent; elsewhere all three are one.
        apart = np.any([_do_differ(one) for one in found], axis=0) if column else np.ones(len(low), bool)
        if not apart.any():
            break
        bracket_rows, middle = _peaks(value[..., column], grid.brackets)
        order = np.arange(len(bracket_rows)) % grid.brackets
        kept = apart[bracket_rows]
        bracket_rows, middle, order = bracket_rows[kept], middle[kept], order[kept]
        last = grid.points - 1
        left, right = np.maximum(middle - 1, 0), np.minimum(middle + 1, last)
        best_t, best_v = tried[bracket_rows, middle].copy(), value[bracket_rows, middle].copy()
        start, end = tried[bracket_rows, left], tried[bracket_rows, right]
        around = np.clip(middle, 1, last - 1)[:, None] + np.array([-1, 0, 1])
        top = _vertex(tried[bracket_rows[:, None], around], value[bracket_rows[:, None], around, column])
        active, stale = np.flatnonzero(end > start), np.zeros(len(best_t), int)
        for turn in range(grid.rounds):
            if not len(active):
                break
            even = np.linspace(start[active], end[active], grid.inner, axis=-1)
            extra = np.where(np.isfinite(top[active]), top[active], best_t[active])[:, None]
            points = np.concatenate([even, np.clip(extra, start[active, None], end[active, None])], axis=-1)
            got = values(bracket_rows[active], points)
            lines = np.arange(len(active))
            first = np.where(np.isfinite(got[..., column]), got[..., column], -np.inf).argmax(axis=-1)
            # The top of a parabola on a wide base is more accurate than the best of many equal values.
            first = np.where(got[:, -1, column] >= got[lines, first, column] - 1e-13, grid.inner, first)
            reached = best_v[active, column]
            better = got[lines, first, column] > reached + 1e-13 * (1 + np.abs(reached))
            improved = active[better]
            best_t[improved], best_v[improved] = points[lines, first][better], got[lines, first][better]
            at = np.clip(got[:, : grid.inner, column].argmax(axis=-1), 1, grid.inner - 2)[:, None] + np.array(
                [-1, 0, 1]
            )
            top[active] = _vertex(even[lines[:, None], at], got[lines[:, None], at, column])
            width = (end[active] - start[active]) / (grid.inner - 1)
            start[active] = np.maximum(start[active], best_t[active] - width)
            end[active] = np.minimum(end[active], best_t[active] + width)
            # At a jump a round may not gain although the next one will.
            stale[active] = np.where(better, 0, stale[active] + 1)
            around = got[lines[:, None], at, column]
            steep = best_v[active, column] - np.where(np.isfinite(around), around, -np.inf).min(axis=-1) > 1e-9
            wide = end[active] - start[active] > 1e-15 * (1 + np.abs(best_t[active]))
            keep = wide & (better | (turn < 2) | (steep & (stale[active] < 4)))
            active = active[keep]
        wide_t, wide_v = np.tile(tried[:, :1], grid.brackets), np.tile(value[:, :1], (1, grid.brackets, 1))
        wide_t[bracket_rows, order], wide_v[bracket_rows, order] = best_t, best_v
        pools.append(wide_t)
        found.append(wide_v)
    if further.shape[1]:
        inside = np.where((further >= low[:, None]) & (further <= high[:, None]), further, tried[:, :1])
        pools.append(inside)
        found.append(values(rows, inside))
    return np.concatenate(pools, axis=1), np.concatenate(found, axis=1), none


def _do_differ(value: Array) -> Array:
    """Return in which rows the least and the most that later movers leave differ anywhere."""
    with np.errstate(invalid="ignore"):
        gap = np.nan_to_num(value[..., 2] - value[..., 1])
    return (gap > 1e-8 * (1 + np.abs(np.nan_to_num(value[..., 0], neginf=0)))).any(axis=-1)


def _peaks(value: Array, count: int) -> tuple[Array, Array]:
    """Return rows and places of the highest local maxima, `count` for each row (some may be no maxima)."""
    padded = np.pad(value, ((0, 0), (1, 1)), constant_values=-np.inf)
    peak = (value >= padded[:, :-2]) & (value >= padded[:, 2:]) & np.isfinite(value)
    # Of a plateau its ends are enough, but a strict peak comes first.
    plateau = (value == padded[:, :-2]) & (value == padded[:, 2:])
    height = np.where(peak & ~plateau, value, -np.inf)
    places = np.argsort(-height, axis=-1, kind="stable")[:, :count]
    return np.repeat(np.arange(len(value)), count), places.reshape(-1)


def _chosen_first(value: Array, best: Array, short: Array, earlier: Sequence[int]) -> Array:
    left = np.isfinite(value[..., 0]) & (value[..., 0] >= best[:, :1] - short)
    for column in range(3, 3 + len(earlier)):
        liked = np.where(left, value[..., column], -np.inf)
        top = liked.max(axis=-1, keepdims=True)
        left &= liked >= top - TIE * (1 + np.abs(np.where(np.isfinite(top), top, 0.0)))
    # Of equal points the last comes from the refinement.
    return np.where(left.any(axis=-1), value.shape[1] - 1 - left[:, ::-1].argmax(axis=-1), 0)


def _spread(pool: Array, good: Array, chosen: Array) -> bool:
    at = np.take_along_axis(pool, chosen[:, None], axis=1)
    return bool((good & (np.abs(pool - at) > 1e-6 * (1 + np.abs(at)))).any())


def _corners(matrix: Array, constant: Array) -> Array:
    """Return the corners of a polyhedron."""
    size = matrix.shape[1]
    found = []
    for rows in itertools.combinations(range(len(matrix)), size):
        part = matrix[list(rows)]
        if abs(np.linalg.det(part)) > 1e-9:
            point = np.linalg.solve(part, -constant[list(rows)])
            if (matrix @ point + constant >= -1e-9).all():
                found.append(point)
    return np.array(found).reshape(-1, size)


def _directions(matrix: Array, size: int) -> Array:
    """Return pairs of opposite directions: the axes, their mixtures, and along the edges of the constraints."""
    found = [np.array(signs, float) for signs in itertools.product((-1, 0, 1), repeat=size) if any(signs)]
    if size == 2:
        found.extend(np.array([-row[1], row[0]]) for row in matrix if row.any())
    else:
        found.extend(np.cross(a, b) for a, b in itertools.combinations(matrix, 2) if np.cross(a, b).any())
    unit = {tuple(np.round(d / np.linalg.norm(d), 12) + 0.0) for d in found}
    kept = [d for d in sorted(unit) if tuple(-np.array(d) + 0.0) not in unit or d > tuple(-np.array(d) + 0.0)]
    return np.array([sign * np.array(d) for d in kept for sign in (1, -1)])


def _apart(pool: Array, value: Array, count: int, span: float) -> Array:
    """Return the places of the highest values that are not close to each other."""
    kept: list[int] = []
    for place in np.argsort(-value):
        if not np.isfinite(value[place]) or len(kept) == count:
            break
        if all(np.abs(pool[place] - pool[other]).max() > 1.5 * span for other in kept):
            kept.append(int(place))
    return np.array(kept, int)


def _distinct(points: Sequence[Array]) -> list[Array]:
    kept: list[Array] = []
    for point in points:
        if all(np.abs(point - other).max() > 1e-6 * (1 + np.abs(other).max()) for other in kept):
            kept.append(point)
    return kept
