"""Bargains searched numerically: do other terms give a pair a larger Nash product, later movers answering anew?

Nothing here uses a solver or a closed form of the package. A pair is played as one mover of the first stage, who
maximises the Nash product of declared payoffs; terms of other pairs, and what is not seen to answer, stay as claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.audits.search.nested import NestedGame
from lsec_models.audits.search.nested_induction import Outcome
from lsec_models.audits.search.nested_results import DeviationGain
from lsec_models.audits.search.numerical_game import CompiledGame
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.player import Player

_NOTHING = 1e-12
_HELD = "what stays as it is"


@dataclass(frozen=True, kw_only=True)
class NashProduct:
    """What a pair maximises: the weighted geometric mean of what the two gain, in units of payoff.

    Where one of the two would not agree it is the root of what that one misses, below zero, so that a search finds the
    terms on which both agree, however few they are: a root ends steeply, and is not taken for a piece of a parabola.

    Attributes
    ----------
    rows : tuple of int
        The two among all players.
    weights, without, outside : array, (2,)
        Their powers, what they have without agreement, and what each can have by leaving for good.
    gross : array, (2,)
        Gross magnitudes of their payoffs: where large terms cancel, a gain of zero is one but for rounding of these.
    """

    rows: tuple[int, int]
    weights: Floats
    without: Floats
    outside: Floats
    gross: Floats

    def __call__(self, payoffs: Floats) -> Floats:
        """Return the mean for payoffs, (players, histories); below zero where one of the two does not agree."""
        mine = payoffs[list(self.rows)]
        size = _NOTHING * (np.abs(mine) + (np.abs(self.without) + self.gross)[:, None])
        gains = mine - self.without[:, None]
        least = np.minimum(gains, mine - self.outside[:, None])
        product = np.prod(np.maximum(gains, 0.0) ** self.weights[:, None], axis=0)
        return np.asarray(np.where(np.all(least >= -size, axis=0), product, -np.sqrt(np.abs(np.min(least, axis=0)))))


@dataclass(frozen=True)
class _Pair:
    """A bargain, the game in which its pair moves first, and the one that is left if they do not agree."""

    bargain: Bargain
    searched: NestedGame
    apart: NestedGame | CompiledGame | None


class BargainedTerms:
    """A game that begins with bargains, compiled once, to be searched at many points.

    Parameters
    ----------
    game : Game
    """

    def __init__(self, game: Game) -> None:
        self.game = game
        self._terms = tuple(term for bargain in game.bargains for term in bargain.over)
        self._pairs = [
            _Pair(bargain, NestedGame(self._played(bargain)), self._apart(bargain)) for bargain in game.bargains
        ]
        self._later = NestedGame(_with_first_stage(game, {_HELD: self._terms}))

    def deviation_gains(
        self, decisions: Mapping[str, float], parameters: Mapping[sp.Symbol, float]
    ) -> tuple[DeviationGain, ...]:
        """Return by what other terms raise each pair's Nash product, and what later movers gain by deviating.

        Parameters
        ----------
        decisions : mapping from str to float
            All terms and decisions, as claimed.
        parameters : mapping from sympy.Symbol to float
        """
        gains = []
        earned = np.array([[payoff] for payoff in self.payoffs(decisions, parameters).values()])
        for pair in self._pairs:
            objective = self._nash_product(pair, decisions, parameters)
            if objective is None:
                gains.append(_undetermined(pair.bargain, decisions))
                continue
            (gain,) = pair.searched.deviation_gains(
                self._claimed(decisions),
                _known(pair.searched.game, parameters),
                objectives={pair.bargain.name: objective},
                moves=[(1, pair.bargain.name)],
            )
            gains.append(_agreed(gain, float(objective(earned)[0])))
        there, moves = _known(self._later.game, parameters), moves_after_first(self._later.game)
        return (*gains, *self._later.deviation_gains(self._claimed(decisions), there, moves=moves))

    def payoffs(self, decisions: Mapping[str, float], parameters: Mapping[sp.Symbol, float]) -> Mapping[str, float]:
        """Return declared payoffs by player, at terms and decisions."""
        arena = self._declared.at(_known(self._later.game, parameters))
        claimed = np.array([[decisions[decision.name]] for decision in arena.game.decisions])
        return {player.name: float(arena.payoff(player.name, claimed)[0]) for player in self.game.players}

    @cached_property
    def _declared(self) -> CompiledGame:
        return CompiledGame(self._later.game)

    def _played(self, bargain: Bargain) -> Game:
        """Return the game in which a pair moves first, by itself."""
        mine = {d for player in self.game.players if player.name in bargain.players for d in player.decides}
        others = [d for d in self.game.decisions if d not in mine and d not in self._terms]
        held = [term for term in self._terms if term not in bargain.over] + others * bargain.secret
        return _with_first_stage(self.game, {bargain.name: bargain.over, _HELD: held})

    def _nash_product(
        self, pair: _Pair, decisions: Mapping[str, float], parameters: Mapping[sp.Symbol, float]
    ) -> NashProduct | None:
        """Return what a pair maximises, or None where it is not known what it has without agreement."""
        bargain = pair.bargain
        values = {**parameters, **{d: decisions[d.name] for d in self.game.decisions}}
        names = [player.name for player in self.game.players]
        without = (
            self._after_breakdown(pair, decisions, parameters)
            if bargain.breakdown
            else _numbers(bargain.disagreement or (sp.S.Zero, sp.S.Zero), values)
        )
        if without is None:
            return None
        one, other = (names.index(player) for player in bargain.players)
        gross = pair.searched.gross_payoffs(self._claimed(decisions), _known(pair.searched.game, parameters))
        return NashProduct(
            rows=(one, other),
            weights=_numbers(bargain.weights, values),
            without=without,
            outside=np.full(2, -np.inf) if bargain.outside is None else _numbers(bargain.outside, values),
            gross=np.array([gross[player] for player in bargain.players]),
        )

    def _apart(self, bargain: Bargain) -> NestedGame | CompiledGame | None:
        """Return the game that is left where a pair does not agree; None where nobody answers to that."""
        if not bargain.breakdown or not bargain.readjust:
            return None
        game = _without_decisions(self._played(bargain), _broken_off(bargain))
        return NestedGame(game) if game.decisions else CompiledGame(game)

    def _after_breakdown(
        self, pair: _Pair, decisions: Mapping[str, float], parameters: Mapping[sp.Symbol, float]
    ) -> Floats | None:
        """Return what the two have if they do not agree, others answering to it or not."""
        bargain = pair.bargain
        if pair.apart is None:
            numbers = {d.name: _numbers([value], dict(parameters))[0] for d, value in _broken_off(bargain).items()}
            kept = self.payoffs({**decisions, **numbers}, parameters)
            return np.array([kept[player] for player in bargain.players])
        game = pair.apart.game
        known = _known(game, parameters)
        if isinstance(pair.apart, CompiledGame):
            earned = pair.apart.at(known).payoffs(np.zeros((0, 1)))[:, 0]
            by_name = dict(zip((player.name for player in game.players), earned, strict=True))
            return np.array([by_name[player] for player in bargain.players])
        held = [d for stage in game.stages[:1] for d in stage.decisions if d in self._held_after(bargain)]
        found = pair.apart.solution(known, {d.name: decisions[d.name] for d in held})
        if found.outcome != Outcome.SOLVED:
            return None
        return np.array([found.payoffs[player] for player in bargain.players])

    def _claimed(self, decisions: Mapping[str, float]) -> dict[str, float]:
        return {decision.name: decisions[decision.name] for decision in self.game.decisions}

    def _held_after(self, bargain: Bargain) -> set[Decision]:
        first = self._played(bargain).stages[0]
        return {d for move in first.moves if move.player == _HELD for d in move.decisions}


def moves_after_first(game: Game) -> list[tuple[int, str]]:
    """Return who moves in which stage, from the second on."""
    return [(stage.number, move.player) for stage in game.stages[1:] for move in stage.moves]


def _with_first_stage(game: Game, first: Mapping[str, Sequence[Decision]]) -> Game:
    """Return a game whose bargains are replaced by movers, in the first stage, who decide terms and what is held."""
    movers = {name: tuple(decided) for name, decided in first.items() if decided}
    gone = {decision for decided in movers.values() for decision in decided}
    slots = [tuple(d for d in stage.decisions if d not in gone) for stage in game.stages]
    return Game(
        players=(
            *(replace(p, decides=tuple(d for d in p.decides if d not in gone)) for p in game.players),
            *(Player(name, decides=decided, payoff=sp.S.Zero) for name, decided in movers.items()),
        ),
        order=(tuple(movers), *filter(None, slots)),
        assuming=game.assuming,
        constraints=game.constraints,
    )


def _without_decisions(game: Game, fixed: Mapping[Decision, sp.Expr]) -> Game:
    """Return a game in which some decisions are fixed, without those who decide nothing then."""
    players = [
        replace(p, decides=tuple(d for d in p.decides if d not in fixed), payoff=p.payoff.subs(fixed))
        for p in game.players
    ]
    slots = [tuple(d for d in stage.decisions if d not in fixed) for stage in game.stages]
    left = {d for slot in slots for d in slot}

    def asked(relations: Sequence[sp.Basic]) -> tuple[sp.Basic, ...]:
        inserted = [relation.subs(fixed) for relation in relations]
        return tuple(relation for relation in inserted if relation.free_symbols & left)

    constraints: Mapping[str, Sequence[sp.Basic]] | Sequence[sp.Basic]
    if isinstance(game.constraints, Mapping):
        constraints = {owner: asked(relations) for owner, relations in game.constraints.items()}
    else:
        constraints = asked(game.constraints)
    return Game(players=players, order=tuple(filter(None, slots)), assuming=game.assuming, constraints=constraints)


def _known(game: Game, parameters: Mapping[sp.Symbol, float]) -> dict[sp.Symbol, float]:
    """Return the parameters that stand in a game: powers and outside options stand in bargains alone."""
    return {symbol: parameters[symbol] for symbol in game.parameters}


def _numbers(values: Sequence[sp.Expr], at: Mapping[sp.Symbol, float]) -> Floats:
    return np.array([float(sp.sympify(value).subs(at)) for value in values])


def _broken_off(bargain: Bargain) -> dict[Decision, sp.Expr]:
    """Return what later decisions, and terms, are without an agreement."""
    return {**bargain.breakdown, **dict.fromkeys(bargain.over, sp.S.Zero)}


def _agreed(gain: DeviationGain, before: float) -> DeviationGain:
    """Return what other terms bring a pair: there is no such thing where none are agreed on, before or after."""
    if before + gain.gain < 0:
        return replace(gain, outcome=Outcome.INFEASIBLE)
    return replace(gain, relative_gain=np.inf) if before < 0 else gain


def _undetermined(bargain: Bargain, decisions: Mapping[str, float]) -> DeviationGain:
    return DeviationGain(
        player=bargain.name,
        stage=1,
        outcome=Outcome.NO_EQUILIBRIUM,
        relative_gain=np.nan,
        gain=np.nan,
        change=Frozen({term.name: (decisions[term.name], decisions[term.name]) for term in bargain.over}),
        broken=(),
        jump=False,
        holes=False,
    )
