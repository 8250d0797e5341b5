"""A linear-quadratic differential game at one point of the parameter space, in exact matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.instant_game import declared_flow, rate_of


@dataclass(frozen=True, kw_only=True)
class LinearQuadraticGame:
    """``x' = F x + G u + f`` and payoff flows ``z' W z / 2 + w' z + constant`` with ``z = (x, u)``, all numbers.

    Attributes
    ----------
    game : DifferentialGame
    drift, effect, push : sympy.Matrix
        F, G and f.
    curves, slopes : Mapping from str to sympy.Matrix
        W and w of each decider.
    constants : Mapping from str to sympy.Expr
        The constant of each decider.
    rates : Mapping from str to sympy.Rational
        The discount rate of each decider.
    owned : Mapping from str to tuple of int
        Which of the decisions each decider takes.
    """

    game: DifferentialGame
    drift: sp.Matrix
    effect: sp.Matrix
    push: sp.Matrix
    curves: Mapping[str, sp.Matrix]
    slopes: Mapping[str, sp.Matrix]
    constants: Mapping[str, sp.Expr]
    rates: Mapping[str, sp.Rational]
    owned: Mapping[str, tuple[int, ...]]

    def own_problem(self, unit: str) -> ControlProblem:
        """Return the problem of one decider, the paths of the others given."""
        n = len(self.game.stocks)
        places = list(self.owned[unit])
        decided = [n + i for i in places]
        curve, states = self.curves[unit], list(range(n))
        return ControlProblem(
            drift=self.drift,
            effect=self.effect.extract(states, places),
            state_curve=curve.extract(states, states),
            cross_curve=curve.extract(states, decided),
            decision_curve=curve.extract(decided, decided),
            rate=self.rates[unit],
        )

    def movers(self, state: int) -> frozenset[str]:
        """Return the deciders who can move a stock, by themselves or through other stocks."""
        reached, new = {state}, [state]
        while new:
            moved_by = [j for j in range(self.drift.cols) if j not in reached and self.drift[new[-1], j] != 0]
            new = [*new[:-1], *moved_by]
            reached.update(moved_by)
        return frozenset(
            unit
            for unit, places in self.owned.items()
            if any(self.effect[i, place] != 0 for i in reached for place in places)
        )


@dataclass(frozen=True, kw_only=True)
class ControlProblem:
    """One decider's control problem: ``x' = A x + B u`` and the flow ``x'Qx/2 + x'Su + u'Ru/2``, linear parts left out.

    Attributes
    ----------
    drift, effect : sympy.Matrix
        A and B.
    state_curve, cross_curve, decision_curve : sympy.Matrix
        Q, S and R.
    rate : sympy.Rational
        The discount rate.
    """

    drift: sp.Matrix
    effect: sp.Matrix
    state_curve: sp.Matrix
    cross_curve: sp.Matrix
    decision_curve: sp.Matrix
    rate: sp.Rational

    @property
    def flow_curve(self) -> sp.Matrix:
        """The second derivatives of the flow in stocks and own decisions."""
        return sp.Matrix(
            sp.BlockMatrix([[self.state_curve, self.cross_curve], [self.cross_curve.T, self.decision_curve]])
        )

    def hamiltonian_matrix(self) -> sp.Matrix:
        """Return how stocks and costates of the homogeneous problem move per unit of time to go, decisions best."""
        n = self.drift.rows
        inverse = self.decision_curve.inv()
        drift = self.drift - self.effect * inverse * self.cross_curve.T
        spread = self.effect * inverse * self.effect.T
        curve = self.state_curve - self.cross_curve * inverse * self.cross_curve.T
        rows = sp.BlockMatrix([[-drift, spread], [curve, drift.T - self.rate * sp.eye(n)]])
        return sp.Matrix(rows)


def linear_quadratic_at(game: DifferentialGame, numbers: Mapping[sp.Symbol, sp.Rational]) -> LinearQuadraticGame | None:
    """Return the matrices of a game with numbers for its parameters, None if it is not linear-quadratic.

    Parameters
    ----------
    game : DifferentialGame
    numbers : mapping from parameter to sympy.Rational
    """
    symbols = [*game.stocks, *game.decisions]
    speeds = sp.Matrix([sp.sympify(speed).subs(numbers) for speed in game.states.values()])
    flows = {unit: sp.Matrix([declared_flow(game, unit).subs(numbers)]) for unit in game.deciders}
    gradients = {unit: flow.jacobian(symbols).T for unit, flow in flows.items()}
    motion = _constant_jacobian(speeds, symbols)
    curves = {unit: _constant_jacobian(gradient, symbols) for unit, gradient in gradients.items()}
    known = {unit: curve for unit, curve in curves.items() if curve is not None}
    if motion is None or len(known) < len(curves):
        return None
    n, origin = len(game.stocks), dict.fromkeys(symbols, 0)
    owners = {d: game.coalition if game.cooperative else p.name for p in game.players for d in p.decides}
    return LinearQuadraticGame(
        game=game,
        drift=motion[:, :n],
        effect=motion[:, n:],
        push=speeds.subs(origin),
        curves=known,
        slopes={unit: gradient.subs(origin) for unit, gradient in gradients.items()},
        constants={unit: flow.subs(origin)[0] for unit, flow in flows.items()},
        rates={unit: sp.sympify(rate_of(game, unit).expression()).subs(numbers) for unit in known},
        owned={unit: tuple(i for i, d in enumerate(game.decisions) if owners[d] == unit) for unit in known},
    )


def _constant_jacobian(functions: sp.Matrix, symbols: Sequence[sp.Symbol]) -> sp.Matrix | None:
    """Return the derivatives of functions if they are numbers."""
    jacobian = functions.jacobian(symbols).applyfunc(sp.cancel)
    return None if jacobian.free_symbols else jacobian
