"""What the declaration of a game must be where something is random."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

import sympy as sp

from lsec_models.algebra.occurring import atoms_in
from lsec_models.errors import DeclarationError
from lsec_models.games.laws import Discrete, Exponential, Normal, Sample, Uniform
from lsec_models.games.static.bounds import by_owner
from lsec_models.games.static.chance.expected_game import answered_game
from lsec_models.games.static.chance.expected_values.expectation import MOST_VALUES, is_kinked_in
from lsec_models.games.static.chance.information.knowledge import signals_seen
from lsec_models.games.static.chance.information.signal import Signal
from lsec_models.games.static.chance.random_symbol import Drawn, Random
from lsec_models.games.static.chance.risk_aversion import neutral_players_only
from lsec_models.games.static.order import entries_by_slot

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game

# Up to so many kinks written out are solved in an instant.
_FEW = 4
_WITH_DENSITY = Uniform | Normal | Exponential
_REMEMBERED = 64


def drawn_in(game: Game) -> tuple[Random, ...]:
    """Return what is drawn at random in payoffs, reports, order and signals of a game, sorted by name."""
    parts: Iterable[object] = (
        *(player.payoff for player in game.players),
        *game.report.values(),
        *game.expectations.values(),
        *(entry for slot in entries_by_slot(game.order) for entry in slot),
    )
    found = {symbol for part in parts for symbol in atoms_in(part, Random)}
    for seen in signals_seen(game):
        found |= seen.drawn if isinstance(seen, Signal) else seen.atoms(Random)
    return tuple(sorted(found, key=lambda symbol: symbol.name))


def drawn_from_data(game: Game) -> Random | None:
    """Return what is drawn from a sample with more values than payoffs with kinks are written out for, if anything."""
    payoffs = [*(player.payoff for player in game.players), *game.report.values()]
    for symbol in game.random:
        is_long = isinstance(symbol.law, Sample) and symbol.law.distinct > MOST_VALUES
        if is_long and any(is_kinked_in(payoff, symbol) for payoff in payoffs):
            return symbol
    return None


def drawn_one_by_one(game: Game) -> Random | None:
    """Return the only random number of a game of one decision, where it takes so many values that these are counted.

    Written out, a payoff has a kink at each of them.
    """
    special = game.expectations or game.then or game.bargains or game.given or game.constraints
    several = any(player.is_one_of_several for player in game.players)
    nature = any(isinstance(entry, Random) for entry in game.order or ())
    if any(player.risk is not None for player in game.players):
        return None
    if len(game.random) != 1 or len(game.decisions) != 1 or special or several or nature or game.signals:
        return None
    (symbol,), (decision,) = game.random, game.decisions
    many = (isinstance(symbol.law, Sample) and symbol.law.distinct > _FEW) or (
        isinstance(symbol.law, Discrete) and len(symbol.law.probabilities) > _FEW
    )
    kinked = any(is_kinked_in(value, symbol) for value in (*(p.payoff for p in game.players), *game.report.values()))
    return symbol if many and kinked and not decision.is_positive else None


def drawn_smoothly(game: Game) -> Random | None:
    """Return what makes expected payoffs other than rational, if anything.

    That is what has a normal or an exponential law and stands in a kink, or has a law with a density and stands in a
    payoff that is not a polynomial in it, when what is decided with knowledge of it is inserted.
    """
    payoffs, known = _with_answers(game)
    for symbol in () if game.signals else game.random:
        is_smooth, has_density = (isinstance(symbol.law, laws) for laws in (Normal | Exponential, _WITH_DENSITY))
        if is_smooth and any(is_kinked_in(payoff, symbol) for payoff in payoffs):
            return symbol
        if has_density and symbol not in known and any(_is_curved_in(payoff, symbol) for payoff in payoffs):
            return symbol
    return None


def _with_answers(game: Game) -> tuple[tuple[sp.Expr, ...], set[Random]]:
    """Return payoffs and reports with answers to draws inserted, and which draws have no such answers."""
    known = {entry for slot in entries_by_slot(game.order) for entry in slot if isinstance(entry, Random)}
    if not game.signals and any(isinstance(symbol.law, _WITH_DENSITY) for symbol in known):
        answered = _answered_payoffs(game)
        if answered is not None:
            return answered, set()
    return tuple(game.declared_quantities.values()), known


@lru_cache(_REMEMBERED)
def _answered_payoffs(game: Game) -> tuple[sp.Expr, ...] | None:
    """Return payoffs and reports with answers to draws inserted; None where one has no closed form.

    What declares a game, solves it and describes it asks for them alike.
    """
    with suppress(DeclarationError):
        return tuple(answered_game(game)[0].declared_quantities.values())
    return None


def _is_curved_in(payoff: sp.Expr, symbol: Random) -> bool:
    """Whether something random stands in an exponential, a logarithm, a root, or below a line."""
    return any(
        symbol in part.free_symbols
        for part in payoff.atoms(sp.Pow, sp.exp, sp.log, sp.erf)
        if not (part.is_Pow and part.exp.is_Integer and part.exp.is_positive)
    )


def solved_at_points_only(game: Game) -> bool:
    """Whether expected payoffs are never written out as rational functions: against long samples, or smooth laws."""
    return drawn_from_data(game) is not None or drawn_smoothly(game) is not None


def check_random(game: Game) -> None:
    """Require that what is random has one meaning, stands in payoffs and reports, and is drawn by itself.

    Raises
    ------
    DeclarationError
        If a name is used twice, something random stands in a constraint, an assumption, an expectation or the ends of a
        decision, or shares a slot with a decision.
    """
    taken = {player.name: "a player" for player in game.players}
    taken |= {symbol.name: "a decision" for symbol in game.decisions}
    taken |= dict.fromkeys(game.report, "a reported quantity")
    for symbol in dict.fromkeys((*game.random, *game.signals)):
        if symbol.name in taken:
            raise DeclarationError(f"the name {symbol.name!r} is {taken[symbol.name]} and random; rename one of them")
        taken[symbol.name] = "random, with another law,"
    fixed = {
        "assuming": game.assuming,
        "constraints": [relation for _, own in by_owner(game.constraints) for relation in own],
        "expectations": game.expectations.values(),
        "the ends of a decision": [end for d in game.decisions for end in d.within if end is not None],
    }
    for where, parts in fixed.items():
        for part in parts:
            drawn = sorted(atoms_in(part, Drawn), key=str)
            if drawn:
                raise DeclarationError(
                    f"{where}: {part} depends on {drawn[0]}, which is random; what must hold whatever is drawn is "
                    "written with the ends of its law, and what has a price into the payoffs"
                )
    _require_seen(game)
    if game.signals:
        neutral_players_only(game.players, "where players see signals or types")
    for slot in game.order or ():
        if isinstance(slot, tuple) and len(slot) > 1 and any(isinstance(entry, Drawn) for entry in slot):
            raise DeclarationError(
                f"order: {', '.join(map(str, slot))} is one slot; what is random becomes known between decisions: give "
                "it a slot of its own"
            )


def _require_seen(game: Game) -> None:
    """Refuse signals in a game in which nobody sees any."""
    parts = [*(player.payoff for player in game.players), *game.report.values(), *(game.order or ())]
    told = {symbol for part in parts for symbol in atoms_in(part, Signal)}
    if told and not game.signals:
        raise DeclarationError(
            f"signal {min(told, key=str)} is seen by nobody; put it into the sees= of a player, or leave it out"
        )
