"""Best replies of a manufacturer and a streamer on a commission, by hand, and leaders' best decisions on a grid.

Demand is phi*a - b*(w + m) + gamma*q + mu*e. The manufacturer earns ((1 - share)*w - c)*demand - k*q^2/2 less the slot
fee, the streamer (m + share*w)*demand - eta*e^2/2 plus it; the margin m is not negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


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
    fee: float = 4

    def demand(self, w: ArrayLike, q: ArrayLike, m: ArrayLike, e: ArrayLike) -> Numbers:
        w, q, m, e = map(np.asarray, (w, q, m, e))
        return self.phi * self.a - self.b * (w + m) + self.gamma * q + self.mu * e

    def manufacturer(self, w: ArrayLike, q: ArrayLike, m: ArrayLike, e: ArrayLike) -> Numbers:
        margin = (1 - self.share) * np.asarray(w) - self.c
        return margin * self.demand(w, q, m, e) - self.k * np.asarray(q) ** 2 / 2 - self.fee

    def streamer(self, w: ArrayLike, q: ArrayLike, m: ArrayLike, e: ArrayLike) -> Numbers:
        margin = np.asarray(m) + self.share * np.asarray(w)
        return margin * self.demand(w, q, m, e) - self.eta * np.asarray(e) ** 2 / 2 + self.fee

    def streamers_reply(self, w: ArrayLike, q: ArrayLike) -> tuple[Numbers, Numbers]:
        """Effort is mu/eta times what a unit earns, and what it earns is share*w at least."""
        base, pay = self.phi * self.a - self.b * np.asarray(w) + self.gamma * np.asarray(q), self.share * np.asarray(w)
        earned = (base + self.b * pay) / (2 * self.b - self.mu**2 / self.eta)
        earned = np.maximum(earned, pay)
        return earned - pay, self.mu * earned / self.eta

    def manufacturers_reply(self, m: ArrayLike, e: ArrayLike) -> tuple[Numbers, Numbers]:
        """Quality is gamma/k times what a unit earns, (1 - share)*w - c, which is not negative where anything sells."""
        base = self.phi * self.a - self.b * np.asarray(m) + self.mu * np.asarray(e)
        kept = 1 - self.share
        earned = (kept * base - self.b * self.c) / (2 * self.b - kept * self.gamma**2 / self.k)
        earned = np.maximum(earned, 0)
        return (earned + self.c) / kept, self.gamma * earned / self.k

    def largest_gain(self, order: str, at: Mapping[str, float]) -> float:
        """Return what somebody gains at most by another decision, relative to the payoff."""
        w, q, m, e = (at[name] for name in "wqme")
        here = {"manufacturer": float(self.manufacturer(w, q, m, e)), "streamer": float(self.streamer(w, q, m, e))}
        if order == "manufacturer > streamer":
            wide = _around(w, 4 * self.phi * self.a)[:, None], _around(q, 20)[None, :]
            best = {
                "manufacturer": _sold_best(self, self.manufacturer, *wide, *self.streamers_reply(*wide)),
                "streamer": float(self.streamer(w, q, *self.streamers_reply(w, q))),
            }
        elif order == "streamer > manufacturer":
            wide = _around(m, 4 * self.phi * self.a)[:, None], _around(e, 60)[None, :]
            best = {
                "streamer": _sold_best(self, self.streamer, *self.manufacturers_reply(*wide), *wide),
                "manufacturer": float(self.manufacturer(*self.manufacturers_reply(m, e), m, e)),
            }
        else:
            best = {
                "streamer": float(self.streamer(w, q, *self.streamers_reply(w, q))),
                "manufacturer": float(self.manufacturer(*self.manufacturers_reply(m, e), m, e)),
            }
        return max((best[who] - here[who]) / max(abs(here[who]), 1) for who in here)


def _sold_best(chain: Chain, payoff: Callable[..., Numbers], w: Numbers, q: Numbers, m: Numbers, e: Numbers) -> float:
    """Return the highest payoff on a grid, where no negative number of units is sold."""
    return float(np.where(chain.demand(w, q, m, e) >= 0, payoff(w, q, m, e), -np.inf).max())


def _around(value: float, high: float) -> Numbers:
    """Return a coarse grid from zero, and a fine one around a value."""
    return np.maximum(np.concatenate([np.linspace(0, high, 200), value + np.linspace(-1, 1, 201) * 0.2]), 0)
