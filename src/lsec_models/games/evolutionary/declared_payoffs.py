"""Payoffs of populations as they are declared: in tables, or by a callable of profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import sympy as sp

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.errors import DeclarationError
from lsec_models.games.payoff_tables import read_table, tables_by_name
from lsec_models.games.result import Solved

if TYPE_CHECKING:
    from lsec_models.games.evolutionary.game import EvolutionaryGame


def declared_tables(game: EvolutionaryGame) -> tuple[dict[str, Any], tuple[Solved[Any], ...]]:
    """Return everybody's table in tuples, and the solved static games that payoffs are taken from."""
    if not callable(game.payoffs):
        given = _by_population(game)
        return {name: _table(game, name, given[name]) for name in game.names}, ()
    behind: list[Solved[Any]] = []
    earned = {}
    for place in product(*(game.populations[name] for name in game.dimensions)):
        result = game.payoffs(*place)
        if isinstance(result, Solved):
            behind.append(result)
        earned[place] = _earned(game, place, result)
    return {name: _nested(game, name, earned, ()) for name in game.names}, tuple(behind)


def _earned(game: EvolutionaryGame, place: tuple[str, ...], result: Any) -> dict[str, sp.Expr]:
    """Return what a callable says of one profile, by population."""
    where = " / ".join(place)
    if game.is_symmetric:
        if isinstance(result, Solved):
            raise DeclarationError(
                f"payoffs at {where}: a static game has several players, and a single population no names for them; "
                "return one number, such as result.payoffs['first']"
            )
        return {game.names[0]: _expression(result, game.names[0], where)}
    if isinstance(result, Solved):
        result = result.payoffs
    if isinstance(result, Mapping):
        missing = [name for name in game.names if name not in result]
        if missing:
            raise DeclarationError(
                f"payoffs at {where}: none of {', '.join(missing)}; return one for every population, by name"
            )
        return {name: _expression(result[name], name, where) for name in game.names}
    if isinstance(result, str) or not isinstance(result, Sequence) or len(result) != len(game.names):
        raise DeclarationError(
            f"payoffs at {where}: {result!r}; return one for each of {', '.join(game.names)}, in this order or by name"
        )
    return {name: _expression(value, name, where) for name, value in zip(game.names, result, strict=True)}


def _nested(
    game: EvolutionaryGame, name: str, earned: Mapping[tuple[str, ...], Mapping[str, sp.Expr]], before: tuple[str, ...]
) -> Any:
    if len(before) == len(game.dimensions):
        return earned[before][name]
    return tuple(_nested(game, name, earned, (*before, own)) for own in game.populations[game.dimensions[len(before)]])


def _by_population(game: EvolutionaryGame) -> Mapping[str, object]:
    if game.is_symmetric and not isinstance(game.payoffs, Mapping):
        return {game.names[0]: game.payoffs}
    return tables_by_name(
        game.payoffs,
        game.names,
        owner="population",
        unknown="which is not a population",
        example=f"{{{game.names[0]!r}: [...]}}",
    )


def _table(game: EvolutionaryGame, population: str, table: object) -> Any:
    def entry(value: object, profile: tuple[str, ...]) -> sp.Expr:
        return _expression(value, population, " / ".join(profile))

    def complaint(found: str, before: tuple[str, ...]) -> str:
        mover, where = game.dimensions[len(before)], f" at {' / '.join(before)}" if before else ""
        shape = " x ".join(str(len(game.populations[name])) for name in game.dimensions)
        return (
            f"payoffs of {population!r}: {found}{where}, where there are {len(game.populations[mover])} "
            f"strategies of {mover!r}; give a table of {shape} payoffs"
        )

    return read_table(table, [game.populations[name] for name in game.dimensions], entry, complaint)


def _expression(value: object, population: str, where: str) -> sp.Expr:
    if isinstance(value, sp.Expr) and not value.is_number:
        return value
    return to_sympy(exact_number(value, f"payoff of {population!r} at {where}"))
