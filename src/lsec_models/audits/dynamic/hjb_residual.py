"""Do value functions and strategies solve the Hamilton-Jacobi-Bellman equations, identically?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add

import sympy as sp

from lsec_models.algebra.algebraic_functions.square_root import reduced
from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.games.differential.feedback import FeedbackEquilibrium, Root
from lsec_models.games.differential.game import speed_name
from lsec_models.games.frozen import Frozen


def hjb_residuals(equilibrium: FeedbackEquilibrium) -> Mapping[str, sp.Expr]:
    """Return what the Hamilton-Jacobi-Bellman equations leave over: zero, identically, for an equilibrium.

    It starts from the declared payoffs and dynamics and inserts what the equilibrium says; nothing of the solver is
    used. For every player i, ``payoff + V_i' speed - r_i V_i``; for every decision d of a decider i, the derivative
    ``d/dd (payoff_i + V_i' speed)``, with the later movers' responses of the same instant inserted (they follow it).

    Parameters
    ----------
    equilibrium : FeedbackEquilibrium

    Returns
    -------
    mapping from str to sympy.Expr
        ``"value of NAME"`` and ``"choice of DECISION"``; exact functions of parameters and states.

    Examples
    --------
    >>> from lsec_models import Player, decisions, parameters
    >>> from lsec_models.algebra.domains.symbols import states
    >>> from lsec_models.games.differential.game import DifferentialGame
    >>> from lsec_models import solve
    >>> r, delta, margin = parameters("r delta margin", positive=True)
    >>> G, A = states("G"), decisions("A")
    >>> firm = Player("firm", decides=[A], payoff=margin * G - A**2 / 2)
    >>> hjb_residuals(solve(DifferentialGame(states={G: A - delta * G}, players=[firm], discount=r)))
    {'value of firm': 0, 'choice of A': 0}
    """
    game, root = equilibrium.game, equilibrium.root
    ring = ring_of((*game.parameters, *game.stocks, *game.decisions, *(() if root is None else (root.symbol,))))
    speeds = {state: game.instant.ratios[speed_name(state)].convert(ring) for state in game.stocks}
    flows = {player.name: ratio(ring, player.payoff) for player in game.players}
    values = {name: value.convert(ring) for name, value in equilibrium.worth.items()}
    laws = {d: equilibrium.laws[d.name].convert(ring) for d in game.decisions}
    gains = {}
    for name, value in values.items():
        gains[name] = flows[name]
        for state, speed in speeds.items():
            gains[name] = gains[name] + value.derivative(state) * speed
    found: dict[str, sp.Expr] = {}
    for name, gain in gains.items():
        left = _put(gain - game.rates[name].convert(ring) * values[name], laws, root)
        found[f"value of {name}"] = equilibrium.expression(left)
    for stage in game.instant.stages:
        for move in stage.moves:
            gain = gains[move.player] if move.player in gains else reduce(add, gains.values())
            for later in reversed(game.instant.stages[stage.number :]):
                gain = _put(gain, {d: equilibrium.replies[d.name].convert(ring) for d in later.decisions}, root)
            for decision in move.decisions:
                left = _put(gain.derivative(decision), laws, root)
                found[f"choice of {decision.name}"] = equilibrium.expression(left)
    return Frozen(found)


def _put(function: Ratio, images: Mapping[Decision, Ratio], root: Root | None) -> Ratio:
    value = function.substitute(images)
    return value if root is None else reduced(value, root.radicand.numerator)
