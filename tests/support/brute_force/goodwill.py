"""The goodwill games solved once more without the package: Laplace transforms, optimisation, root finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar, root

Values = Mapping[str, float]
_SHARE_END = 0.999


def payoffs(v: Values, q: float, e: float, s_e: float = 0.0, s_q: float = 0.0) -> tuple[float, float]:
    """Return discounted payoffs of constant efforts: the Laplace transform of linear goodwill is known."""
    r, investment = v["r"], v["kappa_q"] * q + v["kappa_e"] * e
    goodwill = (v["G_0"] + investment / r) / (r + v["delta"])
    demand = v["phi"] * ((v["a"] + v.get("gamma", 0) * q + v.get("mu", 0) * e) / r + v["beta"] * goodwill)
    making, hosting = v["k"] * q**2 / (2 * r), v["eta"] * e**2 / (2 * r)
    first = v["rho_M"] * demand - (1 - s_q) * making - s_e * hosting
    return first, v["rho_S"] * demand - (1 - s_e) * hosting - s_q * making


def efforts(v: Values, s_e: float = 0.0, s_q: float = 0.0) -> tuple[float, float]:
    """Return the constant efforts that are best for each side, found by optimisation."""
    best_q = _best(lambda q: payoffs(v, q, 0.0, s_e, s_q)[0])
    best_e = _best(lambda e: payoffs(v, 0.0, e, s_e, s_q)[1])
    return best_q, best_e


def centralised(v: Values) -> tuple[float, float]:
    """Return the efforts that are best for both together."""
    return _best(lambda q: sum(payoffs(v, q, 0.0))), _best(lambda e: sum(payoffs(v, 0.0, e)))


def best_share(v: Values, who: str) -> float:
    """Return the share of the other's cost that is best to pay, the other answering it; zero where none is."""

    def loss(share: float) -> float:
        s_e, s_q = (share, 0.0) if who == "manufacturer" else (0.0, share)
        return -payoffs(v, *efforts(v, s_e, s_q), s_e, s_q)[0 if who == "manufacturer" else 1]

    found = float(minimize_scalar(loss, bounds=(0, _SHARE_END), method="bounded", options={"xatol": 1e-10}).x)
    return found if loss(found) < loss(0.0) - 1e-12 else 0.0


def simulated(v: Values, q: float, e: float, years: float = 400.0) -> tuple[float, float]:
    """Return the discounted payoffs of constant efforts by integrating goodwill step by step."""

    def slope(time: float, y: Any) -> list[float]:
        goodwill = y[0]
        demand = v["phi"] * (v["a"] + v["beta"] * goodwill)
        first, second = v["rho_M"] * demand - v["k"] * q**2 / 2, v["rho_S"] * demand - v["eta"] * e**2 / 2
        discount = np.exp(-v["r"] * time)
        return [v["kappa_q"] * q + v["kappa_e"] * e - v["delta"] * goodwill, discount * first, discount * second]

    path = solve_ivp(slope, (0, years), [v["G_0"], 0.0, 0.0], rtol=1e-10, atol=1e-10).y[:, -1]
    return float(path[1]), float(path[2])


def with_price(v: Values, leader: str | None = None) -> dict[str, float]:
    """Return the steady state and payoffs with a price as decision, by matching coefficients of quadratic values.

    The Hamilton-Jacobi-Bellman equations are required at three levels of goodwill, which pins quadratic values down.
    """
    levels = np.array([0.0, 1.0, 2.0])

    def gaps(x: Any) -> Any:
        found = []
        for level in levels:
            slopes = x[1] + x[2] * level, x[4] + x[5] * level
            q, p, e = _instant(v, level, *slopes, leader)
            flows = _flows(v, level, q, p, e)
            speed = v["kappa_q"] * q + v["kappa_e"] * e - v["delta"] * level
            for i in (0, 1):
                value = x[3 * i] + x[3 * i + 1] * level + x[3 * i + 2] * level**2 / 2
                found.append(flows[i] + slopes[i] * speed - v["r"] * value)
        return found

    solution = root(gaps, [50.0, 1.0, 0.0, 50.0, 1.0, 0.0], tol=1e-12)
    assert solution.success
    x = solution.x

    def decisions(level: float) -> tuple[float, float, float]:
        return _instant(v, level, x[1] + x[2] * level, x[4] + x[5] * level, leader)

    def speed(level: float) -> float:
        q, _, e = decisions(level)
        return v["kappa_q"] * q + v["kappa_e"] * e - v["delta"] * level

    rest = -speed(0.0) / (speed(1.0) - speed(0.0))
    q, p, e = decisions(rest)
    return {"G": rest, "q": q, "p": p, "e": e, "manufacturer": float(x[0]), "streamer": float(x[3])}


def _instant(v: Values, level: float, first: float, second: float, leader: str | None) -> tuple[float, float, float]:
    """Return quality effort, price and live effort at one instant, by linear first-order conditions."""
    paid, b, phi = v["lambda"], v["b"], v["phi"]
    gamma, mu = v.get("gamma", 0.0), v.get("mu", 0.0)
    # e responds to p with slope e_p where the manufacturer leads; q and p to e where the streamer does.
    e_p = paid * phi * mu / v["eta"] if leader == "manufacturer" else 0.0
    margin_row = [
        # derivative of (1 - paid) p D - c D + first * speed in p, D = phi (a + beta G + gamma q + mu e - b p)
        [(1 - paid) * phi * gamma, (1 - paid) * phi * (-2 * b + mu * e_p), (1 - paid) * phi * mu],
        -(1 - paid) * phi * (v["a"] + v["beta"] * level) - v["c"] * phi * (b - mu * e_p) - first * v["kappa_e"] * e_p,
    ]
    quality_row = [[-v["k"], (1 - paid) * phi * gamma, 0.0], v["c"] * phi * gamma - first * v["kappa_q"]]
    if leader == "streamer":
        effort_row = _leading_effort(v, level, second)
    else:
        effort_row = [[0.0, paid * phi * mu, -v["eta"]], -second * v["kappa_e"]]
    rows = [quality_row, margin_row, effort_row]
    q, p, e = np.linalg.solve([row[0] for row in rows], [row[1] for row in rows])
    return float(q), float(p), float(e)


def _leading_effort(v: Values, level: float, second: float) -> list[Any]:
    """Return the streamer's first-order condition where quality effort and price answer e."""
    paid, b, phi = v["lambda"], v["b"], v["phi"]
    gamma, mu = v.get("gamma", 0.0), v.get("mu", 0.0)
    own = [[-v["k"], (1 - paid) * phi * gamma], [(1 - paid) * phi * gamma, -2 * (1 - paid) * phi * b]]
    q_e, p_e = np.linalg.solve(own, [0.0, -(1 - paid) * phi * mu])
    # paid * (p_e D + p D_e) - eta e + second * (kappa_q q_e + kappa_e) = 0, D_e = phi (gamma q_e + mu - b p_e)
    total = phi * (gamma * q_e + mu - b * p_e)
    row = [paid * p_e * phi * gamma, paid * (total - p_e * phi * b), paid * p_e * phi * mu - v["eta"]]
    return [row, -paid * p_e * phi * (v["a"] + v["beta"] * level) - second * (v["kappa_q"] * q_e + v["kappa_e"])]


def _flows(v: Values, level: float, q: float, p: float, e: float) -> tuple[float, float]:
    demand = v["phi"] * (v["a"] + v["beta"] * level + v.get("gamma", 0) * q + v.get("mu", 0) * e - v["b"] * p)
    first = ((1 - v["lambda"]) * p - v["c"]) * demand - v["k"] * q**2 / 2
    return first, v["lambda"] * p * demand - v["eta"] * e**2 / 2


def _best(value: Any) -> float:
    """Return the maximiser of a parabola, from three of its values."""
    below, middle, above = value(0.0), value(1.0), value(2.0)
    curvature = below - 2 * middle + above
    assert curvature < 0
    return float(1 - (above - below) / (2 * curvature))
