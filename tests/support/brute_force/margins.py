"""Best replies of manufacturer, streamer and platform, by hand, and a leader's best decisions on a grid.

Demand is phi*a - b*(w + m + f) + gamma*q + mu*e + tau*t. The manufacturer earns ((1 - share)*w - c)*demand - k*q^2/2
less the slot fee, the streamer (m + share*w)*demand - eta*e^2/2 plus it, the platform f*demand - upsilon*t^2/2; neither
margin m nor fee f is negative. Without a platform, f = t = 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Decided = Mapping[str, Numbers]

_OF = {"manufacturer": "wq", "streamer": "me", "platform": "ft"}
_ROUNDS = 400
# Several who answer each other are followed round by round: fewer of the leader's decisions are tried.
_POINTS_FOR_ONE_FOLLOWER = 200
_POINTS_FOR_SEVERAL = 60


@dataclass(frozen=True, kw_only=True)
class Chain:
    share: float
    phi: float
    a: float = 20
    b: float = 1
    c: float = 2
    k: float = 2
    gamma: float = 0.8
    mu: float = 0.8
    eta: float = 1
    tau: float = 0.8
    upsilon: float = 2
    fee: float = 4

    def payoffs(self, at: Decided) -> dict[str, Numbers]:
        sold, pay = self._sold(at), self.share * at["w"]
        return {
            "manufacturer": (at["w"] - pay - self.c) * sold - self.k * at["q"] ** 2 / 2 - self.fee,
            "streamer": (at["m"] + pay) * sold - self.eta * at["e"] ** 2 / 2 + self.fee,
            "platform": at["f"] * sold - self.upsilon * at["t"] ** 2 / 2,
        }

    def reply(self, player: str, at: Decided) -> dict[str, Numbers]:
        """Return a player's best decisions: a lever is what it sells times what a unit earns, over its cost."""
        price, lever = _OF[player]
        rest = self._sold({**at, price: np.zeros(()), lever: np.zeros(())})
        if player == "manufacturer":
            kept = 1 - self.share
            earned = np.maximum((kept * rest - self.b * self.c) / (2 * self.b - kept * self.gamma**2 / self.k), 0)
            return {"w": (earned + self.c) / kept, "q": self.gamma * earned / self.k}
        draws, costs = (self.mu, self.eta) if player == "streamer" else (self.tau, self.upsilon)
        pay = self.share * at["w"] if player == "streamer" else np.zeros(())
        earned = np.maximum((rest + self.b * pay) / (2 * self.b - draws**2 / costs), pay)
        return {price: earned - pay, lever: draws * earned / costs}

    def followed(self, movers: Sequence[str], at: Decided) -> dict[str, Numbers]:
        """Return all decisions where some answer what is given; several also answer each other, until nothing moves."""
        if len(movers) == 1:
            return {**at, **self.reply(movers[0], at)}
        found = {name: np.asarray(value) for name, value in at.items()}
        for _ in range(_ROUNDS):
            before = dict(found)
            for mover in movers:
                found |= {name: (new + found[name]) / 2 for name, new in self.reply(mover, found).items()}
            if all(np.max(np.abs(found[name] - before[name])) < 1e-12 for name in found):
                return found
        raise AssertionError("the replies do not settle")

    def largest_gain(self, order: str, at: Mapping[str, float]) -> float:
        """Return what somebody gains at most by another decision, relative to the payoff.

        Parameters
        ----------
        order : str
            One leader and those who decide at once after it, or all at once.
        at : mapping from decision to number
            A decision that nobody takes may be left out.
        """
        first, _, later = order.partition(" > ")
        here = {name: np.asarray(float(at.get(name, 0))) for name in "wqmeft"}
        now = self.payoffs(here)
        answer = later.split(" = ") if later else first.split(" = ")
        best = {player: self.payoffs({**here, **self.reply(player, here)})[player] for player in answer}
        if later:
            points = _POINTS_FOR_ONE_FOLLOWER if len(answer) == 1 else _POINTS_FOR_SEVERAL
            wide = [_around(float(here[name]), 4 * self.phi * self.a, points) for name in _OF[first]]
            tried = dict(zip(_OF[first], np.meshgrid(*wide), strict=True))
            reached = self.followed(answer, {**here, **tried})
            worth = np.where(self._sold(reached) >= 0, self.payoffs(reached)[first], -np.inf)
            best[first] = np.max(worth)
        return max(float((best[player] - now[player]) / max(abs(now[player]), 1)) for player in best)

    def _sold(self, at: Decided) -> Numbers:
        drawn = self.gamma * at["q"] + self.mu * at["e"] + self.tau * at["t"]
        return self.phi * self.a - self.b * (at["w"] + at["m"] + at["f"]) + drawn


def _around(value: float, high: float, points: int) -> Numbers:
    """Return a coarse grid from zero, and a fine one around a value."""
    return np.maximum(np.concatenate([np.linspace(0, high, points), value + np.linspace(-1, 1, points + 1) * 0.2]), 0)
