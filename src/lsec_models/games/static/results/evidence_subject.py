"""What evidence is about: a digest of the game, its quantities and its domain; and the rows that games must answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import declared_sign
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, key_of
from lsec_models.games.evidence.evidence import About, Row
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.declaration import solved_at_points_only
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Stage


def digest(*parts: object) -> str:
    """Return a digest of texts and of what prints as the same text whenever it is the same.

    Examples
    --------
    >>> digest("monopoly", 1) == digest("monopoly", 1) != digest("monopoly", 2)
    True
    """
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def of_static_game(game: Game) -> str:
    """Return a digest of a static game: who plays, in what order, for what, under which assumptions."""
    movers = [[(move.player, [d.name for d in move.decisions]) for move in stage.moves] for stage in game.stages]
    if game.signals or solved_at_points_only(game):
        laws = [f"{symbol}: {symbol.law}" for symbol in game.random]
        declared = [(name, str(value)) for name, value in sorted(_declared(game).items())]
        asked = [str(decision.within) for decision in game.decisions]
        asked += [f"{owner}: {relation}" for owner, own in by_owner(game.constraints) for relation in own]
        asked += [f"{symbol}: {value}" for symbol, value in game.expectations.items()]
        asked += [f"{player.name}: {player.copies}, {player.sees}, {player.risk}" for player in game.players]
        return digest(movers, laws, declared, _region(game.domain), asked)
    bounds = [(bound.words, bound.players) for bound in game.bounds]
    later: list[object] = [] if game.then is None else [game.then.by]
    for bargain in game.bargains:
        later += [bargain, *bargain.weights, bargain.disagreement, bargain.outside, bargain.readjust, bargain.secret]
        later += [(decision.name, value) for decision, value in bargain.breakdown.items()]
    for name, mode in () if game.then is None else game.then.among.items():
        later += [name, of_static_game(mode) if isinstance(mode, Game) else mode]
    return digest(signs(game.ring), movers, _payoffs(game), _region(game.domain), bounds, *later)


def _declared(game: Game) -> dict[str, sp.Expr]:
    return game.declared_quantities


def of_quantities(game: Game, exact: Mapping[str, Ratio], domain: Domain) -> str:
    """Return a digest of a static game together with closed forms and where they hold."""
    return digest(of_static_game(game), _exact(exact), _region(domain))


def signs(ring: Ring) -> str:
    """Return the symbols of a ring with their declared signs."""
    return ", ".join(f"{symbol.name}: {declared_sign(symbol)}" for symbol in ring.symbols)


def rows_of_moves(game: Game, stages: Iterable[Stage] | None = None) -> tuple[Row, ...]:
    """Return the statement that each move of some stages is optimal, leaders first; of all stages without `stages`.

    Movers who only stand for copies make none.
    """
    return tuple(
        Row(
            about=About.OPTIMAL,
            player=move.player,
            decisions=tuple(decision.name for decision in move.decisions),
            stage=stage.number,
        )
        for stage in (game.stages if stages is None else stages)
        for move in stage.moves
        if move.player not in game.hidden
    )


def rows_of_bargains(game: Game) -> tuple[Row, ...]:
    """Return the statement that each bargain's terms are those of the Nash product."""
    return tuple(
        Row(about=About.OPTIMAL, player=one.name, decisions=tuple(term.name for term in one.over), stage=1)
        for one in game.bargains
    )


def rows_of_game(game: Game) -> tuple[Row, ...]:
    """Return what a closed form of a static game must answer."""
    return (
        Row(about=About.EXISTS),
        *rows_of_bargains(game),
        *rows_of_moves(game),
        Row(about=About.OFF_PATH),
        Row(about=About.BOUNDS),
        Row(about=About.COMPLETE),
    )


def _payoffs(game: Game) -> list[object]:
    return _exact(game.ratios) if game.is_rational else [*map(str, game.declared_quantities.items())]


def _exact(values: Mapping[str, Ratio]) -> list[object]:
    return [
        (name, value.ring.names, _terms(value), _terms(Ratio(value.ring, value.denominator)))
        for name, value in sorted(values.items())
    ]


def _terms(value: Ratio) -> object:
    powers, coefficients = key_of(value.numerator)
    return powers, tuple(map(int, coefficients))


def _region(domain: Domain) -> list[object]:
    conditions = [(_terms(Ratio(domain.ring, c.polynomial)), c.strict) for c in domain.conditions]
    return [signs(domain.ring), sorted(conditions)]
