"""A static game with numbers in place of some parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import ContradictoryAssumptions, DeclarationError, require_known
from lsec_models.games.static.player import Player
from lsec_models.games.summary.summary import shown_point

if TYPE_CHECKING:
    from lsec_models.games.static.game import Game

Images = Mapping[sp.Basic, sp.Basic]


def game_with_values(game: Game, values: Mapping[str, object]) -> Game:
    """Return the same game with numbers in place of some parameters; see :meth:`Game.with_values`."""
    images = _numbers(game.parameters, values)
    assuming = _inserted(game.assuming, images)
    _require_true(game.assuming, assuming, images)
    bargains = {bargain: bargain.with_values(images) for bargain in game.bargains}
    decided = {decision: decision.with_parameters(images) for decision in game.decisions}
    images |= _changed(decided)
    drawn: dict[Any, Any] = {symbol: symbol.with_parameters(images) for symbol in (*game.random, *game.signals)}
    images |= _changed(drawn)
    renamed: Mapping[object, Any] = dict(chain(decided.items(), bargains.items(), drawn.items()))
    constraints = game.constraints
    return replace(
        game,
        players=tuple(_player(player, images, renamed) for player in game.players),
        order=tuple(
            tuple(renamed.get(entry, entry) for entry in slot) if isinstance(slot, tuple) else renamed.get(slot, slot)
            for slot in game.order or ()
        ),
        assuming=assuming,
        report={name: value.subs(images) for name, value in game.report.items()},
        constraints=(
            {name: _inserted(parts, images) for name, parts in constraints.items()}
            if isinstance(constraints, Mapping)
            else _inserted(constraints, images)
        ),
        then=None if game.then is None else game.then.with_values(images),
        expectations={symbol: value.subs(images) for symbol, value in game.expectations.items()},
    )


def _numbers(parameters: Iterable[Parameter], values: Mapping[str, object]) -> dict[sp.Basic, sp.Basic]:
    """Return the number for each parameter that is named, of the sign that is declared."""
    known = {parameter.name: parameter for parameter in parameters}
    numbers: dict[sp.Basic, sp.Basic] = {}
    for name, value in values.items():
        require_known(name, known, f"no parameter {name!r}")
        parameter, number = known[name], exact_number(value, name)
        if (parameter.is_positive and number <= 0) or (parameter.is_nonnegative and number < 0):
            sign = "positive" if parameter.is_positive else "nonnegative"
            raise DeclarationError(f"{name} is declared {sign}, given {number}; give a number of that sign")
        if parameter.is_integer and number.denominator != 1:
            raise DeclarationError(f"{name} is declared integer, given {number}; give a whole number")
        numbers[parameter] = to_sympy(number)
    return numbers


def _require_true(before: Sequence[sp.Basic], after: Sequence[sp.Basic], numbers: Images) -> None:
    failed = [assumed for assumed, left in zip(before, after, strict=True) if left is sp.false]
    if failed:
        point = shown_point(numbers)
        raise ContradictoryAssumptions(f"the assumption {failed[0]} is false at {point}; give other numbers")


def _changed(images: Mapping[Any, Any]) -> dict[sp.Basic, sp.Basic]:
    return {symbol: image for symbol, image in images.items() if image is not symbol}


def _inserted(parts: Sequence[sp.Basic], images: Images) -> tuple[sp.Basic, ...]:
    return tuple(part.subs(images) for part in parts)


def _player(player: Player, images: Images, renamed: Mapping[object, Any]) -> Player:
    return replace(
        player,
        decides=tuple(renamed[decision] for decision in player.decides),
        payoff=player.payoff.subs(images),
        copies=sp.sympify(player.copies).subs(images),
        sees=tuple(renamed[seen] for seen in player.sees),
        risk=None if player.risk is None else player.risk.with_parameters(images),
    )
