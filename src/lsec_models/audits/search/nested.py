"""Games with constraints, solved numerically at one parameter point, by a path that shares nothing with `solve`.

What a stage does is found by maximising declared payoffs over what later stages do, which are solved anew for every
trial. So corners, kinks (a later mover comes to or leaves a constraint) and jumps (a later mover is indifferent) are
respected, whatever closed forms say. This is slow and approximate, and exists to check what is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

import numpy as np

from lsec_models.algebra.domains.parameter_point import Point, exact_number
from lsec_models.audits.search.nested_induction import Outcome, Play, Played
from lsec_models.audits.search.nested_results import DeviationGain, NestedSolution
from lsec_models.audits.search.numerical_game import CompiledGame, GameAtPoint, Objective
from lsec_models.errors import DeclarationError, require_known
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.precision import GrossMagnitudes, measured
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move, Stage

_BINDS = 1e-9
_CANCELS = 1e-9
_VANISHES = 1e-6


class NestedGame:
    """A game, compiled once, to be solved by nested optimisation at many points.

    1. The last stage, where payoffs are concave parabolas in its decisions: all equilibria by enumeration of binding
       constraints, from differences of payoffs (:mod:`lsec_models.audits.search.last_stage`).
    2. Every other stage: each mover maximises its payoff over a grid within what present and later constraints
       leave, then polishes (:mod:`lsec_models.audits.search.line_maximum`); for each trial, all later stages are solved
       anew. Two decisions of one mover are nested in each other. Of several movers in a stage, decisions are looked for
       that are best replies to each other.

    Parameters
    ----------
    game : Game

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a, c = parameters("a c", positive=True)
    >>> x, y = decisions("x y")
    >>> price = a - x - y
    >>> players = [Player("one", decides=[x], payoff=x * price), Player("two", decides=[y], payoff=y * (price - c))]
    >>> cournot = NestedGame(Game(players=players))
    >>> found = cournot.solution({"a": 1, "c": 0.75})
    >>> found.decisions["x"], found.binding
    (0.5, ('y >= 0',))
    """

    def __init__(self, game: Game) -> None:
        self.game = game
        self._table = CompiledGame(game)

    def solution(self, parameters: Point, earlier: Point | None = None) -> NestedSolution:
        """Solve the game at one point.

        Parameters
        ----------
        parameters : mapping
            A number for every parameter, by name or symbol.
        earlier : mapping, optional
            Decisions of the first stages, all of them: then only the stages after these are solved.

        Raises
        ------
        UnknownName
            If a name is unknown.
        DeclarationError
            If a value is missing or not a finite number, or `earlier` breaks off within a stage.
        """
        arena = self._table.at(parameters)
        given = _given(self.game, earlier or {})
        stage, choices = _history(arena, given)
        played = Play(arena).onwards(stage, choices)
        return _solution(arena, played)

    def deviation_gains(
        self,
        decisions: Point,
        parameters: Point,
        *,
        objectives: Mapping[str, Objective] = Frozen({}),
        moves: Collection[tuple[int, str]] | None = None,
    ) -> tuple[DeviationGain, ...]:
        """Return what each player gains at most by deviating, in each stage; see :func:`deviation_gains`.

        Parameters
        ----------
        decisions, parameters : mapping
            As there.
        objectives : mapping from player to Objective
            What some maximise in place of their declared payoffs.
        moves : collection of (int, str), optional
            In which stage whose deviations are looked for; all without.
        """
        arena = self._table.at(parameters, objectives)
        given = _given(self.game, decisions)
        missing = [decision.name for decision in self.game.decisions if decision.name not in given]
        if missing:
            raise DeclarationError(f"no value for {', '.join(missing)}; give a number for every decision")
        claimed = np.array([[given[decision.name]] for decision in self.game.decisions])
        play = Play(arena)
        return tuple(
            self._gain(arena, play, stage, move, claimed)
            for stage in arena.stages
            for move in stage.moves
            if moves is None or (stage.number, move.player) in moves
        )

    def gross_payoffs(self, decisions: Point, parameters: Point) -> Mapping[str, float]:
        """Return by player the gross magnitude of payoffs at decisions, of which rounding moves them by a share.

        Parameters
        ----------
        decisions, parameters : mapping
            As for :func:`deviation_gains`.
        """
        arena, given = self._table.at(parameters), _given(self.game, decisions)
        point = np.concatenate([arena.parameters, [given[decision.name] for decision in self.game.decisions]])
        _, gross = self._measured.at(point[:, None])
        return {player.name: float(gross[arena.player(player.name), 0]) for player in self.game.players}

    def _gain(self, arena: GameAtPoint, play: Play, stage: Stage, move: Move, claimed: Floats) -> DeviationGain:
        mine = [limit for limit in arena.limits if limit.stage == stage.number and move.player in limit.players]
        values = arena.values(mine, claimed)[:, 0]
        sizes = self._limit_sizes(arena, claimed)
        broken = tuple(
            limit.words
            for limit, value in zip(mine, values, strict=True)
            if not value >= -_BINDS * sizes.get(limit.row, 1 + np.max(np.abs(claimed)))
        )
        played = play.best_reply(stage.number, move, claimed)
        before = float(arena.payoff(move.player, claimed)[0])
        gain = float(arena.payoff(move.player, played.choices)[0]) - before
        unit = self._unit(arena, move.player, claimed, before)
        rows = arena.rows(move)
        return DeviationGain(
            player=move.player,
            stage=stage.number,
            outcome=Outcome(int(played.outcome[0])),
            relative_gain=np.inf if broken or before == -np.inf else gain / unit,
            gain=gain,
            change=Frozen(
                {
                    decision.name: (float(claimed[row, 0]), float(played.choices[row, 0]))
                    for decision, row in zip(move.decisions, rows, strict=True)
                }
            ),
            broken=broken,
            jump=bool(played.jump[0]),
            holes=bool(played.holes[0]),
        )

    def _unit(self, arena: GameAtPoint, player: str, claimed: Floats, payoff: float) -> float:
        """Return by what gains are measured: the payoff, or its gross terms where they all but cancel.

        The gross terms are those of decisions that are not small, so that a player that is driven out has some.
        """
        points = _usual(arena, claimed)
        if player in arena.objectives:
            earned = float(np.sum(np.abs(arena.payoffs(claimed)[:, 0])))
            return abs(payoff) if abs(payoff) > _VANISHES * earned else max(earned, _VANISHES)
        gross = float(self._measured.at(points)[1][arena.player(player), 0])
        if abs(payoff) > _CANCELS * gross:
            return abs(payoff)
        return gross if gross > 0 else 1.0

    def _limit_sizes(self, arena: GameAtPoint, claimed: Floats) -> dict[int, float]:
        """Return by row the gross magnitudes of declared constraints: their units may be any."""
        _, gross = self._measured_limits.at(_usual(arena, claimed))
        return dict(enumerate(gross[:, 0].tolist()))

    @cached_property
    def _measured_limits(self) -> GrossMagnitudes:
        symbols = [*self.game.parameters, *self.game.decisions]
        return measured(symbols, [bound.function.expression() for bound in self.game.bounds])

    @cached_property
    def _measured(self) -> GrossMagnitudes:
        symbols = [*self.game.parameters, *self.game.decisions]
        return measured(symbols, [player.payoff for player in self.game.players])


def nested_solution(game: Game, parameters: Point, earlier: Point | None = None) -> NestedSolution:
    """Solve a game at one parameter point by nested optimisation; see :class:`NestedGame`.

    Parameters
    ----------
    game : Game
    parameters : mapping
        A number for every parameter, by name or symbol.
    earlier : mapping, optional
        Decisions of the first stages: then only the stages after these are solved.

    Returns
    -------
    NestedSolution

    Raises
    ------
    UnknownName
        If a name is unknown.
    DeclarationError
        If a value is missing or not a finite number, or `earlier` breaks off within a stage.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a = parameters("a", positive=True)
    >>> w, m = decisions("w m")
    >>> players = [Player("M", decides=[w], payoff=w * (a - w - m)), Player("R", decides=[m], payoff=m * (a - w - m))]
    >>> found = nested_solution(Game(players=players, order=["M", "R"]), {"a": 4})
    >>> round(found.decisions["w"], 9), round(found.decisions["m"], 9)
    (2.0, 1.0)
    """
    return NestedGame(game).solution(parameters, earlier)


def deviation_gains(game: Game, decisions: Point, parameters: Point) -> tuple[DeviationGain, ...]:
    """Return what each player gains at most by deviating, in each stage, from decisions claimed to be an equilibrium.

    Earlier stages and rivals of the same stage stay as claimed; the player searches globally among all decisions that
    its constraints allow and that leave room for those of later stages; later stages are solved anew after each trial.
    Where nobody gains in any stage, the decisions are those of a subgame-perfect equilibrium (of the one that follows
    the numerical solution after every deviation).

    Parameters
    ----------
    game : Game
    decisions : mapping
        A number for every decision, by name or symbol.
    parameters : mapping
        A number for every parameter, by name or symbol.

    Returns
    -------
    tuple of DeviationGain
        One for each player in each stage in which it moves.

    Raises
    ------
    UnknownName
        If a name is unknown.
    DeclarationError
        If a value is missing or not a finite number.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1991). Game Theory, theorem 4.1 (one-stage-deviation principle). MIT Press.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters
    >>> a = parameters("a", positive=True)
    >>> p = decisions("p")
    >>> monopoly = Game(players=[Player("monopolist", decides=[p], payoff=p * (a - p))])
    >>> (gain,) = deviation_gains(monopoly, {"p": 1}, {"a": 4})
    >>> round(gain.gain, 9), round(gain.change["p"][1], 9)
    (1.0, 2.0)
    """
    return NestedGame(game).deviation_gains(decisions, parameters)


def _usual(arena: GameAtPoint, claimed: Floats) -> Floats:
    """Return parameters and decisions, one column, with what is small as large as the largest decision."""
    largest = np.max(np.abs(claimed))
    usual = np.maximum(np.abs(claimed), largest if largest > _BINDS else 1.0)
    return np.concatenate([arena.parameters[:, None], usual])


def _given(game: Game, decisions: Point) -> dict[str, float]:
    known = [decision.name for decision in game.decisions]
    given: dict[str, float] = {}
    for key, value in decisions.items():
        require_known(str(key), known, f"no decision {str(key)!r}")
        given[str(key)] = float(exact_number(value, str(key)))
    return given


def _history(arena: GameAtPoint, given: Mapping[str, float]) -> tuple[int, Floats]:
    """Return the first stage that is open, and the decisions before it."""
    choices = np.zeros((len(arena.game.decisions), 1))
    number, left = 1, set(given)
    for stage in arena.stages:
        names = {decision.name for decision in stage.decisions}
        if not left:
            break
        if not names <= left:
            raise DeclarationError(
                f"earlier decisions break off within stage {number}; give {', '.join(sorted(names))} or no decision of "
                "this and later stages"
            )
        for decision, row in zip(stage.decisions, arena.rows(stage), strict=True):
            choices[row, 0] = given[decision.name]
        left -= names
        number += 1
    return number, choices


def _solution(arena: GameAtPoint, played: Played) -> NestedSolution:
    choices, limits = played.choices, arena.limits
    values = arena.values(limits, choices)[:, 0]
    size = 1 + np.max(np.abs(choices))
    bound = [limit for limit, value in zip(limits, values, strict=True) if abs(value) <= _BINDS * size]
    payoffs = arena.payoffs(choices)[:, 0]
    return NestedSolution(
        outcome=Outcome(int(played.outcome[0])),
        decisions=Frozen({d.name: float(x) for d, x in zip(arena.game.decisions, choices[:, 0], strict=True)}),
        payoffs=Frozen({p.name: float(x) for p, x in zip(arena.game.players, payoffs, strict=True)}),
        binding=tuple(limit.words for limit in bound if limit.stage),
        attained=not any(limit.strict for limit in bound if limit.stage),
        jump=bool(played.jump[0]),
        several=bool(played.several[0]),
        holes=bool(played.holes[0]),
    )
