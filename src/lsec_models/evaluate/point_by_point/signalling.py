"""A signalling game over a grid of parameters, solved at each point: its least-cost separating equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.evaluate.point_by_point.points import CANDIDATE, OPEN, FoundAtPoint, outside
from lsec_models.games.laws import Discrete
from lsec_models.games.meaning import Meaning
from lsec_models.games.static.chance.information.signalling import signalling_in
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.signalling_equilibria import SignallingEquilibria
from lsec_models.solve.dispatch import solve

NONE = "no equilibrium in which the sender does not mix"
POOLED, SEVERAL = "no separating equilibrium", "several least-cost separating equilibria"
ALONE = "only one type"
_WORSE, _BETTER = "if worse", "if better"


def quantities_of_signalling(game: Game) -> dict[str, dict[str, str]]:
    """Return what is swept, with attributes: what each type decides, is answered and has, and what is expected before.

    The worse type is the one that would rather be taken for the other one, at the point.
    """
    parts = signalling_in(game)
    found: dict[str, dict[str, str]] = {}
    for which in (_WORSE, _BETTER):
        for decision, player in ((parts.signal, parts.sender), (parts.response, parts.receiver)):
            latex = rf"{sp.latex(decision)} \text{{ {which}}}"
            found[f"{decision.name} {which}"] = {"latex": latex, "kind": "decision", "player": player}
        found[f"{parts.sender} {which}"] = _payoff_of(parts.sender, which) | {"player": parts.sender}
    found |= {player.name: _payoff_of(player.name) | {"player": player.name} for player in game.players}
    for name in game.report:
        found[name] = {"latex": rf"\text{{{name.replace('_', ' ')}}}", "kind": "report"}
    return found


def meanings_by_type(game: Game) -> Mapping[str, Meaning]:
    """Return what names of the game mean, and, for what each type decides, is answered and has, in which case."""
    parts = signalling_in(game)
    known: dict[str, Meaning] = dict(game.meanings)
    for name in (parts.signal.name, parts.response.name, parts.sender):
        if name in game.meanings:
            said = game.meanings[name]
            known |= {f"{name} {which}": Meaning(f"{said.words} {which}", said.unit) for which in (_WORSE, _BETTER)}
    return known


def signalling_game_at(game: Game, point: Mapping[str, Fraction]) -> FoundAtPoint:
    """Return the least-cost separating equilibrium at a point; its regime is which kinds of equilibria there are."""
    failing = outside(game.domain, game.domain.ring.symbols, point)
    if failing:
        return FoundAtPoint(failing=failing)
    if not _has_two_types(game, point):
        return FoundAtPoint(failing=ALONE)
    found = solve(game, at=point)
    assert isinstance(found, SignallingEquilibria)
    if found.status != "found":
        return FoundAtPoint(failing=NONE if found.is_none else OPEN)
    if not found.evidence.established:
        return FoundAtPoint(failing=CANDIDATE)
    least = [one for one in found if one.name.startswith("least-cost")]
    if len(least) != 1:
        return FoundAtPoint(failing=SEVERAL if least else POOLED)
    parts, values = signalling_in(game), dict(least[0].values)
    for which, kind in ((_WORSE, found.worse), (_BETTER, found.better)):
        for name in (parts.signal.name, parts.response.name, parts.sender):
            values[f"{name} {which}"] = values.pop(f"{name} if {parts.kind} is {kind}")
    return FoundAtPoint(regime=", ".join(family.kind for family in found.families), values=values)


def evidence_of_signalling(met: Mapping[str, int]) -> str:
    """Return in one line how far it is established what a game is at points; `met` as for `evidence_at_points`."""
    others = "".join(f"; {words} at {count}" for words, count in sorted(met.items()) if words and count)
    return (
        f"solved exactly at {sum(met.values())} points: one least-cost separating equilibrium, established, at "
        f"{met.get('', 0)}; regimes tell which kinds of equilibria there are{others}"
    )


def _has_two_types(game: Game, point: Mapping[str, Fraction]) -> bool:
    law = signalling_in(game).kind.law.with_parameters({s: to_sympy(point[s.name]) for s in game.parameters})
    assert isinstance(law, Discrete)
    return len(law.probabilities) > 1 and all(0 < chance < 1 for chance in law.probabilities.values())


def _payoff_of(player: str, which: str = "") -> dict[str, str]:
    words = f"{player.replace('_', ' ')} {which}".strip()
    return {"latex": rf"\pi_{{\text{{{words}}}}}", "long_name": f"payoff of {words}", "kind": "payoff"}
