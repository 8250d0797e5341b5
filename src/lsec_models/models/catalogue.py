"""Which models there are, and how to get one by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal, overload

from lsec_models.algebra.domains.relations import domain_of
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.errors import DeclarationError, UnknownName, nearest, require_known
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.game_files.meanings import names_in
from lsec_models.games.static.game import Game
from lsec_models.models.channels.catalogued import ENTRIES as CHANNELS
from lsec_models.models.mechanisms.catalogued import ENTRIES as MECHANISMS
from lsec_models.models.notation import short_meanings
from lsec_models.models.over_time.catalogued import ENTRIES as OVER_TIME
from lsec_models.models.parts.entry import CataloguedGame, Model
from lsec_models.models.parts.streamers import STREAMER_TYPES, streamer_type

CATALOGUE: Mapping[str, Model] = {model.name: model for model in (*CHANNELS, *OVER_TIME, *MECHANISMS)}
"""The models by name."""


@overload
def load(name: Literal["dynamic_quality", "customer_relationship"], **options: Any) -> DifferentialGame: ...
@overload
def load(name: Literal["regulation"], **options: Any) -> EvolutionaryGame: ...
@overload
def load(name: str, **options: Any) -> Game: ...
def load(name: str, **options: Any) -> CataloguedGame:
    """Return a game of the catalogue, which knows what its symbols mean.

    Parameters
    ----------
    name : str
        A key of ``CATALOGUE``; ``lsec models`` lists them.
    **options
        The model's options, such as ``order=["streamer", ("manufacturer", "platform")]`` or ``streamer="top"``.

    Returns
    -------
    Game, DifferentialGame or EvolutionaryGame

    Raises
    ------
    UnknownName
        If there is no such model or streamer type.
    DeclarationError
        If the model has no such option.

    Examples
    --------
    >>> load("power_structures", order=["streamer", ("manufacturer", "platform")], streamer="top").parameters
    (F, a, b, c, eta, gamma, k, lambda, mu, phi, tau, upsilon)
    """
    if isinstance(name, str) and name.endswith(".toml"):
        raise UnknownName(f"no model {name!r} in the catalogue; a game file is read by read_game({name!r})")
    require_known(name, CATALOGUE, f"no model {name!r} in the catalogue")
    model = CATALOGUE[name]
    for option in options:
        if option not in model.options:
            raise DeclarationError(f"model {name!r} has no option {option!r}; {nearest(option, model.options)}")
    game = model.build(**options)
    known, names = short_meanings(model.module), set(names_in(game))
    return replace(game, meanings={name: said for name, said in known.items() if name in names})


def baseline(model: Model, game: CataloguedGame, streamer: str | None = None) -> dict[Parameter, Fraction]:
    """Return a value for every parameter of a model's game: the model's baseline, and the streamer type's terms.

    Where the game does not admit them, and one of the model's other baselines is admissible, they are those of that.

    Raises
    ------
    DeclarationError
        If the game has a parameter that neither covers.

    Examples
    --------
    >>> bundle = load("business_model", story="bundle")
    >>> bundle.assuming, baseline(CATALOGUE["business_model"], bundle)
    ((4*c <= 1,), {c: Fraction(1, 5)})
    """
    terms: Mapping[str, Fraction] = {}
    if streamer is not None:
        kind = streamer_type(streamer)
        own = {"phi": kind.influence, "eta": kind.effort_cost, "lambda": kind.commission}
        own |= {"F": kind.slot_fee, "W": kind.wage, "T": kind.technology_cost}
        # What a type does not ask for, but the options do, is as high as without a type.
        terms = {name: value for name, value in own.items() if value or name not in model.baseline}
    numbers = [{**model.baseline, **other, **terms} for other in ({}, *model.other_baselines)]
    missing = [parameter.name for parameter in game.parameters if parameter.name not in numbers[0]]
    if missing:
        raise DeclarationError(
            f"no baseline for {', '.join(missing)}; name the streamer type ({', '.join(STREAMER_TYPES)}) or give values"
        )
    points = [{parameter: values[parameter.name] for parameter in game.parameters} for values in numbers]
    if len(points) == 1:
        return points[0]
    admissible = domain_of(game.parameters, game.assuming)
    return next(filter(admissible.contains, points), points[0])
