"""A grid of deviations from an equilibrium in closed form, at many parameters at once, by payoffs as they are declared.

Each mover tries multiples of what it decides, one decision at a time and jointly. Those who move after it answer by
Newton's method on derivatives that are differences of payoffs; what each other copy of a player decides, and what is
expected, stays as it is. Nothing of this is shared with the package beyond the declaration: a deviation counts where
every bound is kept, later movers found their answers, these are at no minimum, and well conditioned.

Where players see signals, a strategy is moved by a constant and by a multiple of each signal; expected payoffs are sums
over Gauss's nodes, which are exact for quadratic payoffs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.games.static.copies import OthersSum, TotalSum

FACTORS = (0, 0.25, 0.5, 0.8, 0.95, 0.99, 1.01, 1.05, 1.25, 2, 4, 10)
JOINT, SEED = 30, 7
STEP, NEWTON, NEAR, CONDITION = 1e-4, 12, 1e-7, 1e3
Numbers = dict[str, np.ndarray]


@dataclass(kw_only=True)
class Tried:
    """What a grid of deviations found.

    Attributes
    ----------
    gain : float
        The largest one, as a share of what the payoff is made of.
    tried, judged : int
        Deviations, and those whose later answers were found and that keep all bounds.
    worst : str
        By whom the largest gain is.
    """

    gain: float = -np.inf
    tried: int = 0
    judged: int = 0
    worst: str = ""

    def add(self, who: str, gains: np.ndarray, counts: np.ndarray) -> None:
        """Add the gains of one mover, and where they count."""
        self.tried += gains.size
        self.judged += int(counts.sum())
        best = float(np.where(counts, gains, -np.inf).max(initial=-np.inf))
        if best > self.gain:
            self.gain, self.worst = best, who


@dataclass
class Grid:
    """A game with its equilibrium, ready for deviations.

    Attributes
    ----------
    game : Game
        As declared.
    strategies : mapping from str to expression
        Each decision in closed form; of games with signals in terms of these.
    """

    game: Any
    strategies: Mapping[str, sp.Expr]
    _compiled: dict[sp.Expr, Any] = field(default_factory=dict)

    def deviations(self, points: Sequence[Mapping[sp.Symbol, Any]]) -> Tried:
        """Try the grid at points of the parameters."""
        known = {s.name: np.array([float(point[s]) for point in points]) for s in self.game.parameters}
        if self.game.signals:
            return self._with_signals(known)
        found = Tried()
        decided = {name: self._value(strategy, known) for name, strategy in self.strategies.items()}
        at = {**known, **decided, **{f"_{name}": value for name, value in decided.items()}}
        moves = self._moves()
        for bargain in self.game.bargains:
            if not bargain.breakdown and not bargain.outside and len(moves) < 2:
                self._of_pair(found, at, bargain, moves)
        for number, movers in enumerate(moves):
            if len(moves) - number < 3:
                for player, names in movers:
                    self._of_mover(found, at, player, names, moves[number + 1 :])
        return found

    def _moves(self) -> list[list[tuple[Any, list[str]]]]:
        players = {player.name: player for player in self.game.players}
        return [
            [(players[move.player], [d.name for d in move.decisions]) for move in stage.moves]
            for stage in self.game.stages
        ]

    def _of_mover(self, found: Tried, at: Numbers, player: Any, names: list[str], later: list[Any]) -> None:
        before, size = self._worth(player, at)
        moved = {**at, **_moved({name: at[name] for name in names})}
        after, counts = self._answered(moved, later)
        payoff, most = self._worth(player, after)
        gains = (payoff - before) / (1e-12 + np.maximum(size, np.abs(most)))
        found.add(f"{player.name} in {', '.join(names)}", gains, counts & self._allowed(after) & np.isfinite(gains))

    def _of_pair(self, found: Tried, at: Numbers, bargain: Any, later: list[Any]) -> None:
        """Try other terms: the logarithm of the Nash product must not rise."""
        players = {player.name: player for player in self.game.players}
        after, counts = self._answered({**at, **_moved({term.name: at[term.name] for term in bargain.over})}, later)
        change = np.zeros(counts.shape)
        for name, power, least in zip(bargain.players, bargain.weights, bargain.disagreement or (0, 0), strict=True):
            gained = [self._payoff(players[name], one) - self._value(least, at) for one in (at, after)]
            counts = counts & (gained[0] > 0) & (gained[1] > 0)
            weight = self._value(power, at)
            with np.errstate(all="ignore"):
                change = change + np.where(weight == 0, 0, weight * np.log(gained[1] / gained[0]))
        words = f"{' and '.join(bargain.players)} over {', '.join(term.name for term in bargain.over)}"
        found.add(words, change, counts & self._allowed(after) & np.isfinite(change))

    def _answered(self, at: Numbers, later: list[Any]) -> tuple[Numbers, np.ndarray]:
        """Return what is played after deviations by those who move in the one later stage, and where it was found."""
        shape = np.broadcast_shapes(*(np.shape(value) for value in at.values()))
        counts = np.ones(shape, dtype=bool)
        if not later:
            return at, counts
        (movers,) = later
        own = [(player, name) for player, names in movers for name in names]
        at = {**at, **{name: np.broadcast_to(at[name], shape).copy() for _, name in own}}
        least = {name: np.maximum(np.abs(at[name]), 1e-6) for _, name in own}
        moved = np.zeros(shape)
        for _ in range(NEWTON):
            scale = {name: STEP * np.maximum(np.abs(at[name]), least[name]) for _, name in own}
            slopes = np.stack([self._slope(at, player, name, scale) for player, name in own], axis=-1)
            rows = []
            for _, other in own:
                up, down = (self._shifted(at, other, sign * scale[other]) for sign in (1, -1))
                change = [self._slope(up, p, n, scale) - self._slope(down, p, n, scale) for p, n in own]
                rows.append(np.stack(change, axis=-1) / (2 * scale[other])[..., None])
            matrix = np.stack(rows, axis=-1)
            usable = np.isfinite(matrix).all(axis=(-1, -2)) & np.isfinite(slopes).all(axis=-1)
            matrix = np.where(usable[..., None, None], matrix, np.eye(len(own)))
            singular = np.abs(np.linalg.det(matrix)) < 1e-300
            matrix = np.where(singular[..., None, None], np.eye(len(own)), matrix)
            step = np.linalg.solve(matrix, np.where(usable[..., None], slopes, 0)[..., None])[..., 0]
            moved = np.max(
                [np.abs(step[..., i]) / (np.abs(at[name]) + 1e-9) for i, (_, name) in enumerate(own)], axis=0
            )
            for i, (_, name) in enumerate(own):
                at = self._shifted(at, name, -step[..., i])
            counts &= usable & ~singular
            if bool((moved < NEAR)[counts].all()):
                break
        curved = [matrix[..., i, i] < 0 for i in range(len(own))]
        return at, counts & (moved < NEAR) & np.all(curved, axis=0) & _well_conditioned(matrix)

    def _shifted(self, at: Numbers, name: str, by: np.ndarray) -> Numbers:
        """Return what is played where a decision, and with it that of each other copy, is another."""
        return {**at, name: at[name] + by, f"_{name}": at[name] + by}

    def _slope(self, at: Numbers, player: Any, name: str, scale: Numbers) -> np.ndarray:
        up, down = ({**at, name: at[name] + sign * scale[name]} for sign in (1, -1))
        return (self._payoff(player, up) - self._payoff(player, down)) / (2 * scale[name])

    def _payoff(self, player: Any, at: Numbers) -> np.ndarray:
        return self._value(self._payoffs[player.name], at)

    def _worth(self, player: Any, at: Numbers) -> tuple[np.ndarray, np.ndarray]:
        """Return a payoff, and the sum of the sizes of what it is made of."""
        parts = [self._value(part, at) for part in sp.Add.make_args(sp.expand(self._payoffs[player.name]))]
        return sum(parts[1:], parts[0]), sum(map(np.abs, parts[1:]), np.abs(parts[0]))

    def _allowed(self, at: Numbers) -> np.ndarray:
        kept = [self._value(self._of_copies(b.function.expression(), None), at) >= -1e-12 for b in self._bounds]
        kept += [at[d.name] >= -1e-12 for d in self.game.decisions if d.is_nonnegative and d.name in at]
        return np.all(np.broadcast_arrays(*kept), axis=0) if kept else np.bool_(True)

    @cached_property
    def _bounds(self) -> list[Any]:
        names = {symbol.name for symbol in (*self.game.decisions, *self.game.parameters)}
        return [
            bound for bound in self.game.bounds if {s.name for s in bound.function.expression().free_symbols} <= names
        ]

    @cached_property
    def _payoffs(self) -> dict[str, sp.Expr]:
        return {player.name: self._of_copies(player.payoff, player) for player in self.game.players}

    def _of_copies(self, expression: sp.Expr, player: Any) -> sp.Expr:
        """Return an expression with sums over copies written out: each other one decides what has the mark ``_``."""
        count = {d: one.copies for one in self.game.players for d in one.decides}
        own = () if player is None else player.decides
        images = {}
        for part in expression.atoms(OthersSum, TotalSum):
            decision = part.args[0]
            other = sp.Symbol(f"_{decision.name}")
            rest = (count[decision] - 1) * other
            images[part] = rest if isinstance(part, OthersSum) else (decision if decision in own else other) + rest
        return sp.sympify(expression).xreplace(images)

    def _value(self, expression: Any, at: Numbers) -> np.ndarray:
        expression = sp.sympify(expression)
        if expression not in self._compiled:
            symbols = sorted(expression.free_symbols, key=str)
            self._compiled[expression] = [s.name for s in symbols], sp.lambdify(symbols, expression, "numpy")
        names, function = self._compiled[expression]
        with np.errstate(all="ignore"):
            return np.asarray(function(*(at[name] for name in names)), dtype=float)

    def _with_signals(self, known: Numbers) -> Tried:
        """Try constants and multiples of signals for those after whom nobody moves."""
        found = Tried()
        nodes, weights = np.polynomial.hermite_e.hermegauss(4)
        signals = list(self.game.signals)
        worlds = np.array(list(product(nodes, repeat=1 + len(signals))))
        mass = np.prod(np.array(list(product(weights / weights.sum(), repeat=1 + len(signals)))), axis=1)
        (drawn,) = {signal.of for signal in signals} or {None}
        deviation = np.sqrt(self._value(drawn.law.variance, known))
        at = {**known, drawn.name: deviation * worlds[:, :1]}
        for i, one in enumerate(signals, start=1):
            at[one.name] = at[drawn.name] + np.sqrt(self._value(one.noise, known)) * worlds[:, i : i + 1]
        at |= {name: self._value(strategy, at) for name, strategy in self.strategies.items()}
        last = self.game.stages[-1]
        for move in last.moves:
            player = next(one for one in self.game.players if one.name == move.player)
            before, size = self._worth(player, at)
            for decision in move.decisions:
                level = np.sqrt(np.tensordot(mass, np.broadcast_to(at[decision.name], before.shape) ** 2, 1))
                moves = [np.ones_like(at[decision.name])]
                moves += [at[one.name] / np.sqrt(np.tensordot(mass, at[one.name] ** 2, 1)) for one in player.sees]
                for direction, by in product(moves, (-1, -0.1, -0.01, 0.01, 0.1, 1)):
                    after, _ = self._worth(player, {**at, decision.name: at[decision.name] + by * level * direction})
                    gains = np.tensordot(mass, after - before, 1) / np.tensordot(mass, size, 1)
                    found.add(f"{player.name} in {decision.name}", gains, np.isfinite(gains))
        return found


def _well_conditioned(matrix: np.ndarray) -> np.ndarray:
    """Return where answers that solve a system with a matrix of differences are known to some digits."""
    size = np.sqrt(np.abs(np.diagonal(matrix, axis1=-2, axis2=-1)))
    with np.errstate(all="ignore"):
        scaled = matrix / size[..., :, None] / size[..., None, :]
    usable = np.isfinite(scaled).all(axis=(-1, -2))
    return usable & (np.linalg.cond(np.where(usable[..., None, None], scaled, np.eye(size.shape[-1]))) < CONDITION)


def _moved(at: Numbers) -> Numbers:
    """Return decisions, a row for each deviation: factors on one at a time, and random ones on all."""
    names, rows = list(at), []
    for name in names:
        rows += [{other: factor if other == name else 1 for other in names} for factor in FACTORS]
    if len(names) > 1:
        draws = np.random.default_rng(SEED).lognormal(0, 0.3, (JOINT, len(names)))
        rows += [dict(zip(names, draw, strict=True)) for draw in draws]
    return {
        name: np.where(
            at[name] == 0,
            np.array([row[name] - 1 for row in rows])[:, None],
            at[name] * np.array([row[name] for row in rows])[:, None],
        )
        for name in names
    }
