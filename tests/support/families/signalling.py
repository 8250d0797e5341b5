"""Random signalling games, and what enumeration over grids of signals and beliefs says of what is stated about them.

Beliefs after signals off the path are sought one by one, whatever helps the sender; the intuitive criterion is asked as
Cho and Kreps (1987) define it. Nothing is taken from the solver but what it states.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

import lsec_models as lsec
from lsec_models import Game, Player, decisions
from lsec_models.games.static.results.signalling_equilibria import SignalFamily, SignallingEquilibria, SignalRange

Floats = NDArray[np.float64]
_SIGNALS, _BELIEFS = 241, 21
_CLOSE, _CLEAR = 1e-7, 2e-3


@dataclass(frozen=True, kw_only=True)
class SignallingGame:
    """A game in numbers.

    Attributes
    ----------
    kind : str
        What it is about.
    game : Game
    types : tuple of float
    prior : float
        The probability of the second type.
    highest : float
        The last signal; the first one is the lowest that is declared.
    """

    kind: str
    game: Game
    types: tuple[float, float]
    prior: float
    lowest: float
    highest: float

    def gets(self, signals: Floats) -> Floats:
        """Return what each type gets from each signal after each belief in the second type."""
        sender, receiver = self.game.players
        (signal,), (response,) = sender.decides, receiver.decides
        (drawn,) = self.game.random
        arguments = (drawn, signal, response)
        own, other = (sp.lambdify(arguments, player.payoff) for player in (sender, receiver))
        belief = np.linspace(0, 1, _BELIEFS)[None, :]
        if self.prior not in belief:
            belief = np.sort(np.append(belief, self.prior))[None, :]
        column = signals[:, None]

        def expects(answer: Floats | float) -> Floats:
            one, two = (other(kind, column, answer) for kind in self.types)
            return np.asarray((1 - belief) * one + belief * two)

        low, middle, high = expects(-1.0), expects(0.0), expects(1.0)
        answer = (high - low) / (2 * (2 * middle - low - high))
        if response.is_nonnegative:
            answer = np.maximum(answer, 0)
        return np.array([own(kind, column, answer) + 0 * answer for kind in self.types])

    @cached_property
    def prior_place(self) -> int:
        """The number of the prior among beliefs."""
        belief = np.linspace(0, 1, _BELIEFS)
        whole = belief if self.prior in belief else np.sort(np.append(belief, self.prior))
        return int(np.argmin(abs(whole - self.prior)))

    def mistakes(self, said: SignallingEquilibria) -> list[str]:
        """Return what is stated and not so."""
        return _Comparison(self, said).mistakes()


class _Comparison:
    def __init__(self, drawn: SignallingGame, said: SignallingEquilibria) -> None:
        self.drawn, self.said = drawn, said
        own = [float(one) for one in said.worse_signals]
        ends = [float(end) for family in said.families for one in family.ranges for end in (one.low, one.high)]
        first = f"{drawn.game.players[0].decides[0]} if"
        stand_out = [float(value) for one in said for name, value in one.values.items() if name.startswith(first)]
        chosen = [x for x in (*own, *ends, *stand_out) if np.isfinite(x)]
        grid = np.linspace(drawn.lowest, drawn.highest, _SIGNALS)
        self.signals = np.unique([*grid, *chosen])
        self.gets = drawn.gets(self.signals)
        self.step = grid[1] - grid[0]
        # What is stated names the better type; which one it is, beliefs on the grid tell by themselves.
        total = self.gets[:, :, -1] - self.gets[:, :, 0]
        self.better = 1 if total.sum() >= 0 else 0
        self.known = [self.gets[t][:, -1 if t == 1 else 0] for t in (0, 1)]
        self.taken = [self.gets[t][:, -1 if self.better == 1 else 0] for t in (0, 1)]
        self.floor = [self.gets[t].min(axis=1).max() for t in (0, 1)]

    def mistakes(self) -> list[str]:
        found = []
        if self.said.families and float(self.said.better) != self.drawn.types[self.better]:
            found.append("the better type is another one")
        return [*found, *self._separating(), *self._pooling(), *self._mixing(), *self._stands_out()]

    def loss(self, payoffs: tuple[float, float], on_path: list[int]) -> float:
        """Return what some type gains by a signal off the path, after the belief that deters both best."""
        gain = np.maximum(self.gets[0] - payoffs[0], self.gets[1] - payoffs[1]).min(axis=1)
        gain[on_path] = -np.inf
        return float(gain.max())

    def upset(self, payoffs: tuple[float, float], slack: Floats | float) -> bool:
        """Return whether the intuitive criterion upsets an equilibrium; a slack above zero makes that harder."""
        best = self.gets.max(axis=2)
        shuns = [best[t] < payoffs[t] - slack for t in (0, 1)]
        for t in (0, 1):
            if np.any(shuns[1 - t] & (self.known[t] > payoffs[t] + slack)):
                return True
            both = ~shuns[0] & ~shuns[1]
            if np.any(both & (self.gets[t].min(axis=1) > payoffs[t] + _CLOSE)):
                return True
        return False

    @cached_property
    def between(self) -> Floats:
        """What payoffs change by from a signal of the grid to its neighbours."""
        steps = abs(np.diff(self.gets, axis=1)).max(axis=(0, 2))
        return np.maximum(np.append(steps, 0), np.append(0, steps)) + _CLOSE

    def _separating(self) -> list[str]:
        family, good, bad = self.said.family("separating"), self.better, 1 - self.better
        found = []
        own_place = int(np.argmax(self.known[bad]))
        for j, signal in enumerate(self.signals):
            i = own_place
            if self.said.worse_signals:
                i = int(np.argmin(abs(self.signals - float(self.said.worse_signals[0]))))
            if i == j:
                continue
            payoffs = {bad: float(self.known[bad][i]), good: float(self.known[good][j])}
            pair = (payoffs[0], payoffs[1])
            imitated = self.taken[bad][j] - payoffs[bad], self.known[bad][i] - self.known[bad].max()
            loss = max(self.loss(pair, [i, j]), *imitated[:1], self.gets[good][i, 0 if good == 1 else -1] - pair[good])
            margin = min(payoffs[bad] - self.taken[bad][j], payoffs[good] - self.floor[good])
            inside = _has(family, signal)
            if inside and loss > _CLOSE:
                found.append(f"separating at {signal}: a deviation gains {loss}")
            if not inside and margin > _CLEAR and loss <= _CLOSE and not _near(family, signal, self.step):
                found.append(f"separating at {signal} is left out")
            if inside and not family.undecided:
                found += self._criterion(family, signal, pair)
        return found

    def _pooling(self) -> list[str]:
        family, found = self.said.family("pooling"), []
        for j, signal in enumerate(self.signals):
            pair = tuple(float(self.gets[t][j, self.drawn.prior_place]) for t in (0, 1))
            loss = self.loss((pair[0], pair[1]), [j])
            inside = _has(family, signal)
            if inside and loss > _CLOSE:
                found.append(f"pooling at {signal}: a deviation gains {loss}")
            if not inside and loss < -_CLEAR:
                found.append(f"pooling at {signal} is left out")
            if inside and not family.undecided:
                found += self._criterion(family, signal, (pair[0], pair[1]))
        return found

    def _mixing(self) -> list[str]:
        """Seek the belief that leaves the worse type indifferent, between those on the grid."""
        family, found = self.said.family("semi-separating"), []
        good, bad = self.better, 1 - self.better
        for j, signal in enumerate(self.signals):
            order = np.argsort(self.gets[bad][j], kind="stable")
            bad_gets, good_gets = self.gets[bad][j][order], self.gets[good][j][order]
            pooled = self.gets[bad][j, self.drawn.prior_place]
            is_there = pooled < self.floor[bad] - _CLOSE and self.taken[bad][j] > self.floor[bad] + _CLOSE
            payoff = float(np.interp(self.floor[bad], bad_gets, good_gets))
            inside = _has(family, signal)
            if inside and not _edge(family, signal) and (not is_there or payoff < self.floor[good] - _CLEAR):
                found.append(f"semi-separating at {signal}: {payoff} is less than {self.floor[good]}")
            clear = self.floor[bad] - pooled > _CLEAR and self.taken[bad][j] - self.floor[bad] > _CLEAR
            if family.ranges and not inside and clear and payoff > self.floor[good] + _CLEAR:
                found.append(f"semi-separating at {signal} is left out")
            if inside and not _edge(family, signal):
                pair = (payoff, self.floor[bad]) if good == 0 else (self.floor[bad], payoff)
                found += self._criterion(family, signal, pair)
        return found

    def _criterion(self, family: SignalFamily, signal: float, payoffs: tuple[float, float]) -> list[str]:
        passes = any(_within(one, signal) for one in family.intuitive)
        if passes and self.upset(payoffs, _CLEAR if family.kind == "semi-separating" else 1e-6):
            return [f"{family.kind} at {signal} is upset by some signal"]
        if not passes and not self.upset(payoffs, -self.between):
            return [f"{family.kind} at {signal} is upset by no signal"]
        return []

    def _stands_out(self) -> list[str]:
        found = []
        for one in self.said:
            if not one.name.startswith("least-cost"):
                continue
            place = float(one[f"{self.said.game.players[0].decides[0]} if {self._kind} is {self.said.better}"])
            payoff = float(one[f"{self.said.game.players[0].name} if {self._kind} is {self.said.better}"])
            real = self.known[self.better][int(np.argmin(abs(self.signals - place)))]
            inside = [_has(self.said.family("separating"), signal) for signal in self.signals]
            best = self.known[self.better][inside].max()
            if abs(payoff - real) > _CLOSE or payoff < best - _CLOSE:
                found.append(f"least cost: {payoff} is said, and {best} is reached")
        return found

    @property
    def _kind(self) -> str:
        return self.drawn.game.random[0].name


def _within(one: SignalRange, signal: float) -> bool:
    return bool(float(one.low) - 1e-12 <= signal <= float(one.high) + 1e-12)


def _has(family: SignalFamily, signal: float) -> bool:
    return any(_within(one, signal) for one in family.ranges)


def _edge(family: SignalFamily, signal: float) -> bool:
    return any(min(abs(float(one.low) - signal), abs(float(one.high) - signal)) < 1e-9 for one in family.ranges)


def _near(family: SignalFamily, signal: float, step: float) -> bool:
    return any(float(one.low) - step <= signal <= float(one.high) + step for one in family.ranges)


def random_signalling_game(seed: int) -> SignallingGame:
    """Return a random game: schooling, an effort that raises the value too, a price, or a guarantee."""
    draw = random.Random(seed)
    kind = draw.choice(["schooling", "effort", "price", "guarantee"])
    low = sp.Rational(draw.randint(1, 6), draw.randint(1, 3))
    high = low + sp.Rational(draw.randint(1, 6), draw.randint(1, 3))
    prior = sp.Rational(draw.randint(1, 9), 10)
    values: Mapping[sp.Expr, sp.Expr] = {low: 1 - prior, high: prior}
    theta = lsec.random("theta", lsec.discrete(values))
    last, first = sp.Integer(draw.randint(3, 12)), sp.S.Zero
    a, b, c = (sp.Rational(draw.randint(1, 8), draw.randint(1, 4)) for _ in range(3))
    response = decisions("r") if draw.random() < 0.5 else decisions("r", real=True)
    if kind == "price":
        first = draw.choice([sp.S.Zero, b])
        signal = decisions("s", within=(first, last + first))
        cost = b * (draw.choice([theta / high, 1 + low / high - theta / high, sp.S.One]))
        cost = cost if first else cost * 0
        sender = (signal - cost) * response - draw.choice([0, a]) * (signal - theta) ** 2 / 8
        receiver = (theta + c - signal) * response - response**2 / 2
    else:
        signal = decisions("s", within=(0, last))
        hard = draw.choice([1 / theta, high + low - theta, sp.S.One, theta])
        if kind == "guarantee":
            burden = a * signal / (hard + b * signal) + draw.choice([0, sp.Rational(1, 5)]) * hard * signal
        elif kind == "schooling":
            burden = a * hard * signal ** draw.choice([1, 1, 2, 3])
        else:
            burden = a * hard * signal**2 / 4 - b * signal / 2
        worth = theta + (c * signal / 4 if kind == "effort" else draw.choice([0, signal / 5]))
        sender = draw.choice([1, sp.Rational(1, 2), (1 + signal / 4)]) * response - burden
        receiver = -((response - worth) ** 2) * draw.choice([sp.S.One, theta, 1 + signal])
    players = [
        Player("sender", decides=[signal], payoff=sp.sympify(sender), sees=[theta]),
        Player("receiver", decides=[response], payoff=receiver),
    ]
    return SignallingGame(
        kind=kind,
        game=Game(players=players, order=["sender", "receiver"]),
        types=(float(low), float(high)),
        prior=float(prior),
        lowest=float(first),
        highest=float(last + first),
    )
