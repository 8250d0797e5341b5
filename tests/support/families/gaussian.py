"""Random linear-quadratic games with normal signals, and what numbers say about strategies, without the solver.

Expected payoffs are means of the declared payoffs over points that have the first three moments of the shocks, which is
exact for what is quadratic in them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

import lsec_models as lsec
from lsec_models import Game, Player, decisions

Floats = NDArray[np.float64]
_ROUNDS = 2000
_STEP = 0.4


@dataclass(frozen=True, kw_only=True)
class GaussianGame:
    """A game in numbers.

    Attributes
    ----------
    game : Game
    shocks : array
        Points for the independent shocks, a column each.
    told : mapping from str to array
        What each random number and each signal is at these points.
    """

    game: Game
    shocks: Floats = field(repr=False)
    told: Mapping[str, Floats] = field(repr=False)

    def expected(self, player: str, decided: Mapping[str, Floats]) -> float:
        """Return the expected payoff of a player whose and others' decisions are given at each point."""
        known = {**self.told, **decided}
        payoff = next(one.payoff for one in self.game.players if one.name == player)
        return float(np.mean(_value(payoff, known)))

    def largest_error(self, found: Any, seed: int) -> float:
        """Return by how much payoffs are wrong, or strategies of a stage differ from best replies, at any history."""
        generator = np.random.default_rng(seed)
        on_path = self._later(found, {}, 0)
        errors = [abs(self.expected(p.name, on_path) - float(found[p.name])) for p in self.game.players]
        for number in range(len(self.game.stages)):
            earlier = [d for stage in self.game.stages[:number] for d in stage.decisions]
            ones = np.ones(len(self.shocks))
            history = {d.name: generator.normal() * ones for d in earlier}
            errors.append(self._regret(found, number, history, self._sees()))
        return max(errors)

    def largest_error_where_revealed(self, found: Any, seed: int) -> float:
        """Return the same for a game of two stages whose first decision reveals what its owner sees.

        Who sees all of that replies best to every first decision, as the true draws have it. Others infer it, so that
        they reply best on the path, among strategies that depend on the first decision too.
        """
        ((move,), later) = self.game.stages[0].moves, self.game.stages[1]
        first, known = move.decisions[0].name, self._sees()
        on_path = self._later(found, {}, 0)
        errors = [abs(self.expected(p.name, on_path) - float(found[p.name])) for p in self.game.players]
        errors.append(self._regret(found, 0, {}, known))
        everything = {m.player: set(known[move.player]) <= set(known[m.player]) for m in later.moves}
        basis = {name: seen if everything.get(name, True) else [first, *seen] for name, seen in known.items()}
        errors.append(self._regret(found, 1, {first: on_path[first]}, basis))
        informed = [name for name, is_told in everything.items() if is_told]
        shift = np.random.default_rng(seed).normal()
        if informed:
            errors.append(self._regret(found, 1, {first: on_path[first] + shift}, basis, only=informed))
        return max(errors)

    def _sees(self) -> dict[str, list[str]]:
        return {player.name: [seen.name for seen in player.sees] for player in self.game.players}

    def _later(self, found: Any, decided: Mapping[str, Floats], number: int) -> dict[str, Floats]:
        """Return all decisions from a stage on, as the strategies have them."""
        decided = dict(decided)
        for stage in self.game.stages[number:]:
            before = {**self.told, **decided}
            for d in stage.decisions:
                decided[d.name] = _value(found.responses[d.name], before) + np.zeros(len(self.shocks))
        return decided

    def _regret(
        self,
        found: Any,
        number: int,
        history: Mapping[str, Floats],
        sees: Mapping[str, Sequence[str]],
        only: Sequence[str] | None = None,
    ) -> float:
        """Return how far the decisions of a stage are from where best replies lead, as a root of mean squares."""
        stage = self.game.stages[number]
        at = self._later(found, history, number)
        movers = [
            (d.name, move.player) for move in stage.moves if only is None or move.player in only for d in move.decisions
        ]
        known = {**self.told, **history}
        basis = {d: _independent([known[s] for s in sees[p]], len(self.shocks)) for d, p in movers}
        sizes = [len(basis[d]) for d, _ in movers]
        cuts = np.cumsum([0, *sizes])

        def earned(player: str, changes: Floats) -> float:
            moved = {d: at[d] + changes[cuts[i] : cuts[i + 1]] @ basis[d] for i, (d, _) in enumerate(movers)}
            staying = {d.name: at[d.name] for d in stage.decisions}
            return self.expected(player, self._later(found, {**history, **staying, **moved}, number + 1))

        owners = [player for (_, player), size in zip(movers, sizes, strict=True) for _ in range(size)]
        slopes, curved = _derivatives(earned, owners)
        # Everybody replies to everybody, step by step; where that settles, it must settle at no change.
        change = np.zeros(len(owners))
        own = np.where(np.array(owners)[:, None] == np.array(owners), curved, 0)
        for _ in range(_ROUNDS):
            change = change - _STEP * np.linalg.solve(own, slopes + curved @ change)
        settled = np.abs(slopes + curved @ change).max() < 1e-9
        return float(max(np.abs(np.linalg.solve(own, slopes)).max(), np.abs(change).max() if settled else 0))


def _independent(seen: Sequence[Floats], points: int) -> Floats:
    """Return what is affine in what is seen, as uncorrelated variables of unit size: none of them magnifies rounding.

    A first decision that hardly moves with what it reveals would, as a variable of its own.
    """
    columns, _ = np.linalg.qr(np.stack([np.ones(points), *seen], axis=1))
    return np.sqrt(points) * columns.T


def _value(expression: sp.Expr, known: Mapping[str, Floats]) -> Any:
    names, function = _function(expression)
    return function(*(known[name] for name in names))


@cache
def _function(expression: sp.Expr) -> tuple[list[str], Callable[..., Any]]:
    symbols = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    return [symbol.name for symbol in symbols], sp.lambdify(symbols, expression, "numpy")


def _derivatives(earned: Callable[[str, Floats], float], owners: Sequence[str]) -> tuple[Floats, Floats]:
    """Return, for each coefficient, the slope of its owner's payoff and how the slope changes with all coefficients."""
    units = np.eye(len(owners))
    slopes = np.array([(earned(p, u) - earned(p, -u)) / 2 for p, u in zip(owners, units, strict=True)])
    curved = np.array(
        [
            [(earned(p, u + v) - earned(p, u - v) - earned(p, v - u) + earned(p, -u - v)) / 4 for v in units]
            for p, u in zip(owners, units, strict=True)
        ]
    )
    return slopes, curved


def random_gaussian_game(seed: int) -> GaussianGame:
    """Return a random game of one or two stages, two or three players and up to four signals."""
    generator = random.Random(seed)
    number = _numbers(generator)
    draws = [lsec.random(f"z_{i}", lsec.normal(number(), abs(number(1)))) for i in range(generator.randint(1, 2))]
    noises = [abs(number(1)) for _ in range(generator.randint(1, 4))]
    signals = _signals(number, draws, noises)
    names = [f"P{i}" for i in range(generator.randint(2, 3))]
    own = {n: list(decisions(f"x_{n} y_{n}", real=True))[: generator.choice([1, 1, 2])] for n in names}
    sees = {n: [s for s in signals if generator.random() < 0.6] for n in names}
    order: list[Any] = [tuple(names)]
    if generator.random() < 0.5:
        order = [names[0], tuple(names[1:])]
        sees |= {n: list(dict.fromkeys([*sees[names[0]], *sees[n]])) for n in names[1:]}
    players = _players(number, draws, own, sees)
    if not any(sees.values()):
        return random_gaussian_game(seed + 10**6)
    game = Game(players=players, order=order)
    return GaussianGame(game=game, **_points(draws, signals, noises))  # type: ignore[arg-type]


def random_revealing_game(seed: int) -> GaussianGame:
    """Return a random game in which somebody decides first, and somebody later does not see the signal it goes by."""
    generator = random.Random(seed)
    number = _numbers(generator)
    draws = [lsec.random(f"z_{i}", lsec.normal(number(), abs(number(1)))) for i in range(generator.randint(1, 2))]
    noises = [abs(number(1)) for _ in range(generator.randint(1, 3))]
    signals = _signals(number, draws, noises)
    names = [f"P{i}" for i in range(generator.randint(2, 3))]
    own = {
        n: list(decisions(f"x_{n} y_{n}", real=True))[: generator.choice([1, 1, 2]) if n != "P0" else 1] for n in names
    }
    sees = {n: [s for s in signals[1:] if generator.random() < 0.6] for n in names[1:]}
    for n in names[2:]:
        sees[n] = [*([signals[0]] if generator.random() < 0.5 else []), *sees[n]]
    public = [s for s in signals[1:] if all(s in sees[n] for n in names[1:])]
    sees["P0"] = [signals[0], *public]
    players = _players(number, draws, own, sees)
    game = Game(players=players, order=["P0", tuple(names[1:])])
    return GaussianGame(game=game, **_points(draws, signals, noises))  # type: ignore[arg-type]


def _numbers(generator: random.Random) -> Callable[..., sp.Rational]:
    """Return what draws a fraction, the numerator between -3 and 3 unless told."""

    def number(low: int = -3, high: int = 3) -> sp.Rational:
        return sp.Rational(generator.randint(low, high), generator.randint(1, 3))

    return number


def _signals(number: Callable[..., sp.Rational], draws: Sequence[Any], noises: Sequence[Any]) -> list[Any]:
    return [
        lsec.signal(f"s_{i}", of=sum((number(1) * z for z in draws), draws[0]), noise=noise)
        for i, noise in enumerate(noises)
    ]


def _players(
    number: Callable[..., sp.Rational],
    draws: Sequence[Any],
    own: Mapping[str, Sequence[Any]],
    sees: Mapping[str, Sequence[Any]],
) -> list[Player]:
    everything = [d for decided in own.values() for d in decided]
    players = []
    for name, decided in own.items():
        steep = sum((-(3 + abs(number())) * d**2 for d in decided), sp.S.Zero)
        crossed = sum((number(-2, 2) * d * e for d in decided for e in everything if d is not e), sp.S.Zero) / 2
        driven = sum((number() * d * z for d in decided for z in draws), sp.S.Zero)
        rest = sum((number() * d for d in everything), sp.S.Zero) + number() * draws[0] ** 2
        players.append(Player(name, decides=list(decided), payoff=steep + crossed + driven + rest, sees=sees[name]))
    return players


def _points(draws: Sequence[Any], signals: Sequence[Any], noises: Sequence[Any]) -> dict[str, Any]:
    spreads = np.sqrt(np.array([float(z.law.variance) for z in draws] + [float(noise) for noise in noises]))
    count = len(spreads)
    points = np.concatenate([np.eye(count), -np.eye(count)]) * np.sqrt(count) * spreads
    told = {z.name: float(z.law.mean) + points[:, i] for i, z in enumerate(draws)}
    for k, one in enumerate(signals):
        values = sum(float(sp.diff(one.of, z)) * told[z.name] for z in draws)
        told[one.name] = values + points[:, len(draws) + k]
    return {"shocks": points, "told": told}
